"""One report of an incident at the desk: what people said of it, and the forms to decide on it alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from faleme.desk.judged import DifferenceRow, FieldForm, forms, written
from faleme.desk.public import ArticleShown, Window
from faleme.read.typed_values import FIELDS
from faleme.records.event import Event
from faleme.records.incident import Incident, ReportWord
from faleme.review.by_report import as_said
from faleme.store.base import Past
from faleme.words.wording import Wording


class ReportWork(msgspec.Struct, frozen=True, kw_only=True):
    """One report (event of an article): what was said of it, and its fields where one wants to decide."""

    event: str
    number: int
    quote: str
    words: tuple[DifferenceRow, ...] = ()
    fields: tuple[FieldForm, ...] = ()


class TakenOut(msgspec.Struct, frozen=True, kw_only=True):
    """A report that a person has taken out of the incident: it is no event."""

    article: str
    title: str
    source: str | None
    number: int
    who: str
    day: str
    note: str


def work_on_reports(
    found: Incident,
    articles: Iterable[ArticleShown],
    asked: str | None,
    names: Mapping[str, str],
    words: Wording,
) -> dict[str, list[ReportWork]]:
    """By article the reports of an incident; the one asked for comes with its forms."""
    readings = {each.id: each.reading for each in articles if each.reading}
    said: dict[str, list[ReportWord]] = defaultdict(list)
    for word in found.on_reports:
        said[word.event].append(word)
    rows: dict[str, list[ReportWork]] = defaultdict(list)
    for member in found.members:
        reading = readings.get(member.article)
        event = next((e for e in reading.events if e.id == member.event), None) if reading else None
        if reading is None or event is None:
            continue
        fields = _fields(as_said(event, found), names, words) if member.event == asked else ()
        rows[member.article].append(
            ReportWork(
                event=member.event, number=len(rows[member.article]) + 1,
                quote=event.evidence[0].quote(reading.article.text),
                words=tuple(_word(each, words) for each in said[member.event]), fields=fields,
            )
        )  # fmt: skip
    return dict(rows)


def _fields(event: Event, names: Mapping[str, str], words: Wording) -> tuple[FieldForm, ...]:
    values = {field: msgspec.to_builtins(getattr(event, field)) for field in FIELDS}
    return tuple(forms(event.type, values, names, words))


def _word(each: ReportWord, words: Wording) -> DifferenceRow:
    return DifferenceRow(
        words.label("field", each.field),
        written(each.field, each.machine) or "–",
        written(each.field, each.person) or "–",
        each.judgement,
    )


def taken_out(past: Iterable[Past], found: Incident, window: Window, words: Wording) -> list[TakenOut]:
    """The reports that were taken out of an incident one by one and are not back in it."""
    held = {member.event for member in found.members}
    rows = []
    for each in past:
        given = each.judgement
        if given.act != "reject-report" or each.undone_by or each.orphaned:
            continue
        anchor = given.parts[0][0]
        shown = window.article(anchor.article)
        if anchor.event in held or shown is None:
            continue
        rows.append(
            TakenOut(
                article=shown.id, title=shown.title, source=shown.source, number=given.number, who=given.who,
                day=words.day(given.at), note=given.note,
            )
        )  # fmt: skip
    return rows
