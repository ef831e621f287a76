"""The lane of the timeline that an incident stands on, as its row keeps it."""

from __future__ import annotations

from faleme.records.incident import Incident
from faleme.records.timeline import (
    NEAR_BORDER_KM,
    STRANDS,
    THREAT_TYPES,
    THREATS,
    WATCHED,
)

OTHERS = "other "
"""Before the strand of what is not between the watched countries."""


def lane_of(found: Incident, *, on_corridor: bool) -> str | None:
    """A threat by where it is, else a strand of the relation or of other countries; None for neither."""
    if found.type in THREAT_TYPES:
        return _threat(found, on_corridor) if found.status == "occurred" else None
    if found.strand not in STRANDS:
        return None
    return found.strand if _of_both(found) else OTHERS + found.strand


def _threat(found: Incident, on_corridor: bool) -> str:
    near = found.place.proximity if found.place else None
    if near is not None and near.border_km <= NEAR_BORDER_KM:
        return THREATS[0]
    return THREATS[1] if on_corridor else THREATS[2]


def _of_both(found: Incident) -> bool:
    """Whether it is between the watched countries: parties of both, or one's parties in the other."""
    named = {code.partition(":")[0] for code in (*found.actors, *found.recipients)} & set(WATCHED)
    where = {found.place.country} & set(WATCHED) if found.place else set()
    return bool(named) and len(named | where) == len(WATCHED)
