"""People at a desk, and browsers that are signed in."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from functools import cache
from typing import Any

from litestar.testing import TestClient

from faleme.desk.app import create_app
from faleme.desk.session import FORM_COOKIE, SESSION_COOKIE, digest, form_token, iso
from faleme.records.person import SCOPES, Person, Role, Scope
from faleme.records.text import Marking
from faleme.settings import Settings
from faleme.store.passwords import hashed
from faleme.store.sql import SqlStore
from faleme.store.tokens import Token
from tests.desk.conftest import From
from tests.desk.seed import TODAY

PASSWORD = "deux chèvres sur le toit"
NOW = dt.datetime(2026, 2, 3, 9, 0, tzinfo=dt.UTC)
HOST = "desk.example"
OWN_PAGE = {"sec-fetch-site": "same-origin", "origin": f"http://{HOST}"}


@cache
def kept_password() -> str:
    """One hash for all of them: it takes its time."""
    return hashed(PASSWORD)


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


def add(store: SqlStore, name: str, *roles: Role, ceiling: Marking = "AMBER") -> Person:
    person = Person(name=name, roles=roles, ceiling=ceiling)
    return store.people.add(person, kept_password(), who="test", at=NOW.isoformat())


def browser_of(
    store: SqlStore, *, clock: Clock | None = None, address: str = "203.0.113.9", **settings: Any
) -> TestClient[Any]:
    """Somebody's browser, elsewhere than the desk."""
    given: dict[str, Any] = {"access": "public", "api_rate": 0} | settings
    app = create_app(settings=Settings(**given), store=store, today=TODAY, now=clock or Clock())
    browser: TestClient[Any] = TestClient(
        app=From(app, address),  # type: ignore[arg-type]
        base_url=f"http://{HOST}",
        raise_server_exceptions=False,
    )
    browser.follow_redirects = False
    return browser


def signed_in(store: SqlStore, name: str, **given: Any) -> TestClient[Any]:
    """A browser with a session, as if its owner had typed the password."""
    browser = browser_of(store, **given)
    sign_in(browser, store, name)
    return browser


def sign_in(browser: TestClient[Any], store: SqlStore, name: str) -> None:
    """Give a browser a session of its own."""
    token = secrets.token_urlsafe(32)
    store.people.open_session(digest(token), name, at=NOW.isoformat())
    browser.cookies.set(SESSION_COOKIE, token)


def send(browser: TestClient[Any], address: str, headers: dict[str, str] | None = None, **form: Any) -> Any:
    """A form of the desk's own page, sent."""
    secret = browser.cookies.get(SESSION_COOKIE)
    if secret is None:
        secret = browser.cookies.get(FORM_COOKIE) or "made"
        browser.cookies.set(FORM_COOKIE, secret)
    return browser.post(
        address, data={"token": form_token(secret)} | form, headers=OWN_PAGE if headers is None else headers
    )


def give_token(
    store: SqlStore, name: str, token: str, *scopes: Scope, expires: dt.datetime | None = None
) -> None:
    """A token of somebody's, as if they had made it on their page."""
    end = expires or NOW + dt.timedelta(days=90)
    made = Token(id="", name="essai", scopes=scopes or SCOPES, made=iso(NOW), expires=iso(end))
    store.tokens.add(digest(token), name, made, at=iso(NOW))


def type_password(browser: TestClient[Any], name: str, password: str = PASSWORD, **form: str) -> Any:
    """The sign-in page opened, filled in and sent as its form says."""
    page = browser.get("/connexion").text
    found = re.search(r'name="token" value="(\w+)"', page)
    assert found
    form = {"token": found[1], "name": name, "password": password, **form}
    return browser.post("/connexion", data=form, headers=OWN_PAGE)
