"""Incidents of a map in cells of its grid, added up over columns in memory; in SQL: store/mapping.py."""

from __future__ import annotations

import numpy as np

from faleme.store import grid
from faleme.store.base import MapCell
from faleme.store.columns import Array, Held
from faleme.store.listing import counted, day_listed

Corners = tuple[int, int, int, int]


def cells_of(held: Held, rows: Array, corners: Corners, level: int) -> list[MapCell]:
    """Cells that hold some of the rows (in the order of cells), those within the corners."""
    fine = held.columns["cell"][rows]
    placed = fine >= 0
    rows, fine = rows[placed], fine[placed]
    numbers = fine >> (2 * (grid.FINEST - level))
    columns, lines = grid.gathered(numbers), grid.gathered(numbers >> 1)
    left, top, right, bottom = corners
    inside = (columns >= left) & (columns <= right) & (lines >= top) & (lines <= bottom)
    rows, fine, numbers = rows[inside], fine[inside], numbers[inside]
    if not len(rows):
        return []
    first = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))
    count = np.diff(np.concatenate((first, [len(rows)])))
    lats, lons = grid.points_of(fine)

    def added(values: Array) -> list[float]:
        sums: list[float] = np.add.reduceat(values, first).tolist()
        return sums

    tallies = np.add.reduceat(held.columns["tally"][rows], first).tolist()
    dead = np.add.reduceat(held.columns["dead"][rows].astype(np.int64), first).tolist()
    newest = np.maximum.reduceat(held.columns["listed"][rows], first).tolist()
    found = []
    for at, number, n, lat, lon, tally, died, last in zip(
        first.tolist(), numbers[first].tolist(), count.tolist(), added(lats), added(lons), tallies, dead,
        newest, strict=True,
    ):  # fmt: skip
        single, radius = _single(held, rows[at : at + 1]) if n == 1 else (None, None)
        found.append(
            MapCell(
                lat=round(lat / n, 5), lon=round(lon / n, 5), count=n,
                by_quad={quad: many for quad, many in counted(n, tally).items() if many},
                dead_min=died, newest=day_listed(last), box=grid.box_of(number, level),
                incident=single, radius_km=radius,
            )
        )  # fmt: skip
    return found


def _single(held: Held, row: Array) -> tuple[str, float | None]:
    radius = float(held.columns["radius_km"][row][0])
    return held.ids(row)[0], None if np.isnan(radius) else radius
