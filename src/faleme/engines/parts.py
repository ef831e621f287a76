"""A chunk of articles becomes a part of a lake: the same step for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import pyarrow as pa

from faleme.engines.batches import ReadSettings, articles_batch, read_batches, tables_of
from faleme.engines.columns import readings_batch
from faleme.engines.lake import Lake, Manifest, by_month
from faleme.engines.schema import FORM
from faleme.engines.sources import Chunk, articles_of
from faleme.records.text import Article, SetAside

_ROWS = 512
"""Articles in one Arrow batch."""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """One part that is in the lake, read now or before (`known`)."""

    name: str
    weight: int
    articles: int
    events: int
    set_aside: int
    known: bool = False


def done_before(chunk: Chunk, edition: str, held: Manifest | None) -> Done | None:
    """The part of a chunk, where the lake has it from the same content by the same edition."""
    if held is None or held.edition != edition or held.digest != chunk.digest:
        return None
    return _done(held, chunk, known=True)


def read_part(chunk: Chunk, lake: Lake, settings: ReadSettings, edition: str) -> Done:
    """Read a chunk and write its part."""
    asides: list[SetAside] = []
    readings = list(read_batches(_batches(articles_of(chunk), asides), settings))
    if asides:
        readings.append(readings_batch(asides, with_text=False))
    tables = {
        (table, month): rows
        for month, batch in by_month(readings).items()
        for table, rows in tables_of(batch).items()
    }
    files, rows = lake.write_files(chunk.name, tables)
    made = Manifest(
        name=chunk.name, source=chunk.source, number=chunk.number, digest=chunk.digest, edition=edition,
        files=tuple(files), rows=rows, form=FORM,
    )  # fmt: skip
    lake.commit(made)
    return _done(made, chunk, known=False)


def _done(held: Manifest, chunk: Chunk, *, known: bool) -> Done:
    count = held.rows.get
    return Done(
        name=held.name, weight=chunk.weight, articles=count("articles", 0), events=count("events", 0),
        set_aside=count("set_aside", 0), known=known,
    )  # fmt: skip


def _batches(
    items: Iterable[pa.RecordBatch | Article | SetAside], asides: list[SetAside]
) -> Iterator[pa.RecordBatch]:
    """Articles in batches; what was set aside before it was an article goes to `asides`."""
    held: list[Article] = []
    for item in items:
        if isinstance(item, SetAside):
            asides.append(item)
        elif isinstance(item, Article):
            held.append(item)
        else:
            yield item
        if len(held) == _ROWS:
            yield articles_batch(held)
            held = []
    if held:
        yield articles_batch(held)
