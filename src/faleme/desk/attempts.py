"""How often somebody may try to sign in: few times for one name from one place, more for each alone.

Kept in memory: another process of the same desk counts for itself, and a new start forgets.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, deque
from threading import Lock

SPAN = dt.timedelta(minutes=15)
PER_NAME_AND_ADDRESS, PER_NAME, PER_ADDRESS = 5, 20, 30
_MOST_KEPT = 20_000
Counter = tuple[str, ...]


class Attempts:
    """Attempts of the last quarter of an hour that did not succeed."""

    def __init__(self) -> None:
        self._made: OrderedDict[Counter, deque[dt.datetime]] = OrderedDict()
        self._lock = Lock()

    def begin(self, name: str, address: str, now: dt.datetime) -> dt.timedelta | None:
        """Count an attempt before it is looked at; or how long to wait, where too many were made."""
        counters = _counters(name, address)
        with self._lock:
            found = [(counter, self._recent(counter, now), most) for counter, most in counters]
            waits = [times[-most] + SPAN - now for _, times, most in found if len(times) >= most]
            if waits:
                return max(waits)
            for counter, times, _ in found:
                times.append(now)
                self._made[counter] = times
                self._made.move_to_end(counter)
            while len(self._made) > _MOST_KEPT:
                self._made.popitem(last=False)
        return None

    def succeeded(self, name: str, address: str) -> None:
        """It was the right password: it is not counted, and the count of its name from there begins anew."""
        with self._lock:
            for counter, _ in _counters(name, address):
                times = self._made.get(counter)
                if times:
                    times.pop()
            self._made.pop(("both", name, address), None)

    def _recent(self, counter: Counter, now: dt.datetime) -> deque[dt.datetime]:
        times = self._made.get(counter) or deque()
        while times and now - times[0] >= SPAN:
            times.popleft()
        return times


def _counters(name: str, address: str) -> tuple[tuple[Counter, int], ...]:
    return (
        (("both", name, address), PER_NAME_AND_ADDRESS),
        (("name", name), PER_NAME),
        (("address", address), PER_ADDRESS),
    )
