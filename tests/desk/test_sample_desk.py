"""The desk over the sample press as the whole pipeline reads it, for the analyst and for the public."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest

from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.release.article import EXCERPT
from faleme.store.sql import SqlStore, open_store
from tests.desk.conftest import visit
from tests.desk.walking import walk

FULL = "/?since=2025-07-01&until=2025-07-02"
WINDOW = 60
"""So many running characters of a text are taken to be that text."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")
    store.add(read_articles(sample(), load()), actor="test", at="2026-02-01T00:00:00+00:00")
    yield store
    store.close()


def test_every_page_of_the_analyst_answers_in_both_languages(demo: SqlStore) -> None:
    for language in ("fr", "en"):
        answers = walk(
            visit(demo), f"/?lang={language}", f"/incidents?lang={language}", "/carte", "/articles?page=1"
        )
        articles = {a.partition("?")[0] for a in answers if a.startswith("/article/")}
        assert len(articles) == demo.counts().articles


def test_no_text_of_an_article_and_no_plan_is_public(demo: SqlStore) -> None:
    public = visit(demo, access="public", address="203.0.113.9", host="desk.example")
    known = [f"/article/{each.id}" for each in demo.articles()]
    known += [f"/incident/{each.id}" for each in demo.incidents()]
    told = html.unescape(
        " ".join(walk(public, "/", FULL, "/incidents", "/carte", "/api/incidents.geojson", *known).values())
    )
    told = " ".join(told.split())
    for reading in demo.readings():
        body = " ".join(reading.article.text[len(reading.article.title) :].split())
        for start in range(EXCERPT, len(body) - WINDOW, WINDOW // 2):
            assert body[start : start + WINDOW] not in told, reading.article.id


def test_no_public_page_names_a_withheld_incident(demo: SqlStore) -> None:
    public = visit(demo, access="public", address="203.0.113.9", host="desk.example")
    told = " ".join(
        walk(public, "/", FULL, "/incidents", "/carte", "/articles", "/api/incidents.geojson").values()
    )
    withheld = [each.id for each in demo.incidents() if each.marking != "CLEAR"]
    assert withheld and not [each for each in withheld if each in told]


def test_something_of_it_is_public_all_the_same(demo: SqlStore) -> None:
    public = visit(demo, access="public", address="203.0.113.9", host="desk.example")
    assert public.get("/incidents").text.count('class="incident ') >= 10
