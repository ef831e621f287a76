"""Rows of a table of trade: each column's different cells are read once, and joined back on.

Rows that cannot be read, and rows that tell the same thing twice, are taken out and told by their line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import msgspec
import polars as pl

from faleme.lexicon.trade import TableKind, countries_known, party_of
from faleme.read.trade_cells import (
    PeriodCell,
    flow_cell,
    money_cell,
    number_cell,
    period_cell,
    product_cell,
    status_cell,
)
from faleme.records.observation import Observation

_PARTY: Final = pl.Enum(countries_known())
FLOW: Final = pl.Enum(["export", "import"])
LEVEL: Final = pl.Enum(["total", "section", "chapter", "heading", "subheading", "other"])
GRAIN: Final = pl.Enum(["month", "quarter", "year", "stretch"])
BASIS: Final = pl.Enum(["sum", "mean-a-year"])
STATUS: Final = pl.Enum(["final", "provisional", "estimated", "revised"])
COLUMNS: Final[dict[str, pl.DataType]] = {
    "reporter": _PARTY, "partner": _PARTY, "flow": FLOW, "product": pl.Categorical(), "level": LEVEL,
    "revision": pl.Categorical(), "from": pl.Date(), "to": pl.Date(), "grain": GRAIN, "value": pl.Float64(),
    "currency": pl.Categorical(), "quantity": pl.Float64(), "quantity_unit": pl.Categorical(), "basis": BASIS,
    "status": STATUS, "source": pl.Categorical(), "file": pl.Categorical(), "line": pl.UInt32(),
}  # fmt: skip
"""An observation as columns; see records/observation.py."""
_CODED: Final = (
    "reporter", "partner", "flow", "product", "product_name", "revision", "period", "currency", "unit",
    "scale", "status", "source", "quantity_unit",
)  # fmt: skip
_KEY: Final = ("reporter", "partner", "flow", "product", "from", "to", "source", "revision", "basis")
_MOST = 200
Told = tuple[int, str]


class Roles(msgspec.Struct, frozen=True):
    """A kind of table and the header of one: which columns hold what."""

    kind: TableKind
    header: tuple[str, ...]
    source: str | None
    period: PeriodCell | None

    def columns(self, role: str) -> list[str]:
        """Columns of a role that stand in the header, the first to be believed first."""
        return [each for each in self.kind.roles.get(role, ()) if each in self.header]


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that were read, and what was said of those that were not; problems by line, the first of them."""

    frame: pl.DataFrame
    rows: int
    passed: Mapping[str, int]
    faults: int
    problems: tuple[Told, ...]
    products: Mapping[str, str]


class Repeats(msgspec.Struct, frozen=True):
    """Rows that tell again what a row before them told."""

    faults: int
    problems: tuple[Told, ...]


def rows_of(cells: pl.LazyFrame, roles: Roles, file: str) -> Rows:
    """Cells (strings, and `line`) as observations."""
    raw = _raw(cells, roles)
    rows = raw.height
    raw, passed = _without_breakdowns(raw, roles)
    products = _product_names(raw, roles)
    read = _meanings(raw, roles)
    for reason, gone in (("re-export", pl.col("flow?")), ("no value", pl.col("status?"))):
        out = read.select(gone.sum()).item()
        if out:
            passed[reason] = out
            read = read.filter(~gone)
    bad = read.filter(pl.col("problem") != "")
    good = read.filter(pl.col("problem") == "") if bad.height else read
    told = [(line, what) for line, what in bad.select("line", "problem").head(_MOST).iter_rows()]
    return Rows(
        frame=_typed(good, roles, file), rows=rows, passed=passed, faults=bad.height, problems=tuple(told),
        products=products,
    )  # fmt: skip


