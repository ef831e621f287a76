"""The timeline's numbers: columns of years, months, weeks or days when far, single incidents when near.

Days are proleptic ordinals; nothing here knows of pixels or of words.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
import numpy as np

from faleme.desk.timeline_asked import Stretch
from faleme.records.incident import Incident
from faleme.records.timeline import LANES, Lane, Moment
from faleme.store.day_counts import DayCounts

Grain = Literal["year", "month", "week", "day"]
_GRAINS: tuple[tuple[int, Grain], ...] = ((20 * 366, "year"), (3 * 366, "month"), (120, "week"))
"""A window of at least so many days is told in columns of so long; a shorter one in days."""
NEAR_DAYS = 70
"""A window of up to so many days shows each incident on its own,"""
MOST_SINGLE = 240
"""if they are no more than this."""
STEPS: tuple[tuple[str, int], ...] = (("year", 365), ("quarter", 92), ("month", 31), ("week", 7), ("day", 1))


class Column(msgspec.Struct, frozen=True):
    """A stretch of one lane with what it counts."""

    lane: Lane
    first: dt.date
    last: dt.date
    cooperation: int
    conflict: int

    @property
    def total(self) -> int:
        return self.cooperation + self.conflict


class Spot(msgspec.Struct, frozen=True):
    """One incident on its lane: the middle of its mark in days after the window's first, its place in the
    stack of its day, and its side.
    """

    lane: Lane
    at: float
    row: int
    conflict: bool
    incident: Incident


class More(msgspec.Struct, frozen=True):
    """Incidents of a day that the stack has no place for."""

    lane: Lane
    day: dt.date
    conflict: bool
    count: int


class Tick(msgspec.Struct, frozen=True):
    """A day that the axis names: by how much in words, and whether a narrow screen shows it too."""

    day: dt.date
    shows: Literal["year", "month", "day"]
    kept: bool = True


class Tally:
    """All day counts of a question, lane by lane."""

    def __init__(self, counts: DayCounts) -> None:
        self._lanes = counts.lanes

    def count(self, lane: Lane, stretch: Stretch) -> int:
        found = self._lanes.get(lane)
        return sum(found.between(stretch.first.toordinal(), stretch.last.toordinal())) if found else 0

    def total(self, stretch: Stretch) -> int:
        return sum(self.count(lane, stretch) for lane in LANES)

    def whole(self) -> Stretch | None:
        """From the first day that has something to the last."""
        ends = [(int(each.days[0]), int(each.days[-1])) for each in self._lanes.values()]
        if not ends:
            return None
        first, last = min(first for first, _ in ends), max(last for _, last in ends)
        return Stretch(dt.date.fromordinal(first), dt.date.fromordinal(last))

    def columns(self, lane: Lane, stretch: Stretch, grain: Grain) -> list[Column]:
        """The columns of a lane that count something, in order."""
        found = self._lanes.get(lane)
        if found is None:
            return []
        starts = _starts(stretch, grain)
        ends = [*starts[1:], stretch.last + dt.timedelta(1)]
        sums = found.of_spans(np.array([each.toordinal() for each in (*starts, ends[-1])]))
        return [
            Column(lane, first, after - dt.timedelta(1), *sides)
            for first, after, sides in zip(starts, ends, sums, strict=True)
            if any(sides)
        ]


def _starts(stretch: Stretch, grain: Grain) -> list[dt.date]:
    """The first day of each column of a window; that of the first is the window's own."""
    starts = [stretch.first]
    while (after := end_of(start_of(starts[-1], grain), grain) + dt.timedelta(1)) <= stretch.last:
        starts.append(after)
    return starts


def grain_of(stretch: Stretch) -> Grain:
    return next((grain for days, grain in _GRAINS if stretch.days >= days), "day")


def is_near(stretch: Stretch, tally: Tally) -> bool:
    """Whether each incident is shown on its own."""
    return stretch.days <= NEAR_DAYS and tally.total(stretch) <= MOST_SINGLE


def start_of(day: dt.date, grain: Grain) -> dt.date:
    """The first day of its year, month or week (from Monday)."""
    if grain == "year":
        return day.replace(month=1, day=1)
    if grain == "month":
        return day.replace(day=1)
    return day - dt.timedelta(day.weekday()) if grain == "week" else day


def end_of(start: dt.date, grain: Grain) -> dt.date:
    """The last day of what begins on a day."""
    if grain in ("year", "month"):
        later = start + dt.timedelta(370 if grain == "year" else 32)
        return start_of(later, grain) - dt.timedelta(1)
    return start + dt.timedelta(6 if grain == "week" else 0)


def spots(
    found: Sequence[tuple[Moment, Incident]], stretch: Stretch, *, deep: int, abreast: int
) -> tuple[list[Spot], list[More]]:
    """Incidents in stacks of their days, `deep` upon each other and `abreast` where a day is wide."""
    of_day: dict[tuple[int, Lane, bool], list[Incident]] = defaultdict(list)
    for moment, incident in found:
        of_day[moment.day, moment.lane, moment.conflict].append(incident)
    placed, more = [], []
    for (day, lane, conflict), incidents in sorted(of_day.items(), key=lambda each: each[0]):
        kept = incidents if len(incidents) <= deep * abreast else incidents[: deep * abreast - 1]
        across = min(abreast, len(incidents))
        for n, incident in enumerate(kept):
            at = day - stretch.first.toordinal() + (n % across + 0.5) / across
            placed.append(Spot(lane, at, n // across, conflict, incident))
        if len(kept) < len(incidents):
            more.append(More(lane, dt.date.fromordinal(day), conflict, len(incidents) - len(kept)))
    return placed, more


def ticks(stretch: Stretch, *, wide: int = 12, narrow: int = 4) -> list[Tick]:
    """The days that the axis names: about `wide` of them, `narrow` of which a narrow screen shows too."""
    shows, days = _named(stretch, wide)
    step = max(1, -(-len(days) // narrow))
    return [Tick(day, shows, n % step == 0) for n, day in enumerate(days)]


def _named(stretch: Stretch, most: int) -> tuple[Literal["year", "month", "day"], list[dt.date]]:
    months = stretch.days / 30.4
    if stretch.days <= 2 * most:
        step = max(1, -(-stretch.days // most))
        return "day", [stretch.first + dt.timedelta(n) for n in range(0, stretch.days, step)]
    if months <= 3.1:
        return "day", [day for day in _days(stretch) if day.weekday() == 0]
    if months <= 4 * most:
        step = 1 if months <= most + 1 else 3 if months <= 3 * most else 6
        return "month", [each for each in _days(stretch) if each.day == 1 and (each.month - 1) % step == 0]
    years = range(stretch.first.year, stretch.last.year + 1)
    step = max(1, -(-len(years) // most))
    starts = (dt.date(year, 1, 1) for year in years if year % step == 0)
    return "year", [day for day in starts if stretch.first <= day <= stretch.last]


def _days(stretch: Stretch) -> Iterator[dt.date]:
    return (stretch.first + dt.timedelta(n) for n in range(stretch.days))
