"""Reasons in the reader's language; what has no words of ours stands in English and says so."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from litestar.testing import TestClient

from faleme.desk.plain import plain, why_linked
from faleme.pipeline import load, read_article
from faleme.records.reading import Reading
from faleme.words.wording import DATA
from tests.desk.seed import made_article

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("reason", "french"),
    [
        ("the only bearer of the name", "seul de ce nom"),
        ("ahead of 6 other bearers of the name", f"devant{NB}6 homonymes"),
        ("2.5 km from Diboli, also in the text", f"à 2,5{NB}km de Diboli, aussi dans le texte"),
        ("status planned: under 'devait'", f"annoncé{NB}: dépend de «{NB}devait{NB}»"),
        ("actor SEN:GOV: « il » speaks", f"acteur SEN:GOV{NB}: «{NB}il{NB}» parle"),
        ("takes up 'le ministre'", f"reprend «{NB}le ministre{NB}»"),
        ("latest one not after publication ('fait')", "la dernière qui ne suit pas la parution"),
    ],
)
def test_a_reason_is_told_in_french_as_a_printer_would_set_it(reason: str, french: str) -> None:
    said = plain(reason, "fr")
    assert said.language == "fr"
    assert said.text.replace(f"devant{NB}", "devant ") == french.replace(f"devant{NB}", "devant ")


def test_a_reason_without_words_of_ours_stays_and_says_that_it_is_english() -> None:
    said = plain("a ground that nobody thought of", "fr")
    assert (said.text, said.language) == ("a ground that nobody thought of", "en")
    assert plain("the only bearer of the name", "en").text == "the only bearer of the name"


def test_why_two_reports_are_one_is_told_part_by_part() -> None:
    reason = (
        "a1 and b2: same type ASSAULT, both at Diboli, one tells 2025-07-01, the other was published on "
        "2025-07-02, the same JNIM, both tell of a strike, both tell diboli, kayes (score +4.7)"
    )
    said = why_linked(reason, {"a1": "Le Courrier", "b2": "L'Écho"}, "fr")
    assert said.language == "fr"
    text = said.text.replace(NB, " ")
    assert text.startswith("Le Courrier + L’Écho : même type ASSAULT, même lieu : Diboli, ")
    assert "l’un dit 1er juillet 2025, l’autre est paru le 2 juillet 2025" in text
    assert text.endswith("même acte : attaque, mots communs : diboli, kayes (score +4,7)")


def test_one_part_without_words_leaves_the_whole_in_english() -> None:
    said = why_linked("a and b: same type ASSAULT, an odd ground (score +1.0)", {}, "fr")
    assert said.language == "en" and "same type ASSAULT" in said.text


def test_most_reasons_of_a_real_reading_are_in_french() -> None:
    """Over an article of our own, with places, days, figures and people of every kind."""
    text = (
        "Des hommes armés ont attaqué mardi un poste de l'armée à Diboli, près de Kidira, tuant 12 soldats. "
        "Le ministre sénégalais des Affaires étrangères a condamné l'attaque. Il a appelé Bamako à renforcer "
        "la sécurité le long de la route de Kayes.\n\nLe Mali avait fermé le poste pendant deux jours. Selon "
        "la gendarmerie, 3 camions ont été brûlés le 1er juillet 2025 dans la région de Kayes."
    )
    reading = read_article(made_article("a", "Attaque à Diboli", text), load())
    assert isinstance(reading, Reading)
    reasons = [each for event in reading.events for each in event.reasons]
    reasons += [each for place in reading.places for each in place.reasons]
    reasons += [each.reason or each.rule for each in reading.times]
    reasons += [each for actor in reading.actors for each in actor.reasons or (actor.rule,)]
    untold = [each for each in reasons if each and plain(each, "fr").language != "fr"]
    assert len(reasons) > 30 and len(untold) <= 0.05 * len(reasons), untold


@pytest.mark.parametrize(
    "path", sorted((DATA / "fr" / "desk").glob("reasons*.toml")), ids=lambda path: path.stem
)
def test_every_row_fills_what_its_pattern_finds(path: Any) -> None:
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["reason"]:
        groups = re.compile(row["is"]).groups
        row["say"].format(*("x" for _ in range(groups)))


def test_a_french_page_has_no_english_reason_that_does_not_say_so(analyst: TestClient[Any]) -> None:
    page = analyst.get("/article/attaque?lang=fr").text
    assert "le plus proche de Kidira" in page
    assert "deux lieux de ce nom" in page
    english = page.partition("actor JNIM: subject of the verb")
    assert english[1] and english[0].endswith('<span lang="en">')
