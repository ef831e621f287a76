"""Incidents as columns: what series, states and risk are computed from, a million at a time.

Only what has a day, was not rejected by a person and was reported as done, or fits a rule of corridors, is a
happening. A place that is a whole country has no point (NaN). The store gives these columns straight from its
own, of what the watch looks at alone (`stored`); `happenings` makes them of records.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from faleme.lexicon.watch import CorridorRules, Threat, is_threat, load_corridor_rules
from faleme.records.incident import Incident
from faleme.records.text import Marking
from faleme.store.base import StoreReader

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_EPOCH = dt.date(1970, 1, 1).toordinal()
_TO_MONDAY = 3
"""1 January 1970 was a Thursday: weeks begin on Mondays."""


class Happenings(msgspec.Struct, frozen=True, kw_only=True):
    """Columns of equal length, in the order of their days, then of their ids.

    `day` counts days since 1970-01-01, `told` is that of the first report; `radius_km` is how sure a point
    is, `dead` the least that any report tells; `border_km` is NaN where there is no point; `threat` tells
    which are threats (data/watch/threats.toml), `rule` the number of the rule of corridors that each fits, -1
    where none does.
    """

    id: npt.NDArray[Any]
    day: Ints
    told: Ints
    lat: Floats
    lon: Floats
    radius_km: Floats
    border_km: Floats
    dead: Ints
    threat: Bools
    rule: Ints

    def __len__(self) -> int:
        return len(self.day)

    def where(self, kept: npt.NDArray[Any]) -> Happenings:
        """The rows of a mask or of row numbers."""
        return Happenings(**{name: getattr(self, name)[kept] for name in self.__struct_fields__})

    def between(self, first: int, last: int) -> Happenings:
        """Those of the days from `first` to `last`, both included."""
        start, end = np.searchsorted(self.day, [first, last + 1])
        return Happenings(**{name: getattr(self, name)[start:end] for name in self.__struct_fields__})

    def known_on(self, day: int) -> Happenings:
        """What had happened by a day and was reported by then."""
        return self.where((self.day <= day) & (self.told <= day))


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


def stored(
    store: StoreReader,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    markings: tuple[Marking, ...] | None = None,
    public_on: str | None = None,
) -> Happenings:
    """What a store holds that the watch looks at, days included, up to what may be seen."""
    return Happenings(
        **store.happenings(
            since.isoformat() if since else None, until.isoformat() if until else None,
            markings=markings, public_on=public_on,
        )
    )  # fmt: skip


def happenings(
    incidents: Iterable[Incident],
    threats: tuple[Threat, ...] | None = None,
    rules: CorridorRules | None = None,
) -> Happenings:
    """The columns of incidents."""
    rules = rules or load_corridor_rules()
    rows = [row for incident in incidents if (row := _row(incident, threats, rules)) is not None]
    rows.sort(key=lambda row: (row[1], row[0]))
    columns = list(zip(*rows, strict=True)) or [()] * len(_KINDS)
    made = [np.array(column, dtype=kind) for column, kind in zip(columns, _KINDS, strict=True)]
    return Happenings(**dict(zip(Happenings.__struct_fields__, made, strict=True)))


_KINDS: tuple[Any, ...] = (
    object, np.int64, np.int64, float, float, float, float, np.int64, bool, np.int64,
)  # fmt: skip


def _row(
    incident: Incident, threats: tuple[Threat, ...] | None, rules: CorridorRules
) -> tuple[Any, ...] | None:
    told = (incident.time.to or incident.time.from_) if incident.time else None
    day = told or incident.first_published
    what = incident.type, incident.mode, incident.tags, incident.status
    rule = rules.number_of(*what)
    if incident.verdict == "rejected" or day is None or (incident.status != "occurred" and rule < 0):
        return None
    place = incident.place
    at = place is not None and place.lat is not None and place.lon is not None
    near = place.proximity.border_km if place and place.proximity else np.nan
    return (
        incident.id, day_number(day), day_number(incident.first_published or day),
        place.lat if place and at else np.nan, place.lon if place and at else np.nan,
        (place.radius_km if place else None) or 0.0, near, least_dead(incident),
        is_threat(*what, threats), rule,
    )  # fmt: skip


def least_dead(incident: Incident) -> int:
    """The least number of dead that a report tells, a person's figure before all; 0 where none does."""
    if incident.fatalities is not None:
        return incident.fatalities.min or 0
    told = [claim.fatalities.min for claim in incident.claims if claim.fatalities.min is not None]
    return min(told, default=0)
