"""A lake asked in SQL: written once (data/lake/*.sql, in DuckDB's words), run by DuckDB or by Spark.

sqlglot says it in Spark's words and refuses what it cannot say. The queries keep to plain, ordered
aggregates: what differs silently between the two (the order inside a list, joins by the nearest time) is not
used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

from faleme.engines.lake import Lake
from faleme.engines.schema import INCIDENTS, TABLES
from faleme.errors import InputError

FOLDER: Final = Path(__file__).resolve().parent.parent / "data" / "lake"
SCHEMAS: Final = {**TABLES, "incidents": INCIDENTS}
_AT_ONCE: Final = 10_000


class Name(str):
    """A value that stands for a column, not for a text."""


class Asker(Protocol):
    """Whoever answers SQL over the tables of a lake."""

    lake: Lake

    def rows(self, query: str, **values: Any) -> pa.Table: ...


@cache
def written(name: str) -> str:
    """A query of data/lake."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def said(query: str, dialect: str, values: Mapping[str, Any]) -> str:
    """A query in a dialect, with its values as literals. Raises UnsupportedError on what that cannot say."""
    tree = sqlglot.parse_one(query, read="duckdb")
    given = {
        name: exp.column(value) if isinstance(value, Name) else exp.convert(value)
        for name, value in values.items()
    }
    return exp.replace_placeholders(tree, **given).sql(
        dialect, unsupported_level=sqlglot.ErrorLevel.RAISE, comments=False
    )


class DuckAsker:
    """DuckDB on this machine; it spills to disk what does not fit."""

    def __init__(self, lake: Lake, tables: Sequence[str] = tuple(SCHEMAS)) -> None:
        self.lake = lake
        self._database = duckdb.connect()
        self._database.execute("SET TimeZone = 'UTC'")
        if not lake.local:
            self._database.register_filesystem(lake.fs)
        for name in tables:
            self._view(name, SCHEMAS[name])

    def _view(self, name: str, schema: pa.Schema) -> None:
        files = self.lake.files(name)
        if not files:
            self.keep(name, schema.empty_table())
            return
        columns = ", ".join(f'"{field.name}"' for field in schema)
        told = exp.convert(files).sql("duckdb")
        self._database.execute(
            f"CREATE VIEW {name} AS SELECT {columns} FROM read_parquet({told}, hive_partitioning = false)"
        )

    def keep(self, name: str, table: pa.Table) -> None:
        """Make a table of rows, to be joined with."""
        self._database.register("given", table)
        self._database.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given")
        self._database.unregister("given")

    def rows(self, query: str, **values: Any) -> pa.Table:
        return self._database.sql(said(query, "duckdb", values)).to_arrow_table()

    def batches(self, query: str, **values: Any) -> Iterator[pa.RecordBatch]:
        """The rows of a query, some thousand at once."""
        yield from self._database.sql(said(query, "duckdb", values)).to_arrow_reader(_AT_ONCE)


def linked(asker: Asker) -> None:
    """Raises InputError where the lake has events and no incidents yet."""
    lake = asker.lake
    if not lake.files("incidents") and lake.files("events"):
        raise InputError("its events are not linked yet: `faleme corpus link` it first", source=lake.address)


def series(
    asker: Asker, *, by: str = "quad", since: str | None = None, until: str | None = None,
    country: str | None = None, near: float | None = None,
) -> pa.Table:  # fmt: skip
    """Incidents by month and by `quad`, `type`, `country` or `strand`."""
    linked(asker)
    if by not in ("quad", "type", "country", "strand"):
        raise ValueError(f"no such column: {by}")
    return asker.rows(written("series"), by=Name(by), since=since, until=until, country=country, near=near)


def relation(
    asker: Asker, one: str, other: str, *, since: str | None = None, until: str | None = None
) -> pa.Table:
    """PLOVER's scores between two parties by month, strand and way: 1 is from the first to the second."""
    linked(asker)
    first, last = sorted((one, other))
    turned = 1 if first == one else -1
    return asker.rows(written("relation"), one=first, other=last, turned=turned, since=since, until=until)


def border(asker: Asker, *, since: str | None = None, until: str | None = None) -> pa.Table:
    """Threats at the watched border by month, segment and band."""
    linked(asker)
    return asker.rows(written("border"), since=since, until=until)
