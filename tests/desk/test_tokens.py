"""The page of personal tokens, and how long one lasts."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from litestar.testing import TestClient

from faleme.desk.session import digest
from faleme.store.sql import SqlStore
from faleme.store.tokens import MOST
from tests.desk.conftest import visit
from tests.desk.seed import seeded
from tests.desk.signed_in import NOW, Clock, add, browser_of, give_token, kept_password, send, signed_in

PAGE = "/compte/jetons"
TOKEN = "faleme_" + "jeton" * 8


@pytest.fixture
def desk(tmp_path: Any) -> Iterator[SqlStore]:
    store = seeded(f"sqlite:///{tmp_path / 'desk.db'}")
    add(store, "Awa", "analyst")
    add(store, "Binta", "reader")
    yield store
    store.close()


def make(browser: TestClient[Any], **form: Any) -> str:
    """A token made by the form; what the page says once."""
    answer = send(browser, PAGE, **({"name": "carnet", "scope": ["read"], "days": "30"} | form))
    assert answer.status_code == 200
    found = re.search(r">(faleme_[\w-]{43})<", answer.text)
    assert found
    return found[1]


def status(store: SqlStore, token: str, clock: Clock | None = None) -> int:
    browser = browser_of(store, clock=clock)
    return browser.get("/api/v1/counts", headers={"authorization": f"Bearer {token}"}).status_code


def test_a_token_is_shown_once_and_works(desk: SqlStore) -> None:
    browser = signed_in(desk, "Awa")
    token = make(browser)
    page = html.unescape(browser.get(PAGE).text)
    assert "carnet" in page and token not in page
    assert status(desk, token) == 200


def test_the_store_keeps_its_hash_alone(desk: SqlStore) -> None:
    token = make(signed_in(desk, "Awa"))
    with desk._engine.connect() as connection:
        kept = [dict(row._mapping) for row in connection.execute(sa.text("SELECT * FROM api_token"))]
        changes = str(connection.execute(sa.text("SELECT * FROM change")).all())
    assert [row["token"] for row in kept] == [digest(token)]
    assert token not in str(kept) and token not in changes and digest(token) not in changes
    assert "token-add" in changes


def test_a_token_is_revoked_by_its_owner_alone(desk: SqlStore) -> None:
    awa, binta = signed_in(desk, "Awa"), signed_in(desk, "Binta")
    token = make(awa)
    identifier = desk.tokens.every("Awa")[0].id
    send(binta, PAGE, act="revoke", id=identifier)
    assert status(desk, token) == 200
    assert "retiré" in send(awa, PAGE, act="revoke", id=identifier).text
    assert status(desk, token) == 401 and desk.tokens.every("Awa") == []


def test_a_token_is_over_on_its_day(desk: SqlStore) -> None:
    token, clock = make(signed_in(desk, "Awa"), days="7"), Clock()
    clock.now = NOW + dt.timedelta(days=7) - dt.timedelta(seconds=1)
    assert status(desk, token, clock) == 200
    clock.now += dt.timedelta(seconds=1)
    assert status(desk, token, clock) == 401


def test_a_token_ends_with_the_account_and_with_a_password_that_somebody_else_chose(desk: SqlStore) -> None:
    who: dict[str, Any] = {"who": "test", "at": NOW.isoformat()}
    for end in ("own password", "reset", "disabled"):
        token = f"{TOKEN}{end[0]}"
        give_token(desk, "Awa", token)
        assert status(desk, token) == 200
        if end == "disabled":
            desk.people.set_password("Awa", kept_password(), provisional=False, **who)
            desk.people.change("Awa", disabled=True, **who)
            desk.people.change("Awa", disabled=False, **who)
        else:
            desk.people.set_password("Awa", kept_password(), provisional=end == "reset", **who)
        assert status(desk, token) == (200 if end == "own password" else 401)


def test_nobody_makes_a_token_for_more_than_they_may(desk: SqlStore) -> None:
    browser = signed_in(desk, "Binta")
    assert 'value="review"' not in browser.get(PAGE).text
    make(browser, scope=["read", "review"])
    assert desk.tokens.every("Binta")[0].scopes == ("read",)


@pytest.mark.parametrize(
    ("form", "said"),
    [({"name": " "}, "nom"), ({"name": "x" * 61}, "nom"), ({"scope": []}, "Choisissez")],
)
def test_a_form_that_lacks_something_says_what(desk: SqlStore, form: dict[str, Any], said: str) -> None:
    answer = send(signed_in(desk, "Awa"), PAGE, **({"name": "carnet", "scope": ["read"], "days": "7"} | form))
    assert answer.status_code == 400 and said in answer.text
    assert desk.tokens.every("Awa") == []


def test_there_is_an_end_to_tokens(desk: SqlStore) -> None:
    for number in range(MOST):
        give_token(desk, "Awa", f"{TOKEN}{number}")
    browser = signed_in(desk, "Awa")
    answer = send(browser, PAGE, name="carnet", scope=["read"], days="7")
    assert answer.status_code == 400 and len(desk.tokens.every("Awa")) == MOST


def test_another_sites_form_makes_none(desk: SqlStore) -> None:
    browser = signed_in(desk, "Awa")
    foreign = {"sec-fetch-site": "cross-site", "origin": "http://evil.example"}
    assert send(browser, PAGE, headers=foreign, name="carnet", scope=["read"]).status_code == 403
    assert desk.tokens.every("Awa") == []


def test_use_is_noted(desk: SqlStore) -> None:
    token = make(signed_in(desk, "Awa"))
    assert desk.tokens.every("Awa")[0].used is None
    status(desk, token)
    assert desk.tokens.every("Awa")[0].used == NOW.isoformat(timespec="seconds")


def test_at_a_local_desk_there_is_nobody_to_make_one_for(desk: SqlStore) -> None:
    local = visit(desk)
    assert "faleme user add" in local.get(PAGE).text
    own = {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1"}
    assert local.post(PAGE, data={"name": "carnet", "scope": "read"}, headers=own).status_code == 400


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer x", "bearer faleme_", "Bearer " + "a" * 5000]
)
def test_what_is_no_token_is_nobodys(desk: SqlStore, header: str) -> None:
    answer = browser_of(desk).get("/api/v1/counts", headers={"authorization": header})
    assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Bearer")


def test_a_proxys_own_sign_in_is_not_taken_for_a_token(desk: SqlStore) -> None:
    answer = browser_of(desk).get("/api/v1/counts", headers={"authorization": "Basic bm9ib2R5"})
    assert answer.status_code == 200
