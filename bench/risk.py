"""Risk on made-up histories: three generators that share nothing with the models.

Excited: attacks bring further ones, here and next door (drawn by branching). Seasonal: each cell's rate goes
up and down with the year and remembers nothing. Regimes: a cell is calm or hot for months at a time. Flat:
nothing to be known but each cell's mean. 24 cells, six years, five histories each; Brier and log score of the
model beside the better baseline.
"""

from __future__ import annotations

import random

import numpy as np

from faleme.assess.risk import HORIZONS, History, Units, history
from faleme.assess.risk_scores import backtest

CELLS, YEARS, HISTORIES = 24, 6, 5
DAYS = 365 * YEARS
SIDE = 6


def excited(rng: random.Random) -> list[tuple[int, float]]:
    """A branching process: immigrants, then their offspring, then theirs."""
    events = []
    for cell in range(CELLS):
        rate = rng.choice((0.003, 0.008, 0.02))
        at = rng.expovariate(rate)
        while at < DAYS:
            events.append((cell, at))
            at += rng.expovariate(rate)
    waiting = list(events)
    while waiting:
        cell, at = waiting.pop()
        children = 0
        while rng.random() < 0.4:  # geometric: 0.67 on average
            children += 1
        for _ in range(children):
            later = at + rng.expovariate(1 / 12)
            where = cell if rng.random() < 0.8 else rng.choice(next_to(cell))
            if later < DAYS:
                events.append((where, later))
                waiting.append((where, later))
    return events


def next_to(cell: int) -> list[int]:
    row, column = divmod(cell, SIDE)
    found = [(row + a, column + b) for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0))]
    return [r * SIDE + c for r, c in found if 0 <= r < CELLS // SIDE and 0 <= c < SIDE]


def seasonal(rng: random.Random) -> list[tuple[int, float]]:
    events = []
    for cell in range(CELLS):
        mean, peak = rng.choice((0.01, 0.02, 0.05)), rng.uniform(0, 365)
        for day in range(DAYS):
            high = 1 + 0.9 * np.cos(2 * np.pi * (day - peak) / 365.25)
            if rng.random() < mean * high:
                events.append((cell, day + rng.random()))
    return events


def regimes(rng: random.Random) -> list[tuple[int, float]]:
    events = []
    for cell in range(CELLS):
        hot = rng.random() < 0.3
        for day in range(DAYS):
            if rng.random() < 1 / (120 if hot else 300):
                hot = not hot
            if rng.random() < (0.08 if hot else 0.005):
                events.append((cell, day + rng.random()))
    return events


def flat(rng: random.Random) -> list[tuple[int, float]]:
    """No skill to be had beyond each cell's mean."""
    rates = [rng.choice((0.005, 0.02, 0.05)) for _ in range(CELLS)]
    return [(c, d + 0.5) for c in range(CELLS) for d in range(DAYS) if rng.random() < rates[c]]


def made(events: list[tuple[int, float]]) -> History:
    rows = np.arange(CELLS)
    units = Units(names=tuple(map(str, rows)), lat=14 + 0.25 * (rows // SIDE), lon=-12 + 0.25 * (rows % SIDE))
    unit = np.array([cell for cell, _ in events])
    day = np.array([int(at) for _, at in events])
    return history(units, unit, day, until=DAYS - 1)


def main() -> None:
    for generator in (excited, seasonal, regimes, flat):
        for horizon in HORIZONS:
            told = [
                backtest(made(generator(random.Random(seed))), (horizon,))[0] for seed in range(HISTORIES)
            ]
            for score in ("brier", "log"):
                means = {
                    name: float(np.mean([getattr(each.scores[name], score) for each in told]))
                    for name in ("model", "persistence", "seasonal")
                }
                best = min(means["persistence"], means["seasonal"])
                print(
                    f"{generator.__name__:<9} {horizon:>2} days {score:<5}: "
                    + ", ".join(f"{name} {value:.4f}" for name, value in means.items())
                    + f"; model against the better {100 * (1 - means['model'] / best):+.1f} %"
                )
            if horizon == HORIZONS[0]:
                bins = [each for one in told for each in one.calibration]
                off = [abs(each.said - each.happened) for each in bins]
                print(
                    f"{'':<9} calibration: {len(bins)} bins of 50 or more, off by {np.mean(off):.3f} "
                    f"on average, {max(off):.3f} at most",
                    flush=True,
                )


if __name__ == "__main__":
    main()
