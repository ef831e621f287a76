"""Corridors as data: lists of gazetteer places or rail stops, read from data/corridors/*.toml.

A file holds `id`, `name`, `kind` ('road' or 'rail') and one or more `[[branch]]` with `places`, each
`"name"` or `"name, COUNTRY"` (alpha-3) of the gazetteer, or with `stops`, names in the GeoJSON file
`stops_from`.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from faleme.errors import DataError
from faleme.lexicon.gazetteer import Gazetteer, load_gazetteer
from faleme.lexicon.names import name_key

FOLDER = Path(__file__).resolve().parent.parent / "data" / "corridors"
GEO = FOLDER.parent / "geo"


class CorridorPlace(msgspec.Struct, frozen=True):
    """A place that a corridor runs through."""

    name: str
    lat: float
    lon: float


class CorridorDeclaration(msgspec.Struct, frozen=True, kw_only=True):
    """A corridor; each branch is a chain of places in the order of travel."""

    id: str
    name: str
    kind: str
    branches: tuple[tuple[CorridorPlace, ...], ...]


@cache
def corridor_names(folder: Path = FOLDER) -> dict[str, str]:
    """Names of the corridors by id, in the order of ids, without looking their places up."""
    found = (tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml"))
    return dict(sorted((str(each["id"]), str(each["name"])) for each in found))


def read_corridor(path: Path, gazetteer: Gazetteer) -> CorridorDeclaration:
    """Reads one declaration; raises `DataError` naming the place that is not to be found."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        branches = tuple(_branch(branch, gazetteer, path) for branch in data["branch"])
        return CorridorDeclaration(id=data["id"], name=data["name"], kind=data["kind"], branches=branches)
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise DataError(f"not a corridor: {error!r}", source=str(path)) from error


def _branch(branch: dict[str, Any], gazetteer: Gazetteer, path: Path) -> tuple[CorridorPlace, ...]:
    if "stops" in branch:
        stops = _stops(GEO / branch["stops_from"])
        missing = [name for name in branch["stops"] if name_key(name) not in stops]
        if missing:
            raise DataError(f"no stop of the name {missing[0]!r}", source=str(path))
        places = tuple(stops[name_key(name)] for name in branch["stops"])
    else:
        places = tuple(corridor_place(written, gazetteer, path) for written in branch["places"])
    if len(places) < 2:
        raise DataError("a branch needs at least two places", source=str(path))
    return places


def corridor_place(written: str, gazetteer: Gazetteer, path: Path) -> CorridorPlace:
    """The most prominent place of a name ('Kidira, SEN'); raises DataError where there is none."""
    name, _, country = (part.strip() for part in written.partition(","))
    found = [p for p in gazetteer.find(name) if p.feature[0] in "PS" and country in ("", p.country)]
    if not found:
        raise DataError(f"no place of the name {written!r} in the gazetteer", source=str(path))
    best = max(found, key=lambda place: (place.prominence, place.population, -place.geoname_id))
    return CorridorPlace(name, best.lat, best.lon)


@cache
def _stops(path: Path) -> dict[str, CorridorPlace]:
    """Name key to stop; of several of one name the station of the metre-gauge line."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]

    def rank(feature: dict[str, Any]) -> tuple[bool, bool]:
        return (feature["properties"]["gauge"] == "1000", feature["properties"]["type"] == "station")

    stops: dict[str, CorridorPlace] = {}
    for feature in sorted(features, key=rank):
        name = feature["properties"]["name"]
        if name:
            lon, lat = feature["geometry"]["coordinates"]
            stops[name_key(name)] = CorridorPlace(name, lat, lon)
    return stops


@cache
def load_corridor_declarations(folder: Path = FOLDER) -> tuple[CorridorDeclaration, ...]:
    """Every declaration of a folder, by file name."""
    gazetteer = load_gazetteer()
    return tuple(read_corridor(path, gazetteer) for path in sorted(folder.glob("*.toml")))
