"""Every route there is, asked by the public and by each role: what comes back, and what may be asked at all.

The routes are those of the application: one that is added later is walked too, or fails here until it is said
what it is asked with (`EXAMPLES`) and who may ask it (`ROUTES`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from litestar.testing import TestClient

from faleme.desk.app import create_app
from faleme.desk.feeds import SUFFIX, feeds
from faleme.desk.layers import LAYERS
from faleme.desk.pages.frame import article_url
from faleme.lexicon.sections import load_sections
from faleme.records.person import MAY, ROLES, Act, Role
from faleme.settings import Settings
from faleme.store.base import Wanted
from faleme.store.sql import SqlStore
from faleme.words.wording import wording
from tests.desk.conftest import visit
from tests.desk.seed import TODAY, readings
from tests.desk.seed_secrets import ABOVE_AMBER, SECRETS, SHOWN, secret_desk, secret_readings
from tests.desk.signed_in import PASSWORD, browser_of, send, sign_in, signed_in
from tests.desk.walking import told, walk

ROUTES = """
GET  /                        everyone
GET  /brief.json              everyone
GET  /brief.pdf               everyone
GET  /brief.md                everyone
GET  /feeds/brief.atom        everyone
GET  /incidents               everyone
GET  /carte                   everyone
GET  /carte/liste             everyone
GET  /chronologie             everyone
GET  /chronologie.svg         everyone
POST /chronologie/notes       note
GET  /api/map                 everyone
GET  /api/map/months          everyone
GET  /api/incidents.geojson   everyone
GET  /layers/{name}           everyone
GET  /frontiere               everyone
GET  /axes                    everyone
POST /axes/elargir            review
GET  /risque                  read
GET  /relation                everyone
GET  /commerce                everyone
GET  /relation.svg            everyone
GET  /relation.png            everyone
GET  /relation.pdf            everyone
GET  /article/{segment}       everyone
GET  /articles                everyone
GET  /incident/{incident_id}  everyone
GET  /incident/{incident_id}/carte.png everyone
GET  /section/{slug}          everyone
GET  /feeds                   everyone
GET  /feeds/{feed}            everyone
GET  /recherche               everyone
GET  /search                  everyone
GET  /about                   everyone
GET  /map                     everyone
GET  /sources                 everyone
GET  /licences                everyone
GET  /a-propos                everyone
GET  /review                  everyone
GET  /revue                   review
POST /revue/{incident_id}     review
GET  /connexion               everyone
POST /connexion               everyone
GET  /connexion/oidc          everyone
GET  /connexion/oidc/retour   everyone
POST /deconnexion             everyone
GET  /compte                  somebody
POST /compte                  somebody
GET  /equipe                  people
POST /equipe                  people
GET  /commenter               everyone
POST /commenter               everyone
GET  /commentaire/{token}     everyone
POST /commentaire/{token}     everyone
GET  /alertes                 review
GET  /alertes.atom            everyone
GET  /alertes/{alert_id}/cap.xml  review
POST /alertes/{alert_id}      review
GET  /moderation              moderate
POST /moderation/{number}     moderate
GET  /api/v1/incidents  everyone
GET  /api/v1/incidents/{incident_id}  everyone
GET  /api/v1/facets  everyone
GET  /api/v1/map/cells  everyone
GET  /api/v1/articles  everyone
GET  /api/v1/articles/{article_id}  everyone
GET  /api/v1/articles/{article_id}/similar  everyone
GET  /api/v1/search  everyone
GET  /api/v1/brief  everyone
GET  /api/v1/places  everyone
GET  /api/v1/counts  everyone
GET  /api/v1/incidents/{incident_id}/history  review
POST /api/v1/incidents/{incident_id}/accept  review
POST /api/v1/incidents/{incident_id}/unverifiable  review
POST /api/v1/incidents/{incident_id}/reject  review
POST /api/v1/incidents/{incident_id}/correct  review
POST /api/v1/incidents/{incident_id}/assign  review
POST /api/v1/incidents/{incident_id}/merge  review
POST /api/v1/incidents/{incident_id}/split  review
POST /api/v1/judgements/{number}/undo  review
GET  /api  everyone
GET  /api/openapi.json  everyone
GET  /compte/recherches  read
POST /compte/recherches  read
GET  /feeds/recherche/{token}  everyone
GET  /recherches/mail/{token}  everyone
POST /recherches/mail/{token}  everyone
GET  /compte/jetons  read
POST /compte/jetons  read
GET  /health                  everyone
GET  /static/{file_path}      everyone
"""
"""Who may call what: everyone, somebody who has signed in, or who may do that act (records/person.py)."""

QUERIES = (
    "lang=en", "page=2", "type=COOPERATE", "type=AID", "strand=defence", "country=MLI", "km=100",
    "status=planned", "since=2024-01-01&until=2026-03-01", "since=2026-02-01&until=2026-02-10",
    "bbox=-20,5,5,25&zoom=5", "bbox=-13,14,-11,15&zoom=12", "tag=convoy", "done=1", "q=convoi", "q=attaque",
    "limit=500", "format=json", "actor=MLI", "marking=RED",
)  # fmt: skip
"""Asked of every page; none asks for a secret word, as a page may say what it was asked."""
METHODS = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
WHO: dict[tuple[str, str], str] = {
    (line.split()[0], line.split()[1]): line.split()[2] for line in ROUTES.strip().splitlines()
}


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = secret_desk(f"sqlite:///{tmp_path_factory.mktemp('secrets') / 'desk.db'}")
    yield store
    store.close()


def examples(store: SqlStore) -> dict[str, list[str]]:
    """What each variable of a path can be, secret things first."""
    every = (*store.incidents(), *store.incidents(wanted=Wanted(rejected=True)))
    articles = [each.article.id for each in (*readings(), *secret_readings())] + ["radio", "trou"]
    static = Path(create_app.__code__.co_filename).parent / "static"
    return {
        "incident_id": list(dict.fromkeys(each.id for each in every)),
        "article_id": articles,
        "number": [str(each.number) for each in store.judgements()],
        "segment": [article_url(each).removeprefix("/article/") for each in articles],
        "name": [f"{each}.geojson" for each in LAYERS],
        "slug": [each.slug for each in load_sections().section],
        "feed": [f"{each.name}{SUFFIX}" for each in feeds(wording("fr"))],
        "token": ["niemands"],
        "alert_id": [each.alert.id for each in store.alerts.list()] or ["no-alert"],
        "file_path": [each.relative_to(static).as_posix() for each in sorted(static.rglob("*.*s"))],
    }


def addresses(store: SqlStore) -> dict[str, list[str]]:
    """Every route's path with every example in place of its variable."""
    known = examples(store)
    found: dict[str, list[str]] = {}
    for route in create_app(settings=Settings(), store=store, today=TODAY).routes:
        names = re.findall(r"\{(\w+)\}", route.path_format)
        assert {*names} <= {*known}, f"say what {route.path_format} is asked with, in `examples`"
        assert len(names) < 2, f"{route.path_format}: `addresses` fills one variable"
        values = known[names[0]] if names else [""]
        found[route.path_format] = [re.sub(r"\{\w+\}", value, route.path_format) for value in values]
    return found


