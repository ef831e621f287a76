"""How far a place is from the supply corridors.

A corridor is declared as a list of places (data/corridors/*.toml); between two of them it is drawn straight,
so a distance is good to the bend of the road between two listed places, some kilometres, not better.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from faleme.assess.lines import Floats, GroundLine
from faleme.lexicon.corridors import CorridorDeclaration, CorridorPlace, load_corridor_declarations
from faleme.records.place import CorridorDistance

_DEGREE_KM = 111.2


class Segment:
    """The straight between two places of a corridor that follow each other ('Kidira–Diboli')."""

    def __init__(self, begin: CorridorPlace, end: CorridorPlace) -> None:
        self.begin, self.end = begin, end
        self.name = f"{begin.name}–{end.name}"
        self._line = GroundLine([(begin.lat, begin.lon), (end.lat, end.lon)])

    def distance_km(self, lat: float, lon: float) -> float:
        """Geodesic distance of a point, in km."""
        return self._line.nearest(lat, lon).km

    def distances_km(self, lat: Floats, lon: Floats, within_km: float) -> Floats:
        """Distances of many points in km, infinite where they are beyond `within_km`.

        A reckoning on the plane, right to some per cent, spares the ellipsoid most of them.
        """
        found = np.full(len(lat), np.inf)
        near = np.flatnonzero(self._roughly_km(lat, lon) <= 1.1 * within_km + 1)
        if len(near):
            km = self._line.distances_km(lat[near], lon[near])
            found[near] = np.where(km <= within_km, km, np.inf)
        return found

    def _roughly_km(self, lat: Floats, lon: Floats) -> Floats:
        east = _DEGREE_KM * math.cos(math.radians((self.begin.lat + self.end.lat) / 2))
        x, y = (lon - self.begin.lon) * east, (lat - self.begin.lat) * _DEGREE_KM
        across, up = (self.end.lon - self.begin.lon) * east, (self.end.lat - self.begin.lat) * _DEGREE_KM
        part = np.clip((x * across + y * up) / max(across**2 + up**2, 1e-9), 0, 1)
        km: Floats = np.hypot(x - part * across, y - part * up)
        return km


class Corridor:
    """A corridor's branches as lines on the ground, each with the names of its places."""

    def __init__(self, declaration: CorridorDeclaration) -> None:
        self.id = declaration.id
        self.name = declaration.name
        self.kind = declaration.kind
        self.segments = tuple(
            Segment(begin, end)
            for branch in declaration.branches
            for begin, end in zip(branch, branch[1:], strict=False)
        )
        self.places = declaration.branches[0]
        self._branches = [
            (branch, GroundLine([(place.lat, place.lon) for place in branch]))
            for branch in declaration.branches
        ]

    def distance(self, lat: float, lon: float) -> CorridorDistance:
        """The distance to the nearest segment, named by its two places ('Kidira–Diboli')."""
        found = [(line.nearest(lat, lon), branch) for branch, line in self._branches]
        nearest, branch = min(found, key=lambda pair: pair[0].km)
        segment = f"{branch[nearest.segment].name}–{branch[nearest.segment + 1].name}"
        return CorridorDistance(corridor=self.name, km=round(nearest.km, 3), segment=segment)


@cache
def load_corridors() -> tuple[Corridor, ...]:
    """The shipped corridors."""
    return tuple(Corridor(declaration) for declaration in load_corridor_declarations())


def corridor_distances(
    lat: float, lon: float, corridors: tuple[Corridor, ...] | None = None
) -> tuple[CorridorDistance, ...]:
    """The distance of a point to each corridor (the shipped ones if none are given), nearest first."""
    chosen = load_corridors() if corridors is None else corridors
    return tuple(sorted((c.distance(lat, lon) for c in chosen), key=lambda found: (found.km, found.corridor)))
