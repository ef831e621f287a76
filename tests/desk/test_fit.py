"""Every page fits people: phones, keyboards, still pages, foreign words, French type, paper and the dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from lxml import html

from faleme.desk.app import create_app
from faleme.desk.pages.frame import incident_url
from faleme.settings import Settings
from faleme.store.sql import SqlStore, open_store
from tests.desk.conftest import WIDE, served, visit
from tests.desk.every_page import PUBLIC, TEAM
from tests.desk.seed import TODAY, seeded
from tests.desk.signed_in import PASSWORD, add
from tests.desk.test_browser import PHONE

STILL = 0.05
"""A page that moves more than this while it loads jumps (half of what is called good)."""
MOVED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 250);
})"""
STOP = """() => {
  const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  if (e === document.body) return null;
  const line = (c) => getComputedStyle(c);
  const stroked = (c) => line(c).stroke !== "none" && parseFloat(line(c).strokeWidth) >= 2.5;
  const drawn = e instanceof SVGElement && [...e.querySelectorAll("*")].some(stroked);  // in a picture
  const thumb = e.matches("input[type=range]");  // its handle has the ring, which no script can ask
  const ring = drawn || thumb || (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0);
  const at = [...document.querySelectorAll("*")].indexOf(e);
  return [e.tagName + "." + (e.className.baseVal ?? e.className) + "#" + e.id, ring,
    box.width > 0 && box.height > 0, e.tabIndex, at];
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, SqlStore]]:
    """A public desk with a team."""
    store = seeded(f"sqlite:///{tmp_path_factory.mktemp('fit') / 'desk.db'}")
    add(store, "Awa", "administrator", "analyst", "moderator", ceiling="RED")
    for url in served(store, Settings(access="public", comments="open")):
        yield url, store
    store.close()


def pages(browser: Any, desk: tuple[str, SqlStore], **given: Any) -> Iterator[tuple[str, Any]]:
    """Every page, the public's and then the team's, opened one after the other."""
    url, store = desk
    one = incident_url(store.incident_of("attaque")["e-attaque"])
    context = browser.new_context(**({"viewport": WIDE} | given))
    page = context.new_page()
    for group in (PUBLIC, TEAM):
        if group is TEAM:
            page.goto(f"{url}/connexion")
            page.fill("#name", "Awa")
            page.fill("#password", PASSWORD)
            page.click("main button")
        for path in group:
            page.goto(url + path.replace("/incident/attaque", one))
            if page.locator("#map").count():
                page.wait_for_selector("#map[data-ready]:not([aria-busy])")
            yield path, page
    context.close()


@pytest.mark.chromium
@pytest.mark.parametrize("width", ["wide", "phone"])
def test_nothing_is_too_wide_and_nothing_jumps(browser: Any, desk: tuple[str, SqlStore], width: str) -> None:
    size = WIDE if width == "wide" else PHONE
    found = []
    for path, page in pages(browser, desk, viewport=size):
        moved, across = page.evaluate(MOVED), page.evaluate("document.documentElement.scrollWidth")
        if moved >= STILL or across > size["width"]:
            found.append((path, round(moved, 3), across))
    assert not found, found


@pytest.mark.chromium
def test_every_stop_of_the_keyboard_is_seen_and_in_order(browser: Any, desk: tuple[str, SqlStore]) -> None:
    wrong = []
    for path, page in pages(browser, desk, reduced_motion="reduce"):
        page.evaluate("document.activeElement.blur()")
        last = -1
        for step in range(45):
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            if stop is None or (step and stop[0].startswith("A.skip") and stop[4] < 30):
                break  # the end: from there the browser begins anew
            name, ring, sized, tabindex, at = stop
            if step == 0 and not name.startswith("A.skip") and path != "/connexion":
                wrong.append((path, name, "no skip link first"))
            if not ring or not sized or tabindex > 0 or (at < last and step):
                wrong.append((path, name, ring, sized, tabindex, at, last))
            last = at
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.chromium
def test_paper_has_no_controls_and_black_letters(browser: Any, desk: tuple[str, SqlStore]) -> None:
    for path, page in pages(browser, desk, color_scheme="dark"):
        page.emulate_media(media="print", color_scheme="dark")
        seen = page.evaluate(
            "[...document.querySelectorAll('.menu, .skip, main button:not(.summary)')]"
            ".filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 90))"
        )
        look = "(e) => { const s = getComputedStyle(e); return [s.backgroundColor, s.color, s.colorScheme] }"
        ground, ink, scheme = page.locator("body").evaluate(look)
        assert seen == [] and scheme == "light", path
        assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)") and ink == "rgb(0, 0, 0)", path
        page.emulate_media(media="screen", color_scheme="dark")


@pytest.mark.chromium
def test_who_wants_no_motion_gets_none(browser: Any, desk: tuple[str, SqlStore]) -> None:
    moving = (
        "[...document.querySelectorAll('body *')].filter((e) => { const s = getComputedStyle(e);"
        " return parseFloat(s.transitionDuration) > 0 || parseFloat(s.animationDuration) > 0 })"
        ".map((e) => e.tagName + '.' + (e.className.baseVal ?? e.className)).slice(0, 3)"
    )
    found = [(path, page.evaluate(moving)) for path, page in pages(browser, desk, reduced_motion="reduce")]
    assert [each for each in found if each[1]] == []


UNBROKEN = re.compile(r"\w (?:[:;?!»](?!\w|[)/]))|« (?=\S)|«(?=\w)|\w»|\d %")
STRAIGHT = re.compile(r"[\"]|\w'\w")
NOT_OURS = (
    "//script|//style|//code|//pre|//kbd|//textarea|//*[local-name()='title']|//body//*[@lang]|//option"
)


def our_words(page: str) -> Iterator[str]:
    """What the desk itself says on a page: no code, no press, nobody's own words."""
    tree = html.fromstring(page)
    for each in tree.xpath(NOT_OURS):
        each.drop_tree()
    for text in tree.xpath("//body//text()"):
        yield " ".join(text.split("\n"))
    for name in ("aria-label", "title", "placeholder", "alt"):
        yield from tree.xpath(f"//body//*[not(self::option)]/@{name}")


