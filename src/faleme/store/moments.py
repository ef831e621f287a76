"""What the timeline asks of a store: incidents by day and lane, counted or one by one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, cast

import sqlalchemy as sa

from faleme.records.timeline import CONFLICT_TYPES, LANES, STRANDS, Axis, DayCount, Lane, Moment
from faleme.store.base import Wanted
from faleme.store.columns import Held
from faleme.store.columns_asked import day_counts, met
from faleme.store.conditions import Condition, conditions
from faleme.store.day_counts import DayCounts
from faleme.store.kept import Kept
from faleme.store.lanes import OTHERS
from faleme.store.listing import DAY
from faleme.store.schema import incident

_OTHERS = tuple(OTHERS + strand for strand in STRANDS)


class MomentReader:
    """The part of a store that the timeline reads; `Wanted` has no days: the axis has."""

    _engine: sa.Engine
    _kept: Kept

    def _held(self, connection: sa.Connection, asked: Wanted) -> Held | None:
        raise NotImplementedError

    def day_counts(self, wanted: Wanted, axis: Axis, *, everybody: bool = False) -> DayCounts:
        """Incidents of every day by lane, in order.

        The relation is that of the watched countries; with `everybody`, of whomever.
        """
        with self._engine.connect() as connection:
            asked = [*conditions(wanted), *_on(axis, everybody)]
            if held := self._held(connection, wanted):
                return day_counts(held, met(held, wanted), axis, everybody=everybody)
            return self._kept.of(
                connection, ("days", wanted, axis, everybody),
                lambda: DayCounts.of(_counted(connection, asked, axis)),
            )  # fmt: skip

    def moments(
        self, wanted: Wanted, axis: Axis, days: tuple[int, int], *, limit: int, everybody: bool = False
    ) -> list[Moment]:
        """Single incidents of a stretch of days (ordinals, ends included), the latest of lists first."""
        query = (
            sa.select(_day_of(axis), incident.c.lane, _is_conflict(), incident.c.id)
            .where(*conditions(wanted), *_on(axis, everybody), _between(axis, *days))
            .order_by(incident.c.listed.desc(), incident.c.id)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query)
            return [Moment(int(day), _lane(lane), bool(side), found) for day, lane, side, found in rows]


def _counted(connection: sa.Connection, asked: list[Condition], axis: Axis) -> list[DayCount]:
    rows: dict[tuple[int, Lane], list[int]] = defaultdict(lambda: [0, 0])
    day, side = _day_of(axis), _is_conflict()
    query = sa.select(day, incident.c.lane, side, sa.func.count()).where(*asked)
    for at, lane, conflict, count in connection.execute(query.group_by(incident.c.lane, day, side)):
        rows[int(at), _lane(lane)][bool(conflict)] += count
    return [DayCount(day, lane, *counts) for (day, lane), counts in sorted(rows.items())]


def _on(axis: Axis, everybody: bool) -> tuple[Condition, Condition]:
    has_day = incident.c.listed >= DAY if axis == "happened" else _day_of(axis).is_not(None)
    return incident.c.lane.in_((*LANES, *_OTHERS) if everybody else LANES), has_day


def _lane(kept: str) -> Lane:
    return cast(Lane, kept.removeprefix(OTHERS))


def _is_conflict() -> sa.ColumnElement[Any]:
    return sa.case((incident.c.type.in_(CONFLICT_TYPES), 1), else_=0)


def _day_of(axis: Axis) -> sa.ColumnElement[Any]:
    if axis == "happened":
        return incident.c.listed // DAY
    return incident.c.published_on if axis == "published" else incident.c.entered_on


def _between(axis: Axis, first: int, last: int) -> Condition:
    if axis == "happened":
        return incident.c.listed.between(max(1, first) * DAY, (last + 1) * DAY - 1)
    return _day_of(axis).between(first, last)
