"""Marked sentences: what they report, as the whole reading codes it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from faleme.coding.events import code_events
from faleme.coding.parse import load_parser
from faleme.lexicon.gazetteer import load_gazetteer
from faleme.pipeline import published_day
from faleme.recognise.actors import actors
from faleme.recognise.figures import figures
from faleme.recognise.sentences import sentences
from faleme.recognise.timexes import timexes
from faleme.recognise.toponyms import toponyms
from faleme.records.event import Event
from faleme.records.text import Article
from faleme.resolve.actors import resolve_actors
from faleme.resolve.places import resolve_places

FOLDER = Path(__file__).resolve().parent.parent / "sentences"


class Marked(NamedTuple):
    line: int
    expected: str
    sentence: str


def marked(name: str) -> list[Marked]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [
        Marked(number, *line.split("\t", 1))
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]


def read(sentence: str, published: str = "2025-07-10", section: tuple[str, ...] = ()) -> tuple[Event, ...]:
    text = "Brèves\n\n" + sentence
    article = Article(
        id="t", title="Brèves", text=text, published=published, source="SeneNews", language="fr", section=section
    )
    gazetteer = load_gazetteer()
    times = timexes(text, published=published_day(article))
    return code_events(
        article,
        sentences=sentences(text),
        times=times,
        figures=figures(text, times=times, country="SEN"),
        places=resolve_places(
            text, toponyms(text, gazetteer=gazetteer), gazetteer=gazetteer, country="SEN", language="fr"
        ),
        actors=resolve_actors(text, actors(text), country="SEN"),
        country="SEN",
        parser=load_parser(),
    )


@cache
def told(event_marks: str) -> tuple[str, str | None, str, set[str] | None, set[str] | None, str | None]:
    """Type, mode, status, actors, recipients and place of 'ASSAULT/abduct occurred A,B > C @Place'."""
    place = re.search(r"@(.+)$", event_marks)
    head = event_marks[: place.start()] if place else event_marks
    left, _, right = head.partition(">")
    kind, status, *codes = left.split()
    name, _, mode = kind.partition("/")
    return (
        name, mode or None, status, set(codes[0].split(",")) if codes else None,
        set(right.strip().split(",")) if right.strip() else None, place.group(1) if place else None,
    )  # fmt: skip


def fits(event: Event, marks: str) -> bool:
    name, mode, status, acting, suffering, place = told(marks)
    if event.type != name or event.status != status or (mode and event.mode != mode):
        return False
    if name in ("AGREE", "CONSULT", "COOPERATE") and acting and suffering is None:
        return acting <= {*event.actors, *event.recipients}
    if acting and set(event.actors) != acting:
        return False
    if suffering and set(event.recipients) != suffering:
        return False
    return place is None or (event.place is not None and event.place.name == place)


@pytest.mark.parametrize("case", marked("events.tsv"), ids=lambda case: f"line {case.line}")
def test_a_sentence_reports_its_event(case: Marked) -> None:
    events = read(case.sentence)
    given = [(e.type, e.mode, e.status, e.actors, e.recipients, e.place and e.place.name) for e in events]
    assert any(fits(event, case.expected) for event in events), f"{case.sentence}\n{case.expected}\n{given}"


@pytest.mark.parametrize("case", marked("no_events.tsv"), ids=lambda case: f"line {case.line}")
def test_a_sentence_reports_none(case: Marked) -> None:
    events = [e for e in read(case.sentence) if e.status in ("occurred", "planned")]
    given = [(e.type, e.mode, case.sentence[:0] + e.reasons[0]) for e in events]
    assert not events, f"{case.sentence} ({case.expected})\n{given}"
