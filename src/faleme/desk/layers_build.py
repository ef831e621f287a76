"""Draws static/layers: land, countries, borders, rivers, the bands along the border, for two ranges of zoom.

Run it with `python -m faleme.desk.layers_build` after a change of the data in data/geo.

Lines are simplified as a network that neighbours share. A coarse layer is good to some 400 m and serves until
the map is near enough for that to show; its fine twin holds the country around the border to some 50 m, and
the line between Senegal and Mali point for point. Coasts are Natural Earth's, because the outlines of
countries hold the territorial waters.
"""

from __future__ import annotations

import itertools
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import mapping, shape
from shapely.ops import substring

from faleme.assess.border import BORDER, COUNTRIES, GEO
from faleme.desk.layers import BUILT
from faleme.desk.layers_towns import towns, villages
from faleme.lexicon.gazetteer import load_gazetteer

LAND = GEO / "land_west_africa.geojson"
RIVERS = GEO / "rivers.toml"
BANDS_KM = (10, 25, 50)
OWN = ("SEN", "MLI")
COARSE, COARSE_BORDER, FINE = 0.014, 0.004, 0.0006
"""Tolerances in degrees: of all lines, of the watched border on small scales, of all lines near it."""
NEAR = shapely.box(-13.6, 11.4, -9.8, 16.2)
"""The ground that the fine layers hold."""
VIEW = shapely.box(-17, 11.4, -7.5, 16.9)
"""The first view of the map, where the names of countries are wanted."""
DIGITS = {"": 3, "_fine": 4}


def build(folder: Path = BUILT) -> dict[str, int]:
    """Write the layers; returns their sizes in bytes."""
    border = shape(json.loads(BORDER.read_text(encoding="utf-8"))["geometry"])
    features = json.loads(COUNTRIES.read_text(encoding="utf-8"))["features"]
    outlines = {feature["properties"]["A3"]: shape(feature["geometry"]) for feature in features}
    land = shapely.make_valid(shape(json.loads(LAND.read_text(encoding="utf-8"))["geometry"]))
    shores = land.simplify(COARSE)
    rivers = _rivers(outlines)
    layers: dict[str, list[dict[str, Any]]] = {
        "land": [_feature(shores, 3)],
        "bands": [_feature(_band(border, km), 3, km=km) for km in reversed(BANDS_KM)],
        "border": [_feature(border.simplify(COARSE_BORDER), 4)],
        "rivers": [_feature(line.simplify(COARSE_BORDER), 3, name=name) for name, line in rivers],
        "rivers_fine": [_feature(line.intersection(NEAR), 4, name=name) for name, line in rivers],
    }
    for suffix, tolerance, within in (("", COARSE, land.envelope), ("_fine", FINE, NEAR)):
        network = _network(outlines, border, tolerance, COARSE_BORDER if not suffix else 0.0)
        faces = _faces(network, outlines)
        layers[f"countries{suffix}"] = [
            _feature(faces[code].intersection(shores).intersection(within), DIGITS[suffix], A3=code)
            for code in OWN
        ]
        others = _borders(faces, border).intersection(land.buffer(0.02)).intersection(within)
        layers[f"borders{suffix}"] = [_feature(shapely.line_merge(others), DIGITS[suffix])]
        if not suffix:
            layers["countries"] += [
                _feature(shapely.Point(at), 2, A3=code)
                for code, face in faces.items()
                if (at := _label(face.intersection(shores)))
            ]
    layers |= {"towns": towns(load_gazetteer()), "villages": villages(load_gazetteer())}
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for name, found in layers.items():
        collection = {"type": "FeatureCollection", "features": [one for one in found if one["geometry"]]}
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.geojson").write_text(text + "\n", encoding="utf-8")
        sizes[name] = len(text)
    return sizes


def _network(outlines: dict[str, Any], border: Any, tolerance: float, of_border: float) -> Any:
    """The boundaries of all countries as shared lines, simplified; rings too small to see are left out."""
    lines = shapely.line_merge(shapely.unary_union([outline.boundary for outline in outlines.values()]))
    beside = border.buffer(0.0005)
    return shapely.unary_union(
        [
            line.simplify(of_border if beside.covers(line) else tolerance)
            for line in shapely.get_parts(lines)
            if line.length > 0.15 or not line.is_ring
        ]
    )


def _faces(network: Any, outlines: dict[str, Any]) -> dict[str, Any]:
    """Each country as the faces of the simplified network that lie in it."""
    faces: dict[str, list[Any]] = {code: [] for code in outlines}
    for face in shapely.get_parts(shapely.polygonize([network])):
        inside = face.representative_point()
        for code, outline in outlines.items():
            if outline.contains(inside):
                faces[code].append(face)
                break
    return {code: shapely.unary_union(found) for code, found in faces.items()}


def _borders(faces: dict[str, Any], border: Any) -> Any:
    """What two countries share, but for the watched border; outlines to a country not held count too."""
    shared = [
        faces[a].boundary.intersection(faces[b].boundary)
        for a, b in itertools.combinations(faces, 2)
        if {a, b} != set(OWN)
    ]
    outer = shapely.unary_union(list(faces.values())).boundary
    return shapely.unary_union([*shared, outer.difference(border.buffer(0.001))])


def _rivers(outlines: dict[str, Any]) -> list[tuple[str, Any]]:
    """The stretches of rivers.toml, cut out of the border that runs in them."""
    found = []
    for stretch in tomllib.loads(RIVERS.read_text(encoding="utf-8"))["stretch"]:
        one, other = (outlines[code].boundary for code in stretch["beside"])
        line = shapely.line_merge(one.intersection(other))
        if line.geom_type != "LineString":
            line = max(shapely.get_parts(line), key=lambda part: part.length)
        ends = sorted(line.project(shapely.Point(stretch[end])) for end in ("from", "to"))
        found.append((stretch["name"], substring(line, *ends)))
    return found


def _label(country: Any) -> list[float] | None:
    """Where a country's name stands: inside it, as near the border as the first view of the map."""
    seen = country.intersection(VIEW)
    if seen.area < 0.5:
        seen = country
    if seen.is_empty:
        return None
    x, y = shapely.maximum_inscribed_circle(seen, tolerance=0.05).coords[0]
    return [round(x, 2), round(y, 2)]


def _band(border: Any, km: int) -> Any:
    """The ground within `km` of the line, on an equidistant map around its middle."""
    middle = border.centroid
    plane = f"+proj=aeqd +lat_0={middle.y:.4f} +lon_0={middle.x:.4f} +datum=WGS84"
    there = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    flat = shapely.transform(border, there.transform, interleaved=False).buffer(km * 1000).simplify(150)
    return shapely.transform(flat, lambda x, y: there.transform(x, y, direction="INVERSE"), interleaved=False)


def _feature(geometry: Any, digits: int, **properties: object) -> dict[str, Any]:
    """A feature of rounded points, each once; slivers of a cut are left out."""
    grid = 10.0**-digits
    kept = shapely.remove_repeated_points(
        shapely.transform(geometry, lambda points: points.round(digits)), grid
    )
    if kept.geom_type in ("Polygon", "MultiPolygon", "GeometryCollection"):
        parts = [part for part in shapely.get_parts(kept) if part.geom_type == "Polygon" and part.area > 1e-4]
        kept = shapely.MultiPolygon(parts)
    if kept.is_empty:
        return {"type": "Feature", "geometry": None, "properties": properties}
    exact = shapely.transform(kept, lambda points: np.round(points, digits))
    return {"type": "Feature", "geometry": mapping(exact), "properties": properties}


if __name__ == "__main__":
    build()
