"""The public rule: who is the public, and what is let out. Every route is asked in test_every_route.py."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from faleme.desk.access import sees_everything
from faleme.desk.public import PublicWindow, public_article
from faleme.records.actor import ActorMention
from faleme.records.time import Period, Timex
from faleme.release.article import EXCERPT, LONGEST_TITLE, masked
from faleme.release.rule import is_movement_to_come
from faleme.settings import Settings
from faleme.store.sql import SqlStore
from tests.desk.conftest import visit
from tests.desk.seed import (
    TODAY,
    attack,
    hostile_page,
    planned_convoy,
    restricted_source,
    span,
    unmarked_plan,
)


@pytest.mark.parametrize(
    "visitor",
    [
        {"access": "public"},
        {"address": "192.0.2.7"},
        {"host": "desk.example"},
        {"host": "127.0.0.1.desk.example"},
    ],
    ids=[
        "a public desk on loopback",
        "another machine",
        "a name of someone else's that points at loopback",
        "a name that begins like loopback",
    ],
)
def test_who_is_not_at_a_local_desk_is_the_public(store: SqlStore, visitor: dict[str, Any]) -> None:
    assert "Canaritexte" not in visit(store, **visitor).get("/article/attaque").text


def test_what_a_proxy_passes_on_is_the_publics(analyst: TestClient[Any]) -> None:
    assert "Canaritexte" in analyst.get("/article/attaque").text
    for header in ("x-forwarded-for", "forwarded", "via", "x-forwarded-proto", "cf-connecting-ip"):
        assert "Canaritexte" not in analyst.get("/article/attaque", headers={header: "203.0.113.9"}).text


@pytest.mark.parametrize(
    "host", ["127.0.0.1:80@evil.example", "evil.example", "", "127.0.0.1/evil", "127.0.0.1 evil", "[::1]evil"]
)
def test_a_host_header_that_is_no_loopback_address_and_port_is_the_publics(host: str) -> None:
    """Regression: '127.0.0.1:80@evil.example' was taken for loopback."""
    assert not sees_everything(Settings(), "127.0.0.1", {"host": host})
    assert sees_everything(Settings(), "127.0.0.1", {"host": "127.0.0.1:8765"})
    assert sees_everything(Settings(), "::1", {"host": "[::1]:8765"})


def test_the_public_sees_title_link_and_an_excerpt(public: TestClient[Any]) -> None:
    page = public.get("/article/attaque").text
    assert "Diboli : une personne raconte l&#39;assaut" in page
    assert 'href="https://courrier.example/attaque"' in page
    assert "Le JNIM" in page  # our own sentence


def test_an_excerpt_is_at_most_200_characters_of_the_body_with_names_masked() -> None:
    shown = public_article(attack(), TODAY)
    assert shown is not None and shown.reading is None
    assert shown.excerpt.startswith("Des combattants du JNIM ont tiré mardi")
    assert "Une personne, commerçante" in shown.excerpt or "une personne, commerçante" in shown.excerpt
    assert len(shown.excerpt) <= EXCERPT


def test_an_excerpt_ends_before_what_is_withheld() -> None:
    shown = public_article(unmarked_plan(), TODAY)
    assert shown is not None
    assert shown.excerpt.startswith("Un accord sur le port") and "ministre" not in shown.excerpt


def test_an_article_that_tells_of_withheld_things_alone_is_not_public() -> None:
    assert public_article(planned_convoy(), TODAY) is None
    assert public_article(restricted_source(), TODAY) is None


def test_an_article_whose_title_tells_of_a_plan_is_not_public() -> None:
    reading = unmarked_plan()
    plan = reading.events[1]
    told_in_title = msgspec.structs.replace(plan, evidence=(span(reading.article.text, "Dakar et Bamako"),))
    reading = msgspec.structs.replace(reading, events=(reading.events[0], told_in_title))
    assert public_article(reading, TODAY) is None


@pytest.mark.parametrize(
    ("sentence", "day", "public"),
    [
        ("Un convoi de citernes quittera Kidira pour Kayes le 20 février.", "2026-02-20", False),
        ("Un convoi de citernes a quitté Kidira pour Kayes le 20 janvier.", "2026-01-20", True),
        ("Le prix du riz doit baisser le 20 février.", "2026-02-20", True),
    ],
)
def test_an_article_that_opens_with_a_movement_to_come_is_not_public_though_no_event_was_coded(
    sentence: str, day: str, public: bool
) -> None:
    """Regression: what the coder missed was shown with title and excerpt."""
    text = f"Sur la route\n\n{sentence} Le reste suit."
    words = " ".join(sentence.rstrip(".").split()[-3:])
    told = span(text, words)
    time = Timex(start=told.start, end=told.end, from_=day, to=day, grain="day", rule="made")
    reading = msgspec.structs.replace(
        attack(),
        article=msgspec.structs.replace(attack().article, title="Sur la route", text=text),
        events=(), places=(), figures=(), actors=(), times=(time,),
    )  # fmt: skip
    assert (public_article(reading, TODAY) is not None) is public


def test_a_title_that_holds_the_whole_text_is_cut() -> None:
    """Regression: a feed whose titles are whole articles had them shown to the public."""
    title = "Une très longue annonce du marché de Kayes " * 40
    made = msgspec.structs.replace(attack().article, title=title, text=f"{title}\n\nFin.")
    plain = msgspec.structs.replace(
        attack(), article=made, events=(), places=(), times=(), figures=(), actors=()
    )
    shown = public_article(plain, TODAY)
    assert shown is not None
    assert len(shown.title) <= LONGEST_TITLE
    assert shown.title.endswith("…")


def test_private_people_are_masked_and_officials_are_not() -> None:
    reading = attack()
    assert masked("Awa Canariprive et Oumar Témoin", reading) == "Une personne et Oumar Témoin"
    assert masked("Selon CANARIPRIVE, tout est calme", reading) == "Selon une personne, tout est calme"


def test_a_person_named_by_the_table_of_officials_keeps_the_name() -> None:
    reading = attack()
    official = ActorMention(
        start=0, end=6, name="Diboli", codes=("SEN:GOV",), kind="person", rule="official-person"
    )
    assert masked("Diboli parle", msgspec.structs.replace(reading, actors=(official,))) == "Diboli parle"


def test_masking_never_cuts_a_title_without_people() -> None:
    reading = hostile_page()
    assert masked(reading.article.title, reading) == reading.article.title


def test_a_journey_not_yet_over_is_a_movement_to_come() -> None:
    visit_ = msgspec.structs.replace(unmarked_plan().events[1], status="occurred")
    assert is_movement_to_come(visit_, TODAY)
    over = msgspec.structs.replace(visit_, time=Period("2026-02-01", "2026-02-02"))
    assert not is_movement_to_come(over, TODAY)
    assert is_movement_to_come(msgspec.structs.replace(visit_, time=Period("2026-02-01", None)), TODAY)


def test_an_attack_on_a_convoy_is_no_movement() -> None:
    hit = msgspec.structs.replace(
        attack().events[0], tags=("convoy",), time=Period("2026-02-03", "2026-02-03")
    )
    assert not is_movement_to_come(hit, TODAY)


def test_public_counts_tell_nothing_of_what_is_withheld(store: SqlStore) -> None:
    counts = PublicWindow(store, TODAY).counts()
    assert counts.set_aside == 0
    assert counts.incidents == len(PublicWindow(store, TODAY).incidents()) < store.counts().incidents


def test_an_incident_that_a_restricted_field_report_tells_too_is_not_public(store: SqlStore) -> None:
    window = PublicWindow(store, TODAY)
    told = store.incident_of("poste")["e-poste"]
    assert told == store.incident_of("radio")["e-radio"]
    assert window.incident(told) is None and window.article("radio") is None
    assert window.article("poste") is not None  # the open press stays open


def test_a_rejected_incident_is_not_public_but_its_article_is(store: SqlStore) -> None:
    window = PublicWindow(store, TODAY)
    assert window.incident(store.incident_of("rumeur")["e-rumeur"]) is None
    assert window.article("rumeur") is not None and window.incident_of("rumeur") == {}


def test_the_desks_own_work_stays_at_the_desk(store: SqlStore) -> None:
    for incident in PublicWindow(store, TODAY).incidents():
        assert not (incident.differs or incident.judgements or incident.assigned or incident.unseen)
        assert not (incident.reasons or incident.voices_reasons or incident.credibility_reasons)
        assert not incident.undecided
        assert {claim.speaker for claim in (*incident.claims, *incident.said)} <= {None}


def test_what_a_person_calls_a_convoy_to_come_is_withheld_with_its_article(store: SqlStore) -> None:
    window = PublicWindow(store, TODAY)
    assert window.article("camions") is None
    assert window.incident(store.incident_of("camions")["e-camions"]) is None
