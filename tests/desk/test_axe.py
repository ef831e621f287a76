"""Every page by axe-core (tests/desk/axe): no serious finding, in both languages, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from faleme.desk.pages.frame import incident_url
from faleme.settings import Settings
from faleme.store.sql import SqlStore, open_store
from tests.conftest import ROOT
from tests.desk.conftest import WIDE, served
from tests.desk.every_page import PUBLIC, TEAM
from tests.desk.seed import seeded
from tests.desk.signed_in import PASSWORD, add

pytestmark = pytest.mark.chromium
AXE = (ROOT / "tests" / "desk" / "axe" / "axe.min.js").read_text("utf-8")
GRAVE = ("moderate", "serious", "critical")
"""WCAG 2.2 AA asks for no more than `serious`; headings in order and landmarks are `moderate`."""
RUN = """async () => {
  const asked = {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}};
  const found = await axe.run(document, asked);
  // The size of a footnote's mark is that of its line: WCAG 2.5.8 lets it be so.
  const inline = (node) => document.querySelector(node.target[0])?.closest(".marks");
  for (const v of found.violations) if (v.id === "target-size") v.nodes = v.nodes.filter((n) => !inline(n));
  const left = found.violations.filter((v) => v.nodes.length);
  return left.map((v) => [v.impact, v.id, v.nodes.length, v.nodes[0].target.join(" "),
    (v.nodes[0].any.concat(v.nodes[0].all, v.nodes[0].none)[0] ?? {}).message ?? v.help]);
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, SqlStore]]:
    """A public desk with a team."""
    store = seeded(f"sqlite:///{tmp_path_factory.mktemp('axe') / 'desk.db'}")
    add(store, "Awa", "administrator", "analyst", "moderator", ceiling="RED")
    for url in served(store, Settings(access="public", comments="open")):
        yield url, store
    store.close()


@pytest.fixture(scope="module")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk with nothing in it, at its own machine."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('axe-empty') / 'desk.db'}")
    yield from served(store, Settings())
    store.close()


def context_of(browser: Any, scheme: str, **given: Any) -> Any:
    """A browser that looks only: what is put into the page to look at it is not the page's."""
    return browser.new_context(
        viewport=WIDE, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True, **given
    )


def seen(page: Any, address: str) -> list[Any]:
    """What axe finds grave on a page, each with its address."""
    page.goto(address)
    if page.locator("#map").count():
        page.wait_for_selector("#map[data-ready]:not([aria-busy])")
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.evaluate(AXE)
    return [(address.partition("/")[2], *each) for each in page.evaluate(RUN) if each[0] in GRAVE]


def sign_in(page: Any, url: str) -> None:
    page.goto(f"{url}/connexion")
    page.fill("#name", "Awa")
    page.fill("#password", PASSWORD)
    page.click("main button")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(
    browser: Any, desk: tuple[str, SqlStore], empty_desk: str, scheme: str, language: str
) -> None:
    url, store = desk
    one = incident_url(store.incident_of("attaque")["e-attaque"])
    context = context_of(browser, scheme)
    page = context.new_page()
    page.goto(f"{url}/?lang={language}")
    found = [each for path in PUBLIC for each in seen(page, url + path.replace("/incident/attaque", one))]
    sign_in(page, url)
    found += [each for path in TEAM for each in seen(page, url + path.replace("/incident/attaque", one))]
    page.goto(f"{empty_desk}/?lang={language}")
    found += [
        each
        for path in ("/", "/incidents", "/articles", "/revue", "/carte")
        for each in seen(page, empty_desk + path)
    ]
    context.close()
    assert not found, "\n".join(map(str, found))
