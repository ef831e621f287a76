"""Incidents: one happening, with the reports that tell of it and what each of them claims."""

from __future__ import annotations

from typing import Literal

import msgspec

from faleme.records.event import EventPlace, EventType, Fatalities, Status, Strand
from faleme.records.text import Marking
from faleme.records.time import Period


class Member(msgspec.Struct, frozen=True, order=True):
    """One report of an incident: an event of an article and the span of its first evidence."""

    event: str
    article: str
    start: int
    end: int


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one report says of the incident: dead as a range, and who said so if the report tells."""

    kind: Literal["fatalities"]
    article: str
    source: str | None
    fatalities: Fatalities
    speaker: str | None = None


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One happening (CODEBOOK, section 2, over articles). Values come from its most precise report.

    `reasons` say why its reports were taken for one happening.
    """

    id: str
    type: EventType
    mode: str | None
    status: Status
    tags: tuple[str, ...]
    strand: Strand
    place: EventPlace | None
    time: Period | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    claims: tuple[Claim, ...]
    members: tuple[Member, ...]
    marking: Marking = "CLEAR"
    reviewed: bool = False
    reasons: tuple[str, ...] = ()
    first_published: str | None = None
