"""What the timeline asks of a store: incidents by day and lane, counted or one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from faleme.records.timeline import (
    CONFLICT_TYPES,
    NEAR_BORDER_KM,
    STRANDS,
    THREAT_TYPES,
    THREATS,
    WATCHED,
    Axis,
    DayCount,
    Lane,
    Moment,
)
from faleme.store.base import Wanted
from faleme.store.conditions import Condition, conditions
from faleme.store.kept import Kept
from faleme.store.listing import DAY
from faleme.store.schema import incident, incident_actor

Rows = dict[tuple[int, Lane], list[int]]


class MomentReader:
    """The part of a store that the timeline reads; `Wanted` has no days: the axis has."""

    _engine: sa.Engine
    _kept: Kept

    def day_counts(self, wanted: Wanted, axis: Axis, *, everybody: bool = False) -> list[DayCount]:
        """Incidents of every day by lane, in order.

        The relation is that of the watched countries; with `everybody`, of whomever.
        """
        with self._engine.connect() as connection:
            return self._kept.of(
                connection, ("days", wanted, axis, everybody),
                lambda: _counted(connection, wanted, axis, everybody),
            )  # fmt: skip

    def moments(
        self, wanted: Wanted, axis: Axis, days: tuple[int, int], *, limit: int, everybody: bool = False
    ) -> list[Moment]:
        """Single incidents of a stretch of days (ordinals, ends included), the latest of lists first."""
        day = _day_of(axis)
        found: list[tuple[int, Moment]] = []
        with self._engine.connect() as connection:
            for lane, asked in _lanes(wanted, everybody):
                query = (
                    sa.select(day, lane, _is_conflict(), incident.c.id, incident.c.listed)
                    .where(*asked, _between(axis, *days))
                    .order_by(incident.c.listed.desc(), incident.c.id)
                    .limit(limit)
                )
                for row in connection.execute(query):
                    found.append((row[4], Moment(int(row[0]), row[1], bool(row[2]), row[3])))
        found.sort(key=lambda each: (-each[0], each[1].incident))
        return [moment for _, moment in found[:limit]]


def _counted(connection: sa.Connection, wanted: Wanted, axis: Axis, everybody: bool) -> list[DayCount]:
    rows: Rows = defaultdict(lambda: [0, 0])
    day = _day_of(axis)
    for lane, asked in _lanes(wanted, everybody):
        side = _is_conflict()
        query = sa.select(day, lane, side, sa.func.count()).where(*asked, _has_day(axis))
        for at, name, conflict, count in connection.execute(query.group_by(day, lane, side)):
            rows[int(at), name][bool(conflict)] += count
    return [DayCount(day, lane, *counts) for (day, lane), counts in sorted(rows.items())]


def _lanes(wanted: Wanted, everybody: bool) -> Iterator[tuple[Any, list[Condition]]]:
    """The lane of a row as an expression, for threats and for the relation, each with its conditions."""
    met = conditions(wanted)
    near = incident.c.border_km <= NEAR_BORDER_KM
    threat = sa.case((near, THREATS[0]), (incident.c.corridors != 0, THREATS[1]), else_=THREATS[2])
    yield threat, [*met, incident.c.type.in_(THREAT_TYPES), incident.c.status == "occurred"]
    relation = [*met, incident.c.type.not_in(THREAT_TYPES), incident.c.strand.in_(STRANDS)]
    yield incident.c.strand, relation if everybody else [*relation, _of_both()]


def _of_both() -> Condition:
    """Whether it is between the watched countries: parties of both, or one's parties in the other."""
    one, other = (
        incident.c.id.in_(sa.select(incident_actor.c.incident).where(incident_actor.c.actor == state))
        for state in WATCHED
    )
    return sa.or_(
        sa.and_(one, sa.or_(other, incident.c.country == WATCHED[1])),
        sa.and_(other, incident.c.country == WATCHED[0]),
    )


def _is_conflict() -> sa.ColumnElement[Any]:
    return sa.case((incident.c.type.in_(CONFLICT_TYPES), 1), else_=0)


def _day_of(axis: Axis) -> sa.ColumnElement[Any]:
    if axis == "happened":
        return incident.c.listed // DAY
    return incident.c.published_on if axis == "published" else incident.c.entered_on


def _has_day(axis: Axis) -> Condition:
    return incident.c.listed >= DAY if axis == "happened" else _day_of(axis).is_not(None)


def _between(axis: Axis, first: int, last: int) -> Condition:
    if axis == "happened":
        return incident.c.listed.between(max(1, first) * DAY, (last + 1) * DAY - 1)
    return _day_of(axis).between(first, last)
