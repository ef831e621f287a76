"""A small desk with secrets in it, in words of our own; what is named a canary must never be public."""

from __future__ import annotations

import datetime as dt
from typing import Any

from faleme.records.actor import ActorMention
from faleme.records.event import Attribution, Event, EventPlace, Fatalities, Trigger
from faleme.records.figure import Figure
from faleme.records.place import Candidate, CorridorDistance, PlaceMention, Proximity
from faleme.records.reading import Reading
from faleme.records.text import Article, SetAside, Span
from faleme.records.time import Period, Timex
from faleme.store.sql import SqlStore, open_store
from tests.desk import seed_judged

TODAY = dt.date(2026, 2, 3)
CANARIES = (
    "Canariplan",  # a convoy that is still to come
    "Canaritexte",  # article text beyond the 200th character
    "Canariprive",  # a private person
    "Canaritemoin",  # who speaks for a toll
    "Canarivert",  # an article marked GREEN
    "Canarivisite",  # a plan that was marked CLEAR by mistake
    "Canariposte",  # a field report that is marked AMBER, beside a public article of the same incident
    "Canariagent",  # who decides and has an incident assigned
    "Canarinote",  # why a person decided so
    "Canarimachine",  # what the machine said before a person corrected it
    "Canarirejet",  # where a rejected incident was said to be
    "Canariconvoi",  # an article of which a person said that it tells of a convoy to come
)
NEAR = Proximity(
    border="Senegal–Mali",
    border_km=0.308,
    uncertainty_km=1.0,
    side="MLI",
    corridors=(CorridorDistance(corridor="route Dakar–Bamako", km=0.1, segment="Kidira–Diboli"),),
)
DIBOLI = EventPlace(
    name="Diboli", country="MLI", lat=14.45511, lon=-12.19945, level="locality", radius_km=1.0, proximity=NEAR
)
KAYES = EventPlace(
    name="Kayes",
    country="MLI",
    lat=14.44693,
    lon=-11.44448,
    level="locality",
    radius_km=3.0,
    proximity=Proximity(border="Senegal–Mali", border_km=64.13, uncertainty_km=3.0, side="MLI"),
)
FIRST_JULY = Period("2025-07-01", "2025-07-01")


