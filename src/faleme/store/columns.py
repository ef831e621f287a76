"""What lists and counts ask of incidents, held in memory as columns; what has changed is read anew.

A desk over hundreds of thousands of incidents asks at every page how many meet one filter or another. Read
from an index that takes a quarter of a second, over columns some milliseconds. Columns are of one revision of
the store: at a later one those rows alone are read that `incident_revised` names since.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from faleme.store.derive import revision
from faleme.store.listing import TOO_MANY_ACTORS
from faleme.store.schema import incident, incident_revised, state

Array = npt.NDArray[Any]
TEXTS = (
    "type", "status", "strand", "country", "marking", "verdict", "public_from", "section", "lane", "actors",
)  # fmt: skip
"""Columns that are numbers of values (`Held.values`), as few values stand in many rows."""
_NUMBERS: dict[str, tuple[Any, Any]] = {
    "cell": (np.int64, -1), "listed": (np.int64, 0), "tally": (np.int64, 0), "dead": (np.int32, 0),
    "tags": (np.int32, 0), "corridors": (np.int32, 0), "border_km": (np.float64, np.nan),
    "lat": (np.float64, np.nan), "lon": (np.float64, np.nan), "radius_km": (np.float64, np.nan),
    "reviewed": (np.bool_, False), "published_on": (np.int32, 0), "entered_on": (np.int32, 0),
}  # fmt: skip
"""Type and what stands for 'not known', by column."""
_NAMES = ("id", *_NUMBERS, *TEXTS)
_AT_ONCE = 20_000
_MANY = 4
"""Where more than one row in so many has changed, all are read."""
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)


class Held:
    """The columns of one revision in the order of `cell`; they never change, a later revision has others."""

    def __init__(
        self, number: int, columns: dict[str, Array], values: dict[str, dict[str | None, int]]
    ) -> None:
        self.number = number
        self.columns = columns
        self._values = values
        unknown = [each for each in values["actors"] if each and each.startswith(TOO_MANY_ACTORS)]
        self.knows_actors = not unknown

    def __len__(self) -> int:
        return len(self.columns["id"])

    def values(self, name: str) -> list[str | None]:
        """The values of a column of texts by their numbers."""
        return list(self._values[name])

    def where(self, name: str, part: slice, met: Callable[[str | None], bool]) -> Array:
        """Rows of a part whose text in a column meets a condition; asked once for each value."""
        table = np.array([met(value) for value in self._values[name]] or [False])
        chosen: Array = table[self.columns[name][part]]
        return chosen

    def part(self, low: int, high: int) -> slice:
        """The rows of cells from one to another, both included."""
        cells = self.columns["cell"]
        first, last = np.searchsorted(cells, low, "left"), np.searchsorted(cells, high, "right")
        return slice(int(first), int(last))

    def ids(self, rows: Array) -> list[str]:
        return [each.decode() for each in self.columns["id"][rows].tolist()]


class Columns:
    """The columns of a store, read when they are first asked for; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: Held | None = None

    def at(self, connection: sa.Connection) -> Held:
        """The columns as the store stands now."""
        now, held = revision(connection), self._held
        if held is not None and held.number == now:
            return held
        with self._lock:
            held, now = self._held, revision(connection)
            if held is None or held.number > now:
                self._held = _read(connection, now)
            elif held.number < now:
                self._held = _brought_up_to_date(connection, held, now)
            assert self._held is not None
            return self._held


def _read(connection: sa.Connection, now: int) -> Held:
    values: dict[str, dict[str | None, int]] = {name: {} for name in TEXTS}
    query = sa.select(*(incident.c[name] for name in _NAMES)).order_by(incident.c.cell)
    size = connection.execute(sa.select(sa.func.count()).select_from(incident)).scalar_one()
    columns: dict[str, Array] = {}
    ids, at = [], 0
    for rows in _in_parts(connection, query):
        part = _arrays(rows, values)
        ids.append(part.pop("id"))
        for name, piece in part.items():  # into its place: pieces put together later would be as much again
            column = columns.setdefault(name, np.zeros(size, dtype=piece.dtype))
            if at + len(piece) > len(column):
                column = columns[name] = np.concatenate([column[:at], piece])
            column[at : at + len(piece)] = piece
        at += len(rows)
    columns = {name: column[:at] for name, column in columns.items()} | {"id": np.concatenate(ids)}
    return Held(now, _in_order(columns), values)


