"""The timeline: days and lanes of incidents, how time is cut, notes by acts, what the public sees."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from faleme.desk.timeline import Tally, end_of, grain_of, spots, start_of, ticks
from faleme.desk.timeline_asked import Stretch
from faleme.desk.timeline_svg import rows_of
from faleme.records.timeline import DayCount, Moment
from faleme.settings import Settings
from faleme.store.base import Wanted
from faleme.store.day_counts import DayCounts
from faleme.store.sql import SqlStore, open_store
from tests.desk.conftest import served, visit
from tests.desk.seed import seeded
from tests.desk.signed_in import add, send, signed_in
from tests.desk.test_browser import PHONE, Opener
from tests.made import incident

SUMMER = "/chronologie?since=2025-06-20&until=2025-07-10"
days = st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1))


def stretch(first: str, last: str) -> Stretch:
    return Stretch(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.fixture
def own(tmp_path: Any) -> Iterator[SqlStore]:
    """A desk with a team, to be written on."""
    store = seeded(f"sqlite:///{tmp_path / 'own.db'}")
    add(store, "Awa", "analyst", ceiling="RED")
    add(store, "Fatou", "analyst")
    add(store, "Moussa", "reader")
    yield store
    store.close()


@pytest.mark.parametrize(
    ("axis", "day"), [("happened", "2025-07-01"), ("published", "2025-07-02"), ("entered", "2026-02-03")]
)
def test_an_attack_at_the_border_stands_on_its_lane_by_each_of_its_days(
    store: SqlStore, axis: Any, day: str
) -> None:
    found = store.day_counts(Wanted(), axis)
    at_border = [each for each in found if each.lane == "border"]
    assert [(dt.date.fromordinal(each.day).isoformat(), each.conflict) for each in at_border] == [(day, 1)]


def test_the_relation_is_that_of_both_countries_unless_all_are_asked_for(store: SqlStore) -> None:
    both, everybody = (
        {each.lane for each in store.day_counts(Wanted(), "happened", everybody=flag)}
        for flag in (False, True)
    )
    assert "economy" in both and both <= everybody


def test_single_incidents_are_those_that_are_counted(store: SqlStore) -> None:
    for axis in ("happened", "published", "entered"):
        counted = store.day_counts(Wanted(), axis)
        found = store.moments(Wanted(), axis, (1, 10**6), limit=500)
        assert len(found) == sum(each.cooperation + each.conflict for each in counted)
        assert {(each.day, each.lane) for each in found} == {(each.day, each.lane) for each in counted}


@given(days, st.sampled_from(("year", "month", "week", "day")))
def test_every_day_is_in_the_column_that_begins_with_its_start(day: dt.date, grain: Any) -> None:
    start = start_of(day, grain)
    assert start <= day <= end_of(start, grain)
    assert start_of(end_of(start, grain), grain) == start
    assert start_of(end_of(start, grain) + dt.timedelta(1), grain) > start


@given(days, st.integers(1, 20_000), st.lists(st.tuples(st.integers(-50, 20_100), st.integers(0, 9))))
def test_columns_hold_what_the_window_holds_and_stay_inside(
    first: dt.date, length: int, told: list[tuple[int, int]]
) -> None:
    window = Stretch(first, first + dt.timedelta(length - 1))
    at = sorted(first.toordinal() + n for n, _ in told)
    tally = Tally(DayCounts.of(DayCount(day, "border", 0, n) for day, (_, n) in zip(at, told, strict=True)))
    columns = tally.columns("border", window, grain_of(window))
    assert sum(each.total for each in columns) == tally.count("border", window)
    assert all(window.first <= each.first <= each.last <= window.last for each in columns)
    assert all(window.first <= tick.day <= window.last for tick in ticks(window))
    assert len(ticks(window)) <= 25


def test_far_is_told_in_years_and_near_in_days() -> None:
    spans = {"2000-01-01": "year", "2020-01-01": "month", "2025-01-01": "week", "2025-12-01": "day"}
    assert {since: grain_of(stretch(since, "2026-01-31")) for since in spans} == spans


def test_a_window_zooms_about_its_middle_and_ends_where_time_does() -> None:
    june = stretch("2025-06-01", "2025-06-30")
    assert june.of_length(10) == stretch("2025-06-11", "2025-06-20")
    assert june.of_length(10**9).first == dt.date(1900, 1, 1)
    assert june.moved(-(10**6)).days == 30


def test_a_crowded_day_tells_how_many_have_no_place() -> None:
    day = dt.date(2025, 7, 1)
    found = [(Moment(day.toordinal(), "border", True, str(n)), incident(str(n))) for n in range(20)]
    placed, more = spots(found, Stretch(day, day), deep=4, abreast=3)
    assert len(placed) == 11 and more[0].count == 9
    assert len({(spot.at, spot.row) for spot in placed}) == 11 and max(spot.row for spot in placed) == 3


def test_notes_that_meet_stand_in_rows() -> None:
    assert rows_of([(1, 9), (2, 3), (5, 6), (12, 13)], lambda end, first: first > end) == [0, 1, 1, 0]


@pytest.mark.parametrize(
    "query",
    ["", "?since=2025-06-20&until=2025-07-10", "?since=1900-01-01&until=2199-12-31", "?since=2199-12-31",
     "?since=2025-07-01&until=2025-07-01", "?until=1900-01-01", "?since=2026-01-01&until=2020-01-01",
     "?axis=entered", "?axis=nonsense&since=nonsense&km=x&who=all",
     "?type=ASSAULT&tag=border&km=50&actor=JNIM",
     "?corridor=road_dakar_bamako&country=MLI&lang=en", "?type=%00"],
)  # fmt: skip
def test_any_question_is_answered_by_page_and_picture(analyst: TestClient[Any], query: str) -> None:
    assert analyst.get(f"/chronologie{query}").status_code == 200
    picture = analyst.get(f"/chronologie.svg{query}")
    assert picture.status_code == 200 and picture.headers["content-type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(picture.text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and "href" not in picture.text


def test_a_mark_leads_to_its_incident_and_says_our_sentence(
    analyst: TestClient[Any], store: SqlStore
) -> None:
    page = analyst.get(SUMMER).text
    told = store.incident_of("attaque")["e-attaque"]
    link = re.search(rf'<a href="/incident/{told}" aria-label="([^"]+)"', page)
    assert link and link[1].startswith("Le JNIM a ")


def test_a_column_leads_to_its_own_days(analyst: TestClient[Any]) -> None:
    page = analyst.get("/chronologie?since=2025-01-01&until=2025-12-31").text
    assert re.search(
        r'<a href="/chronologie\?since=2025-06-30&amp;until=2025-07-06" aria-label="[^"]+"', page
    )


def test_the_public_counts_and_sees_what_is_public(public: TestClient[Any], analyst: TestClient[Any]) -> None:
    address = "/chronologie?since=2023-01-01&until=2026-12-31&who=all"
    totals = [
        int(re.search(r'id="tl-total"[^>]*>(\d+)', browser.get(address).text)[1])  # type: ignore[index]
        for browser in (public, analyst)
    ]
    assert 0 < totals[0] < totals[1]
    ahead = "/chronologie?since=2026-02-03&until=2026-03-10&who=all"
    for browser, sees in ((public, False), (analyst, True)):
        for path in (ahead, ahead.replace("?", ".svg?")):
            assert ("Canariplan" in browser.get(path).text) is sees


def test_notes_are_written_edited_and_removed_by_acts_that_stay(own: SqlStore) -> None:
    awa = signed_in(own, "Awa")
    given = {
        "act": "add",
        "first": "2025-07-01",
        "last": "2025-07-03",
        "marking": "GREEN",
        "query": "axis=entered",
    }
    answer = send(awa, "/chronologie/notes", text="Début de la série", **given)
    assert answer.headers["location"] == "/chronologie?axis=entered#note-1"
    send(awa, "/chronologie/notes", note="1", text="Fin de la série", **(given | {"act": "edit"}))
    page = awa.get(SUMMER).text
    assert "Fin de la série" in page and 'id="note-1"' in page and "Awa" in page
    send(awa, "/chronologie/notes", act="remove", note="1")
    assert 'id="note-1"' not in awa.get(SUMMER).text
    assert [(each.act, each.text, each.who) for each in own.notes.acts()] == [
        ("add", "Début de la série", "Awa"), ("edit", "Fin de la série", "Awa"),
        ("remove", "Fin de la série", "Awa"),
    ]  # fmt: skip
    assert send(awa, "/chronologie/notes", note="1", **given | {"act": "edit"}, text="x").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"first": "2025-02-31"}, "premier jour"), ({"last": "2025-06-30"}, "premier jour"),
        ({"text": "  "}, "Il faut un texte"), ({"text": "a" * 601}, "600 signes"),
        ({"marking": "RED"}, "dépasse le vôtre"), ({"marking": "PINK"}, "n’existe pas"),
    ],
)  # fmt: skip
def test_a_note_that_cannot_be_is_refused_with_the_reason(
    own: SqlStore, wrong: dict[str, str], why: str
) -> None:
    fatou = signed_in(own, "Fatou")
    form = {"act": "add", "first": "2025-07-01", "last": "", "text": "Une note", "marking": "CLEAR"} | wrong
    answer = send(fatou, "/chronologie/notes", **form)
    assert answer.status_code == 400 and why in answer.text and own.notes.acts() == []


def test_who_sees_which_note(own: SqlStore) -> None:
    by = {"who": "Awa", "at": "2026-02-03T09:00:00+00:00"}
    for marking in ("CLEAR", "AMBER", "RED"):
        own.notes.add(("2025-07-01", "2025-07-01"), f"Note {marking} &lt;b&gt;", marking, **by)  # type: ignore[arg-type]
    browsers = {name: signed_in(own, name) for name in ("Moussa", "Fatou", "Awa")}
    browsers["public"] = visit(own, access="public", address="203.0.113.9", host="desk.example")
    both = {
        name: browser.get(SUMMER).text + browser.get(SUMMER.replace("?", ".svg?")).text
        for name, browser in browsers.items()
    }
    seen = {name: set(re.findall(r"Note (\w+) &amp;lt;", text)) for name, text in both.items()}
    assert seen == {
        "public": {"CLEAR"}, "Moussa": {"CLEAR", "AMBER"}, "Fatou": {"CLEAR", "AMBER"},
        "Awa": {"CLEAR", "AMBER", "RED"},
    }  # fmt: skip
    assert "Awa" not in both["public"] and "/chronologie/notes" not in both["public"]


def test_who_may_not_see_a_note_may_not_touch_it_and_readers_write_none(own: SqlStore) -> None:
    own.notes.add(("2025-07-01", "2025-07-01"), "x", "RED", who="Awa", at="2026-02-03T09:00:00+00:00")
    assert send(signed_in(own, "Fatou"), "/chronologie/notes", act="remove", note="1").status_code == 404
    assert send(signed_in(own, "Moussa"), "/chronologie/notes", act="remove", note="1").status_code == 403
    assert "/chronologie/notes" not in signed_in(own, "Moussa").get(SUMMER).text
    assert len(own.notes.acts()) == 1


def test_an_empty_desk_says_how_to_begin(tmp_path: Any) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    page = visit(store).get("/chronologie").text
    assert "faleme add" in page and "faleme demo" in page
    store.close()


@pytest.mark.chromium
def test_the_keyboard_goes_through_the_picture_and_opens_an_incident(opened: Opener) -> None:
    page = opened("/chronologie?since=2025-06-01&until=2026-02-03")
    page.locator(".tl a").first.focus()
    assert page.locator(".tl a[tabindex='0']").count() == 1
    first = page.locator("#tl-told").inner_text()
    assert "menace" in first
    page.keyboard.press("ArrowDown")
    assert page.locator("#tl-told").inner_text() != first
    page.keyboard.press("ArrowUp")
    before = page.url
    page.keyboard.press("+")
    page.wait_for_function("before => location.href !== before", arg=before)
    page.go_back()
    page.wait_for_url(before)
    page.locator(".tl a").first.focus()
    page.keyboard.press("Enter")  # the week of the attack
    page.wait_for_url("**/chronologie?since=2025-06-30&until=2025-07-06*")
    page.locator(".tl a[href^='/incident/']").first.wait_for()
    page.locator(".tl a[href^='/incident/']").first.focus()
    assert "JNIM" in page.locator("#tl-told").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incident/*")
    assert "Diboli" in page.locator("h1").inner_text()
    assert page.heard["console"] == []


@pytest.mark.chromium
def test_dragging_moves_and_the_png_is_the_picture(opened: Opener) -> None:
    page = opened(SUMMER)
    box = page.locator(".tl").bounding_box()
    page.mouse.move(box["x"] + 600, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 300, steps=4)
    page.mouse.up()
    page.wait_for_url("**since=2025-06-2*")
    with page.expect_download() as kept:
        page.click("#tl-png")
    assert kept.value.suggested_filename.endswith(".png")
    assert kept.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.chromium
def test_without_a_script_links_zoom_and_a_note_is_written(opened: Opener, own: SqlStore) -> None:
    for url in served(own, Settings()):
        page = opened(SUMMER, desk=url, java_script_enabled=False)
        page.click("text=Éloigner")
        assert "since=2025-05-30" in page.url
        page.click("text=Ajouter une note")
        page.fill("#first-new", "2025-07-01")
        page.fill("#text-new", "Première attaque de la série")
        page.locator(".tl-add button").click()
        assert page.url.endswith("#note-1")
        assert "Première attaque" in page.locator(".tl-notes").inner_text()
        assert page.locator(".tl .tl-flag").count() == 1


@pytest.mark.chromium
def test_it_fits_a_phone(opened: Opener) -> None:
    page = opened(SUMMER, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    svg = page.locator(".tl").bounding_box()
    assert svg["width"] < PHONE["width"] and page.locator(".tl a").count() > 0
