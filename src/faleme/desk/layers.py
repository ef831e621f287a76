"""The map's own layers: land, countries, borders, rivers, bands, corridors and towns.

Most are drawn once by `layers_build` into static/layers: borders, rivers and bands of OpenStreetMap, towns
and villages of the gazetteer (GeoNames), each in files of its own; corridors come of their declarations.
A layer with a `_fine` twin is exchanged for it when the map is near enough.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from faleme.assess.border import BORDER
from faleme.lexicon.corridors import load_corridor_declarations

BUILT = Path(__file__).resolve().parent / "static" / "layers"
COARSE = ("land", "countries", "borders", "border", "rivers", "bands", "corridors", "towns")
"""What the first view of the map is drawn of."""
FINE = ("countries_fine", "borders_fine", "border_fine", "rivers_fine", "villages")
"""What is asked for when the map is near enough."""
LAYERS = (*COARSE, *FINE)


@cache
def layer_json(name: str) -> bytes:
    """A layer as GeoJSON."""
    if name == "border_fine":
        return BORDER.read_bytes()
    if name == "corridors":
        return collection(corridor_segments())
    return (BUILT / f"{name}.geojson").read_bytes()


@cache
def layer_features(name: str) -> tuple[dict[str, Any], ...]:
    """The features of a layer, for what is drawn on this side."""
    read = json.loads(layer_json(name))
    return tuple(read["features"]) if read["type"] == "FeatureCollection" else (read,)


def corridor_segments() -> list[dict[str, Any]]:
    """Corridors as their segments from place to place; what two branches share is drawn once for each."""
    return [
        {
            "type": "Feature",
            "geometry": {
                "type": "LineString",
                "coordinates": [[round(place.lon, 4), round(place.lat, 4)] for place in (one, other)],
            },
            "properties": {
                "id": corridor.id,
                "name": corridor.name,
                "kind": corridor.kind,
                "segment": f"{one.name}–{other.name}",
            },
        }
        for corridor in load_corridor_declarations()
        for branch in corridor.branches
        for one, other in pairwise(branch)
    ]


def collection(features: list[dict[str, Any]]) -> bytes:
    """Features as a GeoJSON document."""
    written = {"type": "FeatureCollection", "features": features}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
