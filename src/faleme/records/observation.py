"""Observations of trade: one cell of a table of customs or of statisticians, with its row."""

from __future__ import annotations

from typing import Literal

import msgspec

from faleme.records.time import Period

Flow = Literal["export", "import"]
ProductLevel = Literal["total", "section", "chapter", "heading", "subheading", "other"]
PeriodGrain = Literal["month", "quarter", "year", "stretch"]
Basis = Literal["sum", "mean-a-year"]
"""Whether a value is that of the whole period, or the mean of its years."""
ObservationStatus = Literal["final", "provisional", "estimated", "revised"]

WORLD = "WLD"
"""The partner that stands for all; other groups are named in data/trade/groups.toml."""
TOTAL = "TOTAL"
"""The product that stands for all goods."""


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """Goods by the Harmonized System: '27' is a chapter, '2710' a heading, '271019' a subheading, 'S05' a
    section, 'TOTAL' all goods. `revision` is the edition ('HS12'), None where the table does not tell.
    """

    code: str = TOTAL
    level: ProductLevel = "total"
    revision: str | None = None
    name: str | None = None


class Origin(msgspec.Struct, frozen=True, order=True):
    """Where a row stands: file and line, the header being line 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """What one side reports of its trade with another: goods, period, value.

    Countries are ISO 3166-1 alpha-3 codes or groups. `value` is in plain units of `currency` (ISO 4217),
    never in thousands; `quantity` in `quantity_unit` (an SI symbol, or the unit as the table names it).
    Goods go from `reporter` to `partner` where `flow` is 'export', the other way where it is 'import'.
    `source` names who made the table ('CEPII BACI').
    """

    reporter: str
    partner: str
    flow: Flow
    product: Product
    period: Period
    grain: PeriodGrain
    value: float
    currency: str | None
    source: str
    origin: Origin
    quantity: float | None = None
    quantity_unit: str | None = None
    basis: Basis = "sum"
    status: ObservationStatus = "final"
