"""Risk: forecasts use only days gone by, learn what is there to learn, and say little where nothing is."""

from __future__ import annotations

import numpy as np
import pytest

from faleme.assess.risk import History, Units, fit, forecasts, grid_history, history
from faleme.assess.risk_scores import backtest, brier, calibration, log

DAYS = 900


def units(count: int) -> Units:
    rows = np.arange(count)
    return Units(names=tuple(map(str, rows)), lat=14.0 + 0.25 * rows, lon=np.full(count, -12.0))


def of(counts: np.ndarray) -> History:  # type: ignore[type-arg]
    return History(units=units(len(counts)), first_day=20_000, counts=counts)


def bursts(seed: int) -> History:
    """Calm but for bursts of three weeks."""
    rng = np.random.default_rng(seed)
    counts = (rng.random((12, DAYS)) < 0.004).astype(int)
    for unit in range(12):
        for start in rng.integers(0, DAYS, 7):
            counts[unit, start : start + 21] |= rng.random(len(counts[unit, start : start + 21])) < 0.25
    return of(counts)


def test_where_attacks_come_in_bursts_the_model_knows_more() -> None:
    told = backtest(bursts(1), (7,))[0]
    assert told.forecasts > 500
    for name in ("persistence", "seasonal"):
        assert told.scores["model"].brier < told.scores[name].brier
        assert told.scores["model"].log < told.scores[name].log


def test_where_nothing_is_to_be_learnt_little_is_lost() -> None:
    rng = np.random.default_rng(4)
    told = backtest(of((rng.random((12, DAYS)) < 0.02).astype(int)), (7,))[0]
    best = min(told.scores[name].brier for name in ("persistence", "seasonal"))
    assert told.scores["model"].brier < 1.01 * best


def test_what_comes_later_changes_no_forecast() -> None:
    whole = bursts(2)
    cut = of(whole.counts[:, : DAYS - 140])
    early, late = forecasts(cut, 7), forecasts(whole, 7)
    told = {(u, d): p for u, d, p in zip(late.unit, late.day, late.model, strict=True)}
    for unit, day, chance in zip(early.unit, early.day, early.model, strict=True):
        assert told[unit, day] == pytest.approx(chance, abs=1e-12)


def test_the_last_day_alone_is_the_last_of_all() -> None:
    every, last = forecasts(bursts(3), 30), forecasts(bursts(3), 30, only_last=True)
    assert len(last.unit) == 12 and np.isnan(last.happened).all()
    assert np.array_equal(every.model[-12:], last.model)


def test_too_short_a_history_makes_no_forecast() -> None:
    assert len(forecasts(of(np.ones((2, 100), dtype=int)), 7).model) == 0


def test_cells_are_named_by_their_corner() -> None:
    told = grid_history(np.array([1, 5]), np.array([14.46, 14.51]), np.array([-12.2, -12.2]))
    assert told.units.names == ("14.25,-12.25", "14.5,-12.25")
    assert told.counts.shape == (2, 5)


def test_days_behind_the_end_are_left_out() -> None:
    told = history(units(1), np.array([0, 0]), np.array([10, 30]), until=20)
    assert told.counts.tolist() == [[1] + [0] * 10]


def test_with_too_few_rows_the_seasonal_mean_stands() -> None:
    assert fit(np.ones((3, 4)), np.ones(3)).tolist() == [1, 0, 0, 0]


def test_scores_by_hand() -> None:
    chance, happened = np.array([0.8, 0.4]), np.array([1.0, 0.0])
    assert brier(chance, happened) == pytest.approx((0.04 + 0.16) / 2)
    assert log(chance, happened) == pytest.approx(-(np.log(0.8) + np.log(0.6)) / 2)
    bins = calibration(np.linspace(0, 1, 130), np.ones(130))
    assert [each.count for each in bins] == [65, 65]
    assert bins[0].said < bins[1].said and bins[0].happened == 1.0
