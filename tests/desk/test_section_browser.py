"""Sections, the share bar and print in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from faleme.desk.pages.frame import incident_url
from faleme.store.sql import SqlStore

pytestmark = pytest.mark.chromium
PHONE = {"width": 390, "height": 844}
PAGES = ("/section/securite", "/section/economie?lang=en", "/feeds", "/article/attaque", "/article/bilan")
Opener = Callable[..., Any]


@pytest.fixture
def attack(store: SqlStore) -> str:
    return incident_url(store.incident_of("attaque")["e-attaque"])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_finds_the_diboli_incident_by_its_section(
    opened: Opener, attack: str, scripts: bool
) -> None:
    page = opened("/", java_script_enabled=scripts)
    page.locator("nav.sections a", has_text="Sécurité").click()
    assert urlsplit(page.url).path == "/section/securite"
    assert page.locator("nav.sections [aria-current]").inner_text() == "Sécurité"
    page.locator(".incident a", has_text="Diboli").first.click()
    assert urlsplit(page.url).path.startswith("/incident/")
    assert "Diboli" in page.locator("h1").inner_text()
    page.locator(".filed a").click()
    assert urlsplit(page.url).path == "/section/securite"


def test_a_copied_link_opens_the_same_view(opened: Opener, desk_url: str) -> None:
    page = opened("/incidents", permissions=["clipboard-read", "clipboard-write"])
    page.select_option("select[name=type]", "AGREE")
    page.locator(".share[data-address*='type=AGREE']").wait_for()
    page.locator(".share [data-do=copy]").click()
    page.locator(".share-note", has_text="Lien copié").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == f"{desk_url}/incidents?type=AGREE"
    shown = page.locator("#results .incident").all_inner_texts()
    again = opened(address.removeprefix(desk_url))
    assert again.locator("#results .incident").all_inner_texts() == shown and shown
    assert again.locator("select[name=type]").input_value() == "AGREE"
    assert page.heard["console"] == []


def test_an_incidents_link_opens_the_incident(opened: Opener, attack: str, desk_url: str) -> None:
    page = opened(attack, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".share [data-do=copy]").click()
    page.locator(".share-note", has_text="Lien copié").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == desk_url + attack
    other = opened(address.removeprefix(desk_url))
    assert other.locator("h1").inner_text() == page.locator("h1").inner_text()


def test_the_systems_own_sharing_is_offered_where_there_is_one(opened: Opener, attack: str) -> None:
    page = opened(attack)
    page.add_init_script("navigator.share = async (given) => { window.given = given; }")
    page.reload()
    page.locator(".share [data-do=share]").click()
    given = page.evaluate("window.given")
    assert given["url"].endswith(attack) and "Diboli" in given["title"]
    page = opened(attack)
    page.add_init_script("delete Navigator.prototype.share")
    page.reload()
    assert page.locator(".share [data-do=share]").is_hidden()
    assert page.locator(".share [data-do=copy]").is_visible()


def test_without_a_script_there_are_the_link_and_the_letter_and_no_dead_button(
    opened: Opener, attack: str
) -> None:
    page = opened(attack, java_script_enabled=False)
    assert page.locator(".share a").count() == 2
    assert not any(button.is_visible() for button in page.locator(".share button").all())
    assert page.locator(".share .permalink").get_attribute("href").endswith(attack)


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_are_whole_in_a_phone_ask_nobody_and_complain_of_nothing(
    opened: Opener, desk_url: str, address: str
) -> None:
    """Structured data is no script: the policy lets it stand."""
    page = opened(address, viewport=PHONE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.heard["hosts"] == {urlsplit(desk_url).netloc}
    assert page.heard["console"] == []


@pytest.mark.parametrize("address", ["/article/attaque", "incident"])
def test_on_paper_there_is_the_text_and_its_address_and_nothing_to_press(
    opened: Opener, attack: str, address: str
) -> None:
    page = opened(attack if address == "incident" else address)
    page.emulate_media(media="print")
    for selector in (
        "nav.menu",
        "nav.sections",
        ".share button",
        ".decide",
        ".toggles",
        ".similar",
        ".steps",
    ):
        assert not any(each.is_visible() for each in page.locator(selector).all()), selector
    link = page.locator(".share .permalink")
    assert link.is_visible()
    after = link.evaluate("(e) => getComputedStyle(e, '::after').content")
    assert urlsplit(page.url).path in after
    assert page.locator("h1").first.is_visible()
    assert not any(each.is_visible() for each in page.locator("main button, main input").all())


def test_paper_holds_the_claims_and_the_map(opened: Opener, attack: str) -> None:
    page = opened(attack)
    page.emulate_media(media="print")
    assert page.locator(".claims").is_visible() and page.locator(".aside-map svg").is_visible()
    width = page.evaluate("document.querySelector('.claims').scrollWidth")
    assert width <= page.evaluate("document.documentElement.clientWidth")


def test_a_piece_under_two_marks_says_both_and_is_reached_by_keyboard(opened: Opener) -> None:
    page = opened("/article/attaque")
    figure = page.locator(".text .m-figure").first
    figure.focus()
    assert page.evaluate("document.activeElement.classList.contains('m-figure')")
    tips = page.locator(".text .m").evaluate_all("(all) => all.map((e) => e.dataset.tip)")
    assert all(tips)
    stops = page.locator(".text .m[tabindex='0']").count()
    assert stops >= 5
    page.locator(".text .event-number").first.press("Enter")
    assert page.evaluate("location.hash") == "#event-1"
