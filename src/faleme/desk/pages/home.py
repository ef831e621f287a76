"""The list of incidents, the latest by day, with filters that live in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import msgspec
from litestar import get
from litestar.response import Template

from faleme.desk.pages.frame import DeskRequest, Frame
from faleme.desk.views import day_of, distinct
from faleme.records.incident import Incident

PER_PAGE = 25
DISTANCES_KM = (10, 25, 50, 100, 200)


class Filters(msgspec.Struct, frozen=True):
    """What the reader asked to see; None is everything."""

    type: str | None = None
    strand: str | None = None
    country: str | None = None
    km: int | None = None

    @classmethod
    def of(cls, frame: Frame) -> Filters:
        return cls(
            frame.chosen("type"), frame.chosen("strand"), frame.chosen("country"), frame.whole_number("km")
        )

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


@get("/incidents", sync_to_thread=True)
def home(request: DeskRequest) -> Template:
    """The latest incidents."""
    frame = Frame(request)
    filters = Filters.of(frame)
    every = frame.window.incidents()
    kept = [incident for incident in every if filters.keep(incident)]
    happened, ahead = by_day(kept, frame.today)
    if not frame.window.everything:
        kept, ahead = happened, []
    pages = max(1, -(-len(happened) // PER_PAGE))
    page = min(frame.whole_number("page") or 1, pages)
    shown = happened[(page - 1) * PER_PAGE : page * PER_PAGE]
    naming = frame.describe.writer.naming
    acts = frame.describe.writer.acts
    countries = distinct(incident.place.country for incident in every if incident.place)
    return frame.page(
        "home.html",
        current="home",
        title=frame.words.say("home_title"),
        filters=filters,
        groups=frame.describe.grouped(shown, frame.today, frame.window.articles_by_day()),
        ahead=frame.describe.grouped(ahead[::-1], frame.today) if page == 1 else [],
        ahead_count=len(ahead),
        kept=len(kept),
        total=len(every),
        articles=frame.window.counts().articles,
        page=page,
        pages=pages,
        types=[(kind, acts.of(kind, None).name) for kind in acts.types()],
        strands=("defence", "diplomacy", "economy", "other"),
        countries=sorted(((code, naming.country(code)) for code in countries), key=lambda pair: pair[1]),
        distances=DISTANCES_KM,
    )
