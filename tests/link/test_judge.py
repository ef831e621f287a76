"""Judging two reports: what words, days, places and statuses say, and when nobody can tell."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.link.judge import common, judge
from faleme.link.relations import where
from faleme.link.traits import Report, report_of, stems
from faleme.records.event import EventPlace, Trigger
from faleme.records.reading import Reading
from faleme.records.text import Span
from tests.made import DIBOLI, KAYES, article, day, event

REGION = EventPlace(name="Région de Kayes", country="MLI", lat=14.4, lon=-11.5, level="area", radius_km=150)


def told(identifier: str, text: str, published: str = "2025-07-02", **given: Any) -> Report:
    """A report whose evidence is the whole text."""
    page = article(identifier, text, published=published, source=f"outlet {identifier}")
    defaults: dict[str, Any] = {"place": None, "time": None, "actors": (), "type": "CONSULT"}
    happening = event(f"e-{identifier}", evidence=(Span(0, len(text)),), **(defaults | given))
    return report_of(Reading(article=page, events=(happening,), places=(), times=(), figures=()), happening)


def test_two_reports_without_a_place_are_one_by_their_words() -> None:
    first = told("a", "Le ministre Tamba Kamissoko reçu à la primature\n\nTamba Kamissoko a remis la lettre.")
    other = told("b", "Primature : Tamba Kamissoko reçu hier\n\nLe ministre a remis une lettre de Kamissoko.")
    judged = judge(first, other)
    assert judged.judgement == "same"
    assert any("kamiss" in reason for reason in judged.reasons)


def test_other_people_received_on_one_day_are_not_one() -> None:
    first = told("a", "Le ministre Tamba Kamissoko reçu à la primature\n\nTamba Kamissoko a remis la lettre.")
    other = told(
        "b", "Une délégation de planteurs de Ziguinchor reçue\n\nLes planteurs ont parlé de mangues."
    )
    assert judge(first, other).judgement == "not-the-same"


def test_a_visit_announced_and_paid_is_one_but_an_attack_feared_and_suffered_is_not() -> None:
    words = "Le président Oumar Tandia à Diboli jeudi\n\nOumar Tandia visite le pont de Diboli."
    visits = [
        told("a", words, "2025-07-01", status="planned", place=DIBOLI, time=day("2025-07-03")),
        told("b", words, "2025-07-03", place=DIBOLI, time=day("2025-07-03")),
    ]
    assert judge(*visits).judgement == "same"
    attacks = [
        told(
            "a", words, "2025-07-01", type="ASSAULT", status="planned", place=DIBOLI, time=day("2025-07-03")
        ),
        told("b", words, "2025-07-03", type="ASSAULT", place=DIBOLI, time=day("2025-07-03")),
    ]
    assert judge(*attacks).score < judge(*visits).score


def test_a_region_holds_the_town_of_another_report() -> None:
    assert where(REGION, DIBOLI).word == "within"
    assert where(DIBOLI, KAYES).word == "apart"


def test_an_attack_between_two_towns_may_be_put_at_either() -> None:
    first = told("a", "Convoi attaqué entre Diboli et Kayes", type="ASSAULT", place=KAYES)
    assert first.told.road == ("diboli", "kayes")
    assert where(KAYES, DIBOLI, (first.told.road,)).word == "along"
    listed = told("b", "Attaques à Diboli et à Kayes", type="ASSAULT", place=KAYES)
    assert where(KAYES, DIBOLI, (listed.told.road,)).word == "apart"


@pytest.mark.parametrize("turned", [False, True])
def test_a_judgement_is_the_same_from_both_sides(turned: bool) -> None:
    first = told(
        "a", "Le maire de Bakel reçu à Kidira", place=KAYES, time=day("2025-07-01"), actors=("SEN:GOV",)
    )
    other = told("b", "À Kidira, le maire de Bakel", place=DIBOLI, published="2025-07-05")
    pair = (other, first) if turned else (first, other)
    assert judge(*pair).score == judge(first, other).score


def test_words_are_stems_and_grammar_weighs_nothing() -> None:
    assert stems("Attaques, attaquée !") == ["attaqu", "attaqu"]
    page = told("a", "Il a dans les", trigger=Trigger(start=0, end=2, rule=""))
    assert page.told.words == ()


def test_years_and_days_join_nothing() -> None:
    first = told("a", "Enquête 2025 sur le riz\n\nLe 18 juin 2025, les prix du riz.")
    other = told("b", "Bilan 2025 des pluies\n\nLe 18 juin 2025, les pluies à Matam.")
    assert not {"2025", "18"} & {*first.told.words, *first.page.title, *first.page.story}
    assert judge(first, other).judgement == "not-the-same"


def test_without_words_or_a_place_in_common_it_stays_undecided_at_most() -> None:
    given = {"type": "COERCE", "mode": "arrest", "actors": ("SEN:COP",), "recipients": ("SEN:CVL",)}
    first = told("a", "Un tiktokeur placé en cellule", **given)
    other = told("b", "Garde à vue pour l’ancien conseiller", **given)
    assert judge(first, other).judgement != "same"


def test_rare_words_shared_say_more_than_common_ones() -> None:
    assert common(("kamiss", "presid"), ("kamiss", "gouver")) > common(
        ("presid", "kamiss"), ("presid", "tandia")
    )


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300))
def test_any_two_texts_are_judged_and_from_both_sides_alike(one: str, two: str) -> None:
    first, other = told("a", one, type="ASSAULT"), told("b", two, type="ASSAULT", place=DIBOLI)
    assert judge(first, other).score == judge(other, first).score
