"""Picked sentences: those where a trigger stands, with their words, mentions and parse.

A paragraph that the scraper stored twice is read once; its copies are added to the evidence at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from faleme.coding.mentions import Mentions
from faleme.coding.parse import Parse, Parser
from faleme.coding.screen import no_event
from faleme.coding.story import Story
from faleme.coding.unclear import unclear
from faleme.recognise.sentence_tokens import Tokens, tokens_of
from faleme.recognise.triggers import TriggerMatch, triggers
from faleme.records.text import Article, Span

UNREADABLE = 3_000
"""Code points over which a run of words is taken for no sentence."""
LONGEST = 1200
"""Code points of the longest sentence that is parsed; a longer one is a list or a table without full stops.
"""


class Sighting(NamedTuple):
    """One picked sentence; `dropped` are triggers that report no event, with the reason."""

    number: int
    span: Span
    tokens: Tokens
    matches: tuple[TriggerMatch, ...]
    dropped: tuple[tuple[TriggerMatch, str], ...]
    mentions: Mentions
    parse: Parse | None


def sightings_of(
    article: Article, sentences: Sequence[Span], mentions: Mentions, story: Story, parser: Parser | None
) -> list[Sighting]:
    """The picked sentences of an article; those where the order of the words does not do are parsed in one
    batch.
    """
    picked = picked_of(article, sentences, mentions, story)
    if parser is None:
        return picked
    asked = to_parse(picked)
    return with_parses(picked, asked, parser.parse(article.text, [picked[i].span for i in asked]))


def picked_of(
    article: Article, sentences: Sequence[Span], mentions: Mentions, story: Story
) -> list[Sighting]:
    """The picked sentences of an article without their parses."""
    text = article.text
    if story.weather:
        return []
    picked: list[Sighting] = []
    seen: set[str] = set()
    for index, span in enumerate(sentences):
        quote = span.quote(text)
        if quote in seen or _tail_of(quote, seen):
            continue
        if len(quote) > UNREADABLE:
            continue  # no sentence is that long but a table run together; its cost grows as its square
        seen.add(quote)
        tokens = tokens_of(text, span.start, span.end, story.language)
        found = triggers(tokens)
        kept: list[TriggerMatch] = []
        dropped: list[tuple[TriggerMatch, str]] = []
        for match in found:
            why = no_event(tokens, match, sport=story.sport)
            if why is None:
                kept.append(match)
            else:
                dropped.append((match, why))
        if kept:
            inside = without_datelines(text, mentions.within(span))
            picked.append(Sighting(index, span, tokens, tuple(kept), tuple(dropped), inside, None))
    return picked


def to_parse(picked: Sequence[Sighting]) -> list[int]:
    """Which of the picked sentences are worth a parse."""
    return [
        i
        for i, sighting in enumerate(picked)
        if sighting.span.end - sighting.span.start <= LONGEST
        and unclear(sighting.tokens, sighting.matches, sighting.mentions.actors)
    ]


def with_parses(picked: Sequence[Sighting], asked: Sequence[int], parses: Sequence[Parse]) -> list[Sighting]:
    """The picked sentences, with the parses of those that were asked about."""
    found = list(picked)
    for i, parse in zip(asked, parses, strict=True):
        found[i] = found[i]._replace(parse=parse)
    return found


def without_datelines(text: str, mentions: Mentions) -> Mentions:
    """The mentions without the agency of a dateline: 'Manga, 1er nov. 2025 (AIB)-'."""
    kept = tuple(
        m
        for m in mentions.actors
        if not text[m.end : m.end + 3].replace(" ", "").startswith((")-", ")–", ")—"))
    )
    return msgspec.structs.replace(mentions, actors=kept)


def _tail_of(quote: str, seen: set[str]) -> bool:
    """Whether a sentence is the end of one read before (a stored paragraph cut at another place)."""
    return len(quote) > 40 and any(other.endswith(quote) for other in seen)
