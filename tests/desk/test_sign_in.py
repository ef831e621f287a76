"""Signing in: sessions, forms, limits, accounts and the team, seen from a browser elsewhere."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faleme.desk.attempts import PER_ADDRESS, PER_NAME, PER_NAME_AND_ADDRESS, SPAN, Attempts
from faleme.desk.ceiling import CeilingWindow
from faleme.desk.pages.frame import incident_url
from faleme.desk.pages.sign_in import own_path
from faleme.desk.public import WholeWindow
from faleme.desk.session import IDLE, LONGEST, SESSION_COOKIE, form_token
from faleme.errors import SettingsError
from faleme.store.sql import SqlStore, open_store
from tests.desk.conftest import visit
from tests.desk.seed import seeded
from tests.desk.signed_in import (
    HOST,
    NOW,
    OWN_PAGE,
    PASSWORD,
    Clock,
    add,
    browser_of,
    send,
    signed_in,
    type_password,
)
from tests.desk.test_pages import plain


@pytest.fixture(scope="session")
def team_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of Awa, who runs it, Fatou, who decides, and Modou, who reads, to be copied."""
    path = tmp_path_factory.mktemp("team") / "team.db"
    store = seeded(f"sqlite:///{path}")
    add(store, "Awa", "administrator", ceiling="RED")
    add(store, "Fatou", "analyst")
    add(store, "Modou", "reader")
    store.close()
    return path


@pytest.fixture
def team(team_file: Path, tmp_path: Path) -> Iterator[SqlStore]:
    shutil.copy(team_file, tmp_path / "team.db")
    store = open_store(f"sqlite:///{tmp_path / 'team.db'}")
    yield store
    store.close()


def is_in(browser: Any) -> bool:
    """Whether a browser is signed in, by what it may read."""
    return "Canaritexte" in browser.get("/article/attaque").text


def test_name_and_password_open_the_whole_text(team: SqlStore) -> None:
    browser = browser_of(team)
    assert not is_in(browser)
    answer = type_password(browser, "fatou")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert is_in(browser)
    assert "Fatou" in browser.get("/").text


def test_the_session_is_a_cookie_that_scripts_and_other_sites_do_not_get(team: SqlStore) -> None:
    cookie = type_password(browser_of(team), "Fatou").headers["set-cookie"]
    assert re.match(rf"{SESSION_COOKIE}=[\w-]{{43}};", cookie)
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie  # the desk is reached without encryption here


def test_the_store_never_has_the_token_nor_the_password(team: SqlStore, tmp_path: Path) -> None:
    browser = browser_of(team)
    type_password(browser, "Fatou")
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert browser.cookies[SESSION_COOKIE].encode() not in held and PASSWORD.encode() not in held


@pytest.mark.parametrize(("name", "password"), [("Fatou", "deux chèvres sur le toi"), ("Personne", PASSWORD)])
def test_what_does_not_fit_is_told_without_saying_which(team: SqlStore, name: str, password: str) -> None:
    browser = browser_of(team)
    answer = type_password(browser, name, password)
    assert answer.status_code == 403
    assert "Ce nom et ce mot de passe ne vont pas ensemble" in plain(answer.text)
    assert SESSION_COOKIE not in browser.cookies and PASSWORD not in answer.text
    assert f'value="{name}"' in answer.text and 'value=""' in browser.get("/connexion").text


def test_who_has_left_does_not_get_in_and_is_out_at_once(team: SqlStore) -> None:
    browser = signed_in(team, "Fatou")
    assert is_in(browser)
    team.people.change("Fatou", disabled=True, who="Awa", at=NOW.isoformat())
    assert not is_in(browser)
    assert type_password(browser_of(team), "Fatou").status_code == 403


def test_signing_in_gives_another_session_and_ends_the_one_before(team: SqlStore) -> None:
    browser = signed_in(team, "Modou")
    before = browser.cookies[SESSION_COOKIE]
    browser.cookies.clear()
    browser.cookies.set(SESSION_COOKIE, before)
    answer = send(browser, "/connexion", name="Fatou", password=PASSWORD)
    assert answer.status_code == 303 and before not in answer.headers["set-cookie"]
    thief = browser_of(team)
    thief.cookies.set(SESSION_COOKIE, before)
    assert not is_in(thief)


