"""Similar articles in a store: what each tells as a vector, kept beside it, and the search over all of them.

Vectors and sketches are written with their article. Sketches of all articles stand in memory (48 bytes each),
loaded once and brought up to date before a search: an article that is read anew gets a higher number, never
used before. Of the nearest sketches the vectors are read from the store and ranked exactly.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from faleme.lexicon.link_rules import load_link_rules
from faleme.link.similar import (
    RANKED,
    WIDTH,
    Bytes,
    Similar,
    cosines_of,
    near_rows,
    shared_words,
    similar,
    sketch,
    spelled,
    vector,
)
from faleme.link.traits import Page, page_of
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.store.base import Near, Source
from faleme.store.engine import writing
from faleme.store.rows import encode, rows_in
from faleme.store.schema import article, event, story, story_due

_WORDS = 6  # 64-bit words of a sketch
_AT_ONCE = 50  # old articles filed in one transaction
_LOADED = 20_000  # sketches read from the store at once
_LEAST_ROOM = 1024
_MOST_GONE = 100

_BY_NUMBER = "SELECT number, article, vector FROM story WHERE number IN ({}) ORDER BY number"

_page = msgspec.json.Decoder(Page).decode
_reading = msgspec.json.Decoder(Reading).decode


def file_story(connection: sa.Connection, reading: Reading) -> None:
    """Keep what an article that is written already is found by; on the caller's transaction."""
    asked = article.c.id == reading.article.id
    # Linking has just kept the page of an article with events; elsewhere an older reading's may stand.
    query = sa.select(article.c.page).where(asked)
    text = connection.execute(query).scalar_one_or_none() if reading.events else None
    page = _page(text) if text else page_of(reading.article)
    if not text:
        connection.execute(article.update().where(asked).values(page=encode(page).decode()))
    told = vector(page)
    row = {
        "article": reading.article.id,
        "vector": told.tobytes(),
        "sketch": sketch(told[None, :])[:, 0].tobytes(),
    }
    connection.execute(story.delete().where(story.c.article == reading.article.id))
    connection.execute(story.insert(), [row])


def file_due(engine: sa.Engine) -> None:
    """File the articles of a store that was written before there were vectors, some at a time."""
    first = sa.select(story_due.c.article).order_by(story_due.c.article).limit(_AT_ONCE)
    with engine.connect() as connection:
        waits = connection.execute(first).first() is not None
    while waits:
        with writing(engine) as connection:
            ids = list(connection.execute(first).scalars())
            query = sa.select(article.c.reading).where(article.c.id.in_(ids))
            for text in list(connection.execute(query).scalars()):
                file_story(connection, _reading(text))
            connection.execute(story_due.delete().where(story_due.c.article.in_(ids)))
        waits = bool(ids)


