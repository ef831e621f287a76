"""Incidents, sources and a press for tests of the brief, in words of our own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from faleme.brief.compose import compose
from faleme.brief.note import Brief, Section, Sentence
from faleme.records.event import EventPlace, Fatalities
from faleme.records.incident import Claim, Incident, Member
from faleme.records.place import CorridorDistance, Proximity
from faleme.records.press import OutletRead, Press
from faleme.records.time import Period
from faleme.store.base import Source

ROAD, RAIL, NORTH = "route Dakar–Bamako", "chemin de fer Dakar–Bamako", "route Kayes–Nioro–Gogui"
DAY = dt.date(2025, 7, 1)
PRESS = Press(
    outlets=(
        OutletRead(outlet="Le Courrier", articles=2, last="2025-07-01"),
        OutletRead(outlet="La Dépêche", articles=0, last="2025-06-20"),
    ),
    set_aside=(("no-text", 2), ("too-large", 1)),
)


def place(
    name: str, km: float | None, country: str = "MLI", *, side: str | None = "same", radius: float = 1.0,
    roads: Sequence[tuple[str, float, str]] = (), level: Any = "locality",
) -> EventPlace:  # fmt: skip
    near = None
    if km is not None:
        corridors = tuple(CorridorDistance(corridor=c, km=far, segment=s) for c, far, s in roads)
        near = Proximity(
            border="Senegal–Mali", border_km=km, uncertainty_km=radius,
            side=country if side == "same" else side, corridors=corridors,
        )  # fmt: skip
    return EventPlace(
        name=name, country=country, lat=14.0, lon=-12.0, level=level, radius_km=radius, proximity=near
    )


DIBOLI = place("Diboli", 0.3, roads=[(ROAD, 0.0, "Diboli–Kayes")])
KIDIRA = place("Kidira", 1.1, "SEN", roads=[(ROAD, 0.0, "Goudiry–Kidira")])
KENIEBA = place("Kéniéba", 40.0)
KAYES = place("Kayes", 64.0, roads=[(ROAD, 0.0, "Diboli–Kayes"), (NORTH, 0.0, "Kayes–Sandaré")])
NIORO = place("Nioro du Sahel", 281.0, roads=[(NORTH, 0.0, "Sandaré–Nioro du Sahel")])
DIEMA = place("Diéma", 290.0, roads=[(ROAD, 0.5, "Sandaré–Diéma")])
MOPTI = place("Mopti", 800.0, roads=[(ROAD, 400.0, "Kati–Bamako")])
BAMAKO = place("Bamako", 365.0, roads=[(ROAD, 0.0, "Kati–Bamako")])


def on(first: str, last: str | None = None) -> Period:
    return Period(first, last or first)


def incident(identifier: str, articles: Sequence[str] = ("a1",), **given: Any) -> Incident:
    defaults: dict[str, Any] = {
        "type": "ASSAULT", "mode": None, "status": "occurred", "tags": (), "strand": "defence",
        "place": DIBOLI, "time": on("2025-07-01"), "actors": ("JNIM",), "recipients": ("MLI:MIL",),
        "claims": (), "first_published": "2025-07-01",
    }  # fmt: skip
    members = tuple(Member(f"e-{identifier}-{each}", each, 0, 10) for each in articles)
    return Incident(id=identifier, members=members, **(defaults | given))


def source(identifier: str, outlet: str | None = None, published: str | None = "2025-07-01") -> Source:
    return Source(
        id=identifier, title="Titre", source=outlet if outlet is not None else f"Journal {identifier}",
        published=published, url=f"https://{identifier}.example/article", marking="CLEAR",
    )  # fmt: skip


def dead(article: str, low: int | None, high: int | None, **given: Any) -> Claim:
    return Claim(
        kind="fatalities", article=article, source=f"Journal {article}", fatalities=Fatalities(low, high),
        **given,
    )  # fmt: skip


def composed(*incidents: Incident, **given: Any) -> Brief:
    """The brief of 30 June and 1 July 2025 in French, unless told otherwise."""
    named = {member.article for each in incidents for member in each.members}
    settings: dict[str, Any] = {
        "sources": {each: source(each) for each in named}, "press": PRESS,
        "since": DAY - dt.timedelta(days=1), "until": DAY, "language": "fr",
    }  # fmt: skip
    return compose(incidents, **(settings | given))


def section(brief: Brief, name: str) -> Section:
    return next(each for each in brief.sections if each.id == name)


def told(brief: Brief, name: str) -> list[str]:
    """The sentences of a section, their no-break spaces as spaces."""
    return [plain(s.text) for p in section(brief, name).paragraphs for s in p.sentences]


def only(brief: Brief) -> Sentence:
    (sentence,) = brief.sentences
    return sentence


def remarks(brief: Brief) -> list[str]:
    """What is said of doubt in a brief of one sentence."""
    return [plain(remark) for remark in only(brief).remarks]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
