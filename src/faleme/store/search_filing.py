"""What searches ask: stems of articles and of our own sentences, written with what they stand for.

A row's number begins with its day, so that an index read from its end gives the latest first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from faleme.lexicon.stems import stemmed
from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.release.article import Excerpt
from faleme.store.rows import day_of, rows_in, upsert
from faleme.store.schema import search_article, search_incident
from faleme.words.sentence import sentences

_BITS = 32
"""Of a number below its day."""


def file_articles(connection: sa.Connection, filed: Iterable[tuple[Reading, Excerpt | None]]) -> None:
    """Keep the words of articles that are written already, and of what the public may see of them."""
    rows = [article_words(reading, shown) for reading, shown in filed]
    _write(connection, search_article, "article", rows)


def article_words(reading: Reading, shown: Excerpt | None) -> dict[str, Any]:
    """The row of one article."""
    article = reading.article
    body = article.text.removeprefix(article.title) if article.title else article.text
    return {
        "number": number_of(article.published, article.id),
        "article": article.id,
        "title": stemmed(article.title, article.language),
        "body": stemmed(body, article.language),
        "public_title": stemmed(shown.title, article.language) if shown else "",
        "public_body": stemmed(shown.text, article.language) if shown else "",
    }


def file_incidents(connection: sa.Connection, found: Iterable[Incident]) -> None:
    """Keep the words of our sentences on incidents that are written already."""
    _write(connection, search_incident, "incident", [incident_words(each) for each in found])


def incident_words(found: Incident) -> dict[str, Any]:
    """The row of one incident: its sentence in both languages, each stemmed as its own."""
    french, english = sentences("fr").sentence(found), sentences("en").sentence(found)
    return {
        "number": number_of(day_of(found), found.id),
        "incident": found.id,
        "told": f"{stemmed(french, 'fr')} {stemmed(english, 'en')}",
    }


def number_of(day: str | None, identifier: str) -> int:
    """The day's number, then some bits of the identifier."""
    own = int.from_bytes(hashlib.blake2b(identifier.encode(), digest_size=4).digest())
    return (first_of(day) or 0) + own


def first_of(day: str | None) -> int | None:
    """The least number of an ISO day, None where it is no day."""
    try:
        return dt.date.fromisoformat((day or "")[:10]).toordinal() << _BITS
    except ValueError:
        return None


def _write(connection: sa.Connection, table: sa.Table, key: str, rows: list[dict[str, Any]]) -> None:
    """Write rows that differ from what is there; two of one number are put side by side."""
    held = {
        row[key]: dict(row)
        for row in _mappings(connection, sa.select(table), table.c[key], (row[key] for row in rows))
    }
    changed = []
    for row in rows:
        old = held.get(row[key])
        if old and old["number"] >> _BITS == row["number"] >> _BITS:
            row["number"] = old["number"]
        if old != row:
            changed.append(row)
    for row in changed:
        connection.execute(table.delete().where(table.c[key] == row[key]))
    taken = {
        row["number"]
        for row in _mappings(
            connection, sa.select(table.c.number), table.c.number, (row["number"] for row in changed)
        )
    }
    for row in changed:
        while row["number"] in taken:
            row["number"] = _next(connection, table, row["number"], taken)
        taken.add(row["number"])
    upsert(connection, table, changed)


def _next(connection: sa.Connection, table: sa.Table, number: int, taken: set[int]) -> int:
    """The next number that is free, within its day where there is room."""
    free = number + 1
    query = sa.select(table.c.number)
    while free in taken or connection.execute(query.where(table.c.number == free)).first():
        free += 1
    return free


def _mappings(
    connection: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Iterable[Any]
) -> Iterable[Any]:
    return (row._mapping for row in rows_in(connection, query, column, values))
