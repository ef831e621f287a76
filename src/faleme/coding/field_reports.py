"""A report from a person as a reading with one event, so that it is linked and shown like an article.

Nothing is recognised in its words: whoever took it down has said what it tells. The whole text is evidence.
"""

from __future__ import annotations

import hashlib

import msgspec

from faleme.coding.marking import marking_of
from faleme.coding.strand import strand_of
from faleme.records.event import Event, EventPlace
from faleme.records.field_report import FieldReport, Filed
from faleme.records.reading import Reading
from faleme.records.text import Article, Marking, Span

SECTION = "field-report"
"""The section of the articles that are field reports."""

_TITLES = {"fr": "Rapport de terrain", "en": "Field report"}
_LABELS: tuple[Marking, ...] = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
# How sure the information of an Admiralty code is taken to be, 1 'confirmed' to 5 'improbable'; 6 is unknown.
_SURE = {"1": 0.95, "2": 0.8, "3": 0.6, "4": 0.4, "5": 0.2, "6": 0.5}


def filed(report: FieldReport, place: EventPlace | None) -> Filed:
    """The report with its reading; `place` is the place that its name or point was found to be.

    The id depends on what is told, not on when it was filed: the same row imported twice is one report.
    """
    told = msgspec.structs.replace(report, reported="")
    digest = hashlib.blake2b(msgspec.json.encode(told), digest_size=8).hexdigest()
    title = _TITLES.get(report.language, _TITLES["en"])
    if place:
        title += f", {place.name}"
    text = f"{title}\n\n{report.text}"
    article = Article(
        id=f"field-{digest}", title=title, text=text, published=report.reported, source=report.source,
        language=report.language, section=(SECTION, report.channel), marking=report.marking,
    )  # fmt: skip
    event = _event(report, place, article, Span(len(title) + 2, len(text)))
    return Filed(report, Reading(article=article, events=(event,), places=(), times=(), figures=()))


def _event(report: FieldReport, place: EventPlace | None, article: Article, evidence: Span) -> Event:
    codes = (*report.actors, *report.recipients)
    needed = marking_of(report.type, report.status, report.tags, over=report.status != "planned")
    return Event(
        id=hashlib.blake2b(article.id.encode(), digest_size=8).hexdigest(),
        type=report.type, mode=report.mode, status=report.status, tags=tuple(sorted(report.tags)),
        actors=report.actors, recipients=report.recipients, place=place, time=report.time,
        fatalities=report.fatalities, evidence=(evidence,),
        strand=strand_of(
            report.type, report.mode, codes, report.tags, report.text, report.language
        ).strand,
        confidence=_SURE[report.grade[1]],
        marking=max(report.marking, needed, key=_LABELS.index),
        reasons=(f"told by a person ({report.channel}), graded {report.grade}",),
    )  # fmt: skip
