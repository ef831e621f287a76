"""The desk in a real browser: reading without JavaScript, map, marks, and no request to anyone else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from faleme.store.sql import SqlStore
from tests.desk.conftest import served
from tests.desk.seed import seeded

pytestmark = pytest.mark.chromium
PAGES = (
    "/",
    "/incidents",
    "/carte",
    "/articles",
    "/article/attaque",
    "/about",
    "/incidents?km=10&lang=en",
    "/revue",
)
PHONE = {"width": 390, "height": 844}
Opener = Callable[..., Any]


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[tuple[str, SqlStore]]:
    """A desk whose incidents may be decided about."""
    store = seeded(f"sqlite:///{tmp_path / 'own.db'}")
    for url in served(store):
        yield url, store
    store.close()


def on_map(page: Any) -> Any:
    page.wait_for_selector("#map[data-ready]")
    return page.locator("#map")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_asks_another_host_or_complains(opened: Opener, desk_url: str, address: str) -> None:
    page = opened(address)
    if "carte" in address:
        on_map(page)
    page.wait_for_load_state("networkidle")
    assert page.heard["hosts"] == {urlsplit(desk_url).netloc}
    assert page.heard["console"] == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_a_phone(opened: Opener, address: str) -> None:
    page = opened(address, viewport=PHONE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_reading_needs_no_javascript(opened: Opener) -> None:
    page = opened("/incidents", java_script_enabled=False)
    assert "Diboli" in page.locator("#results").inner_text()
    page.select_option("select[name=type]", "AGREE")
    page.click("button[type=submit]")
    assert "type=AGREE" in page.url
    assert "Diboli" not in page.locator("#results").inner_text()
    page.goto(page.url.split("/incidents")[0] + "/article/attaque")
    assert page.locator(".text .m-place").first.inner_text() == "Diboli"
    page.goto(page.url.replace("article/attaque", "carte"))
    assert "Diboli" in page.locator("main").inner_text()


def test_filters_change_the_list_in_place(opened: Opener) -> None:
    page = opened("/incidents")
    page.evaluate("window.stayed = true")
    page.select_option("select[name=type]", "AGREE")
    page.wait_for_url("**/*type=AGREE*")
    results = page.locator("#results")
    results.filter(has_not_text="Diboli").wait_for()
    assert page.evaluate("window.stayed") is True
    page.go_back()
    results.filter(has_text="Diboli").wait_for()


def test_a_mark_tells_what_it_was_taken_for(opened: Opener) -> None:
    page = opened("/article/attaque")
    place = page.locator(".text .m-place").first
    told = "(e) => { const s = getComputedStyle(e, '::after'); return [s.visibility, s.content] }"
    assert place.evaluate(told)[0] == "hidden"
    place.focus()
    visible, words = place.evaluate(told)
    assert visible == "visible" and "Diboli" in words and "Mali" in words


def test_marks_can_be_put_out(opened: Opener) -> None:
    page = opened("/article/attaque", java_script_enabled=False)
    background = "(e) => getComputedStyle(e).backgroundColor"
    day, sentence = page.locator(".text .m-time").first, page.locator(".text .m-event:not(.m)").first
    assert day.evaluate(background) != sentence.evaluate(background)
    page.uncheck("#show-time")
    assert day.evaluate(background) == sentence.evaluate(background)
    page.uncheck("#show-event")
    assert {day.evaluate(background), sentence.evaluate(background)} == {"rgba(0, 0, 0, 0)"}


def test_the_four_kinds_of_marks_look_different(opened: Opener) -> None:
    page = opened("/article/attaque")
    look = (
        "(e) => { const s = getComputedStyle(e); "
        "return s.backgroundColor + s.boxShadow + s.textDecorationStyle }"
    )
    looks = {
        page.locator(f".text .m-{kind}").first.evaluate(look) for kind in ("place", "time", "figure", "actor")
    }
    assert len(looks) == 4


def test_a_card_lights_its_evidence(opened: Opener) -> None:
    page = opened("/article/attaque")
    page.locator("#event-1").hover()
    assert page.locator(".text .m-event.lit").count() > 0


def test_the_first_stop_of_the_keyboard_skips_to_the_content(opened: Opener) -> None:
    page = opened("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_analyst_corrects_a_place_and_undoes_it(opened: Opener, own_desk: tuple[str, SqlStore]) -> None:
    url, store = own_desk
    incident = store.incident_of("attaque")["e-attaque"]
    page = opened(f"/incident/{incident}", desk=url, java_script_enabled=False)
    page.fill("#field-place", "Kidira, SEN")
    page.locator("form.field", has=page.locator("#field-place")).locator("button").click()
    assert "à Kidira (Sénégal)" in page.locator("h1").inner_text()
    assert "Diboli, MLI → Kidira, SEN" in page.locator(".history").inner_text()
    assert "Diboli, MLI" in page.locator(".differs").inner_text()
    page.locator(".done button").click()
    assert "à Diboli (Mali)" in page.locator("h1").inner_text()
    assert "annulé par le n°" in page.locator(".history").inner_text()


def test_an_incident_is_accepted_by_keyboard(opened: Opener, own_desk: tuple[str, SqlStore]) -> None:
    url, store = own_desk
    page = opened("/revue", desk=url)
    first = store.queue()[0].incident.id
    page.keyboard.press("a")  # nothing is chosen yet: nothing happens
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.row") == ""
    page.keyboard.press("a")
    page.wait_for_url("**/revue?done=*")
    assert store.judgements()[-1].act == "accept"
    assert first not in {queued.incident.id for queued in store.queue()}
    assert page.locator(".queued.current").count() == 1
    page.keyboard.press("z")
    page.locator(".done", has_text="annulation").wait_for()
    assert store.queue()[0].incident.id == first
    assert page.heard["console"] == []


def test_an_incidents_page_fits_a_phone_and_stands_out(
    opened: Opener, own_desk: tuple[str, SqlStore]
) -> None:
    url, store = own_desk
    incident = store.incident_of("greve")["e-greve"]
    for scheme in ("light", "dark"):
        page = opened(f"/incident/{incident}", desk=url, viewport=PHONE, color_scheme=scheme)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_small_print_stands_out_enough(opened: Opener, scheme: str, address: str) -> None:
    page = opened(address, color_scheme=scheme)
    assert page.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const rgba = (text) => {
    const n = text.match(/[\\d.]+/g).map(Number);
    return n.length < 4 ? [...n, 1] : n;
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgba(getComputedStyle(e).backgroundColor);
      if (c[3] > 0.9) return c;
    }
    return [255, 255, 255, 1];
  };
  const weak = new Set();
  for (const e of document.querySelectorAll("body *")) {
    const hasWords = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!hasWords || !e.checkVisibility()) continue;
    const a = light(rgba(getComputedStyle(e).color).slice(0, 3)), b = light(ground(e).slice(0, 3));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.add(`${e.tagName}.${e.className}: ${ratio.toFixed(2)}`);
  }
  return [...weak];
}"""
