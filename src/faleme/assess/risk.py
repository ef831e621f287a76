"""The chance of at least one attack in the days to come, by unit: a cell, a segment of border or corridor.

Three forecasts stand side by side. *Persistence* says what followed, over all units, as many days with an
attack or without. *Seasonal mean* says how often the unit had one at this time of the year, drawn towards
its own mean and that towards everyone's. The *model* starts from the seasonal mean and learns by how much to
leave it: a logistic model over what happened here and nearby lately, each attack fading with several
half-lives (a discrete relative of the self-exciting process: Mohler et al. 2011, J. Am. Stat. Assoc. 106),
fitted by ridge towards the seasonal mean, so that it says no more than that where there is nothing to be
learnt. It is mixed with the two baselines by how well each has done so far, as Bayes' rule weighs them. All
use only days gone by.
"""

from __future__ import annotations

import itertools
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

HORIZONS: Final = (7, 30)
OWN_HALF_LIVES: Final = (5.0, 20.0, 80.0, 320.0)
NEAR_HALF_LIVES: Final = (10.0, 60.0)
NEAR_KM: Final = 40.0
"""How fast the weight of another unit falls with its distance: by e every so many kilometres."""
RIDGE: Final = 12.0
EACH: Final = 7
"""Days between two origins."""
BEGIN: Final = 60
"""Days from which on there is something to learn from."""
LEARNT: Final = 365
"""Days from which on a forecast is made: before, there is no season to know."""
REFIT: Final = 91
_SEASON: Final = 15
_DRAWN: Final = 8.0
_EARTH_KM: Final = 111.2
_LEAST: Final = 1e-4


