"""The trade of two countries on the axis of time: what each side reports, one point a period.

A table tells all goods at once ('TOTAL') or goods by goods. Where both stand in one table the total is taken,
else the goods of its coarsest level are summed: sections before chapters, chapters before headings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import msgspec

from faleme.records.observation import (
    Basis,
    Flow,
    Observation,
    ObservationStatus,
    Origin,
    PeriodGrain,
    ProductLevel,
)
from faleme.records.time import Period

LEVELS: Final[tuple[ProductLevel, ...]] = (
    "total", "section", "chapter", "heading", "subheading", "other",
)  # fmt: skip
"""From the coarsest to the finest; sums are made of one of them, never of two."""
_MOST_ORIGINS = 20


class TradePoint(msgspec.Struct, frozen=True, kw_only=True):
    """What `reporter` told of one flow with `partner` in one period, all goods together.

    `value` is in plain units of `currency`, the mean of a year where `basis` says so. `rows` were summed;
    `origins` are the first of them. `status` is 'final' only where every row is.
    """

    reporter: str
    partner: str
    flow: Flow
    period: Period
    grain: PeriodGrain
    value: float
    currency: str | None
    basis: Basis
    status: ObservationStatus
    source: str
    level: ProductLevel
    rows: int
    origins: tuple[Origin, ...]


def trade_series(observations: Iterable[Observation], reporter: str, partner: str) -> tuple[TradePoint, ...]:
    """Every point of the two countries' trade, as either of them reports it, in the order of time.

    Exports of `reporter` to `partner` come before its imports, and these before what `partner` reports.
    Points of different sources, currencies or grains stand side by side and are never added up.
    """
    pair = {(reporter, partner), (partner, reporter)}
    cells: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for each in observations:
        if (each.reporter, each.partner) in pair:
            cells[_key(each)].append(each)
    points = [_point(rows) for rows in cells.values()]
    return tuple(sorted(points, key=lambda point: _order(point, reporter)))


def _key(each: Observation) -> tuple[object, ...]:
    return (
        each.reporter, each.partner, each.flow, each.period, each.grain, each.currency, each.basis,
        each.source,
    )  # fmt: skip


def _point(rows: list[Observation]) -> TradePoint:
    level = min((each.product.level for each in rows), key=LEVELS.index)
    summed = [each for each in rows if each.product.level == level]
    one = summed[0]
    open_ones = [each.status for each in summed if each.status != "final"]
    return TradePoint(
        reporter=one.reporter, partner=one.partner, flow=one.flow, period=one.period, grain=one.grain,
        value=sum(each.value for each in summed), currency=one.currency, basis=one.basis,
        status=open_ones[0] if open_ones else "final", source=one.source, level=level, rows=len(summed),
        origins=tuple(sorted(each.origin for each in summed)[:_MOST_ORIGINS]),
    )  # fmt: skip


def _order(point: TradePoint, reporter: str) -> tuple[object, ...]:
    return (
        point.period.from_ or "", point.period.to or "", point.reporter != reporter, point.flow,
        point.source, point.currency or "", point.basis,
    )  # fmt: skip