def leaks(answers: dict[str, str], secrets: tuple[str, ...]) -> set[tuple[str, str]]:
    return {
        (secret, asked)
        for asked, answer in answers.items()
        for secret in secrets
        if secret.casefold() in answer.casefold()
    }


def asked_everything(browser: TestClient[Any], store: SqlStore) -> dict[str, str]:
    """Every answer to GET: each route with each question, and what pages link to, some of a path."""
    asked = walk(browser, *(each for found in addresses(store).values() for each in found))
    plain = [path for path in addresses(store) if "{" not in path and not path.endswith((".pdf", ".png"))]
    for address in (f"{each}?{query}" for each in plain for query in QUERIES):
        asked[address] = told(browser.get(address, follow_redirects=False))
    by_id = [f"/api/incidents.geojson?id={each}" for each in examples(store)["incident_id"]]
    return asked | {address: told(browser.get(address)) for address in by_id}


@pytest.fixture(scope="module")
def to_the_public(secrets: SqlStore) -> dict[str, str]:
    return asked_everything(browser_of(secrets), secrets)


@pytest.fixture(scope="module")
def at_the_desk(secrets: SqlStore) -> dict[str, str]:
    return asked_everything(visit(secrets), secrets)


def test_no_answer_to_the_public_holds_a_secret(to_the_public: dict[str, str]) -> None:
    answers = to_the_public
    assert len(answers) > 300
    assert leaks(answers, SECRETS) == set()
    assert all(any(name in answer for answer in answers.values()) for name in SHOWN)
    whole = [reading.article.text for reading in (*readings(), *secret_readings())]
    beyond = {text[-60:] for text in whole if len(text) > 400}
    assert leaks(answers, tuple(beyond)) == set()


def test_the_walk_would_find_each_secret(at_the_desk: dict[str, str]) -> None:
    """At the desk itself every one of them is shown somewhere, but for passwords and addresses."""
    found = {secret for secret, _ in leaks(at_the_desk, SECRETS)}
    assert {*SECRETS} - found == {PASSWORD, "argon2id", "Canaricourriel"}


