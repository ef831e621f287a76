"""Claims about trade: a figure that the press or an office gives, and what it is a figure of."""

from __future__ import annotations

from typing import Literal

import msgspec

from faleme.records.figure import Modifier
from faleme.records.observation import TOTAL, WORLD, Basis, PeriodGrain
from faleme.records.text import Span
from faleme.records.time import Period

Goods = Literal["export", "import", "trade", "balance"]
Measure = Literal["value", "share", "growth", "difference", "rank", "other"]
Said = Literal["main", "rate", "before", "difference", "also"]
Verdict = Literal["consistent", "rounds-to", "contradicts", "cannot-be-told"]


class Dealt(msgspec.Struct, frozen=True, kw_only=True):
    """What passes between two sides: exports or imports of `reporter`, both ('trade'), or their balance.

    `partner` is a country or a group, all the world where none is named; `product` a code of the Harmonized
    System, a kind of goods of data/trade/claims.toml, or all goods.
    """

    flow: Goods
    reporter: str
    partner: str = WORLD
    product: str = TOTAL


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One number: `measure` of `of` in `period`, a share of `base`, a growth or difference against `against`.

    Money is in plain units of `unit` (ISO 4217), shares and growth in per cent. The number stands for every
    one from `low` to `high` that would be written like it; `loose` are the ends where its last zeros may be
    rounding ('800 milliards'). An end that is open is None ('plus de').
    """

    measure: Measure
    of: Dealt | None
    value: float
    unit: str
    written: str
    low: float | None
    high: float | None
    loose: tuple[float, float] | None = None
    modifier: Modifier = "exact"
    base: Dealt | None = None
    period: Period | None = None
    grain: PeriodGrain | None = None
    against: Period | None = None
    basis: Basis = "sum"
    said: Said = "main"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one source says: its statement first, then what it says beside it ('+8,6 %', '739 in 2023').

    `source` is whom it names; `where` is the row ('claims.csv:3') or the article's id, with the span of the
    figure in its text. `why` says what could not be read of it.
    """

    id: str
    worded: str
    statements: tuple[Statement, ...]
    source: str = ""
    url: str | None = None
    where: str = ""
    article: str | None = None
    span: Span | None = None
    why: tuple[str, ...] = ()

    @property
    def main(self) -> Statement:
        return self.statements[0]


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A claim held against something: other claims, a table, or its own numbers; `told` is the arithmetic in
    French and English. `claims` are the ids of those that it rests on, `tables` the rows.
    """

    verdict: Verdict
    kind: Literal["itself", "claims", "table"]
    told: dict[str, str]
    claims: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its verdict and what it was compared with.

    `disputed` are conflicts with figures that are outvoted themselves; `implied` is what the claim would mean
    where nothing can be held against it; `apart` looks like it and is of something else.
    """

    claim: Claim
    verdict: Verdict
    told: dict[str, str]
    compared: tuple[Compared, ...] = ()
    disputed: tuple[Compared, ...] = ()
    implied: tuple[dict[str, str], ...] = ()
    apart: tuple[dict[str, str], ...] = ()
