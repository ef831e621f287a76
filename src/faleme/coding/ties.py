"""Explicit ties of a sentence to what was told before it: 'dans son allocution', 'sur place'.

Only through such a tie does an event take a time or a place from another sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from faleme.coding.mentions import Mentions
from faleme.coding.where_when import Where, event_place
from faleme.lexicon.grammar import grammar
from faleme.records.text import Span
from faleme.records.time import Period, Timex

REACH_DAYS = 10
"""How far from publication the occasion of a report may lie."""


def tied_time(
    text: str, span: Span, mentions: Mentions, published: str | None, language: str
) -> tuple[Period, str] | None:
    """The day of the occasion that a sentence takes up: the last single day told before it, near
    publication.
    """
    tie = grammar(language).patterns["occasion"].search(text, span.start, span.end)
    if tie is None or published is None:
        return None
    days = [time for time in mentions.times if time.end <= span.start and _near(time, published)]
    if not days:
        return None
    last = days[-1]
    return Period(
        from_=last.from_, to=last.to
    ), f"« {tie.group().strip()} » takes up « {text[last.start : last.end]} »"


def _near(time: Timex, published: str) -> bool:
    """Whether a time is one day within some days of publication."""
    if time.from_ is None or time.from_ != time.to:
        return False
    try:
        return abs((dt.date.fromisoformat(time.from_) - dt.date.fromisoformat(published)).days) <= REACH_DAYS
    except ValueError:
        return False


def tied_place(text: str, span: Span, mentions: Mentions, language: str) -> list[Where]:
    """The last place told before a sentence with 'sur place'."""
    tie = grammar(language).patterns["there"].search(text, span.start, span.end)
    if tie is None:
        return []
    before: Sequence[Where] = [
        Where(place, mention.start, f"« {tie.group()} » takes up « {mention.name} »")
        for mention in mentions.places
        if mention.end <= span.start and (place := event_place(mention)) is not None
    ]
    return list(before[-1:])
