"""Widened records: the state of one corridor segment on one day under another marking than AMBER+STRICT."""

from __future__ import annotations

from typing import Literal

import msgspec

from faleme.records.text import Marking

CorridorStateName = Literal["open", "disrupted", "blocked", "unknown"]


class Widening(msgspec.Struct, frozen=True, kw_only=True):
    """What a person gave another marking, as it was then; the last one of a segment and day counts.

    `number` is given by the store. A marking of AMBER+STRICT takes a widening back.
    """

    corridor: str
    segment: str
    day: str
    state: CorridorStateName
    marking: Marking
    who: str
    at: str
    note: str = ""
    number: int = 0
