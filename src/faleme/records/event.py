"""Events: who did what to whom, where and when, in the PLOVER ontology, with evidence and reasons."""

from __future__ import annotations

from typing import Literal

import msgspec

from faleme.records.place import Level, Proximity
from faleme.records.text import Marking, Span
from faleme.records.time import Period

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["occurred", "planned", "called-for", "denied"]
Strand = Literal["defence", "diplomacy", "economy", "other"]


class EventPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where an event happened; `lat` and `lon` are None at the level of a country."""

    name: str
    country: str
    lat: float | None
    lon: float | None
    level: Level
    geoname_id: int | None = None
    radius_km: float | None = None
    proximity: Proximity | None = None


class Fatalities(msgspec.Struct, frozen=True):
    """People killed as reported: 'au moins 12 morts' is (12, None), 'une dizaine' (10, 10)."""

    min: int | None
    max: int | None


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """The words that an event stands on and the row of the lexicon that they matched."""

    start: int
    end: int
    rule: str


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Who reports it ('selon l'armée', 'a déclaré le ministre'), with the span of the words."""

    start: int
    end: int
    speaker: str
    codes: tuple[str, ...] = ()


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One distinct event of one article (CODEBOOK, section 2), coded once with all its evidence.

    `confidence` is between 0 and 1; `reasons` say in words why type, roles, place and time were set.
    """

    type: EventType
    mode: str | None
    status: Status
    tags: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: EventPlace | None
    time: Period | None
    fatalities: Fatalities | None
    evidence: tuple[Span, ...]
    id: str = ""
    trigger: Trigger | None = None
    strand: Strand = "other"
    attribution: Attribution | None = None
    confidence: float = 0.5
    marking: Marking = "CLEAR"
    reasons: tuple[str, ...] = ()
