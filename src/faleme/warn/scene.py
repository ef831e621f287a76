"""What rules look at: the incidents known on a day, the watches made of them, the sources' last days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from faleme.assess.border_watch import BorderWatch, watch_border
from faleme.assess.corridor_evidence import CorridorEvidence, beside
from faleme.assess.corridor_watch import CorridorState, state_on
from faleme.assess.corridors import Corridor, load_corridors
from faleme.assess.happenings import Bools, Happenings, Ints, day_number, happenings, stored
from faleme.assess.risk import Forecasts, History, forecasts
from faleme.assess.risk_now import cell_history
from faleme.lexicon.watch import is_threat
from faleme.records.incident import Incident
from faleme.records.text import Marking
from faleme.store.base import StoreReader, Wanted

FRESH_DAYS: Final = 7
"""An incident that happened longer ago is history, not news, on the day that it becomes known."""
DAILY: Final = 20
"""A source is a daily one if it told something on so many of 30 days."""
Find = Callable[[Sequence[str]], Iterable[Incident]]


class Known:
    """What is known of a row of days, reckoned once for all of them. Each part is made when a rule asks."""

    def __init__(
        self, columns: Happenings, until: dt.date, corridors: tuple[Corridor, ...] | None = None,
        read_since: dt.date | None = None,
    ) -> None:  # fmt: skip
        self.columns = columns
        self.until = until
        self.read_since = read_since
        self.corridors = load_corridors() if corridors is None else corridors
        self._beside: dict[tuple[str, float], tuple[Ints, Ints]] = {}
        self._chances: dict[int, tuple[History, Forecasts] | None] = {}

    @cached_property
    def evidence(self) -> tuple[CorridorEvidence, ...]:
        return tuple(CorridorEvidence(each, self.columns) for each in self.corridors)

    def beside(self, corridor: Corridor, km: float) -> tuple[Ints, Ints]:
        """Rows of the columns within so many km of a corridor, and the segments that they are nearest to."""
        key = corridor.id, km
        if key not in self._beside:
            self._beside[key] = beside(corridor, self.columns, km)
        return self._beside[key]

    def chances(self, horizon: int) -> tuple[History, Forecasts] | None:
        """Forecasts for cells at every seventh day up to the last one, each from its own past."""
        if horizon not in self._chances:
            threats = self.columns.where(self.columns.threat & ~np.isnan(self.columns.lat))
            past = cell_history(threats, day_number(self.until))
            self._chances[horizon] = (past, forecasts(past, horizon)) if past is not None else None
        return self._chances[horizon]


class Scene:
    """The picture on one day, from what was published by then. Watches are made when a rule asks for them.

    `incidents` may be the latest ones alone where `known` holds the columns of all: `find` then brings those
    behind a surge or a corridor's state. `by_id` has all that a rule has looked at. `last_read` is the last
    day of each daily source.
    """

    def __init__(
        self,
        incidents: Iterable[Incident],
        as_of: dt.date,
        *,
        last_read: Mapping[str, dt.date] | None = None,
        corridors: tuple[Corridor, ...] | None = None,
        known: Known | None = None,
        find: Find | None = None,
    ) -> None:
        self.as_of = as_of
        self.incidents = tuple(each for each in incidents if known_on(each, as_of))
        self.last_read = dict(last_read or {})
        self.known = known or Known(happenings(self.incidents), as_of, corridors)
        self.by_id = {each.id: each for each in self.incidents}
        self._find = find

    def behind(self, ids: Sequence[str]) -> list[Incident]:
        """Incidents by their ids, in this order; one that is gone since is left out."""
        missing = [each for each in ids if each not in self.by_id]
        if missing and self._find:
            self.by_id |= {each.id: each for each in self._find(missing)}
        return [self.by_id[each] for each in ids if each in self.by_id]

    @cached_property
    def threats(self) -> tuple[Incident, ...]:
        """What counts as a threat and has a point, the latest last."""
        found = [each for each in self.incidents if _is_threat(each)]
        return tuple(sorted(found, key=lambda each: (day_of(each) or dt.date.min, each.id)))

    @cached_property
    def rows(self) -> Bools:
        """Which rows of the columns are known."""
        last, told = day_number(self.as_of), self.known.columns
        return (told.day <= last) & (told.told <= last)

    @cached_property
    def columns(self) -> Happenings:
        return self.known.columns.where(self.rows)

    @cached_property
    def border(self) -> BorderWatch:
        return watch_border(self.columns, self.as_of, read_since=self.known.read_since)

    @cached_property
    def corridors(self) -> tuple[tuple[Corridor, CorridorState], ...]:
        return tuple((each.corridor, state_on(each, self.as_of, known=True)) for each in self.known.evidence)

    def chances(self, horizon: int) -> tuple[History, Forecasts, Ints] | None:
        """Forecasts with the rows of the last ones made by the day."""
        found = self.known.chances(horizon)
        if found is None:
            return None
        history, made = found
        days = made.day[made.day <= day_number(self.as_of)]
        return history, made, np.flatnonzero(made.day == (days.max() if len(days) else -1))


def scene_of(store: StoreReader, as_of: dt.date, *, markings: tuple[Marking, ...] | None = None) -> Scene:
    """The scene of a day from a store: what was known by then, up to some markings."""
    return next(scenes_of(store, as_of, as_of, markings=markings))


def scenes_of(
    store: StoreReader, since: dt.date, until: dt.date, *, markings: tuple[Marking, ...] | None = None
) -> Iterator[Scene]:
    """The scenes of a row of days, `until` included; history is read and reckoned once."""
    begun = store.read_since()
    read_since = dt.date.fromisoformat(begun) if begun else None
    known = Known(stored(store, until=until, markings=markings), until, read_since=read_since)
    fresh = (since - dt.timedelta(days=FRESH_DAYS)).isoformat()
    wanted = Wanted(since=fresh, until=until.isoformat(), markings=markings)
    incidents = sorted(store.incidents(wanted=wanted), key=lambda each: (str(day_of(each)), each.id))
    days_read = store.days_read((since - dt.timedelta(days=90)).isoformat(), until.isoformat())

    def find(ids: Sequence[str]) -> Iterator[Incident]:
        found = (store.incident(each) for each in ids)
        return (each for each in found if each and (markings is None or each.marking in markings))

    for number in range((until - since).days + 1):
        day = since + dt.timedelta(days=number)
        lately = (each for each in incidents if _lately(each, day))
        yield Scene(lately, day, last_read=last_days(days_read, day), known=known, find=find)


def last_days(days_read: Mapping[str, Sequence[str]], as_of: dt.date) -> dict[str, dt.date]:
    """The last day of each source that told something on most days before it."""
    found = {}
    for source, days in days_read.items():
        told = sorted({dt.date.fromisoformat(each) for each in days if each <= as_of.isoformat()})
        if told and sum(1 for each in told if (told[-1] - each).days < 30) >= DAILY:
            found[source] = told[-1]
    return found


def _lately(incident: Incident, as_of: dt.date) -> bool:
    day = day_of(incident)
    return day is not None and 0 <= (as_of - day).days <= FRESH_DAYS


def day_of(incident: Incident) -> dt.date | None:
    """The last day told, else the first that it was reported on."""
    told = (incident.time.to or incident.time.from_) if incident.time else None
    day = told or incident.first_published
    return dt.date.fromisoformat(day[:10]) if day else None


def known_on(incident: Incident, as_of: dt.date) -> bool:
    """Whether an incident was reported by a day, and had happened."""
    told, day = incident.first_published, day_of(incident)
    if told is not None and dt.date.fromisoformat(told[:10]) > as_of:
        return False
    return day is not None and day <= as_of and incident.verdict != "rejected"


def _is_threat(incident: Incident) -> bool:
    place = incident.place
    if place is None or place.lat is None or place.lon is None:
        return False
    return is_threat(incident.type, incident.mode, incident.tags, incident.status)
