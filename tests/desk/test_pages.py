"""The pages as an analyst at a local desk sees them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from faleme.desk.pages.frame import article_id_of, article_url, incident_url
from faleme.store.sql import SqlStore, open_store
from tests.desk.conftest import visit
from tests.desk.seed import hostile_page

FIRST_PAGE_WEIGHT = 250_000


def plain(html: str) -> str:
    """The words of a page: no tags, plain spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").replace("\u202f", " ").split())


def incident_id(store: SqlStore, kind: str) -> str:
    return next(each.id for each in store.incidents() if each.type == kind and each.place)


def test_the_first_page_tells_each_incident_in_a_sentence(analyst: TestClient[Any]) -> None:
    words = plain(analyst.get("/incidents").text)
    assert "Le JNIM a attaqué l’armée malienne" not in words  # the mode is known: with firearms
    assert (
        "Le JNIM a mené une attaque à l’arme à feu contre l’armée malienne à Diboli (Mali) "
        "le 1er juillet 2025." in words
    )
    assert "12 morts Le Courrier de démonstration" in words
    assert "au moins 15 morts La Dépêche fictive, selon Modibo Canaritemoin, chauffeur" in words
    assert "2 sources" in words
    assert "à 0,3 km de la frontière, côté malien" in words
    assert "mardi 1er juillet 2025" in words
    assert "Situation au 3 février 2026" in words


def test_what_is_to_come_says_so(analyst: TestClient[Any]) -> None:
    words = plain(analyst.get("/incidents").text)
    assert "doit mener une action commune avec des entreprises ou transporteurs maliens à Canariplan" in words
    assert "annoncé, à venir" in words and "TLP:AMBER+STRICT" in words


@pytest.mark.parametrize(
    ("query", "present", "absent"),
    [
        ("type=AGREE", "conclu un accord", "Diboli"),
        ("strand=economy", "conclu un accord", "Diboli"),
        ("country=MLI&type=COERCE", "blocus", "Diboli"),
        ("km=10", "Diboli", "blocus"),
        ("km=200", "blocus", "conclu un accord"),
    ],
)
def test_filters_live_in_the_address(analyst: TestClient[Any], query: str, present: str, absent: str) -> None:
    page = analyst.get(f"/incidents?{query}").text
    results = plain(page[page.index('id="results"') :])
    assert present in results and absent not in results
    assert "selected" in page


def test_filters_that_keep_nothing_say_so(analyst: TestClient[Any]) -> None:
    assert "Aucun incident ne répond à ces filtres." in plain(
        analyst.get("/incidents?type=REJECT&km=10").text
    )
    assert analyst.get("/incidents?km=abc&page=99999999999&type=%00").status_code == 200


