"""Settings: one frozen record, built once by the command line or the desk, and passed on as an argument."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from faleme.errors import SettingsError

STORE_DEFAULT = "sqlite:///desk.db"
ENVIRONMENT: dict[str, str] = {
    "FALEME_STORE": "store",
    "FALEME_AS_OF": "as_of",
    "FALEME_ACTOR": "actor",
    "FALEME_LANGUAGE": "language",
    "FALEME_ACCESS": "access",
    "FALEME_GAZETTEER": "gazetteer",
    "FALEME_PAGES": "pages",
    "FALEME_PROXIES": "proxies",
    "FALEME_MAP_TILES": "map_tiles",
    "FALEME_MAP_TILES_CREDIT": "map_tiles_credit",
    "FALEME_API_RATE": "api_rate",
    "FALEME_PUBLIC_URL": "public_url",
    "FALEME_COMMENTS": "comments",
    "FALEME_MODERATORS": "moderators",
    "FALEME_FORGET_DAYS": "forget_days",
    "FALEME_SMTP_HOST": "smtp_host",
    "FALEME_SMTP_PORT": "smtp_port",
    "FALEME_SMTP_TLS": "smtp_tls",
    "FALEME_SMTP_USER": "smtp_user",
    "FALEME_SMTP_PASSWORD": "smtp_password",
    "FALEME_SMTP_PASSWORD_FILE": "smtp_password_file",
    "FALEME_MAIL_FROM": "mail_from",
    "FALEME_OIDC_ISSUER": "oidc_issuer",
    "FALEME_OIDC_CLIENT": "oidc_client",
    "FALEME_OIDC_SECRET": "oidc_secret",
    "FALEME_OIDC_CLAIM": "oidc_claim",
    "FALEME_OIDC_ROLES": "oidc_roles",
    "FALEME_RECEIVERS": "receivers",
    "FALEME_WEBHOOK_SECRET": "webhook_secret",
    "FALEME_PUBLISHERS": "publishers",
    "FALEME_CONTACT": "contact",
}
"""Environment variables that set a field; an argument on the command line wins over them."""


class Secret(str):
    """A word that no message, log or listing of settings shows."""

    def __repr__(self) -> str:
        return "Secret(…)"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is told.

    store       address of the store: `sqlite:///desk.db` or `postgresql://user@host/name`
    as_of       the day taken for today (None: the command line or desk asks the clock, nothing below them)
    actor       who makes changes, written beside each of them
    language    language of the desk, French or English
    access      `local`: whoever reaches the desk sees whole texts (loopback only); `public`: nobody does
    pages       `open`: the public sees what the public rule lets out; `closed`: it sees the sign-in alone
    proxies     addresses or networks of our own reverse proxies, by commas: they are believed about who asks
    map_tiles   tiles under the map, `https://HOST/{z}/{x}/{y}.png`; '' for none, and no request to anybody
    map_tiles_credit  whose tiles they are, as their licence wants it named on the map
    api_rate    requests a minute that an address may make to the API, a token five times as many; 0: any
    public_url  what the public calls the desk, `https://desk.example`: links in mails begin with it
    comments    `open`: readers may comment, moderators decide; `closed`: nobody may, what stands is shown
    moderators  e-mail addresses by commas that are told of each new comment
    forget_days  how many days after a decision a commenter's e-mail address is forgotten
    smtp_host   the mail server; '' for none, and no mail is written. With smtp_port, smtp_user,
                smtp_password (or smtp_password_file), and smtp_tls: `starttls`, `tls` from the first byte,
                or `none`. A server that does not offer what is set gets no mail
    mail_from   the address that mails come from
    oidc_issuer  where people may sign in as well (OpenID Connect, docs/6); '' for nowhere. With oidc_client
                and oidc_secret, by which it knows the desk, and oidc_roles, `VALUE=ROLE` by commas of what
                its claim oidc_claim says: without one that fits somebody is a reader
    receivers   a file that says who is warned, how and of what (docs/9); None: alerts are kept and not sent
    webhook_secret  what bodies of webhooks are signed with (HMAC-SHA256)
    publishers  a file of outlets that are watched in place of the shipped ones (docs/10)
    contact     a web or e-mail address that outlets find beside our name in their logs
    gazetteer   a gazetteer file in place of the shipped one
    max_bytes   the largest input that is read
    """

    store: str = STORE_DEFAULT
    as_of: dt.date | None = None
    actor: str = "local"
    language: Literal["fr", "en"] = "fr"
    access: Literal["local", "public"] = "local"
    pages: Literal["open", "closed"] = "open"
    proxies: str = ""
    map_tiles: str = ""
    map_tiles_credit: str = ""
    api_rate: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 120
    public_url: str = ""
    comments: Literal["open", "closed"] = "closed"
    moderators: str = ""
    forget_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 90
    smtp_host: str = ""
    smtp_port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 587
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: Secret = Secret("")
    smtp_password_file: Path | None = None
    mail_from: str = ""
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: Secret = Secret("")
    oidc_claim: str = "groups"
    oidc_roles: str = ""
    receivers: Path | None = None
    webhook_secret: Secret = Secret("")
    publishers: Path | None = None
    contact: str = ""
    gazetteer: Path | None = None
    max_bytes: int = 20_000_000


def settings_from(environment: Mapping[str, str], **given: object) -> Settings:
    """Settings of an environment and of the arguments given (None counts as not given).

    Raises SettingsError with the name of the variable or argument and what it may be.
    """
    values: dict[str, object] = {}
    for variable, field in ENVIRONMENT.items():
        if environment.get(variable):
            values[field] = environment[variable]
    values.update({name: value for name, value in given.items() if value is not None})
    try:
        return msgspec.convert(values, Settings, dec_hook=_made, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"setting not understood: {error} (store, as_of as YYYY-MM-DD, …)") from error


def _made(kind: type, value: object) -> object:
    if kind in (Path, Secret) and isinstance(value, str | Path):
        return kind(value)
    raise msgspec.ValidationError(f"expected {kind.__name__}, got {value!r}")