def test_a_token_that_somebody_made_up_is_nobodys(team: SqlStore) -> None:
    browser = browser_of(team)
    browser.cookies.set(SESSION_COOKIE, "made-up")
    assert not is_in(browser)
    assert type_password(browser, "Fatou").status_code == 303


def test_a_session_is_over_when_nobody_is_there_or_after_a_week(team: SqlStore) -> None:
    clock = Clock()
    idle, busy = signed_in(team, "Modou", clock=clock), signed_in(team, "Fatou", clock=clock)
    clock.now += IDLE - dt.timedelta(minutes=1)
    assert is_in(busy)
    clock.now += dt.timedelta(minutes=1)
    assert is_in(busy) and not is_in(idle)
    while clock.now < NOW + LONGEST - dt.timedelta(hours=4):
        clock.now += dt.timedelta(hours=4)
        assert is_in(busy)
    clock.now = NOW + LONGEST + dt.timedelta(seconds=1)
    assert not is_in(busy)
    assert type_password(browser_of(team, clock=clock), "Fatou").status_code == 303
    assert len(team.people.sessions("Fatou")) == 1  # the one that is over was forgotten


def test_signing_out_ends_the_session_here_or_everywhere(team: SqlStore) -> None:
    here, there = signed_in(team, "Fatou"), signed_in(team, "Fatou")
    token = here.cookies[SESSION_COOKIE]
    assert send(here, "/deconnexion").headers["location"] == "/"
    here.cookies.set(SESSION_COOKIE, token)
    assert not is_in(here) and is_in(there)
    third = signed_in(team, "Fatou")
    send(there, "/deconnexion", where="everywhere")
    assert not is_in(third)


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({}, "own"),
        ({"origin": "http://evil.example"}, "own"),
        ({"sec-fetch-site": "cross-site"}, "own"),
        ({"sec-fetch-site": "same-site", "origin": "http://other.desk.example"}, "own"),
        ({"origin": "null"}, "own"),
        (OWN_PAGE, ""),
        (OWN_PAGE, form_token("somebody else's session")),
        (OWN_PAGE, "é"),
    ],
)
def test_a_form_that_is_not_of_our_page_does_nothing(
    team: SqlStore, headers: dict[str, str], token: str
) -> None:
    browser = signed_in(team, "Fatou")
    incident = team.incident_of("attaque")["e-attaque"]
    given = form_token(browser.cookies[SESSION_COOKIE]) if token == "own" else token
    before = team.judgements()
    answer = browser.post(f"/revue/{incident}", data={"act": "reject", "token": given}, headers=headers)
    assert answer.status_code == 403
    assert team.judgements() == before


def test_somebody_cannot_be_signed_in_by_another_sites_form(team: SqlStore) -> None:
    form = {"name": "Fatou", "password": PASSWORD, "token": form_token("made")}
    assert browser_of(team).post("/connexion", data=form, headers=OWN_PAGE).status_code == 403


def test_a_script_of_ours_may_send_the_token_in_a_header(team: SqlStore) -> None:
    browser = signed_in(team, "Fatou")
    incident = team.incident_of("attaque")["e-attaque"]
    token = {"x-faleme-token": form_token(browser.cookies[SESSION_COOKIE])}
    answer = browser.post(f"/revue/{incident}", data={"act": "accept"}, headers=OWN_PAGE | token)
    assert answer.status_code == 303


def test_what_somebody_decides_is_kept_under_their_name(team: SqlStore) -> None:
    browser = signed_in(team, "Fatou")
    incident = team.incident_of("attaque")["e-attaque"]
    page = browser.get(incident_url(incident)).text
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token
    form = {"token": token[1], "act": "assign"}
    assert browser.post(f"/revue/{incident}", data=form, headers=OWN_PAGE).status_code == 303
    last = team.judgements()[-1]
    assert (last.who, last.act, last.after, last.at) == ("Fatou", "assign", "Fatou", NOW.isoformat())


def test_every_form_of_the_review_carries_the_token(team: SqlStore) -> None:
    browser = signed_in(team, "Fatou")
    for address in ("/revue", incident_url(team.incident_of("attaque")["e-attaque"])):
        page = browser.get(address).text
        assert page.count('<form method="post"') == page.count('name="token"') > 3


