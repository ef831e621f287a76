"""What counts for which segment of a corridor, as columns: a decade of incidents in a second.

A row is a happening and a segment that its rule reaches. The nearest segment counts with those that are as
near (two meet at a town); what is told of an area wider than the rule's reach counts for all that the area
holds, one grade less, and only if it blocks: of a region's attacks and reopenings none is known to be of this
road. What happens at Diboli does not close the road from Goudiry to Kidira, though that is within reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from faleme.assess.corridors import Corridor
from faleme.assess.happenings import Bools, Floats, Happenings, Ints
from faleme.lexicon.watch import CorridorRules, Effect, load_corridor_rules

GRADES: Final[tuple[Effect, ...]] = ("open", "passable", "disrupted", "blocked")
OPEN, PASSABLE, DISRUPTED, BLOCKED = range(4)
STATES: Final = ("unknown", "open", "disrupted", "blocked")
"""States of `CorridorEvidence.weekly` by number."""
_AS_NEAR_KM: Final = 0.5
_TO_SUNDAY: Final = 3
"""A week's number times seven plus this is its Sunday, in days since 1970-01-01."""


class CorridorEvidence:
    """The rows of a corridor in the order of their days, each with what its rule makes of its segment.

    `row` counts in the happenings given, `until` is the last day on which a row still counts.
    """

    def __init__(self, corridor: Corridor, told: Happenings, rules: CorridorRules | None = None) -> None:
        self.corridor = corridor
        self.rules = rules or load_corridor_rules()
        kinds = self.rules.rule
        reach = np.array([rule.reach_km for rule in kinds])
        grades = np.array([GRADES.index(rule.effect) for rule in kinds])
        lasts = np.array([self.rules.lasts(rule) for rule in kinds])
        counts = np.flatnonzero((told.rule >= 0) & ~np.isnan(told.lat))
        wide = told.radius_km[counts] > reach[told.rule[counts]]
        kept = ~wide | (grades[told.rule[counts]] == BLOCKED)
        counts, wide = counts[kept], wide[kept]
        pair, self.segment, self.km = _pairs(
            corridor, told.lat[counts], told.lon[counts], reach[told.rule[counts]],
            np.where(wide, told.radius_km[counts], 0.0),
        )  # fmt: skip
        self.row: Ints = counts[pair]
        self.rule: Ints = told.rule[self.row]
        self.wide: Bools = wide[pair]
        self.grade: Ints = grades[self.rule] - self.wide
        self.id = told.id[self.row]
        self.day: Ints = told.day[self.row]
        self.told: Ints = told.told[self.row]
        self.until: Ints = self.day + lasts[self.rule]

    def weekly(self, first_week: int, weeks: int) -> Ints:
        """The states of all segments (rows) at the ends of weeks (columns), as numbers of `STATES`.

        Nobody counts the articles of a past week, so a segment of which nothing counts is unknown.
        """
        found = np.zeros((len(self.corridor.segments), weeks), dtype=np.int64)
        for number in range(len(found)):
            mine = np.flatnonzero(self.segment == number)
            day, until, grade = self.day[mine], self.until[mine], self.grade[mine]
            until = _ended(day, until, grade)
            for at_least, state in ((OPEN, 1), (PASSABLE, 2), (BLOCKED, 3)):
                some = grade >= at_least
                found[number][_any_at_sundays(day[some], until[some], first_week, weeks)] = state
        return found


def beside(corridor: Corridor, told: Happenings, km: float) -> tuple[Ints, Ints]:
    """Rows within so many km of a corridor with the segments that they are nearest to.

    A place that is less sure than that is beside no segment.
    """
    sure = np.flatnonzero(~np.isnan(told.lat) & (told.radius_km <= km))
    reach, radius = np.full(len(sure), km), np.zeros(len(sure))
    pair, segment, _ = _pairs(corridor, told.lat[sure], told.lon[sure], reach, radius)
    return sure[pair], segment


def read_near(
    corridor: Corridor, named: Sequence[Sequence[tuple[float, float]]], km: float
) -> dict[str, int]:
    """How many articles name a place within so many km of each segment; `named` are their points."""
    points = list(dict.fromkeys(point for places in named for point in places))
    if not points:
        return dict.fromkeys((segment.name for segment in corridor.segments), 0)
    number = {point: at for at, point in enumerate(points)}
    articles = [np.array([number[point] for point in places], dtype=np.int64) for places in named]
    lat, lon = np.array(points).T
    found = {}
    for segment in corridor.segments:
        near = segment.distances_km(lat, lon, km) <= km
        found[segment.name] = sum(bool(near[places].any()) for places in articles)
    return found


def _pairs(
    corridor: Corridor, lat: Floats, lon: Floats, reach: Floats, radius: Floats
) -> tuple[Ints, Ints, Floats]:
    """Which rows meet which segments, and how near: `radius` is 0 where the point is sure enough.

    The places of a region are few, however much happens there: distances are measured once for each.
    """
    places, at = places_of(lat, lon)
    most = float(max(reach.max(initial=0), radius.max(initial=0)))
    km = [segment.distances_km(places[0], places[1], most) for segment in corridor.segments]
    nearest = np.min(km, axis=0) if len(lat) else np.zeros(0)
    close = np.flatnonzero(nearest[at] <= most)
    at, reach, radius = at[close], reach[close], radius[close]
    least = np.where(radius > 0, radius, np.minimum(reach, nearest[at] + _AS_NEAR_KM))
    rows, segments, kms = [], [], []
    for number, each in enumerate(km):
        here = each[at]
        met = np.flatnonzero(here <= least)
        rows.append(close[met])
        segments.append(np.full(len(met), number))
        kms.append(here[met])
    pair, segment, far = np.concatenate(rows), np.concatenate(segments), np.concatenate(kms)
    order = np.lexsort((segment, pair))
    return pair[order], segment[order], far[order]


def places_of(lat: Floats, lon: Floats) -> tuple[tuple[Floats, Floats], Ints]:
    """The points that there are, each once, and the number of each row's."""
    key = np.round(lat * 1e5).astype(np.int64) * 100_000_000 + np.round(lon * 1e5).astype(np.int64)
    _, first, at = np.unique(key, return_index=True, return_inverse=True)
    return (lat[first], lon[first]), at.reshape(-1)


def _ended(day: Ints, until: Ints, grade: Ints) -> Ints:
    """The last day of each row when a later reopening ends all before it, and a convoy that came through
    what blocked."""
    opened, passed = np.sort(day[grade == OPEN]), np.sort(day[grade == PASSABLE])
    last = until.copy()
    for enders, over in ((opened, grade != OPEN), (passed, grade == BLOCKED)):
        after = np.append(enders, np.iinfo(np.int64).max)[np.searchsorted(enders, day, side="right")]
        last = np.where(over, np.minimum(last, after - 1), last)
    return last


def _any_at_sundays(day: Ints, until: Ints, first_week: int, weeks: int) -> Bools:
    """On which Sundays at least one stretch of days holds."""
    first_sunday = first_week * 7 + _TO_SUNDAY
    begin = np.clip(-((first_sunday - day) // 7), 0, weeks)  # the first Sunday from `day` on
    end = np.clip((until - first_sunday) // 7 + 1, 0, weeks)  # past the last one up to `until`
    some = begin < end
    steps = np.bincount(begin[some], minlength=weeks + 1) - np.bincount(end[some], minlength=weeks + 1)
    held: Bools = np.cumsum(steps)[:weeks] > 0
    return held
