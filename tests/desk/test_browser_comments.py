"""A comment in a real browser: sent without JavaScript, held, let through by keyboard, shown, taken back."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from faleme.deliver.channels import ways
from faleme.deliver.courier import Courier, Round
from faleme.desk.pages.frame import incident_url
from faleme.records.comment import Target
from faleme.settings import Settings
from faleme.store.sql import SqlStore
from tests.deliver.conftest import Postman, serving
from tests.desk.commenting import RULES, approved, put
from tests.desk.conftest import served
from tests.desk.seed import seeded
from tests.desk.signed_in import PASSWORD, add
from tests.desk.test_axe import context_of, seen
from tests.desk.test_browser import PHONE, Opener

pytestmark = pytest.mark.chromium
EMAIL = "binta.canaricourriel@exemple.sn"
Talk = tuple[str, SqlStore, Any, Settings]


@pytest.fixture
def talk(tmp_path: Any) -> Iterator[Talk]:
    """A desk where anybody may comment and Modou moderates, and the mail server that it writes to."""
    store = seeded(f"sqlite:///{tmp_path / 'talk.db'}")
    add(store, "Modou", "moderator")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for postman in serving(Postman()):
        settings = Settings(
            access="public", comments="open", moderators="moderation@desk.example", smtp_host="127.0.0.1",
            smtp_port=postman.port, smtp_tls="none", mail_from="bureau@desk.example",
            public_url=f"http://127.0.0.1:{port}",
        )  # fmt: skip
        for url in served(store, settings):
            yield url, store, postman, settings
    store.close()


def link(mail: Any, url: str) -> str:
    """The path of a mail's last link, at the desk that is served."""
    found = [each for each in mail.get_content().split() if each.startswith("http://")][-1]
    return url + "/" + found.split("/", 3)[3]


def test_a_comment_is_sent_held_let_through_shown_and_taken_back(opened: Opener, talk: Talk) -> None:
    url, store, postman, settings = talk
    where = incident_url(store.incident_of("attaque")["e-attaque"])
    reader = opened(where, desk=url, java_script_enabled=False, viewport=PHONE)
    reader.click("#comments .button")
    reader.fill("#name", "Binta")
    reader.fill("#email", "binta")
    reader.fill("#text", "Le bac de Kidira était fermé mardi.")
    reader.click("main .acts button")
    assert reader.evaluate("document.activeElement.id") == "errors"
    assert reader.input_value("#text") == "Le bac de Kidira était fermé mardi."
    reader.click("#errors a")
    reader.fill("#email", EMAIL)
    reader.wait_for_timeout(1000 * RULES.least_seconds)
    reader.click("main .acts button")
    assert "Il paraîtra quand un modérateur" in reader.locator("[role=status]").inner_text()
    reader.goto(url + where)
    assert "bac de Kidira" not in reader.content()

    courier = Courier(store, ways(settings), lambda: dt.datetime.now(dt.UTC))
    assert courier.once() == Round(sent=2)
    to_moderator, to_writer = postman.mails
    moderator = opened(link(to_moderator, ""), desk=url)
    moderator.fill("#name", "Modou")
    moderator.fill("#password", PASSWORD)
    moderator.click("main button")
    moderator.wait_for_url("**/moderation?comment=*")
    assert "bac de Kidira" in moderator.locator("[data-row]").inner_text()
    assert store.comments.count() == {"waiting": 1}
    moderator.keyboard.press("a")
    moderator.wait_for_url("**done=1")
    reader.goto(url + where)
    assert "bac de Kidira" in reader.locator("#comments").inner_text()
    assert EMAIL not in reader.content()

    reader.goto(link(to_writer, url))
    assert store.comments.count() == {"approved": 1} and EMAIL not in reader.content()
    reader.click("main button")
    assert "sont effacés" in reader.locator("[role=status]").inner_text()
    reader.goto(url + where)
    assert "bac de Kidira" not in reader.content()
    assert EMAIL not in moderator.content()
    assert not moderator.heard["console"] and {*moderator.heard["hosts"]} == {url.split("/")[2]}


def test_moderating_by_keyboard_and_undoing(opened: Opener, talk: Talk) -> None:
    url, store, *_ = talk
    put(store, text="Le premier")
    put(store, text="Le second")
    page = opened("/moderation", desk=url)
    page.fill("#name", "Modou")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/moderation")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.wait_for_url("**done=2")
    assert store.comments.count() == {"waiting": 1, "spam": 1}
    page.keyboard.press("z")
    page.wait_for_selector("text=Le second")
    assert store.comments.count() == {"waiting": 2}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_on_the_pages_of_comments(browser: Any, talk: Talk, scheme: str) -> None:
    url, store, *_ = talk
    incident = store.incident_of("attaque")["e-attaque"]
    first = approved(store, Target("incident", incident), text="Le premier https://a.example")
    approved(store, Target("incident", incident), text="La réponse", parent=first)
    put(store, text="Il attend")
    context = context_of(browser, scheme)
    page = context.new_page()
    paths = (incident_url(incident), f"/commenter?incident={incident}&reply={first}",
             "/commenter?article=attaque", "/commenter?article=attaque&sent=1")  # fmt: skip
    found = [each for path in paths for each in seen(page, url + path)]
    page.goto(f"{url}/moderation")
    page.fill("#name", "Modou")
    page.fill("#password", PASSWORD)
    page.click("main button")
    for path in ("/moderation?done=3", "/moderation?state=approved", "/moderation?state=spam"):
        found += seen(page, url + path)
    context.close()
    assert found == []


def test_nothing_is_wider_than_a_phone(opened: Opener, talk: Talk) -> None:
    url, store, *_ = talk
    long = approved(store, text="M" * 400, name="W" * 60)
    for path in ("/article/attaque", f"/commenter?article=attaque&reply={long}"):
        page = opened(path, desk=url, viewport=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
