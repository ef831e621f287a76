"""What somebody sees who has signed in: everything up to the marking that is their ceiling.

An article whose events are marked higher than its reader's ceiling is shown as the public sees it, or not
at all. How much the store holds is told as it is.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from faleme.desk.near import MOST
from faleme.desk.public import (
    ArticleShown,
    Page,
    PublicWindow,
    WholeWindow,
    Window,
)
from faleme.records.incident import Incident
from faleme.records.judgement import Judgement
from faleme.records.person import Person, may, up_to
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.release.rule import is_movement_to_come
from faleme.review.by_report import reading_as_said
from faleme.store.base import ArticlesWanted, Near, Past, Source, StoreWriter, Wanted


def window_of(person: Person | None, store: StoreWriter, today: dt.date) -> Window:
    """What may be looked at by somebody, or by the public."""
    if person is None or not may(person, "read"):
        return PublicWindow(store, today)
    return WholeWindow(store) if person.ceiling == "RED" else CeilingWindow(store, today, person.ceiling)


class CeilingWindow(WholeWindow):
    """Everything up to a marking. A test asks of each new method of `WholeWindow` what it is here."""

    def __init__(self, store: StoreWriter, today: dt.date, ceiling: Marking) -> None:
        super().__init__(store)
        self._public = PublicWindow(store, today)
        self._today = today
        self._seen: tuple[Marking, ...] = up_to(ceiling)

    def _within(self, wanted: Wanted) -> Wanted:
        asked = wanted.markings
        seen = self._seen if asked is None else tuple(each for each in asked if each in self._seen)
        return msgspec.structs.replace(wanted, markings=seen)

    def incident(self, incident_id: str) -> Incident | None:
        found = super().incident(incident_id)
        return found if found and found.marking in self._seen else None

    def incident_of(self, article_id: str) -> dict[str, str]:
        pairs = super().incident_of(article_id).items()
        return {event: found for event, found in pairs if self.incident(found)}

    def article(self, article_id: str) -> ArticleShown | None:
        reading = self._store.reading(article_id)
        if reading is None or reading.article.marking not in self._seen:
            return None
        return super().article(article_id) if self._is_within(reading) else self._public.article(article_id)

    def articles(self, *, first: int, size: int, wanted: ArticlesWanted | None = None) -> Page:
        listed = super().articles(first=first, size=size, wanted=wanted)
        shown = ((each, self.article(each.id)) for each in listed.items)
        return Page([row if seen.reading else seen for row, seen in shown if seen], listed.total)

    def near(self, article_id: str) -> list[Near]:
        """Neighbours that may be read whole; their copies and incidents likewise."""
        found = self._store.similar(article_id, limit=3 * MOST, markings=self._seen)
        kept = [self._near(each) for each in found if self._reads(each.article)]
        return kept[:MOST]

    def _near(self, each: Near) -> Near:
        incident = each.incident if each.incident and self.incident(each.incident) else None
        copies = tuple(copy for copy in each.copies if self._reads(copy))
        return msgspec.structs.replace(each, incident=incident, copies=copies)

    def _reads(self, source: Source) -> bool:
        shown = self.article(source.id)
        return shown is not None and shown.reading is not None

    def history(self, incident_id: str) -> list[Past]:
        return super().history(incident_id) if self.incident(incident_id) else []

    def judgement(self, number: int | None) -> Judgement | None:
        found = super().judgement(number)
        return found if found and self.incident(found.incident) else None

    def _is_within(self, reading: Reading) -> bool:
        """Whether neither an event nor what a person said of one is marked above the ceiling."""
        if any(event.marking not in self._seen for event in reading.events):
            return False
        ids = set(super().incident_of(reading.article.id).values())
        told = [found for each in sorted(ids) if (found := super(CeilingWindow, self).incident(each))]
        if any(event.marking not in self._seen for event in reading_as_said(reading, told).events):
            return False
        return not any(
            each.marking not in self._seen and is_movement_to_come(each, self._today) for each in told
        )
