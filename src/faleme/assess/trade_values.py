"""What tables say of one quantity: the value of a flow of goods in a period, with the rows that it is of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec
import polars as pl

from faleme.lexicon.trade import load_groups, load_trade_rules, section_of_chapter
from faleme.lexicon.trade_claims import codes_of
from faleme.records.observation import TOTAL, WORLD, Basis
from faleme.records.time import Period
from faleme.records.trade_claim import Dealt

_MOST_ROWS = 5


class TableValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value of one source in its currency; `where` names its first rows ('t.csv:3, 4 and 12 more')."""

    of: Dealt
    period: Period
    value: float
    currency: str | None
    source: str
    where: str
    basis: Basis
    final: bool
    rows: int


def table_values(frame: pl.DataFrame, of: Dealt, period: Period) -> list[TableValue]:
    """The value by each source and currency; a period without rows is summed from those that fill it.

    The balance and the whole trade of two sides are not here: they are made of exports and imports.
    """
    if of.flow not in ("export", "import") or not frame.height or period.from_ is None or period.to is None:
        return []
    begin, end = dt.date.fromisoformat(period.from_), dt.date.fromisoformat(period.to)
    rows = frame.filter(
        pl.col("flow") == of.flow, pl.col("reporter").cast(pl.String) == of.reporter,
        pl.col("from") >= begin, pl.col("to") <= end,
    )  # fmt: skip
    found = []
    for (source, currency, basis), part in rows.group_by("source", "currency", "basis", maintain_order=True):
        if not _holds(part, of.partner):
            continue  # a table of a few partners does not tell what goes to all
        goods = _of_product(_of_partner(part, of.partner), of.product)
        told = _whole(goods, begin, end)
        if told is not None:
            found.append(
                TableValue(
                    of=of, period=period, value=float(told["value"].sum()), currency=_text(currency),
                    source=str(source), where=where_of(told), basis=str(basis),  # type: ignore[arg-type]
                    final=bool((told["status"] == "final").all()), rows=told.height,
                )
            )  # fmt: skip
    return found + _means(frame, of, begin, end)


def _means(frame: pl.DataFrame, of: Dealt, begin: dt.date, end: dt.date) -> list[TableValue]:
    """Means of longer periods that hold this one: no value of it, but worth telling."""
    rows = frame.filter(
        pl.col("basis") == "mean-a-year", pl.col("flow") == of.flow,
        pl.col("reporter").cast(pl.String) == of.reporter, pl.col("from") <= begin, pl.col("to") >= end,
    )  # fmt: skip
    found = []
    for (source, currency, first, last), part in rows.group_by(
        "source", "currency", "from", "to", maintain_order=True
    ):
        if not _holds(part, of.partner):
            continue
        goods = _of_product(_of_partner(part, of.partner), of.product)
        if goods.height and (first, last) != (begin, end):
            found.append(
                TableValue(
                    of=of, period=Period(first.isoformat(), last.isoformat()),
                    value=float(goods["value"].sum()), currency=_text(currency),
                    source=str(source), where=where_of(goods), basis="mean-a-year",
                    final=True, rows=goods.height,
                )
            )  # fmt: skip
    return found


def _holds(rows: pl.DataFrame, partner: str) -> bool:
    """Whether rows of one reporter tell of a partner: by name, or by enough of a group's countries."""
    groups, rules = load_groups(), load_trade_rules()
    there = set(rows["partner"].cast(pl.String).unique().to_list())
    if partner in there or partner not in groups:
        return True
    if partner == WORLD:
        return len(there) >= rules.least_world
    members = groups[partner].members
    return len(there & members) >= rules.least_members * max(len(members), 1)


def where_of(rows: pl.DataFrame) -> str:
    """The rows by file and line, the first of them."""
    told = []
    for (file,), part in rows.group_by("file", maintain_order=True):
        lines = part["line"].sort().to_list()
        more = f" +{len(lines) - _MOST_ROWS}" if len(lines) > _MOST_ROWS else ""
        told.append(f"{file}:{','.join(map(str, lines[:_MOST_ROWS]))}{more}")
    return "; ".join(told)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _of_partner(rows: pl.DataFrame, partner: str) -> pl.DataFrame:
    """Rows of a partner; a group that no row names is made of its members."""
    name = pl.col("partner").cast(pl.String)
    direct = rows.filter(name == partner)
    groups = load_groups()
    if direct.height or partner not in groups:
        return direct
    if partner == WORLD:
        return rows.filter(~name.is_in(list(groups)))
    return rows.filter(name.is_in(sorted(groups[partner].members)))


def _of_product(rows: pl.DataFrame, product: str) -> pl.DataFrame:
    """Rows of some goods, by the coarsest codes that hold nothing else."""
    if not rows.height:
        return rows
    if product == TOTAL:
        coarsest = rows["level"].to_physical().min()
        return rows.filter(pl.col("level").to_physical() == coarsest)
    code = pl.col("product").cast(pl.String)
    kept = []
    for wanted in codes_of(product):
        if wanted.startswith("S"):
            chapters = [chapter for chapter, section in section_of_chapter().items() if section == wanted]
            same = rows.filter(code == wanted)
            kept.append(same if same.height else _coarsest(rows.filter(code.str.slice(0, 2).is_in(chapters))))
        else:
            kept.append(_coarsest(rows.filter(code.str.starts_with(wanted))))
    return pl.concat(kept)


def _coarsest(rows: pl.DataFrame) -> pl.DataFrame:
    if not rows.height:
        return rows
    return rows.filter(pl.col("level").to_physical() == rows["level"].to_physical().min())


def _whole(rows: pl.DataFrame, begin: dt.date, end: dt.date) -> pl.DataFrame | None:
    """The rows of just that period, or of shorter ones that fill it without a gap; None where they do not."""
    same = rows.filter(pl.col("from") == begin, pl.col("to") == end)
    if same.height:
        return same
    for grain in ("quarter", "month", "year"):
        parts = rows.filter(pl.col("grain") == grain)
        if parts.height and _fills(parts.select("from", "to").unique().sort("from").iter_rows(), begin, end):
            return parts
    return None


def _fills(spans: Iterator[Any], begin: dt.date, end: dt.date) -> bool:
    at = begin
    for first, last in spans:
        if first != at:
            return False
        at = last + dt.timedelta(days=1)
    return at == end + dt.timedelta(days=1)
