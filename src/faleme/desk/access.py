"""Where a request comes from: the machine of a local desk, or elsewhere, perhaps through a proxy of ours.

Who has not signed in sees whole texts at a desk with `access = "local"` reached over loopback alone.
The Host header must name loopback too (a page elsewhere may point its own name at 127.0.0.1), and a request
that a proxy has passed on is the public's: the proxy sits on loopback, whoever asks it does not.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from functools import cache

from faleme.errors import SettingsError
from faleme.records.person import Person
from faleme.settings import Settings
from faleme.words.wording import LANGUAGES, DeskLanguage

LANGUAGE_COOKIE = "faleme_lang"
_PASSED_ON = (
    "forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-server",
    "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "via",
)  # fmt: skip
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^\s:@/\[\]]+))(?::\d{1,5})?")


def sees_everything(settings: Settings, client: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request may see whole texts and restricted incidents; `client` is the peer's address."""
    if settings.access != "local" or any(name in headers for name in _PASSED_ON):
        return False
    return _is_loopback(client or "") and _is_loopback(_host_name(headers.get("host", "")))


@cache
def proxies_of(written: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Our own proxies, of the setting; raises SettingsError where it names none."""
    try:
        return tuple(ipaddress.ip_network(each.strip()) for each in written.split(",") if each.strip())
    except ValueError as error:
        raise SettingsError(f"proxies are addresses or networks by commas: {error}") from error


def asked_by(settings: Settings, peer: str, headers: Mapping[str, str]) -> str:
    """The address that a request comes from: the peer's, or the last that our proxies do not vouch for."""
    passed = [each.strip() for each in headers.get("x-forwarded-for", "").split(",") if each.strip()]
    while passed and _is_ours(settings, peer):
        peer = passed.pop()
    return peer


def is_https(settings: Settings, peer: str, scheme: str, headers: Mapping[str, str]) -> bool:
    """Whether the browser's own connection is encrypted, which a proxy of ours may have to tell."""
    told = headers.get("x-forwarded-proto", "") if _is_ours(settings, peer) else ""
    return (told or scheme).lower() == "https"


def _is_ours(settings: Settings, address: str) -> bool:
    try:
        return any(ipaddress.ip_address(address) in each for each in proxies_of(settings.proxies))
    except ValueError:
        return False


def at_the_desk(settings: Settings) -> Person:
    """Whoever sits at the machine of a local desk: there is nobody to ask, so they may do what it can do."""
    return Person(name=settings.actor, roles=("analyst", "moderator", "administrator"), ceiling="RED")


def _host_name(host: str) -> str:
    """'127.0.0.1:8765' to '127.0.0.1', '[::1]:8765' to '::1'; nothing where it is no host and port."""
    found = _HOST.fullmatch(host)
    return (found["six"] or found["name"]) if found else ""


def _is_loopback(address: str) -> bool:
    if address.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def language_of(settings: Settings, asked: str | None, remembered: str | None) -> DeskLanguage:
    """The language asked for in the address, else remembered in the cookie, else the setting's."""
    for wish in (asked, remembered):
        for language in LANGUAGES:
            if wish == language:
                return language
    return settings.language
