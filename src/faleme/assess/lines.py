"""A line on the ground, and how far points are from it (geodesic, WGS 84).

The nearest point is looked for on an azimuthal equidistant map around the line's middle, with a tree over its
segments; the distance to that point is then measured on the ellipsoid. The map is off by less than 0.1 %
within 500 km of its middle, the distance is exact for the point that was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod, Transformer

Floats = npt.NDArray[np.float64]
_GEOD = Geod(ellps="WGS84")


class Nearest(NamedTuple):
    """The distance in km, the row of the nearest segment, and the nearest point."""

    km: float
    segment: int
    lat: float
    lon: float


class GroundLine:
    """A polyline through (lat, lon) points; segment i runs from point i to point i + 1."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        lat, lon = np.array([p[0] for p in points]), np.array([p[1] for p in points])
        middle = (lat.min() + lat.max()) / 2, (lon.min() + lon.max()) / 2
        plane = f"+proj=aeqd +lat_0={middle[0]:.5f} +lon_0={middle[1]:.5f} +datum=WGS84"
        self._project = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
        x, y = self._project.transform(lon, lat)
        self._start = np.column_stack([x[:-1], y[:-1]])
        self._along = np.column_stack([x[1:], y[1:]]) - self._start
        self._length2 = np.maximum((self._along**2).sum(axis=1), 1e-9)
        ends = np.stack([self._start, self._start + self._along], axis=1)
        self._tree = shapely.STRtree(shapely.linestrings(ends))
        lengths = _GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2] / 1000
        self._begins_km = np.concatenate([[0.0], np.cumsum(lengths)])
        self._lat, self._lon = lat, lon

    def nearest(self, lat: float, lon: float) -> Nearest:
        """The nearest point of the line to one point."""
        x, y = self._project.transform(lon, lat)
        segment = int(self._tree.query_nearest(shapely.Point(x, y), all_matches=False)[0])
        (sx, sy), (dx, dy) = self._start[segment], self._along[segment]
        part = min(1.0, max(0.0, ((x - sx) * dx + (y - sy) * dy) / self._length2[segment]))
        to_lon, to_lat = self._project.transform(sx + part * dx, sy + part * dy, direction="INVERSE")
        return Nearest(_GEOD.inv(lon, lat, to_lon, to_lat)[2] / 1000, segment, to_lat, to_lon)

    @property
    def length_km(self) -> float:
        return float(self._begins_km[-1])

    def piece(self, begin_km: float, end_km: float) -> list[tuple[float, float]]:
        """The points (lat, lon) of the line between two distances along it, with both ends."""
        inside = self._begins_km[(self._begins_km > begin_km) & (self._begins_km < end_km)]
        at = np.concatenate([[max(0.0, begin_km)], inside, [min(self.length_km, end_km)]])
        lat, lon = (np.interp(at, self._begins_km, each) for each in (self._lat, self._lon))
        return list(zip(lat.tolist(), lon.tolist(), strict=True))

    def along_km(self, lat: Floats, lon: Floats) -> Floats:
        """How far along the line, from its first point, the nearest point to each of many lies."""
        segment, part, _ = self._feet(lat, lon)
        begins = self._begins_km
        found: Floats = begins[segment] + part * (begins[segment + 1] - begins[segment])
        return found

    def _feet(self, lat: Floats, lon: Floats) -> tuple[npt.NDArray[np.intp], Floats, Floats]:
        """The nearest segment of each point, how far along it (0 to 1), and the nearest point on the map."""
        x, y = self._project.transform(lon, lat)
        rows = self._tree.query_nearest(shapely.points(x, y), all_matches=False)
        segment = np.empty(len(x), dtype=np.intp)
        segment[rows[0]] = rows[1]
        start, along = self._start[segment], self._along[segment]
        offset = np.column_stack([x, y]) - start
        part = np.clip((offset * along).sum(axis=1) / self._length2[segment], 0.0, 1.0)
        return segment, part, start + along * part[:, None]

    def distances_km(self, lat: Floats, lon: Floats) -> Floats:
        """Distances in km of many points at once."""
        foot = self._feet(lat, lon)[2]
        to_lon, to_lat = self._project.transform(foot[:, 0], foot[:, 1], direction="INVERSE")
        metres: Floats = _GEOD.inv(lon, lat, to_lon, to_lat)[2]
        return metres / 1000
