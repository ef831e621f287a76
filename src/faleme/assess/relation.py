"""The index of the relation of two countries: PLOVER's scores of incidents by month, strand and way.

An incident counts once, however many reports tell it. Each is of one strand (or of none of them, 'other')
and goes one way (there, back, together), so that for every month

    all = defence + diplomacy + economy + other    and    each strand = there + back + together

in counts and in sums. The sum says how much was done, the mean how friendly it was; the rate holds the sum
against how much was read, since a busier press tells more of everything.

The interval is a Poisson bootstrap over the incidents (each drawn so many times as a Poisson number of mean 1
says; Chamandy et al. 2012), so that one incident alone leaves room for none and for two or three. Of many
incidents the normal curve that it comes to is taken. It depends on the scores alone: the same incidents give
the same interval.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Mapping
from functools import lru_cache
from statistics import NormalDist
from typing import Final, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from faleme.assess.dealings import Dealings
from faleme.assess.happenings import date_of, day_number
from faleme.lexicon.relation import load_relation_rules
from faleme.records.relation import KINDS_OF_STRAND, UNDATED

StrandOf = Literal["all", "defence", "diplomacy", "economy", "other"]
WayOf = Literal["all", "there", "back", "together"]
STRANDS: Final[tuple[StrandOf, ...]] = ("all", "defence", "diplomacy", "economy", "other")
WAYS: Final[tuple[WayOf, ...]] = ("all", "there", "back", "together")
_WAY: Final[dict[WayOf, int]] = {"there": 1, "back": -1, "together": 0}
Counts = tuple[tuple[float, int], ...]
"""Scores and how many incidents have each, lowest first."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One month of a series. `read` are the articles of the month, None where nobody counted them.

    `mean` is None where nothing was told, `per_1000` (the sum for 1,000 articles) where nothing was read.
    """

    month: str
    count: int
    total: float
    mean: float | None
    low: float
    high: float
    read: int | None
    per_1000: float | None
    incidents: tuple[str, ...]


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One strand and way, a point a month without gaps."""

    strand: StrandOf
    way: WayOf
    points: tuple[Point, ...]

    @property
    def count(self) -> int:
        return sum(point.count for point in self.points)

    @property
    def total(self) -> float:
        return round(sum(point.total for point in self.points), 6)


class RelationIndex(msgspec.Struct, frozen=True, kw_only=True):
    """The index of two countries; `undated` are incidents without a day, which no month counts."""

    one: str
    other: str
    since: str
    until: str
    series: tuple[Series, ...]
    undated: tuple[str, ...]

    def of(self, strand: StrandOf, way: WayOf = "all") -> Series:
        return next(each for each in self.series if each.strand == strand and each.way == way)


def relation_index(
    told: Dealings,
    one: str,
    other: str,
    since: dt.date,
    until: dt.date,
    read: Mapping[str, int] | None = None,
) -> RelationIndex:
    """The index from the month of `since` to that of `until`; `read` are articles by month ('2025-02')."""
    months = months_between(since, until)
    first = dt.date.fromisoformat(f"{months[0]}-01")
    window = told.between(day_number(first), day_number(until))
    at = month_numbers(window.day) - (first.year * 12 + first.month - 1)
    series = tuple(
        Series(
            strand=strand, way=way,
            points=_points(window.id[rows], window.score[rows], at[rows], months, read),
        )
        for strand in STRANDS
        for way in WAYS
        for rows in [np.flatnonzero(_rows(window, strand, way))]
    )  # fmt: skip
    undated = told.id[told.day == UNDATED]
    return RelationIndex(
        one=one, other=other, since=months[0], until=months[-1], series=series,
        undated=tuple(map(str, undated)),
    )  # fmt: skip


def _rows(told: Dealings, strand: StrandOf, way: WayOf) -> npt.NDArray[np.bool_]:
    kept = np.ones(len(told), dtype=bool)
    if strand != "all":
        kept &= told.strand == KINDS_OF_STRAND.index(strand)
    if way != "all":
        kept &= told.way == _WAY[way]
    return kept


def _points(
    ids: npt.NDArray[np.object_], scores: npt.NDArray[np.float64], at: npt.NDArray[np.int64],
    months: list[str], read: Mapping[str, int] | None,
) -> tuple[Point, ...]:  # fmt: skip
    """One point a month; rows are in the order of days, so that each month is a stretch of them."""
    ends = np.searchsorted(at, np.arange(len(months) + 1))
    return tuple(
        _point(month, ids[start:end], scores[start:end], None if read is None else read.get(month, 0))
        for month, start, end in zip(months, ends[:-1], ends[1:], strict=True)
    )


def _point(
    month: str, ids: npt.NDArray[np.object_], scores: npt.NDArray[np.float64], read: int | None
) -> Point:
    total = round(float(scores.sum()), 6)
    low, high = interval(counts_of(scores))
    return Point(
        month=month, count=len(ids), total=total, mean=round(total / len(ids), 3) if len(ids) else None,
        low=low, high=high, read=read, per_1000=round(1000 * total / read, 3) if read else None,
        incidents=tuple(ids.tolist()),
    )  # fmt: skip


def counts_of(scores: npt.NDArray[np.float64]) -> Counts:
    """How many incidents have each score."""
    values, counts = np.unique(scores, return_counts=True)
    return tuple(zip(values.tolist(), counts.tolist(), strict=True))


@lru_cache(maxsize=20_000)
def interval(counts: Counts) -> tuple[float, float]:
    """The ends of the sum's interval; incidents of one score drawn apart are one Poisson number of them."""
    if not counts:
        return 0.0, 0.0
    rules = load_relation_rules().index
    values, numbers = (np.array(column, dtype=float) for column in zip(*counts, strict=True))
    tail = (1 - rules.interval) / 2
    if numbers.sum() >= rules.many:
        reach = NormalDist().inv_cdf(1 - tail) * math.sqrt(float(values**2 @ numbers))
        middle = float(values @ numbers)
        return round(middle - reach, 2), round(middle + reach, 2)
    seed = hashlib.blake2b(repr(counts).encode(), digest_size=8).digest()
    random = np.random.default_rng(int.from_bytes(seed))
    sums = random.poisson(numbers, size=(rules.draws, len(values))) @ values
    low, high = np.quantile(sums, [tail, 1 - tail])
    return round(float(low), 2), round(float(high), 2)


def months_between(since: dt.date, until: dt.date) -> list[str]:
    """'2024-05', '2024-06', … from the month of one day to that of another; one at least."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(min(first, last), last + 1)]


def month_numbers(days: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Year * 12 + month of days since 1970-01-01, January being 0."""
    numbers: npt.NDArray[np.int64] = (
        days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
    )
    return numbers


def month_of(day: int) -> str:
    return date_of(day).isoformat()[:7]
