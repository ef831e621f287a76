"""A lake asked and linked by Spark: the same SQL, the same judge, on many machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from faleme.engines.ask import SCHEMAS, said, written
from faleme.engines.lake import Lake
from faleme.engines.linking import (
    EDGES,
    edges_in,
    finish,
    linked_tables,
    state_of,
    ties_of,
    write_incidents,
)

_FILES_A_TASK = 1_000


class SparkAsker:
    """Spark SQL over the tables of a lake."""

    def __init__(self, spark: SparkSession, lake: Lake, tables: Sequence[str] = tuple(SCHEMAS)) -> None:
        self.lake = lake
        self.spark = spark
        for name in tables:
            told = from_arrow_schema(SCHEMAS[name])
            files = lake.files(name)
            frame = spark.read.schema(told).parquet(*files) if files else spark.createDataFrame([], told)
            frame.createOrReplaceTempView(name)

    def rows(self, query: str, **values: Any) -> pa.Table:
        return self.spark.sql(said(query, "spark", values)).toArrow()


def link_spark(spark: SparkSession, lake: Lake) -> int:
    """Link a lake by Spark; the number of incidents, which are those of `linking.link_local`."""
    SparkAsker(spark, lake, ("events",))
    state = state_of(lake)
    compared = spark.sql(said(written("compare"), "spark", {}))
    edges = compared.groupBy("type", "block").applyInArrow(_edges, from_arrow_schema(EDGES)).collect()
    spark.createDataFrame(ties_of((row.a, row.b) for row in edges)).createOrReplaceTempView("ties")
    reports = spark.sql(said(written("reports"), "spark", {}))
    tasks = int(spark.conf.get("spark.sql.shuffle.partitions") or 200)
    parts = reports.repartition(tasks, "part").sortWithinPartitions("part")
    files: list[str] = []
    count = 0
    for row in parts.mapInArrow(_writer(lake, state), "file string, incidents long").collect():
        files += [row.file] if row.file else []
        count += row.incidents
    return finish(lake, files, count, state)


def _edges(rows: pa.Table) -> pa.Table:
    found = sorted(set(edges_in(rows.to_pylist())))
    arrays = [pa.array([pair[side] for pair in found], pa.string()) for side in (0, 1)]
    return pa.Table.from_arrays(arrays, schema=EDGES)


def _writer(lake: Lake, state: str) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Links and writes the parts of one task, under names that depend on the task's number alone."""

    def write(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        context = TaskContext.get()
        first = (context.partitionId() if context else 0) * _FILES_A_TASK
        rows = (row for batch in batches for row in batch.to_pylist())
        parts = (part for _, part in groupby(rows, key=lambda row: row["part"]))
        for number, table in enumerate(linked_tables(parts), start=first):
            files = write_incidents(lake, number, table, state)
            told = {"file": [*files, None], "incidents": [*(0 for _ in files), table.num_rows]}
            yield pa.RecordBatch.from_pydict(told, schema=_WRITTEN)

    return write


_WRITTEN = pa.schema([("file", pa.string()), ("incidents", pa.int64())])
