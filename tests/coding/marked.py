"""Marked sentences: how they are written, read and compared.

A line is `type/mode status actors > recipients @Place on DATE`, a tab, the sentence in our own words, and
perhaps a tab and what it shows ('passive,hearsay'). 'no TYPE' says that nothing of that type occurred or is
planned.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from faleme.records.event import Event

FOLDER = Path(__file__).resolve().parent.parent / "sentences"
SYMMETRIC = ("AGREE", "CONSULT", "COOPERATE")


class Marked(NamedTuple):
    line: int
    expected: str
    sentence: str
    shows: frozenset[str] = frozenset()


class Marks(NamedTuple):
    """What is expected; what is not written is not checked."""

    type: str
    mode: str | None
    status: str
    actors: frozenset[str]
    recipients: frozenset[str]
    place: str | None
    time: str | None


def marked(name: str) -> list[Marked]:
    """The lines of a file of marked sentences."""
    found = []
    for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            expected, sentence, shows = (*line.split("\t"), "")[:3]
            found.append(Marked(number, expected, sentence, frozenset(shows.split(",")) - {""}))
    return found


@cache
def told(written: str) -> Marks:
    """The marks of 'ASSAULT/abduct occurred A,B > C @Place on 2025-07-08'."""
    form = (
        r"(\w+)(?:/([\w-]+))? ([\w-]+)(?: ([^>@ ]+))?(?: > ([^@ ]+))?(?: @(.+?))?(?: on (\d{4}-\d\d-\d\d))?"
    )
    found = re.fullmatch(form, written.strip())
    assert found, f"not understood: {written}"
    kind, mode, status, acting, suffering, place, time = found.groups()
    return Marks(
        kind, mode, status, frozenset((acting or "").split(",")) - {""},
        frozenset((suffering or "").split(",")) - {""}, place, time,
    )  # fmt: skip


def fits(event: Event, written: str) -> bool:
    """Whether an event is the one that the marks tell."""
    marks = told(written)
    if event.type != marks.type or event.status != marks.status or (marks.mode and event.mode != marks.mode):
        return False
    if marks.time and (event.time is None or {event.time.from_, event.time.to} != {marks.time}):
        return False
    if marks.place and (event.place is None or event.place.name != marks.place):
        return False
    if marks.type in SYMMETRIC and marks.actors and not marks.recipients:
        return marks.actors <= {*event.actors, *event.recipients}
    if marks.actors and set(event.actors) != marks.actors:
        return False
    return not marks.recipients or set(event.recipients) == marks.recipients


def holds(events: tuple[Event, ...], case: Marked) -> bool:
    """Whether a reading is as marked: its event there, once if taken up, with a speaker if attributed."""
    kind = case.expected.removeprefix("no ")
    if kind != case.expected:
        return not any(e.type == kind and e.status in ("occurred", "planned") for e in events)
    found = [event for event in events if fits(event, case.expected)]
    if "taken up" in case.shows:
        return len(found) == 1 and sum(e.type == told(case.expected).type for e in events) == 1
    if "attributed" in case.shows:
        return any(event.attribution is not None for event in found)
    return bool(found)
