"""The reading half of a store: lists and records, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import sqlalchemy as sa

from faleme.errors import JudgementError
from faleme.lexicon.review import load_review_rules
from faleme.records.field_report import FieldReport
from faleme.records.incident import Incident
from faleme.records.judgement import Judgement
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.review.decide import undone_by
from faleme.review.queue import Queued, priority, waiting
from faleme.store.base import Change, Counts, MapCell, Past, Source, Summary, Wanted
from faleme.store.conditions import conditions
from faleme.store.grid import Box
from faleme.store.linking import followed, judgements
from faleme.store.mapping import map_cells
from faleme.store.neighbours import NeighbourReader
from faleme.store.press import PressReader
from faleme.store.rows import rows_in
from faleme.store.schema import article, change, event, field_report, incident, judgement, set_aside

_reading = msgspec.json.Decoder(Reading).decode
_incident = msgspec.json.Decoder(Incident).decode
_field_report = msgspec.json.Decoder(FieldReport).decode
_LEAST_PREFIX = 6
_EVERYTHING = Wanted()


class SqlReader(NeighbourReader, PressReader):
    """A store as the desk and exports see it; implements `StoreReader`."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def reading(self, article_id: str) -> Reading | None:
        with self._engine.connect() as connection:
            query = sa.select(article.c.reading).where(article.c.id == article_id)
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

    def incident(self, incident_id: str) -> Incident | None:
        """The incident of an address; an old address leads to what holds its reports today."""
        with self._engine.connect() as connection:
            identifier = followed(connection, incident_id)
            query = sa.select(incident.c.record).where(incident.c.id == identifier)
            text = connection.execute(query).scalar_one_or_none()
        return _incident(text) if text is not None else None

    def map_cells(self, wanted: Wanted, box: tuple[float, float, float, float], zoom: int) -> list[MapCell]:
        """Incidents of a box (west, south, east, north) in cells of about 60 pixels at a zoom."""
        with self._engine.connect() as connection:
            return map_cells(connection, wanted, Box(*box), zoom)

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

    def incidents(
        self,
        *,
        limit: int | None = None,
        markings: Iterable[Marking] | None = None,
        wanted: Wanted | None = None,
    ) -> list[Incident]:
        """Incidents, the latest day first, then what is done, then the nearest to the border, then by id."""
        asked = wanted or _EVERYTHING
        if markings is not None:
            asked = msgspec.structs.replace(asked, markings=tuple(markings))
        query = (
            sa.select(incident.c.record)
            .where(*conditions(asked))
            .order_by(incident.c.listed.desc(), incident.c.id)
        )
        with self._engine.connect() as connection:
            return [_incident(text) for (text,) in connection.execute(query.limit(limit))]

    def queue(self, *, limit: int | None = None, wanted: Wanted | None = None) -> list[Queued]:
        """What waits for a person, the most urgent first; of equals the latest first."""
        weights = load_review_rules().weights
        sureness = sa.select(event.c.incident, sa.func.avg(event.c.confidence)).group_by(event.c.incident)
        with self._engine.connect() as connection:
            confidence = {row[0]: float(row[1]) for row in connection.execute(sureness)}
        found = []
        for each in self.incidents(wanted=wanted):
            if waiting(each):
                urgency = priority(
                    each, weights, confidence=confidence.get(each.id), undecided=each.undecided
                )
                found.append(Queued(each, urgency.score, urgency.reasons))
        found.sort(key=lambda queued: -queued.score)
        return found[:limit]

    def incident_of(self, article_id: str) -> dict[str, str]:
        """Incident ids by event id for the events of one article."""
        query = sa.select(event.c.id, event.c.incident).where(event.c.article == article_id)
        with self._engine.connect() as connection:
            return {row.id: row.incident for row in connection.execute(query)}

    def articles(self, *, limit: int | None = None) -> list[Summary]:
        """Articles without their texts, the newest first; those with no date come last."""
        told = sa.select(sa.func.count()).where(event.c.article == article.c.id).scalar_subquery()
        query = sa.select(
            article.c.id, article.c.title, article.c.source, article.c.published, article.c.marking,
            told.label("events"),
        ).order_by(article.c.published.desc().nulls_last(), article.c.id)  # fmt: skip
        with self._engine.connect() as connection:
            return [Summary(**row._mapping) for row in connection.execute(query.limit(limit))]

    def sources(self, article_ids: Iterable[str]) -> dict[str, Source]:
        """Outlet, date, title and address of articles, by id."""
        query = sa.select(
            article.c.id, article.c.title, article.c.source, article.c.published, article.c.url,
            article.c.marking,
        )  # fmt: skip
        with self._engine.connect() as connection:
            rows = rows_in(connection, query, article.c.id, article_ids)
            return {row.id: Source(**row._mapping) for row in rows}

    def articles_by_day(self) -> dict[str, int]:
        """How many articles of the press were published on each day; a quiet press is no quiet border.

        Articles with no date and reports from people are not counted.
        """
        day = sa.func.substr(article.c.published, 1, 10)
        filed = sa.exists().where(field_report.c.article == article.c.id)
        query = (
            sa.select(day, sa.func.count())
            .where(article.c.published.is_not(None), ~filed)
            .group_by(day)
            .order_by(day)
        )
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

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

    def changes(self) -> list[Change]:
        """Every change in its order, with who made it."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(change).order_by(change.c.number))
            return [Change(at=row.at, actor=row.actor, act=row.act, target=row.target) for row in rows]

    def counts(self) -> Counts:
        with self._engine.connect() as connection:
            articles, events, incidents, aside = (
                connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in (article, event, incident, set_aside)
            )
        return Counts(articles=articles, events=events, incidents=incidents, set_aside=aside)
