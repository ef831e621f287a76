"""Figures: a measured quantity of the text."""

from __future__ import annotations

from typing import Literal

import msgspec

Modifier = Literal["exact", "about", "more-than", "less-than"]
FigureKind = Literal["money", "share", "change", "points", "measure", "count", "number"]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity in plain units with its unit and the period that it is for.

    `unit` is an ISO 4217 code, `%`, `pp`, an SI symbol, a counted noun in the singular, or None.
    `measures` is the short phrase of the text that says what is measured, as a span's quote.
    """

    start: int
    end: int
    value: int | float
    unit: str | None
    modifier: Modifier
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    kind: FigureKind = "number"
    measures: str | None = None
    rule: str = ""
