"""How near a place is to a watched border, and on which side.

The line and the countries' outlines are OpenStreetMap's (ODbL, data/geo/NOTICE), good to some ten metres;
Natural Earth's are kilometres off here and put Kidira in Mali. What limits the answer is the point: GeoNames
is some hundred metres off and a town is wider than a point, so a side is told only where the uncertainty does
not reach across the line.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from faleme.assess.corridors import Corridor, corridor_distances
from faleme.assess.lines import Floats, GroundLine
from faleme.errors import DataError
from faleme.records.place import Proximity

GEO = Path(__file__).resolve().parent.parent / "data" / "geo"
BORDER = GEO / "border_SN_ML.geojson"
COUNTRIES = GEO / "countries_west_africa.geojson"
LEAST_UNCERTAINTY_KM = 0.3
"""A gazetteer's point is never taken to be better than this."""


class Border:
    """A border line with the outlines of the countries that tell its sides."""

    def __init__(self, name: str, line: GroundLine, outlines: dict[str, shapely.Geometry]) -> None:
        self.name = name
        self.line = line
        self._outlines = outlines
        self._side_at = cache(self._find_side)

    def distance_km(self, lat: float, lon: float) -> float:
        """Geodesic distance of a point to the line, in km."""
        return self.line.nearest(lat, lon).km

    def distances_km(self, lat: Floats, lon: Floats) -> Floats:
        """Geodesic distances of many points to the line, in km."""
        return self.line.distances_km(np.asarray(lat, dtype=float), np.asarray(lon, dtype=float))

    def side(self, lat: float, lon: float) -> str | None:
        """The country (alpha-3) whose outline holds the point, None in a country that has no outline here."""
        return self._side_at(lat, lon)

    def _find_side(self, lat: float, lon: float) -> str | None:
        point = shapely.Point(lon, lat)
        return next((code for code, outline in self._outlines.items() if outline.contains(point)), None)

    def proximity(
        self, lat: float, lon: float, radius_km: float | None = None, corridors: tuple[Corridor, ...] = ()
    ) -> Proximity:
        """Nearness of a place to the border and to corridors; `radius_km` is the place's own uncertainty."""
        uncertainty = max(radius_km or 0.0, LEAST_UNCERTAINTY_KM)
        distance = self.distance_km(lat, lon)
        return Proximity(
            border=self.name,
            border_km=round(distance, 3),
            uncertainty_km=uncertainty,
            side=self.side(lat, lon) if distance > uncertainty else None,
            corridors=corridor_distances(lat, lon, corridors),
        )


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"not a readable GeoJSON file ({error})", source=str(path)) from error
    return list(data["features"]) if data.get("type") == "FeatureCollection" else [data]


@cache
def load_border(line: Path = BORDER, countries: Path = COUNTRIES) -> Border:
    """The border of a GeoJSON LineString, with the countries of a GeoJSON file (features with `A3` codes)."""
    feature = _features(line)[0]
    if feature.get("geometry", {}).get("type") != "LineString":
        raise DataError("a border is one GeoJSON LineString", source=str(line))
    points = [(lat, lon) for lon, lat, *_ in feature["geometry"]["coordinates"]]
    outlines: dict[str, shapely.Geometry] = {}
    for country in _features(countries):
        outline = shapely.geometry.shape(country["geometry"])
        shapely.prepare(outline)
        outlines[str(country["properties"]["A3"])] = outline
    return Border(str(feature["properties"].get("name", line.stem)), GroundLine(points), outlines)
