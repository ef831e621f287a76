"""Tables of events by others and by us (ACLED, UCDP GED, `faleme export`) as attacks with a day and a point.

A row that cannot be read is passed over and told by its line.
"""

from __future__ import annotations

import csv
import datetime as dt
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, TextIO

import msgspec

from faleme.errors import InputError

TABLES = Path(__file__).resolve().parent.parent / "data" / "watch" / "event_tables.toml"
_FORMATS: Final = ("%Y-%m-%d", "%d %B %Y", "%d/%m/%Y", "%d-%b-%Y")


class EventTable(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a kind of table, and which types of event are attacks."""

    name: str
    date: str
    type: str
    lat: str
    lon: str
    attacks: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.date, self.type, self.lat, self.lon)


class Attack(msgspec.Struct, frozen=True):
    """A day and a point (WGS 84, degrees)."""

    day: dt.date
    lat: float
    lon: float


class Attacks(msgspec.Struct, frozen=True, kw_only=True):
    """What a table holds. `rows` were read; `other` are of types that are no attacks; `problems` are lines
    that could not be read; `all_taken` tells that no type was known and every row was taken for an attack.
    """

    table: str
    attacks: tuple[Attack, ...]
    rows: int
    other: int
    problems: tuple[str, ...] = ()
    all_taken: bool = False


class _Tables(msgspec.Struct, frozen=True):
    table: tuple[EventTable, ...]


@cache
def load_event_tables(path: Path = TABLES) -> tuple[EventTable, ...]:
    """The kinds of tables that are known."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Tables).table


def read_attacks(path: Path) -> Attacks:
    """The attacks of a CSV file. Raises InputError where it is no table with the columns needed."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return _read(stream, str(path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"not a readable table ({error})", source=str(path)) from error


def _read(stream: TextIO, source: str) -> Attacks:
    delimiter = ";" if stream.readline().count(";") > 2 else ","
    stream.seek(0)
    rows = csv.DictReader(stream, delimiter=delimiter)
    there = {name.strip().lower(): name for name in rows.fieldnames or () if name}
    kinds = load_event_tables()
    kind = next((each for each in kinds if there.keys() >= set(each.columns)), None)
    if kind is None:
        wanted = " or ".join(", ".join(each.columns) for each in kinds)
        raise InputError(f"no table of events: it needs the columns {wanted}", source=source)
    problems: list[str] = []
    told: list[tuple[str, Attack]] = []
    for line, row in enumerate(rows, start=2):
        values = {name: (row.get(there[name]) or "").strip() for name in kind.columns}
        try:
            told.append((values[kind.type].lower(), _attack(values, kind)))
        except ValueError as error:
            problems.append(f"{source}:{line}: {error}; passed over")
    known = {each.lower() for each in kind.attacks}
    chosen = [attack for name, attack in told if name in known]
    return Attacks(
        table=kind.name, attacks=tuple(chosen or (attack for _, attack in told)), rows=len(told),
        other=len(told) - len(chosen) if chosen else 0, problems=tuple(problems),
        all_taken=bool(told) and not chosen,
    )  # fmt: skip


def _attack(values: dict[str, str], kind: EventTable) -> Attack:
    day = next(_days(values[kind.date]), None)
    if day is None:
        raise ValueError(f"{kind.date} is no date: {values[kind.date]!r}")
    try:
        lat, lon = (float(values[name].replace(",", ".")) for name in (kind.lat, kind.lon))
    except ValueError:
        raise ValueError(f"no point: {values[kind.lat]!r}, {values[kind.lon]!r}") from None
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError(f"no point on earth: {lat}, {lon} (degrees, latitude first)")
    return Attack(day, lat, lon)


def _days(written: str) -> Iterator[dt.date]:
    for form in _FORMATS:
        try:
            yield dt.datetime.strptime(
                written.split("T")[0][:10] if form == "%Y-%m-%d" else written, form
            ).date()
        except ValueError:
            continue
