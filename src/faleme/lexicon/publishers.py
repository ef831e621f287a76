"""Publishers: the outlets that Falémé knows, declared in `data/publishers/*.toml`.

One file a country (or 'demonstration'), one `[[publisher]]` an outlet:

    name      as shown; aliases are other spellings, domains the hosts it publishes on
    country   ISO 3166-1 alpha-3; language 'fr' or 'en'
    family    who stands behind it: outlets of one family are not independent sources of each other
    marking   the TLP 2.0 label of what it publishes, CLEAR if not given
    feeds     addresses of its RSS or Atom feeds; sitemap that of its sitemap, sections those of pages that
              list articles
    pace      seconds between two requests to one of its hosts, 0 for the usual pace
    verified  the day on which somebody tried its addresses, or false
    reliability  the Admiralty system's letter for the source, A to F, set by a person; F, cannot be judged
"""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from faleme.errors import DataError
from faleme.lexicon.names import name_key
from faleme.records.text import Marking

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "publishers"


class Publisher(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One outlet as declared; `family` defaults to the outlet itself."""

    name: str
    country: str
    language: Literal["fr", "en"]
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    family: str = ""
    marking: Marking = "CLEAR"
    feeds: tuple[str, ...] = ()
    sitemap: str = ""
    sections: tuple[str, ...] = ()
    pace: float = 0.0
    verified: dt.date | bool = False
    reliability: Literal["A", "B", "C", "D", "E", "F"] = "F"

    @property
    def independent_of(self) -> str:
        """Key of the family: two reports under one key are one source."""
        return self.family or name_key(self.name)


@cache
def publishers(folder: Path = SHIPPED) -> tuple[Publisher, ...]:
    """All declared outlets, by file. Raises DataError, also on a name given twice."""
    found = tuple(outlet for path in sorted(folder.glob("*.toml")) for outlet in _declared(path))
    _by_key(found)
    return found


def read_publishers(path: Path) -> tuple[Publisher, ...]:
    """The outlets of one file of the same form. Raises DataError."""
    found = _declared(path)
    _by_key(found)
    return found


def _declared(path: Path) -> tuple[Publisher, ...]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found = msgspec.convert(table.get("publisher", []), tuple[Publisher, ...])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"a publisher's declaration is wrong: {error}", source=str(path)) from error
    for outlet in found:
        _check(outlet, path)
    return found


def _check(outlet: Publisher, path: Path) -> None:
    for address in (*outlet.feeds, *outlet.sections, *filter(None, [outlet.sitemap])):
        if not address.startswith(("https://", "http://")) or not _host(address):
            raise DataError(f"{outlet.name}: {address!r} is no web address", source=str(path))
    if outlet.verified is True:
        raise DataError(f"{outlet.name}: verified is a day or false", source=str(path))
    if outlet.pace < 0:
        raise DataError(f"{outlet.name}: pace is a number of seconds", source=str(path))


def publisher_of(article_source_or_url: str | None) -> Publisher | None:
    """The outlet of an article's source ('SeneNews') or address ('https://www.senenews.com/…'), or None."""
    if not article_source_or_url:
        return None
    value = article_source_or_url.strip()
    keys = _keys()
    host = _host(value)
    while host:
        if found := keys.get(host):
            return found
        host = host.partition(".")[2]
    return keys.get(name_key(value))


@cache
def _keys() -> dict[str, Publisher]:
    return _by_key(publishers())


def _by_key(outlets: tuple[Publisher, ...]) -> dict[str, Publisher]:
    keys: dict[str, Publisher] = {}
    for outlet in outlets:
        for key in {*map(name_key, (outlet.name, *outlet.aliases)), *outlet.domains}:
            if keys.setdefault(key, outlet) is not outlet:
                raise DataError(f"two publishers claim '{key}': {keys[key].name} and {outlet.name}")
    return keys


def _host(value: str) -> str:
    """Host of an address or of a bare domain ('news.abamako.com'), '' for a name."""
    if " " in value or "." not in value:
        return ""
    try:
        host = urlsplit(value if "//" in value else f"//{value}").hostname
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