class Units(msgspec.Struct, frozen=True, kw_only=True):
    """What forecasts are made for: names and middles."""

    names: tuple[str, ...]
    lat: Floats
    lon: Floats


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Attacks by unit and day: `counts[u, d]` on day `first_day` + d (days since 1970-01-01)."""

    units: Units
    first_day: int
    counts: npt.NDArray[Any]

    @property
    def days(self) -> int:
        return int(self.counts.shape[1])


class Forecasts(msgspec.Struct, frozen=True, kw_only=True):
    """Forecasts of one horizon: for row i unit `unit[i]` at the end of day `day[i]`; chances from 0 to 1.

    `happened` is NaN where the horizon reaches past the history.
    """

    horizon: int
    unit: Ints
    day: Ints
    model: Floats
    persistence: Floats
    seasonal: Floats
    happened: Floats


def grid_history(
    day: Ints, lat: Floats, lon: Floats, *, size: float = 0.25, until: int | None = None
) -> History:
    """A history over the cells of a grid (degrees) that hold an attack, named by their lower left corner."""
    row, column = np.floor(lat / size).astype(int), np.floor(lon / size).astype(int)
    # One number a cell: rows of two would be sorted a hundred times slower.
    _, first, unit = np.unique(row * 1_000_000 + column, return_index=True, return_inverse=True)
    corners = np.column_stack([row[first], column[first]])
    names = tuple(f"{r * size:g},{c * size:g}" for r, c in corners)
    middles = (corners + 0.5) * size
    units = Units(names=names, lat=middles[:, 0], lon=middles[:, 1])
    return history(units, unit.reshape(-1), day, until=until)


def history(units: Units, unit: Ints, day: Ints, *, until: int | None = None) -> History:
    """A history of attacks (one row each: the number of its unit, its day) up to `until`, else the last."""
    first, last = int(day.min()), int(day.max()) if until is None else until
    kept = day <= last
    counts = np.zeros((len(units.names), last - first + 1), dtype=np.int32)
    np.add.at(counts, (unit[kept], day[kept] - first), 1)
    return History(units=units, first_day=first, counts=counts)


def forecasts(told: History, horizon: int, *, only_last: bool = False) -> Forecasts:
    """Forecasts at every seventh day from the first year on, or at the last day alone.

    A unit is forecast from its first attack on: that it would have one was not known before. The model is
    fitted anew every quarter on what was known then.
    """
    days = told.days
    origins = np.arange(days - 1, BEGIN - 1, -EACH)[::-1]
    made = _Features(told, horizon, origins)
    if days <= LEARNT:
        return made.forecasts(np.zeros(0), np.zeros(0, dtype=int))
    at = origins[made.origin]  # in order, so that what was known on a day is a beginning of the rows
    each = np.column_stack([np.empty(len(at)), made.persistence, made.seasonal])
    model = np.empty(len(at))
    weights: Floats | None = None
    for start in range(int(origins[0]), days, REFIT):
        now = slice(*np.searchsorted(at, [start, start + REFIT]))
        past = slice(0, np.searchsorted(at, start - horizon, side="right"))
        weights = fit(made.matrix[past], made.happened[past], RIDGE * max(1.0, horizon / EACH), weights)
        each[now, 0] = _chance(made.matrix[now] @ weights)
        model[now] = each[now] @ _trust(each[past], made.happened[past], horizon)
    rows = np.flatnonzero(at >= (days - 1 if only_last else LEARNT))
    return made.forecasts(model, rows)


def _trust(said: Floats, happened: Floats, horizon: int) -> Floats:
    """The share of each forecaster in the mixture: Bayes' rule over their past chances, equal before.

    Stretches that overlap tell one thing several times, so they count as many as there are apart.
    """
    loss = -np.log(np.where(happened[:, None] > 0, said, 1 - said)).sum(axis=0) * min(1.0, EACH / horizon)
    weight = np.exp(-(loss - loss.min()))
    shares: Floats = weight / weight.sum()
    return shares


class _Features:
    """One row for each origin and unit that had an attack by then."""

    def __init__(self, told: History, horizon: int, origins: Ints) -> None:
        self.told, self.horizon, self.origins = told, horizon, origins
        counts = told.counts.astype(float)
        any_ = _any_ahead(counts, horizon)
        started = np.cumsum(counts, axis=1) > 0
        grid = started[:, origins] if len(origins) else np.zeros((len(counts), 0), dtype=bool)
        self.origin, self.unit = np.nonzero(grid.T)
        at = origins[self.origin]
        self.happened = any_[self.unit, at]
        self.seasonal = _seasonal(any_, started, horizon, origins)[self.unit, self.origin]
        self.persistence = _persistence(counts, any_, started, horizon, origins)[self.unit, self.origin]
        self.matrix = np.column_stack([
            _logit(self.seasonal), np.ones(len(at)), _logit(self.persistence),
            *(each[self.unit, at] for each in (*_faded(told, counts), _since_last(counts))),
            *_time_of_year(told.first_day + at),
        ]) if len(at) else np.zeros((0, 1))  # fmt: skip

    def forecasts(self, model: Floats, rows: Ints) -> Forecasts:
        return Forecasts(
            horizon=self.horizon, unit=self.unit[rows],
            day=self.told.first_day + self.origins[self.origin[rows]] if len(rows) else rows,
            model=model[rows], persistence=self.persistence[rows], seasonal=self.seasonal[rows],
            happened=self.happened[rows],
        )  # fmt: skip


def _any_ahead(counts: Floats, horizon: int) -> Floats:
    """Whether a unit has an attack in the `horizon` days behind each day, NaN where they are not all told."""
    total = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    days = counts.shape[1]
    found = np.full(counts.shape, np.nan)
    last = max(0, days - horizon)
    found[:, :last] = (total[:, horizon + 1 : horizon + 1 + last] - total[:, 1 : last + 1]) > 0
    return found


def _seasonal(any_: Floats, started: npt.NDArray[np.bool_], horizon: int, origins: Ints) -> Floats:
    """How often a unit had an attack within the horizon around this day of former years, drawn to its own
    mean over all days gone by, and that to everyone's."""
    told = np.where(started, np.nan_to_num(any_), 0.0)
    total = np.concatenate([np.zeros((len(any_), 1)), np.cumsum(told, axis=1)], axis=1)
    days = np.concatenate([np.zeros((len(any_), 1)), np.cumsum(started, axis=1)], axis=1)
    found = np.empty((len(any_), len(origins)))
    for column, origin in enumerate(origins):
        end = max(0, int(origin) - horizon + 1)  # windows that were over by the origin
        hits, seen = total[:, end], days[:, end]
        everyone = (hits.sum() + 0.5) / (seen.sum() + 1.0)
        own = (hits + _DRAWN * 7 * everyone) / (seen + _DRAWN * 7)
        near_hits, near_seen = np.zeros(len(any_)), np.zeros(len(any_))
        for year in range(1, 1 + int(origin) // 365):
            middle = int(origin) - round(365.25 * year)
            first, last = max(0, middle - _SEASON), min(end, middle + _SEASON + 1)
            if first < last:
                near_hits += total[:, last] - total[:, first]
                near_seen += days[:, last] - days[:, first]
        # 31 neighbouring days tell little more than four weeks do
        found[:, column] = (near_hits / 7 + _DRAWN * own) / (near_seen / 7 + _DRAWN)
    return np.clip(found, _LEAST, 1 - _LEAST)


def _persistence(
    counts: Floats, any_: Floats, started: npt.NDArray[np.bool_], horizon: int, origins: Ints
) -> Floats:
    """What followed, over all units and days gone by, as many days with an attack or without."""
    total = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    begin = np.maximum(np.arange(counts.shape[1]) + 1 - horizon, 0)
    lately = (total[:, 1:] - total[:, begin]) > 0
    followed = np.nan_to_num(any_)
    by_day = [
        (np.cumsum((followed * (lately == state) * started).sum(axis=0)),
         np.cumsum(((lately == state) & started).sum(axis=0)))
        for state in (False, True)
    ]  # fmt: skip
    found = np.empty((len(counts), len(origins)))
    for column, origin in enumerate(origins):
        end = int(origin) - horizon
        rates = [(hits[end] + 0.5) / (seen[end] + 1.0) if end >= 0 else 0.5 for hits, seen in by_day]
        found[:, column] = np.where(lately[:, origin], rates[1], rates[0])
    return np.clip(found, _LEAST, 1 - _LEAST)


def _faded(told: History, counts: Floats) -> list[Floats]:
    """What happened here and nearby, each attack fading: logarithms of attacks a half-life."""
    units = told.units
    north = (units.lat[:, None] - units.lat[None, :]) * _EARTH_KM
    east = (units.lon[:, None] - units.lon[None, :]) * _EARTH_KM * np.cos(np.radians(units.lat))[:, None]
    near = np.exp(-np.hypot(north, east) / NEAR_KM)
    np.fill_diagonal(near, 0.0)
    made = [np.log1p(_decayed(counts, half)) for half in OWN_HALF_LIVES]
    made += [np.log1p(_decayed(near @ counts, half)) for half in NEAR_HALF_LIVES]
    return made


def _since_last(counts: Floats) -> Floats:
    """The logarithm of the days since a unit's last attack."""
    day = np.arange(counts.shape[1])
    last = np.maximum.accumulate(np.where(counts > 0, day, -1), axis=1)
    found: Floats = np.log1p(day - last)
    return found


def _decayed(counts: Floats, half_life: float) -> Floats:
    """Each day's count and what is left of the day before, day by day (scipy.signal costs a desk 50 MB)."""
    days, left = np.array(counts.T, dtype=np.float64, order="C"), 0.5 ** (1 / half_life)
    for before, day in itertools.pairwise(days):
        day += left * before
    return np.ascontiguousarray(days.T)


def _time_of_year(day: Ints) -> list[Floats]:
    turn = 2 * np.pi * day / 365.25
    return [np.sin(turn), np.cos(turn)]


def fit(matrix: Floats, happened: Floats, strength: float = RIDGE, begin: Floats | None = None) -> Floats:
    """Weights of a logistic model, drawn by ridge to 1 for the first column and to 0 for the others.

    There is one best answer; `begin`, the weights of a quarter before, only spares the way to it.
    """
    prior = np.zeros(matrix.shape[1])
    prior[0] = 1.0
    if len(matrix) < 2 * matrix.shape[1]:
        return prior
    weights = prior.copy() if begin is None else begin.copy()
    spread = np.maximum(matrix.std(axis=0), 1e-6)
    spread[1] = 0.2  # the constant is drawn least
    ridge = strength * spread**2
    for _ in range(30):
        chance = _chance(matrix @ weights)
        gradient = matrix.T @ (chance - happened) + ridge * (weights - prior)
        scaled = matrix * np.sqrt(chance * (1 - chance))[:, None]
        curvature = scaled.T @ scaled + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        weights -= np.clip(step, -2, 2)
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def _chance(value: Floats) -> Floats:
    return np.clip(1 / (1 + np.exp(-np.clip(value, -30, 30))), _LEAST, 1 - _LEAST)


def _logit(chance: Floats) -> Floats:
    return np.log(chance / (1 - chance))