def test_an_empty_desk_says_what_to_do(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    assert "faleme add" in visit(store).get("/").text
    assert "faleme add" in visit(store).get("/articles").text
    assert "faleme add" not in visit(store, access="public").get("/").text
    store.close()


def test_an_article_shows_every_mark_in_its_place(analyst: TestClient[Any]) -> None:
    page = analyst.get("/article/attaque").text
    for kind, words in (("place", "Diboli"), ("time", "mardi"), ("figure", "12 soldats"), ("place", "Nioro")):
        assert re.search(rf'<span class="[^"]*m-{kind}[^"]*"[^>]*>{words}</span>', page), words
    assert 'data-tip="Date · le 1er' in page
    assert "undecided" in page and "Nioro du Sahel, Mali" in page and "Nioro du Rip, Sénégal" in page
    assert 'id="event-1"' in page and 'href="#in-text-1"' in page and 'id="in-text-2"' in page


def test_the_text_of_an_article_is_whole(analyst: TestClient[Any]) -> None:
    page = analyst.get("/article/attaque").text
    text = re.sub(r'<a class="event-number".*?</a>', "", page[page.index('<article class="text"') :])
    body = re.sub(r"<[^>]+>", "", text[: text.index("</article>")])
    assert "tuant 12 soldats. Awa Canariprive, commerçante, a vu la scène depuis Kidira." in body


def test_a_card_says_why_an_event_was_coded_so(analyst: TestClient[Any]) -> None:
    words = plain(analyst.get("/article/attaque").text)
    for expected in (
        "ASSAULT/firearms",
        "JNIM",
        "localité, ± 1 km",
        "le 1er juillet 2025",
        "route Dakar–Bamako",
        "12 morts",
        "90 %",
        "ont tiré – règle ASSAULT/firearms «tirer»",
        "actor JNIM: subject of the verb",
        "date non dite ; rapporté le 2 juillet 2025",
        "aucun lieu propre",
    ):
        assert expected in words, expected


def test_an_incident_sets_its_claims_side_by_side(analyst: TestClient[Any], store: SqlStore) -> None:
    words = plain(analyst.get(incident_url(incident_id(store, "ASSAULT"))).text)
    assert "Le Courrier de démonstration 12 morts" in words
    assert "au moins 15 morts selon Modibo Canaritemoin, chauffeur (témoin ou source locale)" in words
    assert "2 – probablement vrai" in words or "3 – peut-être vrai" in words or "6 –" in words
    assert "même type ASSAULT" in words and "non revu" in words


def test_the_articles_page_counts_what_was_set_aside(analyst: TestClient[Any]) -> None:
    words = plain(analyst.get("/articles").text)
    assert "11 articles" in words and "1 entrée mise de côté, non lue" in words
    assert "sans date de parution" in words


def test_what_a_page_tries_to_run_is_shown_as_text(analyst: TestClient[Any], public: TestClient[Any]) -> None:
    for client in (analyst, public):
        page = client.get(article_url(hostile_page().article.id))
        assert page.status_code == 200
        assert "<script>alert" not in page.text and "<img" not in page.text and "<b>Outlet" not in page.text
        assert "javascript:" not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


@pytest.mark.parametrize(
    "identifier", ["demo-001", "https://x.example/a//b?c=1#d", "../x", "é à", "~a", "%41", ".", "a/"]
)
def test_any_identifier_has_an_address_of_one_segment(identifier: str) -> None:
    address = article_url(identifier)
    assert re.fullmatch(r"/article/[\w~-][\w.~-]*", address)
    assert article_id_of(address.removeprefix("/article/")) == identifier


def test_an_address_that_is_no_code_is_nobodys(analyst: TestClient[Any]) -> None:
    assert analyst.get("/article/~é").status_code == 404
    assert analyst.get("/article/~/w").status_code == 404


def test_english_is_a_choice_and_is_remembered(analyst: TestClient[Any]) -> None:
    answer = analyst.get("/incidents?lang=en")
    assert 'lang="en"' in answer.text and "Latest incidents" in answer.text
    assert "JNIM carried out an attack with firearms on the Malian army" in plain(answer.text)
    assert "Articles read" in analyst.get("/articles").text
    assert "Derniers incidents" in analyst.get("/incidents?lang=fr").text


def test_the_setting_chooses_the_first_language(store: SqlStore) -> None:
    assert "Latest incidents" in visit(store, language="en").get("/incidents").text


@pytest.mark.parametrize(
    "address", ["/nowhere", "/incident/none", "/article/none", "/layers/none.geojson", "/layers/border"]
)
def test_what_is_not_there_is_said_in_one_line(analyst: TestClient[Any], address: str) -> None:
    answer = analyst.get(address)
    assert answer.status_code == 404
    assert "n’existe pas, ou n’est pas publique" in plain(answer.text)
    assert "content-security-policy" in answer.headers


def test_another_method_is_told_so(analyst: TestClient[Any]) -> None:
    answer = analyst.post("/")
    assert answer.status_code == 405 and "Traceback" not in answer.text


@pytest.mark.parametrize(
    "address", ["/", "/incidents", "/carte", "/article/attaque", "/api/incidents.geojson", "/static/desk.css"]
)
def test_every_answer_carries_the_security_headers(analyst: TestClient[Any], address: str) -> None:
    headers = analyst.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_pages_are_kept_by_nobody(analyst: TestClient[Any]) -> None:
    assert analyst.get("/article/attaque").headers["cache-control"] == "no-store"
    assert "max-age" in analyst.get("/static/desk.css").headers["cache-control"]


def test_other_names_lead_to_the_pages(analyst: TestClient[Any]) -> None:
    assert analyst.get("/map?km=10", follow_redirects=False).headers["location"] == "/carte?km=10"


def test_the_first_page_is_light(analyst: TestClient[Any]) -> None:
    page = analyst.get("/")
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(linked) >= 3
    weight = len(page.content) + sum(len(analyst.get(each).content) for each in linked)
    assert weight < FIRST_PAGE_WEIGHT


def test_no_page_names_another_host_for_anything_but_a_link(analyst: TestClient[Any]) -> None:
    for address in ("/", "/incidents", "/carte", "/article/attaque", "/articles", "/about"):
        page = analyst.get(address).text
        assert not re.findall(r'(?:src|action|srcset)="(?:https?:)?//', page)
        assert not re.findall(r'<link (?!rel="canonical")[^>]+href="(?:https?:)?//', page)
        assert not re.findall(r"\sstyle=", page)


@pytest.mark.parametrize("address", ["/static/%00", "/static/desk.css%00.js", "/nothing", "/incident/nobody"])
def test_what_is_not_there_is_told_and_not_kept(analyst: TestClient[Any], address: str) -> None:
    """Regression: a NUL in the path of a file was an error of ours; error pages could be kept by a cache."""
    answer = analyst.get(address)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers
