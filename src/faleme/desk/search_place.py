"""Where the place lies that somebody searches around."""

from __future__ import annotations

from pathlib import Path

from faleme.assess.typed_places import load_place_book
from faleme.errors import JudgementError
from faleme.records.query import Query
from faleme.store.base import Circle

AROUND_KM = 10.0
"""How far around a place, where the reader does not say."""


def circle_of(query: Query, gazetteer: Path | None) -> Circle | None:
    """The circle of a search, None where it names no place. Raises JudgementError for one without a point."""
    if not query.place:
        return None
    place = load_place_book(gazetteer).place(query.place)
    if place.lat is None or place.lon is None:
        raise JudgementError(f"no point is known of {query.place!r}")
    return Circle(place.lat, place.lon, query.km or max(AROUND_KM, place.radius_km or 0.0))
