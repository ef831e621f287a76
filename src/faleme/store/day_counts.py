"""Incidents of every day by lane of the timeline: long columns of numbers, as years have many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from faleme.records.timeline import LANES, DayCount, Lane

Numbers = npt.NDArray[np.int64]


class LaneCounts:
    """The days of one lane that have something, in order, with sums of both sides up to each."""

    def __init__(self, days: Numbers, cooperation: Numbers, conflict: Numbers) -> None:
        self.days = days
        self._sums = [np.concatenate(([0], np.cumsum(each))) for each in (cooperation, conflict)]

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Cooperation and conflict of some days, ends included."""
        ((cooperation, conflict),) = self.of_spans(np.array([first, last + 1]))
        return cooperation, conflict

    def of_spans(self, starts: Numbers) -> list[tuple[int, int]]:
        """Cooperation and conflict from each start to before the next."""
        at = np.searchsorted(self.days, starts)
        cooperation, conflict = (np.diff(each[at]).tolist() for each in self._sums)
        return list(zip(cooperation, conflict, strict=True))

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        yield from zip(self.days.tolist(), *(np.diff(each).tolist() for each in self._sums), strict=True)


class DayCounts:
    """The lanes that have something; as rows (`DayCount`) in the order of days and lanes."""

    def __init__(self, lanes: Mapping[Lane, LaneCounts]) -> None:
        self.lanes = lanes

    @classmethod
    def of(cls, counts: Iterable[DayCount]) -> DayCounts:
        rows: dict[Lane, list[tuple[int, int, int]]] = {}
        for each in counts:
            rows.setdefault(each.lane, []).append((each.day, each.cooperation, each.conflict))
        columns = {lane: np.array(sorted(found), dtype=np.int64).T for lane, found in rows.items()}
        return cls({lane: LaneCounts(*found) for lane, found in columns.items()})

    @classmethod
    def counted(cls, days: Numbers, lanes: Numbers, conflict: npt.NDArray[np.bool_], n: Numbers) -> DayCounts:
        """Of as many days, lanes (as places in LANES), sides and numbers; a day's sides may stand apart."""
        found: dict[Lane, LaneCounts] = {}
        for place, lane in enumerate(LANES):
            here = lanes == place
            if here.any():
                told, at = np.unique(days[here], return_inverse=True)
                sides = np.zeros((2, len(told)), dtype=np.int64)
                np.add.at(sides, (conflict[here].astype(np.int64), at), n[here])
                found[lane] = LaneCounts(told, *sides)
        return cls(found)

    def __iter__(self) -> Iterator[DayCount]:
        rows = ((day, lane, a, b) for lane, counts in self.lanes.items() for day, a, b in counts)
        yield from (DayCount(*row) for row in sorted(rows))
