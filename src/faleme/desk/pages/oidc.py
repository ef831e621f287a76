"""Signing in elsewhere: the way there, and the way back."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from litestar import Response, get
from litestar.concurrency import sync_to_thread
from litestar.response import Redirect

from faleme.desk.oidc import BACK, COOKIE, LASTS, Claimed, OidcError, address_to_ask, claimed
from faleme.desk.pages.frame import Desk, DeskRequest, Frame, missing
from faleme.desk.pages.sign_in import form_with, own_path, rotate, with_session
from faleme.desk.session import ALWAYS, SESSION_COOKIE, digest, iso
from faleme.errors import PersonError
from faleme.records.person import Person

_LOG = logging.getLogger("faleme.desk")


@get("/connexion/oidc", opt=ALWAYS)
async def begin(request: DeskRequest) -> Response[Any]:
    """Send the browser to the provider."""
    frame, desk = _frame(request)
    browser = secrets.token_urlsafe(24)
    next_ = own_path(request.query_params.get("next"))
    try:
        state, begun = desk.oidc.begin(digest(browser), next_, desk.now())
        address = await sync_to_thread(address_to_ask, desk.settings, state, begun)
    except OidcError as error:
        return _refused(frame, error)
    answer: Response[Any] = Redirect(address, status_code=303)
    answer.set_cookie(
        COOKIE, browser, max_age=int(LASTS.total_seconds()), path="/connexion/oidc",
        httponly=True, samesite="lax", secure=frame.asker.https,
    )  # fmt: skip
    return answer


@get(BACK, opt=ALWAYS)
async def back(request: DeskRequest) -> Response[Any]:
    """Sign in who comes back with an answer to what began in this browser."""
    frame, desk = _frame(request)
    given, browser = request.query_params, request.cookies.get(COOKIE, "")
    try:
        begun = desk.oidc.end(given.get("state", ""), digest(browser) if browser else "", desk.now())
        if given.get("iss", desk.settings.oidc_issuer) != desk.settings.oidc_issuer:
            raise OidcError("another provider answers")  # RFC 9207
        if not given.get("code"):
            raise OidcError(f"the provider refuses ({given.get('error', 'no code')[:60]})")
        who = await sync_to_thread(claimed, desk.settings, given["code"], begun, desk.now())
        person = await sync_to_thread(_person, desk, who)
    except (OidcError, PersonError) as error:
        return _refused(frame, error)
    token = await sync_to_thread(rotate, desk, person, request.cookies.get(SESSION_COOKIE))
    answer = with_session(frame, Redirect(begun.next, status_code=303), token)
    answer.delete_cookie(COOKIE, path="/connexion/oidc")
    return answer


ROUTES = (begin, back)


def _frame(request: DeskRequest) -> tuple[Frame, Desk]:
    desk: Desk = request.app.state.desk
    if not desk.settings.oidc_issuer:
        raise missing()
    return Frame(request), desk


def _refused(frame: Frame, error: Exception) -> Response[Any]:
    _LOG.warning("a sign-in by OpenID Connect is refused: %s", error)
    taken = isinstance(error, PersonError)
    page = form_with(frame, "oidc_taken" if taken else "oidc_failed")
    page.status_code = 403
    page.delete_cookie(COOKIE, path="/connexion/oidc")
    return page


def _person(desk: Desk, who: Claimed) -> Person:
    """The account of who signed in, made at their first sign-in; roles follow the provider where that is set.

    An account of that name that somebody here has made is theirs alone. Raises OidcError and PersonError.
    """
    people, at = desk.store.people, iso(desk.now())
    by = {"who": f"oidc {who.issuer}", "at": at}
    found = people.of_identity(who.issuer, who.subject)
    if found is None:
        return people.add(
            Person(name=who.name, roles=who.roles), None, identity=(who.issuer, who.subject), **by
        )
    if found.disabled:
        raise OidcError("the account is closed")
    if desk.settings.oidc_roles and found.roles != who.roles:
        return people.change(found.name, roles=who.roles, **by)
    return found
