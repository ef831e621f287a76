"""Towns and villages that the map names, chosen of the gazetteer (GeoNames) by `layers_build`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from faleme.assess.border import load_border
from faleme.lexicon.corridors import load_corridor_declarations
from faleme.lexicon.gazetteer import Gazetteer, GazetteerPlace

TOWN_COUNTRIES = ("SEN", "MLI")
NEAR_PROMINENCE, FAR_PROMINENCE = 2, 3
"""Prominence from which a town is named: seats of districts in the two countries, of regions around them."""
SEEN = (-18.0, 8.0, -2.0, 18.5)
"""West, south, east, north of what has towns; capitals are named farther out."""
CROSSING_KM = 5.0
"""A place of a corridor this near the border is a crossing, and named as early as the seat of a region."""
VILLAGES_KM = 30.0
"""Villages are named this near the border."""


def towns(gazetteer: Gazetteer) -> list[dict[str, Any]]:
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


def villages(gazetteer: Gazetteer) -> list[dict[str, Any]]:
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
