"""What a request to the API may ask for: one record an address, from which the OpenAPI document is made too.

A parameter that no record has is refused by its name, as is one given twice or with a value that it cannot
have: a filter that is silently left out answers another question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import Meta

from faleme.desk.api.problems import BadParameter
from faleme.records.event import EventType, Status, Strand
from faleme.records.query import LONGEST, Query, Sought
from faleme.records.text import Language
from faleme.store.base import ArticlesWanted, Circle, Wanted
from faleme.store.search import MOST as DEEPEST
from faleme.words.wording import DeskLanguage

DEFAULT_LIMIT, MOST = 50, 200

_LAT = r"-?(90(\.0{1,6})?|[1-8]?[0-9](\.[0-9]{1,6})?)"
_LON = r"-?(180(\.0{1,6})?|(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,6})?)"
_MOST_LAT = 85.0

Limit = Annotated[int, Meta(ge=1, le=MOST)]
Word = Annotated[str, Meta(min_length=1, max_length=80)]
Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}$")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
Kilometres = Annotated[int, Meta(ge=1, le=20_000)]
Corners = Annotated[str, Meta(pattern=f"^{_LON},{_LAT},{_LON},{_LAT}$")]
Around = Annotated[str, Meta(pattern=f"^{_LAT},{_LON},[0-9]{{1,3}}(\\.[0-9])?$")]
YesNo = Literal["yes", "no"]
Box = tuple[float, float, float, float]


class Plain(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address that takes nothing but the language of our words."""

    lang: DeskLanguage | None = None


class Filters(Plain, frozen=True, kw_only=True):
    """Which incidents: the filters of the desk's list, its sections and its map."""

    type: EventType | None = None
    strand: Strand | None = None
    status: Status | None = None
    tag: Code | None = None
    actor: Code | None = None
    country: Country | None = None
    corridor: Code | None = None
    section: Code | None = None
    km: Kilometres | None = None
    near: Around | None = None
    bbox: Corners | None = None
    placed: YesNo | None = None
    reviewed: YesNo | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def wanted(self, **more: Any) -> Wanted:
        """What the store is asked for."""
        return Wanted(
            type=self.type, strand=self.strand, status=self.status, tag=self.tag, actor=self.actor,
            country=self.country, corridor=self.corridor, section=self.section,
            within_km=None if self.km is None else float(self.km),
            near=_circle(self.near), box=_box(self.bbox),
            placed=_yes(self.placed), reviewed=_yes(self.reviewed),
            since=_iso(self.since), until=_iso(self.until), **more,
        )  # fmt: skip


class IncidentsAsked(Filters, frozen=True, kw_only=True):
    """A page of incidents: the one after an incident of the page before."""

    limit: Limit = DEFAULT_LIMIT
    after: Word | None = None


class CellsAsked(Filters, frozen=True, kw_only=True):
    """Clusters of the map at a zoom."""

    zoom: Annotated[int, Meta(ge=0, le=18)] = 7

    @property
    def box(self) -> Box:
        return _box(self.bbox) or (-180.0, -_MOST_LAT, 180.0, _MOST_LAT)


class ArticlesAsked(Plain, frozen=True, kw_only=True):
    """A page of articles."""

    source: Word | None = None
    language: Language | None = None
    section: Code | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    limit: Limit = DEFAULT_LIMIT
    after: Annotated[str, Meta(min_length=1, max_length=500)] | None = None

    def wanted(self, **more: Any) -> ArticlesWanted:
        return ArticlesWanted(
            source=self.source, language=self.language, section=self.section, since=_iso(self.since),
            until=_iso(self.until), **more,
        )  # fmt: skip


class SearchAsked(Plain, frozen=True, kw_only=True):
    """Words and filters of a search, and the page of its finds."""

    q: Annotated[str, Meta(max_length=LONGEST)] = ""
    kind: Sought = "articles"
    type: EventType | None = None
    actor: Code | None = None
    place: Word | None = None
    km: Kilometres | None = None
    source: Word | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    offset: Annotated[int, Meta(ge=0, le=DEEPEST)] = 0

    @property
    def query(self) -> Query:
        return Query(
            words=self.q.strip(), kind=self.kind, type=self.type, actor=self.actor, place=self.place,
            km=None if self.km is None else float(self.km), source=self.source, since=_iso(self.since),
            until=_iso(self.until),
        )  # fmt: skip


class BriefAsked(Plain, frozen=True, kw_only=True):
    """The days of a brief, both included; without any, yesterday and today."""

    since: dt.date | None = None
    until: dt.date | None = None


class PlacesAsked(Plain, frozen=True, kw_only=True):
    """The places of a name."""

    name: Annotated[str, Meta(min_length=1, max_length=120)]
    country: Country | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 20


K = TypeVar("K", bound=Plain)


def read(given: Iterable[tuple[str, str]], kind: type[K]) -> K:
    """The parameters of a request as the record that its address takes.

    Raises BadParameter that names the one which is unknown, given twice, missing or malformed.
    """
    values: dict[str, str] = {}
    for name, value in given:
        if name not in kind.__struct_fields__:
            raise BadParameter(name, "unknown", known=", ".join(sorted(kind.__struct_fields__)))
        if name in values:
            raise BadParameter(name, "twice")
        # No text of ours has a NUL, and PostgreSQL takes none.
        values[name] = value.replace("\0", " ")
    try:
        asked = msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as error:
        name, why = _told(str(error))
        raise BadParameter(name, "missing" if "missing" in why else "malformed", why=why) from error
    for name, value in values.items():
        if getattr(asked, name) is None:  # read as JSON, the word 'null' would be no value at all
            raise BadParameter(name, "malformed", why=f"Invalid value {value!r}")
    return asked


_AT = re.compile(r" - at `\$\.(?P<name>\w+)`\Z")
_FIELD = re.compile(r"field `(?P<name>\w+)`")


def _told(message: str) -> tuple[str, str]:
    """The parameter that msgspec complains of, and its complaint."""
    message = message.replace(" | null", "")  # nobody writes null in an address
    if at := _AT.search(message):
        return at["name"], message[: at.start()]
    field = _FIELD.search(message)
    return (field["name"] if field else "?"), message


def query_string(asked: Plain, **more: object) -> str:
    """What was asked as a query string, defaults left out."""
    values = {
        name: value
        for name, value in (msgspec.structs.asdict(asked) | more).items()
        if value not in (None, "")
    }
    return urlencode({k: v.isoformat() if isinstance(v, dt.date) else v for k, v in values.items()})


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _yes(word: YesNo | None) -> bool | None:
    return None if word is None else word == "yes"


def _circle(written: str | None) -> Circle | None:
    return Circle(*map(float, written.split(","))) if written else None


def _box(written: str | None) -> Box | None:
    """West, south, east, north of two corners in any order, no nearer to a pole than the map goes."""
    if written is None:
        return None
    lon, lat, other_lon, other_lat = map(float, written.split(","))
    south, north = (min(max(each, -_MOST_LAT), _MOST_LAT) for each in sorted((lat, other_lat)))
    west, east = sorted((lon, other_lon))
    return west, south, east, north
