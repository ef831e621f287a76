"""Sections as a press page has them: what stands under which and why, their pages and how one gets there."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from faleme.lexicon.sections import load_sections
from faleme.records.event import EventPlace
from faleme.records.reading import Reading
from faleme.store.base import ArticlesWanted, Wanted
from faleme.store.sql import SqlStore
from faleme.words.sections import section_of
from tests.desk.seed import attack, made_article, made_event

SLUGS = ("international", "politique", "societe", "economie", "securite")


def told(label: str = "", **event: Any) -> Reading:
    """An article of one event, under an outlet's label if one is given."""
    article = made_article("a", "Titre", "Un fait.", section=(label,) if label else ())
    events = (made_event(article.text, "e", "Un fait.", **event),) if event else ()
    return Reading(article=article, events=events, places=(), times=(), figures=())


def slug(reading: Reading) -> str | None:
    found = section_of(reading)
    return found.slug if found else None


def test_there_are_five_and_each_has_a_name_in_both_languages() -> None:
    assert tuple(each.slug for each in load_sections().section) == SLUGS
    assert all({*each.name} == {"fr", "en"} for each in load_sections().section)


@pytest.mark.parametrize(
    ("label", "section"),
    [
        ("Économie", "economie"),
        ("ECONOMIE", "economie"),
        ("Éducation", "societe"),
        ("Politique", "politique"),
        ("Afrique", "international"),
        ("Sécurité", "securite"),
        ("Sport", None),
        ("À la une", None),
    ],
)
def test_an_outlets_own_label_decides(label: str, section: str | None) -> None:
    assert slug(told(label)) == section


def test_the_label_stands_against_what_was_read_and_is_the_reason() -> None:
    found = section_of(told("Politique", type="ASSAULT"))
    assert found is not None and (found.slug, found.why) == ("politique", ("label",))


@pytest.mark.parametrize(
    ("event", "section"),
    [
        (
            {"type": "ASSAULT", "mode": "firearms", "actors": ("JNIM",), "recipients": ("MLI:MIL",)},
            "securite",
        ),
        (
            {
                "type": "AGREE",
                "mode": None,
                "actors": ("SEN:GOV", "MLI:GOV"),
                "recipients": (),
                "strand": "diplomacy",
            },
            "international",
        ),
        (
            {
                "type": "ACCUSE",
                "mode": "disapprove",
                "actors": ("SEN:PTY",),
                "recipients": ("SEN:GOV",),
                "strand": "other",
            },
            "politique",
        ),
        (
            {
                "type": "COERCE",
                "mode": "restrict",
                "actors": ("MLI:GOV",),
                "recipients": ("MLI:BUS",),
                "strand": "economy",
                "tags": ("fuel",),
            },
            "economie",
        ),
        (
            {
                "type": "PROTEST",
                "mode": "strike",
                "actors": ("SEN:LAB",),
                "recipients": (),
                "strand": "other",
                "tags": ("school",),
            },
            "societe",
        ),
    ],
    ids=SLUGS[4:] + SLUGS[:2] + ("economie", "societe"),
)
def test_without_a_label_what_was_read_decides(event: dict[str, Any], section: str) -> None:
    found = section_of(told(**event))
    assert found is not None and found.slug == section
    assert found.why and "label" not in found.why


def test_a_war_elsewhere_is_abroad_and_one_at_the_neighbours_is_not() -> None:
    far = EventPlace(name="Kaboul", country="AFG", lat=34.5, lon=69.2, level="locality")
    war = {"type": "ASSAULT", "actors": ("AFG:REB",), "recipients": ("AFG:MIL",)}
    assert slug(told(**war, place=far)) == "international"
    near = EventPlace(name="Djibo", country="BFA", lat=14.1, lon=-1.63, level="locality")
    at_djibo = {"type": "ASSAULT", "actors": ("JNIM",), "recipients": ("BFA:MIL",)}
    assert slug(told(**at_djibo, place=near)) == "securite"


def test_an_article_of_which_nothing_is_known_is_in_no_section() -> None:
    assert section_of(told()) is None


def test_the_first_event_counts_more_than_those_behind() -> None:
    trade = {"type": "AGREE", "mode": None, "actors": ("SEN:BUS",), "recipients": (), "strand": "economy"}
    first, other = told(**trade), told(type="ASSAULT")
    both = msgspec.structs.replace(first, events=(*first.events, *other.events))
    turned = msgspec.structs.replace(first, events=(*other.events, *first.events))
    assert (slug(both), slug(turned)) == ("economie", "securite")


def test_same_input_same_answer() -> None:
    assert section_of(attack()) == section_of(attack())


def test_the_store_lists_by_section(store: SqlStore) -> None:
    by_section = {each: store.incidents(wanted=Wanted(section=each)) for each in SLUGS}
    assert [each.place.name for each in by_section["securite"] if each.place][:1]
    for name, found in by_section.items():
        assert {filed.slug for each in found if (filed := section_of(each))} <= {name}
    assert sum(map(len, by_section.values())) == sum(1 for each in store.incidents() if section_of(each))
    listed = store.articles(wanted=ArticlesWanted(section="securite"))
    assert "attaque" in {each.id for each in listed}
    assert store.count_articles(ArticlesWanted(section="securite")) == len(listed)


@pytest.mark.shared
@pytest.mark.usefixtures("shared")
def test_agreement_with_the_labels_that_outlets_print() -> None:
    """By what was read alone, more than half of the articles are where their outlet has them."""
    from bench.sections import agreement, labelled

    hits, total = agreement(labelled(60))
    assert total >= 40 and hits / total > 0.55
