"""One's own tokens for the API: made with a name, scopes and an end, shown once, revoked here."""

from __future__ import annotations

import datetime as dt
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.response import Template

from faleme.desk.api.admit import new_token
from faleme.desk.pages.frame import DeskRequest, Frame, text_of
from faleme.desk.session import digest, iso, needs
from faleme.errors import PersonError
from faleme.records.person import SCOPES, Scope, may
from faleme.store.tokens import LONGEST_NAME, Token

LARGEST_FORM = 8_000
DAYS = (7, 30, 90, 365)
"""How long a token may last."""


@get("/compte/jetons", opt=needs("read"))
async def tokens(request: DeskRequest) -> Template:
    """One's tokens, and the form to make one."""
    return await sync_to_thread(_page, Frame(request))


@post("/compte/jetons", opt=needs("read"), request_max_body_size=LARGEST_FORM)
async def manage(request: DeskRequest) -> Response[Any]:
    """Make a token, which is shown this once, or revoke one."""
    form = await request.form()
    frame = Frame(request)
    if frame.asker.local:
        return await sync_to_thread(_page, frame, status=400)
    if text_of(form, "act") == "revoke":
        return await sync_to_thread(_revoke, frame, text_of(form, "id"))
    scopes = tuple(each for each in _scopes(frame) if each in form.getall("scope", []))
    return await sync_to_thread(_make, frame, text_of(form, "name"), scopes, text_of(form, "days"))


def _scopes(frame: Frame) -> tuple[Scope, ...]:
    """What a token of theirs may be made for."""
    return tuple(each for each in SCOPES if may(frame.person, each))


def _make(frame: Frame, name: str, scopes: tuple[Scope, ...], days: str) -> Template:
    assert frame.person is not None
    now, token = frame.desk.now(), new_token()
    chosen = next((each for each in DAYS if str(each) == days), DAYS[0])
    made = Token(id="", name=name, scopes=scopes, made=iso(now), expires=iso(now + dt.timedelta(days=chosen)))
    try:
        frame.desk.store.tokens.add(digest(token), frame.person.name, made, at=iso(now))
    except PersonError as error:
        return _page(frame, why=error.reason, name=name, status=400)
    return _page(frame, token=token)


def _revoke(frame: Frame, identifier: str) -> Template:
    assert frame.person is not None
    done = frame.desk.store.tokens.revoke(frame.person.name, identifier, at=iso(frame.desk.now()))
    return _page(frame, done=done)


def _page(
    frame: Frame, *, token: str = "", why: str = "", name: str = "", done: bool = False, status: int = 200
) -> Template:
    person = frame.person
    assert person is not None
    held = [] if frame.asker.local else frame.desk.store.tokens.every(person.name)
    page = frame.form_page(
        "tokens.html", current="account", title=frame.words.say("tokens_title"),
        tokens=held, now=iso(frame.desk.now()), scopes=_scopes(frame), days=DAYS, longest=LONGEST_NAME,
        token=token, why=why, name=name, done=done, local=frame.asker.local,
    )  # fmt: skip
    page.status_code = status
    return page


ROUTES = (tokens, manage)
