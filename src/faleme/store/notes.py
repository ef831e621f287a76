"""Notes on the timeline: written, edited and removed by acts that stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from faleme.records.note import Note, NoteAct, NoteDeed
from faleme.records.text import Marking
from faleme.store.engine import writing
from faleme.store.notes_schema import note_act

Days = tuple[str, str]
"""First and last ISO day."""


class Notes:
    """The notes of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def current(
        self, *, markings: Collection[Marking] | None = None, within: Days | None = None
    ) -> list[Note]:
        """Notes that stand, the earliest first: of some markings, on days of a stretch."""
        with self._engine.connect() as connection:
            notes = _standing(_acts(connection))
        first, last = within or ("", "~")
        return [
            each
            for each in notes
            if (markings is None or each.marking in markings) and each.first <= last and each.last >= first
        ]

    def find(self, number: int) -> Note | None:
        """A note that stands, by its number."""
        return next((each for each in self.current() if each.number == number), None)

    def acts(self) -> list[NoteAct]:
        """Everything that was done to notes, in order."""
        with self._engine.connect() as connection:
            return _acts(connection)

    def add(self, days: Days, text: str, marking: Marking, *, who: str, at: str) -> int:
        """Write a note; its number."""
        with writing(self._engine) as connection:
            number = _next(connection)
            return _keep(connection, number, number, "add", days, text, marking, who, at)

    def edit(self, number: int, days: Days, text: str, marking: Marking, *, who: str, at: str) -> bool:
        """Say something else in its place; False where no such note stands."""
        with writing(self._engine) as connection:
            if _there(connection, number) is None:
                return False
            _keep(connection, _next(connection), number, "edit", days, text, marking, who, at)
            return True

    def remove(self, number: int, *, who: str, at: str) -> bool:
        """Take a note away; False where no such note stands."""
        with writing(self._engine) as connection:
            found = _there(connection, number)
            if found is None:
                return False
            days = (found.first, found.last)
            _keep(connection, _next(connection), number, "remove", days, found.text, found.marking, who, at)
            return True


def _acts(connection: sa.Connection) -> list[NoteAct]:
    rows = connection.execute(sa.select(note_act).order_by(note_act.c.number))
    return [NoteAct(**row._mapping) for row in rows]


def _standing(acts: Iterable[NoteAct]) -> list[Note]:
    """The notes that are left after all acts, the earliest first."""
    written: dict[int, NoteAct] = {}
    last: dict[int, NoteAct] = {}
    for each in acts:
        written.setdefault(each.note, each)
        last[each.note] = each
    notes = (_note(written[number], act) for number, act in last.items() if act.act != "remove")
    return sorted(notes, key=lambda each: (each.first, each.last, each.number))


def _note(written: NoteAct, last: NoteAct) -> Note:
    edited = last.act == "edit"
    return Note(
        number=last.note, first=last.first, last=last.last, text=last.text, marking=last.marking,
        who=written.who, at=written.at,
        edited_by=last.who if edited else None, edited_at=last.at if edited else None,
    )  # fmt: skip


def _there(connection: sa.Connection, number: int) -> Note | None:
    return next((each for each in _standing(_acts(connection)) if each.number == number), None)


def _next(connection: sa.Connection) -> int:
    last = connection.execute(sa.select(sa.func.max(note_act.c.number))).scalar_one()
    return int(last or 0) + 1


def _keep(
    connection: sa.Connection, number: int, note: int, act: NoteDeed, days: Days, text: str,
    marking: Marking, who: str, at: str,
) -> int:  # fmt: skip
    row: dict[str, Any] = {
        "number": number, "note": note, "act": act, "who": who, "at": at, "first": days[0], "last": days[1],
        "text": text, "marking": marking,
    }  # fmt: skip
    connection.execute(note_act.insert().values(**row))
    return note
