"""Signing in, deciding and running the team in a real browser, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from faleme.desk.pages.frame import incident_url
from faleme.settings import Settings
from faleme.store.sql import SqlStore
from tests.desk.conftest import served
from tests.desk.seed import seeded
from tests.desk.signed_in import PASSWORD, add
from tests.desk.test_browser import CONTRAST, PHONE, Opener

pytestmark = pytest.mark.chromium
NEW = "un baobab, deux pirogues"


@pytest.fixture(scope="module")
def team_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, SqlStore]]:
    """A public desk with a team."""
    store = seeded(f"sqlite:///{tmp_path_factory.mktemp('people') / 'desk.db'}")
    add(store, "Awa", "administrator", ceiling="RED")
    add(store, "Fatou", "analyst")
    for url in served(store, Settings(access="public")):
        yield url, store
    store.close()


def type_in(page: Any, name: str, password: str) -> None:
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button")


def test_an_analyst_signs_in_decides_and_signs_out(opened: Opener, team_desk: tuple[str, SqlStore]) -> None:
    url, store = team_desk
    incident = incident_url(store.incident_of("attaque")["e-attaque"])
    page = opened("/revue", desk=url, java_script_enabled=False)
    assert "/connexion?next=%2Frevue" in page.url
    type_in(page, "fatou", "ce n'est pas le mien")
    assert "ne vont pas ensemble" in page.locator("[role=alert]").inner_text()
    assert page.input_value("#name") == "fatou"
    type_in(page, "fatou", PASSWORD)
    assert page.url == f"{url}/revue"
    page.goto(url + incident)
    page.locator(".act-accept").first.click()
    assert "Fatou" in page.locator(".history").inner_text()
    page.click("nav .account")
    page.locator("form[action='/deconnexion'] button").first.click()
    assert page.url == f"{url}/"
    page.goto(url + incident)
    assert page.locator(".history").count() == 0
    assert all("403" in line for line in page.heard["console"])  # the wrong password


def test_an_administrator_lets_somebody_in_who_chooses_a_password(
    opened: Opener, team_desk: tuple[str, SqlStore]
) -> None:
    url, _ = team_desk
    page = opened("/equipe", desk=url, java_script_enabled=False)
    type_in(page, "Awa", PASSWORD)
    page.fill("#person", "Sira Ba")
    page.locator(".add").get_by_label("analyste").check()
    page.locator(".add button").click()
    password = page.locator(".once").inner_text()
    other = opened("/connexion", desk=url, java_script_enabled=False)
    type_in(other, "Sira Ba", password)
    assert other.url == f"{url}/compte"
    for field, value in (("#old", password), ("#new", NEW), ("#again", NEW)):
        other.fill(field, value)
    other.locator("form[action='/compte'] button").click()
    assert "Mot de passe changé" in other.locator("[role=status]").inner_text()
    other.goto(f"{url}/revue")
    assert other.locator("[data-row]").count() > 0
    page.click("text=Retour")
    row = page.locator(".people li", has_text="Sira Ba").first
    row.locator("summary").click()
    row.get_by_role("button", name="Fermer le compte").click()
    other.reload()
    assert "/connexion" in other.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone_and_stand_out(
    opened: Opener, team_desk: tuple[str, SqlStore], scheme: str
) -> None:
    url, _ = team_desk
    page = opened("/connexion?next=/equipe", desk=url, viewport=PHONE, color_scheme=scheme)
    type_in(page, "Awa", "ce n'est pas le mien")
    for step in ("wrong", "team", "account"):
        if step == "team":
            type_in(page, "Awa", PASSWORD)
            page.locator("summary").first.click()
        if step == "account":
            page.click("nav .account")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], step
        assert page.evaluate(CONTRAST) == [], step
