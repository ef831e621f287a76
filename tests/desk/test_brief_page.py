"""The first page: the brief as a reader gets it, as a file and as a feed."""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from lxml import etree

from faleme.brief.atom import ATOM
from faleme.brief.note import Brief
from tests.desk.conftest import visit
from tests.desk.seed import TODAY

JULY = "since=2025-07-01&until=2025-07-03"


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_first_page_is_the_brief_of_the_last_two_days(analyst: TestClient[Any]) -> None:
    page = analyst.get("/").text
    assert "Du 2 au 3 février 2026" in plain(page)
    assert "Le 2 février, le Mali et le Sénégal ont conclu un accord" in plain(page)
    assert 'aria-current="page">Aujourd’hui' in page


def test_each_sentence_leads_to_its_incident_and_each_number_to_its_source(analyst: TestClient[Any]) -> None:
    page = analyst.get(f"/?{JULY}").text
    assert re.search(r'<a class="told-text" href="/incident/[^"]+">Le 1er', page)
    numbers = set(re.findall(r'href="#source-(\d+)"', page))
    assert numbers and numbers == set(re.findall(r'id="source-(\d+)"', page))
    for linked in re.findall(r'class="told-text" href="([^"]+)"', page):
        assert analyst.get(linked).status_code == 200


def test_an_old_address_of_the_list_leads_to_the_list(analyst: TestClient[Any]) -> None:
    answer = analyst.get("/?type=ASSAULT&km=10", follow_redirects=False)
    assert answer.headers["location"] == "/incidents?type=ASSAULT&km=10"
    assert "Derniers incidents" in analyst.get("/?page=1").text


def test_an_empty_window_offers_the_last_one_that_has_something(analyst: TestClient[Any]) -> None:
    page = analyst.get("/?since=2025-12-01&until=2025-12-02").text
    assert "Aucun fait n’est rapporté sur cette période." in plain(page)
    (offered,) = re.findall(r'class="brief-offer"><a href="([^"]+)"', page)
    assert 'class="told"' in analyst.get(html.unescape(offered)).text


@pytest.mark.parametrize(
    "query", ["since=zz", "until=2025-02-31", "since=2025-07-03&until=2025-07-01", "since="]
)
def test_days_that_are_none_or_turned_round_are_no_error(analyst: TestClient[Any], query: str) -> None:
    assert analyst.get(f"/?{query}").status_code == 200


def test_a_window_is_never_longer_than_a_page_can_be(analyst: TestClient[Any]) -> None:
    made = analyst.get("/brief.json?since=1990-01-01&until=2026-02-03").json()
    assert made["since"] == "2025-12-04"


def test_the_files_tell_what_the_page_tells(analyst: TestClient[Any]) -> None:
    told = msgspec.json.decode(analyst.get(f"/brief.json?{JULY}").content, type=Brief)
    page = plain(analyst.get(f"/?{JULY}").text)
    assert told.sentences and all(" ".join(s.text.split()) in page for s in told.sentences)
    assert analyst.get(f"/brief.pdf?{JULY}").content.startswith(b"%PDF-")
    assert analyst.get(f"/brief.md?{JULY}&lang=en").text.startswith("# Situation brief")
    assert analyst.get(f"/brief.pdf?{JULY}").content == analyst.get(f"/brief.pdf?{JULY}").content


def test_the_feed_is_well_formed_and_of_the_days_that_have_something(analyst: TestClient[Any]) -> None:
    answer = analyst.get("/feeds/brief.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = etree.fromstring(answer.content)
    ids = root.findall(f"{{{ATOM}}}entry/{{{ATOM}}}id")
    assert ids and len({each.text for each in ids}) == len(ids)
    assert answer.content == analyst.get("/feeds/brief.atom").content


def test_the_public_is_told_no_plan_and_nothing_that_was_set_aside(
    analyst: TestClient[Any], public: TestClient[Any]
) -> None:
    window = f"since={TODAY}&until=2026-02-10"
    assert (
        "Canariplan" in analyst.get(f"/?{window}").text or "Canarivisite" in analyst.get(f"/?{window}").text
    )
    for address in (f"/?{window}", f"/brief.md?{window}", f"/brief.json?{window}", "/feeds/brief.atom"):
        told = public.get(address).text
        assert "Canari" not in told
    assert "mises de côté" not in plain(public.get("/").text)
    assert "Ce qui n’a pu être lu" in plain(analyst.get("/").text)


def test_who_speaks_is_told_to_the_analyst_alone(analyst: TestClient[Any], public: TestClient[Any]) -> None:
    for address in (f"/?{JULY}", f"/brief.md?{JULY}"):
        assert "qui cite" not in public.get(address).text
    assert "12 militaires tués selon Le Courrier" in plain(public.get(f"/?{JULY}").text)
    assert "qui cite des témoins" in plain(analyst.get(f"/?{JULY}").text)


def test_the_brief_needs_no_script(analyst: TestClient[Any]) -> None:
    assert "<script" not in analyst.get("/").text


def test_a_desk_in_english_opens_in_english(store: Any) -> None:
    assert "From 2 to 3 February 2026" in plain(visit(store, language="en").get("/").text)
