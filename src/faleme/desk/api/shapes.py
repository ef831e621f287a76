"""What the API answers where the domain's own records do not serve; the OpenAPI document is made from these.

The domain's records (places, periods, claims, readings, briefs) stand in them as they are.
"""

from __future__ import annotations

import msgspec

from faleme.desk.near import NearRow
from faleme.records.event import EventPlace, EventType, Fatalities, Status, Strand
from faleme.records.incident import Claim, Difference, ReportWord, Verdict
from faleme.records.judgement import Judgement
from faleme.records.place import Level, Proximity
from faleme.records.query import Sought
from faleme.records.reading import Reading
from faleme.records.text import Marking, Span
from faleme.records.time import Period
from faleme.store.base import MapCell, Past


class Toll(msgspec.Struct, frozen=True, kw_only=True):
    """What one outlet says of the dead, and whom it has it from if that may be told."""

    source: str | None
    fatalities: Fatalities
    speaker: str | None = None


class IncidentTold(msgspec.Struct, frozen=True, kw_only=True):
    """One incident as lists tell it: our own sentence, its values, and how well it is known.

    `page` is its address at the desk; `day` the last day told, else the first that it was reported on.
    """

    id: str
    page: str
    sentence: str
    name: str
    type: EventType
    mode: str | None
    quad: str
    status: Status
    tags: tuple[str, ...]
    strand: Strand
    section: str | None
    place: EventPlace | None
    time: Period | None
    day: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    tolls: tuple[Toll, ...]
    fatalities: Fatalities | None
    marking: Marking
    reviewed: bool
    verdict: Verdict | None
    voices: int
    credibility: int
    report_count: int
    first_published: str | None


class IncidentList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of incidents. `total` counts to 10,000, `more` says that there are more than that; `next` is the
    address of the next page, None on the last one.
    """

    total: int
    more: bool
    items: tuple[IncidentTold, ...]
    next: str | None = None


class ReportTold(msgspec.Struct, frozen=True, kw_only=True):
    """One report of an incident: the event of an article, with outlet, date and link."""

    event: str
    article: str
    page: str
    title: str
    source: str | None
    published: str | None
    url: str | None
    marking: str
    copy_of: str | None = None


class IncidentWhole(IncidentTold, frozen=True, kw_only=True):
    """One incident with its reports and what each of them claims.

    `withheld` counts reports whose articles may not be seen. From `undecided` on it is the desk's own work,
    empty for anybody who may not review.
    """

    reports: tuple[ReportTold, ...]
    withheld: int
    claims: tuple[Claim, ...]
    said: tuple[Claim, ...]
    reasons: tuple[str, ...]
    voices_reasons: tuple[str, ...]
    credibility_reasons: tuple[str, ...]
    undecided: tuple[str, ...] = ()
    assigned: str | None = None
    differs: tuple[Difference, ...] = ()
    judgements: tuple[int, ...] = ()
    unseen: int = 0
    on_reports: tuple[ReportWord, ...] = ()


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Every judgement on an incident, the earliest first."""

    incident: str
    items: tuple[Past, ...]


class ArticleTold(msgspec.Struct, frozen=True, kw_only=True):
    """One article as lists tell it; `excerpt` is what the public sees of its text."""

    id: str
    page: str
    title: str
    source: str | None
    published: str | None
    url: str | None
    language: str
    marking: str
    events: int
    excerpt: str = ""


class ArticleList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of articles, the newest first; `next` is the address of the next page."""

    total: int
    items: tuple[ArticleTold, ...]
    next: str | None = None


class ArticleWhole(ArticleTold, frozen=True, kw_only=True):
    """One article; `reading` has its text and all that was read in it, None for who may not see that.

    `incidents` are ids of incidents by those of its events.
    """

    section: str | None
    incidents: dict[str, str]
    reading: Reading | None = None


class SimilarList(msgspec.Struct, frozen=True, kw_only=True):
    """Articles near to one: near-copies, those of the same incident, those of the same story."""

    article: str
    items: tuple[NearRow, ...]


class HitTold(msgspec.Struct, frozen=True, kw_only=True):
    """One find: of an article its title and a stretch of its text, of an incident our sentence.

    Marks are code-point offsets of the words asked for; `begins` and `ends` tell where the stretch is cut.
    """

    kind: Sought
    id: str
    page: str
    day: str | None
    source: str | None
    language: str
    marking: str
    title: str
    title_marks: tuple[Span, ...]
    text: str
    text_marks: tuple[Span, ...]
    begins: bool
    ends: bool


class HitList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of finds, the best first; of very many the latest are ranked, and `more` says that there are."""

    total: int
    more: bool
    items: tuple[HitTold, ...]
    next: str | None = None


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """How many incidents of a list there are by each value of its filters, and by month."""

    type: dict[str, int]
    strand: dict[str, int]
    status: dict[str, int]
    country: dict[str, int]
    months: dict[str, int]


class PlaceFound(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the gazetteer; `prominence` is 0 (hamlet) to 4 (capital), `admin` its parents."""

    name: str
    country: str
    lat: float
    lon: float
    level: Level
    feature: str
    geoname_id: int
    population: int
    prominence: int
    admin: tuple[str, ...]
    radius_km: float
    proximity: Proximity


class PlaceList(msgspec.Struct, frozen=True, kw_only=True):
    """The places of a name, the most prominent first."""

    total: int
    items: tuple[PlaceFound, ...]


class CellList(msgspec.Struct, frozen=True, kw_only=True):
    """Clusters of the map, from north to south."""

    items: tuple[MapCell, ...]


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement as it was kept, and the incident that its address leads to now (None: to none)."""

    judgement: Judgement
    incident: str | None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong (RFC 9457): `detail` says in one line what, where and what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