@pytest.mark.parametrize(
    "asked",
    ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "/\t/evil.example", "/a\\b", "",
     "javascript:alert(1)", "/connexion?next=/", "/ /evil", "/\n/evil.example"],
)  # fmt: skip
def test_signing_in_leads_to_no_other_place(team: SqlStore, asked: str) -> None:
    assert own_path(asked) == "/"
    answer = send(browser_of(team), "/connexion", name="Fatou", password=PASSWORD, next=asked)
    assert answer.headers["location"] == "/"


def test_a_closed_page_leads_to_the_sign_in_and_back(team: SqlStore) -> None:
    browser = browser_of(team)
    asked = browser.get("/revue?km=10")
    assert asked.headers["location"] == "/connexion?next=%2Frevue%3Fkm%3D10"
    page = browser.get(asked.headers["location"]).text
    assert 'name="next" value="/revue?km=10"' in page
    answer = type_password(browser, "Fatou", next="/revue?km=10")
    assert answer.headers["location"] == "/revue?km=10"


def test_an_act_whose_session_is_over_is_told_so(team: SqlStore) -> None:
    answer = send(browser_of(team), "/revue/x", act="accept")
    assert answer.status_code == 401 and "Connectez-vous" in answer.text


def test_few_attempts_for_one_name_from_one_place(team: SqlStore) -> None:
    clock = Clock()
    browser = browser_of(team, clock=clock)
    for _ in range(PER_NAME_AND_ADDRESS):
        assert type_password(browser, "Fatou", "un mauvais essai").status_code == 403
    answer = type_password(browser, "FATOU")
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) <= SPAN.seconds + 1
    assert "Trop d’essais. Réessayez dans 15 minutes" in plain(answer.text)
    assert type_password(browser, "Modou").status_code == 303
    clock.now += SPAN
    assert type_password(browser_of(team, clock=clock), "Fatou").status_code == 303


def test_attempts_are_counted_for_a_name_and_for_an_address_alone() -> None:
    attempts = Attempts()
    places = [str(number) for number in range(PER_NAME)]
    assert [attempts.begin("fatou", place, NOW) for place in places] == [None] * PER_NAME
    assert attempts.begin("fatou", "elsewhere", NOW) == SPAN
    attempts = Attempts()
    names = [str(number) for number in range(PER_ADDRESS)]
    assert [attempts.begin(name, "here", NOW) for name in names] == [None] * PER_ADDRESS
    assert attempts.begin("fatou", "here", NOW) == SPAN
    assert attempts.begin("fatou", "here", NOW + SPAN) is None


def test_who_signs_in_is_not_counted() -> None:
    attempts = Attempts()
    for _ in range(3 * PER_ADDRESS):
        assert attempts.begin("fatou", "here", NOW) is None
        attempts.succeeded("fatou", "here")


def test_a_proxy_of_ours_is_believed_and_another_is_not(team: SqlStore) -> None:
    told = {"x-forwarded-proto": "https", "x-forwarded-for": "198.51.100.7, 203.0.113.77"}
    own = {"sec-fetch-site": "same-origin", "origin": f"https://{HOST}"}
    for proxies, secure in (("203.0.113.0/24", True), ("192.0.2.1", False)):
        browser = browser_of(team, proxies=proxies)
        browser.cookies.set("faleme_form", "made")
        form = {"name": "Fatou", "password": PASSWORD, "token": form_token("made")}
        answer = browser.post("/connexion", data=form, headers=told | (own if secure else OWN_PAGE))
        assert answer.status_code == 303
        assert ("Secure" in answer.headers["set-cookie"]) is secure
    with pytest.raises(SettingsError, match="proxies"):
        browser_of(team, proxies="my-proxy")


def test_whole_texts_end_at_somebodys_ceiling(team: SqlStore) -> None:
    modou = signed_in(team, "Modou")
    assert modou.get("/article/partenaire").status_code == 200  # GREEN
    assert modou.get("/article/convoi").status_code == 404  # AMBER+STRICT, to the public nothing
    assert "Canariplan" not in modou.get("/articles").text
    plan = team.incident_of("convoi")["e-convoi"]
    assert modou.get(incident_url(plan)).status_code == 404
    assert "Canariplan" not in modou.get("/").text
    team.people.change("Modou", ceiling="AMBER+STRICT", who="Awa", at=NOW.isoformat())
    assert "Canariplan" in modou.get(incident_url(plan)).text
    assert "Canariplan" in modou.get("/article/convoi").text
    team.people.change("Modou", ceiling="CLEAR", who="Awa", at=NOW.isoformat())
    assert modou.get("/article/partenaire").status_code == 404


