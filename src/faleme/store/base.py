"""What a store does, as protocols: the desk and exports read, the command line and a review write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Protocol

import msgspec
import numpy.typing as npt

from faleme.link.similar import Kind
from faleme.records.field_report import FieldReport, Filed
from faleme.records.incident import Incident
from faleme.records.judgement import Act, Judgement
from faleme.records.press import Press
from faleme.records.query import Query, Sought
from faleme.records.reading import Reading
from faleme.records.relation import PairSum
from faleme.records.text import Marking, SetAside, Span
from faleme.records.timeline import Axis, Moment
from faleme.records.watched import Settled
from faleme.records.widening import Widening
from faleme.review.queue import Queued
from faleme.store.alerts import Alerts
from faleme.store.comments import Comments
from faleme.store.day_counts import DayCounts
from faleme.store.notes import Notes
from faleme.store.outbox import Outbox
from faleme.store.people import People
from faleme.store.saved import SavedSearches
from faleme.store.tokens import Tokens
from faleme.store.watched import Watched


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
    url: str | None = None
    language: str | None = None
    excerpt: str = ""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The article behind a report, as exports name it."""

    id: str
    title: str
    source: str | None
    published: str | None
    url: str | None
    marking: Marking


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """An article near another one, and why: how it is near, the incident that both tell, the telling words
    that both have. `copies` are its own near-copies, which are not listed again.
    """

    article: Source
    kind: Kind
    score: float
    incident: str | None = None
    words: tuple[str, ...] = ()
    copies: tuple[Source, ...] = ()


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


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement as a history shows it: whether it still counts, and whether its reports are still there."""

    judgement: Judgement
    undone_by: int | None = None
    orphaned: bool = False


class Circle(msgspec.Struct, frozen=True):
    """Whatever is within so many km of a point."""

    lat: float
    lon: float
    km: float


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which incidents a list is to hold; None asks nothing. Rejected ones are left out unless asked for.

    `public_on` leaves only what the public may see on that day. `told_by` leaves out what is told for days
    after it, or announced for that day; `ahead_of` leaves only that. `actor` is a code of either side, or the
    state or group that it begins with; `corridor` is the id of one. `waiting` leaves what waits for a review.
    `placed` asks for those with a point, or for those without. `box` is west, south, east, north. `after`
    is the id of the incident that the page begins after. Days are ISO 8601.
    """

    markings: tuple[Marking, ...] | None = None
    since: str | None = None
    until: str | None = None
    within_km: float | None = None
    type: str | None = None
    country: str | None = None
    unreviewed: bool = False
    rejected: bool = False
    public_on: str | None = None
    told_by: str | None = None
    ahead_of: str | None = None
    types: tuple[str, ...] = ()
    strand: str | None = None
    status: str | None = None
    tag: str | None = None
    actor: str | None = None
    corridor: str | None = None
    reviewed: bool | None = None
    waiting: bool = False
    section: str | None = None
    near: Circle | None = None
    box: tuple[float, float, float, float] | None = None
    placed: bool | None = None
    after: str | None = None


class ArticlesWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which articles a list is to hold; None asks nothing. Days are ISO 8601, ends included.

    `after` is the id of the article that the page begins after.
    """

    source: str | None = None
    since: str | None = None
    until: str | None = None
    language: str | None = None
    public_on: str | None = None
    section: str | None = None
    after: str | None = None


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One find of a search, with the words marked in what is shown of it.

    An article has its title and a stretch of its text (the public's is its excerpt), `begins` and `ends` tell
    whether the stretch is cut there; `offsets` are the words in the whole text, for who may see it. An
    incident has its id: our sentence is written in the reader's language, and marked there.
    """

    kind: Sought
    id: str
    day: str | None
    language: str
    marking: str
    score: float
    source: str | None = None
    title: str = ""
    title_marks: tuple[Span, ...] = ()
    text: str = ""
    text_marks: tuple[Span, ...] = ()
    begins: bool = True
    ends: bool = True
    offsets: tuple[Span, ...] = ()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A page of finds, and how many there are; `more` says that there are more than that."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False


