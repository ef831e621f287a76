"""The public rule: what anyone may see of the store, and what stays with the analyst.

Pages never ask the store; they look through a window. `WholeWindow` is for the analyst at a local desk,
`PublicWindow` for everybody else. The rule, from the promises of the project:

* incidents marked CLEAR, all of whose reports (field reports too) are marked CLEAR, and that no person has
  rejected;
* of what people did at the desk, that an incident was reviewed and what it is now: not who has it, which
  judgements shaped it, what the machine said before, or which other incidents it may be one with;
* no movement of convoys, patrols, aid or officials that is still to come, whatever its marking says, and
  no article that opens with one, whether an event was coded or not;
* of an article outlet, date, title, link and at most 200 characters; never its text, and nothing at all of
  one that is marked above CLEAR, whose title tells of what is withheld, or all of whose events are
  withheld;
* no private person's name, titles included; who speaks for a claim is not named;
* of what was set aside, nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Protocol

import msgspec

from faleme.desk.listed import MANY
from faleme.desk.near import NearWindow
from faleme.desk.timed import TimedWindow
from faleme.lexicon.brief_rules import load_brief_rules
from faleme.records.incident import Claim, Incident
from faleme.records.judgement import Judgement
from faleme.records.note import Note
from faleme.records.query import Query
from faleme.records.reading import Reading
from faleme.records.timeline import Axis, Moment
from faleme.release.article import open_part, released_on
from faleme.review.queue import Queued
from faleme.store.base import (
    ArticlesWanted,
    Circle,
    Counts,
    Found,
    MapCell,
    Near,
    Past,
    StoreReader,
    StoreWriter,
    Summary,
    Wanted,
)
from faleme.store.day_counts import DayCounts
from faleme.words.sections import section_of


class ArticleShown(msgspec.Struct, frozen=True, kw_only=True):
    """An article as a page may show it; `reading` holds its text and is None for the public."""

    id: str
    title: str
    source: str | None
    published: str | None
    url: str | None
    language: str
    events: int
    excerpt: str = ""
    marking: str = "CLEAR"
    reading: Reading | None = None
    section: str | None = None


class Page(msgspec.Struct, frozen=True):
    """One page of a list and the length of the whole."""

    items: list[ArticleShown]
    total: int


class Window(Protocol):
    """What pages may look at."""

    @property
    def everything(self) -> bool: ...
    def incidents(
        self,
        wanted: Wanted | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
        soonest: bool = False,
    ) -> list[Incident]: ...
    def incidents_of(self, ids: Iterable[str]) -> list[Incident]: ...
    def count(self, wanted: Wanted | None = None, *, most: int = MANY) -> int: ...
    def facets(self, wanted: Wanted | None = None, *names: str) -> dict[str, dict[str, int]]: ...
    def months(self, wanted: Wanted | None = None) -> dict[str, int]: ...
    def map_cells(
        self, wanted: Wanted, box: tuple[float, float, float, float], zoom: int
    ) -> list[MapCell]: ...
    def incident(self, incident_id: str) -> Incident | None: ...
    def incident_of(self, article_id: str) -> dict[str, str]: ...
    def article(self, article_id: str) -> ArticleShown | None: ...
    def articles(self, *, first: int, size: int, wanted: ArticlesWanted | None = None) -> Page: ...
    def search(
        self, query: Query, *, near: Circle | None = None, limit: int = 20, offset: int = 0
    ) -> Found: ...
    def day_counts(self, wanted: Wanted, axis: Axis, *, everybody: bool = False) -> DayCounts: ...
    def moments(
        self, wanted: Wanted, axis: Axis, days: tuple[int, int], *, limit: int, everybody: bool = False
    ) -> list[tuple[Moment, Incident]]: ...
    def notes(self, first: str, last: str) -> list[Note]: ...
    def outlets(self) -> dict[str, int]: ...
    def counts(self) -> Counts: ...
    def articles_by_day(self, days: Collection[str] | None = None) -> dict[str, int]: ...
    def near(self, article_id: str) -> list[Near]: ...
    def copies(self, article_ids: Iterable[str]) -> dict[str, str]: ...


class WholeWindow(TimedWindow, NearWindow):
    """Everything that the store holds, for the analyst."""

    everything = True
    _store: StoreWriter

    def __init__(self, store: StoreWriter) -> None:
        self._store = store

    @property
    def store(self) -> StoreWriter:
        """Where an analyst's decisions go."""
        return self._store

    def queue(self, wanted: Wanted, *, limit: int | None = None, offset: int = 0) -> list[Queued]:
        return self._store.queue(wanted=self._within(wanted), limit=limit, offset=offset)

    def history(self, incident_id: str) -> list[Past]:
        return self._store.history(incident_id)

    def judgement(self, number: int | None) -> Judgement | None:
        """A judgement by its number, for the note that it was kept."""
        found = self._store.judgements() if number else []
        return next((each for each in found if each.number == number), None)

    def incident(self, incident_id: str) -> Incident | None:
        return self._store.incident(incident_id)

    def incident_of(self, article_id: str) -> dict[str, str]:
        """Incident ids by the article's event ids."""
        return {event: found for event, found in self._store.incident_of(article_id).items() if found}

    def article(self, article_id: str) -> ArticleShown | None:
        reading = self._store.reading(article_id)
        if reading is None:
            return None
        shown = _shown(reading, title=reading.article.title, excerpt="", events=len(reading.events))
        return msgspec.structs.replace(shown, reading=reading)

    def articles(self, *, first: int, size: int, wanted: ArticlesWanted | None = None) -> Page:
        return _page(self._store, self._articles_within(wanted or ArticlesWanted()), first, size)


