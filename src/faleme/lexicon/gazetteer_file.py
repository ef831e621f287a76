"""Writing the gazetteer file, and reading an existing one back into the entries that it was written from."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

from faleme.errors import DataError
from faleme.lexicon.gazetteer import ALTERNATE, EMPTY, MAGIC, Gazetteer
from faleme.lexicon.gazetteer_sources import Entry
from faleme.lexicon.names import name_key, skeleton


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
    """Places that another spelling may name, by skeleton: villages of the dumps, cities elsewhere."""
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
    known = sorted({country_row[entry.country] for entry in entries if entry.admin1})
    header = {"features": features, "countries": countries, "known": known, "admins": admins}
    header["sources"] = sources
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
