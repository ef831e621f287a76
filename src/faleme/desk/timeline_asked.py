"""What a reader asks the timeline for: axis, window of days and filters, all in the address."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from urllib.parse import urlencode

import msgspec

from faleme.desk.pages.frame import Frame
from faleme.records.timeline import AXES, Axis
from faleme.store.base import Wanted
from faleme.words.wording import as_day

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
YEAR = 365
_LONGEST = 40


class Stretch(msgspec.Struct, frozen=True):
    """Days that are looked at, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def moved(self, days: int) -> Stretch:
        """The same length, earlier or later, as far as time goes."""
        days = max(days, (EARLIEST - self.first).days)
        days = min(days, (LATEST - self.last).days)
        return Stretch(self.first + dt.timedelta(days), self.last + dt.timedelta(days))

    def of_length(self, days: int) -> Stretch:
        """So many days around the same middle."""
        days = max(1, min(days, (LATEST - EARLIEST).days))
        first = self.first + dt.timedelta((self.days - days) // 2)
        return Stretch(first, first + dt.timedelta(days - 1)).moved(0)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Axis and filters; None asks for everything. `who` tells whose relation: of both countries, or all."""

    axis: Axis = "happened"
    type: str | None = None
    tag: str | None = None
    country: str | None = None
    km: int | None = None
    corridor: str | None = None
    actor: str | None = None
    who: Literal["all"] | None = None

    @classmethod
    def of(cls, frame: Frame) -> Asked:
        axis = frame.chosen("axis")
        return cls(
            axis=next((each for each in AXES if each == axis), "happened"),
            km=frame.whole_number("km"),
            who="all" if frame.chosen("who") == "all" else None,
            **{name: _word(frame.chosen(name)) for name in ("type", "tag", "country", "corridor", "actor")},
        )

    @property
    def filtered(self) -> bool:
        return self != Asked(axis=self.axis)

    def wanted(self) -> Wanted:
        """What the store is asked for."""
        return Wanted(
            type=self.type, tag=self.tag, country=self.country, corridor=self.corridor, actor=self.actor,
            within_km=float(self.km) if self.km else None,
        )  # fmt: skip

    def query(self, stretch: Stretch, **more: object) -> str:
        """As a query string, with a window of days."""
        given = msgspec.structs.asdict(self) | {"since": stretch.first, "until": stretch.last} | more
        if given["axis"] == "happened":
            given["axis"] = None
        return urlencode({name: value for name, value in given.items() if value is not None})


def stretch_of(frame: Frame) -> Stretch:
    """The window of the address; the year up to today where there is none."""
    since, until = (_within(as_day(frame.chosen(name))) for name in ("since", "until"))
    if since and until:
        return Stretch(min(since, until), max(since, until))
    if since:
        return Stretch(since, max(since, frame.today))
    last = until or frame.today
    return Stretch(last - dt.timedelta(YEAR - 1), last).moved(0)


def _word(value: str | None) -> str | None:
    return value if value and len(value) <= _LONGEST and "\0" not in value else None


def _within(day: dt.date | None) -> dt.date | None:
    return min(max(day, EARLIEST), LATEST) if day else None