class MapCell(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents that stand together on the map, about 16 pixels wide, or a single one.

    `lat` and `lon` are the middle of the incidents, not of the cell; `box` is the cell (west, south, east,
    north). `by_quad` counts by quad class, `dead_min` adds up the least that is told of the dead. `incident`
    and `radius_km` (how sure its point is) are given where there is one.
    """

    lat: float
    lon: float
    count: int
    by_quad: dict[str, int]
    dead_min: int
    newest: str | None
    box: tuple[float, float, float, float]
    incident: str | None = None
    radius_km: float | None = None


class StoreReader(Protocol):
    def reading(self, article_id: str, *, public_on: str | None = None) -> Reading | None: ...
    def readings(self, ids: Iterable[str] | None = None) -> Iterator[Reading]: ...
    def incident(self, incident_id: str, *, public_on: str | None = None) -> Incident | None: ...
    def incidents(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        markings: Iterable[Marking] | None = None,
        wanted: Wanted | None = None,
        soonest: bool = False,
    ) -> list[Incident]: ...
    def incidents_of(self, ids: Iterable[str], wanted: Wanted | None = None) -> list[Incident]: ...
    def count(self, wanted: Wanted | None = None, *, most: int = 10_000) -> int: ...
    def facets(self, wanted: Wanted | None = None, *names: str) -> dict[str, dict[str, int]]: ...
    def months(self, wanted: Wanted | None = None) -> dict[str, int]: ...
    def map_cells(
        self, wanted: Wanted, box: tuple[float, float, float, float], zoom: int
    ) -> list[MapCell]: ...
    def find(self, written: str) -> Incident: ...
    def incident_of(self, article_id: str, *, public_on: str | None = None) -> dict[str, str]: ...
    def articles(
        self, *, limit: int | None = None, offset: int = 0, wanted: ArticlesWanted | None = None
    ) -> list[Summary]: ...
    def count_articles(self, wanted: ArticlesWanted | None = None) -> int: ...
    def outlets(self, wanted: ArticlesWanted | None = None) -> dict[str, int]: ...
    def search(
        self, query: Query, *, near: Circle | None = None, limit: int = 20, offset: int = 0,
        markings: tuple[Marking, ...] | None = None, public_on: str | None = None,
    ) -> Found: ...  # fmt: skip
    def sources(self, article_ids: Iterable[str]) -> dict[str, Source]: ...
    def articles_by_day(
        self, days: Collection[str] | None = None, *, public_on: str | None = None
    ) -> dict[str, int]: ...
    def told_between(self, wanted: Wanted) -> list[str]: ...
    def told_first(self, wanted: Wanted, *, limit: int) -> list[str]: ...
    def sources_for(self, article_ids: Iterable[str], wanted: Wanted) -> dict[str, Source]: ...
    def press(self, wanted: Wanted) -> Press: ...
    def field_report(self, article_id: str) -> FieldReport | None: ...
    def similar(
        self, article_id: str, *, limit: int = 8, markings: Iterable[Marking] | None = None
    ) -> list[Near]: ...
    def copies(self, article_ids: Iterable[str]) -> dict[str, str]: ...
    def queue(
        self, *, limit: int | None = None, offset: int = 0, wanted: Wanted | None = None
    ) -> list[Queued]: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def watched(self) -> Watched: ...
    def day_counts(self, wanted: Wanted, axis: Axis, *, everybody: bool = False) -> DayCounts: ...
    def moments(
        self, wanted: Wanted, axis: Axis, days: tuple[int, int], *, limit: int, everybody: bool = False
    ) -> list[Moment]: ...
    def revision(self) -> int: ...
    def keep_columns(self) -> None: ...
    def happenings(
        self, since: str | None = None, until: str | None = None, *,
        markings: Iterable[Marking] | None = None, public_on: str | None = None,
    ) -> dict[str, npt.NDArray[Any]]: ...  # fmt: skip
    def dealings(
        self, one: str, other: str, *, until: str | None = None,
        markings: Iterable[Marking] | None = None, public_on: str | None = None,
    ) -> dict[str, npt.NDArray[Any]]: ...  # fmt: skip
    def pair_sums(
        self, parties: Iterable[str], *, since: str, until: str,
        markings: Iterable[Marking] | None = None, public_on: str | None = None,
    ) -> list[PairSum]: ...  # fmt: skip
    def places_named(
        self, since: str, until: str, *, markings: Iterable[Marking] | None = None
    ) -> list[tuple[tuple[float, float], ...]]: ...
    def read_since(self) -> str | None: ...
    def days_read(self, since: str, until: str) -> dict[str, list[str]]: ...
    def widenings(self, *, since: str | None = None, until: str | None = None) -> list[Widening]: ...
    def judgements(self) -> list[Judgement]: ...
    def history(self, incident_id: str) -> list[Past]: ...
    def orphaned(self) -> list[Judgement]: ...
    def changes(self, target: str | None = None) -> list[Change]: ...
    def counts(self, *, public_on: str | None = None) -> Counts: ...


class StoreWriter(StoreReader, Protocol):
    @property
    def people(self) -> People: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def saved(self) -> SavedSearches: ...
    @property
    def comments(self) -> Comments: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def alerts(self) -> Alerts: ...
    def add(self, readings: Iterable[Reading], *, actor: str, at: str) -> Added: ...
    def add_field_reports(self, filed: Iterable[Filed], *, actor: str, at: str) -> Added: ...
    def keep_watched(self, settled: Sequence[Settled], *, actor: str, at: str) -> Added: ...
    def know_its_indexes(self) -> None: ...
    def set_aside(self, records: Iterable[SetAside]) -> None: ...
    def judge(
        self, incident_id: str, act: Act, *, who: str, at: str, note: str = "",
        field: str | None = None, value: Any = None, report: str | None = None,
    ) -> Judgement: ...  # fmt: skip
    def merge(self, incident_ids: Sequence[str], *, who: str, at: str, note: str = "") -> Judgement: ...
    def split(
        self, incident_id: str, reports: Iterable[str], *, who: str, at: str, note: str = ""
    ) -> Judgement: ...
    def undo(self, number: int, *, who: str, at: str, note: str = "") -> Judgement: ...
    def widen(self, given: Widening) -> Widening: ...
    def close(self) -> None: ...
