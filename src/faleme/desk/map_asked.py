"""What a reader asks the map for: filters and the view, both in the address, so that a link has both."""

from __future__ import annotations

import datetime as dt
import math
from typing import Literal
from urllib.parse import urlencode

import msgspec

from faleme.desk.pages.frame import Frame
from faleme.store.base import Wanted

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

FIRST_VIEW = (14.15, -11.85, 7.0)
LEAST_ZOOM, MOST_ZOOM = 5.0, 14.0
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

    def wanted(self, *, box: Box | None = None, placed: bool | None = None) -> Wanted:
        """What the store is asked for."""
        return Wanted(
            type=self.type,
            strand=self.strand,
            tag=self.tag,
            status=self.status,
            country=self.country,
            within_km=float(self.km) if self.km else None,
            corridor=self.corridor,
            reviewed=None if self.reviewed is None else self.reviewed == "yes",
            since=self.since,
            until=self.until,
            box=box,
            placed=placed,
        )

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
