"""A place as a person types it, looked up and measured.

'Diboli', 'Kidira, SEN', '14.45,-12.2' and 'Poste 3@14.45,-12.2' are places, 'MLI' is a whole country. Where a
name has several places the one in the given country is meant; then the most prominent; then the only one that
is near the watched border. Where that leaves more than one, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from faleme.assess.border import Border, load_border
from faleme.assess.corridors import Corridor, load_corridors
from faleme.errors import JudgementError
from faleme.lexicon.gazetteer import Gazetteer, GazetteerPlace, load_gazetteer
from faleme.lexicon.resolution import load_resolution_rules
from faleme.records.event import EventPlace
from faleme.records.place import Proximity

NEAR_KM = 100.0
_NUMBER = r"[-+]?\d{1,3}(?:\.\d{1,12})?"
_POINT = re.compile(rf"(?:(?P<name>[^@]*)@)?\s*(?P<lat>{_NUMBER})\s*[,;\s]\s*(?P<lon>{_NUMBER})\s*\Z")
_POINT_RADIUS_KM = 0.3


class PlaceBook:
    """What looking up a typed place needs: the gazetteer, the border and the corridors."""

    def __init__(self, gazetteer: Gazetteer, border: Border, corridors: tuple[Corridor, ...]) -> None:
        self._gazetteer = gazetteer
        self._border = border
        self._corridors = corridors

    def place(self, written: str) -> EventPlace:
        """The place that a person means. Raises JudgementError that names the candidates of several."""
        if point := _POINT.match(written):
            return self.at(float(point["lat"]), float(point["lon"]), name=(point["name"] or "").strip())
        name, _, country = (part.strip() for part in written.rpartition(","))
        if not name:
            name, country = written.strip(), ""
        return self.named(name, country=country.upper() or None)

    def at(
        self,
        lat: float,
        lon: float,
        *,
        name: str = "",
        country: str | None = None,
        radius_km: float | None = None,
    ) -> EventPlace:
        """A point (WGS 84); its country is told by the outlines where it is not given."""
        if not (abs(lat) <= 90 and abs(lon) <= 180):
            raise JudgementError(f"no point at {lat}, {lon}: latitude first, in degrees (WGS 84)")
        found = country or self._border.side(lat, lon)
        if found is None:
            raise JudgementError(f"the country of {lat}, {lon} is not known here: give it (alpha-3)")
        radius = _POINT_RADIUS_KM if radius_km is None else radius_km
        return EventPlace(
            name=name or f"{lat:g}, {lon:g}", country=found, lat=lat, lon=lon, level="locality",
            radius_km=radius, proximity=self._near(lat, lon, radius, country),
        )  # fmt: skip

    def named(self, name: str, *, country: str | None = None) -> EventPlace:
        """A place of the gazetteer, or a whole country where `name` is its alpha-3 code."""
        if name in self._gazetteer.countries:
            return EventPlace(name=name, country=name, lat=None, lon=None, level="country")
        return self._event_place(self._chosen(name, country))

    def candidates(self, name: str, *, country: str | None) -> list[tuple[GazetteerPlace, EventPlace]]:
        """The places of a name, the most prominent first, each measured."""
        found = [p for p in self._gazetteer.find(name) if country in (None, p.country)]
        found.sort(key=lambda p: (-p.prominence, -p.population, p.geoname_id))
        return [(each, self._event_place(each)) for each in found]

    def _chosen(self, name: str, country: str | None) -> GazetteerPlace:
        found = [p for p in self._gazetteer.find(name) if country in (None, p.country)]
        found = [p for p in found if p.feature[0] == "P"] or found
        if not found:
            where = f" in {country}" if country else ""
            raise JudgementError(f"no place {name!r}{where} in the gazetteer: give its point, NAME@LAT,LON")
        best = [p for p in found if p.prominence == max(each.prominence for each in found)]
        if len(best) > 1:
            best = self._only_near(best)
        if len(best) > 1:
            best = [p for p in best if p.population == max(each.population for each in best)]
        if len(best) > 1:
            raise JudgementError(f"{name!r} may be {_told(best)}: add the country or give the point")
        return best[0]

    def _only_near(self, places: Sequence[GazetteerPlace]) -> list[GazetteerPlace]:
        near = [p for p in places if self._border.distance_km(p.lat, p.lon) <= NEAR_KM]
        return near if near else list(places)

    def _event_place(self, found: GazetteerPlace) -> EventPlace:
        radius = load_resolution_rules().radius_km(found.feature)
        return EventPlace(
            name=found.name, country=found.country, lat=found.lat, lon=found.lon, level=found.level,
            geoname_id=found.geoname_id, radius_km=radius,
            proximity=self._near(found.lat, found.lon, radius, found.country),
        )  # fmt: skip

    def _near(self, lat: float, lon: float, radius_km: float, country: str | None) -> Proximity:
        """Nearness; the side of a point too near the line is told where the country given says the same."""
        near = self._border.proximity(lat, lon, radius_km, self._corridors)
        if near.side is None and country == self._border.side(lat, lon):
            return msgspec.structs.replace(near, side=country)
        return near


def _told(places: Sequence[GazetteerPlace]) -> str:
    return " or ".join(", ".join((p.name, *p.admin[:1], p.country)) for p in places[:4])


@cache
def load_place_book(gazetteer: Path | None) -> PlaceBook:
    """The look-up in a gazetteer file (None: the shipped one), with the shipped border and corridors."""
    return PlaceBook(load_gazetteer(gazetteer), load_border(), load_corridors())
