"""Incidents of a map in cells of its grid: a few ranges of one index, added up place by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from faleme.store import grid
from faleme.store.base import MapCell, Wanted
from faleme.store.conditions import Condition, conditions
from faleme.store.listing import counted, day_listed
from faleme.store.rows import rows_in
from faleme.store.schema import incident


class _Sum(msgspec.Struct):
    """What is added up of one cell, place by place."""

    count: int = 0
    tallies: int = 0
    dead: int = 0
    listed: int = 0
    lat: float = 0.0
    lon: float = 0.0
    fine: int = 0


def map_cells(connection: sa.Connection, wanted: Wanted, box: grid.Box, level: int) -> list[MapCell]:
    """Cells of a grid that hold incidents, those of the box's edge whole."""
    asked = conditions(wanted, "cell")
    sums = _added_up(connection, asked, box, level)
    alone = {each.fine for each in sums.values() if each.count == 1}
    singles = _singles(connection, asked, alone)
    return [_cell(number, each, level, singles) for number, each in sorted(sums.items())]


def _added_up(
    connection: sa.Connection, asked: Sequence[Condition], box: grid.Box, level: int
) -> dict[int, _Sum]:
    shift = 2 * (grid.FINEST - level)
    left, top, right, bottom = grid.corners(box, level)
    sums: dict[int, _Sum] = {}
    inside: dict[int, bool] = {}
    for fine, count, tallies, dead, listed in _places(connection, asked, grid.snapped(box, level)):
        number = fine >> shift
        if number not in inside:
            column, row = grid.column_and_row(number)
            inside[number] = left <= column <= right and top <= row <= bottom
        if not inside[number]:
            continue
        each = sums.setdefault(number, _Sum())
        lat, lon = grid.point_of(fine)
        each.count += count
        each.tallies += int(tallies)
        each.dead += int(dead)
        each.listed = max(each.listed, listed)
        each.lat += lat * count
        each.lon += lon * count
        each.fine = fine
    return sums


def _places(connection: sa.Connection, asked: Sequence[Condition], box: grid.Box) -> Iterator[Any]:
    """Each place of a box once: how many incidents, of which kinds, their dead and the latest of them."""
    cell = incident.c.cell
    query = sa.select(
        cell, sa.func.count(), sa.func.sum(incident.c.tally), sa.func.sum(incident.c.dead),
        sa.func.max(incident.c.listed),
    ).where(*asked).group_by(cell)  # fmt: skip
    for low, high in grid.ranges(box):
        yield from connection.execute(query.where(cell.between(low, high)))


def _singles(
    connection: sa.Connection, asked: Sequence[Condition], cells: set[int]
) -> dict[int, tuple[str, float | None]]:
    query = sa.select(incident.c.cell, incident.c.id, incident.c.radius_km).where(*asked)
    return {row.cell: (row.id, row.radius_km) for row in rows_in(connection, query, incident.c.cell, cells)}


def _cell(number: int, added: _Sum, level: int, singles: dict[int, tuple[str, float | None]]) -> MapCell:
    single, radius_km = singles.get(added.fine, (None, None)) if added.count == 1 else (None, None)
    return MapCell(
        lat=round(added.lat / added.count, 5),
        lon=round(added.lon / added.count, 5),
        count=added.count,
        by_quad={quad: n for quad, n in counted(added.count, added.tallies).items() if n},
        dead_min=added.dead,
        newest=day_listed(added.listed),
        box=grid.box_of(number, level),
        incident=single,
        radius_km=radius_km,
    )
