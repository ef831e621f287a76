"""One visit of a source: ask it, note what is new there, and when it is to be asked again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from faleme.errors import FetchError
from faleme.lexicon.press_watch import PressRules
from faleme.records.watched import Fault, FaultKind, Outcome, Pending, SourceState
from faleme.store.base import StoreWriter
from faleme.watch import schedule
from faleme.watch.body import lies_of_charset
from faleme.watch.discover import Told, of_feed, of_section, of_sitemap
from faleme.watch.fetch import Answer, Fetcher
from faleme.watch.schedule import iso
from faleme.watch.sources import Source, belongs

InOrder = Callable[..., Awaitable[Any]]
"""Runs a function in the one thread that reads and writes, and gives its result."""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: how many addresses are new, and what went wrong."""

    after: SourceState
    new: int = 0
    faults: tuple[Fault, ...] = ()


class Visitor:
    """Visits sources of one store."""

    def __init__(
        self, store: StoreWriter, fetcher: Fetcher, rules: PressRules, now: Callable[[], dt.datetime],
        in_order: InOrder,
    ) -> None:  # fmt: skip
        self._store, self._fetcher, self._rules, self._now = store, fetcher, rules, now
        self._in_order = in_order

    async def visit(self, source: Source, state: SourceState) -> Visit:
        """Ask a source and keep what came of it; a fault is kept, not raised."""
        try:
            answer = await self._fetcher.get(
                source.address, source.publisher, most=self._most(source), etag=state.etag,
                last_modified=state.last_modified,
            )  # fmt: skip
            if answer.status == 304:
                after = schedule.succeeded(state, self._now(), self._rules)
                await self._in_order(self._store.watched.visited, after)
                return Visit(after=after)
            told, faults = await self._told(source, answer)
            return await self._in_order(self._keep, source, state, answer, told, faults)  # type: ignore[no-any-return]
        except FetchError as error:
            return await self._failed(source, state, error)
        except Exception as error:  # one request: a fault of ours costs this visit, not the watch
            said = " ".join(f"{type(error).__name__}: {error}".split())
            return await self._failed(source, state, FetchError("ours", said[:200]))

    async def _failed(self, source: Source, state: SourceState, error: FetchError) -> Visit:
        now = self._now()
        fault = fault_of(error, source, source.address, now)
        after = schedule.failed(state, now, self._rules, fault, wait=error.wait)
        await self._in_order(self._store.watched.visited, after, faults=[fault])
        return Visit(after=after, faults=(fault,))

    def _most(self, source: Source) -> int:
        rules = self._rules
        kinds = {"feed": rules.feed_bytes, "sitemap": rules.sitemap_bytes, "section": rules.page_bytes}
        return kinds[source.kind]

    async def _told(self, source: Source, answer: Answer) -> tuple[list[Told], list[Fault]]:
        now = self._now()
        if source.kind == "feed":
            told = await self._in_order(of_feed, answer.body, answer.address, not_after=_day(now))
            return told, []
        if source.kind == "section":
            found = await self._in_order(
                of_section, answer.body, answer.address, source.publisher, answer.charset
            )
            return found, []
        return await self._sitemap(source, answer, now)

    async def _sitemap(
        self, source: Source, answer: Answer, now: dt.datetime
    ) -> tuple[list[Told], list[Fault]]:
        """Pages of the last days, of a sitemap or of the latest ones of an index; one of those may fail."""
        since = _day(now - dt.timedelta(days=self._rules.sitemap_days_back))
        sitemap = await self._in_order(of_sitemap, answer.body, answer.address)
        pages, faults = list(sitemap.pages), list[Fault]()
        lately = [each for each in sitemap.sitemaps if not each[1] or each[1][:10] >= since]
        lately.sort(key=lambda each: each[1])
        for address, _ in lately[-self._rules.most_sitemaps :]:
            try:
                part = await self._fetcher.get(address, source.publisher, most=self._rules.sitemap_bytes)
                pages += (await self._in_order(of_sitemap, part.body, part.address)).pages
            except FetchError as error:
                faults.append(fault_of(error, source, address, self._now()))
        return [each for each in pages if (each.published or "")[:10] >= since], faults

    def _keep(
        self, source: Source, state: SourceState, answer: Answer, told: Sequence[Told], faults: list[Fault]
    ) -> Visit:
        """Write the visit in one transaction."""
        now = self._now()
        if lie := lies_of_charset(answer.body, answer.charset):
            faults.append(_fault("charset", source, source.address, now, lie))
        first = {each.address: each for each in reversed(told)}
        unseen = self._store.watched.unseen(first)
        fresh = [each for each in {each.address: each for each in told} if each in unseen]
        found: list[Pending] = []
        passed_over: list[tuple[Pending, Outcome]] = []
        for each in (first[address] for address in fresh):
            pending = self._pending(source, each, now, faults)
            if not belongs(each.address, source.publisher):
                faults.append(_fault("elsewhere", source, each.address, now))
                passed_over.append((pending, "given-up"))
            elif pending.told and pending.told[:10] < _day(now - dt.timedelta(days=self._rules.days_back)):
                passed_over.append((pending, "old"))
            elif len(found) < self._rules.most_items:
                found.append(pending)
        after = schedule.succeeded(state, now, self._rules)
        after = msgspec.structs.replace(after, etag=answer.etag, last_modified=answer.last_modified)
        new = self._store.watched.visited(after, found=found, passed_over=passed_over, faults=faults)
        return Visit(after=after, new=new - len(passed_over), faults=tuple(faults))

    def _pending(self, source: Source, told: Told, now: dt.datetime, faults: list[Fault]) -> Pending:
        """An item to be read. A day that is yet to come is said and not used."""
        published, article = told.published, told.article
        if published and _moment(published) > now + dt.timedelta(minutes=self._rules.ahead_minutes):
            faults.append(_fault("date", source, told.address, now, published))
            published = None
            article = article and msgspec.structs.replace(article, published=None)
        return Pending(
            address=told.address, publisher=source.publisher.name, source=source.address,
            first_seen=iso(now), due=iso(now), told=published, article=article,
        )  # fmt: skip


def fault_of(error: FetchError, source: Source, address: str, now: dt.datetime) -> Fault:
    """A fault as it is kept."""
    return _fault(error.kind, source, address, now, error.detail)  # type: ignore[arg-type]


def _fault(kind: FaultKind, source: Source, address: str, now: dt.datetime, detail: str = "") -> Fault:
    return Fault(
        kind=kind, at=iso(now), publisher=source.publisher.name, source=source.address, address=address,
        detail=detail,
    )  # fmt: skip


def _day(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).date().isoformat()


def _moment(iso_: str) -> dt.datetime:
    told = dt.datetime.fromisoformat(iso_)
    return told if told.tzinfo else told.replace(tzinfo=dt.UTC)
