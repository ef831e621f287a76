"""Coding with everything that it looked at on the way: what `code_events` computes, nothing thrown away.

The steps are those of `coding.events` in the same order (a test compares the events of both); what differs is
that triggers and readings which became no event are kept, each with what spoke against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from faleme.coding.candidates import Candidate
from faleme.coding.events import grouped
from faleme.coding.mentions import Mentions
from faleme.coding.parse import Parser
from faleme.coding.screen import no_event
from faleme.coding.second_opinion import GATE, judged
from faleme.coding.settle import settled
from faleme.coding.sightings import Sighting, sightings_of
from faleme.coding.story import Story
from faleme.coding.weigh import candidates_of
from faleme.recognise.sentence_tokens import tokens_of
from faleme.recognise.triggers import TriggerMatch, triggers
from faleme.records.actor import ActorMention
from faleme.records.event import Event
from faleme.records.figure import Figure
from faleme.records.place import PlaceMention
from faleme.records.text import Article, Span
from faleme.records.time import Timex

RULES: Final = "score of the rules"
"""The feature by which the model hears the rules."""


class Passed(NamedTuple):
    """A trigger that gave no reading at all, with the reason."""

    span: Span
    match: TriggerMatch
    why: str


class Coding(NamedTuple):
    """One article coded, with what was considered. `groups[i]` are the readings that became `events[i]`.

    `faint` are readings that the rules found too unsure to ask the model, `doubted` those that the model (or
    the rules alone) turned down.
    """

    story: Story
    sightings: tuple[Sighting, ...]
    passed: tuple[Passed, ...]
    faint: tuple[Candidate, ...]
    doubted: tuple[Candidate, ...]
    groups: tuple[tuple[Candidate, ...], ...]
    events: tuple[Event, ...]


def explained_events(
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
) -> Coding:
    """The events of an article as `code_events` codes them, with what was considered and dropped.

    Never raises on any text.
    """
    mentions = Mentions(places=places, times=times, figures=figures, actors=actors, institutions=institutions)
    story = Story.of(article, mentions, country)
    sightings = sightings_of(article, sentences, mentions, story, parser)
    found: list[Candidate] = []
    weighed: list[Candidate] = []
    for sighting in sightings:
        weighed.extend(candidates_of(sighting, story, found))
        found.extend(candidates_of(sighting, story, found, GATE))
    accepted = judged(found, story)
    taken = {candidate.trigger for candidate in accepted}
    doubted = [c for c in found if c.trigger not in taken]
    groups = grouped(found, accepted, story, sentences)
    known = {candidate.trigger for candidate in found}
    return Coding(
        story,
        tuple(sightings),
        (*_screened(article, sentences, sightings, story), *_unread(sightings, weighed, story)),
        tuple(c for c in weighed if c.trigger not in known),
        tuple(doubted),
        tuple(tuple(group) for group in groups),
        tuple(settled(article, group, sentences, story) for group in groups),
    )


def _screened(
    article: Article, sentences: Sequence[Span], sightings: Sequence[Sighting], story: Story
) -> list[Passed]:
    """Triggers that are no event in any sentence, those too in which no other trigger stands."""
    picked = {sighting.span: sighting for sighting in sightings}
    found: list[Passed] = []
    seen: set[str] = set()
    for span in sentences:
        quote = span.quote(article.text)
        if span in picked:
            found.extend(Passed(span, match, why) for match, why in picked[span].dropped)
        elif quote not in seen:
            tokens = tokens_of(article.text, span.start, span.end, story.language)
            for match in triggers(tokens):
                why = "an article about the weather" if story.weather else None
                why = why or no_event(tokens, match, sport=story.sport)
                if why is not None:  # None: the end of a paragraph that was stored twice
                    found.append(Passed(span, match, why))
        seen.add(quote)
    return found


def _unread(sightings: Sequence[Sighting], weighed: Sequence[Candidate], story: Story) -> list[Passed]:
    """Rows that lost their words to a surer row, or that are a game's own in an article about sport."""
    read = {(candidate.trigger.start, candidate.row.rule) for candidate in weighed}
    surer = {candidate.trigger.start: candidate.row.rule for candidate in weighed}
    return [
        Passed(
            sighting.span,
            match,
            f"the row {surer[match.start]} is surer of these words"
            if match.start in surer
            else "the game's own act, in an article about sport",
        )
        for sighting in sightings
        for match in sighting.matches
        if (match.start, match.row.rule) not in read and (match.start in surer or story.sport)
    ]
