"""A candidate: what one trigger in one sentence reports, before mentions of one event are merged."""

from __future__ import annotations

import msgspec

from faleme.lexicon.triggers import Row
from faleme.records.event import EventPlace, EventType, Fatalities, Status, Trigger
from faleme.records.text import Span
from faleme.records.time import Period


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One reported act.

    `status` is None where the sentence does not tell; `score` is 0 to 100; `guessed` are the roles ('A', 'R')
    that a default filled; `named` are people by name; `definite` marks a noun with 'le', 'ce', 'son' before
    it,
    `indefinite` one with 'un', 'des'; `anaphor` one with 'ce'; `firm`
    that words, not the calendar alone, tell the status;
    `listed` one trigger's several places; `lost` what made the
    score lower; `features` what it shows to the second opinion; `confidence` the share of
    such readings that are right, 0 to 1.
    """

    type: EventType
    mode: str | None
    status: Status | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: EventPlace | None
    time: Period | None
    sentence: int
    span: Span
    trigger: Trigger
    row: Row
    score: float
    noun: bool
    tags: tuple[str, ...] = ()
    fatalities: Fatalities | None = None
    guessed: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    in_title: bool = False
    definite: bool = False
    indefinite: bool = False
    listed: bool = False
    anaphor: bool = False
    firm: bool = True
    lost: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
