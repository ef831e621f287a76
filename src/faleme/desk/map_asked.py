"""What a reader asks the map for: filters and the view, both in the address, so that a link shows the same."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import Literal
from urllib.parse import urlencode

import msgspec

from faleme.desk.pages.frame import Frame
from faleme.desk.views import day_of
from faleme.lexicon.corridors import load_corridor_declarations
from faleme.records.incident import Incident
from faleme.records.place import Proximity
from faleme.store.base import Wanted

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

CORRIDOR_KM = 15.0
"""An incident is of a corridor when it is this near: corridors are drawn straight between their towns."""
FIRST_VIEW = (14.15, -11.85, 7.0)
LEAST_ZOOM, MOST_ZOOM = 4.0, 14.0
_LONGEST = 40


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Filters; None asks for everything. `since` and `until` are ISO days, ends included."""

    type: str | None = None
    strand: str | None = None
    tag: str | None = None
    status: str | None = None
    country: str | None = None
    km: int | None = None
    corridor: str | None = None
    reviewed: Literal["yes", "no"] | None = None
    since: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, frame: Frame) -> Asked:
        reviewed = frame.chosen("reviewed")
        return cls(
            type=_word(frame, "type"),
            strand=_word(frame, "strand"),
            tag=_word(frame, "tag"),
            status=_word(frame, "status"),
            country=_word(frame, "country"),
            corridor=_word(frame, "corridor"),
            km=frame.whole_number("km"),
            reviewed="yes" if reviewed == "yes" else "no" if reviewed == "no" else None,
            since=_day(frame, "since"),
            until=_day(frame, "until"),
        )

    @property
    def any(self) -> bool:
        return self != Asked()

    @property
    def any_time(self) -> Asked:
        """The same without its days."""
        return msgspec.structs.replace(self, since=None, until=None)

    @property
    def corridor_name(self) -> str | None:
        """The corridor's name, '' for one that nobody knows."""
        if self.corridor is None:
            return None
        names = {each.id: each.name for each in load_corridor_declarations()}
        return names.get(self.corridor, "")

    def wanted(self, **more: object) -> Wanted:
        """What the store is asked for; it knows nothing yet of corridors and of what was reviewed."""
        given: dict[str, object] = {
            "type": self.type, "strand": self.strand, "tag": self.tag, "status": self.status,
            "country": self.country, "within_km": float(self.km) if self.km else None,
            "since": self.since, "until": self.until, "unreviewed": self.reviewed == "no",
        }  # fmt: skip
        return msgspec.convert(given | more, Wanted)

    @property
    def beyond_store(self) -> bool:
        """Whether it asks for something that only the records tell."""
        return self.corridor is not None or self.reviewed == "yes"

    def keep(self, incident: Incident) -> bool:
        """Whether an incident at hand is asked for."""
        place = incident.place
        near = place.proximity if place else None
        day = day_of(incident)
        told = day.isoformat() if day else ""
        tests: Sequence[tuple[object, Callable[[], bool]]] = (
            (self.type, lambda: incident.type == self.type),
            (self.strand, lambda: incident.strand == self.strand),
            (self.tag, lambda: self.tag in incident.tags),
            (self.status, lambda: incident.status == self.status),
            (self.country, lambda: place is not None and place.country == self.country),
            (self.km, lambda: near is not None and near.border_km <= (self.km or 0)),
            (self.reviewed, lambda: incident.reviewed == (self.reviewed == "yes")),
            (self.since, lambda: bool(told) and told >= (self.since or "")),
            (self.until, lambda: bool(told) and told <= (self.until or "")),
            (self.corridor, lambda: self._along(near)),
        )
        return all(wanted is None or test() for wanted, test in tests)

    def _along(self, near: Proximity | None) -> bool:
        name = self.corridor_name
        return near is not None and any(c.corridor == name and c.km <= CORRIDOR_KM for c in near.corridors)

    def query(self, **more: object) -> str:
        """As a query string."""
        values = msgspec.structs.asdict(self) | more
        return urlencode({name: value for name, value in values.items() if value is not None})


def view_of(frame: Frame) -> tuple[float, float, float]:
    """Latitude, longitude and zoom of `at=14.4,-11.9,7`, the first view where it is absent or no view."""
    numbers = _numbers(frame.request.query_params.get("at", ""), 3)
    if numbers is None or not (-85 <= numbers[0] <= 85 and -180 <= numbers[1] <= 180):
        return FIRST_VIEW
    return numbers[0], numbers[1], min(max(numbers[2], LEAST_ZOOM), MOST_ZOOM)


def written_view(lat: float, lon: float, zoom: float) -> str:
    return f"{lat:.4f},{lon:.4f},{zoom:g}"


def box_of(frame: Frame) -> Box | None:
    """`bbox=west,south,east,north`, None where it is absent or no box."""
    numbers = _numbers(frame.request.query_params.get("bbox", ""), 4)
    if numbers is None:
        return None
    west, south, east, north = (
        min(max(n, -limit), limit) for n, limit in zip(numbers, (180, 85, 180, 85), strict=True)
    )
    return (west, south, east, north) if west <= east and south <= north else None


def zoom_of(frame: Frame) -> float:
    numbers = _numbers(frame.request.query_params.get("zoom", ""), 1)
    return min(max(numbers[0], 0.0), 18.0) if numbers else FIRST_VIEW[2]


def _numbers(text: str, count: int) -> list[float] | None:
    parts = text.split(",")
    if len(parts) != count or len(text) > 120:
        return None
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) else None


def _word(frame: Frame, name: str) -> str | None:
    value = frame.chosen(name)
    return value if value and len(value) <= _LONGEST and "\0" not in value else None


def _day(frame: Frame, name: str) -> str | None:
    """An ISO day, None where it is none."""
    try:
        return dt.date.fromisoformat(frame.chosen(name) or "").isoformat()
    except ValueError:
        return None
