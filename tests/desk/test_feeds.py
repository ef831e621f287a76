"""Feeds of incidents: valid Atom whose ids and dates stay, of our own words, under the public rule."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from litestar.testing import TestClient
from lxml import etree

from faleme.desk.feeds import feeds
from faleme.store.sql import SqlStore
from faleme.words.atom import ATOM
from faleme.words.sections import section_of
from faleme.words.wording import wording
from tests.desk.conftest import visit
from tests.desk.seed import CANARIES, readings, seeded

EVERY = [each.path for each in feeds(wording("fr"))]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read(client: TestClient[Any], address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return etree.fromstring(answer.content)


def texts(element: Any, path: str) -> list[str]:
    return [each.text or "" for each in element.iterfind(path, {None: ATOM})]


def entries(feed: Any) -> list[Any]:
    return list(feed.iterfind("entry", {None: ATOM}))


def link(element: Any, rel: str) -> str:
    (found,) = (each.get("href") for each in element.iterfind("link", {None: ATOM}) if each.get("rel") == rel)
    return str(found)


def test_there_is_one_of_everything_of_each_section_corridor_and_of_the_border() -> None:
    assert {"/feeds/incidents.atom", "/feeds/border.atom", "/feeds/section-securite.atom"} <= {*EVERY}
    assert sum("/section-" in each for each in EVERY) == 5
    assert "/feeds/corridor-road-dakar-bamako.atom" in EVERY or any("/corridor-" in each for each in EVERY)


@pytest.mark.parametrize("address", EVERY)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_is_what_rfc_4287_asks_for(public: TestClient[Any], address: str, language: str) -> None:
    feed = read(public, f"{address}?lang={language}")
    assert feed.tag == f"{{{ATOM}}}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for element in (feed, *entries(feed)):
        for name in ("id", "title", "updated"):
            assert len(texts(element, name)) == 1 and texts(element, name)[0], name
        assert texts(element, "id")[0].startswith("urn:uuid:")
        assert MOMENT.fullmatch(texts(element, "updated")[0])
        assert link(element, "alternate").startswith("http://desk.example/")
    assert texts(feed, "author/name") == ["Falémé"]
    assert link(feed, "self").startswith(f"http://desk.example{address}?")
    ids = [texts(entry, "id")[0] for entry in entries(feed)]
    assert len(ids) == len({*ids})


def test_nothing_changes_where_nothing_happened_and_ids_are_the_same_in_every_feed(
    public: TestClient[Any],
) -> None:
    first, again = (public.get("/feeds/incidents.atom").content for _ in range(2))
    assert first == again
    every = {*texts(etree.fromstring(first), "entry/id")}
    section = {*texts(read(public, "/feeds/section-securite.atom"), "entry/id")}
    assert section and section < every


def test_the_dates_are_those_of_the_articles(analyst: TestClient[Any], store: SqlStore) -> None:
    feed = read(analyst, "/feeds/incidents.atom")
    attack = store.incident_of("attaque")["e-attaque"]
    (entry,) = (each for each in entries(feed) if attack in link(each, "alternate"))
    assert texts(entry, "published") == ["2025-07-02T00:00:00Z"]
    assert texts(entry, "updated") == ["2025-07-03T00:00:00Z"]  # a second article told a toll
    assert texts(feed, "updated")[0] == max(texts(feed, "entry/updated"))


def test_a_sections_feed_holds_the_sections_incidents(analyst: TestClient[Any], store: SqlStore) -> None:
    feed = read(analyst, "/feeds/section-securite.atom")
    links = {link(each, "alternate").partition("/incident/")[2].partition("?")[0] for each in entries(feed)}
    found = {each: store.incident(each) for each in links}
    assert found and all(
        each and (filed := section_of(each)) and filed.slug == "securite" for each in found.values()
    )


def test_the_borders_and_a_corridors_hold_what_lies_there(analyst: TestClient[Any]) -> None:
    corridors = [each for each in EVERY if "/corridor-" in each]
    near = texts(read(analyst, "/feeds/border.atom"), "entry/title")
    along = {title for each in corridors for title in texts(read(analyst, each), "entry/title")}
    for titles in (near, along):
        assert any("Diboli" in title for title in titles)
        assert not any("Tambacounda" in title for title in titles)


def test_the_feed_of_a_filtered_list_is_its_view(analyst: TestClient[Any]) -> None:
    feed = read(analyst, "/feeds/incidents.atom?type=AGREE")
    assert {each.get("term") for each in feed.iterfind("entry/category", {None: ATOM})} == {"AGREE"}
    assert "type=AGREE" in link(feed, "self") and "/incidents?type=AGREE" in link(feed, "alternate")
    assert texts(feed, "id") != texts(read(analyst, "/feeds/incidents.atom"), "id")


@pytest.mark.parametrize("address", EVERY)
def test_no_feed_of_the_public_holds_a_secret_or_words_of_an_article(
    public: TestClient[Any], address: str
) -> None:
    told = public.get(address).text
    assert not [canary for canary in CANARIES if canary in told]
    for reading in readings():
        words = reading.article.text.split()
        runs = (" ".join(words[at : at + 9]) for at in range(len(words) - 8))
        assert not [run for run in runs if run in told]


def test_what_is_to_come_does_not_stand_in_front_of_what_happened(analyst: TestClient[Any]) -> None:
    days = texts(read(analyst, "/feeds/incidents.atom"), "entry/published")
    assert days and all(dt.datetime.fromisoformat(each).year < 2027 for each in days)


@pytest.mark.parametrize("name", ["nothing.atom", "section-nothing.atom", "brief.rss", "incidents"])
def test_a_feed_that_there_is_not_is_not_found(public: TestClient[Any], name: str) -> None:
    assert public.get(f"/feeds/{name}").status_code == 404


def test_a_page_names_its_feed(public: TestClient[Any]) -> None:
    page = public.get("/section/securite").text
    assert '<link rel="alternate" type="application/atom+xml"' in page
    assert "/feeds/section-securite.atom?lang=fr" in page
    assert all(each in public.get("/feeds").text for each in EVERY)


def test_an_empty_desk_has_valid_feeds(tmp_path: Any) -> None:
    store = seeded(f"sqlite:///{tmp_path / 'empty.db'}")
    store.empty()
    feed = read(visit(store), "/feeds/incidents.atom")
    assert entries(feed) == [] and texts(feed, "updated") == ["1970-01-01T00:00:00Z"]
    store.close()
