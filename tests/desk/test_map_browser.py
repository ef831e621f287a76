"""The map in a real browser: found, opened, filtered, shared, by mouse and keyboard, asking nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = pytest.mark.chromium
PHONE = {"width": 390, "height": 844}
Opener = Callable[..., Any]


def ready(page: Any) -> Any:
    page.wait_for_selector("#map[data-ready]:not([aria-busy])")
    return page.locator("#map")


def view(page: Any) -> dict[str, str]:
    """The address's query."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def in_view(page: Any) -> int:
    return int(page.locator(".map-found").get_attribute("data-total"))


def rings(page: Any) -> list[tuple[str, int]]:
    """What the map shows: each sign's words and number."""
    found = page.locator(".pin").evaluate_all(
        "all => all.map(e => [e.ariaLabel, Number(e.dataset.count ?? 1)])"
    )
    return sorted((label, count) for label, count in found)


def test_a_reader_finds_the_diboli_incident_by_the_map(opened: Opener) -> None:
    page = opened("/carte")
    ready(page)
    page.locator(".pin[aria-label*=Diboli]").click()
    popup = page.locator(".leaflet-popup")
    assert "à 0,3" in popup.inner_text() and "2 sources" in popup.inner_text().replace("\u00a0", " ")
    popup.locator("a[href^='/incident/']").click()
    page.wait_for_url("**/incident/*")
    assert "Diboli" in page.locator("h1").inner_text()
    small = page.locator("svg.map-svg.small")
    assert small.is_visible() and "Diboli" in small.get_attribute("aria-label")
    assert page.heard["console"] == []


def test_the_border_and_the_names_of_places_are_drawn(opened: Opener) -> None:
    page = opened("/carte")
    frame = ready(page)
    box = frame.locator("path.shape-border:not(.edge)").bounding_box()
    assert box["width"] > 20 and box["height"] > 50
    words = frame.inner_text().upper()
    assert (
        "TAMBACOUNDA" in words and "MALI" in words and "FALÉMÉ" in words and "OPENSTREETMAP (ODBL)" in words
    )


@pytest.mark.parametrize("zoom", ["6", "8", "10", "12"])
def test_names_lie_neither_on_each_other_nor_on_signs(opened: Opener, zoom: str) -> None:
    page = opened(f"/carte?at=14.4,-12.0,{zoom}")
    ready(page)
    meeting = page.evaluate(MEETING)
    assert meeting == []


def test_the_keyboard_reaches_a_sign_opens_it_and_comes_back(opened: Opener) -> None:
    page = opened("/carte")
    ready(page)
    page.locator("#map").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if "Diboli" in (page.evaluate("document.activeElement.getAttribute('aria-label')") or ""):
            break
    else:
        pytest.fail("no Tab led to the sign at Diboli")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("/incident/")
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert "Diboli" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Space")
    page.locator(".leaflet-popup a[href^='/incident/']").press("Enter")
    page.wait_for_url("**/incident/*")


def test_many_incidents_of_one_town_open_as_a_list_not_as_a_pile(opened: Opener) -> None:
    page = opened("/carte")
    ready(page)
    page.locator(".pin.many").first.focus()
    for _ in range(6):  # a ring of several spots is parted first, and the focus goes on to what it held
        number = page.evaluate("Number(document.activeElement.dataset.count)")
        assert number > 1
        page.keyboard.press("Enter")
        page.wait_for_timeout(150)
        ready(page)
        if page.locator("#map-spot").is_visible():
            break
    page.locator("#map-spot").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.locator(".map-item[data-lat]").count() == number == in_view(page) > 1
    assert page.evaluate("document.activeElement.closest('.map-item') !== null")
    page.locator("#map-spot button").click()
    page.locator("#map-spot").wait_for(state="hidden")
    page.wait_for_load_state("networkidle")
    assert in_view(page) >= number and not page.locator("#map-spot").is_visible()


def test_a_share_link_opens_the_same_view(opened: Opener) -> None:
    page = opened("/carte")
    ready(page)
    page.select_option("select[name=country]", "MLI")
    page.select_option("select[name=km]", "100")
    page.locator("input[name=since]").fill("2024-01-01")
    page.wait_for_function("() => location.search.includes('since=2024-01-01')")
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function("() => /,8(&|$)/.test(location.search)")
    ready(page)
    page.wait_for_load_state("networkidle")
    asked = view(page)
    assert {"country": "MLI", "km": "100", "since": "2024-01-01"}.items() <= asked.items()
    other = opened("/carte?" + urlsplit(page.url).query)
    ready(other)
    other.wait_for_load_state("networkidle")
    assert view(other) == asked
    assert rings(other) == rings(page) != []
    assert other.locator("select[name=country]").input_value() == "MLI"
    assert other.locator(".map-items").first.inner_text() == page.locator(".map-items").first.inner_text()


def test_the_list_holds_what_the_view_holds(opened: Opener) -> None:
    page = opened("/carte?at=14.45,-12.2,12")
    ready(page)
    page.wait_for_load_state("networkidle")
    assert in_view(page) == sum(count for _, count in rings(page)) == 1
    page.locator(".leaflet-control-zoom-out").click(click_count=2)
    page.wait_for_function("() => !/,12(&|$)/.test(location.search)")


