"""What the pages of the map show: clusters, lists and months, as seen through the window of who asks."""

from __future__ import annotations

from faleme.desk.map_asked import Asked, Box
from faleme.desk.map_cells import joined
from faleme.desk.public import Window
from faleme.records.incident import Incident
from faleme.store.base import MapCell


class MapSource:
    """What one request sees of the incidents that it asks for."""

    def __init__(self, window: Window, asked: Asked) -> None:
        self._window = window
        self._asked = asked

    def cells(self, box: Box, zoom: float) -> list[MapCell]:
        """Clusters that a box of the map holds, none lying on another."""
        return joined(self._window.map_cells(self._asked.wanted(), box, round(zoom)), zoom)

    def listed(self, box: Box, most: int) -> tuple[list[Incident], int]:
        """Incidents of a box, the latest first, at most so many, and how many there are."""
        wanted = self._asked.wanted(box=box, placed=True)
        return self._window.incidents(wanted, limit=most), self._window.count(wanted)

    def unplaced(self, most: int) -> tuple[list[Incident], int]:
        """Incidents without a point (a whole country is none), at most so many, and how many there are."""
        wanted = self._asked.wanted(placed=False)
        return self._window.incidents(wanted, limit=most), self._window.count(wanted)

    def located(self, most: int) -> list[Incident]:
        """Incidents with a point, wherever it is, the latest first."""
        return self._window.incidents(self._asked.wanted(placed=True), limit=most)

    def months(self) -> list[tuple[str, int]]:
        """Incidents with a point by month ('2025-07'), in order, whatever days are asked for."""
        return list(self._window.months(self._asked.any_time.wanted(placed=True)).items())

    def countries(self) -> list[str]:
        """Countries that an incident with a point lies in."""
        return list(self._window.facets(Asked().wanted(placed=True), "country")["country"])
