"""Draws static/layers: light outlines of countries and the bands along the border.

Run it with `python -m faleme.desk.layers_build` after a change of the data in data/geo.

Outlines are simplified as a network of shared lines, so that neighbours stay neighbours; the line between
Senegal and Mali is left as it is, point for point. Coasts hold the territorial waters, as their source
does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely
from pyproj import Transformer
from shapely.geometry import mapping, shape

from faleme.assess.border import BORDER, COUNTRIES
from faleme.desk.layers import BUILT

TOLERANCE_DEGREES = 0.012
BANDS_KM = (25, 50)
DIGITS = 4
VIEW = shapely.box(-17, 11.6, -8.4, 16.6)


def build(folder: Path = BUILT) -> dict[str, int]:
    """Write the layers; returns their sizes in bytes."""
    border = shape(json.loads(BORDER.read_text(encoding="utf-8"))["geometry"])
    features = json.loads(COUNTRIES.read_text(encoding="utf-8"))["features"]
    outlines = {feature["properties"]["A3"]: shape(feature["geometry"]) for feature in features}
    layers = {"countries": _countries(outlines, border)}
    for km in BANDS_KM:
        layers[f"band_{km}"] = [_feature(_band(border, km), 3, km=km)]
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for name, found in layers.items():
        collection = {"type": "FeatureCollection", "features": found}
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.geojson").write_text(text + "\n", encoding="utf-8")
        sizes[name] = len(text)
    return sizes


def _countries(outlines: dict[str, Any], border: Any) -> list[dict[str, Any]]:
    """Each country as the faces of the simplified network that lie in it."""
    lines = shapely.line_merge(shapely.unary_union([outline.boundary for outline in outlines.values()]))
    beside = border.buffer(0.0005)
    kept = [
        line if beside.covers(line) else line.simplify(TOLERANCE_DEGREES)
        for line in shapely.get_parts(lines)
        if line.length > 0.15 or not line.is_ring
    ]
    faces: dict[str, list[Any]] = {code: [] for code in outlines}
    for face in shapely.get_parts(shapely.polygonize([shapely.unary_union(kept)])):
        inside = face.representative_point()
        for code, outline in outlines.items():
            if outline.contains(inside):
                faces[code].append(face)
                break
    shapes = {code: shapely.unary_union(found) for code, found in faces.items()}
    return [_feature(shape_, DIGITS, A3=code, label=_label(shape_)) for code, shape_ in shapes.items()]


def _label(country: Any) -> list[float] | None:
    """Where a country's name stands: inside it, as near the border as the first view of the map."""
    seen = country.intersection(VIEW)
    if seen.area < 1:
        return None
    x, y = shapely.maximum_inscribed_circle(seen, tolerance=0.05).coords[0]
    return [round(x, 2), round(y, 2)]


def _band(border: Any, km: int) -> Any:
    """The ground within `km` of the line, on an equidistant map around its middle."""
    middle = border.centroid
    plane = f"+proj=aeqd +lat_0={middle.y:.4f} +lon_0={middle.x:.4f} +datum=WGS84"
    there = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    flat = shapely.transform(border, there.transform, interleaved=False).buffer(km * 1000).simplify(200)
    return shapely.transform(flat, lambda x, y: there.transform(x, y, direction="INVERSE"), interleaved=False)


def _feature(geometry: Any, digits: int, **properties: object) -> dict[str, Any]:
    rounded = shapely.transform(geometry, lambda points: points.round(digits))
    return {"type": "Feature", "geometry": mapping(rounded), "properties": properties}


if __name__ == "__main__":
    build()