class PublicWindow(TimedWindow, NearWindow):
    """What everybody may see; made anew for each request."""

    everything = False
    near_markings = ("CLEAR",)

    def __init__(self, store: StoreReader, today: dt.date) -> None:
        self._store = store
        self._today = today

    @property
    def _day(self) -> str:
        return self._today.isoformat()

    def _within(self, wanted: Wanted) -> Wanted:
        return msgspec.structs.replace(wanted, public_on=self._day, rejected=False)

    def _articles_within(self, wanted: ArticlesWanted) -> ArticlesWanted:
        return msgspec.structs.replace(wanted, public_on=self._day)

    def _as_shown(self, incident: Incident) -> Incident:
        return as_public(incident)

    def incident(self, incident_id: str) -> Incident | None:
        found = self._store.incident(incident_id, public_on=self._day)
        return as_public(found) if found else None

    def incident_of(self, article_id: str) -> dict[str, str]:
        """Public incidents by the article's event ids."""
        return self._store.incident_of(article_id, public_on=self._day)

    def article(self, article_id: str) -> ArticleShown | None:
        reading = self._store.reading(article_id, public_on=self._day)
        return public_article(reading, self._today) if reading else None

    def articles(self, *, first: int, size: int, wanted: ArticlesWanted | None = None) -> Page:
        return _page(self._store, self._articles_within(wanted or ArticlesWanted()), first, size)

    def counts(self) -> Counts:
        """How much of the store is public; how much is withheld is not told."""
        return self._store.counts(public_on=self._day)

    def articles_by_day(self, days: Collection[str] | None = None) -> dict[str, int]:
        """Articles read by day, only those that are public: how many are withheld is not told."""
        return self._store.articles_by_day(days, public_on=self._day)


def _page(store: StoreReader, wanted: ArticlesWanted, first: int, size: int) -> Page:
    found = store.articles(limit=size, offset=first, wanted=wanted)
    return Page([_listed(each) for each in found], store.count_articles(wanted))


def as_public(incident: Incident) -> Incident:
    """An incident whose claims name outlets only, without the desk's own work on it.

    A witness is a private person, and the reasons for voices and credibility name who is quoted; ids of
    undecided neighbours may be those of withheld incidents.
    """
    return msgspec.structs.replace(
        incident,
        claims=tuple(map(_unspoken, incident.claims)),
        said=tuple(map(_unspoken, incident.said)),
        reasons=(), voices_reasons=(), credibility_reasons=(), undecided=(),
        differs=(), judgements=(), assigned=None, unseen=0, on_reports=(),
    )  # fmt: skip


def _unspoken(claim: Claim) -> Claim:
    """A claim without who spoke, the article's words for what is counted, and where they stand.

    Whom a toll counts is told in words of ours ('soldiers'): a part is not to be taken for the whole.
    """
    whom = load_brief_rules().plainly_counted(claim.counted) if claim.kind == "fatalities" else None
    return msgspec.structs.replace(claim, speaker=None, counted=whom, start=None, end=None)


def public_article(reading: Reading, today: dt.date) -> ArticleShown | None:
    """What everybody may see of an article, None if that is nothing."""
    released = released_on(reading, today)
    if released is None:
        return None
    return _shown(reading, title=released.title, excerpt=released.text, events=released.events)


def safe_url(url: str | None) -> str | None:
    """A link that may be followed; anything but a web address is not one."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def _shown(reading: Reading, *, title: str, excerpt: str, events: int) -> ArticleShown:
    article = reading.article
    return ArticleShown(
        id=article.id,
        title=title,
        source=article.source,
        published=article.published,
        url=safe_url(article.url),
        language=article.language or "fr",
        events=events,
        excerpt=excerpt,
        marking=article.marking,
        section=section.slug if (section := section_of(open_part(reading))) else None,
    )


def _listed(each: Summary) -> ArticleShown:
    return ArticleShown(
        id=each.id, title=each.title, source=each.source, published=each.published, url=safe_url(each.url),
        language=each.language or "fr", events=each.events, marking=each.marking, excerpt=each.excerpt,
    )  # fmt: skip
