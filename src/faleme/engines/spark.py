"""The Spark engine: `mapInArrow` over the same functions that the pool of processes calls.

`readings_of` maps a frame of articles that Spark has already. `read_spark` hands out units of work: each task
reads its own stretch of the input and writes its own parts, under names that depend on the input alone, so
that a task that is run again after its worker died, or twice at once, leaves the same files. Only a row of
counts a part goes back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

import msgspec
import pyarrow as pa
from pyspark import SparkConf
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from faleme.engines.batches import ReadSettings, read_batches
from faleme.engines.lake import Lake
from faleme.engines.parts import Done, done_before, read_part
from faleme.engines.schema import READINGS
from faleme.engines.sources import Unit, chunks_of
from faleme.errors import InputError

_MOST_TASKS: Final = 100_000
_DONE: Final = "done string, failed string"


_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@contextmanager
def session(
    master: str | None = None,
    *,
    workers: int | None = None,
    options: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[SparkSession]:
    """A session on a master, by default that of spark-submit, else so many threads of this machine.

    `options` are settings of Spark. Workers run the Python that runs this.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("faleme")
    if master or not SparkConf().contains("spark.master"):
        builder = builder.master(master or f"local[{workers or '*'}]")
    given = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC", **options}
    for name, value in given.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def readings_of(articles: DataFrame, settings: ReadSettings | None = None) -> DataFrame:
    """A frame of readings (`schema.READINGS`) of a frame of articles (`schema.ARTICLES`)."""

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return read_batches(batches, settings)

    return articles.mapInArrow(read, from_arrow_schema(READINGS))


def read_spark(
    spark: SparkSession,
    units: Sequence[Unit],
    lake: Lake,
    settings: ReadSettings,
    *,
    failed: Callable[[InputError], None],
) -> list[Done]:
    """Read units into a lake that every worker reaches; a file that breaks off is told to `failed`."""
    edition = settings.edition
    rows = [(msgspec.json.encode(unit).decode(),) for unit in units]
    tasks = spark.sparkContext.parallelize(rows, min(len(rows), _MOST_TASKS))

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for unit in batch.column(0).to_pylist():
                for done, error in _unit(unit, lake, settings, edition):
                    yield pa.RecordBatch.from_pydict({"done": [done], "failed": [error]}, schema=_ROW)

    found: list[Done] = []
    for done, error in spark.createDataFrame(tasks, "unit string").mapInArrow(run, _DONE).collect():
        if error is not None:
            failed(InputError(error))
        else:
            found.append(msgspec.json.decode(done, type=Done))
    return sorted(found, key=lambda part: part.name)


_ROW: Final = pa.schema([("done", pa.string()), ("failed", pa.string())])


def _unit(
    unit: str, lake: Lake, settings: ReadSettings, edition: str
) -> Iterable[tuple[str | None, str | None]]:
    try:
        for chunk in chunks_of(msgspec.json.decode(unit, type=Unit)):
            known = done_before(chunk, edition, lake.manifest(chunk.name))
            part = known or read_part(chunk, lake, settings, edition)
            yield msgspec.json.encode(part).decode(), None
    except InputError as error:
        yield None, str(error)
