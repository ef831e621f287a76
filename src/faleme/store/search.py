"""Searching a store: words in the database's own index, the latest finds ranked by fit and freshness.

The public is answered from an index of its own, which holds what it may see and nothing else: no word of a
withheld text can be guessed at by asking for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from faleme.records.query import Query
from faleme.records.reading import Reading
from faleme.records.text import Marking, Span
from faleme.store.base import Circle, Found, Hit, Wanted
from faleme.store.conditions import Condition, conditions, lead_for, rows_for, stretches
from faleme.store.gather import up_to
from faleme.store.kept import Kept
from faleme.store.rows import rows_in
from faleme.store.schema import article, event, incident, search_article, search_incident
from faleme.store.search_filing import first_of
from faleme.store.search_words import Typed, around, fts5, marks, tsquery, typed

MOST = 500
"""The latest finds of a search are ranked; more are not looked at."""
_CHUNK = 1000
_MOST_LOOKED_AT = 20_000
_EVERY = 1_000_000
_FEW = 10_000
_SNIPPET = 260
_MOST_MARKS = 200
_HALF_LIFE_DAYS = 365.0
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"

_reading = msgspec.json.Decoder(Reading).decode


class _Ranked(msgspec.Struct, frozen=True):
    number: int
    id: str
    score: float


class SearchReader:
    """The part of a store that searches; a base of `SqlReader`."""

    _engine: sa.Engine
    _kept: Kept

    def search(
        self,
        query: Query,
        *,
        near: Circle | None = None,
        limit: int = 20,
        offset: int = 0,
        markings: tuple[Marking, ...] | None = None,
        public_on: str | None = None,
    ) -> Found:
        """Articles or incidents that have the words of a query, a page of them.

        `near` is where the query's place lies. `markings` leaves articles all of whose events are marked so;
        `public_on` what the public may see on that day, found by what it may see of it.
        """
        asked = typed(query.words)
        scope = _Scope(query, near, markings, public_on)
        if asked.unwanted and not asked.wanted:
            return Found()
        with self._engine.connect() as connection:
            ranked = self._kept.of(
                connection, ("search", query, near, markings, public_on),
                lambda: _ranked(connection, asked, scope),
            )  # fmt: skip
            page = ranked[offset : offset + limit]
            show = _article_hits if query.kind == "articles" else _incident_hits
            hits = tuple(show(connection, page, asked, public=public_on is not None))
        return Found(hits=hits, total=min(len(ranked), MOST), more=len(ranked) > MOST)


class _Scope:
    """Which rows a search may find: where it looks for words, and which conditions rows meet."""

    def __init__(
        self, query: Query, near: Circle | None, markings: tuple[Marking, ...] | None, public_on: str | None
    ) -> None:
        self.articles = query.kind == "articles"
        self.table = search_article if self.articles else search_incident
        self.index = (
            "search_incident_told" if not self.articles
            else "search_article_whole" if public_on is None else "search_article_public"
        )  # fmt: skip
        self.first = first_of(query.since or _FIRST_DAY) if query.since or query.until else 0
        self.last = first_of(query.until or _LAST_DAY) or 0
        self._query, self._near = query, near
        self._markings, self._public_on = markings, public_on

    @property
    def weights(self) -> str:
        """How much a word of a title counts against one of the text."""
        return ", 4.0, 1.0" if self.articles else ""

    def rows(self) -> sa.Select[Any]:
        """Numbers and ids of the rows that may be found."""
        if self.articles:
            query = sa.select(search_article.c.number, article.c.id).join(
                article, article.c.id == search_article.c.article
            )
            return query.where(*self._of_articles())
        query = sa.select(search_incident.c.number, incident.c.id).join(
            incident, incident.c.id == search_incident.c.incident
        )
        return query.where(*self._of_incidents())

    def _of_articles(self) -> Iterator[Condition]:
        if self._public_on is not None:
            yield article.c.public_from <= self._public_on
        if self._markings is not None:
            yield article.c.marking.in_(self._markings)
            above = sa.or_(event.c.marking.not_in(self._markings), incident.c.marking.not_in(self._markings))
            events = event.outerjoin(incident, incident.c.id == event.c.incident)
            yield ~sa.exists().select_from(events).where(event.c.article == article.c.id, above)
        if self._query.source is not None:
            yield article.c.source == self._query.source
        if self._query.type or self._query.actor or self._near:
            events = event.join(incident, incident.c.id == event.c.incident)
            met = conditions(self._wanted, "row")
            yield sa.exists().select_from(events).where(event.c.article == article.c.id, *met)

    def _of_incidents(self) -> Iterator[Condition]:
        yield from conditions(self._wanted, "row")
        if self._query.source is not None:
            articles = event.join(article, article.c.id == event.c.article)
            theirs = article.c.source == self._query.source
            yield sa.exists().select_from(articles).where(event.c.incident == incident.c.id, theirs)

    def few(self, connection: sa.Connection) -> set[int] | None:
        """Numbers of the rows of all incidents that the filters leave, None where these are many or all."""
        wanted = self._wanted
        if (
            not (self._query.type or self._query.actor or self._near)
            or up_to(connection, wanted, _FEW) > _FEW
        ):
            return None
        rows = rows_for(wanted)
        if self.articles:
            query = (
                sa.select(search_article.c.number)
                .join(event, event.c.article == search_article.c.article)
                .join(rows.table, rows.id == event.c.incident)
            )
        else:
            query = sa.select(search_incident.c.number).join(
                rows.table, rows.id == search_incident.c.incident
            )
        parts = stretches(wanted, lead_for(wanted), rows)
        return {number for met in parts for number in connection.execute(query.where(*met)).scalars()}

    @property
    def _wanted(self) -> Wanted:
        return Wanted(
            type=self._query.type, actor=self._query.actor, near=self._near, markings=self._markings,
            public_on=self._public_on,
        )  # fmt: skip


def _ranked(connection: sa.Connection, asked: Typed, scope: _Scope) -> list[_Ranked]:
    """The latest finds, at most one more than `MOST`, the best first."""
    ids: dict[int, str] = {}
    for numbers in _candidates(connection, asked, scope):
        rows = rows_in(connection, scope.rows(), scope.table.c.number, numbers)
        ids |= {row.number: row.id for row in rows}
        if len(ids) > MOST:
            break
    latest = sorted(ids, reverse=True)[: MOST + 1]
    if not latest:
        return []
    scores = _scores(connection, asked, scope, latest)
    found = [_Ranked(number, ids[number], scores.get(number, 0.0)) for number in latest]
    newest = latest[0]
    return sorted(found, key=lambda each: (-each.score * _freshness(each.number, newest), -each.number))


def _candidates(connection: sa.Connection, asked: Typed, scope: _Scope) -> Iterator[list[int]]:
    """Numbers of rows that have the words, from the latest on, some at a time.

    Where the filters leave few incidents, only the rows of those: else most rows would be looked at in vain.
    """
    last = scope.last + (1 << 32) - 1
    few = scope.few(connection)
    if few is not None:
        numbers = [each for each in _numbers(connection, asked, scope, last, _EVERY) if each in few]
        yield from (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))
        return
    for _ in range(_MOST_LOOKED_AT // _CHUNK):
        numbers = _numbers(connection, asked, scope, last, _CHUNK)
        if numbers:
            yield numbers
        if len(numbers) < _CHUNK:
            return
        last = numbers[-1] - 1


def _freshness(number: int, newest: int) -> float:
    """Between one half and one: a year's age takes a quarter, two years' three eighths."""
    days = (newest >> 32) - (number >> 32)
    return float(0.5 + 0.5 * 0.5 ** (days / _HALF_LIFE_DAYS))


def _numbers(connection: sa.Connection, asked: Typed, scope: _Scope, last: int, most: int) -> list[int]:
    """Numbers up to one, from the latest on, that have the words; at most so many of them."""
    if not asked.wanted:
        number = scope.table.c.number
        query = sa.select(number).where(number.between(scope.first or 0, last)).order_by(number.desc())
        return list(connection.execute(query.limit(most)).scalars())
    text = _fts(connection, scope, "", "ORDER BY number DESC LIMIT :most")
    values = {"words": _words(connection, asked), "first": scope.first or 0, "last": last, "most": most}
    return list(connection.execute(sa.text(text), values).scalars())


def _scores(
    connection: sa.Connection, asked: Typed, scope: _Scope, latest: Sequence[int]
) -> dict[int, float]:
    """How well rows fit. Asked once for all: each asking counts a word's finds in the whole index anew."""
    if not asked.wanted:
        return dict.fromkeys(latest, 1.0)
    fit = (
        f", -bm25({scope.index}{scope.weights})" if _is_sqlite(connection) else f", ts_rank({scope.index}, q)"
    )
    values = {"words": _words(connection, asked), "first": latest[-1], "last": latest[0]}
    rows = connection.execute(sa.text(_fts(connection, scope, fit, "")), values)
    return {row[0]: float(row[1]) for row in rows}


