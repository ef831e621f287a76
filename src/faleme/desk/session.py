"""Who asks, as told by a session or by where they sit; and that an act comes from a page of this desk.

A session is a random token in a cookie; the store keeps its SHA-256 alone. Every form of somebody signed in
carries a second token made from it, every other form one made from a cookie of its own (double submit); at
a local desk the browser's word on the origin does, as nobody else can reach it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Any

import msgspec
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection, Request
from litestar.exceptions import ClientException, HTTPException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from faleme.desk.access import asked_by, at_the_desk, is_https, sees_everything
from faleme.records.person import Act, Person, may

if TYPE_CHECKING:
    from faleme.desk.pages.frame import Desk, DeskRequest

SESSION_COOKIE, FORM_COOKIE = "faleme_session", "faleme_form"
TOKEN_FIELD, TOKEN_HEADER = "token", "x-faleme-token"
IDLE, LONGEST = dt.timedelta(hours=8), dt.timedelta(days=7)
"""A session is over after so long without a page, and after so long at all."""
NOTED_EVERY = dt.timedelta(minutes=5)
_HARMLESS = ("GET", "HEAD", "OPTIONS")
_KEPT = "faleme_asker"


class Asker(msgspec.Struct, frozen=True, kw_only=True):
    """Who sent a request: `token` is that of their session, None at a local desk and for the public.

    `by_token`: a program with a personal token, which no page can send in its place.
    """

    person: Person | None
    token: str | None
    local: bool
    address: str
    https: bool
    by_token: bool = False


class SignInFirst(HTTPException):
    """Answered with the way to the sign-in page."""

    status_code = 401


class ChooseAPassword(HTTPException):
    """Answered with the way to the page where a provisional password is replaced."""

    status_code = 403


def needs(act: Act) -> dict[str, Any]:
    """The `opt` of a route that only they may call who may do this; others sign in or are refused."""
    return {"act": act}


ALWAYS = {"always": True}
"""The `opt` of a route that is there before anybody has signed in, also where pages are closed."""


def asker_of(request: ASGIConnection[Any, Any, Any, Any]) -> Asker:
    """Who sent it; looked up once a request."""
    kept: dict[str, Any] = request.scope["state"]
    if _KEPT not in kept:
        kept[_KEPT] = _asker(request)
    found: Asker = kept[_KEPT]
    return found


def keep_asker(request: ASGIConnection[Any, Any, Any, Any], asker: Asker) -> None:
    """Who sent it is known already."""
    request.scope["state"][_KEPT] = asker


def _asker(request: ASGIConnection[Any, Any, Any, Any]) -> Asker:
    desk: Desk = request.app.state.desk
    peer = request.client.host if request.client else ""
    address = asked_by(desk.settings, peer, request.headers)
    https = is_https(desk.settings, peer, request.scope["scheme"], request.headers)
    token = request.cookies.get(SESSION_COOKIE)
    signed_in = _signed_in(desk, token) if token else None
    local = signed_in is None and sees_everything(desk.settings, peer, request.headers)
    return Asker(
        person=at_the_desk(desk.settings) if local else signed_in,
        token=token if signed_in else None,
        local=local,
        address=address,
        https=https,
    )


def _signed_in(desk: Desk, token: str) -> Person | None:
    """Whose session it is, None when it is nobody's or over."""
    key, now = digest(token), desk.now()
    found = desk.store.people.session(key)
    if found is None:
        return None
    opened, seen = dt.datetime.fromisoformat(found.opened), dt.datetime.fromisoformat(found.seen)
    if now - opened >= LONGEST or now - seen >= IDLE:
        return None
    if now - seen >= NOTED_EVERY:
        desk.store.people.seen(key, at=iso(now))
    return found.person


def open_session(desk: Desk, name: str) -> str:
    """Sign somebody in; the token for their browser. Sessions that are over are deleted on the way."""
    token, now = secrets.token_urlsafe(32), desk.now()
    people = desk.store.people
    people.forget_sessions(opened_before=iso(now - LONGEST), seen_before=iso(now - IDLE))
    people.open_session(digest(token), name, at=iso(now))
    return token


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def iso(moment: dt.datetime) -> str:
    """A moment as the store keeps it: UTC, to the second."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def form_token(secret: str) -> str:
    """The token that a form carries, made from what the browser keeps in a cookie."""
    return hmac.new(secret.encode(), b"faleme form", hashlib.sha256).hexdigest()


def is_own_page(request: DeskRequest) -> bool:
    """Whether a form stood on a page of this desk, as the browser tells it."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        return False
    scheme = "https" if asker_of(request).https else request.url.scheme
    own = f"{scheme}://{request.headers.get('host', '')}"
    return site in (None, "same-origin") and origin in (None, own)


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Before every route: who asks, whether they may, and whether an act comes from a page of ours.

    A route whose `opt` has `admit` asks that first (desk/api/admit.py).
    """
    if admit := handler.opt.get("admit"):
        await admit(connection)
    has_session = SESSION_COOKIE in connection.cookies
    asker = await sync_to_thread(asker_of, connection) if has_session else asker_of(connection)
    desk: Desk = connection.app.state.desk
    act: Act | None = handler.opt.get("act")
    if act is not None:
        _refuse_unless(asker.person, may(asker.person, act))
    elif desk.settings.pages == "closed" and not handler.opt.get("always"):
        _refuse_unless(asker.person, may(asker.person, "read"))
    if isinstance(connection, Request) and connection.method not in _HARMLESS and not asker.by_token:
        await _refuse_others_forms(connection, asker)


def _refuse_unless(person: Person | None, allowed: bool) -> None:
    if allowed:
        return
    if person is None:
        raise SignInFirst()
    raise ChooseAPassword() if person.provisional else PermissionDeniedException()


async def _refuse_others_forms(request: DeskRequest, asker: Asker) -> None:
    if not is_own_page(request):
        raise PermissionDeniedException()
    if asker.local:
        return
    secret = asker.token or request.cookies.get(FORM_COOKIE)
    given = request.headers.get(TOKEN_HEADER) or await _given_token(request)
    if not secret or not hmac.compare_digest(form_token(secret).encode(), given.encode()):
        raise PermissionDeniedException()


async def _given_token(request: DeskRequest) -> str:
    try:
        given = (await request.form()).get(TOKEN_FIELD, "")
    except ValueError as error:
        raise ClientException() from error
    return given if isinstance(given, str) else ""
