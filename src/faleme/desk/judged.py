"""What people did about an incident, in words: its history, where machine and person differ, its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from faleme.lexicon.review import load_review_rules
from faleme.read.typed_values import FIELDS
from faleme.records.incident import Incident
from faleme.records.judgement import Judgement
from faleme.review.fields import value_of
from faleme.store.base import Past
from faleme.words.wording import Wording

CHOICES = ("type", "mode", "status")
"""Fields that are chosen from a list; the others are typed."""
STATUSES = ("occurred", "planned", "called-for", "denied")


class PastRow(msgspec.Struct, frozen=True, kw_only=True):
    """One judgement of a history."""

    number: int
    at: str
    who: str
    act: str
    change: str
    note: str
    undone_by: int | None
    orphaned: bool


class DifferenceRow(msgspec.Struct, frozen=True):
    """A field in which machine and person are apart."""

    field: str
    machine: str
    person: str
    judgement: int


class FieldForm(msgspec.Struct, frozen=True):
    """A field as it can be corrected: its value as one types it, and what it may be chosen from."""

    name: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()


def written(field: str, value: Any) -> str:
    """A value as in JSON the way a person types it ('Diboli, MLI', '2025-07-01..2025-07-03', '15..18')."""
    if value is None or value == []:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if not isinstance(value, dict):
        return str(value)
    if field == "place":
        return f"{value['name']}, {value['country']}"
    first, last = (value["from"], value["to"]) if field == "time" else (value["min"], value["max"])
    ends = ["" if end is None else str(end) for end in (first, last)]
    return ends[0] if ends[0] == ends[1] else "..".join(ends)


def history(past: Iterable[Past], words: Wording) -> list[PastRow]:
    """Judgements, the latest first."""
    rows = [
        PastRow(
            number=each.judgement.number,
            at=words.moment(each.judgement.at),
            who=each.judgement.who,
            act=words.label("act", each.judgement.act),
            change=_change(each.judgement, words),
            note=each.judgement.note,
            undone_by=each.undone_by,
            orphaned=each.orphaned,
        )
        for each in past
    ]
    return rows[::-1]


def _change(given: Judgement, words: Wording) -> str:
    if given.act in ("correct", "correct-report"):
        field = given.field or ""
        before, after = (written(field, value) or "–" for value in (given.before, given.after))
        change = f"{words.label('field', field)} : {before} → {after}"
        return f"{_of_report(given, words)} · {change}" if given.act == "correct-report" else change
    if given.act == "reject-report":
        return _of_report(given, words)
    if given.act == "assign":
        return str(given.after)
    if given.act == "undo":
        return words.say("history_undoes", n=given.undoes or 0)
    if given.act in ("merge", "split"):
        parts = given.before if given.act == "merge" else given.after
        return ", ".join(parts) if isinstance(parts, list) else ""
    return ""


def _of_report(given: Judgement, words: Wording) -> str:
    return words.say("history_of_report", article=given.parts[0][0].article)


def differences(incident: Incident, words: Wording) -> list[DifferenceRow]:
    return [
        DifferenceRow(
            words.label("field", each.field),
            written(each.field, each.machine) or "–",
            written(each.field, each.person) or "–",
            each.judgement,
        )
        for each in incident.differs
    ]


def field_forms(incident: Incident, names: dict[str, str], words: Wording) -> list[FieldForm]:
    """The fields of an incident that may be corrected; `names` are those of the types."""
    return forms(incident.type, {field: value_of(incident, field) for field in FIELDS}, names, words)


def forms(kind: str, values: Mapping[str, Any], names: Mapping[str, str], words: Wording) -> list[FieldForm]:
    """The fields that may be corrected of something of a type, with its values as in JSON."""
    modes = load_review_rules().modes[kind]
    choices: dict[str, tuple[tuple[str, str], ...]] = {
        "type": tuple((each, f"{each} – {name}") for each, name in names.items()),
        "mode": (("", "–"), *((mode, mode) for mode in modes)),
        "status": tuple((status, words.label("status", status)) for status in STATUSES),
    }
    return [
        FieldForm(field, written(field, values[field]), choices.get(field, ()))
        for field in FIELDS
        if field != "mode" or modes
    ]
