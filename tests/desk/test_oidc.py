"""Signing in elsewhere: a small provider of our own on loopback, what counts of its answers and what not."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

pytest.importorskip("authlib", reason="the extra oidc is not installed")

from joserfc import jwt
from joserfc.jwk import RSAKey

from faleme.desk.app import create_app
from faleme.errors import PersonError, SettingsError
from faleme.settings import Settings
from faleme.store.sql import SqlStore
from tests.desk.seed import TODAY, seeded
from tests.desk.signed_in import NOW, Clock, add, browser_of, type_password

BACK = "/connexion/oidc/retour"
CLIENT, SECRET = "faleme-desk", "un secret de la maison"


class Provider:
    """Signs people in without asking; `claims` and `key` are what a test makes wrong."""

    def __init__(self) -> None:
        self.key, self.stranger = RSAKey.generate_key(2048), RSAKey.generate_key(2048)
        self.sign_with = self.key
        self.claims: dict[str, Any] = {}
        self.described: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def signed_in(self, address: str, code: str = "c1") -> dict[str, str]:
        """What a browser brings back from an address that the desk sent it to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert address.startswith(f"{self.issuer}/ask?") and asked["code_challenge_method"] == "S256"
        assert asked["response_type"] == "code" and "openid" in asked["scope"].split()
        self.codes[code] = asked
        return {"state": asked["state"], "code": code}

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if not asked or challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        if authorization.replace("%20", " ") != basic and "Basic" not in authorization:
            return None
        now = int(NOW.timestamp())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "u-1", "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "preferred_username": "rokhaya",
        } | self.claims  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "k"}, claims, self.sign_with)
        return {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def document(self) -> dict[str, str]:
        paths = {"authorization_endpoint": "ask", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer} | {n: f"{self.issuer}/{p}" for n, p in paths.items()} | self.described

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                keys = {"keys": [provider.key.as_dict(private=False) | {"kid": "k", "use": "sig"}]}
                self._say(provider.document() if "well-known" in self.path else keys)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(provider.token(form, self.headers.get("authorization", "")))

            def _say(self, said: Any) -> None:
                self.send_response(200 if said else 400)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(said or {"error": "invalid_grant"}).encode())

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def store(tmp_path: Any) -> Iterator[SqlStore]:
    made = seeded(f"sqlite:///{tmp_path / 'desk.db'}")
    add(made, "Awa", "administrator")
    yield made
    made.close()


def desk_of(store: SqlStore, provider: Provider, **given: Any) -> Any:
    settings = {
        "oidc_issuer": provider.issuer, "oidc_client": CLIENT, "oidc_secret": SECRET,
        "public_url": "https://desk.example",
    } | given  # fmt: skip
    return browser_of(store, **settings)


def sent_away(browser: Any, next_: str = "/revue") -> str:
    answer = browser.get(f"/connexion/oidc?next={next_}")
    assert answer.status_code == 303
    return str(answer.headers["location"])


def who_is_in(browser: Any) -> bool:
    return bool(browser.get("/compte").status_code == 200)


def test_somebody_signs_in_and_is_a_reader(store: SqlStore, provider: Provider) -> None:
    browser = desk_of(store, provider)
    assert "/connexion/oidc?next=" in browser.get("/connexion").text
    answer = browser.get(BACK, params=provider.signed_in(sent_away(browser, "/articles")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles") and who_is_in(browser)
    found = store.people.find("rokhaya")
    assert found and found.roles == ("reader",) and store.people.password("rokhaya") is None
    again = desk_of(store, provider)
    provider.claims = {"preferred_username": "another-name"}
    assert again.get(BACK, params=provider.signed_in(sent_away(again), "c2")).status_code == 303
    assert store.people.find("another-name") is None and who_is_in(again)


def test_roles_follow_the_providers_claim_where_that_is_set(store: SqlStore, provider: Provider) -> None:
    given = {"oidc_roles": "desk=analyst, heads = moderator", "oidc_claim": "groups"}
    for n, (groups, roles) in enumerate(
        ((["desk", "other"], ("analyst",)), (["heads", "desk"], ("analyst", "moderator")), ("x", ("reader",)))
    ):
        browser = desk_of(store, provider, **given)
        provider.claims = {"groups": groups}
        assert browser.get(BACK, params=provider.signed_in(sent_away(browser), f"c{n}")).status_code == 303
        found = store.people.find("rokhaya")
        assert found and found.roles == roles


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"}, {"nonce": None}, {"aud": "another-desk"}, {"aud": [CLIENT, "another"]},
        {"iss": "https://another.example"}, {"exp": int(NOW.timestamp()) - 61}, {"exp": None},
        {"azp": "another-desk"}, {"sub": None}, {"iat": int(NOW.timestamp()) + 3600},
    ],
)  # fmt: skip
def test_a_token_that_is_not_for_us_now_counts_for_nothing(
    store: SqlStore, provider: Provider, claims: dict[str, Any]
) -> None:
    browser = desk_of(store, provider)
    provider.claims = claims
    answer = browser.get(BACK, params=provider.signed_in(sent_away(browser)))
    assert answer.status_code == 403 and not who_is_in(browser) and store.people.find("rokhaya") is None


