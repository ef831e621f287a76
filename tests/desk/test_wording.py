"""Dates, numbers and spaces as French and English printers set them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import faleme.desk
from faleme.desk.access import language_of
from faleme.desk.views import Describer
from faleme.records.event import Fatalities
from faleme.records.time import Period
from faleme.settings import Settings
from faleme.words.wording import DeskLanguage, read_words, typeset, wording

TEMPLATES = Path(faleme.desk.__file__).parent / "templates"


def test_french_marks_stand_behind_no_break_spaces() -> None:
    assert typeset("Qui ? « Lui » ; l'autre : 3 km", "fr") == (
        "Qui\u202f? «\u00a0Lui\u00a0»\u202f; l’autre\u00a0: 3\u00a0km"
    )


def test_english_marks_do_not() -> None:
    assert typeset("Who? It's me: 3 km", "en") == "Who? It’s me: 3\u00a0km"


def test_days_are_written_in_words() -> None:
    assert wording("fr").day("2026-02-03", weekday=True).replace("\u00a0", " ") == "mardi 3 février 2026"
    assert wording("fr").day("2025-07-01T08:00").replace("\u00a0", " ") == "1er juillet 2025"
    assert wording("en").day("2025-07-01").replace("\u00a0", " ") == "1 July 2025"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-05-10", "2025-05-12", "du 10 au 12 mai 2025"),
        ("2025-05-30", "2025-06-01", "du 30 mai au 1er juin 2025"),
        ("2024-12-30", "2025-01-02", "du 30 décembre 2024 au 2 janvier 2025"),
        ("2025-02-01", "2025-02-28", "en février 2025"),
        ("2024-01-01", "2024-12-31", "en 2024"),
        (None, "2025-05-12", "jusqu’au 12 mai 2025"),
        (None, None, ""),
    ],
)
def test_periods_are_told_at_their_own_grain(first: str | None, last: str | None, words: str) -> None:
    assert wording("fr").period(Period(first, last)).replace("\u00a0", " ") == words


def test_a_day_that_is_none_stays_as_it_is() -> None:
    assert wording("fr").day("2025-02-31") == "2025-02-31"


@pytest.mark.parametrize(
    ("km", "french", "english"),
    [(0.308, "0,3 km", "0.3 km"), (64.13, "64 km", "64 km"), (1281.6, "1 282 km", "1,282 km")],
)
def test_distances(km: float, french: str, english: str) -> None:
    assert wording("fr").km(km).replace("\u202f", " ").replace("\u00a0", " ") == french
    assert wording("en").km(km).replace("\u00a0", " ") == english


@pytest.mark.parametrize(
    ("dead", "words"),
    [
        (Fatalities(12, 12), "12 morts"),
        (Fatalities(1, 1), "1 mort"),
        (Fatalities(12, None), "au moins 12 morts"),
        (Fatalities(10, 15), "10 à 15 morts"),
        (Fatalities(None, 3), "au plus 3 morts"),
        (Fatalities(0, 0), "aucun mort"),
        (None, ""),
    ],
)
def test_tolls(dead: Fatalities | None, words: str) -> None:
    assert Describer("fr").dead(dead).replace("\u00a0", " ") == words


def test_both_languages_say_the_same_things() -> None:
    french, english = read_words("fr", "desk.toml"), read_words("en", "desk.toml")
    assert french["say"].keys() == english["say"].keys()
    assert {g: set(labels) for g, labels in french["labels"].items()} == {
        g: set(labels) for g, labels in english["labels"].items()
    }
    fields = re.compile(r"\{(\w+)\}")
    for key, said in french["say"].items():
        other = english["say"][key]
        assert set(fields.findall(str(said))) == set(fields.findall(str(other))), key


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_that_a_template_asks_for_is_there(language: DeskLanguage) -> None:
    asked = {
        key
        for page in TEMPLATES.glob("*.html")
        for key in re.findall(r"say\(['\"](\w+)['\"][,)]", page.read_text("utf-8"))
    }
    assert len(asked) > 60
    assert asked <= read_words(language, "desk.toml")["say"].keys()


def test_the_language_is_the_one_asked_for_then_the_one_remembered_then_the_setting() -> None:
    settings = Settings(language="fr")
    assert language_of(settings, "en", "fr") == "en"
    assert language_of(settings, None, "en") == "en"
    assert language_of(settings, "de", None) == "fr"
