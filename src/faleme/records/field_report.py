"""Field reports: what a person tells by telephone, radio or message, typed in or imported."""

from __future__ import annotations

from typing import Literal

import msgspec

from faleme.records.event import EventType, Fatalities, Status
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.records.time import Period

Channel = Literal["phone", "radio", "message", "person", "other"]


class FieldReport(msgspec.Struct, frozen=True, kw_only=True):
    """One report of one happening, in the words of whoever took it down.

    `grade` is the Admiralty code: reliability of the source A–F, credibility of the information 1–6; A1 is
    completely reliable and confirmed, F6 cannot be judged. The place is a name (with or without its country),
    a point (WGS 84), or both. `reported` is the moment or day at which the report came in, ISO 8601. The
    marking is AMBER unless the person who files it says otherwise: a caller did not speak to the public.
    """

    source: str
    text: str
    type: EventType
    reported: str
    grade: str = "F6"
    channel: Channel = "phone"
    marking: Marking = "AMBER"
    mode: str | None = None
    status: Status = "occurred"
    tags: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    time: Period | None = None
    fatalities: Fatalities | None = None
    language: str = "fr"


class Filed(msgspec.Struct, frozen=True):
    """A field report and the reading that it became, so that it is linked like an article."""

    report: FieldReport
    reading: Reading
