"""Judgements: what a person decided about incidents, kept for good and never changed.

A judgement names the reports that the person had before them (anchors), not incidents: those are made anew
with every run of the linker, reports stay.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Act = Literal[
    "accept", "correct", "reject", "merge", "split", "unverifiable", "assign", "undo",
    "correct-report", "reject-report",
]  # fmt: skip


class Anchor(msgspec.Struct, frozen=True, order=True):
    """A report as a judgement names it: the event's id, and what finds it again when its id has changed."""

    event: str
    article: str
    start: int
    end: int
    type: str


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """One act of one person.

    `parts` are the reports it is about: one part for most acts; for a merge one part an incident, the first
    being the one whose address stays; for a split first the reports that are taken out, then those that stay.
    `before` and `after` are values as in JSON; `field` is set for a correction, `undoes` for an undo.
    `number` is 0 until a store has numbered it.
    """

    act: Act
    who: str
    at: str
    incident: str
    parts: tuple[tuple[Anchor, ...], ...] = ()
    field: str | None = None
    before: Any = None
    after: Any = None
    note: str = ""
    undoes: int | None = None
    number: int = 0