@pytest.mark.parametrize("who", ["public", "local"])
def test_french_pages_are_set_as_a_french_printer_would(store: SqlStore, who: str) -> None:
    desk: TestClient[Any] = (
        visit(store)
        if who == "local"
        else visit(store, access="public", address="203.0.113.9", host="desk.example")
    )
    one = incident_url(store.incident_of("attaque")["e-attaque"])
    wrong = []
    for path in dict.fromkeys((*PUBLIC, *(TEAM if who == "local" else ()))):
        text = desk.get(path.replace("/incident/attaque", one)).text
        for said in our_words(text):
            if UNBROKEN.search(said) or STRAIGHT.search(said):
                wrong.append((path, said.strip()[:120]))
    assert not wrong, "\n".join(map(str, wrong))


def test_the_scan_finds_what_is_wrong_and_leaves_what_is_not() -> None:
    said = "<p>Qui ? Lui !</p><p>« non »</p><p>l'un</p><p>10 h 30 : oui</p><code>a ? b</code>"
    page = f"<html lang=fr><body>{said}</body></html>"
    assert [bool(UNBROKEN.search(each) or STRAIGHT.search(each)) for each in our_words(page)] == [True] * 4
    good = "<html lang=fr><body><p>Qui\u202f? «\u00a0Lui\u00a0»\u00a0: l’un</p></body></html>"
    assert not any(UNBROKEN.search(each) or STRAIGHT.search(each) for each in our_words(good))


def test_titles_in_another_language_say_so(store: SqlStore) -> None:
    """The press of the seed is French: on English pages each of its titles says that."""
    desk = visit(store)
    titles = {each.title for each in store.articles()}
    one = incident_url(store.incident_of("attaque")["e-attaque"])
    silent = []
    for path in dict.fromkeys((*PUBLIC, *TEAM)):
        address = path.replace("/incident/attaque", one)
        tree = html.fromstring(desk.get(address + ("&" if "?" in address else "?") + "lang=en").text)
        for link in tree.xpath("//body//a[starts-with(@href, '/article/')]"):
            said = " ".join(link.text_content().split())
            named = [each for each in link.iterancestors() if each.get("lang")]
            language = link.get("lang") or named[0].get("lang") if named or link.get("lang") else ""
            inside = link.xpath(".//*[@lang='fr']")
            if said in titles and language != "fr" and not inside:
                silent.append((path, said[:60]))
    assert not silent, silent


@pytest.mark.parametrize(
    "path",
    ["/", "/incidents", "/articles", "/revue", "/carte", "/chronologie", "/recherche", "/section/securite"],
)
def test_an_empty_desk_says_how_to_begin(tmp_path: Path, path: str) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    whoever = visit(store, access="public", address="203.0.113.9", host="desk.example")
    for desk, told in ((visit(store), 1), (whoever, 0)):
        page = desk.get(path)
        found = [page.text.count(f"<code>faleme {each}") for each in ("add", "demo")]
        assert found == [told, told], path
    store.close()


def test_no_page_is_missing_from_these_tests(store: SqlStore) -> None:
    """Whoever adds a page adds it to tests/desk/every_page.py."""
    desk = visit(store)
    paths = {route.path_format for route in create_app(settings=Settings(), store=store, today=TODAY).routes}
    pages = set()
    for path in (each for each in paths if "{" not in each):
        answer = desk.get(path, follow_redirects=False)
        if answer.status_code == 200 and answer.headers.get("content-type", "").startswith("text/html"):
            pages.add(path)
    assert pages - {each.partition("?")[0] for each in (*PUBLIC, *TEAM)} == {"/carte/liste"}
