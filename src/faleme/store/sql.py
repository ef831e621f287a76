"""The one store: SQLAlchemy Core over SQLite (a file, WAL) or PostgreSQL.

`open_store` is the way in. Writing an article, its events and the incidents that they touch is one
transaction, so that a kill leaves a whole state; reading goes on beside it.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from faleme.errors import StoreError
from faleme.link.incidents import Report, link
from faleme.records.event import Event
from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.records.text import SetAside
from faleme.store.base import Added, Change, Counts, Summary
from faleme.store.engine import make_engine
from faleme.store.migrate import upgrade
from faleme.store.schema import article, change, event, incident, set_aside
from faleme.version import __version__

_BATCH = 200
_ENCODE = msgspec.json.Encoder().encode
_READING = msgspec.json.Decoder(Reading).decode
_EVENT = msgspec.json.Decoder(Event).decode
_INCIDENT = msgspec.json.Decoder(Incident).decode


def open_store(url: str) -> SqlStore:
    """Open a store by its address, making it or bringing its schema up to date.

    Raises StoreError when the address is not understood, the server does not answer or the schema is newer.
    """
    engine = make_engine(url)
    try:
        upgrade(engine)
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or error).strip().splitlines()[0]
        raise StoreError(f"cannot open the store: {reason}", source=url_shown(url)) from error
    return SqlStore(engine)


def url_shown(url: str) -> str:
    """An address without its password, for messages."""
    return sa.make_url(url).render_as_string(hide_password=True)


class SqlStore:
    """A store of readings and incidents; implements `StoreWriter`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        self._engine.dispose()

    def add(self, readings: Iterable[Reading], *, actor: str, at: str) -> Added:
        """Keep readings and link their events. A reading already there changes nothing.

        `at` is the moment of the change, ISO 8601, given by the caller. Articles are written in transactions
        of `_BATCH`, so that others can write in between and a kill loses at most one batch; linking is one
        transaction more, and is made up for by the next call when a kill came before it.
        """
        done = Added()
        for batch in _batches(readings, _BATCH):
            with self._engine.begin() as connection:
                for reading in batch:
                    done = self._add_one(connection, reading, actor, at, done)
        with self._engine.begin() as connection:
            unlinked = sa.select(sa.func.count()).select_from(event).where(event.c.incident.is_(None))
            if done.new or done.changed or connection.execute(unlinked).scalar_one():
                self._relink(connection)
        return done

    def _add_one(
        self, connection: sa.Connection, reading: Reading, actor: str, at: str, done: Added
    ) -> Added:
        before = self._kept_hash(connection, reading.article.id)
        content = _content_hash(reading)
        if before == content:
            return msgspec.structs.replace(done, known=done.known + 1)
        self._write(connection, reading, content, actor)
        act = "add" if before is None else "reread"
        row = {"at": at, "actor": actor, "act": act, "target": reading.article.id, "before": before}
        connection.execute(change.insert().values(**row))
        if before is None:
            return msgspec.structs.replace(done, new=done.new + 1)
        return msgspec.structs.replace(done, changed=done.changed + 1)

    def _kept_hash(self, connection: sa.Connection, article_id: str) -> str | None:
        query = sa.select(article.c.content_hash).where(article.c.id == article_id)
        return connection.execute(query).scalar_one_or_none()

    def _write(self, connection: sa.Connection, reading: Reading, content: str, actor: str) -> None:
        connection.execute(event.delete().where(event.c.article == reading.article.id))
        row = {
            "id": reading.article.id,
            "published": reading.article.published,
            "source": reading.article.source,
            "title": reading.article.title,
            "language": reading.article.language,
            "marking": reading.article.marking,
            "content_hash": content,
            "reading": _ENCODE(reading).decode(),
            "reader_version": __version__,
            "added_by": actor,
        }
        self._upsert(connection, article, row)
        rows = [_event_row(reading, index) for index in range(len(reading.events))]
        if rows:
            connection.execute(event.insert(), rows)

    def _upsert(self, connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> None:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        key = next(iter(table.primary_key.columns)).name
        statement = dialect.insert(table).values(**row)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[key], set_={name: value for name, value in row.items() if name != key}
            )
        )

    def _relink(self, connection: sa.Connection) -> None:
        """Link all events anew. Cost grows with the store; the linker blocks by type and cell."""
        query = sa.select(event.c.record, article.c.id, article.c.published, article.c.source).join(article)
        reports = [
            Report(_EVENT(record), article_id, published, source)
            for record, article_id, published, source in connection.execute(query)
        ]
        found = link(reports)
        connection.execute(incident.delete())
        if not found:
            return
        connection.execute(incident.insert(), [_incident_row(each) for each in found])
        pairs = [{"e": member.event, "i": each.id} for each in found for member in each.members]
        statement = event.update().where(event.c.id == sa.bindparam("e")).values(incident=sa.bindparam("i"))
        connection.execute(statement, pairs)

    def set_aside(self, records: Iterable[SetAside]) -> None:
        """Keep what could not be read, with its reason; the same input twice is one row."""
        with self._engine.begin() as connection:
            for record in records:
                key = f"{record.source}:{record.line or 0}:{record.article or ''}"
                row = {"key": key, "reason": record.reason, "record": _ENCODE(record).decode()}
                self._upsert(connection, set_aside, row)

    def reading(self, article_id: str) -> Reading | None:
        with self._engine.connect() as connection:
            query = sa.select(article.c.reading).where(article.c.id == article_id)
            text = connection.execute(query).scalar_one_or_none()
        return _READING(text) if text is not None else None

    def readings(self) -> Iterator[Reading]:
        query = sa.select(article.c.reading).order_by(article.c.id)
        with self._engine.connect() as connection:
            for (text,) in connection.execution_options(yield_per=500).execute(query):
                yield _READING(text)

    def incident(self, incident_id: str) -> Incident | None:
        with self._engine.connect() as connection:
            query = sa.select(incident.c.record).where(incident.c.id == incident_id)
            text = connection.execute(query).scalar_one_or_none()
        return _INCIDENT(text) if text is not None else None

    def incidents(self, *, limit: int | None = None, markings: Iterable[str] | None = None) -> list[Incident]:
        """Incidents, the latest day first, then the nearest to the border, then by id."""
        query = sa.select(incident.c.record).order_by(
            incident.c.day.desc().nulls_last(), incident.c.border_km.asc().nulls_last(), incident.c.id
        )
        if markings is not None:
            query = query.where(incident.c.marking.in_(list(markings)))
        with self._engine.connect() as connection:
            return [_INCIDENT(text) for (text,) in connection.execute(query.limit(limit))]

    def incident_of(self, article_id: str) -> dict[str, str]:
        """Incident ids by event id for the events of one article."""
        query = sa.select(event.c.id, event.c.incident).where(event.c.article == article_id)
        with self._engine.connect() as connection:
            return {row.id: row.incident for row in connection.execute(query)}

    def articles(self, *, limit: int | None = None) -> list[Summary]:
        """Articles without their texts, the newest first; those with no date come last."""
        told = sa.select(sa.func.count()).where(event.c.article == article.c.id).scalar_subquery()
        query = sa.select(
            article.c.id,
            article.c.title,
            article.c.source,
            article.c.published,
            article.c.marking,
            told.label("n"),
        ).order_by(article.c.published.desc().nulls_last(), article.c.id)
        with self._engine.connect() as connection:
            return [
                Summary(
                    id=row.id, title=row.title, source=row.source, published=row.published,
                    marking=row.marking, events=row.n,
                )
                for row in connection.execute(query.limit(limit))
            ]  # fmt: skip

    def changes(self) -> list[Change]:
        """Every change in its order, with who made it."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(change).order_by(change.c.number))
            return [Change(at=row.at, actor=row.actor, act=row.act, target=row.target) for row in rows]

    def empty(self) -> None:
        """Delete everything; for tests and for starting anew."""
        with self._engine.begin() as connection:
            for table in (event, incident, set_aside, change, article):
                connection.execute(table.delete())

    def counts(self) -> Counts:
        with self._engine.connect() as connection:
            articles, events, incidents, aside = (
                connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in (article, event, incident, set_aside)
            )
        return Counts(articles=articles, events=events, incidents=incidents, set_aside=aside)


def _batches(readings: Iterable[Reading], size: int) -> Iterator[list[Reading]]:
    source = iter(readings)
    while batch := list(itertools.islice(source, size)):
        yield batch


def _content_hash(reading: Reading) -> str:
    return hashlib.sha256(_ENCODE(reading)).hexdigest()


def _event_row(reading: Reading, index: int) -> dict[str, Any]:
    told = reading.events[index]
    place, time = told.place, told.time
    near = place.proximity if place else None
    return {
        "id": told.id,
        "article": reading.article.id,
        "incident": None,
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
        "marking": told.marking,
        "confidence": told.confidence,
        "record": _ENCODE(told).decode(),
    }


def _incident_row(found: Incident) -> dict[str, Any]:
    place, time = found.place, found.time
    near = place.proximity if place else None
    told = (time.to or time.from_) if time else None
    return {
        "id": found.id,
        "type": found.type,
        "status": found.status,
        "strand": found.strand,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "day": told or (found.first_published or "")[:10] or None,
        "border_km": near.border_km if near else None,
        "reports": len(found.members),
        "marking": found.marking,
        "record": _ENCODE(found).decode(),
    }
