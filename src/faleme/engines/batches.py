"""The one function: Arrow batches of articles in, Arrow batches of readings out.

The pool of processes calls it, Spark's `mapInArrow` calls it, and so may anybody who has articles in Arrow.
It reads by `pipeline`; what it gives depends on the articles and the settings alone, batch by batch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa

from faleme.engines.columns import clean, readings_batch
from faleme.engines.points import wkb_points
from faleme.engines.schema import ARTICLES, FORM, TABLES
from faleme.errors import UnreadableError
from faleme.pipeline import Resources, load, read_together
from faleme.read.archive import readable
from faleme.read.json_lines import article_of_fields
from faleme.records.reading import Reading
from faleme.records.text import Article, SetAside, Span
from faleme.version import __version__

_TOGETHER: Final = 64
"""Articles whose sentences are parsed together."""
_WARM: Final = "Le chat dort."


class ReadSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a reading at scale is told.

    `with_text` keeps the articles' texts in what comes out: a lake is shared, and the texts belong to their
    publishers. `parse` False reads by the order of the words alone.
    """

    gazetteer: str | None = None
    with_text: bool = False
    parse: bool = True

    @property
    def edition(self) -> str:
        """A name of everything but the articles that a reading depends on: version, gazetteer, settings."""
        given = Path(self.gazetteer).read_bytes() if self.gazetteer else b""
        parts = (
            __version__.encode(),
            b"%d" % FORM,
            given,
            b"text" if self.with_text else b"",
            b"%d" % self.parse,
        )
        return hashlib.blake2b(b"\0".join(parts), digest_size=8).hexdigest()


@lru_cache(maxsize=1)
def resources_of(settings: ReadSettings) -> Resources:
    """What reading needs, loaded whole (the parser too) and once a process."""
    found = load(gazetteer=Path(settings.gazetteer) if settings.gazetteer else None, parse=settings.parse)
    if found.parser is not None:
        found.parser.parse(_WARM, [Span(0, len(_WARM))])
    return found


def read_batches(
    batches: Iterable[pa.RecordBatch], settings: ReadSettings | None = None
) -> Iterator[pa.RecordBatch]:
    """A batch of `schema.READINGS` for each batch of articles (`schema.ARTICLES`, columns in any order).

    A row without text, in another language, or on which a step of ours fails is a row with its reason.
    """
    settings = settings or ReadSettings()
    resources = resources_of(settings)
    for batch in batches:
        found = [read for part in _parts(batch) for read in _read(part, resources)]
        yield readings_batch(found, with_text=settings.with_text)


def _parts(batch: pa.RecordBatch) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, batch.num_rows, _TOGETHER):
        yield batch.slice(start, _TOGETHER).to_pylist()


def _read(rows: Sequence[Mapping[str, Any]], resources: Resources) -> list[Reading | SetAside]:
    items = [_article(row) for row in rows]
    read = iter(read_together([item for item in items if isinstance(item, Article)], resources))
    return [next(read) if isinstance(item, Article) else item for item in items]


def _article(row: Mapping[str, Any]) -> Article | SetAside:
    name = str(row.get("url") or row.get("source") or row.get("id") or "")
    try:
        return readable(article_of_fields(row), name)
    except UnreadableError as error:
        given = row.get("id")
        return SetAside(
            source=name,
            reason=error.reason,  # type: ignore[arg-type]
            message=error.message,
            article=str(given) if given else None,
        )


def articles_batch(articles: Sequence[Article]) -> pa.RecordBatch:
    """Articles as a batch of `schema.ARTICLES`."""
    rows = [
        (
            clean(a.id), clean(a.title), clean(a.text), a.published, clean(a.url), clean(a.source),
            a.language, [clean(each) for each in a.section], [clean(each) for each in a.authors], a.marking,
        )
        for a in articles
    ]  # fmt: skip
    columns = list(zip(*rows, strict=True)) or [()] * len(ARTICLES)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, ARTICLES, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=ARTICLES)


def tables_of(readings: pa.RecordBatch) -> dict[str, pa.Table]:
    """The tables of a lake out of rows of one month (`schema.TABLES`), the rows in their order."""
    article = readings.column("article")
    told = readings.filter(article.is_valid())
    article = told.column("article")
    aside = readings.filter(readings.column("set_aside").is_valid()).column("set_aside")
    ids, source, published = (article.field(name) for name in ("id", "source", "published"))
    found = {"articles": _table("articles", article), "set_aside": _table("set_aside", aside)}
    for name in ("events", "places", "figures"):
        lists = told.column(name)
        of = lists.value_parent_indices()
        before = [ids.take(of)] + ([source.take(of), published.take(of)] if name == "events" else [])
        found[name] = _table(name, lists.flatten(), before)
    return found


def _table(name: str, rows: pa.StructArray, before: Sequence[pa.Array] = ()) -> pa.Table:
    schema = TABLES[name]
    arrays = [*before, *rows.flatten()]
    if "geometry" in schema.names:
        lat, lon = (rows.field(each) for each in ("lat", "lon"))
        arrays.append(wkb_points(lat, lon))
    return pa.Table.from_arrays(arrays, schema=schema)
