"""The sample press: what is in it, that its facts have a source, and that no sentence is anyone else's."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from faleme.lexicon.publishers import publisher_of
from faleme.read.sample import SAMPLE, sample
from faleme.records.text import Article

WITHOUT_SOURCE = {"demo-004", "demo-005", "demo-023", "demo-024", "demo-025", "demo-034", "demo-035"}
RUN = 9
WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def dispatches() -> list[Article]:
    return list(sample())


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    return [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


def test_there_are_forty_dispatches_in_two_languages(dispatches: list[Article]) -> None:
    assert [article.id for article in dispatches] == [f"demo-{number:03d}" for number in range(1, 41)]
    assert Counter(article.language for article in dispatches) == {"fr": 35, "en": 5}


def test_the_outlets_are_invented_and_one_family(dispatches: list[Article]) -> None:
    assert Counter(article.source for article in dispatches) == {
        "Le Courrier de démonstration": 10,
        "L’Agence d’exemple": 8,
        "La Dépêche fictive": 7,
        "Le Spécimen du soir": 5,
        "L’Écho d’essai": 5,
        "The Sample Gazette": 5,
    }
    outlets = {publisher_of(article.source) for article in dispatches}
    assert {outlet.family for outlet in outlets if outlet} == {"demo"} and None not in outlets


def test_all_are_dated_from_2024_to_2026_but_one(dispatches: list[Article]) -> None:
    undated = [article for article in dispatches if article.published is None]
    assert [article.title for article in undated] == ["Une délégation militaire malienne à Dakar"]
    days = sorted(article.published[:10] for article in dispatches if article.published)
    assert (days[0], days[-1]) == ("2024-05-30", "2026-02-05")
    assert all(dt.date.fromisoformat(day) for day in days)


def test_each_is_short_and_its_text_begins_with_its_title(dispatches: list[Article]) -> None:
    for article in dispatches:
        assert article.text.startswith(f"{article.title}\n\n")
        assert 60 <= len(article.text.split()) <= 200, article.id
        assert article.url is None and article.authors == () and article.marking == "CLEAR"


def test_the_typography_is_right(dispatches: list[Article]) -> None:
    for article in dispatches:
        assert "'" not in article.text and '"' not in article.text, article.id
        if article.language == "fr":
            assert not re.search(r"(?<![\u00a0\d])[;?!%»]|[^\u00a0]:|«(?!\u00a0)", article.text), article.id


@pytest.mark.parametrize(
    "words, least",
    [
        ("3 soldats|Trois soldats|trois soldats|trois militaires|three soldiers", 5),
        ("15 chauffeurs|Quinze chauffeurs", 2),
        ("18 morts", 2),
        ("patrouillent|patrouilles|patrols", 6),
        ("Sandaré.*Gogui|Gogui.*Sandaré", 1),
        ("Niono et Molodo", 1),
        ("couvre-feu|curfew", 3),
        ("blocus|blockade", 6),
        ("relâchés|freed|liberté", 3),
        ("802,8", 1),
        ("8,6\u00a0%", 1),
        ("plus de 55\u00a0%", 1),
        ("2\u00a0400 conteneurs|2,400 containers", 3),
        ("Sonko", 2),
        ("Bathily", 1),
        ("Cédéao", 4),
    ],
)
def test_the_facts_that_the_desk_shows_are_in_it(dispatches: list[Article], words: str, least: int) -> None:
    assert sum(bool(re.search(words, article.text)) for article in dispatches) >= least


def test_the_line_between_fact_and_invention_is_told(rows: list[dict[str, object]]) -> None:
    assert all(
        str(row["note"]).startswith("Written for the demonstration; the outlet is invented") for row in rows
    )
    assert {row["id"] for row in rows if row["fact_source"] is None} == WITHOUT_SOURCE


@pytest.mark.shared
def test_every_source_is_one_that_may_be_cited(rows: list[dict[str, object]], shared: Path) -> None:
    """A row of the reference table with cite=yes, of the trade table, or an article of the press archive."""
    with (shared / "reference" / "events.csv").open(encoding="utf-8", newline="") as table:
        known = {row["url"] for row in csv.DictReader(table) if row["cite"] == "yes"}
    with (shared / "trade" / "press_trade_facts.csv").open(encoding="utf-8", newline="") as table:
        known |= {row["url"] for row in csv.DictReader(table)}
    known |= {article["url"] for article in _press(shared)}
    assert {row["fact_source"] for row in rows if row["fact_source"]} <= known


@pytest.mark.shared
def test_no_run_of_nine_words_is_anyone_else_s(dispatches: list[Article], shared: Path) -> None:
    ours = set().union(*(_runs(article.text) for article in dispatches))
    theirs = [article["text"] for article in _press(shared)]
    theirs.append((shared / "press" / "page-as-text.txt").read_text(encoding="utf-8"))
    assert not [run for text in theirs for run in _runs(text) & ours]


def _press(shared: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in sorted((shared / "press").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as archive:
            found += map(json.loads, archive)
    return found


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.lower() for word in WORD.findall(text)]
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
