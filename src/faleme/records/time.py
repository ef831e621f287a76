"""Times: an expression of the text and the days that it names."""

from __future__ import annotations

from typing import Literal

import msgspec

Grain = Literal[
    "day",
    "days",
    "weekend",
    "week",
    "month",
    "quarter",
    "half",
    "season",
    "year",
    "decade",
    "century",
    "stretch",
]


class Timex(msgspec.Struct, frozen=True, kw_only=True):
    """A time expression (timex) with its days, both ends included, ISO 8601.

    An end that the text leaves open, and both ends of an expression that cannot be resolved, are None.
    `rule` names the pattern that fired; `reason` says in words what it was resolved against.
    """

    start: int
    end: int
    from_: str | None = msgspec.field(name="from")
    to: str | None
    grain: Grain
    rule: str
    reason: str = ""


class Period(msgspec.Struct, frozen=True):
    """A stretch of days, both ends included, ISO 8601; an open end is None."""

    from_: str | None = msgspec.field(name="from")
    to: str | None
