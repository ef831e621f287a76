"""Review at the desk: every act by a plain form, only for the analyst and only from the desk's own pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from faleme.desk.judged import written
from faleme.desk.pages.frame import incident_url
from faleme.desk.plain import in_plain_words, of_articles
from faleme.store.sql import SqlStore
from faleme.words.speakers import speaker_kind
from tests.desk.conftest import visit
from tests.desk.seed import seeded
from tests.desk.test_pages import plain

OWN = {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1"}


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[SqlStore]:
    store = seeded(f"sqlite:///{tmp_path / 'review.db'}")
    yield store
    store.close()


def incident_of(store: SqlStore, article: str) -> str:
    return next(iter(store.incident_of(article).values()))


def act(client: TestClient[Any], incident: str, headers: dict[str, str] | None = None, **form: Any) -> Any:
    return client.post(
        f"/revue/{incident}", data=form, headers=OWN if headers is None else headers, follow_redirects=False
    )


def test_the_queue_says_why_in_plain_words(analyst: TestClient[Any]) -> None:
    words = plain(analyst.get("/revue").text)
    assert "à 0,3 km de la frontière" in words
    assert "acte de violence ou de contrainte" in words and "material conflict" not in words
    assert "within" not in words
    english = plain(analyst.get("/revue?lang=en").text)
    assert "an act of violence or coercion" in english


def test_the_queue_can_be_narrowed(analyst: TestClient[Any]) -> None:
    words = plain(analyst.get("/revue?km=10").text)
    assert "Diboli" in words and "blocus" not in words


@pytest.mark.parametrize("verdict", ["accept", "reject", "unverifiable"])
def test_a_decision_is_kept_with_who_and_takes_it_off_the_queue(own_store: SqlStore, verdict: str) -> None:
    analyst = visit(own_store, actor="Fatou")
    incident = incident_of(own_store, "attaque")
    answer = act(analyst, incident, act=verdict, back="queue", query="km=10")
    assert answer.status_code == 303
    last = own_store.judgements()[-1]
    assert (last.act, last.who, last.incident) == (verdict, "Fatou", incident)
    assert answer.headers["location"] == f"/revue?km=10&done={last.number}"
    page = analyst.get(answer.headers["location"]).text
    assert f'action="/revue/{incident}"' in page  # to undo it
    assert incident not in {queued.incident.id for queued in own_store.queue()}
    act(analyst, incident, act="undo", number=str(last.number))
    assert incident in {queued.incident.id for queued in own_store.queue()}


def test_a_rejected_incident_leaves_the_home_page_and_keeps_its_own(own_store: SqlStore) -> None:
    analyst = visit(own_store)
    incident = incident_of(own_store, "attaque")
    act(analyst, incident, act="reject")
    assert incident_url(incident) not in analyst.get("/incidents").text
    assert "Rejeté : ce n’est pas un événement" in plain(analyst.get(incident_url(incident)).text)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("place", "14.4,-12.25", "Corrigé par une personne."),
        ("time", "2025-07-01..2025-07-02", "du 1er au 2 juillet 2025"),
        ("fatalities", "15..18", "15 à 18 morts fixé par une personne"),
        ("actors", "ISGS, UNK:UAF", "État islamique au Sahel"),
        ("mode", "explosives", "ASSAULT/explosives"),
        ("tags", "border,fuel", "carburant"),
        ("status", "denied", "démenti"),
    ],
)
def test_a_field_is_corrected_and_both_values_stand(
    own_store: SqlStore, field: str, value: str, shown: str
) -> None:
    analyst = visit(own_store)
    incident = incident_of(own_store, "attaque")
    assert act(analyst, incident, act="correct", field=field, value=value).status_code == 303
    words = plain(analyst.get(incident_url(incident)).text)
    assert shown in words
    assert "Où la machine dit autre chose" in words and "corrigé" in words


def test_a_value_that_cannot_be_is_refused_with_its_reason(own_store: SqlStore) -> None:
    analyst = visit(own_store)
    incident, before = incident_of(own_store, "attaque"), len(own_store.judgements())
    for form in (
        {"act": "correct", "field": "time", "value": "hier"},
        {"act": "correct", "field": "marking", "value": "CLEAR"},
        {"act": "merge", "other": "inc-none"},
        {"act": "split"},
        {"act": "undo", "number": "9999"},
        {"act": "sing"},
        {},
    ):
        answer = act(analyst, incident, **form)
        assert answer.status_code == 400 and "Ce n’a pas été fait" in plain(answer.text), form
    assert act(analyst, "inc-none", act="accept").status_code == 400
    assert len(own_store.judgements()) == before


def test_merging_leads_the_old_address_to_the_new(own_store: SqlStore) -> None:
    analyst = visit(own_store)
    kept, gone = incident_of(own_store, "attaque"), incident_of(own_store, "partenaire")
    act(analyst, kept, act="merge", other=gone)
    answer = analyst.get(incident_url(gone), follow_redirects=False)
    assert answer.status_code == 301 and answer.headers["location"] == incident_url(kept)
    public = visit(own_store, access="public")
    assert public.get(incident_url(kept)).status_code == 404  # a restricted report tells it now


def test_a_report_is_split_off(own_store: SqlStore) -> None:
    analyst = visit(own_store)
    incident = incident_of(own_store, "attaque")
    assert incident == incident_of(own_store, "bilan")
    assert 'name="report" value="bilan"' in analyst.get(incident_url(incident)).text
    act(analyst, incident, act="split", report=["bilan"])
    assert incident_of(own_store, "attaque") != incident_of(own_store, "bilan")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1"},
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9"},
    ],
)
def test_a_form_of_someone_elses_page_does_nothing(own_store: SqlStore, headers: dict[str, str]) -> None:
    before = own_store.judgements()
    answer = act(visit(own_store), incident_of(own_store, "attaque"), headers, act="reject")
    assert answer.status_code == 403
    assert own_store.judgements() == before


def test_the_public_has_no_review(own_store: SqlStore) -> None:
    public = visit(own_store, access="public", address="203.0.113.9", host="desk.example")
    incident = incident_of(own_store, "attaque")
    before = own_store.judgements()
    own = {"sec-fetch-site": "same-origin", "origin": "http://desk.example"}
    assert act(public, incident, own, act="reject").status_code == 401
    asked = public.get("/revue", follow_redirects=False)
    assert (asked.status_code, asked.headers["location"]) == (303, "/connexion?next=%2Frevue")
    page = public.get(incident_url(incident)).text
    assert "<form" not in page and "/revue" not in page and "Historique" not in page
    assert own_store.judgements() == before


def test_days_to_come_stand_in_a_block_of_their_own(
    analyst: TestClient[Any], public: TestClient[Any]
) -> None:
    page = analyst.get("/incidents").text
    ahead = plain(page[page.index('class="ahead"') : page.index("</details>")])
    assert "Canariplan" in ahead and "Diboli" not in ahead
    assert "Canariplan" not in page[page.index("</details>") :]
    assert 'class="ahead"' not in public.get("/incidents").text


def test_the_articles_read_stand_beside_each_day(analyst: TestClient[Any], public: TestClient[Any]) -> None:
    words = plain(analyst.get("/incidents").text)
    assert "lundi 2 février 2026 2 articles lus ce jour" in words
    assert "mardi 1er juillet 2025 aucun article lu ce jour" in words
    assert "lundi 2 février 2026 1 article lu" in plain(public.get("/incidents").text)
    assert "2 sources, " in words and "voix indépendante" in words


def test_reasons_are_said_in_the_readers_language() -> None:
    assert in_plain_words("3 independent voices", "fr").replace("\u00a0", " ") == "3 voix indépendantes"
    assert in_plain_words("0.3 km from Senegal–Mali (+15)", "fr").startswith("à 0,3")
    assert in_plain_words("something new", "fr") == "something new"
    said = of_articles("a and b: one house (aps)", {"a": "APS", "b": "Le Soleil"}, "fr")
    assert said.replace("\u00a0", " ") == "APS + Le Soleil : une même maison (aps)"


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        ("l’état-major des armées", "army"),
        ("un combattant du JNIM", "group"),
        ("le ministre de la Défense", "authority"),
        ("l'AFP", "agency"),
        ("un habitant de Diboli", "witness"),
        ("Modibo", ""),
    ],
)
def test_who_said_it_is_told_by_kind(speaker: str, kind: str) -> None:
    assert speaker_kind(speaker) == kind


def test_values_are_written_as_they_are_typed() -> None:
    assert written("time", {"from": "2025-07-01", "to": "2025-07-03"}) == "2025-07-01..2025-07-03"
    assert written("time", {"from": "2025-07-01", "to": "2025-07-01"}) == "2025-07-01"
    assert written("fatalities", {"min": 12, "max": None}) == "12.."
    assert written("actors", ["JNIM", "UNK:UAF"]) == "JNIM, UNK:UAF"
    assert written("place", None) == ""
