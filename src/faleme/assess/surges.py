"""Surges in a weekly series of counts: more than the weeks before lead one to expect.

Each week the last few weeks, over several lengths, are held against the weeks before them. What those lead
one to expect is a negative binomial (a Poisson rate that is itself only known from so many weeks: Gelman et
al., *Bayesian Data Analysis*, 3rd ed., section 2.6); the chance of as many or more is the score, and its
numbers are the reasons: 'seven in the last two weeks where 1.6 were to be expected'. A surge starts where the
chance falls below `alarm` and lasts until it is above `over`, so that one rise is one alarm. Only weeks gone
by are looked at, hence a series can be followed as it grows.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.special import betainc

Numbers = npt.NDArray[np.float64]
DRAWN = 8.0
"""Events of an average time of the year that a season is drawn to."""


class SurgeRules(msgspec.Struct, frozen=True, kw_only=True):
    """When a rise is a surge. Weeks are whole weeks.

    `windows` are the lengths looked at; `memory` is how far back the weeks before reach, `least` how many of
    them there must be. `counted` is the least that is a rise: one after a long quiet is the first, no surge.
    `alarm` and `over` are chances; 0.015 over these windows gives less than one false
    alarm a year at rates from 0.3 to 2 a week (bench/surges.py).
    """

    windows: tuple[int, ...] = (1, 2, 3, 4, 6, 8)
    memory: int = 104
    least: int = 18
    alarm: float = 0.015
    counted: int = 2
    over: float = 0.2


class Excess(msgspec.Struct, frozen=True, kw_only=True):
    """The window of a week that is least to be expected: counted, expected, and the chance of so many."""

    week: int
    weeks: int
    counted: int
    expected: float
    chance: float


class Surge(msgspec.Struct, frozen=True, kw_only=True):
    """A rise from the week `start` on, `end` the first week in which it was over, None while it lasts.

    `excess` is why the alarm was given.
    """

    start: int
    end: int | None
    excess: Excess


def excesses(
    counts: Sequence[int], rules: SurgeRules | None = None, expected: Sequence[float] | None = None
) -> list[Excess | None]:
    """For each week its least expected window; None where too few weeks lie before it.

    `expected` are weights by week of a season (1 is an average week): the weeks before and the window are
    compared at equal season.
    """
    rules = rules or SurgeRules()
    total = np.concatenate([[0.0], np.cumsum(np.asarray(counts, dtype=float))])
    season = np.ones(len(counts)) if expected is None else np.asarray(expected, dtype=float)
    exposure = np.concatenate([[0.0], np.cumsum(season)])
    week = np.arange(len(counts))
    best: list[Excess | None] = [None] * len(counts)
    for length in rules.windows:
        first = week + 1 - length
        since = np.maximum(first - rules.memory, 0)
        there = first - since >= rules.least
        first, since, last = first[there], since[there], week[there] + 1
        counted, before = total[last] - total[first], total[first] - total[since]
        now, past = exposure[last] - exposure[first], exposure[first] - exposure[since]
        chance = _chance(counted, before, now, past)
        for row, at in enumerate(week[there]):
            held = best[at]
            if held is None or chance[row] < held.chance:
                best[at] = Excess(
                    week=int(at), weeks=length, counted=int(counted[row]),
                    expected=float(before[row] * now[row] / past[row]), chance=float(chance[row]),
                )  # fmt: skip
    return best


def _chance(counted: Numbers, before: Numbers, now: Numbers, past: Numbers) -> Numbers:
    """The chance of `counted` or more in `now` weeks after `before` in `past` weeks (Jeffreys' prior)."""
    some = counted > 0
    chance = np.ones(len(counted))
    share = now / (now + past)
    chance[some] = betainc(counted[some], before[some] + 0.5, share[some])
    return chance


def expected_of(
    counts: Sequence[int], weeks: int, rules: SurgeRules | None = None, season: Sequence[float] | None = None
) -> float | None:
    """How many the weeks before lead one to expect in the last `weeks`; None where too few lie before."""
    rules = rules or SurgeRules()
    first = len(counts) - weeks
    since = max(first - rules.memory, 0)
    if first - since < rules.least:
        return None
    times = [1.0] * len(counts) if season is None else list(season)
    return round(sum(counts[since:first]) * sum(times[first:]) / sum(times[since:first]), 2)


def surges(
    counts: Sequence[int], rules: SurgeRules | None = None, expected: Sequence[float] | None = None
) -> list[Surge]:
    """The surges of a weekly series in their order, the last one open where it lasts."""
    rules = rules or SurgeRules()
    found: list[Surge] = []
    open_: Surge | None = None
    for excess in excesses(counts, rules, expected):
        if excess is None:
            continue
        if open_ is None:
            if excess.chance < rules.alarm and excess.counted >= rules.counted:
                open_ = Surge(start=excess.week, end=None, excess=excess)
        elif excess.chance > rules.over:
            found.append(msgspec.structs.replace(open_, end=excess.week))
            open_ = None
    return found + ([open_] if open_ else [])


def season_of(counts: Sequence[int], first_week_of_year: int, *, least_years: int = 2) -> list[float]:
    """How busy each week's time of the year is, 1 on average, from the series itself.

    Counts of the same time of other years, over five weeks, drawn towards 1 as if `DRAWN` more events of an
    average time had been seen; all 1 where fewer than `least_years` whole years are there. A week's own year
    is left out, so that a surge does not explain itself.
    """
    size, year = len(counts), 52
    if size < least_years * year:
        return [1.0] * size
    values = np.asarray(counts, dtype=float)
    phase = (np.arange(size) + first_week_of_year) % year
    mean = values.mean()
    found = []
    for week in range(size):
        apart = np.abs(phase - phase[week])
        near = (np.minimum(apart, year - apart) <= 2) & (np.abs(np.arange(size) - week) > year // 2)
        told, weeks = values[near].sum(), near.sum()
        found.append(float((told + DRAWN) / (weeks * mean + DRAWN)))
    average = sum(found) / size
    return [each / average for each in found]
