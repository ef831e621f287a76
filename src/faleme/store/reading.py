"""The reading half of a store: lists and records, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import sqlalchemy as sa

from faleme.errors import JudgementError
from faleme.records.field_report import FieldReport
from faleme.records.incident import Incident
from faleme.records.judgement import Judgement
from faleme.records.reading import Reading
from faleme.review.decide import undone_by
from faleme.store.base import Change, Past, Source
from faleme.store.dealings import DealingReader
from faleme.store.linking import followed, judgements
from faleme.store.lists import ListReader
from faleme.store.moments import MomentReader
from faleme.store.neighbours import NeighbourReader
from faleme.store.notes import Notes
from faleme.store.press import PressReader
from faleme.store.rows import rows_in
from faleme.store.schema import article, change, event, field_report, incident, judgement
from faleme.store.search import SearchReader
from faleme.store.watched import Watched
from faleme.store.watching import WatchReader

_reading = msgspec.json.Decoder(Reading).decode
_incident = msgspec.json.Decoder(Incident).decode
_field_report = msgspec.json.Decoder(FieldReport).decode
_LEAST_PREFIX = 6


class SqlReader(
    ListReader, SearchReader, NeighbourReader, PressReader, WatchReader, MomentReader, DealingReader
):  # fmt: skip
    """A store as the desk and exports see it; implements `StoreReader`."""

    @property
    def notes(self) -> Notes:
        """What people wrote on the timeline."""
        return Notes(self._engine)

    @property
    def watched(self) -> Watched:
        """What the watch of the press keeps."""
        return Watched(self._engine)

    def reading(self, article_id: str, *, public_on: str | None = None) -> Reading | None:
        """An article as it was read; asked for the public, one that it may see on that day."""
        with self._engine.connect() as connection:
            query = sa.select(article.c.reading).where(article.c.id == article_id)
            if public_on is not None:
                query = query.where(article.c.public_from <= public_on)
            text = connection.execute(query).scalar_one_or_none()
        return _reading(text) if text is not None else None

    def readings(self, ids: Iterable[str] | None = None) -> Iterator[Reading]:
        """Readings by article id: all of them, or those of the ids given."""
        query = sa.select(article.c.reading).order_by(article.c.id)
        with self._engine.connect() as connection:
            if ids is not None:
                yield from (_reading(row.reading) for row in rows_in(connection, query, article.c.id, ids))
                return
            for (text,) in connection.execution_options(yield_per=500).execute(query):
                yield _reading(text)

    def incident(self, incident_id: str, *, public_on: str | None = None) -> Incident | None:
        """The incident of an address; an old address leads to what holds its reports today.

        Asked for the public, it is one that may be seen on that day.
        """
        with self._engine.connect() as connection:
            identifier = followed(connection, incident_id)
            query = sa.select(incident.c.record).where(incident.c.id == identifier)
            if public_on is not None:
                query = query.where(incident.c.public_from <= public_on)
            text = connection.execute(query).scalar_one_or_none()
        return _incident(text) if text is not None else None

    def find(self, written: str) -> Incident:
        """The incident that a person means: its id, an old id, or enough of its beginning.

        Raises JudgementError when there is none or more than one.
        """
        if found := self.incident(written):
            return found
        with self._engine.connect() as connection:
            starts = incident.c.id.startswith(written, autoescape=True)
            query = sa.select(incident.c.record).where(starts).limit(2)
            texts = list(connection.execute(query).scalars()) if len(written) >= _LEAST_PREFIX else []
        if len(texts) != 1:
            raise JudgementError(
                f"more than one incident begins with {written!r}" if texts else f"no incident {written!r}"
            )
        return _incident(texts[0])

    def incident_of(self, article_id: str, *, public_on: str | None = None) -> dict[str, str]:
        """Incident ids by event id for the events of one article, or those that the public may see."""
        query = sa.select(event.c.id, event.c.incident).where(event.c.article == article_id)
        if public_on is not None:
            seen = sa.and_(incident.c.id == event.c.incident, incident.c.public_from <= public_on)
            query = query.join(incident, seen)
        with self._engine.connect() as connection:
            return {row.id: row.incident for row in connection.execute(query)}

    def sources(self, article_ids: Iterable[str]) -> dict[str, Source]:
        """Outlet, date, title and address of articles, by id."""
        query = sa.select(
            article.c.id, article.c.title, article.c.source, article.c.published, article.c.url,
            article.c.marking,
        )  # fmt: skip
        with self._engine.connect() as connection:
            rows = rows_in(connection, query, article.c.id, article_ids)
            return {row.id: Source(**row._mapping) for row in rows}

    def field_report(self, article_id: str) -> FieldReport | None:
        """The field report that an article is, None for the press."""
        query = sa.select(field_report.c.record).where(field_report.c.article == article_id)
        with self._engine.connect() as connection:
            text = connection.execute(query).scalar_one_or_none()
        return _field_report(text) if text is not None else None

    def judgements(self) -> list[Judgement]:
        """Every judgement by its number."""
        with self._engine.connect() as connection:
            return judgements(connection)

    def history(self, incident_id: str) -> list[Past]:
        """The judgements about the reports of an incident, and those given at its address, by number."""
        with self._engine.connect() as connection:
            every = judgements(connection)
            lost = set(
                connection.execute(sa.select(judgement.c.number).where(judgement.c.orphaned)).scalars()
            )
        found = self.incident(incident_id)
        ids = {incident_id} | ({found.id} if found else set())
        events = {member.event for member in found.members} if found else set()
        shaped = set(found.judgements) if found else set()
        undone = undone_by(every)
        return [
            Past(judgement=each, undone_by=undone.get(each.number), orphaned=each.number in lost)
            for each in every
            if each.incident in ids
            or each.number in shaped
            or any(anchor.event in events for part in each.parts for anchor in part)
        ]

    def orphaned(self) -> list[Judgement]:
        """Judgements that count but name reports that are no longer there."""
        with self._engine.connect() as connection:
            query = sa.select(judgement.c.number).where(judgement.c.orphaned)
            lost = set(connection.execute(query).scalars())
            return [each for each in judgements(connection) if each.number in lost] if lost else []

    def changes(self, target: str | None = None) -> list[Change]:
        """Every change in its order, with who made it; or those of one article."""
        query = sa.select(change).order_by(change.c.number)
        if target is not None:
            query = query.where(change.c.target == target)
        with self._engine.connect() as connection:
            rows = connection.execute(query)
            return [Change(at=row.at, actor=row.actor, act=row.act, target=row.target) for row in rows]
