"""Places as numbers, so that a box of the map is a few ranges of an index (web mercator, Morton order).

A point is its cell of the finest grid, 2^24 cells a side (2.4 m at the equator); shifting the number right by
two bits gives the cell of the next coarser grid that holds it.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

FINEST = 24
_WIDEST_LAT = 85.05112878  # where web mercator's square ends
_CELL_PX = 16
_TILE_PX = 256
_MOST_CELLS = 16_384


class Box(NamedTuple):
    """West, south, east, north in degrees; a box that crosses the 180th meridian is not known here."""

    west: float
    south: float
    east: float
    north: float


WORLD = Box(-180.0, -_WIDEST_LAT, 180.0, _WIDEST_LAT)


def common(one: Box, other: Box) -> Box:
    """What two boxes share; where that is nothing, a point of the first."""
    west, south = max(one.west, other.west), max(one.south, other.south)
    return Box(west, south, max(west, min(one.east, other.east)), max(south, min(one.north, other.north)))


def level_of(zoom: int, box: Box) -> int:
    """The grid whose cells are 16 pixels wide at a zoom, or a coarser one where the box is too wide."""
    level = max(0, min(zoom, 18)) + int(math.log2(_TILE_PX // _CELL_PX))
    while level > 0:
        left, top, right, bottom = corners(box, level)
        if (right - left + 1) * (bottom - top + 1) <= _MOST_CELLS:
            break
        level -= 1
    return level


def cell_of(lat: float, lon: float, level: int = FINEST) -> int:
    """The number of the cell that holds a point."""
    return _interleave(_column(lon, level)) | (_interleave(_row(lat, level)) << 1)


def point_of(cell: int, level: int = FINEST) -> tuple[float, float]:
    """Latitude and longitude of the middle of a cell."""
    column, row = _gather(cell), _gather(cell >> 1)
    return _lat((row + 0.5) / 2**level), (column + 0.5) / 2**level * 360 - 180


def points_of(cells: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Latitudes and longitudes of the middles of finest cells."""
    side = 2.0**FINEST
    lat = np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * ((gathered(cells >> 1) + 0.5) / side)))))
    return lat, (gathered(cells) + 0.5) / side * 360 - 180


def gathered(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """`_gather` of many numbers."""
    numbers = numbers & 0x5555555555555555
    for shift, mask in _GATHER:
        numbers = (numbers | (numbers >> shift)) & mask
    return numbers


def box_of(cell: int, level: int) -> Box:
    """The box that a cell covers."""
    column, row, side = _gather(cell), _gather(cell >> 1), 2**level
    return Box(
        west=column / side * 360 - 180,
        south=_lat((row + 1) / side),
        east=(column + 1) / side * 360 - 180,
        north=_lat(row / side),
    )


def ranges(box: Box, most: int = 12) -> list[tuple[int, int]]:
    """Ranges of finest cells that together cover a box, ends included, in order and at most so many.

    They may cover more than the box: who asks by them looks at each row again.
    """
    level = FINEST
    while level > 0:
        left, top, right, bottom = corners(box, level)
        if (right - left + 1) * (bottom - top + 1) <= 4 * most:
            break
        level -= 1
    shift = 2 * (FINEST - level)
    cells = sorted(
        _interleave(column) | (_interleave(row) << 1)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    )
    spans = [(cell << shift, ((cell + 1) << shift) - 1) for cell in cells]
    return _joined(spans, most)


def _joined(spans: list[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """Neighbouring ranges as one, then the nearest ones until there are no more than so many."""
    found: list[tuple[int, int]] = []
    for low, high in spans:
        if found and found[-1][1] + 1 == low:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    while len(found) > most:
        gaps = [(b[0] - a[1], n) for n, (a, b) in enumerate(zip(found, found[1:], strict=False))]
        at = min(gaps)[1]
        found[at : at + 2] = [(found[at][0], found[at + 1][1])]
    return found


def snapped(box: Box, level: int) -> Box:
    """The box widened to whole cells of a grid, so that a cell is counted whole or not at all."""
    left, top, right, bottom = corners(box, level)
    side = 2**level
    return Box(
        west=left / side * 360 - 180,
        south=_lat((bottom + 1) / side),
        east=(right + 1) / side * 360 - 180,
        north=_lat(top / side),
    )


def column_and_row(cell: int) -> tuple[int, int]:
    return _gather(cell), _gather(cell >> 1)


def around(lat: float, lon: float, km: float) -> Box:
    """A box that holds the circle around a point."""
    north_km = 110.57
    high = km / north_km
    wide = km / (111.32 * max(0.01, math.cos(math.radians(min(89.0, abs(lat) + high)))))
    return Box(max(-180.0, lon - wide), lat - high, min(180.0, lon + wide), lat + high)


def corners(box: Box, level: int) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row of the cells of a grid that a box touches."""
    west, east = sorted((box.west, box.east))
    south, north = sorted((box.south, box.north))
    return _column(west, level), _row(north, level), _column(east, level), _row(south, level)


def _column(lon: float, level: int) -> int:
    side: int = 1 << level
    return max(0, min(side - 1, math.floor((lon + 180) / 360 * side)))


def _row(lat: float, level: int) -> int:
    angle = math.radians(max(-_WIDEST_LAT, min(_WIDEST_LAT, lat)))
    share = (1 - math.asinh(math.tan(angle)) / math.pi) / 2
    side: int = 1 << level
    return max(0, min(side - 1, math.floor(share * side)))


def _lat(share: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share))))


_SPREAD: tuple[tuple[int, int], ...] = (
    (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333), (1, 0x5555555555555555),
)  # fmt: skip
_GATHER: tuple[tuple[int, int], ...] = (
    (1, 0x3333333333333333), (2, 0x0F0F0F0F0F0F0F0F), (4, 0x00FF00FF00FF00FF),
    (8, 0x0000FFFF0000FFFF), (16, 0x00000000FFFFFFFF),
)  # fmt: skip


def _interleave(number: int) -> int:
    """The bits of a number with a free place between them."""
    for shift, mask in _SPREAD:
        number = (number | (number << shift)) & mask
    return number


def _gather(number: int) -> int:
    """Every other bit of a number: `_interleave` undone."""
    number &= 0x5555555555555555
    for shift, mask in _GATHER:
        number = (number | (number >> shift)) & mask
    return number
