"""Places: a toponym of the text, the gazetteer's candidates for it, and the place that it was taken for."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["locality", "area", "country"]


class Toponym(msgspec.Struct, frozen=True, kw_only=True):
    """A mention of a geographical name, before anyone has decided which place it names.

    `candidates` are rows of the gazetteer (its own ids); `cue` is the feature word beside the name
    ('région', 'commune', 'fleuve', 'forêt') when there is one.
    """

    start: int
    end: int
    name: str
    candidates: tuple[int, ...]
    cue: str | None = None


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a toponym might name, with the score that the context gave it."""

    geoname_id: int
    name: str
    country: str
    lat: float
    lon: float
    level: Level
    score: float


class CorridorDistance(msgspec.Struct, frozen=True, kw_only=True):
    """How far a place is from a supply corridor, in km, and the segment that is nearest."""

    corridor: str
    km: float
    segment: str


class Proximity(msgspec.Struct, frozen=True, kw_only=True):
    """Nearness of a place to the watched border and corridors (geodesic, WGS 84, km).

    `side` is the country on whose side the point lies, None where the uncertainty reaches across.
    """

    border: str
    border_km: float
    uncertainty_km: float
    side: str | None
    corridors: tuple[CorridorDistance, ...] = ()


class PlaceMention(msgspec.Struct, frozen=True, kw_only=True):
    """A toponym resolved to a place, or left undecided with its candidates.

    Undecided: `country`, `lat`, `lon` and `level` are None and `candidates` holds two or more.
    `radius_km` is the uncertainty of the point; `admin` are the names of its parents, nearest first.
    """

    start: int
    end: int
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    level: Level | None
    geoname_id: int | None = None
    feature: str | None = None
    radius_km: float | None = None
    admin: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = ()
    proximity: Proximity | None = None
