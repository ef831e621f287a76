"""The pages of the watch in a browser: nothing too wide, nobody else asked, nothing grave by axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.settings import Settings
from faleme.store.sql import SqlStore, open_store
from tests.desk.conftest import served
from tests.desk.seed_watch import watched_desk
from tests.desk.test_axe import context_of, seen

pytestmark = pytest.mark.chromium
Opener = Callable[..., Any]
PAGES = (
    "/frontiere", "/axes", "/axes?day=2025-07-01&corridor=road-dakar-bamako&from=Kidira&to=Kayes",
    "/axes?corridor=road-dakar-bamako&closed=Kati–Bamako&lang=en", "/risque", "/risque?days=30&lang=en",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")
    store.add(read_articles(sample(), load()), actor="test", at="2026-02-01T00:00:00+00:00")
    yield from served(store)
    store.close()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = watched_desk(f"sqlite:///{tmp_path_factory.mktemp('watch') / 'desk.db'}")
    yield store
    store.close()


@pytest.fixture(scope="module")
def desk(history: SqlStore) -> Iterator[str]:
    yield from served(history)


@pytest.fixture(scope="module")
def public(history: SqlStore) -> Iterator[str]:
    yield from served(history, Settings(access="public"))


def test_kidira_kayes_goes_to_disrupted_and_its_detour_is_drawn(opened: Opener, demo: str) -> None:
    page = opened("/axes?day=2025-06-30&corridor=road-dakar-bamako", desk=demo, java_script_enabled=False)
    assert page.locator(".way.around").count() == 0
    page.select_option("select[name=from]", "Kidira")
    page.select_option("select[name=to]", "Kayes")
    page.click(".ask button")
    assert "perturbé" not in page.locator(".stretch").first.inner_text()
    page.goto(page.url.replace("2025-06-30", "2025-07-01"))
    assert page.locator(".stretch").first.inner_text().startswith("Kidira–Kayes")
    assert "perturbé" in page.locator(".stretch").first.inner_text()
    here = page.locator("article.segment", has=page.get_by_role("heading", name="Diboli–Kayes")).first
    assert here.locator(".told a").count() >= 1 and "2025" in here.inner_text()
    assert page.locator(".axes-map .way.around").count() >= 1
    assert "Kéniéba" in page.locator(".detour").first.inner_text()
    here.locator(".told a").first.click()
    assert "/incident/inc-" in page.url


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_a_phone_and_asks_nobody_else(opened: Opener, desk: str, address: str) -> None:
    page = opened(address, desk=desk, viewport={"width": 390, "height": 844})
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.heard == {"console": [], "hosts": {urlsplit(desk).netloc}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(browser: Any, desk: str, demo: str, public: str, scheme: str) -> None:
    context = context_of(browser, scheme)
    page = context.new_page()
    found = [each for path in PAGES for each in seen(page, desk + path)]
    found += [each for path in (*PAGES[2:3], "/frontiere?day=2025-07-06") for each in seen(page, demo + path)]
    found += [each for path in ("/frontiere", "/axes") for each in seen(page, public + path)]
    context.close()
    assert not found, "\n".join(map(str, found))