def span(text: str, words: str) -> Span:
    """Where words stand in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def made_event(text: str, identifier: str, evidence: str, **given: Any) -> Event:
    defaults: dict[str, Any] = {
        "type": "ASSAULT",
        "mode": "firearms",
        "status": "occurred",
        "tags": (),
        "actors": ("JNIM",),
        "recipients": ("MLI:MIL",),
        "place": DIBOLI,
        "time": FIRST_JULY,
        "fatalities": None,
        "evidence": (span(text, evidence),),
        "strand": "defence",
        "confidence": 0.9,
    }
    return Event(id=identifier, **(defaults | given))


def made_article(identifier: str, title: str, body: str, **given: Any) -> Article:
    defaults: dict[str, Any] = {
        "published": "2025-07-02",
        "source": "Le Courrier de démonstration",
        "language": "fr",
        "url": f"https://courrier.example/{identifier}",
    }
    return Article(id=identifier, title=title, text=f"{title}\n\n{body}", **(defaults | given))


def attack() -> Reading:
    article = made_article(
        "attaque",
        "Diboli : Awa Canariprive raconte l'assaut",
        "Des combattants du JNIM ont tiré mardi sur le poste militaire de Diboli, tuant 12 soldats. "
        "Awa Canariprive, commerçante, a vu la scène depuis Kidira.\n\n"
        "« Cela a duré une heure », dit Mme Canariprive. Le ministre Oumar Témoin a promis une enquête. "
        "Le marché a rouvert le lendemain et la circulation vers Nioro a repris. Canaritexte.",
    )
    text = article.text
    sentence = "Des combattants du JNIM ont tiré mardi sur le poste militaire de Diboli, tuant 12 soldats."
    trigger = span(text, "ont tiré")
    place = span(text, "Diboli, tuant")
    nioro = span(text, "Nioro")
    person = span(text, "Awa Canariprive, ")
    minister = span(text, "ministre Oumar Témoin")
    group, soldiers = span(text, "combattants du JNIM"), span(text, "12 soldats")
    title_name = span(text, "Awa Canariprive")
    day = span(text, "mardi")
    return Reading(
        article=article,
        events=(
            made_event(
                text,
                "e-attaque",
                sentence,
                fatalities=Fatalities(12, 12),
                tags=("border",),
                trigger=Trigger(start=trigger.start, end=trigger.end, rule="ASSAULT/firearms «tirer»"),
                reasons=("actor JNIM: subject of the verb",),
            ),
            made_event(
                text,
                "e-enquete",
                "Le ministre Oumar Témoin a promis une enquête.",
                type="ACCUSE",
                mode="investigate",
                status="planned",
                actors=("MLI:GOV",),
                recipients=(),
                place=None,
                time=None,
                strand="other",
            ),
        ),
        places=(
            PlaceMention(
                start=place.start,
                end=place.start + 6,
                name="Diboli",
                country="MLI",
                lat=14.45511,
                lon=-12.19945,
                level="locality",
                radius_km=1.0,
                admin=("Kayes",),
                proximity=NEAR,
                reasons=("nearest to Kidira",),
            ),
            PlaceMention(
                start=nioro.start,
                end=nioro.end,
                name="Nioro",
                country=None,
                lat=None,
                lon=None,
                level=None,
                candidates=(
                    Candidate(
                        geoname_id=1,
                        name="Nioro du Sahel",
                        country="MLI",
                        lat=15.2288,
                        lon=-9.5896,
                        level="locality",
                        score=2.0,
                    ),
                    Candidate(
                        geoname_id=2,
                        name="Nioro du Rip",
                        country="SEN",
                        lat=13.75,
                        lon=-15.78,
                        level="locality",
                        score=2.0,
                    ),
                ),
                reasons=("two places of this name",),
            ),
        ),
        times=(
            Timex(
                start=day.start, end=day.end, from_="2025-07-01", to="2025-07-01", grain="day", rule="weekday"
            ),
        ),
        figures=(
            Figure(
                start=soldiers.start,
                end=soldiers.end,
                value=12,
                unit="soldat",
                modifier="exact",
                kind="count",
            ),
        ),
        actors=(
            ActorMention(
                start=title_name.start,
                end=title_name.end,
                name="Awa Canariprive",
                codes=(),
                kind="person",
                rule="person-name",
            ),
            ActorMention(
                start=group.start, end=group.end, name="JNIM", codes=("JNIM",), kind="group", rule="body"
            ),
            ActorMention(
                start=person.start,
                end=person.end - 2,
                name="Awa Canariprive",
                codes=("MLI:CVL",),
                kind="person",
                rule="person-name",
            ),
            ActorMention(
                start=minister.start,
                end=minister.end,
                name="ministre Oumar Témoin",
                codes=("MLI:GOV",),
                kind="office",
                rule="role",
            ),
        ),
    )


def second_report() -> Reading:
    article = made_article(
        "bilan",
        "Quinze morts à Diboli",
        "L'attaque de Diboli a fait 15 morts, selon Modibo Canaritemoin, chauffeur.",
        source="La Dépêche fictive",
        published="2025-07-03",
    )
    text = article.text
    who = span(text, "Modibo Canaritemoin")
    toll = made_event(
        text,
        "e-bilan",
        "L'attaque de Diboli a fait 15 morts",
        mode=None,
        actors=(),
        recipients=(),
        fatalities=Fatalities(15, None),
        attribution=Attribution(start=who.start, end=who.end, speaker="Modibo Canaritemoin, chauffeur"),
    )
    name = ActorMention(
        start=who.start, end=who.end, name="Modibo Canaritemoin", codes=(), kind="person", rule="person-name"
    )
    return Reading(article=article, events=(toll,), places=(), times=(), figures=(), actors=(name,))


def planned_convoy() -> Reading:
    article = made_article(
        "convoi",
        "Un convoi Canariplan partira jeudi",
        "Le convoi Canariplan quittera Kayes jeudi sous escorte.",
        published="2026-02-02",
    )
    text = article.text
    plan = made_event(
        text,
        "e-convoi",
        "Le convoi Canariplan quittera Kayes",
        type="COOPERATE",
        mode=None,
        status="planned",
        tags=("convoy",),
        actors=("MLI:MIL",),
        recipients=("MLI:BUS",),
        place=EventPlace(name="Canariplan", country="MLI", lat=14.4, lon=-11.4, level="locality"),
        time=Period("2026-02-05", "2026-02-05"),
        marking="AMBER+STRICT",
    )
    return Reading(article=article, events=(plan,), places=(), times=(), figures=())


def unmarked_plan() -> Reading:
    """A plan that slipped through the coder as CLEAR, beside an event that is public."""
    article = made_article(
        "visite",
        "Dakar et Bamako signent un accord",
        "Un accord sur le port a été signé lundi. Le ministre ira à Canarivisite vendredi prochain.",
        published="2026-02-02",
    )
    text = article.text
    agreed = made_event(
        text,
        "e-accord",
        "Un accord sur le port a été signé lundi.",
        type="AGREE",
        mode=None,
        recipients=(),
        actors=("SEN:GOV", "MLI:GOV"),
        tags=("trade",),
        place=None,
        time=Period("2026-02-02", "2026-02-02"),
        strand="economy",
    )
    plan = made_event(
        text,
        "e-visite",
        "Le ministre ira à Canarivisite",
        type="CONSULT",
        mode="visit",
        status="planned",
        tags=("visit",),
        actors=("SEN:GOV",),
        recipients=(),
        time=Period("2026-02-06", "2026-02-06"),
        place=EventPlace(name="Canarivisite", country="MLI", lat=13.0, lon=-9.0, level="locality"),
        marking="CLEAR",
    )
    return Reading(article=article, events=(agreed, plan), places=(), times=(), figures=())


def restricted_source() -> Reading:
    article = made_article(
        "partenaire",
        "Note Canarivert d'un partenaire",
        "Une attaque Canarivert a visé Kayes.",
        marking="GREEN",
        source="Canarivert",
    )
    told = made_event(
        article.text, "e-vert", "Une attaque Canarivert a visé Kayes.", place=KAYES, actors=("UNK:UAF",)
    )
    return Reading(article=article, events=(told,), places=(), times=(), figures=())


def hostile_page() -> Reading:
    """A page that tries to run: in its title, its text, its outlet and its address."""
    article = made_article(
        "a/b?<x>",
        '<script>alert(1)</script> & "guillemets"',
        "Le blocus <img src=x onerror=alert(2)> de Kayes dure.",
        source="<b>Outlet</b>",
        url="javascript:alert(3)",
        published=None,
    )
    told = made_event(
        article.text,
        "e-blocus",
        "Le blocus",
        type="COERCE",
        mode="restrict",
        tags=("fuel",),
        place=KAYES,
        time=None,
        recipients=("MLI:CVL",),
    )
    return Reading(article=article, events=(told,), places=(), times=(), figures=())


def readings() -> list[Reading]:
    return [
        attack(),
        second_report(),
        planned_convoy(),
        unmarked_plan(),
        restricted_source(),
        hostile_page(),
        *seed_judged.judged_readings(),
    ]


def seeded(url: str) -> SqlStore:
    """A store that holds all of it, and one input set aside."""
    store = open_store(url)
    store.add(readings(), actor="test", at="2026-02-03T00:00:00+00:00")
    store.add_field_reports([seed_judged.radio_report()], actor="test", at="2026-02-03T00:00:00+00:00")
    seed_judged.judge_all(store)
    store.set_aside([SetAside(source="vide.html", reason="empty", message="nothing in it")])
    return store
