"""The gazetteer: names of places and the places that bear them, in one indexed file read in place.

The file (`data/geo/gazetteer.bin`, written by `gazetteer_build`) is mapped into memory, not parsed: opening
it costs a few milliseconds, a look-up a few microseconds. Layout, all little-endian:

    8 bytes   magic 'FGAZ0001'
    4 bytes   length of the header, then the header: JSON with the sections' offsets and counts, the feature
              codes, the countries (ISO 3166-1 alpha-3), those known down to their villages, the admin areas
    sections  ids, lat, lon (1e-5 degrees), population, feature, country, admin1, admin2, prominence, name
              offsets, names, key offsets, keys, first posting of a key, longest key by first word, postings,
              slots of the hash table over the keys, rows of the villages in the order of their skeletons

Source of the shipped file: GeoNames (CC BY 4.0), see `data/geo/NOTICE`.
"""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import Final, Literal
from zlib import crc32

import msgspec

from faleme.errors import DataError
from faleme.lexicon.names import Remembered, name_key, skeleton

MAGIC: Final = b"FGAZ0001"
ALTERNATE: Final = 1 << 31
"""Bit of a posting: the key is an alternate name of the place, not its main one."""

EMPTY: Final = 0xFFFFFFFF
SHIPPED: Final = Path(__file__).resolve().parent.parent / "data" / "geo" / "gazetteer.bin"

Level = Literal["locality", "area"]


class GazetteerPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One place: `feature` is the GeoNames class and code ('P.PPLA'), `admin` its parents, nearest first.

    `prominence` is 0 to 4: hamlet, village or small town, seat of a district or town, seat of a region or
    city, national capital or metropolis. `population` is 0 where GeoNames has none.
    """

    row: int
    geoname_id: int
    name: str
    country: str
    lat: float
    lon: float
    feature: str
    population: int
    prominence: int
    admin: tuple[str, ...]

    @property
    def level(self) -> Level:
        return "locality" if self.feature[0] in "PS" else "area"

    @property
    def is_capital(self) -> bool:
        return self.feature == "P.PPLC"


class Gazetteer:
    """Look-ups by name and by row in a mapped gazetteer file."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as handle:
                self._map = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise DataError(f"cannot open the gazetteer ({error})", source=str(path)) from error
        data = memoryview(self._map)
        if bytes(data[:8]) != MAGIC:
            raise DataError("not a gazetteer file; make one with `faleme gazetteer add`", source=str(path))
        size = int.from_bytes(data[8:12], "little")
        header = json.loads(bytes(data[12 : 12 + size]))
        self.path = path
        self.features: list[str] = header["features"]
        self.countries: list[str] = header["countries"]
        self.known_countries = frozenset[int](header["known"])
        self.admin_names: list[str] = header["admins"]
        self.sources: list[str] = header["sources"]

        def section(name: str) -> memoryview:
            code, start, length = header["sections"][name]
            part = data[start : start + length]
            return part.cast(code) if code != "B" else part

        self.ids, self.lat, self.lon, self.population = map(section, ("ids", "lat", "lon", "population"))
        self.feature, self.country, self.prominence = map(section, ("feature", "country", "prominence"))
        self.admin1, self.admin2 = section("admin1"), section("admin2")
        self._name_at, self._names = section("name_at"), section("names")
        self._key_at, self._keys = section("key_at"), section("keys")
        self._posting_at, self._postings = section("posting_at"), section("postings")
        self._longest, self._slots = section("longest"), section("slots")
        self._by_skeleton = section("by_skeleton")
        self._slot_count = len(self._slots)
        self._place = cache(self._read_place)
        # The same words come again in every article; what a name has is asked for several times a sentence.
        self._longest_of = Remembered(self._read_longest)
        self._postings_of = Remembered(self._read_postings)
        self.key_count = len(self._key_at) - 1

    def __len__(self) -> int:
        return len(self.ids)

    def _key_row(self, key: str) -> int:
        """The row of a key in the key table, or -1."""
        wanted = key.encode("utf-8", "surrogatepass")
        slot = crc32(wanted) % self._slot_count
        slots, key_at, keys = self._slots, self._key_at, self._keys
        while (row := slots[slot]) != EMPTY:
            if keys[key_at[row] : key_at[row + 1]] == wanted:
                return int(row)
            slot = slot + 1 if slot + 1 < self._slot_count else 0
        return -1

    def longest(self, first_word: str) -> int:
        """The number of words of the longest name that begins with this (folded) word; 0 if none does."""
        return self._longest_of[first_word]

    def _read_longest(self, first_word: str) -> int:
        row = self._key_row(first_word)
        return 0 if row < 0 else int(self._longest[row])

    def rows(self, key: str) -> tuple[int, ...]:
        """Rows of the places with this key (`name_key`), main names first; empty if there is none."""
        return tuple(posting & ~ALTERNATE for posting in self.postings(key))

    def postings(self, key: str) -> tuple[int, ...]:
        """Like `rows`, each with the bit `ALTERNATE` where the key is an alternate name of the place."""
        return self._postings_of[key]

    def _read_postings(self, key: str) -> tuple[int, ...]:
        row = self._key_row(key)
        if row < 0:
            return ()
        return tuple(self._postings[self._posting_at[row] : self._posting_at[row + 1]])

    def find(self, name: str) -> tuple[GazetteerPlace, ...]:
        """The places of a name as it is written ('Nioro du Sahel', 'KAYES')."""
        return tuple(self.place(row) for row in self.rows(name_key(name)))

    def rows_sounding(self, name: str) -> tuple[int, ...]:
        """Rows of the places whose main name is another spelling of this one ('Aguelhoc', 'Aguelhok')."""
        wanted, rows = skeleton(name), self._by_skeleton
        at = bisect_left(rows, wanted, key=lambda row: skeleton(self.name(row)))
        found = []
        while at < len(rows) and skeleton(self.name(rows[at])) == wanted:
            found.append(int(rows[at]))
            at += 1
        return tuple(found)

    def place(self, row: int) -> GazetteerPlace:
        return self._place(row)

    def name(self, row: int) -> str:
        return bytes(self._names[self._name_at[row] : self._name_at[row + 1]]).decode()

    def key(self, row: int) -> str:
        """The key of a row of the key table."""
        return bytes(self._keys[self._key_at[row] : self._key_at[row + 1]]).decode()

    def _read_place(self, row: int) -> GazetteerPlace:
        admins = (self.admin_names[self.admin2[row]], self.admin_names[self.admin1[row]])
        return GazetteerPlace(
            row=row,
            geoname_id=self.ids[row],
            name=self.name(row),
            country=self.countries[self.country[row]],
            lat=self.lat[row] / 1e5,
            lon=self.lon[row] / 1e5,
            feature=self.features[self.feature[row]],
            population=self.population[row],
            prominence=self.prominence[row],
            admin=tuple(name for name in admins if name),
        )


@cache
def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer at `path`, or the shipped one."""
    return Gazetteer(path or SHIPPED)
