"""Tables of trade as columns: UN Comtrade, CEPII BACI, SDMX-CSV and plain tables, known by their header.

A cell that means the same in many rows (a period, a country, goods, a unit) is read once. A row that cannot
be read is passed over and told by file and line with what to do; the rest is loaded. Small files are read by
Python, which knows each row's line whatever stands between quotes; large ones by Polars, a row a line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec
import polars as pl

from faleme.errors import InputError
from faleme.lexicon.trade import TableKind, bare, load_tables
from faleme.read.trade_cells import PeriodCell, period_cell
from faleme.read.trade_rows import COLUMNS, Roles, repeated, rows_of
from faleme.records.observation import Observation, Origin, Product
from faleme.records.time import Period

WHOLE_BELOW: Final = 32 * 1024 * 1024
"""Files below so many bytes are read by Python."""
MOST_TOLD: Final = 200
_NAME_PERIOD: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_–]((?:19|20)\d\d)(?!\d)")
_EXPORTERS: Final = ("exporter", "exportateur", "origin", "origine", "iso3o", "from", "de")
_ENCODINGS: Final = ("utf-8-sig", "cp1252")


class TradeTable(msgspec.Struct, frozen=True, kw_only=True):
    """What a table holds. `frame` has the columns `trade_rows.COLUMNS`, a row an observation.

    `rows` were read; `passed` counts rows that are no observation and no fault (breakdowns, re-exports within
    exports, 'no value'), by reason; `faults` could not be read, and `problems` tells the first of them.
    `products` names goods by their code.
    """

    file: str
    kind: str
    frame: pl.DataFrame
    rows: int
    passed: Mapping[str, int]
    faults: int
    problems: tuple[str, ...]
    products: Mapping[str, str]

    def observations(self) -> Iterator[Observation]:
        """Every row as a record; for tables that a page shows, not for ten million rows."""
        for row in self.frame.iter_rows(named=True):
            yield Observation(
                reporter=row["reporter"], partner=row["partner"], flow=row["flow"],
                product=Product(
                    code=row["product"], level=row["level"], revision=row["revision"],
                    name=self.products.get(row["product"]),
                ),
                period=Period(row["from"].isoformat(), row["to"].isoformat()), grain=row["grain"],
                value=row["value"], currency=row["currency"], quantity=row["quantity"],
                quantity_unit=row["quantity_unit"] if row["quantity"] is not None else None,
                basis=row["basis"], status=row["status"], source=row["source"],
                origin=Origin(row["file"], row["line"]),
            )  # fmt: skip


def read_trade(
    path: Path, *, source: str | None = None, period: str | None = None, whole_below: int = WHOLE_BELOW
) -> TradeTable:
    """A table of trade. `source` names who made it in place of what its kind says; `period` is that of a
    table without a column of periods. Raises InputError where it is no such table.
    """
    name = path.name
    try:
        header, delimiter, encoding = _header(path)
        kind = kind_of(header)
        if kind is None:
            raise InputError(
                f"no table of trade is known with the columns {', '.join(header[:12])}; {_known()}"
            )
        kind = _with_flow(kind, frozenset(map(bare, header)))
        roles = Roles(kind, tuple(map(bare, header)), source, _one_period(kind, period, name))
        small = path.stat().st_size < whole_below or encoding != "utf-8-sig"
        cells = (
            _by_python(path, header, delimiter, encoding) if small else _by_polars(path, header, delimiter)
        )
        return _table(name, roles, cells)
    except InputError as error:
        raise InputError(error.message, source=name) from error
    except (OSError, UnicodeDecodeError, csv.Error, pl.exceptions.PolarsError) as error:
        raise InputError(f"not a readable table ({error})", source=name) from error


def kind_of(header: list[str]) -> TableKind | None:
    """Which kind of table has such a header."""
    names = frozenset(map(bare, header))
    return next((each for each in load_tables().table if each.fits(names)), None)


def empty_frame() -> pl.DataFrame:
    """No observation."""
    return pl.DataFrame(schema=COLUMNS)


def _header(path: Path) -> tuple[list[str], str, str]:
    """The names of the columns, what parts them, and how the file is encoded."""
    with path.open("rb") as stream:
        first = stream.readline()
        sample = first + stream.read(200_000)
    for encoding in _ENCODINGS:
        try:
            sample[: sample.rfind(b"\n") + 1 or None].decode(encoding)
            line = first.decode(encoding).rstrip("\r\n")
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError("neither UTF-8 nor Windows-1252: save it as UTF-8")
    delimiter = max(",;\t|", key=line.count)
    header = next(csv.reader([line], delimiter=delimiter), [])
    return [each.strip() for each in header], delimiter, encoding


def _known() -> str:
    return "there must be " + "; or ".join(
        f"({each.name}) " + ", ".join(need if isinstance(need, str) else need[0] for need in each.needs)
        for each in load_tables().table
    )


def _with_flow(kind: TableKind, header: frozenset[str]) -> TableKind:
    """A table without a column of flows tells exports where its sides are called exporter and importer."""
    if kind.flow is not None or not header.isdisjoint(kind.roles.get("flow", ())):
        return kind
    if not header.isdisjoint(_EXPORTERS):
        return msgspec.structs.replace(kind, flow="export")
    raise InputError("no column tells whether a row is exports or imports: add one called flow")


def _one_period(kind: TableKind, period: str | None, name: str) -> PeriodCell | None:
    """The period of the whole table, where no column tells it."""
    if period is not None:
        try:
            return period_cell(period)
        except ValueError as error:
            raise InputError(str(error)) from error
    if kind.period_from_name:
        if found := _NAME_PERIOD.search(name):
            return period_cell(f"{found[1]}-{found[2]}")
        raise InputError(
            "neither a column nor the file's name (…2012-2022.csv) tells the years: --period 2012-2022"
        )
    if "period" not in kind.roles and "year" not in kind.roles:
        raise InputError("no column tells the period: --period 2024")
    return None


def _by_python(path: Path, header: list[str], delimiter: str, encoding: str) -> pl.LazyFrame:
    names = _distinct(header)
    columns: list[list[str]] = [[] for _ in names]
    lines: list[int] = []
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        next(reader, None)
        begin = reader.line_num
        for row in reader:
            line, begin = begin + 1, reader.line_num
            if not any(map(str.strip, row)):
                continue
            lines.append(line)
            for at, column in enumerate(columns):
                column.append(row[at].strip() if at < len(row) else "")
    made = {name: pl.Series(column, dtype=pl.String) for name, column in zip(names, columns, strict=True)}
    return pl.DataFrame({"line": pl.Series(lines, dtype=pl.UInt32), **made}).lazy()


def _by_polars(path: Path, header: list[str], delimiter: str) -> pl.LazyFrame:
    names = _distinct(header)
    scanned = pl.scan_csv(
        path, separator=delimiter, infer_schema=False, truncate_ragged_lines=True,
        with_column_names=lambda _: names, row_index_name="line", row_index_offset=2,
    )  # fmt: skip
    return scanned.with_columns(pl.col("line").cast(pl.UInt32))


def _distinct(header: list[str]) -> list[str]:
    """Folded names; one that stands twice, or is empty, gets its place behind it."""
    names: list[str] = []
    for at, each in enumerate(map(bare, header)):
        names.append(each if each and each != "line" and each not in names else f"{each}#{at}")
    return names


def _table(name: str, roles: Roles, cells: pl.LazyFrame) -> TradeTable:
    read = rows_of(cells, roles, name)
    kept, told_twice = repeated(read.frame, name)
    told = sorted([*read.problems, *told_twice.problems], key=lambda each: each[0])
    return TradeTable(
        file=name, kind=roles.kind.name, frame=kept, rows=read.rows, passed=read.passed,
        faults=read.faults + told_twice.faults,
        problems=tuple(f"{name}:{line}: {what}; passed over" for line, what in told[:MOST_TOLD]),
        products=read.products,
    )  # fmt: skip
