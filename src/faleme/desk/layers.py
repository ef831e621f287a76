"""The map's own layers: the border line, countries, bands along the border, corridors and towns.

The border line is OpenStreetMap's, every point of it. Countries and bands are drawn from it by
`layers_build`, once, into static/layers. Corridors and towns come from the gazetteer (GeoNames) and stay
apart from OpenStreetMap's data.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from faleme.assess.border import BORDER
from faleme.lexicon.corridors import load_corridor_declarations
from faleme.lexicon.gazetteer import Gazetteer, GazetteerPlace, load_gazetteer

BUILT = Path(__file__).resolve().parent / "static" / "layers"
LAYERS = ("border", "countries", "band_25", "band_50", "corridors", "towns")
TOWN_COUNTRIES = ("SEN", "MLI")
NEAR_PROMINENCE = 2
"""Prominence from which a town is named: seats of districts (2), of regions (3), capitals (4)."""


@cache
def layer_json(name: str) -> bytes:
    """A layer as GeoJSON."""
    if name == "border":
        return BORDER.read_bytes()
    if name == "corridors":
        return _collection(_corridors())
    if name == "towns":
        return _collection(_towns(load_gazetteer()))
    return (BUILT / f"{name}.geojson").read_bytes()


def _corridors() -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "geometry": {
                "type": "LineString",
                "coordinates": [[round(place.lon, 4), round(place.lat, 4)] for place in branch],
            },
            "properties": {"id": corridor.id, "name": corridor.name, "kind": corridor.kind},
        }
        for corridor in load_corridor_declarations()
        for branch in corridor.branches
    ]


def _towns(gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Towns worth a label: seats in the two countries, metropoles around, places of the corridors."""
    wanted: dict[tuple[float, float], dict[str, Any]] = {}
    places = (gazetteer.place(row) for row in range(len(gazetteer)))
    for place in places:
        if place.feature.startswith("P.") and _is_labelled(place):
            wanted[(round(place.lon, 2), round(place.lat, 2))] = _town(
                place.name, place.lat, place.lon, place.prominence
            )
    for corridor in load_corridor_declarations():
        if corridor.kind == "road":
            for stop in (place for branch in corridor.branches for place in branch):
                wanted.setdefault(
                    (round(stop.lon, 2), round(stop.lat, 2)), _town(stop.name, stop.lat, stop.lon, 1)
                )
    return sorted(wanted.values(), key=lambda town: (-town["properties"]["rank"], town["properties"]["name"]))


def _is_labelled(place: GazetteerPlace) -> bool:
    if place.country in TOWN_COUNTRIES:
        return place.prominence >= NEAR_PROMINENCE
    return place.prominence >= 4 and -18 <= place.lon <= 5 and 5 <= place.lat <= 25


def _town(name: str, lat: float, lon: float, rank: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 4), round(lat, 4)]},
        "properties": {"name": name, "rank": rank},
    }


def _collection(features: list[dict[str, Any]]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()
