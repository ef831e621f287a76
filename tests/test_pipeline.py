"""Promises of a whole reading: spans lie in the text, doubt stays null, same input gives same output."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faleme.coding.parse import Parse, Parser
from faleme.pipeline import Resources, load, read_article, read_or_set_aside
from faleme.read.archive import read_inputs
from faleme.read.sample import sample
from faleme.records.reading import Reading, reading_schema
from faleme.records.text import Article, SetAside, Span


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load()


def article(text: str, published: str | None = "2026-02-03", language: str = "fr") -> Article:
    return Article(id="t", title=text.split("\n")[0], text=text, published=published, language=language)


def spans(reading: Reading) -> list[tuple[int, int]]:
    items = [*reading.places, *reading.times, *reading.figures, *reading.actors]
    evidence = [span for event in reading.events for span in event.evidence]
    triggers = [event.trigger for event in reading.events if event.trigger]
    return [(item.start, item.end) for item in (*items, *evidence, *triggers)]


def check(reading: Reading) -> None:
    """What must hold of every reading whatever its text."""
    length = len(reading.article.text)
    assert all(0 <= start < end <= length for start, end in spans(reading))
    for item in (*reading.times, *reading.figures):
        if item.from_ and item.to:
            assert dt.date.fromisoformat(item.from_) <= dt.date.fromisoformat(item.to)
    for event in reading.events:
        assert event.evidence
        assert event.reasons
        assert 0 <= event.confidence <= 1
    assert len({event.id for event in reading.events}) == len(reading.events)
    assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading


PHRASES = """Le Mali a attaqué|Diboli|.|hier|31 février 2025|«|JNIM|»|l’armée tue trois soldats|à Kayes
mercredi|,|802,8 milliards FCFA|8,6 %|ministre reçu|visite|convoi|Kidira|frontière|selon|‚Äô|😀|ne|pas|sera"""
WORDS = st.sampled_from([*PHRASES.replace("\n", "|").split("|"), "\n\n", "\u202f"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join)))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_text_raises_and_every_span_lies_in_it(resources: Resources, language: str, text: str) -> None:
    check(read_article(article(text, language=language), resources))


def test_the_sample_press_reads_the_same_in_any_order(resources: Resources) -> None:
    dispatches = list(sample())
    forward = {each.id: read_article(each, resources) for each in dispatches}
    backward = {each.id: read_article(each, resources) for each in reversed(dispatches)}
    assert forward == backward
    for reading in forward.values():
        check(reading)
    assert sum(len(reading.events) for reading in forward.values()) > 40


def test_a_page_without_a_date_leaves_its_weekdays_unresolved(resources: Resources) -> None:
    reading = read_article(article("Le ministre a été reçu ce mercredi à Dakar.", published=None), resources)
    assert [(time.from_, time.to) for time in reading.times] == [(None, None)]
    assert all(event.time is None for event in reading.events)


def test_an_impossible_date_of_publication_is_no_date(resources: Resources) -> None:
    reading = read_article(article("Il est arrivé mardi.", published="2026-02-31"), resources)
    assert [(time.from_, time.to) for time in reading.times] == [(None, None)]


class TornParser(Parser):
    """A parser with a fault of its own, as a new model may have on one odd word."""

    def __init__(self) -> None:
        pass

    def parse(self, text: str, spans: Sequence[Span]) -> list[Parse]:
        if "Kayes" in text:
            raise ValueError("no head\nfor this word")
        return []


def test_a_fault_in_one_article_is_that_article_set_aside_and_the_next_is_read(resources: Resources) -> None:
    """Regression: a step that raised ended the whole batch."""
    torn = msgspec.structs.replace(resources, parser=TornParser())
    bad = article("Deux soldats ont été tués à Kayes par le JNIM.")
    with pytest.raises(ValueError, match="no head"):
        read_article(bad, torn)
    calm = article("Il fait chaud.")
    set_aside, read = (read_or_set_aside(each, torn) for each in (bad, calm))
    assert isinstance(set_aside, SetAside)
    assert (set_aside.reason, set_aside.article, set_aside.source) == ("broken", "t", "t")
    assert "ValueError: no head for this word" in set_aside.message
    assert "article t" in set_aside.message
    assert "\n" not in set_aside.message
    assert read == read_article(calm, torn)


@pytest.mark.parametrize("published", ["0001-01-01", "1969-12-31", "9999-12-31", "2025-07-03T25:00"])
def test_a_day_of_publication_outside_the_years_of_the_web_is_no_day(
    resources: Resources, published: str
) -> None:
    """Regression: with year 1 'le 4 octobre dernier' ran from the year 9 to the year 1."""
    text = "Réunion du 4 octobre dernier à Kayes, puis au mois d’avril et dans 300 jours."
    reading = read_article(article(text, published=published), resources)
    check(reading)
    assert all((each.from_, each.to) == (None, None) for each in reading.times)
    assert reading.times


@pytest.mark.timeout(60)
@pytest.mark.parametrize("run", [".", "A", "A-", "l'", "\u00a0", "« ", "1,", "le 5 mai "])
def test_a_long_run_of_one_sign_is_read_in_its_length_not_its_square(resources: Resources, run: str) -> None:
    """Regression: 40,000 capitals took a minute, 100,000 dots more than that."""
    short, long = (article(run * (count // len(run))) for count in (20_000, 160_000))
    began = time.perf_counter()
    read_article(short, resources)
    once = time.perf_counter() - began
    check(read_article(long, resources))
    assert time.perf_counter() - began - once < 5 + 24 * once


def test_planned_movements_are_marked_and_never_clear(resources: Resources) -> None:
    text = (
        "Un convoi de camions-citernes partira demain de Kidira pour Kayes sous escorte de l’armée malienne."
    )
    for event in read_article(article(text), resources).events:
        if event.status == "planned":
            assert event.marking == "AMBER+STRICT"


def test_the_schema_names_what_the_codebook_asks_for() -> None:
    definitions = reading_schema()["$defs"]
    assert isinstance(definitions, dict)
    assert {"article", "events", "places", "times", "figures"} <= set(definitions["Reading"]["required"])
    assert {"start", "end", "from", "to"} <= set(definitions["Timex"]["properties"])


@pytest.mark.shared
def test_the_seed_page_tells_its_story(resources: Resources, shared: Path) -> None:
    (page,) = read_inputs([str(shared / "press" / "page-as-text.txt")])
    assert isinstance(page, Article)
    assert (page.published, page.section) == (None, ("International", "Politique & Société"))
    reading = read_article(page, resources)
    check(reading)
    told = {(event.type, event.mode) for event in reading.events}
    assert told >= {("CONSULT", "visit"), ("COOPERATE", None), ("SANCTION", "withdraw"), ("ASSAULT", None)}
    patrol = next(event for event in reading.events if event.type == "COOPERATE")
    assert patrol.place and patrol.place.name == "Diboli" and patrol.place.proximity
    assert patrol.place.proximity.border_km == pytest.approx(0.308, rel=0.02)
    assert patrol.place.proximity.side == "MLI"
    values = {(figure.value, figure.unit, figure.modifier) for figure in reading.figures}
    assert values == {
        (802_800_000_000, "XOF", "exact"),
        (8.6, "%", "exact"),
        (55, "%", "more-than"),
        (80, "%", "about"),
        (2, "km", "less-than"),
    }
