"""Clusters of the map: cells of the store's grid, joined where their rings would lie on each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

import msgspec

from faleme.desk.layers_svg import ring_radius
from faleme.records.incident import Incident
from faleme.records.quad import QUADS
from faleme.store.base import MapCell

_OVERLAP = 0.9
"""Rings may touch; nearer than this share of their radii they are one."""
_SINGLE_PX = 9.0
_FURTHEST_PX = 80.0


def point_of(incident: Incident) -> tuple[float, float] | None:
    """Latitude and longitude, None where it has no point: a whole country is none."""
    place = incident.place
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon


def joined(cells: Iterable[MapCell], zoom: float) -> list[MapCell]:
    """Cells whose rings would overlap at a zoom as one, the larger taking in the smaller; north to south."""
    kept: dict[tuple[int, int], list[MapCell]] = {}
    for cell in sorted(cells, key=lambda c: (-c.count, c.lat, c.lon)):
        x, y = _pixel(cell, zoom)
        column, row = math.floor(x / _FURTHEST_PX), math.floor(y / _FURTHEST_PX)
        around = ((column + a, row + b) for a in (-1, 0, 1) for b in (-1, 0, 1))
        others = ((key, at) for key in around for at in range(len(kept.get(key, ()))))
        near = next(((key, at) for key, at in others if _overlap(kept[key][at], cell, zoom)), None)
        if near is None:
            kept.setdefault((column, row), []).append(cell)
        else:
            key, at = near
            kept[key][at] = _joined(kept[key][at], cell)
    return sorted((cell for found in kept.values() for cell in found), key=lambda c: (-c.lat, c.lon))


def _overlap(one: MapCell, other: MapCell, zoom: float) -> bool:
    (x, y), (left, top) = _pixel(one, zoom), _pixel(other, zoom)
    return math.hypot(x - left, y - top) < _OVERLAP * (_size(one) + _size(other))


def _size(cell: MapCell) -> float:
    return _SINGLE_PX if cell.count == 1 else ring_radius(cell.count)


def _pixel(cell: MapCell, zoom: float) -> tuple[float, float]:
    world = 256 * 2**zoom
    y = 0.5 - math.asinh(math.tan(math.radians(cell.lat))) / (2 * math.pi)
    return (cell.lon / 360 + 0.5) * world, y * world


def _joined(one: MapCell, other: MapCell) -> MapCell:
    count = one.count + other.count
    west, south, east, north = zip(one.box, other.box, strict=True)
    return msgspec.structs.replace(
        one,
        lat=round((one.lat * one.count + other.lat * other.count) / count, 5),
        lon=round((one.lon * one.count + other.lon * other.count) / count, 5),
        count=count,
        by_quad=_in_order(Counter(one.by_quad) + Counter(other.by_quad)),
        dead_min=one.dead_min + other.dead_min,
        newest=max(filter(None, (one.newest, other.newest)), default=None),
        box=(min(west), min(south), max(east), max(north)),
        incident=None,
        radius_km=None,
    )


def _in_order(counts: Counter[str]) -> dict[str, int]:
    """Counts by quad class, mildest first, without those of none."""
    return {quad: counts[quad] for quad in QUADS if counts[quad]}