def test_a_token_that_somebody_else_signed_counts_for_nothing(store: SqlStore, provider: Provider) -> None:
    browser = desk_of(store, provider)
    provider.sign_with = provider.stranger
    assert browser.get(BACK, params=provider.signed_in(sent_away(browser))).status_code == 403
    assert not who_is_in(browser)


def test_a_state_is_good_once_in_its_browser_for_some_minutes(store: SqlStore, provider: Provider) -> None:
    clock = Clock()
    browser = desk_of(store, provider, clock=clock)
    given = provider.signed_in(sent_away(browser))
    cookies = dict(browser.cookies)
    assert browser.get(BACK, params=given).status_code == 303
    provider.codes["c1"] = dict(parse_qsl(urlsplit(sent_away(browser)).query))
    browser.cookies.update(cookies)
    assert browser.get(BACK, params=given).status_code == 403  # replayed
    given = provider.signed_in(sent_away(browser))
    browser.cookies.clear()
    assert browser.get(BACK, params=given).status_code == 403  # in another browser
    given = provider.signed_in(sent_away(browser))
    clock.now += dt.timedelta(minutes=10)
    assert browser.get(BACK, params=given).status_code == 403  # too late
    assert browser.get(BACK, params={"state": "made-up", "code": "c1"}).status_code == 403
    assert browser.get(BACK).status_code == 403 and not who_is_in(browser)


def test_a_refusal_and_another_providers_answer_are_told_as_such(store: SqlStore, provider: Provider) -> None:
    browser = desk_of(store, provider)
    for more in ({"error": "access_denied", "code": ""}, {"iss": "https://another.example"}):
        given = provider.signed_in(sent_away(browser)) | more
        answer = browser.get(BACK, params=given)
        assert answer.status_code == 403 and "recommencez" in answer.text


def test_a_provider_that_describes_another_issuer_is_not_asked(store: SqlStore, provider: Provider) -> None:
    for described in ({"issuer": "https://another.example"}, {"token_endpoint": "http://example.org/t"}):
        provider.described = described
        assert desk_of(store, provider).get("/connexion/oidc").status_code == 403


def test_an_account_of_this_desk_is_nobody_elses(store: SqlStore, provider: Provider) -> None:
    browser = desk_of(store, provider)
    provider.claims = {"preferred_username": "AWA"}
    answer = browser.get(BACK, params=provider.signed_in(sent_away(browser)))
    assert answer.status_code == 403 and "administrateur" in answer.text and not who_is_in(browser)
    with pytest.raises(PersonError):
        store.people.change("rokhaya", disabled=True, who="test", at=NOW.isoformat())


def test_a_closed_account_stays_closed_and_passwords_go_on(store: SqlStore, provider: Provider) -> None:
    browser = desk_of(store, provider)
    browser.get(BACK, params=provider.signed_in(sent_away(browser)))
    store.people.change("rokhaya", disabled=True, who="Awa", at=NOW.isoformat())
    other = desk_of(store, provider)
    assert other.get(BACK, params=provider.signed_in(sent_away(other), "c2")).status_code == 403
    assert type_password(other, "Awa").status_code == 303 and who_is_in(other)


def test_where_nothing_is_set_there_is_no_way(store: SqlStore) -> None:
    browser = browser_of(store)
    assert browser.get("/connexion/oidc").status_code == browser.get(BACK).status_code == 404
    assert "/connexion/oidc" not in browser.get("/connexion").text


@pytest.mark.parametrize(
    "wrong",
    [{"public_url": ""}, {"oidc_client": ""}, {"oidc_issuer": "http://id.example"}, {"oidc_roles": "x=king"}],
)
def test_half_a_setting_is_told_when_the_desk_starts(store: SqlStore, wrong: dict[str, Any]) -> None:
    given = {"oidc_issuer": "https://id.example", "oidc_client": CLIENT, "public_url": "https://d.example"}
    with pytest.raises(SettingsError):
        create_app(settings=Settings(**(given | wrong)), store=store, today=TODAY)
