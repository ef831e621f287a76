"""What a store does, as protocols: the desk and exports read, the command line writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.records.text import SetAside


class Added(msgspec.Struct, frozen=True):
    """What a call of `add` did, in articles."""

    new: int = 0
    changed: int = 0
    known: int = 0


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """One article as lists show it, without its text."""

    id: str
    title: str
    source: str | None
    published: str | None
    marking: str
    events: int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the store: when, by whom, what was done to what."""

    at: str
    actor: str
    act: str
    target: str


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much a store holds."""

    articles: int
    events: int
    incidents: int
    set_aside: int


class StoreReader(Protocol):
    def reading(self, article_id: str) -> Reading | None: ...
    def readings(self) -> Iterator[Reading]: ...
    def incident(self, incident_id: str) -> Incident | None: ...
    def incidents(
        self, *, limit: int | None = None, markings: Iterable[str] | None = None
    ) -> list[Incident]: ...
    def incident_of(self, article_id: str) -> dict[str, str]: ...
    def articles(self, *, limit: int | None = None) -> list[Summary]: ...
    def changes(self) -> list[Change]: ...
    def counts(self) -> Counts: ...


class StoreWriter(StoreReader, Protocol):
    def add(self, readings: Iterable[Reading], *, actor: str, at: str) -> Added: ...
    def set_aside(self, records: Iterable[SetAside]) -> None: ...
    def close(self) -> None: ...