class Sketches:
    """The sketches of all articles of a store in memory, by the numbers of their rows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clear()

    def _clear(self) -> None:
        self._numbers = np.zeros(_LEAST_ROOM, dtype=np.int64)
        self._bits = np.zeros((_WORDS, _LEAST_ROOM), dtype=np.uint64)
        self._count = 0

    def current(self, connection: sa.Connection) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
        """Numbers and sketches (one column an article) as the store is to this connection.

        What is handed out is never written to again: rows are added behind it.
        """
        with self._lock:
            newest = connection.execute(sa.select(sa.func.max(story.c.number))).scalar_one() or 0
            last = int(self._numbers[self._count - 1]) if self._count else 0
            if newest > last:
                self._load(connection, last)
            # Another connection may have seen more than this one does.
            seen = int(np.searchsorted(self._numbers[: self._count], newest, side="right"))
            return self._numbers[:seen], self._bits[:, :seen]

    def _load(self, connection: sa.Connection, last: int) -> None:
        query = (
            sa.select(story.c.number, story.c.sketch).where(story.c.number > last).order_by(story.c.number)
        )
        rows = connection.execution_options(yield_per=_LOADED).execute(query)
        for part in rows.partitions():
            numbers, sketches = zip(*part, strict=True)
            end = self._count + len(part)
            if end > len(self._numbers):
                room = max(2 * len(self._numbers), end)
                self._numbers = _grown(self._numbers, room)
                self._bits = _grown(self._bits, room)
            words = np.frombuffer(b"".join(sketches), dtype=np.uint64).reshape(-1, _WORDS)
            self._numbers[self._count : end] = numbers
            self._bits[:, self._count : end] = words.T
            self._count = end

    def forget(self, gone: npt.NDArray[np.int64]) -> None:
        """Leave out rows that are no longer in the store: their articles were read anew.

        Where they are many, everything is loaded again.
        """
        with self._lock:
            if len(gone) > _MOST_GONE:
                self._clear()
                return
            kept = ~np.isin(self._numbers[: self._count], gone)
            self._numbers = self._numbers[: self._count][kept]
            self._bits = np.ascontiguousarray(self._bits[:, : self._count][:, kept])
            self._count = len(self._numbers)


def _grown(table: npt.NDArray[Any], room: int) -> npt.NDArray[Any]:
    """The table with room for so many in its last dimension."""
    grown = np.zeros((*table.shape[:-1], room), dtype=table.dtype)
    grown[..., : table.shape[-1]] = table
    return grown


class _Stored:
    """The stories of a store as an index, on one connection, only articles of some markings if asked."""

    def __init__(
        self, connection: sa.Connection, sketches: Sketches, markings: frozenset[Marking] | None
    ) -> None:
        self._connection, self._sketches, self._markings = connection, sketches, markings

    def nearest(self, query: Bytes, /) -> list[tuple[str, float]]:
        """The nearest articles with the cosine of their vectors, best first, ties by id."""
        rows = self._rows(query)
        if not rows:
            return []
        vectors = np.frombuffer(b"".join(row.vector for row in rows), dtype=np.int8).reshape(-1, WIDTH)
        away = (-cosines_of(vectors, query)).tolist()
        order = sorted(zip(away, (row.article for row in rows), strict=True))
        found: list[tuple[str, float]] = []
        for start in range(0, len(order), RANKED):
            part = order[start : start + RANKED]
            allowed = self._allowed(name for _, name in part)
            found += [(name, -apart) for apart, name in part if name in allowed]
            if len(found) >= RANKED:
                break
        return found[:RANKED]

    def _allowed(self, ids: Iterable[str]) -> set[str]:
        """Those of some articles that have one of the markings."""
        if self._markings is None:
            return set(ids)
        query = sa.select(article.c.id).where(article.c.marking.in_(sorted(self._markings)))
        return {row.id for row in rows_in(self._connection, query, article.c.id, ids)}

    def _rows(self, query: Bytes) -> Sequence[Any]:
        """The rows whose sketches are nearest; those that have gone meanwhile are forgotten."""
        asked = sketch(query[None, :])[:, 0]
        while True:
            numbers, bits = self._sketches.current(self._connection)
            near = numbers[near_rows(bits, asked)]
            # A thousand whole numbers are read much faster in the statement than bound to it.
            listed = ",".join(map(str, near.tolist())) or "NULL"
            found = self._connection.exec_driver_sql(_BY_NUMBER.format(listed)).all()
            if len(found) == len(near):
                return found
            self._sketches.forget(np.setdiff1d(near, [row.number for row in found]))


class NeighbourReader:
    """The part of a store that finds similar articles; implements `StoreReader.similar` and `copies`."""

    _engine: sa.Engine

    @cached_property
    def _sketches(self) -> Sketches:
        return Sketches()

    def similar(
        self, article_id: str, *, limit: int = 8, markings: Iterable[Marking] | None = None
    ) -> list[Near]:
        """The neighbours of an article: near-copies, then its incidents' other articles, then its story's.

        Only articles of the given markings are looked at. An article that is not there has none.
        """
        asked = frozenset(markings) if markings is not None else None
        with self._engine.connect() as connection:
            text = connection.execute(
                sa.select(article.c.reading).where(article.c.id == article_id)
            ).scalar_one_or_none()
            if text is None:
                return []
            reading = _reading(text)
            known = _pages(connection, [article_id], None)
            page = known[article_id] if article_id in known else page_of(reading.article)
            together = _together(connection, article_id)
            found = similar(
                article_id, page, vector(page), _Stored(connection, self._sketches, asked),
                pages=lambda ids: _pages(connection, ids, asked), same_incident=together, limit=limit,
            )  # fmt: skip
            return _described(connection, found, page, reading.article.text, together)

    def copies(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Of some articles those that are near-copies of one named before, each with the first such.

        Near enough that they count as one voice (link/voices.py).
        """
        ordered = list(dict.fromkeys(article_ids))
        with self._engine.connect() as connection:
            pages = _pages(connection, ordered, None)
        signed = [each for each in ordered if each in pages and pages[each].signature]
        if len(signed) < 2:
            return {}
        table = np.array([pages[each].signature for each in signed], dtype=np.uint64)
        least = load_link_rules().wire * table.shape[1]
        found: dict[str, str] = {}
        for row in range(1, len(signed)):
            alike = np.flatnonzero((table[:row] == table[row]).sum(axis=1) >= least)
            if len(alike):
                first = signed[int(alike[0])]
                found[signed[row]] = found.get(first, first)
        return found


def _pages(
    connection: sa.Connection, ids: Iterable[str], markings: frozenset[Marking] | None
) -> dict[str, Page]:
    """Pages of those articles that have one and one of the markings."""
    query = sa.select(article.c.id, article.c.page).where(article.c.page.is_not(None))
    if markings is not None:
        query = query.where(article.c.marking.in_(sorted(markings)))
    return {row.id: _page(row.page) for row in rows_in(connection, query, article.c.id, ids)}


def _together(connection: sa.Connection, article_id: str) -> dict[str, str]:
    """The other articles of an article's incidents, each with the incident that both tell."""
    own = sa.select(event.c.incident).where(event.c.article == article_id, event.c.incident.is_not(None))
    query = (
        sa.select(event.c.article, event.c.incident)
        .where(event.c.incident.in_(own), event.c.article != article_id)
        .order_by(event.c.article, event.c.incident)
    )
    found: dict[str, str] = {}
    for row in connection.execute(query):
        found.setdefault(row.article, row.incident)
    return found


def _described(
    connection: sa.Connection,
    found: Sequence[Similar],
    page: Page,
    text: str,
    together: Mapping[str, str],
) -> list[Near]:
    """Neighbours with their outlets and the words that both tell, as the asked article spells them."""
    ids = {name for each in found for name in (each.article, *each.copies)}
    query = sa.select(
        article.c.id, article.c.title, article.c.source, article.c.published, article.c.url,
        article.c.marking,
    )  # fmt: skip
    sources = {row.id: Source(**row._mapping) for row in rows_in(connection, query, article.c.id, ids)}
    pages = _pages(connection, (each.article for each in found), None)
    words = spelled(text) if found else {}
    return [
        Near(
            article=sources[each.article],
            kind=each.kind,
            score=each.score,
            incident=together.get(each.article),
            words=tuple(words[stem] for stem in shared_words(page, pages[each.article]) if stem in words),
            copies=tuple(sources[other] for other in each.copies),
        )
        for each in found
    ]
