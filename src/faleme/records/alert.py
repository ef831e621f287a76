"""Alerts: what a rule saw, worded in both languages, with what CAP 1.2 needs to carry it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from faleme.records.text import Marking

RuleKind = Literal[
    "attack-near",
    "first-on-segment",
    "corridor-state",
    "surge",
    "risk-over",
    "contradiction",
    "silent-source",
]
Severity = Literal["Extreme", "Severe", "Moderate", "Minor", "Unknown"]
Urgency = Literal["Immediate", "Expected", "Future", "Past", "Unknown"]
Certainty = Literal["Observed", "Likely", "Possible", "Unlikely", "Unknown"]
MessageType = Literal["Alert", "Update", "Cancel"]
MessageStatus = Literal["Actual", "Exercise", "Test", "Draft"]
Category = Literal[
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
]
Point = tuple[float, float]
"""Latitude, longitude (WGS 84)."""


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """Where an alert holds: a name, polygons (closed, first point again at the end), circles (point, km)."""

    name: str
    polygons: tuple[tuple[Point, ...], ...] = ()
    circles: tuple[tuple[Point, float], ...] = ()


class Firing(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule saw on a day. The same `rule` and `key` is the same thing seen again.

    `facts` are the values that its wording names; `incidents` are behind it, the gravest first.
    """

    rule: str
    kind: RuleKind
    key: str
    as_of: dt.date
    incidents: tuple[str, ...]
    facts: dict[str, str | int | float]
    areas: tuple[Area, ...]
    marking: Marking


class AlertText(msgspec.Struct, frozen=True, kw_only=True):
    """An alert's words in one language (BCP 47)."""

    language: str
    event: str
    headline: str
    description: str
    instruction: str


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One message. `sent` and `expires` are ISO 8601 with an offset; `references` are the messages that an
    update or a cancel is about, as CAP writes them (sender,identifier,sent).

    `event_codes` are OASIS Event Terms ('OET-193').
    """

    id: str
    rule: str
    key: str
    sender: str
    sent: str
    expires: str
    message: MessageType
    status: MessageStatus
    marking: Marking
    categories: tuple[Category, ...]
    event_codes: tuple[str, ...]
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    texts: tuple[AlertText, ...]
    areas: tuple[Area, ...]
    incidents: tuple[str, ...]
    references: tuple[str, ...] = ()
    web: str | None = None

    @property
    def reference(self) -> str:
        """How a later message names this one."""
        return f"{self.sender},{self.id},{self.sent}"


AlertState = Literal["proposed", "sent", "dismissed", "updated", "cancelled"]
AlertActName = Literal["confirm", "dismiss", "acknowledge", "respond", "outcome", "update", "cancel"]


class AlertAct(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did about an alert, and when; `who` is a receiver's name for an acknowledgement."""

    act: AlertActName
    who: str
    at: str
    note: str = ""


class KeptAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert as a store keeps it. `reported` is when the first of its incidents was reported.

    Moments are ISO 8601, UTC.
    """

    alert: Alert
    state: AlertState
    proposed: str
    reported: str | None = None
    acts: tuple[AlertAct, ...] = ()

    def first(self, *names: AlertActName) -> str | None:
        """The moment of the first act of these names."""
        return next((each.at for each in self.acts if each.act in names), None)
