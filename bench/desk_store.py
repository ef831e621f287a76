"""A generated store of the size of a team's archive, written in bulk; its records are what the readers write.

Words, outlets and towns are made up. Records come from some thousands of templates in which id, day and
reports are filled in; `check` reads some back and holds their columns against those that the store makes.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from faleme.lexicon.stems import stemmed
from faleme.link.similar import WIDTH, sketch
from faleme.records.event import Event, EventPlace, Fatalities
from faleme.records.incident import Claim, Incident, Member
from faleme.records.place import CorridorDistance, Proximity
from faleme.records.reading import Reading
from faleme.records.text import Article, Span
from faleme.records.time import Period
from faleme.release.article import EXCERPT
from faleme.release.rule import day_after
from faleme.store.listing import actors_of, listed, ordinal_of, watched
from faleme.store.pairs import dealing_rows
from faleme.store.rows import day_of, event_row, incident_row
from faleme.store.schema import OF_ACTORS
from faleme.store.search_filing import incident_words, number_of
from faleme.store.sql import open_store

FIRST_DAY, LAST_DAY = dt.date(2016, 1, 1), dt.date(2025, 12, 31)
TODAY = dt.date(2026, 1, 1)
TYPES = (
    ("ASSAULT", "firearms", "defence", 24), ("ASSAULT", "explosives", "defence", 6),
    ("COERCE", "restrict", "defence", 8), ("COERCE", "arrest", "defence", 8),
    ("MOBILIZE", "troops", "defence", 6), ("PROTEST", "demo", "other", 7),
    ("ACCUSE", "disapprove", "diplomacy", 9), ("THREATEN", None, "diplomacy", 3),
    ("CONSULT", "visit", "diplomacy", 9), ("AGREE", None, "economy", 5), ("SUPPORT", None, "diplomacy", 3),
    ("COOPERATE", None, "economy", 4), ("AID", None, "other", 4), ("SANCTION", "expel", "economy", 2),
    ("RETREAT", "release", "defence", 2),
)  # fmt: skip
ACTORS = (
    "JNIM",
    "MLI:MIL",
    "MLI:GOV",
    "SEN:GOV",
    "SEN:MIL",
    "MRT:GOV",
    "GIN:GOV",
    "MLI:CVL",
    "SEN:CVL",
    "UNK:UAF",
)
COUNTRIES = (("MLI", 60), ("SEN", 22), ("MRT", 9), ("GIN", 5), ("BFA", 4))
TAGS = ((), (), (), ("road",), ("fuel", "transport"), ("border",), ("trade",), ("convoy", "fuel"), ("visit",))
SYLLABLES = (
    "ba",
    "ka",
    "di",
    "lo",
    "sa",
    "mou",
    "te",
    "ron",
    "vel",
    "gui",
    "nia",
    "for",
    "che",
    "mal",
    "dou",
    "per",
)
TELLING = (
    "convoi", "attaque", "carburant", "citernes", "armée", "soldats", "frontière", "marché", "route",
    "village", "douane", "accord", "ministre", "otages", "mine", "blocus", "commerce", "camions",
    "gendarmes", "préfet", "école", "santé", "riz", "pluie", "pont", "fleuve", "couvre-feu",
)  # fmt: skip
_PLACES, _TEMPLATES, _PARAGRAPHS, _OUTLETS = 8_000, 6_000, 4_000, 120
_ID, _DAY, _MEMBERS, _PUBLISHED = '"<id>"', "<day>", '"<members>"', "<published>"
_encode = msgspec.json.Encoder().encode


class Template(NamedTuple):
    """An incident and its event without id, day and reports: their records, and their rows."""

    incident: str
    event: str
    row: dict[str, Any]
    event_row: dict[str, Any]
    told: str
    actors: tuple[str, ...]
    border_km: float | None
    status: str
    watched: dict[str, Any] | None
    dealings: tuple[dict[str, Any], ...]


class Sizes(NamedTuple):
    articles: int = 200_000
    events: int = 1_000_000
    incidents: int = 700_000


def generate(path: Path, sizes: Sizes, say: Callable[[str], None]) -> None:
    """Write a store; an hour of a reader's work in some minutes."""
    url = f"sqlite:///{path}"
    open_store(url).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-200000")
    later = _without_indexes(connection)
    chance = random.Random(11)
    templates = _templates(chance)
    for name, rows in _tables(chance, templates, sizes):
        first = next(rows)
        marks = ",".join("?" * len(first))
        connection.execute("BEGIN")
        statement = f"INSERT INTO {name} ({','.join(first)}) VALUES ({marks})"
        connection.executemany(statement, (tuple(row.values()) for row in itertools.chain([first], rows)))
        connection.execute("COMMIT")
        say(name)
    for statement in later:
        connection.execute(statement)
    for index in ("search_article_whole", "search_article_public", "search_incident_told"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    say("indexes")
    connection.execute("PRAGMA analysis_limit=1000")
    connection.execute("ANALYZE")
    connection.execute("INSERT OR REPLACE INTO state (name, number) VALUES ('revision', 1)")
    connection.close()


def check(path: Path, count: int = 200) -> None:
    """Hold some incidents' columns against those that the store makes of their records."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    query = "SELECT * FROM incident ORDER BY id LIMIT ?"
    for row in connection.execute(query, (count,)):
        found = msgspec.json.decode(row["record"], type=Incident)
        urgency = row["urgency"]
        made = incident_row(
            found, all_clear=found.marking == "CLEAR", sureness=0.8, entered=found.first_published
        )
        held = {name: row[name] for name in made}
        assert held == made | {
            "reviewed": int(made["reviewed"]),
            "urgency": urgency,
        }
    for (text,) in connection.execute("SELECT reading FROM article LIMIT ?", (count,)):
        msgspec.json.decode(text, type=Reading)
    connection.close()


def _without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Take indexes and triggers off for the bulk load; returns the statements that bring them back."""
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('index', 'trigger')"
    found = list(connection.execute(query))
    for kind, name, _ in found:
        connection.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


def _tables(
    chance: random.Random, templates: list[Template], sizes: Sizes
) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    days = (LAST_DAY - FIRST_DAY).days + 1
    article_days = np.sort(np.random.default_rng(5).integers(0, days, sizes.articles))
    isos = [(FIRST_DAY + dt.timedelta(days=n)).isoformat() for n in range(days)]
    dates = [isos[n] for n in article_days]
    each = sizes.events // sizes.articles
    kinds = [chance.randrange(len(templates)) for _ in range(sizes.incidents)]
    # The first report of each incident stands in the articles in turn; the others in one of the next days.
    owners = [number % sizes.articles for number in range(sizes.incidents)]
    second = [chance.randrange(sizes.incidents) for _ in range(sizes.events - sizes.incidents)]
    reports: dict[int, list[int]] = {}
    for at, number in enumerate(second):
        reports.setdefault(number, []).append(min(sizes.articles - 1, owners[number] + 1 + at % 40))
    outlets = [
        f"{a} {b}" for a in ("Le Courrier", "La Dépêche", "L'Écho", "La Voix") for b in _names(chance, 30)
    ]
    ids = [f"inc-{number * 0x9E3779B97F4A % (1 << 48):012x}" for number in range(sizes.incidents)]
    paragraphs = [_paragraph(chance) for _ in range(_PARAGRAPHS)]
    texts: list[tuple[str, str, str, str]] = []

    def articles() -> Iterator[dict[str, Any]]:
        for n, day in enumerate(dates):
            (title, t_stems), *body = [paragraphs[chance.randrange(_PARAGRAPHS)] for _ in range(6)]
            title, t_stems = title[:70], " ".join(t_stems.split()[:9])
            told = "\n\n".join(text for text, _ in body)
            article = Article(
                id=f"art-{n:06d}", title=title, text=f"{title}\n\n{told}", published=day, language="fr",
                source=outlets[n * 7919 % _OUTLETS], url=f"https://press.example/{n}",
            )  # fmt: skip
            reading = Reading(article=article, events=(), places=(), times=(), figures=())
            texts.append((t_stems, " ".join(stems for _, stems in body), body[0][1], article.id))
            yield {
                "id": article.id, "published": day, "source": article.source, "title": title,
                "url": article.url, "language": "fr", "marking": "CLEAR", "content_hash": f"{n:x}",
                "reading": _encode(reading).decode(), "reader_version": "bench", "added_by": "bench",
                "dated": day, "public_from": "" if n % 50 else None, "public_title": title,
                "public_excerpt": told[:EXCERPT], "public_events": each,
            }  # fmt: skip

    def searched() -> Iterator[dict[str, Any]]:
        for (title, body, first, identifier), day in zip(texts, dates, strict=True):
            public = " ".join(first.split()[:28])
            yield {
                "number": number_of(day, identifier), "article": identifier, "title": title, "body": body,
                "public_title": title, "public_body": public,
            }  # fmt: skip

    def incidents() -> Iterator[dict[str, Any]]:
        for n, kind in enumerate(kinds):
            template, day = templates[kind], dates[owners[n]]
            members = [
                (f"ev-{n}", owners[n]),
                *((f"ev-{n}-{i}", a) for i, a in enumerate(reports.get(n, ()))),
            ]
            told = ",".join(
                f'{{"event":"{e}","article":"art-{a:06d}","start":0,"end":40}}' for e, a in members
            )
            record = _filled(template.incident, ids[n], day, told)
            yield template.row | {
                "id": ids[n], "day": day, "reports": len(members), "record": record,
                "listed": listed(day, template.status, template.border_km),
                "public_from": _released(template, day),
                "published_on": ordinal_of(day),
                "entered_on": ordinal_of(day),
                "urgency": round(template.row["urgency"] + n % 97 / 10, 1) if n % 10 else None,
                "reviewed": 0,
            }  # fmt: skip

    def events() -> Iterator[dict[str, Any]]:
        for n, kind in enumerate(kinds):
            for at, owner in enumerate((owners[n], *reports.get(n, ()))):
                template, day = templates[kind], dates[owners[n]]
                identifier = f"ev-{n}-{at - 1}" if at else f"ev-{n}"
                yield template.event_row | {
                    "id": identifier, "article": f"art-{owner:06d}", "incident": ids[n], "linked": ids[n],
                    "first_day": day, "last_day": day, "record": _filled(template.event, identifier, day, ""),
                    "traits": "[]",
                }  # fmt: skip

    def people() -> Iterator[dict[str, Any]]:
        for n, kind in enumerate(kinds):
            template = templates[kind]
            place = listed(dates[owners[n]], template.status, template.border_km)
            rest = {name: template.row[name] for name in OF_ACTORS}
            rest |= {"public_from": _released(template, dates[owners[n]]), "reviewed": 0}
            for actor in template.actors:
                yield {"actor": actor, "incident": ids[n], "listed": place, **rest}

    def watches() -> Iterator[dict[str, Any]]:
        for n, kind in enumerate(kinds):
            template, day = templates[kind], dates[owners[n]]
            if template.watched:
                since = ordinal_of(day) - dt.date(1970, 1, 1).toordinal()
                yield template.watched | {
                    "day": since, "told": since, "incident": ids[n], "marking": template.row["marking"],
                    "public_from": _released(template, day),
                }  # fmt: skip

    def dealings() -> Iterator[dict[str, Any]]:
        for n, kind in enumerate(kinds):
            template, day = templates[kind], dates[owners[n]]
            for row in template.dealings:
                yield row | {
                    "day": ordinal_of(day) - dt.date(1970, 1, 1).toordinal(), "incident": ids[n],
                    "marking": template.row["marking"], "public_from": _released(template, day),
                }  # fmt: skip

    def changes() -> Iterator[dict[str, Any]]:
        for n, day in enumerate(dates):
            yield {"at": f"{day}T12:00:00+00:00", "actor": "bench", "act": "add", "target": f"art-{n:06d}"}

    def sentences() -> Iterator[dict[str, Any]]:
        for n, kind in enumerate(kinds):
            yield {
                "number": number_of(dates[owners[n]], ids[n]),
                "incident": ids[n],
                "told": templates[kind].told,
            }

    def stories() -> Iterator[dict[str, Any]]:
        numbers = np.random.default_rng(3)
        for start in range(0, sizes.articles, 20_000):
            vectors = numbers.integers(-20, 20, (min(20_000, sizes.articles - start), WIDTH), dtype=np.int8)
            bits = sketch(vectors)
            for n in range(len(vectors)):
                yield {
                    "article": f"art-{start + n:06d}", "vector": vectors[n].tobytes(),
                    "sketch": bits[:, n].tobytes(),
                }  # fmt: skip

    yield "article", articles()
    yield "search_article", searched()
    yield "story", stories()
    yield "incident", incidents()
    yield "event", events()
    yield "incident_actor", people()
    yield "search_incident", sentences()
    yield "watched_incident", watches()
    yield "dealing", dealings()
    yield "change", changes()


def _released(template: Template, day: str) -> str | None:
    return template.row["public_from"] and day_after(day)


def _filled(record: str, identifier: str, day: str, members: str) -> str:
    record = record.replace(_ID, f'"{identifier}"').replace(_DAY, day)
    return record.replace(_MEMBERS, members).replace(_PUBLISHED, day)


def _templates(chance: random.Random) -> list[Template]:
    places = [_place(chance, name) for name in _names(chance, _PLACES)]
    return [_template(chance, places) for _ in range(_TEMPLATES)]


def _template(chance: random.Random, places: list[EventPlace | None]) -> Template:
    kind, mode, strand, _ = chance.choices(TYPES, weights=[each[3] for each in TYPES])[0]
    place = places[min(len(places) - 1, int(chance.paretovariate(0.35)))] if chance.random() < 0.9 else None
    status = chance.choices(("occurred", "called-for", "denied", "planned"), weights=(90, 5, 3, 2))[0]
    actors = tuple(chance.sample(ACTORS, chance.choice((1, 1, 2))))
    dead = Fatalities(n, n) if kind == "ASSAULT" and (n := chance.randrange(12)) else None
    marking = "CLEAR" if chance.random() < 0.96 else "AMBER"
    shared: dict[str, Any] = {
        "type": kind, "mode": mode, "status": status, "tags": chance.choice(TAGS), "strand": strand,
        "place": place, "time": Period(_DAY, _DAY), "actors": actors[:1], "recipients": actors[1:],
        "marking": marking,
    }  # fmt: skip
    event = Event(
        **shared, id=_ID[1:-1], fatalities=dead, evidence=(Span(0, 40),), confidence=0.8,
        reasons=("the verb of the sentence is the type's", "the place stands beside the verb"),
    )  # fmt: skip
    claims = (
        (Claim(kind="fatalities", article="art-000000", source="L'Écho", fatalities=dead),) if dead else ()
    )
    plain = Incident(
        **shared, id=_ID[1:-1], claims=claims, members=(Member("e", "art-000000", 0, 40),),
        reasons=("one report only",), first_published=_PUBLISHED, credibility_reasons=("one voice",),
    )  # fmt: skip
    record = (
        _encode(plain).decode().replace('{"event":"e","article":"art-000000","start":0,"end":40}', _MEMBERS)
    )
    # Days are no days in a template: its row and its sentence are made of one on the first day.
    dated = msgspec.structs.replace(plain, time=Period("2016-01-01", "2016-01-01"), first_published=None)
    article = Article(id="a", title="", text="")
    reading = Reading(article=article, events=(event,), places=(), times=(), figures=())
    row = incident_row(dated, all_clear=marking == "CLEAR", sureness=0.8)
    near = place.proximity if place else None
    return Template(
        record, _encode(event).decode(), row, event_row(reading, 0), incident_words(dated)["told"],
        tuple(sorted(actors_of(dated))), near.border_km if near else None, status,
        watched(dated, day_of(dated)), tuple(dealing_rows(dated, day_of(dated))),
    )  # fmt: skip


def _place(chance: random.Random, name: str) -> EventPlace:
    country = chance.choices([c for c, _ in COUNTRIES], weights=[n for _, n in COUNTRIES])[0]
    lat, lon = round(chance.uniform(11.0, 17.5), 5), round(chance.gauss(-11.5, 2.2), 5)
    km = round(abs(lon + 12.0) * 107.5 + chance.random(), 3)
    corridors = (
        CorridorDistance(corridor="route Dakar–Bamako", km=round(abs(lat - 14.5) * 110, 1), segment="A–B"),
    )
    return EventPlace(
        name=name, country=country, lat=lat, lon=lon, level="locality", geoname_id=chance.randrange(10**7),
        radius_km=1.0,
        proximity=Proximity(
            border="Senegal–Mali", border_km=km, uncertainty_km=1.0, side=country, corridors=corridors
        ),
    )  # fmt: skip


def _names(chance: random.Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).capitalize()] = None
    return list(found)


def _paragraph(chance: random.Random) -> tuple[str, str]:
    """Some forty words and their stems; a telling one stands in a tenth of all articles."""
    words = ["".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 3)))) for _ in range(38)]
    if chance.random() < 0.6:
        words[chance.randrange(len(words))] = chance.choice(TELLING)
    text = " ".join(words).capitalize() + "."
    return text, stemmed(text, "fr")
