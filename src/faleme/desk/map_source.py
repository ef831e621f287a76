"""Where the map's pages have incidents from: the window of who asks, so that the public rule holds for all.

Clusters, lists and months of the public are made of what the public may see, and of nothing else.
"""

from __future__ import annotations

from collections import Counter

from faleme.desk.map_asked import Asked, Box
from faleme.desk.map_cells import cells_of, joined, point_of
from faleme.desk.pages.frame import Frame
from faleme.desk.pages.home import by_day
from faleme.desk.views import day_of
from faleme.records.incident import Incident
from faleme.store.base import MapCell


class MapSource:
    """What one request may see of the incidents that it asks for."""

    def __init__(self, frame: Frame, asked: Asked) -> None:
        self._frame = frame
        self._asked = asked

    def cells(self, box: Box, zoom: float) -> list[MapCell]:
        """Clusters that a box of the map holds."""
        return joined(cells_of(self._every(self._asked), box, round(zoom)), zoom)

    def listed(self, box: Box, most: int) -> tuple[list[Incident], int]:
        """Incidents of a box, the latest first, at most so many, and how many there are."""
        west, south, east, north = box
        inside = [
            each
            for each in self._every(self._asked)
            if (point := point_of(each)) and south <= point[0] <= north and west <= point[1] <= east
        ]
        return self._latest(inside)[:most], len(inside)

    def unplaced(self, most: int) -> tuple[list[Incident], int]:
        """Incidents without a point (a whole country is none), at most so many, and how many there are."""
        found = [each for each in self._every(self._asked) if point_of(each) is None]
        return self._latest(found)[:most], len(found)

    def months(self) -> list[tuple[str, int]]:
        """Incidents with a point by month ('2025-07'), in order, whatever days are asked for."""
        days = (day_of(each) for each in self._every(self._asked.any_time) if point_of(each))
        return sorted(Counter(f"{day:%Y-%m}" for day in days if day).items())

    def countries(self) -> list[str]:
        every = self._frame.window.incidents()
        return sorted({each.place.country for each in every if each.place and each.place.country})

    def _every(self, asked: Asked) -> list[Incident]:
        return [each for each in self._frame.window.incidents() if asked.keep(each)]

    def _latest(self, found: list[Incident]) -> list[Incident]:
        happened, ahead = by_day(found, self._frame.today)
        return [*happened, *ahead] if self._frame.window.everything else happened
