"""From which day on the public may see an incident or an event: one rule, asked by the store and the desk.

A day of release is text: '' is always, an ISO day is from that day on, None is never. Days compare as text,
so that `released <= today` is the whole question.
"""

from __future__ import annotations

import datetime as dt

from faleme.records.event import Event
from faleme.records.incident import Incident

ALWAYS = ""
_MOVING_TAGS = frozenset(("convoy", "patrol", "visit", "aid"))
_MOVING_TYPES = frozenset(("CONSULT", "COOPERATE", "AID", "MOBILIZE"))


def movement_over(told: Event | Incident) -> str | None:
    """From which day on it is no movement to come: of convoys, patrols, aid or officials on their way.

    A plan stays one for ever: whether it was carried out, and when the next one goes, nobody tells.
    Wider than the coder's own marking on purpose: this is the last door.
    """
    moving = bool(set(told.tags) & _MOVING_TAGS)
    if told.status == "planned":
        return None if moving or told.type in _MOVING_TYPES else ALWAYS
    if told.status != "occurred" or not moving or told.type not in _MOVING_TYPES or told.time is None:
        return ALWAYS
    if told.time.to is None:
        return ALWAYS if told.time.from_ is None else None
    return day_after(told.time.to)


def is_movement_to_come(told: Event | Incident, today: dt.date) -> bool:
    """Whether it tells of such a movement that is not over on that day."""
    over = movement_over(told)
    return over is None or over > today.isoformat()


def incident_released(incident: Incident, *, all_clear: bool) -> str | None:
    """From which day on the public may see an incident; `all_clear` tells whether all its articles are."""
    if incident.marking != "CLEAR" or incident.verdict == "rejected" or not all_clear:
        return None
    return movement_over(incident)


def later(one: str | None, other: str | None) -> str | None:
    """The later of two days of release."""
    return None if one is None or other is None else max(one, other)


def day_after(iso: str) -> str | None:
    """The day after an ISO day; None where it is no day: nobody knows when that is over."""
    try:
        return (dt.date.fromisoformat(iso[:10]) + dt.timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return None
