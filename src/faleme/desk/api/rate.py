"""How often one caller may ask: so many requests a minute, evenly filled up again.

Kept in memory: another process of the same desk counts for itself, and a new start forgets.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import OrderedDict
from threading import Lock

TOKEN_TIMES = 5
"""A token may ask so many times as often as an address without one."""
_MOST_KEPT = 20_000
_MINUTE = 60.0


class Callers:
    """What each caller has left of a minute's requests."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, dt.datetime]] = OrderedDict()
        self._lock = Lock()

    def take(self, caller: str, a_minute: int, now: dt.datetime) -> int:
        """Count a request; 0 where it may be answered, else in how many seconds the next one may."""
        with self._lock:
            left, then = self._left.get(caller, (float(a_minute), now))
            passed = max(0.0, (now - then).total_seconds())
            left = min(float(a_minute), left + passed * a_minute / _MINUTE)
            allowed = left >= 1.0
            self._left[caller] = (left - 1.0 if allowed else left, now)
            self._left.move_to_end(caller)
            while len(self._left) > _MOST_KEPT:
                self._left.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1.0 - left) * _MINUTE / a_minute))
