"""Short ways to make records for tests of store, link, export and desk. Words of our own."""

from __future__ import annotations

from typing import Any

from faleme.link.incidents import Report
from faleme.records.event import Event, EventPlace, Fatalities
from faleme.records.incident import Incident, Member
from faleme.records.reading import Reading
from faleme.records.text import Article, Span
from faleme.records.time import Period

DIBOLI = EventPlace(name="Diboli", country="MLI", lat=14.45511, lon=-12.19945, level="locality")
KIDIRA = EventPlace(name="Kidira", country="SEN", lat=14.45668, lon=-12.21659, level="locality")
KAYES = EventPlace(name="Kayes", country="MLI", lat=14.44693, lon=-11.44448, level="locality")


def day(iso: str) -> Period:
    return Period(iso, iso)


def article(
    identifier: str, text: str = "Attaque à Diboli\n\nDes hommes armés ont attaqué le poste.", **given: Any
) -> Article:
    given = {"published": "2025-07-02", "source": "Le Courrier de démonstration", "language": "fr"} | given
    return Article(id=identifier, title=text.split("\n")[0], text=text, **given)


def event(identifier: str, **given: Any) -> Event:
    defaults: dict[str, Any] = {
        "type": "ASSAULT", "mode": None, "status": "occurred", "tags": (), "actors": ("JNIM",),
        "recipients": (), "place": DIBOLI, "time": day("2025-07-01"), "fatalities": None,
        "evidence": (Span(0, 16),),
    }  # fmt: skip
    return Event(id=identifier, **(defaults | given))


def report(identifier: str, article_id: str, published: str | None = "2025-07-02", **given: Any) -> Report:
    return Report(event(identifier, **given), article_id, published, f"outlet of {article_id}")


def reading(identifier: str, *events: Event, **given: Any) -> Reading:
    return Reading(article=article(identifier, **given), events=events, places=(), times=(), figures=())


def incident(identifier: str, **given: Any) -> Incident:
    defaults: dict[str, Any] = {
        "type": "ASSAULT", "mode": None, "status": "occurred", "tags": (), "strand": "defence",
        "actors": ("JNIM",), "recipients": (), "place": DIBOLI, "time": day("2025-07-01"), "claims": (),
        "members": (Member(f"event of {identifier}", f"article of {identifier}", 0, 16),),
        "first_published": "2025-07-02",
    }  # fmt: skip
    return Incident(id=identifier, **(defaults | given))


def dead(least: int | None, most: int | None) -> Fatalities:
    return Fatalities(least, most)