def _fts(connection: sa.Connection, scope: _Scope, fit: str, end: str) -> str:
    """The question to the full-text index; its names are our own, what is typed is bound."""
    if _is_sqlite(connection):
        return (
            f"SELECT rowid AS number{fit} FROM {scope.index} WHERE {scope.index} MATCH :words"
            f" AND rowid BETWEEN :first AND :last {end}"
        )
    return (
        f"SELECT number{fit} FROM {scope.table.name}, to_tsquery('simple', :words) q"
        f" WHERE {scope.index} @@ q AND number BETWEEN :first AND :last {end}"
    )


def _words(connection: sa.Connection, asked: Typed) -> str:
    return fts5(asked) if _is_sqlite(connection) else tsquery(asked)


def _is_sqlite(connection: sa.Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _article_hits(
    connection: sa.Connection, page: Sequence[_Ranked], asked: Typed, *, public: bool
) -> Iterator[Hit]:
    shared = article.c.id, article.c.source, article.c.published, article.c.language, article.c.marking
    shown = (article.c.public_title, article.c.public_excerpt) if public else (article.c.reading,)
    rows = rows_in(connection, sa.select(*shared, *shown), article.c.id, (each.id for each in page))
    found = {row.id: row for row in rows}
    for each in page:
        row = found[each.id]
        hit = Hit(
            kind="articles", id=row.id, day=row.published, source=row.source, language=row.language or "fr",
            marking=row.marking, score=round(each.score, 3),
        )  # fmt: skip
        if public:
            yield _with_text(hit, row.public_title, row.public_excerpt, asked)
            continue
        told = _reading(row.reading).article
        start = len(told.title) if told.title and told.text.startswith(told.title) else 0
        places = tuple(marks(told.text, told.language, asked)[:_MOST_MARKS])
        yield msgspec.structs.replace(
            _with_text(hit, told.title, told.text[start:].lstrip(), asked), offsets=places
        )


def _with_text(hit: Hit, title: str, text: str, asked: Typed) -> Hit:
    """A find with its title and a stretch of its text, the words marked in both."""
    found = marks(text, hit.language, asked)
    start, end = around(text, found, _SNIPPET)
    inside = tuple(
        Span(span.start - start, span.end - start)
        for span in found
        if start <= span.start and span.end <= end
    )
    return msgspec.structs.replace(
        hit, title=title, title_marks=tuple(marks(title, hit.language, asked)), text=text[start:end],
        text_marks=inside, begins=start == 0, ends=end == len(text),
    )  # fmt: skip


def _incident_hits(
    connection: sa.Connection, page: Sequence[_Ranked], asked: Typed, *, public: bool
) -> Iterator[Hit]:
    """Incidents by their ids: who shows them tells them in the reader's language, and marks it there."""
    query = sa.select(incident.c.id, incident.c.day, incident.c.marking)
    rows = {row.id: row for row in rows_in(connection, query, incident.c.id, (each.id for each in page))}
    for each in page:
        row = rows[each.id]
        yield Hit(
            kind="incidents", id=row.id, day=row.day, marking=row.marking, language="",
            score=round(each.score, 3),
        )  # fmt: skip
