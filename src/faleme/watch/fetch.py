"""One address to its answer: asked in turn, as robots.txt allows, within time and size, or a FetchError."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from faleme.errors import FetchError
from faleme.lexicon.press_watch import PressRules
from faleme.lexicon.publishers import Publisher
from faleme.read.encoding import decoded
from faleme.version import __version__
from faleme.watch.body import body_of
from faleme.watch.hosts import Hosts
from faleme.watch.robots import Robots, read_robots
from faleme.watch.schedule import retry_after
from faleme.watch.sources import belongs, host_of

_TOO_MANY = (429, 503)
_REDIRECTS = (301, 302, 303, 307, 308)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came: `address` is where the last redirect led, 304 has no body."""

    address: str
    status: int
    body: bytes = b""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None


def agent_of(contact: str) -> str:
    """How we name ourselves to outlets."""
    about = f"+{contact}" if contact else "early-warning desk; reads public press pages"
    return f"Faleme/{__version__} ({about})"


def client_of(rules: PressRules, contact: str) -> httpx.AsyncClient:
    """A client that follows no redirect by itself; each is looked at before."""
    return httpx.AsyncClient(
        timeout=httpx.Timeout(rules.read_seconds, connect=rules.connect_seconds, pool=None),
        headers={"User-Agent": agent_of(contact), "Accept-Encoding": "gzip", "Accept": "*/*"},
        follow_redirects=False,
    )


class Fetcher:
    """Asks hosts, each in its turn. Tests give a `clock` of their own."""

    def __init__(
        self, client: httpx.AsyncClient, rules: PressRules, now: Callable[[], dt.datetime],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._client, self._rules, self._now, self._clock = client, rules, now, clock
        self.hosts = Hosts(clock, rules.at_once)
        self._robots: dict[str, tuple[Robots, float]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def get(
        self, address: str, publisher: Publisher, *, most: int, etag: str | None = None,
        last_modified: str | None = None,
    ) -> Answer:  # fmt: skip
        """The answer to an address of a publisher; raises FetchError."""
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {name: value for name, value in headers.items() if value}
        end = self._clock() + self._rules.whole_seconds
        for _ in range(self._rules.redirects + 1):
            if not belongs(address, publisher):
                raise FetchError("elsewhere", urlsplit(address).netloc[:80])
            robots, waited = await self._robots_of(address, publisher)
            end += waited
            if not robots.allows(address):
                raise FetchError("robots")
            pace = self._pace(publisher, robots)
            before = self._clock()
            async with self.hosts.turn(host_of(address), pace):
                end += self._clock() - before  # to wait for one's turn is no fault of the host
                answer, to = await self._ask(address, sent, most, end - self._clock())
            if to is None:
                return answer
            address = to
        raise FetchError("redirects", str(self._rules.redirects))

    def _pace(self, publisher: Publisher, robots: Robots) -> float:
        own = publisher.pace or self._rules.pace_seconds
        return max(own, min(robots.delay or 0.0, self._rules.most_pace_seconds))

    async def _ask(
        self, address: str, headers: dict[str, str], most: int, seconds: float, *, cut: bool = False
    ) -> tuple[Answer, str | None]:
        """One request; the answer, or where a redirect leads. The host is closed where it asks for that."""
        whole = f"{self._rules.whole_seconds:g} s"
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                async with self._client.stream("GET", address, headers=headers) as response:
                    return await self._answer(response, address, most, cut)
        except TimeoutError as error:
            raise FetchError("slow", whole) from error
        except httpx.ConnectTimeout as error:
            raise FetchError("no-answer", f"{self._rules.connect_seconds:g} s") from error
        except httpx.TimeoutException as error:
            raise FetchError("slow", f"{self._rules.read_seconds:g} s") from error
        except httpx.RemoteProtocolError as error:
            if "closed" in str(error) or "disconnected" in str(error):
                raise FetchError("cut") from error
            raise FetchError("unreadable", type(error).__name__) from error
        except httpx.ReadError as error:
            raise FetchError("cut") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise FetchError("no-answer", type(error).__name__) from error

    async def _answer(
        self, response: httpx.Response, address: str, most: int, cut: bool
    ) -> tuple[Answer, str | None]:
        status, head = response.status_code, response.headers
        if status in _REDIRECTS and head.get("location"):
            return Answer(address=address, status=status), urljoin(address, head["location"])
        if status == 304:
            return Answer(address=address, status=status), None
        if status in _TOO_MANY:
            wait = retry_after(head.get("retry-after"), self._now(), self._rules)
            if wait is not None:
                self.hosts.close(host_of(address), wait, "too-many", str(status))
            raise FetchError("too-many" if status == 429 else "status", str(status), wait=wait, status=status)
        if not 200 <= status < 300:
            raise FetchError("status", str(status), status=status)
        body = await body_of(
            response.aiter_raw(), head.get("content-encoding", "").strip().lower(), most,
            length=head.get("content-length"), cut=cut,
        )  # fmt: skip
        answer = Answer(
            address=address, status=status, body=body, charset=response.charset_encoding,
            etag=head.get("etag"), last_modified=head.get("last-modified"),
        )  # fmt: skip
        return answer, None

    async def _robots_of(self, address: str, publisher: Publisher) -> tuple[Robots, float]:
        """The rules of a site, kept for a day, and how long we waited for them.

        A site without one allows everything. One whose robots.txt is not to be had is left alone for a while.
        """
        begun = self._clock()
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._asking.setdefault(origin, asyncio.Lock()):
            kept = self._robots.get(origin)
            if kept is None or kept[1] <= self._clock():
                robots = await self._ask_robots(f"{origin}/robots.txt", publisher)
                kept = self._robots[origin] = robots, self._clock() + self._rules.robots_seconds
        return kept[0], self._clock() - begun

    async def _ask_robots(self, address: str, publisher: Publisher) -> Robots:
        host, pace = host_of(address), publisher.pace or self._rules.pace_seconds
        for _ in range(self._rules.redirects + 1):
            try:
                async with self.hosts.turn(host_of(address), pace):
                    answer, to = await self._ask(
                        address, {}, self._rules.robots_bytes, self._rules.whole_seconds, cut=True
                    )
            except FetchError as error:
                if error.kind in ("gzip", "too-large"):
                    return Robots()
                if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                    return Robots()
                wait = max(error.wait or 0.0, self._rules.feed_seconds)
                kind = error.kind if error.status is None else "robots-away"
                self.hosts.close(host, wait, kind, error.detail)
                raise FetchError(kind, error.detail, wait=wait) from error
            if to is None:
                return read_robots(decoded(answer.body, "utf-8")) if answer.body else Robots()
            if not belongs(to, publisher):
                break
            address = to
        return Robots()  # RFC 9309, 2.3.1.2: one that leads on and on is as good as none