def repeated(frame: pl.DataFrame, file: str) -> tuple[pl.DataFrame, Repeats]:
    """A frame without the rows whose key stands in a row before; those are told."""
    first = frame.lazy().select(pl.struct(_KEY).hash().is_first_distinct().alias("first")).collect()["first"]
    if first.all():
        return frame, Repeats(0, ())
    again = frame.filter(~first)
    known = frame.filter(first).join(again.select(_KEY), on=_KEY, how="semi", nulls_equal=True)
    pairs = again.join(
        known.select(*_KEY, before="line", worth="value", money="currency"),
        on=_KEY, how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    shown = pairs.select("line", "before", "value", "worth", "currency", "money").head(_MOST)
    told = [(row["line"], _repeat(row)) for row in shown.iter_rows(named=True)]
    return frame.filter(first), Repeats(again.height, tuple(told))


def _repeat(row: Mapping[str, Any]) -> str:
    if row["currency"] != row["money"]:
        return (
            f"the same trade as in line {row['before']}, in {row['currency']} there in {row['money']}: "
            "one table in one currency for each flow"
        )
    if row["value"] == row["worth"]:
        return f"the same row as line {row['before']}"
    return (
        f"the same trade as in line {row['before']} with another value ({row['value']:g}, there "
        f"{row['worth']:g}): leave the right one in the table, or name their sources"
    )


def _raw(cells: pl.LazyFrame, roles: Roles) -> pl.DataFrame:
    """The cells that have a role: those that repeat as codes, numbers as numbers where they are plain."""
    wanted: list[pl.Expr] = [pl.col("line")]
    for role in _CODED:
        columns = roles.columns(role) or (roles.columns("year") if role == "period" else [])
        if columns:
            # Reporter and partner have a name and a number: the number stands in where the name is unknown.
            for at, column in enumerate(columns if role in ("reporter", "partner") else columns[:1]):
                wanted.append(
                    pl.col(column).cast(pl.Categorical()).alias(role if at == 0 else f"{role}+{at}")
                )
    for column in roles.kind.keep:
        if column in roles.header:
            wanted.append(pl.col(column).cast(pl.Categorical()).alias(f"keep:{column}"))
    for role in ("value", "quantity"):
        for column in roles.columns(role)[:1]:
            number = pl.col(column).str.strip_chars().cast(pl.Float64, strict=False)
            number = pl.when(number.is_finite()).then(number)
            wanted.append(number.alias(role))
            wanted.append(pl.when(number.is_null()).then(pl.col(column)).alias(f"{role}:raw"))
    return cells.select(wanted).collect(engine="streaming")


def _without_breakdowns(raw: pl.DataFrame, roles: Roles) -> tuple[pl.DataFrame, dict[str, int]]:
    before = raw.height
    for column, values in roles.kind.keep.items():
        if f"keep:{column}" in raw.columns:
            raw = raw.filter(pl.col(f"keep:{column}").cast(pl.String).is_in(list(values))).drop(
                f"keep:{column}"
            )
    return raw, {"breakdown": before - raw.height} if before > raw.height else {}


def _product_names(raw: pl.DataFrame, roles: Roles) -> dict[str, str]:
    if "product_name" not in raw.columns:
        return {}
    names: dict[str, str] = {}
    for code, name in raw.select("product", "product_name").unique(maintain_order=True).iter_rows():
        if code and name:
            names.setdefault(_product(roles)(code).code, name)
    return names


def _product(roles: Roles) -> Callable[[str], Any]:
    digits = 6 if roles.kind.name == "baci" else 0
    return lambda written: product_cell(written, prefix=roles.kind.product_prefix, digits=digits)


def _meanings(raw: pl.DataFrame, roles: Roles) -> pl.DataFrame:
    """Each coded column's cells as what they mean, with the first thing that is wrong with a row."""
    read = raw.lazy()
    wrong: list[pl.Expr] = []
    for role, meaning, fields in _readers(roles):
        if role not in raw.columns:
            continue
        table = _joined(raw[role].unique(), role, meaning, fields)
        read = read.join(table.lazy(), on=role, how="left", nulls_equal=True).drop(role)
        wrong.append(pl.col(f"{role}!"))
    for role in ("reporter", "partner"):
        read, wrong = _party_columns(raw, read, wrong, role)
    read, wrong = _numbers(raw, read, wrong)
    defaults = [
        pl.lit(False).alias(name)
        for name in ("flow?", "status?")
        if name[:-1] not in raw.columns
    ]  # fmt: skip
    problem = (
        pl.concat_str(wrong, separator="", ignore_nulls=True)
        if len(wrong) == 1
        else pl.coalesce([pl.when(each != "").then(each) for each in wrong] + [pl.lit("")])
    )
    done = read.with_columns(*defaults, problem=problem)
    return done.drop(
        [name for name in done.collect_schema().names() if name.endswith(("!", ":raw"))]
    ).collect()


def _readers(roles: Roles) -> list[tuple[str, Callable[[str], Mapping[str, Any]], dict[str, Any]]]:
    """Role, what a cell of it means, and the columns that this makes."""
    product = _product(roles)
    return [
        ("product", lambda w: product(w)._asdict(), {"code": pl.String, "level": LEVEL}),
        ("period", lambda w: _days(period_cell(w)), {"from": pl.Date, "to": pl.Date, "grain": GRAIN}),
        (
            "flow", lambda w: {"way": flow_cell(w), "flow?": flow_cell(w) is None},
            {"way": FLOW, "flow?": pl.Boolean},
        ),
        (
            "status", lambda w: {"state": status_cell(w), "status?": status_cell(w) is None},
            {"state": STATUS, "status?": pl.Boolean},
        ),
        ("currency", lambda w: _money(w, "money"), {"money": pl.String, "times": pl.Float64}),
        ("unit", lambda w: _money(w, "unit_money"), {"unit_money": pl.String, "unit_times": pl.Float64}),
        ("scale", lambda w: {"power": 10.0 ** int(w or 0)}, {"power": pl.Float64}),
        ("revision", lambda w: {"edition": w or None}, {"edition": pl.String}),
        ("source", lambda w: {"told_by": w or None}, {"told_by": pl.String}),
        ("quantity_unit", lambda w: {"in": w or None}, {"in": pl.String}),
    ]  # fmt: skip


def _money(written: str, name: str) -> Mapping[str, Any]:
    if not written:
        return {}
    cell = money_cell(written.partition(":")[0])
    return {name: cell.currency, ("times" if name == "money" else "unit_times"): cell.scale}


def _days(cell: PeriodCell) -> Mapping[str, Any]:
    return {
        "from": dt.date.fromisoformat(cell.begin),
        "to": dt.date.fromisoformat(cell.end),
        "grain": cell.grain,
    }


def _joined(
    cells: pl.Series, role: str, meaning: Callable[[str], Mapping[str, Any]], fields: Mapping[str, Any]
) -> pl.DataFrame:
    """The different cells of a column beside what they mean, and what is wrong with them, if anything."""
    rows: list[dict[str, Any]] = []
    for cell in cells.to_list():
        row: dict[str, Any] = dict.fromkeys(fields) | {f"{role}!": ""}
        try:
            row |= meaning((cell or "").strip())
        except ValueError as error:
            row[f"{role}!"] = str(error)
        rows.append(row)
    made = pl.DataFrame(rows, schema={**fields, f"{role}!": pl.String}, orient="row")
    for name in [name for name in made.columns if name.endswith("?")]:
        made = made.with_columns(pl.col(name).fill_null(False))
    return made.with_columns(cells.alias(role))


def _party_columns(
    raw: pl.DataFrame, read: pl.LazyFrame, wrong: list[pl.Expr], role: str
) -> tuple[pl.LazyFrame, list[pl.Expr]]:
    """A country or group, by the first column that names one."""
    columns = [name for name in raw.columns if name == role or name.startswith(f"{role}+")]
    if not columns:
        return read.with_columns(pl.lit("WLD", dtype=_PARTY).alias(f"{role}:is")), wrong
    for column in columns:
        cells = raw[column].unique()
        codes = pl.Series([party_of(cell or "") for cell in cells.to_list()], dtype=_PARTY)
        table = pl.DataFrame({column: cells, f"{column}:is": codes})
        read = read.join(table.lazy(), on=column, how="left", nulls_equal=True)
    found = pl.coalesce([pl.col(f"{column}:is") for column in columns])
    said = pl.concat_str([pl.col(column).cast(pl.String) for column in columns], separator="/")
    unknown = pl.when(found.is_null()).then(
        pl.format(
            f"the {role} '{{}}' is no country or group that is known: write its ISO 3166-1 alpha-3 code",
            said.fill_null(""),
        )
    ).otherwise(pl.lit(""))  # fmt: skip
    read = read.with_columns(found.alias(f"{role}:is"), unknown.alias(f"{role}!")).drop(
        [*columns, *(f"{column}:is" for column in columns[1:])]
    )
    return read, [*wrong, pl.col(f"{role}!")]


def _numbers(
    raw: pl.DataFrame, read: pl.LazyFrame, wrong: list[pl.Expr]
) -> tuple[pl.LazyFrame, list[pl.Expr]]:
    """Values that are no plain number are tried as the house writes numbers; a negative one is told."""
    for role in ("value", "quantity"):
        if role not in raw.columns:
            continue
        odd = raw[f"{role}:raw"].drop_nulls().unique()
        said = {cell: _number(cell) for cell in odd.to_list()}
        table = pl.DataFrame(
            {
                f"{role}:raw": pl.Series(list(said), dtype=pl.String),
                f"{role}:odd": pl.Series([number for number, _ in said.values()], dtype=pl.Float64),
                f"{role}:why": pl.Series([why for _, why in said.values()], dtype=pl.String),
            }
        )
        if not said:
            read = read.with_columns(
                pl.lit(None, pl.Float64).alias(f"{role}:odd"), pl.lit("").alias(f"{role}:why")
            )
        else:
            read = read.join(table.lazy(), on=f"{role}:raw", how="left")
        number = pl.coalesce(role, f"{role}:odd")
        if role == "quantity":  # a quantity that cannot be read is left out; its value still counts
            read = read.with_columns(pl.when(number >= 0).then(number).alias(role))
            read = read.drop(f"{role}:odd", f"{role}:why")
            continue
        why = (
            pl.when(number < 0)
            .then(pl.format("the value {} is negative: goods that come back are imports", number))
            .otherwise(pl.col(f"{role}:why").fill_null(""))
        )
        read = read.with_columns(number.alias(role), why.alias(f"{role}!")).drop(f"{role}:odd", f"{role}:why")
        wrong = [*wrong, pl.col(f"{role}!")]
    return read, wrong


def _number(cell: str) -> tuple[float | None, str]:
    if cell.strip().lower() in ("", "na", "nan", "..", ":"):
        return None, "there is no value"
    try:
        return number_cell(cell), ""
    except ValueError as error:
        return None, f"the value {error}"


def _typed(read: pl.DataFrame, roles: Roles, file: str) -> pl.DataFrame:
    """The columns of an observation, what the table does not tell filled from its kind."""
    kind, there = roles.kind, set(read.columns)

    def either(name: str, otherwise: Any) -> pl.Expr:
        rest = otherwise if isinstance(otherwise, pl.Expr) else pl.lit(otherwise)
        return pl.coalesce(pl.col(name), rest) if name in there else rest

    times = either("times", 1.0) * either("unit_times", 1.0) * either("power", 1.0) * kind.scale
    days = _days(roles.period) if roles.period else {}
    made = {
        "reporter": pl.col("reporter:is"), "partner": pl.col("partner:is"), "flow": either("way", kind.flow),
        "product": either("code", "TOTAL"), "level": either("level", "total"),
        "revision": either("edition", None),
        "from": either("from", days.get("from")), "to": either("to", days.get("to")),
        "grain": either("grain", days.get("grain")), "value": pl.col("value") * times,
        "currency": either("money", either("unit_money", kind.currency)),
        "quantity": either("quantity", None), "quantity_unit": either("in", kind.quantity_unit),
        "basis": pl.lit(kind.basis), "status": either("state", "final"),
        "source": pl.lit(roles.source) if roles.source else either("told_by", kind.source or file),
        "file": pl.lit(file), "line": pl.col("line"),
    }  # fmt: skip
    typed = read.select(made[name].cast(dtype).alias(name) for name, dtype in COLUMNS.items())
    return typed.sort("line")  # joins part the rows among threads


def together(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Several tables as one, in their order; what two of them tell alike stands in both."""
    return pl.concat(list(frames) or [pl.DataFrame(schema=COLUMNS)], how="vertical")


def frame_of(observations: Iterable[Observation]) -> pl.DataFrame:
    """Observations as the columns that they were read into."""
    rows = [
        (
            each.reporter, each.partner, each.flow, each.product.code, each.product.level,
            each.product.revision, dt.date.fromisoformat(each.period.from_),
            dt.date.fromisoformat(each.period.to), each.grain, each.value, each.currency, each.quantity,
            each.quantity_unit, each.basis, each.status, each.source, each.origin.file, each.origin.line,
        )
        for each in observations
        if each.period.from_ is not None and each.period.to is not None
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")
