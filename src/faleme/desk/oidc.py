"""Signing in elsewhere (OpenID Connect): authorization code with PKCE, as the provider describes itself.

What began here ends here, once: a state is of one browser, good for some minutes and for one answer. An ID
token counts when the provider signed it, for us, now, for the very question that we asked (nonce).
"""

from __future__ import annotations

import datetime as dt
import hmac
import importlib
import secrets
import threading
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from faleme.errors import FalemeError, SettingsError
from faleme.records.person import ROLES, Role
from faleme.settings import Settings

BACK = "/connexion/oidc/retour"
COOKIE = "faleme_oidc"
LASTS = dt.timedelta(minutes=10)
_MOST_WAITING = 10_000
_PATIENCE = 10.0
_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
_SKEW = 60
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class OidcError(FalemeError):
    """A sign-in elsewhere that does not count, with the reason for the log."""


class Begun(msgspec.Struct, frozen=True):
    """A sign-in that has begun: what its answer has to fit."""

    browser: str
    verifier: str
    nonce: str
    next: str
    until: dt.datetime


class Waiting:
    """The sign-ins that have begun, by state; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun: dict[str, Begun] = {}

    def begin(self, browser: str, next_: str, now: dt.datetime) -> tuple[str, Begun]:
        state = secrets.token_urlsafe(24)
        made = Begun(browser, secrets.token_urlsafe(48), secrets.token_urlsafe(24), next_, now + LASTS)
        with self._lock:
            self._begun = {key: each for key, each in self._begun.items() if each.until > now}
            if len(self._begun) >= _MOST_WAITING:
                raise OidcError("too many sign-ins have begun")
            self._begun[state] = made
        return state, made

    def end(self, state: str, browser: str, now: dt.datetime) -> Begun:
        """The one that a state belongs to, never again after this. Raises OidcError."""
        with self._lock:
            found = self._begun.pop(state, None)
        if found is None or found.until <= now:
            raise OidcError("its state is unknown, used or over")
        if not browser or not hmac.compare_digest(found.browser.encode(), browser.encode()):
            raise OidcError("its state is another browser's")
        return found


class Claimed(msgspec.Struct, frozen=True):
    """Who somebody is, as the provider says."""

    issuer: str
    subject: str
    name: str
    roles: tuple[Role, ...]


def check_oidc_settings(settings: Settings) -> None:
    """Raises SettingsError where a sign-in elsewhere is set by halves, or the extra is not installed."""
    if not settings.oidc_issuer:
        return
    for what, address in (
        ("FALEME_OIDC_ISSUER", settings.oidc_issuer),
        ("FALEME_PUBLIC_URL", settings.public_url),
    ):
        if not _is_safe(address):
            raise SettingsError(f"{what} begins with https:// where people sign in elsewhere")
    if not settings.oidc_client:
        raise SettingsError("the provider knows the desk by a name: FALEME_OIDC_CLIENT")
    mapped(settings)
    try:
        for needed in ("authlib.integrations.httpx_client", "joserfc.jwt"):
            importlib.import_module(needed)
    except ModuleNotFoundError as error:
        raise SettingsError("OpenID Connect needs the extra: pip install 'faleme[oidc]'") from error


def mapped(settings: Settings) -> dict[str, Role]:
    """'press=analyst, heads=administrator' as roles by what a claim says. Raises SettingsError."""
    found: dict[str, Role] = {}
    for pair in filter(None, (each.strip() for each in settings.oidc_roles.split(","))):
        value, _, name = (part.strip() for part in pair.partition("="))
        role = next((each for each in ROLES if each == name), None)
        if not value or role is None:
            raise SettingsError(f"FALEME_OIDC_ROLES is VALUE=ROLE by commas; roles are {', '.join(ROLES)}")
        found[value] = role
    return found


def address_to_ask(settings: Settings, state: str, begun: Begun) -> str:
    """Where a browser is sent to sign in. Raises OidcError."""
    with _client(settings) as client:
        endpoint = _discovered(client, settings)["authorization_endpoint"]
        address, _ = client.create_authorization_url(
            endpoint, state=state, nonce=begun.nonce, code_verifier=begun.verifier
        )
    return str(address)


def claimed(settings: Settings, code: str, begun: Begun, now: dt.datetime) -> Claimed:
    """Who signed in, by the code of the provider's answer. Raises OidcError."""
    from authlib.common.errors import AuthlibBaseError

    try:
        with _client(settings) as client:
            found = _discovered(client, settings)
            token = client.fetch_token(found["token_endpoint"], code=code, code_verifier=begun.verifier)
            keys = client.request("GET", found["jwks_uri"], withhold_token=True).raise_for_status().json()
            claims = _checked(str(token.get("id_token", "")), keys, settings, begun.nonce, now)
    except (AuthlibBaseError, httpx.HTTPError, KeyError, ValueError) as error:
        raise OidcError(f"the provider's answer does not count ({type(error).__name__}: {error})") from error
    return _who(settings, claims)


def _checked(
    token: str, keys: Any, settings: Settings, nonce: str, now: dt.datetime
) -> dict[str, Any]:  # fmt: skip
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()), leeway=_SKEW,
            iss={"essential": True, "value": settings.oidc_issuer},
            aud={"essential": True, "value": settings.oidc_client},
            sub={"essential": True}, exp={"essential": True}, iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)  # fmt: skip
    except JoseError as error:
        raise OidcError(f"its ID token does not count ({error})") from error
    meant = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if claims.get("azp", settings.oidc_client) != settings.oidc_client or (
        len(meant) > 1 and "azp" not in claims
    ):
        raise OidcError("its ID token is for another client")
    return claims


def _who(settings: Settings, claims: dict[str, Any]) -> Claimed:
    told = claims.get(settings.oidc_claim, ())
    values = {told} if isinstance(told, str) else {each for each in told if isinstance(each, str)}
    granted = {role for value, role in mapped(settings).items() if value in values}
    roles = tuple(each for each in ROLES if each in granted) or ("reader",)
    name = next(
        (str(claims[each]) for each in ("preferred_username", "name", "email") if claims.get(each)), ""
    )
    return Claimed(settings.oidc_issuer, str(claims["sub"]), name or str(claims["sub"]), roles)


def _client(settings: Settings) -> Any:
    from authlib.integrations.httpx_client import OAuth2Client

    return OAuth2Client(
        settings.oidc_client, str(settings.oidc_secret) or None,
        token_endpoint_auth_method="client_secret_basic" if settings.oidc_secret else "none",
        scope="openid profile email", redirect_uri=settings.public_url.rstrip("/") + BACK,
        code_challenge_method="S256", timeout=_PATIENCE,
    )  # fmt: skip


def _discovered(client: Any, settings: Settings) -> dict[str, str]:
    """The provider's own description. Raises OidcError where it is another's or not safe."""
    address = settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration"
    try:
        found = client.request("GET", address, withhold_token=True).raise_for_status().json()
        described = {
            name: str(found[name])
            for name in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        }
    except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
        raise OidcError(f"the provider does not describe itself ({type(error).__name__})") from error
    if described["issuer"] != settings.oidc_issuer:
        raise OidcError("the provider describes another issuer")
    if not all(_is_safe(each) for each in described.values()):
        raise OidcError("the provider names an address without TLS")
    return described


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
