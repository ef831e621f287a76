"""Marked English sentences: what they report, as the whole reading codes it, by the order of the words."""

from __future__ import annotations

from functools import cache

import pytest

from faleme.lexicon.cues import cues, nonevents
from faleme.lexicon.grammar import grammar
from faleme.lexicon.triggers import TYPES, lexicon, rows
from faleme.pipeline import Resources, load, read_article
from faleme.read.sample import sample
from faleme.records.event import Event
from faleme.records.text import Article
from tests.coding.marked import Marked, fits, marked


@cache
def resources() -> Resources:
    return load(parse=False)


def read(sentence: str) -> tuple[Event, ...]:
    article = Article(
        id="t",
        title="Briefs",
        text="Briefs\n\n" + sentence,
        published="2025-07-10",
        source="SeneNews",
        language="en",
    )
    return read_article(article, resources()).events


@pytest.mark.parametrize("case", marked("en_events.tsv"), ids=lambda case: f"line {case.line}")
def test_a_sentence_reports_its_event(case: Marked) -> None:
    events = read(case.sentence)
    given = [(e.type, e.mode, e.status, e.actors, e.recipients, e.place and e.place.name) for e in events]
    assert any(fits(event, case.expected) for event in events), f"{case.sentence}\n{case.expected}\n{given}"


@pytest.mark.parametrize("case", marked("en_no_events.tsv"), ids=lambda case: f"line {case.line}")
def test_a_sentence_reports_none(case: Marked) -> None:
    events = [e for e in read(case.sentence) if e.status in ("occurred", "planned")]
    given = [(e.type, e.mode, e.reasons[0]) for e in events]
    assert not events, f"{case.sentence} ({case.expected})\n{given}"


def test_every_class_and_pattern_of_the_french_grammar_has_its_english_twin() -> None:
    french, english = grammar("fr"), grammar("en")
    assert set(french.classes) <= set(english.classes)
    assert set(french.patterns) <= set(english.patterns)


def test_the_english_lexicon_has_every_type() -> None:
    assert {row.type for row in rows("en")} == TYPES
    assert lexicon("en").first and cues("en").verbs and nonevents("en")


def test_every_english_dispatch_of_the_sample_reports_events() -> None:
    english = [article for article in sample() if article.language == "en"]
    assert english
    for article in english:
        assert read_article(article, resources()).events, article.title
