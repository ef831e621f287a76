"""What the watch asks of a store: columns in place of records, and which records were widened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.records.widening import Widening
from faleme.store.derive import note_change, revision
from faleme.store.engine import writing
from faleme.store.schema import article, change, field_report
from faleme.store.watch_schema import watched_incident, widening

Columns = dict[str, npt.NDArray[Any]]
_EPOCH = dt.date(1970, 1, 1).toordinal()
_COLUMNS: dict[str, Any] = {
    "id": object, "day": np.int64, "told": np.int64, "lat": float, "lon": float, "radius_km": float,
    "border_km": float, "dead": np.int64, "threat": bool, "rule": np.int64,
}  # fmt: skip
_AT_ONCE = 500
"""Rows that are turned into columns at once: few, so that the garbage collector never walks many of them."""


class _Place(msgspec.Struct, frozen=True):
    lat: float | None
    lon: float | None


class _Named(msgspec.Struct, frozen=True):
    """Of a reading its places alone; the rest is passed over."""

    places: tuple[_Place, ...]


_places = msgspec.json.Decoder(_Named).decode
assert "places" in Reading.__struct_fields__


class WatchReader:
    """The part of a store that the watch reads."""

    _engine: sa.Engine

    def revision(self) -> int:
        """A number that goes up with every change that pages may show."""
        with self._engine.connect() as connection:
            return revision(connection)

    def happenings(
        self,
        since: str | None = None,
        until: str | None = None,
        *,
        markings: Iterable[Marking] | None = None,
        public_on: str | None = None,
    ) -> Columns:
        """What the watch looks at, as columns of equal length in the order of days, then of ids.

        Days count from 1970-01-01, `since` and `until` are ISO days, ends included; what is not known of a
        point is NaN. `markings` and `public_on` leave what may be seen.
        """
        table = watched_incident
        names = [table.c["incident" if name == "id" else name] for name in _COLUMNS]
        query = sa.select(*names).order_by(table.c.day, table.c.incident)
        if since is not None:
            query = query.where(table.c.day >= _number(since))
        if until is not None:
            query = query.where(table.c.day <= _number(until))
        if markings is not None:
            query = query.where(table.c.marking.in_(tuple(markings)))
        if public_on is not None:
            query = query.where(table.c.public_from <= public_on)
        with self._engine.connect() as connection:
            parts = list(_parts(connection.execute(query)))
        if not parts:
            parts = [[np.array([], dtype=kind) for kind in _COLUMNS.values()]]
        return {
            name: np.concatenate(each) for name, each in zip(_COLUMNS, zip(*parts, strict=True), strict=True)
        }

    def places_named(
        self, since: str, until: str, *, markings: Iterable[Marking] | None = None
    ) -> list[tuple[tuple[float, float], ...]]:
        """The points (lat, lon) that each article of some days names, each once; ends included."""
        query = sa.select(article.c.reading).where(article.c.dated.between(since, until[:10] + "~"))
        if markings is not None:
            query = query.where(article.c.marking.in_(tuple(markings)))
        with self._engine.connect() as connection:
            told = [_places(text).places for (text,) in connection.execute(query.order_by(article.c.id))]
        return [
            tuple(dict.fromkeys((p.lat, p.lon) for p in places if p.lat is not None and p.lon is not None))
            for places in told
        ]

    def read_since(self) -> str | None:
        """The day of the earliest article, None where none has one: what came before was not read."""
        query = sa.select(sa.func.min(article.c.dated)).where(article.c.dated != "")
        with self._engine.connect() as connection:
            first = connection.execute(query).scalar_one_or_none()
        return first[:10] if first else None

    def days_read(self, since: str, until: str) -> dict[str, list[str]]:
        """The days on which each outlet of the press told something, in order; ends included."""
        filed = sa.exists().where(field_report.c.article == article.c.id)
        day = sa.func.substr(article.c.dated, 1, 10).label("day")
        query = (
            sa.select(article.c.source, day)
            .where(article.c.dated.between(since, until[:10] + "~"), article.c.source.is_not(None), ~filed)
            .distinct()
            .order_by(article.c.source, "day")
        )
        found: dict[str, list[str]] = {}
        with self._engine.connect() as connection:
            for source, told in connection.execute(query):
                found.setdefault(source, []).append(told)
        return found

    def widenings(self, *, since: str | None = None, until: str | None = None) -> list[Widening]:
        """What people have given another marking than a corridor's states have, of days, by number."""
        query = sa.select(widening).order_by(widening.c.number)
        if since is not None:
            query = query.where(widening.c.day >= since)
        if until is not None:
            query = query.where(widening.c.day <= until)
        with self._engine.connect() as connection:
            return [Widening(**row._mapping) for row in connection.execute(query)]


class WatchWriter:
    """What a person changes of the watch."""

    _engine: sa.Engine

    def widen(self, given: Widening) -> Widening:
        """Keep that somebody gave a record another marking; it is an act like any other (`changes`)."""
        with writing(self._engine) as connection:
            last = connection.execute(sa.select(sa.func.max(widening.c.number))).scalar_one()
            kept = msgspec.structs.replace(given, number=(last or 0) + 1)
            connection.execute(widening.insert().values(**msgspec.structs.asdict(kept)))
            target = f"{given.corridor}|{given.segment}|{given.day}|{given.marking}"
            row = {"at": given.at, "actor": given.who, "act": "widen-corridor", "target": target}
            connection.execute(change.insert().values(**row))
            note_change(connection)
        return kept


def _number(day: str) -> int:
    return dt.date.fromisoformat(day[:10]).toordinal() - _EPOCH


def _parts(result: sa.CursorResult[Any]) -> Any:
    """The columns of some rows at a time, past SQLAlchemy's own rows: there may be a million."""
    cursor = result.cursor
    assert cursor is not None
    while rows := cursor.fetchmany(_AT_ONCE):
        columns = zip(*rows, strict=True)
        yield [np.array(each, dtype=kind) for each, kind in zip(columns, _COLUMNS.values(), strict=True)]
