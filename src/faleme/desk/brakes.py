"""Brakes against spam that ask nobody outside: a trap, how long a form was open, how many links it has."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
import re

from faleme.lexicon.comment_rules import CommentRules

_LINK = re.compile(
    r"https?:|\bwww\.|\[url|<a\b"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|xyz|top|shop|site|online|club|ru|cn|io)\b",
    re.IGNORECASE,
)
_WHOLE_LINK = re.compile(r"(?:https?:|\bwww\.)\S+", re.IGNORECASE)


def stamp(secret: str, now: dt.datetime) -> str:
    """When a form was opened, signed so that nobody else can make one."""
    when = str(int(now.timestamp()))
    return f"{when}.{_signed(secret, 'stamp', when)}"


def opened_at(written: str, secret: str) -> dt.datetime | None:
    """When the form of a stamp was opened, None where we did not sign it."""
    when, _, signature = written.partition(".")
    if not hmac.compare_digest(signature.encode(), _signed(secret, "stamp", when).encode()):
        return None
    return dt.datetime.fromtimestamp(int(when), dt.UTC)


def refused(
    *, trap: str, opened: dt.datetime | None, now: dt.datetime, text: str, rules: CommentRules
) -> str | None:
    """Why a comment is not taken in, as a short code; None where no brake holds it.

    'old' is no fault: the form is given out anew with what was typed.
    """
    if trap:
        return "trap"
    if opened is None or now - opened > dt.timedelta(hours=rules.most_hours):
        return "old"
    if now - opened < dt.timedelta(seconds=rules.least_seconds):
        return "fast"
    return "links" if links(text) >= rules.links_refused else None


def doubts(text: str, rules: CommentRules) -> tuple[str, ...]:
    """Why a moderator may want to look twice."""
    return ("links",) if links(text) >= rules.links_doubted else ()


def links(text: str) -> int:
    """How many links a text has; one that is written out counts once."""
    whole = len(_WHOLE_LINK.findall(text))
    return whole + len(_LINK.findall(_WHOLE_LINK.sub(" ", text)))


def whence(address: str) -> str:
    """What of an address stands for one sender: a household has a whole network of IPv6 addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def number_token(secret: str, number: int) -> str:
    """A comment's number, signed: it lets a moderator find it, and nobody decide."""
    return f"{number}.{_signed(secret, 'comment', str(number))}"


def number_of(token: str, secret: str) -> int | None:
    """The number of a token that we signed."""
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return (
        int(number)
        if hmac.compare_digest(token.encode(), number_token(secret, int(number)).encode())
        else None
    )


def _signed(secret: str, purpose: str, value: str) -> str:
    return hmac.new(secret.encode(), f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()[:32]
