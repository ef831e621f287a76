"""The list of incidents, the latest by day, with filters that live in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import get
from litestar.response import Template

from faleme.desk.listed import MANY
from faleme.desk.pages.frame import DeskRequest, Frame
from faleme.desk.share import shared
from faleme.desk.views import day_of
from faleme.lexicon.review import load_review_rules
from faleme.records.incident import Incident
from faleme.store.base import Wanted
from faleme.words.wording import Wording, as_day

PER_PAGE = 25
MOST_AHEAD = 50
"""Incidents told for days to come that stand above the list, the soonest."""
STRANDS = ("defence", "diplomacy", "economy", "other")
DISTANCES_KM = (10, 25, 50, 100, 200)


class Filters(msgspec.Struct, frozen=True):
    """What the reader asked to see; None is everything."""

    type: str | None = None
    strand: str | None = None
    country: str | None = None
    km: int | None = None
    tag: str | None = None
    actor: str | None = None
    since: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, frame: Frame) -> Filters:
        words = {name: frame.chosen(name) for name in ("type", "strand", "country", "tag", "actor")}
        days = {name: day_chosen(frame, name) for name in ("since", "until")}
        return cls(km=frame.whole_number("km"), **words, **days)

    def keep(self, incident: Incident) -> bool:
        place = incident.place
        near = place.proximity if place else None
        tests: Sequence[tuple[object, Callable[[], bool]]] = (
            (self.type, lambda: incident.type == self.type),
            (self.strand, lambda: incident.strand == self.strand),
            (self.country, lambda: place is not None and place.country == self.country),
            (self.km, lambda: near is not None and near.border_km <= (self.km or 0)),
        )
        return all(wanted is None or test() for wanted, test in tests)

    @property
    def any(self) -> bool:
        return self != Filters()

    def wanted(self, **more: Any) -> Wanted:
        """What the store is asked for."""
        return Wanted(
            type=self.type, strand=self.strand, country=self.country,
            within_km=None if self.km is None else float(self.km), tag=self.tag, actor=self.actor,
            since=self.since, until=self.until, **more,
        )  # fmt: skip

    def query(self, **more: object) -> str:
        """The filters as a query string, with a page if given."""
        values = {name: getattr(self, name) for name in self.__struct_fields__} | more
        return urlencode({name: value for name, value in values.items() if value is not None})


def by_day(incidents: Sequence[Incident], today: dt.date) -> tuple[list[Incident], list[Incident]]:
    """What happened, the latest day first, and what is told for days to come.

    Within a day what is reported as done stands before what is announced, called for or denied.
    """
    ordered = sorted(
        incidents, key=lambda e: (-(day_of(e) or dt.date.min).toordinal(), e.status != "occurred")
    )
    ahead = [each for each in ordered if is_ahead(each, today)]
    return [each for each in ordered if not is_ahead(each, today)], ahead


def is_ahead(incident: Incident, today: dt.date) -> bool:
    """Whether it is told for a day to come, or announced for today."""
    day = day_of(incident)
    return day is not None and (day > today or (day == today and incident.status == "planned"))


def day_chosen(frame: Frame, name: str) -> str | None:
    """A day of the query as ISO 8601, None where it is absent or no day."""
    day = as_day(frame.chosen(name))
    return day.isoformat() if day else None


def page_of(frame: Frame, total: int, size: int) -> tuple[int, int]:
    """The page that is asked for and how many there are; what is beyond the last one is the last one."""
    pages = max(1, -(-min(total, MANY) // size))
    return min(frame.whole_number("page") or 1, pages), pages


def counted(words: Wording, total: int) -> str:
    """'1 250', or 'plus de 10 000' where nobody counted further."""
    return words.say("list_many", count=words.number(MANY)) if total > MANY else words.number(total)


@get("/incidents", sync_to_thread=True)
def home(request: DeskRequest) -> Template:
    """The list of incidents, a page of it."""
    frame = Frame(request)
    window, words, day = frame.window, frame.words, frame.today.isoformat()
    filters = Filters.of(frame)
    happened, coming = filters.wanted(told_by=day), filters.wanted(ahead_of=day)
    told = window.count(happened)
    ahead = window.count(coming) if window.everything else 0
    counts = window.counts()
    kept = min(told + ahead, MANY + 1) if filters.any else counts.incidents
    page, pages = page_of(frame, told, PER_PAGE)
    shown = window.incidents(happened, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    soon = window.incidents(coming, limit=MOST_AHEAD, soonest=True) if ahead and page == 1 else []
    days = {found.isoformat() for each in shown if (found := day_of(each))}
    naming, acts = frame.describe.writer.naming, frame.describe.writer.acts
    countries = window.facets(None, "country")["country"]
    return frame.page(
        "home.html",
        current="home",
        title=words.say("home_title"),
        shared=shared(frame, words.say("home_title"), "/incidents", filters.query()),
        filters=filters,
        groups=frame.describe.grouped(shown, frame.today, window.articles_by_day(days)),
        ahead=frame.describe.grouped(soon, frame.today),
        ahead_count=ahead,
        kept=kept,
        kept_words=counted(words, kept) if filters.any else words.number(kept),
        total=counts.incidents,
        articles=counts.articles,
        page=page,
        pages=pages,
        per_page=PER_PAGE,
        deepest=MANY // PER_PAGE,
        types=[(kind, acts.of(kind, None).name) for kind in acts.types()],
        strands=STRANDS,
        tags=sorted((words.label("tag", tag), tag) for tag in load_review_rules().tags),
        countries=sorted(((code, naming.country(code)) for code in countries), key=lambda pair: pair[1]),
        distances=DISTANCES_KM,
    )
