"""Marked sentences: what they report, as the whole reading codes it."""

from __future__ import annotations

import pytest

from faleme.coding.events import code_events
from faleme.coding.parse import load_parser
from faleme.lexicon.gazetteer import load_gazetteer
from faleme.lexicon.review import load_review_rules
from faleme.lexicon.triggers import TYPES
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
from tests.coding.marked import Marked, holds, marked, told

QUALIFIERS = {"negated", "planned", "called-for", "hypothetical", "hearsay", "attributed"}
REFERENCES = {
    "pronoun", "ce dernier", "les deux pays", "le groupe", "taken up", "celle de", "office", "family name",
    "sur place", "le même jour",
}  # fmt: skip
CONSTRUCTIONS = {"passive", "light verb", "nominal", "inverted", "coordinated"}
SHOWN = QUALIFIERS | REFERENCES | CONSTRUCTIONS
"""What the third column of events.tsv may say; there is a sentence for each."""


def read(sentence: str, published: str = "2025-07-10", section: tuple[str, ...] = ()) -> tuple[Event, ...]:
    text = "Brèves\n\n" + sentence
    article = Article(
        id="t",
        title="Brèves",
        text=text,
        published=published,
        source="SeneNews",
        language="fr",
        section=section,
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


def given(events: tuple[Event, ...]) -> str:
    return "\n".join(
        f"{e.type} {e.mode} {e.status} {e.actors} > {e.recipients} {e.place and e.place.name} {e.time}"
        for e in events
    )


@pytest.mark.parametrize("case", marked("events.tsv"), ids=lambda case: f"line {case.line}")
def test_a_sentence_reports_its_event(case: Marked) -> None:
    events = read(case.sentence)
    assert holds(events, case), f"{case.sentence}\n{case.expected}\n{given(events)}"


@pytest.mark.parametrize("case", marked("no_events.tsv"), ids=lambda case: f"line {case.line}")
def test_a_sentence_reports_none(case: Marked) -> None:
    events = tuple(e for e in read(case.sentence) if e.status in ("occurred", "planned"))
    assert not events, f"{case.sentence} ({case.expected})\n{given(events)}"


@pytest.mark.parametrize("case", marked("fr_known_misses.tsv"), ids=lambda case: f"line {case.line}")
def test_a_known_miss_is_still_missed(case: Marked) -> None:
    """A sentence that comes out right by now moves to events.tsv, so that it stays right."""
    assert not holds(read(case.sentence), case), f"right by now, move it to events.tsv: {case.sentence}"


def test_every_type_mode_qualifier_reference_and_construction_has_its_sentence() -> None:
    cases = marked("events.tsv")
    marks = [told(case.expected) for case in cases if not case.expected.startswith("no ")]
    modes = load_review_rules().modes
    assert {mark.type for mark in marks} == TYPES == set(modes)
    wanted = {(kind, mode) for kind, known in modes.items() for mode in known}
    assert wanted - {(mark.type, mark.mode) for mark in marks} == set()
    assert {mark.status for mark in marks} == {"occurred", "planned", "called-for", "denied"}
    assert SHOWN - {each for case in cases for each in case.shows} == set()
    assert len(cases) >= 320 and len(marked("no_events.tsv")) >= 100


def test_no_sentence_stands_twice_and_every_kind_shown_is_known() -> None:
    files = ("events.tsv", "no_events.tsv", "fr_known_misses.tsv")
    cases = [case for name in files for case in marked(name)]
    assert len({case.sentence for case in cases}) == len(cases)
    assert {each for case in cases for each in case.shows} <= SHOWN