def _brought_up_to_date(connection: sa.Connection, held: Held, now: int) -> Held:
    since = incident_revised.c.number > held.number
    many = sa.select(sa.func.count()).select_from(incident_revised).where(since)
    emptied = sa.select(state.c.name).where(state.c.name == "emptied", state.c.number > held.number)
    is_new = connection.execute(emptied).first() is not None
    if is_new or connection.execute(many).scalar_one() * _MANY > len(held) + 1000:
        return _read(connection, now)
    query = (
        sa.select(incident_revised.c.incident, *(incident.c[name] for name in _NAMES))
        .select_from(incident_revised.outerjoin(incident, incident.c.id == incident_revised.c.incident))
        .where(since)
    )
    rows = list(connection.execute(query))
    if not rows:
        return Held(now, held.columns, held._values)
    values = {name: dict(known) for name, known in held._values.items()}
    new = _arrays([row[1:] for row in rows if row[1] is not None], values)
    stays = ~_are(held.columns, [row[0] for row in rows])
    columns = {name: np.concatenate([held.columns[name][stays], new[name]]) for name in new}
    return Held(now, _in_order(columns), values)


def _in_parts(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows some at a time, as the driver gives them; at least one part, empty where there are none."""
    yield ()
    driver: Any = connection.connection
    # PostgreSQL's own cursor leaves what is not asked for yet at the server.
    cursor = driver.cursor() if connection.dialect.name == "sqlite" else driver.cursor("held")
    try:
        cursor.execute(str(query.compile(connection)))
        while rows := cursor.fetchmany(_AT_ONCE):
            yield rows
    finally:
        cursor.close()


def _arrays(rows: Sequence[Any], values: dict[str, dict[str | None, int]]) -> dict[str, Array]:
    """Columns of rows; values that are new get the next numbers."""
    told = dict(zip(_NAMES, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(_NAMES, ())
    ids = np.array([each.encode() for each in told["id"]] or [], dtype=np.bytes_)
    columns: dict[str, Array] = {"id": ids, "key": _keys(ids)}
    for name, (kind, unknown) in _NUMBERS.items():
        columns[name] = np.array([unknown if each is None else each for each in told[name]], dtype=kind)
    for name in TEXTS:
        known = values[name]
        columns[name] = np.array([known.setdefault(each, len(known)) for each in told[name]], dtype=np.int32)
    return columns


def _keys(ids: Array) -> Array:
    """Numbers of ids; two ids may share one."""
    if not len(ids):
        return np.zeros(0, dtype=np.uint64)
    wide = -(-ids.itemsize // 8)
    words = ids.astype(f"S{8 * wide}").view(np.uint64).reshape(len(ids), wide)
    keys = np.zeros(len(ids), dtype=np.uint64)
    for n in range(wide):
        keys += words[:, n] * np.uint64(_MIX[n % len(_MIX)] + 2 * (n // len(_MIX)))
    return keys


def _are(columns: dict[str, Array], ids: Sequence[str]) -> Array:
    """Which rows are those of some ids."""
    coded = np.array([each.encode() for each in ids], dtype=np.bytes_)
    found: Array = np.isin(columns["key"], _keys(coded))
    meant = set(coded.tolist())
    for at in np.flatnonzero(found):
        found[at] = columns["id"][at] in meant
    return found


def _in_order(columns: dict[str, Array]) -> dict[str, Array]:
    cells = columns["cell"]
    if len(cells) < 2 or bool((cells[1:] >= cells[:-1]).all()):
        return columns
    order = np.argsort(cells, kind="stable")
    return {name: column[order] for name, column in columns.items()}
