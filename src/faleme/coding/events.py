"""Events of one article: triggers, their arguments, qualifiers and reasons; one event once.

`code_events` is a pure function of the article and of what the recognisers found in it. It is `draft_of`, the
parse, and `events_of`: who reads many articles has the sentences of all of them parsed together in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from faleme.coding.adversary import with_adversary
from faleme.coding.candidates import Candidate
from faleme.coding.mentions import Mentions
from faleme.coding.merge import merged, supported
from faleme.coding.one_attack import with_parts
from faleme.coding.parse import Parse, Parser
from faleme.coding.scene import with_scene
from faleme.coding.second_opinion import GATE, SUPPORTING, judged
from faleme.coding.setting import with_setting
from faleme.coding.settle import settled
from faleme.coding.sightings import Sighting, picked_of, to_parse, with_parses
from faleme.coding.story import Story
from faleme.coding.weigh import candidates_of
from faleme.records.actor import ActorMention
from faleme.records.event import Event
from faleme.records.figure import Figure
from faleme.records.place import PlaceMention
from faleme.records.text import Article, Span
from faleme.records.time import Timex


class Draft(NamedTuple):
    """An article's picked sentences before their parse; `asked` are the numbers of those worth one."""

    article: Article
    sentences: Sequence[Span]
    story: Story
    picked: list[Sighting]
    asked: list[int]

    @property
    def to_parse(self) -> list[Span]:
        return [self.picked[i].span for i in self.asked]


def code_events(
    article: Article,
    *,
    sentences: Sequence[Span],
    places: Sequence[PlaceMention],
    times: Sequence[Timex],
    figures: Sequence[Figure],
    actors: Sequence[ActorMention],
    country: str | None,
    parser: Parser | None,
    institutions: Sequence[PlaceMention] = (),
) -> tuple[Event, ...]:
    """The events of an article in the order of the text, each with its evidence, trigger and reasons.

    `institutions` are the towns of courts, hospitals and the like, which are no places of the text.
    `country` is the outlet's country (ISO alpha-3), a prior only. `parser` None reads by the order of the
    words.
    Never raises on any text; evidence spans are sentences of the article.
    """
    mentions = Mentions(places=places, times=times, figures=figures, actors=actors, institutions=institutions)
    draft = draft_of(article, sentences, mentions, country, parse=parser is not None)
    return events_of(draft, parser.parse(article.text, draft.to_parse) if parser else ())


def draft_of(
    article: Article, sentences: Sequence[Span], mentions: Mentions, country: str | None, *, parse: bool
) -> Draft:
    """What is known of an article before its sentences are parsed; without `parse` none asks for it."""
    story = Story.of(article, mentions, country)
    picked = picked_of(article, sentences, mentions, story)
    return Draft(article, sentences, story, picked, to_parse(picked) if parse else [])


def events_of(draft: Draft, parses: Sequence[Parse]) -> tuple[Event, ...]:
    """The events of a draft and the parses that it asked for, in their order."""
    article, sentences, story = draft.article, draft.sentences, draft.story
    found: list[Candidate] = []
    for sighting in with_parses(draft.picked, draft.asked, parses):
        found.extend(candidates_of(sighting, story, found, GATE))
    accepted = judged(found, story)
    groups = grouped(found, accepted, story, sentences)
    return tuple(settled(article, group, sentences, story) for group in groups)


def grouped(
    found: Sequence[Candidate], accepted: Sequence[Candidate], story: Story, sentences: Sequence[Span] = ()
) -> list[list[Candidate]]:
    """The accepted among the readings found, each group one event, with what the article tells around it."""
    doubted = [
        c for c in found if c.score >= SUPPORTING and not any(c.trigger == a.trigger for a in accepted)
    ]
    groups = with_scene(supported(with_parts(merged(accepted)), doubted), story)
    groups = with_setting(with_adversary(groups, story), story, sentences)
    return [group for group in groups if group]
