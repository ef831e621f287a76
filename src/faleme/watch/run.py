"""The watch itself: hosts asked side by side, what came read in one thread in its order, rules, messages."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import msgspec

from faleme.errors import FalemeError, StoreError
from faleme.lexicon.press_watch import PressRules
from faleme.records.alert import KeptAlert
from faleme.records.watched import Fault, Pending, Settled
from faleme.store.base import StoreWriter
from faleme.watch import schedule
from faleme.watch.fetch import Fetcher
from faleme.watch.pages import Fetched, Read, fetch_page, given_up, settled
from faleme.watch.schedule import iso
from faleme.watch.sources import Source, host_of
from faleme.watch.visit import Visitor

_TICK = 1.0
_STORE_AWAY = 5.0
_HOUSEKEEPING = 3600.0
_LOOKS_EASE = 4
"""After the rules have looked nothing looks for so many times as long: a large store takes a while."""


class Teller(Protocol):
    """Who is told what happens, from any thread."""

    def fault(self, fault: Fault) -> None: ...
    def read(self, settled: Settled) -> None: ...
    def alert(self, kept: KeptAlert) -> None: ...
    def trouble(self, error: FalemeError) -> None: ...


class Tally(msgspec.Struct):
    """What a run did: visits of sources, new addresses, articles, what could not be read, faults, alerts."""

    visits: int = 0
    found: int = 0
    read: int = 0
    not_read: int = 0
    faults: int = 0
    alerts: int = 0


class Watch:
    """Watches sources into a store.

    `read` makes readings of articles; `warn` lets the rules look and returns what they propose; `deliver`
    sends what waits in the outbox; those two may be None.
    """

    def __init__(
        self, store: StoreWriter, sources: Sequence[Source], fetcher: Fetcher, rules: PressRules,
        now: Callable[[], dt.datetime], *, read: Read, teller: Teller, actor: str = "watch",
        warn: Callable[[], Sequence[KeptAlert]] | None = None, deliver: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        self._store, self._sources, self._fetcher, self._rules, self._now = (
            store,
            sources,
            fetcher,
            rules,
            now,
        )
        self._read_articles, self._teller, self._actor = read, teller, actor
        self._warn, self._deliver = warn, deliver
        self._publishers = {each.publisher.name: each.publisher for each in sources}
        self._thread = ThreadPoolExecutor(1, "faleme-read")
        self._post = ThreadPoolExecutor(1, "faleme-post")
        self._visitor = Visitor(store, fetcher, rules, now, self._in_order)
        self._states = store.watched.sources()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._taken: set[str] = set()
        self._pages: asyncio.Queue[Fetched] = asyncio.Queue(maxsize=2 * rules.batch)
        self._wake = asyncio.Event()
        self._look_after = self._post_after = self._keep_after = 0.0
        self._looked_on: dt.date | None = None
        self._looking = asyncio.Lock()
        self._posting: asyncio.Task[None] | None = None
        self.tally = Tally()

    async def once(self) -> Tally:
        """Ask every source that does not wait after a failure, read what is found, and end."""
        reader = asyncio.create_task(self._read_on())
        try:
            waiting = schedule.due(self._sources, self._states, self._now(), early=True)
            while True:
                idle = not self._busy  # asked before: a visit may end while the store is asked what waits
                if not await self._start(waiting) and idle:
                    break
                waiting = []
                if self._busy:
                    await asyncio.wait(list(self._busy.values()), return_when=asyncio.FIRST_COMPLETED)
                self._raise_faults()
                await self._join(reader)
            self._look_after = 0.0
            await self._look()
            if self.tally.read:
                await self._in_order(self._store.know_its_indexes)
            if self._deliver:
                await asyncio.get_running_loop().run_in_executor(self._post, self._send)
        finally:
            await self._end(reader)
        return self.tally

    async def go_on(self, stop: asyncio.Event) -> Tally:
        """Ask sources as they become due, until told to stop."""
        reader = asyncio.create_task(self._read_on())
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self._wake.clear()
                await self._tick(reader)
                woken = asyncio.create_task(self._wake.wait())
                await asyncio.wait((stopping, woken), timeout=_TICK, return_when=asyncio.FIRST_COMPLETED)
                woken.cancel()
        finally:
            stopping.cancel()
            await self._end(reader)
        return self.tally

    async def _tick(self, reader: asyncio.Task[None]) -> None:
        self._raise_faults(reader)
        try:
            await self._start(schedule.due(self._sources, self._states, self._now()))
            await self._look()
            if self._clock() >= self._keep_after:
                self._keep_after = self._clock() + _HOUSEKEEPING
                await self._in_order(self._keep_house)
        except StoreError as error:
            self._teller.trouble(error)
            await asyncio.sleep(_STORE_AWAY)
        if (
            self._deliver
            and self._clock() >= self._post_after
            and not (self._posting and not self._posting.done())
        ):
            self._post_after = self._clock() + 2 * _TICK
            self._posting = asyncio.create_task(self._sent())

    async def _start(self, sources: Iterable[Source]) -> bool:
        """Serve every host that has something due and is free; whether anything was begun."""
        idle = {each.publisher.name for each in self._sources if each.host not in self._busy}
        pages = await self._in_order(self._store.watched.due, iso(self._now()), publishers=idle)
        visits: dict[str, list[Source]] = defaultdict(list)
        fetches: dict[str, list[Pending]] = defaultdict(list)
        for source in sources:
            visits[source.host].append(source)
        for page in pages:
            if page.address not in self._taken:
                fetches[host_of(page.address)].append(page)
        begun = False
        for host in visits.keys() | fetches.keys():
            if host not in self._busy and not self._fetcher.hosts.is_closed(host):
                self._busy[host] = asyncio.create_task(self._serve(host, visits[host], fetches[host]))
                begun = True
        return begun

    async def _serve(self, host: str, sources: list[Source], pages: list[Pending]) -> None:
        """One host's visits, then its pages, one after the other; what is left when it closes waits."""
        for source in sources:
            if self._fetcher.hosts.is_closed(host):
                break
            await self._visit(source)
        for page in pages:
            if self._fetcher.hosts.is_closed(host):
                break
            await self._fetch(page)
        del self._busy[host]
        self._wake.set()

    async def _visit(self, source: Source) -> None:
        try:
            visit = await self._visitor.visit(source, schedule.state_of(source, self._states))
        except StoreError as error:
            self._teller.trouble(error)
            await asyncio.sleep(_STORE_AWAY)
            return
        self._states[source.address] = visit.after
        self.tally.visits += 1
        self.tally.found += visit.new
        self._tell(visit.faults)

    async def _fetch(self, page: Pending) -> None:
        self._taken.add(page.address)
        fetched = await fetch_page(
            page, self._publishers[page.publisher], self._fetcher, self._rules, self._now
        )
        if isinstance(fetched, Fetched):
            await self._pages.put(fetched)
            return
        later, fault = fetched
        try:
            await self._in_order(self._store.watched.put_off, later, faults=[fault])
        except StoreError as error:
            self._teller.trouble(error)
            await asyncio.sleep(_STORE_AWAY)
        self._taken.discard(page.address)
        self._tell([fault])

    async def _read_on(self) -> None:
        """Read what was fetched, some pages together, in the order in which they came."""
        while True:
            batch = [await self._pages.get()]
            while not self._pages.empty() and len(batch) < self._rules.batch:
                batch.append(self._pages.get_nowait())
            while True:
                try:
                    await self._in_order(self._file, batch)
                    break
                except StoreError as error:  # the pages are here: no host is asked for them again
                    self._teller.trouble(error)
                    await asyncio.sleep(_STORE_AWAY)
            for page in batch:
                self._taken.discard(page.pending.address)
                self._pages.task_done()
            await self._look()

    def _file(self, batch: Sequence[Fetched]) -> None:
        """Read some pages and write them in one transaction; runs in the reading thread."""
        now = self._now()
        try:
            done = settled(batch, self._read_articles, self._rules, now)
        except Exception as error:  # one page: a fault of ours costs it, not those beside it
            if len(batch) == 1:
                done = [given_up(batch[0], error, now)]
            else:
                for page in batch:
                    self._file([page])
                return
        self._store.keep_watched(done, actor=self._actor, at=iso(now))
        for each in done:
            self.tally.read += each.reading is not None
            self.tally.not_read += each.reading is None
            self._tell(each.faults)
            self._teller.read(each)

    async def _look(self) -> None:
        """Let the rules look where something came in that they have not seen, or a day has begun."""
        if self._warn is None or self._looking.locked() or self._clock() < self._look_after:
            return
        async with self._looking:
            begun = self._clock()
            found = await self._in_order(self._looked)
            self._look_after = self._clock() + _LOOKS_EASE * (self._clock() - begun)
        self.tally.alerts += len(found)
        for each in found:
            self._teller.alert(each)
        if found:
            self._post_after = 0.0
            self._wake.set()

    def _looked(self) -> Sequence[KeptAlert]:
        assert self._warn is not None
        number, day = self._store.watched.alerts_due(), self._now().date()
        if not number and self._looked_on == day:
            return ()
        try:
            found = self._warn()
        except FalemeError as error:
            self._teller.trouble(error)
            found = ()
        else:
            self._store.watched.alerts_looked(number)
        self._looked_on = day
        return found

    async def _sent(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._post, self._send)

    def _send(self) -> None:
        assert self._deliver is not None
        try:
            self._deliver()
        except FalemeError as error:
            self._teller.trouble(error)

    def _keep_house(self) -> None:
        old = self._now() - dt.timedelta(days=self._rules.fault_days)
        self._store.watched.forget(before=iso(old))
        self._store.know_its_indexes()

    def _tell(self, faults: Sequence[Fault]) -> None:
        self.tally.faults += len(faults)
        for fault in faults:
            self._teller.fault(fault)

    async def _in_order(self, function: Callable[..., Any], *args: Any, **given: Any) -> Any:
        run = functools.partial(function, *args, **given)
        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    def _clock(self) -> float:
        return time.monotonic()

    def _raise_faults(self, *tasks: asyncio.Task[None]) -> None:
        """A task that ended by a fault of ours ends the run; the next makes up for what was not done."""
        for task in (*tasks, *self._busy.values()):
            if task.done() and not task.cancelled() and (fault := task.exception()):
                raise fault

    async def _join(self, reader: asyncio.Task[None]) -> None:
        """Wait until all that was fetched is read."""
        joined = asyncio.create_task(self._pages.join())
        await asyncio.wait((joined, reader), return_when=asyncio.FIRST_COMPLETED)
        joined.cancel()
        self._raise_faults(reader)

    async def _end(self, reader: asyncio.Task[None]) -> None:
        """Stop asking; what is being written is written."""
        tasks = [reader, *self._busy.values(), *([self._posting] if self._posting else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        await asyncio.to_thread(self._post.shutdown, cancel_futures=True)
