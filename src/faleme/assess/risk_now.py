"""Risk on a day from what is known of incidents: by segment of the border, segment of corridors and cell.

Each chance stands beside persistence, the seasonal mean and what became of earlier forecasts of about the
same chance: one pass over the history makes both, as a forecast of the past is made from its own past alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

import msgspec
import numpy as np

from faleme.assess.border import load_border
from faleme.assess.border_watch import segments_of
from faleme.assess.corridor_evidence import beside, places_of
from faleme.assess.corridors import Corridor, load_corridors
from faleme.assess.happenings import Floats, Happenings, Ints, date_of, day_number
from faleme.assess.risk import HORIZONS, LEARNT, Forecasts, History, Units, forecasts, grid_history, history
from faleme.assess.risk_scores import Backtest, Bin, scored
from faleme.lexicon.watch import load_border_segments

Kind = Literal["border", "corridor", "cell"]
KINDS: Final[tuple[Kind, ...]] = ("border", "corridor", "cell")
BORDER_KM: Final = 50.0
BESIDE_KM: Final = 15.0
REACH_KM: Final = 100.0
"""Cells whose middle is farther from the border are not forecast."""
LEAST_DAYS: Final = LEARNT + max(HORIZONS) + 1
"""Days that a history needs before anything can be forecast and one forecast be judged."""


class Chance(msgspec.Struct, frozen=True, kw_only=True):
    """The chance of at least one threat in a unit, with the two simple forecasts.

    `past` are the earlier forecasts of about this chance: how many, what they said, how often it happened.
    """

    unit: str
    lat: float
    lon: float
    chance: float
    persistence: float
    seasonal: float
    past: Bin | None


class RiskOf(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of unit over one horizon: chances, the highest first, and how good forecasts have been.

    A unit in which nothing has happened yet has no chance here.
    """

    kind: Kind
    horizon: int
    as_of: dt.date
    first: dt.date
    chances: tuple[Chance, ...]
    backtest: Backtest


def risk_now(
    told: Happenings, as_of: dt.date, *, kinds: Sequence[Kind] = KINDS, horizons: Sequence[int] = HORIZONS
) -> tuple[RiskOf, ...]:
    """The risk on a day; () for a kind of unit whose history is shorter than `LEAST_DAYS`."""
    last = day_number(as_of)
    threats = told.between(-(10**6), last)
    threats = threats.where(threats.threat & ~np.isnan(threats.lat))
    made = []
    for kind in kinds:
        past = _HISTORIES[kind](threats, last)
        if past is not None and past.days >= LEAST_DAYS:
            made += [_risk(kind, past, forecasts(past, horizon)) for horizon in horizons]
    return tuple(made)


def _risk(kind: Kind, past: History, made: Forecasts) -> RiskOf:
    tested = scored(made)
    last = past.first_day + past.days - 1
    rows = np.flatnonzero(made.day == last)
    rows = rows[np.argsort(-made.model[rows], kind="stable")]
    units = past.units
    chances = (
        Chance(
            unit=units.names[unit], lat=round(float(units.lat[unit]), 4),
            lon=round(float(units.lon[unit]), 4),
            chance=float(made.model[row]), persistence=float(made.persistence[row]),
            seasonal=float(made.seasonal[row]), past=bin_of(float(made.model[row]), tested.calibration),
        )
        for row in rows.tolist()
        for unit in (int(made.unit[row]),)
    )  # fmt: skip
    return RiskOf(
        kind=kind, horizon=made.horizon, as_of=date_of(last), first=date_of(past.first_day),
        chances=tuple(chances), backtest=tested,
    )  # fmt: skip


def bin_of(chance: float, bins: Sequence[Bin]) -> Bin | None:
    """The earlier forecasts whose mean is nearest to a chance."""
    return min(bins, key=lambda each: abs(each.said - chance), default=None)


def border_history(threats: Happenings, last: int) -> History | None:
    """Threats within 50 km of the border by segment."""
    border, parts = load_border(), load_border_segments()
    near = threats.where(threats.border_km <= BORDER_KM)
    ends = [0.0, *(segment.to_km for segment in parts.segment)]
    halves = ((begin + end) / 2 for begin, end in zip(ends, ends[1:], strict=False))
    middles = [border.line.piece(half, half)[0] for half in halves]
    return _history(
        [segment.id for segment in parts.segment], middles, segments_of(near, border, parts), near.day, last
    )


def corridor_history(
    threats: Happenings, last: int, corridors: tuple[Corridor, ...] | None = None
) -> History | None:
    """Threats within 15 km of corridors by segment ('road|Kidira–Diboli'), one of two corridors once."""
    names: dict[str, int] = {}
    middles: list[tuple[float, float]] = []
    units, days = [], []
    for corridor in load_corridors() if corridors is None else corridors:
        number = np.empty(len(corridor.segments), dtype=np.int64)
        new = np.zeros(len(corridor.segments), dtype=bool)
        for at, segment in enumerate(corridor.segments):
            key = f"{corridor.kind}|{segment.name}"
            new[at] = key not in names
            number[at] = names.setdefault(key, len(names))
            if new[at]:
                ends = segment.begin, segment.end
                middles.append((sum(e.lat for e in ends) / 2, sum(e.lon for e in ends) / 2))
        row, met = beside(corridor, threats, BESIDE_KM)
        row, met = row[new[met]], met[new[met]]
        units.append(number[met])
        days.append(threats.day[row])
    return _history(list(names), middles, np.concatenate(units), np.concatenate(days), last)


def cell_history(threats: Happenings, last: int) -> History | None:
    """Threats by cell of 0.25 degrees, those whose middle is within reach of the border."""
    if not len(threats):
        return None
    (lat, lon), at = places_of(threats.lat, threats.lon)
    middles = [(np.floor(each / 0.25) + 0.5) * 0.25 for each in (lat, lon)]
    within = load_border().distances_km(*middles) <= REACH_KM
    near = threats.where(within[at])
    if not len(near):
        return None
    return grid_history(near.day, near.lat, near.lon, until=last)


def _history(
    names: Sequence[str], middles: Sequence[tuple[float, float]], unit: Ints, day: Ints, last: int
) -> History | None:
    if not len(day):
        return None
    lat: Floats = np.array([each[0] for each in middles])
    lon: Floats = np.array([each[1] for each in middles])
    return history(Units(names=tuple(names), lat=lat, lon=lon), unit, day, until=last)


_HISTORIES = {"border": border_history, "corridor": corridor_history, "cell": cell_history}