def test_an_analyst_decides_about_nothing_above_the_ceiling(team: SqlStore) -> None:
    fatou = signed_in(team, "Fatou")
    plan, seen = team.incident_of("convoi")["e-convoi"], team.incident_of("attaque")["e-attaque"]
    assert "Canariplan" not in fatou.get("/revue").text
    mine = team.judge(plan, "accept", who="Awa", at=NOW.isoformat())
    before = team.judgements()
    for address, form in (
        (plan, {"act": "reject"}),
        (plan[:12], {"act": "reject"}),
        (seen, {"act": "merge", "other": plan}),
        (seen, {"act": "undo", "number": str(mine.number)}),
    ):
        answer = send(fatou, f"/revue/{address}", **form)
        assert answer.status_code == 400 and "Canariplan" not in answer.text
    assert team.judgements() == before


def test_every_part_of_the_whole_window_is_decided_for_a_ceiling() -> None:
    """Whoever adds to `WholeWindow` says here, or in `CeilingWindow`, what a ceiling leaves of it."""
    asks_within = {
        "incidents", "count", "facets", "months", "map_cells", "queue", "search", "day_counts", "moments",
        "notes", "incidents_of",
    }  # fmt: skip
    told_as_it_is = {
        "everything", "store", "counts", "articles_by_day", "outlets", "near_markings",
        "copies",  # of articles that are shown already
    }  # fmt: skip
    parts = {name for name in dir(WholeWindow) if not name.startswith("_")}
    assert parts - asks_within - told_as_it_is <= set(vars(CeilingWindow)), "see desk/ceiling.py"
    assert "_within" in vars(CeilingWindow)


def test_a_provisional_password_opens_only_the_page_to_replace_it(team: SqlStore) -> None:
    awa = signed_in(team, "Awa")
    page = send(awa, "/equipe", act="add", person="Sira Ba", role=["analyst", "reader"], ceiling="GREEN")
    assert page.status_code == 201 or page.status_code == 200
    password = re.search(r'<p class="once"><code>([a-z-]+)</code>', page.text)
    assert password
    sira = browser_of(team)
    assert type_password(sira, "sira ba", password[1]).headers["location"] == "/compte"
    assert not is_in(sira)
    assert sira.get("/revue").headers["location"] == "/compte"
    assert "Choisissez-en un autre" in plain(sira.get("/compte").text)
    new = "un baobab, deux pirogues"
    answer = send(sira, "/compte", old=password[1], new=new, again=new)
    assert answer.status_code == 303
    assert sira.get("/revue").status_code == 200
    found = team.people.find("Sira Ba")
    assert found and (found.roles, found.ceiling, found.provisional) == (
        ("reader", "analyst"),
        "GREEN",
        False,
    )
    assert password[1] not in awa.get("/equipe").text


@pytest.mark.parametrize(
    ("old", "new", "again", "why"),
    [
        ("non", "un baobab, deux pirogues", "un baobab, deux pirogues", "n’est pas celui-là"),
        (PASSWORD, "un baobab, deux pirogues", "un baobab", "ne sont pas les mêmes"),
        (PASSWORD, PASSWORD, PASSWORD, "C’est le mot de passe actuel"),
        (PASSWORD, "court", "court", "12 signes au moins"),
        (PASSWORD, "c'est moi fatou", "c'est moi fatou", "Votre nom est dedans"),
        (PASSWORD, "Motdepasse2026", "Motdepasse2026", "que tout le monde essaie"),
    ],
)
def test_a_new_password_is_refused_with_the_reason(
    team: SqlStore, old: str, new: str, again: str, why: str
) -> None:
    answer = send(signed_in(team, "Fatou"), "/compte", old=old, new=new, again=again)
    assert answer.status_code == 400 and why in plain(answer.text)
    assert type_password(browser_of(team), "Fatou").status_code == 303


