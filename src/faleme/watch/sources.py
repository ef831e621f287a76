"""What is watched: the feeds, sitemaps and section pages of publishers, and which addresses are theirs."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit, urlunsplit

import msgspec

from faleme.errors import SettingsError
from faleme.lexicon.names import name_key
from faleme.lexicon.publishers import Publisher
from faleme.records.watched import SourceKind

_TRACKING = ("utm_", "fbclid=", "gclid=", "xtor=")
_USUAL_PORTS = (None, 80, 443)
_LONGEST = 2000


class Source(msgspec.Struct, frozen=True):
    """One address that is asked again and again."""

    publisher: Publisher
    kind: SourceKind
    address: str

    @property
    def host(self) -> str:
        return host_of(self.address)


def sources_of(publishers: Iterable[Publisher], only: Iterable[str] = ()) -> list[Source]:
    """The sources of publishers, or of those named. Raises SettingsError on a name that none has."""
    known = list(publishers)
    wanted = {name_key(each): each for each in only}
    if wanted:
        named = {key for each in known for key in map(name_key, (each.name, *each.aliases))}
        for key, written in wanted.items():
            if key not in named:
                raise SettingsError(f"no publisher is called {written!r}; `faleme watch sources` lists them")
        known = [each for each in known if wanted.keys() & set(map(name_key, (each.name, *each.aliases)))]
    found: dict[str, Source] = {}
    for each in known:
        kinds: tuple[tuple[SourceKind, tuple[str, ...]], ...] = (
            ("feed", each.feeds), ("sitemap", (each.sitemap,) if each.sitemap else ()),
            ("section", each.sections),
        )  # fmt: skip
        for kind, addresses in kinds:
            for address in addresses:
                found.setdefault(address, Source(each, kind, address))
    return list(found.values())


def belongs(address: str, publisher: Publisher) -> bool:
    """Whether an address is on a host of a publisher, at a usual port or at that of a declared address.

    A feed may name any address: it must not send us into somebody's internal network.
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        return False
    declared = [urlsplit(each.address) for each in sources_of([publisher])]
    if any(parts.netloc.lower() == each.netloc.lower() for each in declared):
        return True
    if port not in _USUAL_PORTS:
        return False
    domains = {*publisher.domains, *((each.hostname or "").removeprefix("www.") for each in declared)}
    while host:
        if host in domains:
            return True
        host = host.partition(".")[2]
    return False


def host_of(address: str) -> str:
    """Host and port: whatever has one pace."""
    return urlsplit(address).netloc.lower()


def plain_address(written: str, base: str) -> str | None:
    """An address as it is remembered: whole, without fragment and trackers' marks; None where it is none."""
    try:
        parts = urlsplit(urljoin(base, written.strip()))
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            return None
    except ValueError:
        return None
    query = "&".join(pair for pair in parts.query.split("&") if pair and not pair.startswith(_TRACKING))
    plain = urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", query, ""))
    return plain if len(plain) <= _LONGEST and plain.isprintable() else None
