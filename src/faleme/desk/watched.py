"""What the watch pages show, reckoned once for each state of the store and each ceiling, and kept."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from faleme.assess.border_strip import Dot, by_month, dots
from faleme.assess.border_watch import BorderWatch, watch_border
from faleme.assess.corridor_look import CorridorLook, looked
from faleme.assess.corridors import Corridor, load_corridors
from faleme.assess.detours import load_roads
from faleme.assess.happenings import stored
from faleme.assess.relation_look import RelationLook, relation_look
from faleme.assess.risk_now import Kind, RiskOf, risk_now
from faleme.store.base import StoreReader, Wanted

T = TypeVar("T")


class WatchKept:
    """The latest answers by what was asked, each of one revision of the store; for any number of threads."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def of(self, asked: Hashable, make: Callable[[], T]) -> T:
        """The answer kept, else a new one; two who ask at once may both make it."""
        with self._lock:
            if asked in self._answers:
                self._answers.move_to_end(asked)
                return cast(T, self._answers[asked])
        made = make()
        with self._lock:
            self._answers[asked] = made
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return made


class Watch:
    """The watch as somebody may see it: `scope` says what (desk/brief_view.py)."""

    def __init__(self, store: StoreReader, scope: Wanted, kept: WatchKept) -> None:
        self._store, self._scope, self._kept = store, scope, kept
        self._seen = scope.markings, scope.public_on
        self._revision = store.revision()

    def _of(self, asked: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        return self._kept.of((self._revision, self._seen, *asked), make)

    def border(self, as_of: dt.date) -> tuple[BorderWatch, tuple[Dot, ...]]:
        """The border on a day, and the places of a year's threats along it."""

        def make() -> tuple[BorderWatch, tuple[Dot, ...]]:
            told = stored(self._store, since=as_of - dt.timedelta(weeks=106), until=as_of, **self._may_see())
            begun = self._store.read_since()
            read_since = dt.date.fromisoformat(begun) if begun else None
            return watch_border(told, as_of, read_since=read_since), dots(told, as_of)

        return self._of(("border", as_of), make)

    def months(self, as_of: dt.date) -> tuple[list[str], dict[str, list[int]]]:
        """Threats by segment of the border in the twelve months that are over."""
        since = as_of - dt.timedelta(days=400)
        return self._of(
            ("months", as_of),
            lambda: by_month(stored(self._store, since=since, until=as_of, **self._may_see()), as_of),
        )

    def corridors(self, as_of: dt.date) -> list[CorridorLook]:
        """All corridors on a day."""
        return self._of(("corridors", as_of), lambda: self._looked(load_corridors(), as_of))

    def corridor(
        self, corridor: Corridor, as_of: dt.date, begin: str | None, end: str | None, closed: tuple[str, ...]
    ) -> CorridorLook:
        """One corridor between two towns, some segments taken as closed. Raises InputError."""
        asked = ("corridor", corridor.id, as_of, begin, end, closed)
        return self._of(
            asked, lambda: self._looked((corridor,), as_of, begin=begin, end=end, closed=closed)[0]
        )

    def risk(self, as_of: dt.date, kinds: tuple[Kind, ...]) -> tuple[RiskOf, ...]:
        """The chances on a day by kind of unit."""
        return self._of(
            ("risk", as_of, kinds),
            lambda: risk_now(stored(self._store, until=as_of, **self._may_see()), as_of, kinds=kinds),
        )

    def relation(self, one: str, other: str, since: dt.date, until: dt.date, *, states: bool) -> RelationLook:
        """The relation of two countries; the corridor's state only where it may be seen."""
        return self._of(
            ("relation", one, other, since, until, states),
            lambda: relation_look(self._store, one, other, since, until, scope=self._scope, states=states),
        )

    def _looked(self, corridors: tuple[Corridor, ...], as_of: dt.date, **given: Any) -> list[CorridorLook]:
        roads, markings = load_roads(), self._scope.markings
        return looked(self._store, corridors, as_of, roads=roads, markings=markings, **given)

    def _may_see(self) -> dict[str, Any]:
        return {"markings": self._scope.markings, "public_on": self._scope.public_on}
