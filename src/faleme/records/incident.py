"""Incidents: one happening, with the reports that tell of it and what each of them claims."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from faleme.records.event import EventPlace, EventType, Fatalities, Status, Strand
from faleme.records.text import Marking
from faleme.records.time import Period

ClaimKind = Literal["fatalities", "wounded", "abducted", "vehicles", "place", "time"]


class Member(msgspec.Struct, frozen=True, order=True):
    """One report of an incident: an event of an article and the span of its first evidence."""

    event: str
    article: str
    start: int
    end: int


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one report says of the incident, and who said so if the report tells.

    Dead are in `fatalities` (of no other kind of claim), other counts in `least` and `most` (an open end is
    None), a place or a stretch of days in `value` as words. `start` and `end` are the span in the article
    that says so; `counted` is whom or what the number counts as the article writes it ('chauffeur',
    'soldat + assaillant').
    """

    kind: ClaimKind
    article: str
    source: str | None
    fatalities: Fatalities = Fatalities(None, None)
    speaker: str | None = None
    least: int | None = None
    most: int | None = None
    value: str | None = None
    counted: str | None = None
    start: int | None = None
    end: int | None = None


Verdict = Literal["accepted", "rejected", "unverifiable"]


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A field in which a person's word stands against what the machine says now.

    Values are as in JSON. `judgement` is the number of the judgement that the person's value comes from.
    """

    field: str
    machine: Any
    person: Any
    judgement: int


class ReportWord(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said of one report: a field of its event, as the machine reads it and as it is."""

    event: str
    article: str
    field: str
    machine: Any
    person: Any
    judgement: int


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One happening (CODEBOOK, section 2, over articles). Values come from its most precise report.

    `claims` are the tolls that its reports tell, `said` the other things that they claim: wounded, vehicles,
    places and times. `reasons` say why its reports were taken for one happening; `undecided` are the ids of
    incidents that may be the same one, for a person to decide. `voices` counts the independent ones among its
    reports and `credibility` is the proposed grade of the Admiralty system (1 confirmed … 6 cannot be
    judged), each with its reasons.
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
    said: tuple[Claim, ...] = ()
    undecided: tuple[str, ...] = ()
    voices: int = 1
    voices_reasons: tuple[str, ...] = ()
    credibility: int = 6
    credibility_reasons: tuple[str, ...] = ()
    # What people said of it (review/apply.py); empty in what the machine alone says.
    verdict: Verdict | None = None
    assigned: str | None = None
    fatalities: Fatalities | None = None  # a person's figure for the dead; the claims stand beside it
    differs: tuple[Difference, ...] = ()
    judgements: tuple[int, ...] = ()
    unseen: int = 0  # reports that joined after a person had reviewed it
    on_reports: tuple[ReportWord, ...] = ()  # corrections of single reports; the values above follow them
