"""Who asks the API: a personal token in place of a session, and how often one caller may ask.

A token acts for its owner within its scopes, under /api/v1 alone. It is sent by the program that has it, by
no browser of its own accord: no form can be forged with it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection

from faleme.desk.access import asked_by, is_https
from faleme.desk.api.problems import BadToken, TooOften
from faleme.desk.api.rate import TOKEN_TIMES
from faleme.desk.session import Asker, asker_of, digest, iso, keep_asker
from faleme.records.person import Act
from faleme.store.tokens import narrowed

if TYPE_CHECKING:
    from faleme.desk.pages.frame import Desk

MARK = "faleme_"
"""What every token begins with, so that one left in a file is known for what it is."""
NOTED_EVERY = dt.timedelta(minutes=5)
_LONGEST = 200
Connection = ASGIConnection[Any, Any, Any, Any]


def new_token() -> str:
    return MARK + secrets.token_urlsafe(32)


def api(act: Act | None = None) -> dict[str, Any]:
    """The `opt` of an address of the API; `act` is what its caller has to have leave for."""
    return {"admit": admit} | ({"act": act} if act else {})


async def admit(connection: Connection) -> None:
    """Before every address of the API. Raises BadToken and TooOften."""
    desk: Desk = connection.app.state.desk
    peer = connection.client.host if connection.client else ""
    address = asked_by(desk.settings, peer, connection.headers)
    token = _bearer(connection.headers.get("authorization", ""))
    if token is None:
        asker = await sync_to_thread(asker_of, connection)
        if not asker.local:
            _count(desk, f"address {address}", 1)
        return
    found = await sync_to_thread(_owner, desk, connection, token, address)
    if found is None:
        _count(desk, f"address {address}", 1)
        raise BadToken()
    _count(desk, f"token {digest(token)}", TOKEN_TIMES)
    keep_asker(connection, found)


def _bearer(header: str) -> str | None:
    """The token of a header, '' for one that cannot be any; None where it is of another scheme."""
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() != "bearer":
        return None
    token = token.strip()
    return token if token.startswith(MARK) and len(token) <= _LONGEST else ""


def _owner(desk: Desk, connection: Connection, token: str, address: str) -> Asker | None:
    now, key = desk.now(), digest(token)
    found = desk.store.tokens.find(key, at=iso(now)) if token else None
    if found is None:
        return None
    person, kept = found
    if kept.used is None or now - dt.datetime.fromisoformat(kept.used) >= NOTED_EVERY:
        desk.store.tokens.used(key, at=iso(now))
    peer = connection.client.host if connection.client else ""
    https = is_https(desk.settings, peer, connection.scope["scheme"], connection.headers)
    return Asker(
        person=narrowed(person, kept.scopes), token=None, local=False, address=address, https=https,
        by_token=True,
    )  # fmt: skip


def _count(desk: Desk, caller: str, times: int) -> None:
    rate = desk.settings.api_rate * times
    wait = desk.callers.take(caller, rate, desk.now()) if rate else 0
    if wait:
        raise TooOften(wait)
