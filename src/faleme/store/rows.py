"""Records as rows of the tables, and the small things that both databases say differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from faleme.link.incidents import MARKINGS
from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.store.lanes import lane_of
from faleme.store.listing import listing, ordinal_of
from faleme.version import __version__

_AT_ONCE = 5000  # values in one IN (…): SQLite takes 32,766, PostgreSQL 65,535
encode = msgspec.json.Encoder().encode


def article_row(reading: Reading, content: str, actor: str) -> dict[str, Any]:
    article = reading.article
    return {
        "id": article.id,
        "published": article.published,
        "source": article.source,
        "title": article.title,
        "url": article.url,
        "language": article.language,
        "marking": article.marking,
        "content_hash": content,
        "reading": encode(reading).decode(),
        "reader_version": __version__,
        "added_by": actor,
        "dated": article.published or "",
    }


def event_row(reading: Reading, index: int) -> dict[str, Any]:
    told = reading.events[index]
    place, time = told.place, told.time
    near = place.proximity if place else None
    return {
        "id": told.id,
        "article": reading.article.id,
        "type": told.type,
        "mode": told.mode,
        "status": told.status,
        "country": place.country if place else None,
        "place": place.name if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "first_day": time.from_ if time else None,
        "last_day": time.to if time else None,
        "border_km": near.border_km if near else None,
        "marking": higher(told.marking, reading.article.marking),
        "confidence": told.confidence,
        "record": encode(told).decode(),
    }


def incident_row(
    found: Incident, *, all_clear: bool, sureness: float | None, entered: str | None = None
) -> dict[str, Any]:
    """A row of `incident`: `all_clear` tells whether all its articles are marked CLEAR, `sureness` is the
    mean confidence of its events, `entered` the moment when the first of its articles came in.
    """
    place = found.place
    near = place.proximity if place else None
    listed = listing(found, day_of(found), all_clear=all_clear, sureness=sureness)
    return {
        "id": found.id,
        "type": found.type,
        "status": found.status,
        "strand": found.strand,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "day": day_of(found),
        "border_km": near.border_km if near else None,
        "reports": len(found.members),
        "marking": found.marking,
        "reviewed": found.reviewed,
        "verdict": found.verdict,
        "record": encode(found).decode(),
        "published_on": ordinal_of(found.first_published) or None,
        "entered_on": ordinal_of(entered) or None,
        "lane": lane_of(found, on_corridor=bool(listed["corridors"])),
        **listed,
    }


def day_of(found: Incident) -> str | None:
    """The day that an incident is listed under: the last day told, else the first that it was reported on."""
    told = (found.time.to or found.time.from_) if found.time else None
    return told or (found.first_published or "")[:10] or None


def higher(a: Marking, b: Marking) -> Marking:
    """The more restricted of two labels: an event is never freer than the article that tells it."""
    return max(a, b, key=MARKINGS.index)


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or replace those that have the same key; all rows have the same columns."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    key = next(iter(table.primary_key.columns)).name
    statement = dialect.insert(table)
    changes = {name: statement.excluded[name] for name in rows[0] if name != key}
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=changes), list(rows))


def rows_in(
    connection: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Iterable[Any]
) -> Iterator[Any]:
    """Rows of a query whose column is one of the values, however many they are, in a steady order."""
    for part in _parts(sorted(set(values))):
        yield from connection.execute(query.where(column.in_(part)))


def delete_in(connection: sa.Connection, table: sa.Table, column: Any, values: Iterable[str]) -> None:
    for part in _parts(sorted(set(values))):
        connection.execute(table.delete().where(column.in_(part)))


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
