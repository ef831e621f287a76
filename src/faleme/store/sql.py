"""The one store: SQLAlchemy Core over SQLite (a file, WAL) or PostgreSQL.

`open_store` is the way in. An article with its events, the linking of a run, and a judgement with all that it
changes are one transaction each, so that a kill leaves a whole state; reading goes on beside them.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.exc import SQLAlchemyError

from faleme.errors import JudgementError, StoreError
from faleme.records.field_report import Filed
from faleme.records.incident import Incident
from faleme.records.judgement import Act, Judgement
from faleme.records.reading import Reading
from faleme.records.text import SetAside
from faleme.records.watched import Settled
from faleme.review import decide
from faleme.store.alerts import Alerts
from faleme.store.base import Added
from faleme.store.comments import Comments
from faleme.store.derive import bring_up_to_date, derived_row, note_change, release_articles, revision
from faleme.store.engine import know_the_indexes, make_engine, writing
from faleme.store.filing import file_reports, reports_by_event
from faleme.store.linking import judgements, relink, show, unlink_article, waits_for_linking
from faleme.store.migrate import upgrade
from faleme.store.neighbours import file_due, file_story
from faleme.store.outbox import Outbox
from faleme.store.people import People
from faleme.store.reading import SqlReader
from faleme.store.rows import article_row, encode, event_row, rows_in, upsert
from faleme.store.saved import SavedSearches
from faleme.store.schema import (
    article,
    change,
    event,
    field_report,
    judgement,
    judgement_article,
    metadata,
    set_aside,
    state,
)
from faleme.store.tokens import Tokens
from faleme.store.watched import look_at_alerts, settle
from faleme.store.watching import WatchWriter

_BATCH = 50  # short enough that a person who reviews meanwhile does not wait


def open_store(url: str) -> SqlStore:
    """Open a store by its address, making it or bringing its schema up to date.

    Raises StoreError when the address is not understood, the server does not answer or the schema is newer.
    """
    engine = make_engine(url)
    try:
        upgrade(engine)
        bring_up_to_date(engine)
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or error).strip().splitlines()[0]
        raise StoreError(f"cannot open the store: {reason}", source=url_shown(url)) from error
    return SqlStore(engine)


def url_shown(url: str) -> str:
    """An address without its password, for messages."""
    return sa.make_url(url).render_as_string(hide_password=True)


class SqlStore(SqlReader, WatchWriter):
    """A store of readings, incidents and judgements; implements `StoreWriter`."""

    @property
    def people(self) -> People:
        """Who signs in."""
        return People(self._engine)

    @property
    def tokens(self) -> Tokens:
        """What lets a program ask in somebody's name."""
        return Tokens(self._engine)

    @property
    def saved(self) -> SavedSearches:
        """Searches that people keep."""
        return SavedSearches(self._engine)

    @property
    def comments(self) -> Comments:
        """What readers write under articles and incidents."""
        return Comments(self._engine)

    @property
    def outbox(self) -> Outbox:
        """What waits to leave the desk."""
        return Outbox(self._engine)

    @property
    def alerts(self) -> Alerts:
        """What rules of warning proposed, and what became of it."""
        return Alerts(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    def add(self, readings: Iterable[Reading], *, actor: str, at: str) -> Added:
        """Keep readings and link their events. A reading already there changes nothing.

        `at` is the moment of the change, ISO 8601, given by the caller. Articles are written in transactions
        of `_BATCH`, so that others can write in between and a kill loses at most one batch; linking is one
        transaction more, and is made up for by the next call when a kill came before it.
        """
        return self._add(((reading, None) for reading in readings), actor, at)

    def add_field_reports(self, filed: Iterable[Filed], *, actor: str, at: str) -> Added:
        """Keep reports from people, each beside the reading that it became, and link them like articles."""
        return self._add(((each.reading, each) for each in filed), actor, at)

    def _add(self, readings: Iterable[tuple[Reading, Filed | None]], actor: str, at: str) -> Added:
        done = Added()
        for batch in _batches(readings, _BATCH):
            with writing(self._engine) as connection:
                for reading, filed in batch:
                    if filed and _is_filed(connection, reading.article.id):
                        done = replace(done, known=done.known + 1)
                        continue
                    done = _add_one(connection, reading, actor, at, done)
                    if filed:
                        _file(connection, filed)
        file_due(self._engine)
        with writing(self._engine) as connection:
            if waits_for_linking(connection):
                relink(connection)
        if done.new + done.changed:
            know_the_indexes(self._engine)
        return done

    def keep_watched(self, settled: Sequence[Settled], *, actor: str, at: str) -> Added:
        """Keep what the watch read, each article with the mark of its address, linked, in one transaction.

        An article that is there already stays as it is. That the rules of warning have to look is kept too.
        """
        done = Added()
        with writing(self._engine) as connection:
            for each in settled:
                if each.reading is not None:
                    there = sa.select(article.c.id).where(article.c.id == each.reading.article.id)
                    if connection.execute(there).first() is not None:
                        done = replace(done, known=done.known + 1)
                    else:
                        done = _add_one(connection, each.reading, actor, at, done)
                settle(connection, each)
            if waits_for_linking(connection):
                relink(connection)
            if done.new:
                look_at_alerts(connection)
        return done

    def know_its_indexes(self) -> None:
        """Look how telling indexes are: for who keeps a little at a time; `add` does so by itself."""
        know_the_indexes(self._engine)

    def set_aside(self, records: Iterable[SetAside]) -> None:
        """Keep what could not be read, with its reason; the same input twice is one row."""
        with writing(self._engine) as connection:
            for record in records:
                key = f"{record.source}:{record.line or 0}:{record.article or ''}"
                row = {"key": key, "reason": record.reason, "record": encode(record).decode()}
                upsert(connection, set_aside, [row])
            note_change(connection)

    def judge(
        self,
        incident_id: str,
        act: Act,
        *,
        who: str,
        at: str,
        note: str = "",
        field: str | None = None,
        value: Any = None,
        report: str | None = None,
    ) -> Judgement:
        """Accept, correct (`field`, `value` as in JSON), reject, call unverifiable, or assign (`value`).

        With `report`, the id of an event or an article, correct or reject that one report of the incident.
        Returns the judgement with its number. Raises JudgementError when it makes no sense.
        """
        return self._decide(
            [incident_id],
            lambda found, reports: decide.judged(
                found[0], act, reports=reports, who=who, at=at, note=note, field=field, value=value,
                report=report,
            ),
        )  # fmt: skip

    def merge(self, incident_ids: Sequence[str], *, who: str, at: str, note: str = "") -> Judgement:
        """These incidents are one; it keeps the address of the first, the others lead to it."""
        return self._decide(
            incident_ids,
            lambda found, reports: decide.merged(found, reports=reports, who=who, at=at, note=note),
        )

    def split(
        self, incident_id: str, reports: Iterable[str], *, who: str, at: str, note: str = ""
    ) -> Judgement:
        """These reports (event or article ids) are not this incident; they become one of their own."""
        out = tuple(reports)
        return self._decide(
            [incident_id],
            lambda found, by_event: decide.split(found[0], out, reports=by_event, who=who, at=at, note=note),
        )

    def undo(self, number: int, *, who: str, at: str, note: str = "") -> Judgement:
        """Take a judgement back, as if it had never been given; an undo can be undone too."""
        meant = [each for each in self.judgements() if each.number == number]
        self._settle({anchor.event for each in meant for part in each.parts for anchor in part})
        with writing(self._engine) as connection:
            every = judgements(connection)
            return _keep(connection, decide.undone(number, every, who=who, at=at, note=note))

    def _decide(
        self, incident_ids: Sequence[str], deciding: Callable[[list[Incident], decide.Reports], Judgement]
    ) -> Judgement:
        """Make a judgement on incidents as they stand and keep it, in one transaction."""
        self._settle(_events([self.find(written) for written in incident_ids]))
        with writing(self._engine) as connection:
            found = [self.find(written) for written in incident_ids]
            reports = reports_by_event(connection, _events(found))
            if len(reports) < len(_events(found)):
                raise JudgementError("its articles are being read anew; try again when that is done")
            return _keep(connection, deciding(found, reports))

    def _settle(self, events: set[str]) -> None:
        """Link first where some of these events are gone or not linked: a kill or an upgrade came before."""
        query = sa.select(event.c.id).where(event.c.linked.is_not(None))
        with self._engine.connect() as connection:
            settled = sum(1 for _ in rows_in(connection, query, event.c.id, events))
        if settled < len(events):
            with writing(self._engine) as connection:
                if waits_for_linking(connection):
                    relink(connection)

    def empty(self) -> None:
        """Delete everything; for tests and for starting anew."""
        with writing(self._engine) as connection:
            later = revision(connection) + 1
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            rows = [derived_row(), *({"name": name, "number": later} for name in ("revision", "emptied"))]
            connection.execute(state.insert(), rows)


def _events(incidents: Iterable[Incident]) -> set[str]:
    return {member.event for each in incidents for member in each.members}


def _add_one(connection: sa.Connection, reading: Reading, actor: str, at: str, done: Added) -> Added:
    query = sa.select(article.c.content_hash).where(article.c.id == reading.article.id)
    before = connection.execute(query).scalar_one_or_none()
    content = hashlib.sha256(encode(reading)).hexdigest()
    if before == content:
        return replace(done, known=done.known + 1)
    shown = unlink_article(connection, reading.article.id) if before else {}
    upsert(connection, article, [article_row(reading, content, actor)])
    rows = [event_row(reading, index) for index in range(len(reading.events))]
    if rows:
        connection.execute(event.insert(), [row | {"incident": shown.get(row["id"])} for row in rows])
        file_reports(connection, reading)
    file_story(connection, reading)
    release_articles(connection, [reading])
    note_change(connection)
    act = "reread" if before else "add"
    row = {"at": at, "actor": actor, "act": act, "target": reading.article.id, "before": before}
    connection.execute(change.insert().values(**row))
    return replace(done, changed=done.changed + 1) if before else replace(done, new=done.new + 1)


def _is_filed(connection: sa.Connection, article_id: str) -> bool:
    """Whether a field report is there already: importing it again changes nothing, not even its day."""
    query = sa.select(field_report.c.article).where(field_report.c.article == article_id)
    return connection.execute(query).first() is not None


def _file(connection: sa.Connection, filed: Filed) -> None:
    row = {
        "article": filed.reading.article.id,
        "grade": filed.report.grade,
        "record": encode(filed.report).decode(),
    }
    upsert(connection, field_report, [row])


def _keep(connection: sa.Connection, given: Judgement) -> Judgement:
    """Write a judgement under the next number and show what it changes; writers come one after the other."""
    last = connection.execute(sa.select(sa.func.max(judgement.c.number))).scalar_one()
    row = {
        "number": (last or 0) + 1,
        "at": given.at,
        "who": given.who,
        "act": given.act,
        "incident": given.incident,
        "record": encode(given).decode(),
    }
    connection.execute(judgement.insert().values(**row))
    articles = {anchor.article for part in given.parts for anchor in part}
    named = [{"article": each, "number": row["number"]} for each in sorted(articles)]
    connection.execute(judgement_article.insert(), named)
    show(connection, articles=articles)
    return replace(given, number=row["number"])


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(items)
    while batch := list(itertools.islice(source, size)):
        yield batch
