"""Answers for somebody's assistant: what a window shows, with its marking and the sources to cite for it.

The questions are the records of the API; `faleme mcp` passes them on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, cast

import msgspec
from msgspec import Meta

from faleme.desk.api.answers import Teller
from faleme.desk.api.asked import BriefAsked, IncidentsAsked, Plain, SearchAsked, read
from faleme.desk.brief_view import Asked, days_asked
from faleme.desk.ceiling import window_of
from faleme.records.person import MARKINGS, Person
from faleme.records.text import Marking
from faleme.store.base import StoreWriter
from faleme.words.wording import DeskLanguage

PER_INCIDENT = 5
"""Sources of each incident of a list; one incident by itself has all of them."""
Identifier = Annotated[str, Meta(min_length=1, max_length=500)]


class SomeIncidents(IncidentsAsked, frozen=True, kw_only=True):
    """No more incidents at once than an assistant reads."""

    limit: Annotated[int, Meta(ge=1, le=50)] = 10


class OneIncident(Plain, frozen=True, kw_only=True):
    """An incident by its id."""

    id: Identifier


class NearArticle(Plain, frozen=True, kw_only=True):
    """The article whose neighbours are asked for."""

    article: Identifier


class SourceTold(msgspec.Struct, frozen=True, kw_only=True):
    """An article to cite; `of` are the incidents or the notes of a brief that it stands behind."""

    article: str
    outlet: str | None
    date: str | None
    link: str | None
    title: str
    marking: str
    of: tuple[str, ...] = ()


class Sourced(msgspec.Struct, frozen=True, kw_only=True):
    """What is told on a day, the highest marking of it and of its sources, and how high who asks may see."""

    marking: str
    ceiling: Marking
    as_of: dt.date
    told: Any
    sources: tuple[SourceTold, ...]


class Assistant:
    """Answers questions up to a marking; CLEAR is the public rule."""

    def __init__(
        self,
        store: StoreWriter,
        today: dt.date,
        *,
        ceiling: Marking,
        language: DeskLanguage,
        gazetteer: Path | None,
    ) -> None:
        self._store, self._today, self._ceiling = store, today, ceiling
        self._language: DeskLanguage = language
        self._gazetteer = gazetteer
        # A reader: what analysts have decided among themselves is not for an assistant.
        reader = Person(name="mcp", roles=("reader",), ceiling=ceiling)
        self._person = None if ceiling == "CLEAR" else reader
        self._window = window_of(self._person, store, today)

    def answer(self, tool: str, given: Mapping[str, Any]) -> Sourced:
        """The answer of one of `TOOLS`. Raises BadParameter and NotThere."""
        asked = read(_written(given), TOOLS[tool])
        tell = Teller(
            self._window, asked.lang or self._language, self._today, reviews=False, gazetteer=self._gazetteer
        )
        answers: dict[str, Callable[[Teller, Any], Sourced]] = {
            "incidents": self._incidents, "incident": self._incident, "search": self._search,
            "brief": self._brief, "similar": self._similar,
        }  # fmt: skip
        return answers[tool](tell, asked)

    def _incidents(self, tell: Teller, asked: SomeIncidents) -> Sourced:
        told = tell.incidents(asked)
        return self._sourced(
            told, (each.marking for each in told.items), self._behind(e.id for e in told.items)
        )

    def _incident(self, tell: Teller, asked: OneIncident) -> Sourced:
        told = tell.incident(asked.id)
        behind = {each.article: (told.id,) for each in told.reports}
        return self._sourced(told, [told.marking], behind)

    def _search(self, tell: Teller, asked: SearchAsked) -> Sourced:
        told = tell.search(asked)
        ids = [each.id for each in told.items]
        behind = self._behind(ids) if asked.kind == "incidents" else dict.fromkeys(ids, ())
        return self._sourced(told, (each.marking for each in told.items), behind)

    def _brief(self, tell: Teller, asked: BriefAsked) -> Sourced:
        first, last = (each.isoformat() if each else None for each in (asked.since, asked.until))
        since, until = days_asked(first, last, self._today)
        seen = Asked.by(self._person, self._store, self._window, self._today, tell.language)
        told = seen.brief(since, until)
        behind = {note.article: (f"note {note.number}",) for note in told.footnotes}
        return self._sourced(told, [told.marking], behind)

    def _similar(self, tell: Teller, asked: NearArticle) -> Sourced:
        told = tell.similar(asked.article)
        near = [row.id for each in told.items for row in (each, *each.copies)]
        return self._sourced(told, [], dict.fromkeys([asked.article, *near], ()))

    def _behind(self, incidents: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The articles behind some incidents, each with those that it tells."""
        behind: dict[str, tuple[str, ...]] = {}
        for identifier in incidents:
            found = self._window.incident(identifier)
            articles = dict.fromkeys(member.article for member in found.members) if found else ()
            seen = (each for each in articles if self._window.article(each))
            for _, article in zip(range(PER_INCIDENT), seen, strict=False):
                behind[article] = (*behind.get(article, ()), identifier)
        return behind

    def _sourced(
        self, told: msgspec.Struct, markings: Iterable[str], behind: Mapping[str, tuple[str, ...]]
    ) -> Sourced:
        sources = tuple(found for each, of in behind.items() if (found := self._source(each, of)))
        every = (*markings, *(each.marking for each in sources), "CLEAR")
        return Sourced(
            marking=max(every, key=lambda each: MARKINGS.index(cast(Marking, each))),
            ceiling=self._ceiling, as_of=self._today, told=told, sources=sources,
        )  # fmt: skip

    def _source(self, article: str, of: tuple[str, ...]) -> SourceTold | None:
        shown = self._window.article(article)
        if shown is None:
            return None
        return SourceTold(
            article=shown.id, outlet=shown.source, date=shown.published, link=shown.url, title=shown.title,
            marking=shown.marking, of=of,
        )  # fmt: skip


def _written(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Arguments as an address would have them; null is not given."""
    return [(name, _word(value)) for name, value in given.items() if value is not None]


def _word(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


TOOLS: dict[str, type[Plain]] = {
    "incidents": SomeIncidents,
    "incident": OneIncident,
    "search": SearchAsked,
    "brief": BriefAsked,
    "similar": NearArticle,
}
"""The questions that may be asked, each with the record of its arguments."""
