"""Where an alert holds, as CAP draws it: circles around places, polygons along segments, bands and cells."""

from __future__ import annotations

from typing import Final

import shapely
from pyproj import Transformer

from faleme.assess.border import load_border
from faleme.assess.corridors import Segment
from faleme.lexicon.watch import BorderSegment, load_border_segments
from faleme.records.alert import Area, Point
from faleme.records.event import EventPlace

LEAST_KM: Final = 5.0
"""A circle is never smaller: a point of the gazetteer is no front line."""
BESIDE_KM: Final = 15.0
_SIMPLE_M: Final = 300.0
_HALF_CELL: Final = 0.125


def around(place: EventPlace) -> Area:
    """A circle around a place, as wide as it is uncertain."""
    if place.lat is None or place.lon is None:
        return Area(name=place.name)
    radius = max(LEAST_KM, place.radius_km or 0.0)
    return Area(name=place.name, circles=(((round(place.lat, 4), round(place.lon, 4)), radius),))


def corridor_area(segment: Segment) -> Area:
    """The ground within 15 km of a corridor's segment."""
    line = [(segment.begin.lat, segment.begin.lon), (segment.end.lat, segment.end.lon)]
    return Area(name=segment.name, polygons=(_buffer(line, BESIDE_KM),))


def band_of(segment: BorderSegment, km: float) -> Area:
    """The ground within a distance of a border's segment, on both sides."""
    parts = load_border_segments().segment
    row = parts.index(segment)
    begin = parts[row - 1].to_km if row else 0.0
    piece = load_border().line.piece(begin, segment.to_km)
    return Area(name=segment.name, polygons=(_buffer(piece, km),))


def cell_of(name: str, lat: float, lon: float) -> Area:
    """A cell of the grid of risk, by its middle."""
    south, north, west, east = lat - _HALF_CELL, lat + _HALF_CELL, lon - _HALF_CELL, lon + _HALF_CELL
    ring = ((south, west), (south, east), (north, east), (north, west), (south, west))
    return Area(name=name, polygons=(ring,))


def _buffer(line: list[Point], km: float) -> tuple[Point, ...]:
    middle = line[len(line) // 2]
    plane = f"+proj=aeqd +lat_0={middle[0]:.4f} +lon_0={middle[1]:.4f} +datum=WGS84"
    to_plane = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    flat = shapely.LineString([to_plane.transform(lon, lat) for lat, lon in line])
    ground = flat.buffer(km * 1000, quad_segs=4).simplify(_SIMPLE_M)
    ring = [to_plane.transform(x, y, direction="INVERSE") for x, y in ground.exterior.coords]
    found = tuple((round(lat, 4), round(lon, 4)) for lon, lat in ring)
    return (*found[:-1], found[0])
