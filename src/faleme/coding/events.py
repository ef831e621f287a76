"""Events of one article: triggers, their arguments, qualifiers and reasons; one event once.

`code_events` is a pure function of the article and of what the recognisers found in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from faleme.coding.adversary import with_adversary
from faleme.coding.candidates import Candidate
from faleme.coding.mentions import Mentions
from faleme.coding.merge import merged, supported
from faleme.coding.one_attack import with_parts
from faleme.coding.parse import Parser
from faleme.coding.scene import with_scene
from faleme.coding.second_opinion import GATE, SUPPORTING, judged
from faleme.coding.setting import with_setting
from faleme.coding.settle import settled
from faleme.coding.sightings import Sighting, sightings_of
from faleme.coding.story import Story
from faleme.coding.weigh import candidates_of
from faleme.records.actor import ActorMention
from faleme.records.event import Event
from faleme.records.figure import Figure
from faleme.records.place import PlaceMention
from faleme.records.text import Article, Span
from faleme.records.time import Timex


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
    story = Story.of(article, mentions, country)
    found: list[Candidate] = []
    sightings: list[Sighting] = sightings_of(article, sentences, mentions, story, parser)
    for sighting in sightings:
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
