"""The lists that a window shows: of the store's, what may be seen through this one.

A window says what it adds to every question (`_within`, `_articles_within`) and how it shows an incident;
that the answer holds nothing else is the store's work, not that of a page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from faleme.records.incident import Incident
from faleme.records.query import Query
from faleme.store.base import ArticlesWanted, Circle, Counts, Found, MapCell, StoreReader, Wanted

MANY = 10_000
"""Lists are counted and leafed through up to here."""


class ListWindow:
    """The part of a window that lists."""

    _store: StoreReader

    def _within(self, wanted: Wanted) -> Wanted:
        """What is asked for, and no more than may be seen."""
        return wanted

    def _articles_within(self, wanted: ArticlesWanted) -> ArticlesWanted:
        return wanted

    def _as_shown(self, incident: Incident) -> Incident:
        return incident

    def incidents(
        self,
        wanted: Wanted | None = None,
        *,
        limit: int | None = None,
        offset: int = 0,
        soonest: bool = False,
    ) -> list[Incident]:
        """Incidents in the order of lists, the latest day first, or the soonest."""
        asked = self._within(wanted or Wanted())
        found = self._store.incidents(wanted=asked, limit=limit, offset=offset, soonest=soonest)
        return [self._as_shown(each) for each in found]

    def incidents_of(self, ids: Iterable[str]) -> list[Incident]:
        """Those of some incidents that may be seen, rejected ones where their own page may be; by id."""
        found = self._store.incidents_of(ids, self._within(Wanted(rejected=True)))
        return [self._as_shown(each) for each in found]

    def count(self, wanted: Wanted | None = None, *, most: int = MANY) -> int:
        """How many there are; `most + 1` stands for more than that."""
        return self._store.count(self._within(wanted or Wanted()), most=most)

    def facets(self, wanted: Wanted | None = None, *names: str) -> dict[str, dict[str, int]]:
        """Values of type, strand, status or country with their numbers of incidents."""
        return self._store.facets(self._within(wanted or Wanted()), *names)

    def months(self, wanted: Wanted | None = None) -> dict[str, int]:
        """Numbers of incidents by month ('2025-07'), in order."""
        return self._store.months(self._within(wanted or Wanted()))

    def map_cells(self, wanted: Wanted, box: tuple[float, float, float, float], zoom: int) -> list[MapCell]:
        """Incidents of a box in cells of the map's grid at a zoom."""
        return self._store.map_cells(self._within(wanted), box, zoom)

    def search(self, query: Query, *, near: Circle | None = None, limit: int = 20, offset: int = 0) -> Found:
        """Articles or incidents that have the words of a query, found by what may be seen of them alone."""
        seen = self._within(Wanted())
        return self._store.search(
            query, near=near, limit=limit, offset=offset, markings=seen.markings, public_on=seen.public_on
        )

    def outlets(self) -> dict[str, int]:
        """Outlets with their numbers of articles."""
        return self._store.outlets(self._articles_within(ArticlesWanted()))

    def counts(self) -> Counts:
        """How much there is to see."""
        return self._store.counts()

    def articles_by_day(self, days: Collection[str] | None = None) -> dict[str, int]:
        """Articles of the press by day, of all days or of some."""
        return self._store.articles_by_day(days)
