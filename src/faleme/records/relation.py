"""What is between two parties: countries (ISO 3166-1 alpha-3) and bodies of states ('ECOWAS').

A pair is written in the order of the alphabet, `one` before `other`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from faleme.records.event import Strand

Way = Literal[-1, 0, 1]
"""1 from `one` to `other`, -1 from `other` to `one`, 0 by both together."""
UNDATED = -1_000_000
"""The day of what nobody has dated, in columns of days since 1970-01-01."""
KINDS_OF_STRAND: tuple[Strand, ...] = ("defence", "diplomacy", "economy", "other")


class Dealing(msgspec.Struct, frozen=True, kw_only=True):
    """One incident between two parties, with PLOVER's score of what was done."""

    one: str
    other: str
    way: Way
    score: float


class PairSum(msgspec.Struct, frozen=True, kw_only=True):
    """How many incidents there are between two parties in one strand, and the sum of their scores."""

    one: str
    other: str
    strand: Strand
    count: int
    total: float
