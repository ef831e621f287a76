"""The brief that somebody may read: what they may see of a window of days, handed to the composer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from faleme.brief.compose import compose
from faleme.brief.note import Brief
from faleme.brief.window import day_of
from faleme.desk.public import Window
from faleme.records.person import Person, may, up_to
from faleme.store.base import StoreReader, Wanted
from faleme.words.wording import DeskLanguage

LONGEST = 62
"""Days of a window that a page shows; more is for the command line."""
FEED_DAYS = 14
_LOOKED_AT = 50  # incidents, for the last one that may be shown


class Asked(msgspec.Struct, frozen=True):
    """Who asks a store for briefs: their window on it and the conditions that go with it."""

    store: StoreReader
    window: Window
    scope: Wanted
    language: DeskLanguage

    @classmethod
    def by(
        cls, person: Person | None, store: StoreReader, window: Window, today: dt.date, language: DeskLanguage
    ) -> Asked:
        """What `window_of` lets a person see, as conditions of the store."""
        if person is None or not may(person, "read"):
            scope = Wanted(public_on=today.isoformat())
        else:
            scope = Wanted(markings=None if person.ceiling == "RED" else up_to(person.ceiling))
        return cls(store, window, scope, language)

    @property
    def is_public(self) -> bool:
        return self.scope.public_on is not None

    def brief(self, since: dt.date, until: dt.date) -> Brief:
        """The brief of the days from `since` to `until`, both included."""
        asked = msgspec.structs.replace(self.scope, since=since.isoformat(), until=until.isoformat())
        incidents = self.window.incidents_of(self.store.told_between(asked))
        sources = self.store.sources_for({m.article for each in incidents for m in each.members}, asked)
        press = self.store.press(asked)
        made = compose(incidents, sources, press, since, until, language=self.language, public=self.is_public)
        if not made.empty:
            return made
        return compose(
            (), {}, press, since, until, language=self.language, public=self.is_public,
            last=self.day_before(since),
        )  # fmt: skip

    def day_before(self, since: dt.date) -> dt.date | None:
        """The last day before a window that has something to show."""
        asked = msgspec.structs.replace(self.scope, until=(since - dt.timedelta(days=1)).isoformat())
        found = self.store.incidents(limit=_LOOKED_AT, wanted=asked)
        return self._first_shown(each.id for each in found)

    def day_after(self, until: dt.date, today: dt.date) -> dt.date | None:
        """The first day after a window, today at the latest, that has something to show."""
        after = (until + dt.timedelta(days=1)).isoformat()
        asked = msgspec.structs.replace(self.scope, since=after, until=today.isoformat())
        return self._first_shown(self.store.told_first(asked, limit=_LOOKED_AT)) if until < today else None

    def _first_shown(self, ids: Iterable[str]) -> dt.date | None:
        for each in ids:
            seen = self.window.incident(each)
            if seen and self.store.sources_for([m.article for m in seen.members], self.scope):
                return day_of(seen)
        return None

    def days(self, until: dt.date) -> list[Brief]:
        """A brief for each of the last days that has something, the newest first."""
        days = (until - dt.timedelta(days=back) for back in range(FEED_DAYS))
        asked = ((day, msgspec.structs.replace(self.scope, since=str(day), until=str(day))) for day in days)
        made = (self.brief(day, day) for day, wanted in asked if self.store.told_between(wanted))
        return [each for each in made if not each.empty]


def days_asked(since: str | None, until: str | None, today: dt.date) -> tuple[dt.date, dt.date]:
    """The window of an address: what is no day is not asked; without any, yesterday and today."""
    last = _day(until) or max(_day(since) or today, today)
    first = _day(since) or last - dt.timedelta(days=1)
    if first > last:
        first, last = last, first
    return max(first, last - dt.timedelta(days=LONGEST - 1)), last


def _day(written: str | None) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(written or "")
    except ValueError:
        return None
    return day if dt.date(1900, 1, 1) <= day <= dt.date(9000, 1, 1) else None
