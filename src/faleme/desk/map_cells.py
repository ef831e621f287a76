"""Clusters of the map: cells of the store's grid, joined where their rings would lie on each other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

import msgspec

from faleme.desk.layers_svg import ring_radius
from faleme.desk.views import day_of
from faleme.records.incident import Incident
from faleme.records.quad import QUAD_OF, QUADS
from faleme.review.fields import toll
from faleme.store import grid
from faleme.store.base import MapCell

Box = tuple[float, float, float, float]
_OVERLAP = 0.9
"""Rings may touch; nearer than this share of their radii they are one."""
_SINGLE_PX = 9.0
_FURTHEST_PX = 80.0


def cells_of(incidents: Iterable[Incident], box: Box, zoom: int) -> list[MapCell]:
    """Cells of incidents at hand, as the store makes them of its rows."""
    level = grid.level_of(zoom, grid.Box(*box))
    west, south, east, north = grid.snapped(grid.Box(*box), level)
    found: dict[int, list[Incident]] = {}
    for each in incidents:
        lat, lon = point_of(each) or (90.0, 0.0)
        if west <= lon <= east and south <= lat <= north:
            found.setdefault(grid.cell_of(lat, lon, level), []).append(each)
    return [_cell(grid.box_of(number, level), there) for number, there in sorted(found.items())]


def point_of(incident: Incident) -> tuple[float, float] | None:
    """Latitude and longitude, None where it has no point: a whole country is none."""
    place = incident.place
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon


def _cell(box: Box, there: list[Incident]) -> MapCell:
    points = [point for each in there if (point := point_of(each))]
    days = sorted(day.isoformat() for each in there if (day := day_of(each)))
    dead = (toll(each) for each in there)
    one = there[0] if len(there) == 1 else None
    return MapCell(
        lat=round(sum(lat for lat, _ in points) / len(points), 5),
        lon=round(sum(lon for _, lon in points) / len(points), 5),
        count=len(there),
        by_quad=_in_order(Counter(QUAD_OF[each.type] for each in there)),
        dead_min=sum((each.min or 0) if each else 0 for each in dead),
        newest=days[-1] if days else None,
        box=(box[0], box[1], box[2], box[3]),
        incident=one.id if one else None,
        radius_km=one.place.radius_km if one and one.place else None,
    )


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
