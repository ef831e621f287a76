"""Incidents as columns: what series, states and risk are computed from, a million at a time.

Only what was reported as done, has a day and was not rejected by a person is a happening. A place that is a
whole country has no point (NaN).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from faleme.lexicon.watch import Threat, load_threats
from faleme.records.incident import Incident

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_EPOCH = dt.date(1970, 1, 1).toordinal()
_TO_MONDAY = 3
"""1 January 1970 was a Thursday: weeks begin on Mondays."""


class Happenings(msgspec.Struct, frozen=True, kw_only=True):
    """Columns of equal length, in the order of their days, then of their ids.

    `day` counts days since 1970-01-01; `dead` is the least that any report tells; `border_km` is NaN where
    there is no point; `threat` tells which are threats (data/watch/threats.toml).
    """

    id: npt.NDArray[Any]
    day: Ints
    lat: Floats
    lon: Floats
    border_km: Floats
    dead: Ints
    threat: Bools

    def __len__(self) -> int:
        return len(self.day)

    def where(self, kept: npt.NDArray[Any]) -> Happenings:
        """The rows of a mask or of row numbers."""
        return Happenings(**{name: getattr(self, name)[kept] for name in self.__struct_fields__})

    def between(self, first: int, last: int) -> Happenings:
        """Those of the days from `first` to `last`, both included."""
        start, end = np.searchsorted(self.day, [first, last + 1])
        return self.where(np.arange(start, end))


def day_number(day: dt.date | str) -> int:
    """Days since 1970-01-01 of a date or of an ISO date."""
    given = dt.date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return given.toordinal() - _EPOCH


def date_of(number: int) -> dt.date:
    return dt.date.fromordinal(number + _EPOCH)


def week_of(day: Ints) -> Ints:
    """The number of the week, from Monday to Sunday, of each day."""
    weeks: Ints = (day + _TO_MONDAY) // 7
    return weeks


def monday_of(week: int) -> dt.date:
    return date_of(week * 7 - _TO_MONDAY)


def happenings(incidents: Iterable[Incident], threats: tuple[Threat, ...] | None = None) -> Happenings:
    """The columns of incidents."""
    kinds = load_threats() if threats is None else threats
    rows = [row for incident in incidents if (row := _row(incident, kinds)) is not None]
    rows.sort(key=lambda row: (row[1], row[0]))
    columns = list(zip(*rows, strict=True)) or [()] * 7
    kinds_of: tuple[Any, ...] = (object, np.int64, float, float, float, np.int64, bool)
    made = [np.array(column, dtype=kind) for column, kind in zip(columns, kinds_of, strict=True)]
    return Happenings(**dict(zip(Happenings.__struct_fields__, made, strict=True)))


def _row(incident: Incident, kinds: tuple[Threat, ...]) -> tuple[Any, ...] | None:
    told = (incident.time.to or incident.time.from_) if incident.time else None
    day = told or incident.first_published
    if incident.status != "occurred" or incident.verdict == "rejected" or day is None:
        return None
    place = incident.place
    at = place is not None and place.lat is not None and place.lon is not None
    near = place.proximity.border_km if place and place.proximity else np.nan
    threat = any(kind.fits(incident.type, incident.mode, incident.tags) for kind in kinds)
    return (
        incident.id, day_number(day), place.lat if place and at else np.nan,
        place.lon if place and at else np.nan, near, least_dead(incident), threat,
    )  # fmt: skip


def least_dead(incident: Incident) -> int:
    """The least number of dead that a report tells, a person's figure before all; 0 where none does."""
    if incident.fatalities is not None:
        return incident.fatalities.min or 0
    told = [claim.fatalities.min for claim in incident.claims if claim.fatalities.min is not None]
    return min(told, default=0)