def test_list_and_map_light_each_other(opened: Opener) -> None:
    page = opened("/carte")
    ready(page)
    page.locator(".map-item", has_text="Diboli").hover()
    lit = page.locator(".pin.lit")
    assert lit.count() == 1 and "Diboli" in lit.get_attribute("aria-label")
    page.locator(".pin[aria-label*=Diboli]").focus()
    assert "Diboli" in page.locator(".map-item.lit").inner_text()


def test_time_is_moved_by_keyboard_by_days_and_months(opened: Opener) -> None:
    page = opened("/carte")
    ready(page)
    every = in_view(page)
    first, last = page.locator(".time input[type=range]").all()
    first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.includes('since=')")
    day = view(page)["since"]
    page.keyboard.press("PageUp")
    page.wait_for_function(f"() => !location.search.includes('since={day}')")
    assert view(page)["since"][:7] > day[:7] and view(page)["since"][8:] == day[8:]
    assert re.search(r"\d{4}", first.get_attribute("aria-valuetext"))
    last.focus()
    page.keyboard.press("Home")
    page.wait_for_function("() => location.search.includes('until=')")
    page.wait_for_function(f"() => Number(document.querySelector('.map-found').dataset.total) < {every}")
    assert view(page)["until"] == view(page)["since"]
    page.locator(".time-line button").click()
    page.wait_for_function("() => !location.search.includes('since=')")
    page.wait_for_function(f"() => Number(document.querySelector('.map-found').dataset.total) === {every}")


def test_layers_are_put_out_and_on(opened: Opener) -> None:
    page = opened("/carte")
    frame = ready(page)
    page.locator(".legend .layers summary").click()
    assert frame.locator("path.shape-bands").count() == 3
    page.locator("[data-layer=bands]").uncheck()
    assert frame.locator("path.shape-bands").count() == 0
    page.locator("[data-layer=bands]").check()
    assert frame.locator("path.shape-bands").count() == 3


@pytest.mark.parametrize("given", [{}, {"viewport": PHONE, "has_touch": True}])
def test_no_request_goes_to_another_host_and_nothing_complains(
    opened: Opener, desk_url: str, given: dict[str, Any]
) -> None:
    page = opened("/carte", **given)
    ready(page)
    for _ in range(4):
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_load_state("networkidle")
    assert page.heard["hosts"] == {urlsplit(desk_url).netloc}
    assert page.heard["console"] == []


def test_nothing_jumps_while_the_map_comes(opened: Opener) -> None:
    page = opened("/carte", viewport={"width": 1280, "height": 900})
    ready(page)
    shift = page.evaluate(
        """() => new Promise((told) => {
          let sum = 0;
          new PerformanceObserver((list) => { for (const e of list.getEntries()) sum += e.value; })
            .observe({ type: "layout-shift", buffered: true });
          setTimeout(() => told(sum), 300);
        })"""
    )
    assert shift < 0.05


def test_without_a_script_the_map_is_walked_by_links(opened: Opener) -> None:
    page = opened("/carte", java_script_enabled=False)
    assert page.locator("svg.map-svg").first.is_visible()
    assert "Diboli" in page.locator("#map-list").inner_text()
    assert not page.locator("#map-share").is_visible()
    page.select_option("select[name=country]", "MLI")
    page.locator("#map-filters button[type=submit]").click()
    assert view(page)["country"] == "MLI"
    page.locator("svg.map-svg a[href^='/carte?']").first.click()
    assert float(view(page)["at"].split(",")[2]) == 9 and view(page)["country"] == "MLI"


def test_on_a_phone_the_list_is_a_sheet_under_the_map(opened: Opener) -> None:
    page = opened("/carte", viewport=PHONE, has_touch=True)
    frame = ready(page)
    assert frame.bounding_box()["y"] < 340  # under the banner of a demonstration
    assert (
        page.locator("#map-side").bounding_box()["y"]
        > frame.bounding_box()["y"] + frame.bounding_box()["height"]
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not page.locator("select[name=type]").is_visible()
    page.locator("#map-filters summary").click()
    assert page.locator("select[name=type]").is_visible()


MEETING = """() => {
  const boxes = [...document.querySelectorAll(".leaflet-labels-pane span")]
    .filter((e) => e.textContent && !e.className.includes("river"))
    .map((e) => {
      const range = document.createRange();
      range.selectNodeContents(e);
      return [e.textContent, range.getBoundingClientRect()];
    });
  const signs = [...document.querySelectorAll(".pin")].map((e) => ["sign", e.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([a, x], n) => {
    for (const [b, y] of [...boxes.slice(n + 1), ...signs])
      if (x.left + 2 < y.right - 3 && x.right - 2 > y.left + 3)
        if (x.top + 3 < y.bottom - 4 && x.bottom - 3 > y.top + 4) found.push(`${a} on ${b}`);
  });
  return found;
}"""
