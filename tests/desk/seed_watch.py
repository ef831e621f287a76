"""A desk with three years of made-up attacks along the border, so that there is something to reckon with."""

from __future__ import annotations

import datetime as dt
import random

from faleme.assess.border import load_border
from faleme.assess.corridors import load_corridors
from faleme.records.event import EventPlace, Fatalities
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.records.time import Period
from faleme.store.sql import SqlStore, open_store
from tests.desk.seed import TODAY, made_article, made_event

PLACES = (
    ("Diboli", "MLI", 14.45511, -12.19945, 16),
    ("Kayes", "MLI", 14.44693, -11.44448, 24),
    ("Sadiola", "MLI", 13.8833, -11.7, 40),
    ("Kéniéba", "MLI", 12.84, -11.235, 28),
    ("Moussala", "MLI", 12.9333, -11.3833, 60),
    ("Bakel", "SEN", 14.9047, -12.4577, 90),
    ("Saraya", "SEN", 12.8333, -11.75, 90),
)
"""Name, country, point, and how many days lie between two attacks on average."""
FIRST_DAY = dt.date(2023, 1, 1)


def attack(
    name: str, country: str, lat: float, lon: float, day: dt.date, *, marking: Marking = "CLEAR"
) -> Reading:
    near = load_border().proximity(lat, lon, 1.0, load_corridors())
    place = EventPlace(
        name=name, country=country, lat=lat, lon=lon, level="locality", radius_km=1.0, proximity=near
    )
    iso = day.isoformat()
    title = f"Tirs à {name} le {iso}"
    article = made_article(f"tirs-{name}-{iso}", title, f"{title}.", published=iso, marking=marking)
    told = made_event(
        article.text, f"e-{name}-{iso}", f"{title}.", place=place, time=Period(iso, iso), marking=marking,
        fatalities=Fatalities(day.day % 4, None),
    )  # fmt: skip
    return Reading(article=article, events=(told,), places=(), times=(), figures=())


def history(rng: random.Random) -> list[Reading]:
    """Attacks at random, four times as many at Diboli in the last weeks."""
    found = []
    for name, country, lat, lon, apart in PLACES:
        day = FIRST_DAY + dt.timedelta(days=rng.randrange(apart))
        while day <= TODAY:
            found.append(attack(name, country, lat, lon, day))
            rising = name == "Diboli" and (TODAY - day).days < 40
            day += dt.timedelta(days=max(1, round(rng.expovariate(1 / (apart / 4 if rising else apart)))))
    return found


def watched_desk(url: str) -> SqlStore:
    store = open_store(url)
    store.add(history(random.Random(4)), actor="test", at="2026-02-03T00:00:00+00:00")
    return store
