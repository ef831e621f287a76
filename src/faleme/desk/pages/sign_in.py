"""Signing in and out, and one's own account; plain forms, no script needed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, get_args
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.response import Redirect, Template

from faleme.desk.pages.frame import Desk, DeskRequest, Frame, text_of
from faleme.desk.session import (
    ALWAYS,
    LONGEST,
    SESSION_COOKIE,
    SignInFirst,
    digest,
    iso,
    open_session,
)
from faleme.records.person import Act, Person, may
from faleme.store.passwords import hashed, matches, refusal
from faleme.store.people import key_of

LARGEST_FORM = 8_000
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20]*")


@get("/connexion", opt=ALWAYS)
async def sign_in(request: DeskRequest) -> Template:
    """The form to sign in with."""
    return _form(Frame(request), next_=own_path(request.query_params.get("next")))


@post("/connexion", opt=ALWAYS, request_max_body_size=LARGEST_FORM)
async def signed_in(request: DeskRequest) -> Response[Any]:
    """Sign somebody in, or say that name and password do not fit: never which of the two."""
    form = await request.form()
    frame = Frame(request)
    desk: Desk = request.app.state.desk
    name, next_ = text_of(form, "name")[:200], own_path(text_of(form, "next"))
    password = str(form.get("password", ""))
    address, now = frame.asker.address, desk.now()
    wait = desk.attempts.begin(key_of(name), address, now)
    if wait is not None:
        page = _form(frame, next_=next_, name=name, why="sign_in_wait", minutes=_minutes(wait))
        page.status_code, page.headers["retry-after"] = 429, str(wait.seconds + 1)
        return page
    person = await sync_to_thread(_who, desk, name, password)
    if person is None:
        page = _form(frame, next_=next_, name=name, why="sign_in_wrong")
        page.status_code = 403
        return page
    desk.attempts.succeeded(key_of(name), address)
    token = await sync_to_thread(rotate, desk, person, request.cookies.get(SESSION_COOKIE))
    return with_session(frame, Redirect("/compte" if person.provisional else next_, status_code=303), token)


@post("/deconnexion", opt=ALWAYS, request_max_body_size=LARGEST_FORM)
async def sign_out(request: DeskRequest) -> Response[Any]:
    """Sign out here, or everywhere."""
    frame = Frame(request)
    everywhere = text_of(await request.form(), "where") == "everywhere"
    desk: Desk = request.app.state.desk
    if frame.person and frame.asker.token:
        people = desk.store.people
        if everywhere:
            await sync_to_thread(people.close_sessions, frame.person.name)
        else:
            await sync_to_thread(people.close_session, digest(frame.asker.token))
    answer: Response[Any] = Redirect("/", status_code=303)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


@get("/compte", opt=ALWAYS)
async def account(request: DeskRequest) -> Template:
    """One's own account."""
    return await sync_to_thread(_account, Frame(request))


@post("/compte", opt=ALWAYS, request_max_body_size=LARGEST_FORM)
async def change_password(request: DeskRequest) -> Response[Any]:
    """Another password; it ends every session by the old one but this."""
    form = await request.form()
    frame = Frame(request)
    desk: Desk = request.app.state.desk
    person = frame.person
    if person is None or frame.asker.token is None:
        raise SignInFirst()
    old, new, again = (str(form.get(name, "")) for name in ("old", "new", "again"))
    key, address = key_of(person.name), frame.asker.address
    wait = desk.attempts.begin(key, address, desk.now())
    if wait is not None:
        why: str | None = "sign_in_wait"
    elif not await sync_to_thread(_is_theirs, desk, person, old):
        why = "password_wrong"
    else:
        desk.attempts.succeeded(key, address)
        why = _refused(person, old, new, again)
    if why:
        page = await sync_to_thread(_account, frame, why=why, minutes=_minutes(wait))
        page.status_code = 400
        return page
    token = await sync_to_thread(_replace, desk, person, new)
    return with_session(frame, Redirect("/compte?done=password", status_code=303), token)


def own_path(asked: str | None) -> str:
    """Where to go after signing in: a path of this desk, never another host's page."""
    return asked if asked and _OWN_PATH.fullmatch(asked) and not asked.startswith("/connexion") else "/"


def with_session(frame: Frame, answer: Response[Any], token: str) -> Response[Any]:
    """An answer that gives the browser its session."""
    answer.set_cookie(
        SESSION_COOKIE, token, max_age=int(LONGEST.total_seconds()), path="/",
        httponly=True, samesite="lax", secure=frame.asker.https,
    )  # fmt: skip
    return answer


def _who(desk: Desk, name: str, password: str) -> Person | None:
    """The person of a name and a password; as slow for a name that nobody has."""
    people = desk.store.people
    return people.find(name) if matches(people.password(name), password) else None


def _is_theirs(desk: Desk, person: Person, password: str) -> bool:
    return matches(desk.store.people.password(person.name), password)


def rotate(desk: Desk, person: Person, old: str | None) -> str:
    """A new session, never the one that the browser had before."""
    if old:
        desk.store.people.close_session(digest(old))
    return open_session(desk, person.name)


def _replace(desk: Desk, person: Person, new: str) -> str:
    people, at = desk.store.people, iso(desk.now())
    people.set_password(person.name, hashed(new), provisional=False, who=person.name, at=at)
    return open_session(desk, person.name)


def _refused(person: Person, old: str, new: str, again: str) -> str | None:
    """Why a new password is not taken, as a key of the desk's words."""
    if new != again:
        return "password_differ"
    if new == old:
        return "password_same"
    found = refusal(new, person.name)
    return f"password_{found}" if found else None


def _minutes(wait: dt.timedelta | None) -> int:
    """How long to wait, in whole minutes."""
    return -(-wait.seconds // 60) if wait else 0


def form_with(frame: Frame, why: str) -> Template:
    """The form once more, with why a sign-in elsewhere did not count."""
    return _form(frame, next_="/", why=why)


def _form(frame: Frame, *, next_: str, name: str = "", why: str = "", minutes: int = 0) -> Template:
    return frame.form_page(
        "sign_in.html", current="", title=frame.words.say("sign_in_title"),
        next=next_, name=name, why=why, minutes=minutes, closed=frame.desk.settings.pages == "closed",
        elsewhere=f"/connexion/oidc?{urlencode({'next': next_})}" if frame.desk.settings.oidc_issuer else "",
    )  # fmt: skip


def _account(frame: Frame, why: str = "", minutes: int = 0) -> Template:
    person = frame.person
    if person is None:
        raise SignInFirst()
    desk = frame.desk
    sessions = desk.store.people.sessions(person.name) if frame.asker.token else []
    return frame.form_page(
        "account.html", current="account", title=frame.words.say("account_title"),
        person=person, sessions=sessions, local=frame.asker.local, why=why, manages=may(person, "people"),
        acts=[each for each in get_args(Act) if may(person, each)], minutes=minutes,
        done=frame.chosen("done") == "password",
    )  # fmt: skip


ROUTES = (sign_in, signed_in, sign_out, account, change_password)
