"""Hosts: one request at a time, a pause before the next, and none while a host wants to be left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec

from faleme.errors import FetchError


class _Host(msgspec.Struct):
    lock: asyncio.Lock = msgspec.field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    closed_until: float = 0.0
    closed_for: tuple[str, str] = ("too-many", "")


class Hosts:
    """Every host that is asked, on a clock of seconds that never goes back."""

    def __init__(self, clock: Callable[[], float], at_once: int) -> None:
        self._clock = clock
        self._limit = asyncio.Semaphore(at_once)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str, pace: float) -> AsyncIterator[None]:
        """One request's turn at a host, `pace` seconds after the last has ended.

        Raises FetchError as `close` said where the host is closed.
        """
        host = self._hosts.setdefault(name, _Host())
        async with host.lock:
            self._refuse(host)
            await asyncio.sleep(max(0.0, host.free_at - self._clock()))
            async with self._limit:
                try:
                    yield
                finally:
                    host.free_at = self._clock() + pace

    def close(self, name: str, seconds: float, kind: str, detail: str = "") -> None:
        """Leave a host alone for a while."""
        host = self._hosts.setdefault(name, _Host())
        if self._clock() + seconds > host.closed_until:
            host.closed_until, host.closed_for = self._clock() + seconds, (kind, detail)

    def is_closed(self, name: str) -> bool:
        host = self._hosts.get(name)
        return host is not None and host.closed_until > self._clock()

    def _refuse(self, host: _Host) -> None:
        left = host.closed_until - self._clock()
        if left > 0:
            kind, detail = host.closed_for
            raise FetchError(kind, detail, wait=left)
