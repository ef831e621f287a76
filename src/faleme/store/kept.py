"""Answers that take the store a while (counts, choices of filters, cells of a map), kept until it changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from faleme.store.derive import revision

_MOST = 2000
T = TypeVar("T")


class Kept:
    """The latest answers by what was asked, each of one revision of the store; for any number of threads."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()

    def of(self, connection: sa.Connection, asked: Hashable, answer: Callable[[], T]) -> T:
        """The answer kept if the store has not changed since, else a new one.

        The revision is read before the answer is made: a change in between makes it anew the next time.
        """
        now = revision(connection)
        with self._lock:
            found = self._answers.get(asked)
            if found and found[0] == now:
                self._answers.move_to_end(asked)
                return cast(T, found[1])
        made = answer()
        self.keep(asked, now, made)
        return made

    def known(self, asked: Hashable, now: int) -> object:
        """An answer that is kept of a revision, else None."""
        with self._lock:
            found = self._answers.get(asked)
        return found[1] if found and found[0] == now else None

    def keep(self, asked: Hashable, now: int, made: object) -> None:
        """Keep an answer of a revision, also one that was found on the way to another."""
        with self._lock:
            self._answers[asked] = (now, made)
            self._answers.move_to_end(asked)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
