"""How good forecasts of risk are: Brier and log score, calibration, side by side with the baselines."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from faleme.assess.risk import HORIZONS, Forecasts, History, forecasts

Floats = npt.NDArray[np.float64]
FORECASTERS: Final = ("model", "persistence", "seasonal")
BIN_LEAST: Final = 50
_BINS: Final = 10


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """Mean Brier score (0 is best) and mean log score (natural logarithm, 0 is best)."""

    brier: float
    log: float


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """Forecasts of about one chance: how many, what they said on average, how often it happened."""

    count: int
    said: float
    happened: float


class Backtest(msgspec.Struct, frozen=True, kw_only=True):
    """One horizon: how many forecasts, how often it happened, the scores, the model's calibration."""

    horizon: int
    forecasts: int
    happened: float
    scores: dict[str, Score]
    calibration: tuple[Bin, ...]


def backtest(told: History, horizons: tuple[int, ...] = HORIZONS) -> list[Backtest]:
    """Rolling-origin back-test: each forecast is made from what was known on its day."""
    return [scored(forecasts(told, horizon)) for horizon in horizons]


def scored(made: Forecasts) -> Backtest:
    """The scores of forecasts of which it is known what happened."""
    known = ~np.isnan(made.happened)
    happened = made.happened[known]
    scores = {
        name: Score(brier=brier(said, happened), log=log(said, happened))
        for name in FORECASTERS
        for said in (getattr(made, name)[known],)
    }
    return Backtest(
        horizon=made.horizon, forecasts=int(known.sum()),
        happened=float(happened.mean()) if len(happened) else 0.0,
        scores=scores, calibration=calibration(made.model[known], happened),
    )  # fmt: skip


def brier(chance: Floats, happened: Floats) -> float:
    return float(np.mean((chance - happened) ** 2)) if len(chance) else 0.0


def log(chance: Floats, happened: Floats) -> float:
    said = np.where(happened > 0, chance, 1 - chance)
    return float(-np.mean(np.log(said))) if len(chance) else 0.0


def calibration(chance: Floats, happened: Floats) -> tuple[Bin, ...]:
    """Up to ten bins of equal numbers of forecasts, none with fewer than 50."""
    count = min(_BINS, len(chance) // BIN_LEAST)
    if not count:
        return ()
    order = np.argsort(chance, kind="stable")
    return tuple(
        Bin(count=len(part), said=float(chance[part].mean()), happened=float(happened[part].mean()))
        for part in np.array_split(order, count)
    )