def test_a_new_password_signs_out_everywhere_else(team: SqlStore) -> None:
    here, there = signed_in(team, "Fatou"), signed_in(team, "Fatou")
    new = "un baobab, deux pirogues"
    assert send(here, "/compte", old=PASSWORD, new=new, again=new).status_code == 303
    assert is_in(here) and not is_in(there)
    assert type_password(browser_of(team), "Fatou").status_code == 403
    assert type_password(browser_of(team), "Fatou", new).status_code == 303


def test_a_team_is_changed_by_plain_forms(team: SqlStore) -> None:
    awa, modou = signed_in(team, "Awa"), signed_in(team, "Modou")
    assert modou.get("/equipe").status_code == 403
    send(awa, "/equipe", act="change", person="Modou", role=["analyst"], ceiling="AMBER+STRICT")
    assert modou.get("/revue").status_code == 200
    send(awa, "/equipe", act="change", person="Modou", role=["reader"], ceiling="AMBER")
    assert modou.get("/revue").status_code == 403
    assert "reader" not in plain(awa.get("/equipe").text)  # in words
    send(awa, "/equipe", act="sign_out", person="Modou")
    assert not is_in(modou)
    send(awa, "/equipe", act="disable", person="Modou")
    assert type_password(browser_of(team), "Modou").status_code == 403
    assert "compte fermé" in plain(awa.get("/equipe").text)
    send(awa, "/equipe", act="enable", person="Modou")
    assert type_password(browser_of(team), "Modou").status_code == 303


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"act": "disable", "person": "Awa"}, "un administrateur"),
        ({"act": "change", "person": "Awa", "role": ["reader"], "ceiling": "RED"}, "un administrateur"),
        ({"act": "add", "person": "FATOU", "role": ["reader"], "ceiling": "RED"}, "porte déjà ce nom"),
        ({"act": "add", "person": "<b>x</b>", "role": ["reader"], "ceiling": "RED"}, "2 à 60 signes"),
        ({"act": "add", "person": "Sira", "ceiling": "RED"}, "Choisissez un rôle"),
        ({"act": "add", "person": "Sira", "role": ["chief"], "ceiling": "RED"}, "n’existe pas"),
        ({"act": "add", "person": "Sira", "role": ["reader"], "ceiling": "PINK"}, "n’existe pas"),
        ({"act": "reset", "person": "Personne"}, "Personne ne porte ce nom"),
        ({"act": "crown", "person": "Awa"}, "Cet acte n’existe pas"),
    ],
)
def test_what_cannot_be_done_to_a_team_is_told(team: SqlStore, form: dict[str, Any], why: str) -> None:
    before = team.people.every()
    answer = send(signed_in(team, "Awa"), "/equipe", **form)
    assert answer.status_code == 400 and why in plain(answer.text) and "<b>x" not in answer.text
    assert team.people.every() == before


def test_who_sits_at_the_desk_needs_no_account(team: SqlStore) -> None:
    analyst = visit(team, actor="Chef")
    assert "Canaritexte" in analyst.get("/article/attaque").text
    assert "Se connecter" not in analyst.get("/").text
    assert "sous le nom « Chef »" in plain(analyst.get("/compte").text)
    own = {"origin": "http://127.0.0.1"}
    form = {"act": "add", "person": "Sira", "role": "reader", "ceiling": "AMBER"}
    assert analyst.post("/equipe", data=form, headers=own).status_code < 300
    assert [(c.actor, c.act) for c in team.changes()][-1] == ("Chef", "person-add")


def test_a_closed_desk_shows_the_public_the_sign_in_alone(team: SqlStore) -> None:
    public = browser_of(team, pages="closed")
    for address in ("/", "/carte", "/articles", "/article/attaque", "/about", "/map"):
        assert public.get(address).headers["location"].startswith("/connexion")
    assert public.get("/api/incidents.geojson").status_code == 401
    assert public.get("/health").text == "ok\n"
    assert public.get("/static/desk.css").status_code == 200
    assert "réservé à son équipe" in plain(public.get("/connexion").text)
    assert type_password(public, "Modou").status_code == 303
    assert is_in(public) and public.get("/").status_code == 200


def test_the_sign_in_page_speaks_english(team: SqlStore) -> None:
    assert "Password forgotten?" in browser_of(team).get("/connexion?lang=en").text
    assert "What each role may do" in signed_in(team, "Awa").get("/equipe?lang=en").text
