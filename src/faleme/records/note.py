"""A note that a person wrote on a stretch of the timeline, and every act that made it what it is."""

from __future__ import annotations

from typing import Literal

import msgspec

from faleme.records.text import Marking

NoteDeed = Literal["add", "edit", "remove"]
LONGEST = 600
"""Characters of a note."""


class NoteAct(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did to a note: what it says from then on, of which days (ISO 8601, ends included).

    Acts are added and never changed; `number` counts them over all notes, `note` is the number of the first.
    """

    number: int
    note: int
    act: NoteDeed
    who: str
    at: str
    first: str
    last: str
    text: str
    marking: Marking


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note as it stands: its last act, and who wrote it when."""

    number: int
    first: str
    last: str
    text: str
    marking: Marking
    who: str
    at: str
    edited_by: str | None = None
    edited_at: str | None = None