def test_a_search_for_a_secret_finds_nothing(secrets: SqlStore) -> None:
    """The page says what it was asked, so it is its finds that are looked at."""
    public, desk = browser_of(secrets), visit(secrets)
    found = re.compile(r'href="/(?:article|incident)/')
    for secret in ("Canaritexte", "Canariprive", "Canarimasque", "Canariplan", "Canaritrou", "Canarirouge"):
        for kind in ("articles", "incidents"):
            assert not found.search(public.get(f"/recherche?q={secret}&kind={kind}").text), secret
        assert found.search(desk.get(f"/recherche?q={secret}").text), secret
    assert found.search(public.get("/recherche?q=Diboli").text)


def test_no_answer_to_an_analyst_holds_what_is_above_amber(secrets: SqlStore) -> None:
    answers = asked_everything(signed_in(secrets, "Canaricompte analyst"), secrets)
    assert any("Canaritexte" in answer for answer in answers.values())
    assert leaks(answers, ABOVE_AMBER) == set()


def test_head_is_answered_like_get_and_other_methods_with_no_secret(secrets: SqlStore) -> None:
    public = browser_of(secrets)
    answers = {}
    for path, found in addresses(secrets).items():
        for address in found:
            get = public.get(address)
            head = public.head(address)
            # A path without GET says so to HEAD too.
            assert (head.status_code, head.content) == (get.status_code, b""), address
            assert head.headers.get("content-type") == get.headers.get("content-type")
            answers[f"HEAD {address}"] = told(head)
        for method in METHODS[1:]:
            for address in found[:2]:
                answer = public.request(method, address)
                assert answer.status_code < 500, (method, address)
                assert answer.status_code not in (200, 201), (method, address)
                answers[f"{method} {path}"] = told(answer)
    assert leaks(answers, SECRETS) == set()


def test_the_local_desk_answers_head_too(secrets: SqlStore) -> None:
    analyst = visit(secrets)
    for address in ("/", "/revue", "/equipe", "/article/attaque", "/static/desk.css"):
        assert analyst.head(address).status_code == analyst.get(address).status_code == 200


def test_it_is_said_of_every_route_who_may_call_it(secrets: SqlStore) -> None:
    app = create_app(settings=Settings(), store=secrets, today=TODAY)
    routes = {
        (method, route.path_format)
        for route in app.routes
        for method in route.methods - {"OPTIONS", "HEAD"}  # type: ignore[attr-defined]
    }
    assert routes == {*WHO}, "say in ROUTES who may call it"
    assert {*WHO.values()} <= {"everyone", "somebody", *get_args(Act)}


@pytest.mark.parametrize("pages", ["open", "closed"])
@pytest.mark.parametrize("role", [None, *ROLES])
def test_each_role_may_call_these_routes_and_no_other(
    secrets: SqlStore, role: Role | None, pages: str
) -> None:
    known = examples(secrets)
    called = {}
    browser = browser_of(secrets, pages=pages)
    for method, path in WHO:
        browser.cookies.clear()
        if role:
            sign_in(browser, secrets, f"Canaricompte {role}")
        address = re.sub(r"\{(\w+)\}", lambda found: known[found[1]][0], path)
        form = {"name": "Canaricompte reader", "password": PASSWORD} if path == "/connexion" else {}
        answer = browser.get(address) if method == "GET" else send(browser, address, **form)
        to_sign_in = answer.headers.get("location", "").startswith("/connexion")
        called[method, path] = answer.status_code not in (401, 403) and not to_sign_in
    assert called == {route: may_call(role, who, route, pages) for route, who in WHO.items()}


def may_call(role: Role | None, who: str, route: tuple[str, str], pages: str) -> bool:
    if who == "everyone":
        always = route[1] in ("/deconnexion", "/health") or route[1].startswith(
            ("/static/", "/connexion", "/commentaire/", "/feeds/recherche/", "/recherches/mail/")
        )
        return role is not None or pages == "open" or always
    return role is not None and (who == "somebody" or who in MAY[role])


def test_the_table_of_roles() -> None:
    assert {role: sorted(acts) for role, acts in MAY.items()} == {
        "reader": ["read"],
        "commenter": ["comment", "read"],
        "analyst": ["note", "read", "report", "review"],
        "moderator": ["moderate", "read"],
        "administrator": ["people", "read", "settings"],
    }


def test_a_closed_desk_tells_the_public_nothing(secrets: SqlStore) -> None:
    answers = asked_everything(browser_of(secrets, pages="closed"), secrets)
    assert leaks(answers, (*SECRETS, *SHOWN, "Diboli")) == set()
