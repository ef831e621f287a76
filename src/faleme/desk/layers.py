"""The map's own layers: land, countries, borders, rivers, bands, corridors and towns.

What comes of OpenStreetMap (borders, rivers, bands) is drawn once by `layers_build` into static/layers.
Corridors, towns and villages come from the gazetteer (GeoNames) and stay apart from OpenStreetMap's data.
A layer with a `_fine` twin is exchanged for it when the map is near enough.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from faleme.assess.border import BORDER, load_border
from faleme.lexicon.corridors import load_corridor_declarations
from faleme.lexicon.gazetteer import Gazetteer, GazetteerPlace, load_gazetteer

BUILT = Path(__file__).resolve().parent / "static" / "layers"
COARSE = ("land", "countries", "borders", "border", "rivers", "bands", "corridors", "towns")
"""What the first view of the map is drawn of."""
FINE = ("countries_fine", "borders_fine", "border_fine", "rivers_fine", "villages")
"""What is asked for when the map is near enough."""
LAYERS = (*COARSE, *FINE)
TOWN_COUNTRIES = ("SEN", "MLI")
NEAR_PROMINENCE, FAR_PROMINENCE = 2, 3
"""Prominence from which a town is named: seats of districts in the two countries, of regions around them."""
SEEN = (-18.0, 8.0, -2.0, 18.5)
"""West, south, east, north of what has towns; capitals are named farther out."""
CROSSING_KM = 5.0
"""A place of a corridor this near the border is a crossing, and named as early as the seat of a region."""
VILLAGES_KM = 30.0
"""Villages are named this near the border."""


@cache
def layer_json(name: str) -> bytes:
    """A layer as GeoJSON."""
    if name == "border_fine":
        return BORDER.read_bytes()
    if name == "corridors":
        return _collection(corridor_segments())
    if name == "towns":
        return _collection(_towns(load_gazetteer()))
    if name == "villages":
        return _collection(_villages(load_gazetteer()))
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


def _towns(gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Towns worth a label: seats in the two countries, larger ones around, places of the corridors."""
    named = (place for place in _populated(gazetteer) if _is_labelled(place))
    wanted = {_spot(each.lat, each.lon): _town(each) for each in sorted(named, key=_weight)}
    border = load_border()
    for corridor in load_corridor_declarations():
        if corridor.kind == "road":
            for stop in (place for branch in corridor.branches for place in branch):
                rank = 3 if border.distance_km(stop.lat, stop.lon) <= CROSSING_KM else 2
                town = wanted.setdefault(
                    _spot(stop.lat, stop.lon), _named(stop.name, stop.lat, stop.lon, rank, 0)
                )
                town["properties"]["rank"] = max(rank, town["properties"]["rank"])
    return _by_rank(wanted.values())


def _villages(gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Villages along the border, for a map that shows a few kilometres."""
    west, south, east, north = -13.2, 11.9, -10.5, 15.6
    inside = [
        place
        for place in _populated(gazetteer)
        if west < place.lon < east and south < place.lat < north and place.prominence < NEAR_PROMINENCE
    ]
    km = load_border().distances_km([place.lat for place in inside], [place.lon for place in inside])  # type: ignore[arg-type]
    return _by_rank(_town(place) for place, far in zip(inside, km, strict=True) if far <= VILLAGES_KM)


def _populated(gazetteer: Gazetteer) -> Iterator[GazetteerPlace]:
    places = (gazetteer.place(row) for row in range(len(gazetteer)))
    return (place for place in places if place.feature.startswith("P."))


def _is_labelled(place: GazetteerPlace) -> bool:
    if place.country in TOWN_COUNTRIES:
        return place.prominence >= NEAR_PROMINENCE
    west, south, east, north = SEEN
    if west <= place.lon <= east and south <= place.lat <= north:
        return place.prominence >= FAR_PROMINENCE
    return place.prominence >= 4 and west <= place.lon <= 5 and 5 <= place.lat <= 25


def _weight(place: GazetteerPlace) -> tuple[int, int]:
    return place.prominence, place.population


def _spot(lat: float, lon: float) -> tuple[float, float]:
    """Two names a kilometre apart are one town."""
    return round(lat, 2), round(lon, 2)


def _town(place: GazetteerPlace) -> dict[str, Any]:
    return _named(place.name, place.lat, place.lon, place.prominence, place.population)


def _named(name: str, lat: float, lon: float, rank: int, people: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 4), round(lat, 4)]},
        "properties": {"name": name, "rank": rank, "people": people},
    }


def _by_rank(towns: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The most prominent first, the larger of equals before the smaller: labels are placed in this order."""

    def order(town: dict[str, Any]) -> tuple[int, int, str]:
        told = town["properties"]
        return -told["rank"], -told["people"], told["name"]

    return sorted(towns, key=order)


def _collection(features: list[dict[str, Any]]) -> bytes:
    written = {"type": "FeatureCollection", "features": features}
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
