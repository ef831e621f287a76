"""Scenes for tests of warning. Words of our own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from faleme.assess.border import load_border
from faleme.assess.corridors import load_corridors
from faleme.records.event import EventPlace
from faleme.records.incident import Incident
from faleme.warn.scene import Scene
from tests.made import DIBOLI, KAYES, KIDIRA, day, incident


def placed(place: EventPlace) -> EventPlace:
    """A place with its nearness to the border and the corridors."""
    assert place.lat is not None and place.lon is not None
    near = load_border().proximity(place.lat, place.lon, place.radius_km, load_corridors())
    return msgspec.structs.replace(place, proximity=near)


def attack(identifier: str, iso: str, place: EventPlace = DIBOLI, **given: Any) -> Incident:
    given = {"first_published": iso, "time": day(iso), "place": placed(place)} | given
    return incident(identifier, **given)


def scene(iso: str, *incidents: Incident, **given: Any) -> Scene:
    return Scene(incidents, dt.date.fromisoformat(iso), **given)


__all__ = ["DIBOLI", "KAYES", "KIDIRA", "attack", "day", "incident", "placed", "scene"]
