"""Incidents in the columns of ACLED (2023 on), for tools that read those; they are ours, not ACLED's.

What ACLED does not code is left out: talks, aid, statements, what was only planned or called for, and what a
person rejected. `fatalities` is the lower end of what is told, as ACLED counts. Our own columns come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from faleme.export import shareable
from faleme.export.precision import date_prec, geo_precision, time_precision, where_prec
from faleme.lexicon.acled import AcledWords, load_acled_words
from faleme.records.incident import Incident
from faleme.records.text import Marking
from faleme.review.fields import toll
from faleme.store.base import Source

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location",
    "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags",
    "timestamp",
)  # fmt: skip
COLUMNS = (*ACLED_COLUMNS, "where_prec", "date_prec", "links", "reviewed", "verdict", "marking")
_CIVILIANS = ("Civilians",)


def acled_rows(
    incidents: Iterable[Incident], *, up_to: Marking, sources: Mapping[str, Source]
) -> Iterator[dict[str, Any]]:
    """One row for each incident of a kind that ACLED codes and whose day and country are known."""
    words = load_acled_words()
    for each in shareable(incidents, sources, up_to=up_to):
        kind = _kind(each, words)
        day = _day(each)
        if kind and day and each.place and each.status == "occurred" and each.verdict != "rejected":
            yield _row(
                each, kind, day, words, [sources[m.article] for m in each.members if m.article in sources]
            )


def _kind(each: Incident, words: AcledWords) -> tuple[str, str] | None:
    if each.mode and (found := words.events.get(f"{each.type}/{each.mode}")):
        return found
    armed = words.armed_on_both_sides
    if each.type == "ASSAULT" and all(
        any(code in armed.groups or code.partition(":")[2] in armed.sectors for code in codes)
        for codes in (each.actors, each.recipients)
    ):
        return armed.event
    return words.events.get(each.type)


def _day(each: Incident) -> str | None:
    told = (each.time.from_ or each.time.to) if each.time else None
    return told or (each.first_published or "")[:10] or None


def _row(
    each: Incident, kind: tuple[str, str], day: str, words: AcledWords, told: Sequence[Source]
) -> dict[str, Any]:
    place, dead = each.place, toll(each)
    assert place is not None
    iso, region, country = words.countries.get(place.country, (None, None, place.country))
    one, two = _side(each.actors, kind[0], words), _side(each.recipients, "", words)
    targeted = words.disorder[kind[0]] == "Political violence" and two[2] in _CIVILIANS
    return {
        "event_id_cnty": f"{place.country}-{each.id}",
        "event_date": day,
        "year": int(day[:4]),
        "time_precision": time_precision(each.time),
        "disorder_type": words.disorder[kind[0]],
        "event_type": kind[0],
        "sub_event_type": kind[1],
        "actor1": one[0],
        "assoc_actor_1": one[1],
        "inter1": one[2],
        "actor2": two[0],
        "assoc_actor_2": two[1],
        "inter2": two[2],
        "interaction": "-".join(side for side in (one[2], two[2]) if side),
        "civilian_targeting": "Civilian targeting" if targeted else "",
        "iso": iso,
        "region": region,
        "country": country,
        "admin1": "", "admin2": "", "admin3": "",
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": geo_precision(place),
        "source": "; ".join(dict.fromkeys(source.source for source in told if source.source)),
        "source_scale": "",
        "notes": _notes(each),
        "fatalities": (dead.min if dead.min is not None else dead.max) if dead else 0,
        "tags": "; ".join(each.tags),
        "timestamp": "",
        "where_prec": where_prec(place),
        "date_prec": date_prec(each.time),
        "links": " ".join(dict.fromkeys(source.url for source in told if source.url)),
        "reviewed": each.reviewed,
        "verdict": each.verdict,
        "marking": each.marking,
    }  # fmt: skip


def _side(codes: Sequence[str], event_type: str, words: AcledWords) -> tuple[str, str, str]:
    """The first actor's name, the others', and what kind of actor the first is."""
    found = [_actor(code, event_type, words) for code in codes]
    if not found:
        return "", "", ""
    others = "; ".join(dict.fromkeys(name for name, _ in found[1:] if name != found[0][0]))
    return found[0][0], others, found[0][1]


def _actor(code: str, event_type: str, words: AcledWords) -> tuple[str, str]:
    if code in words.groups:
        return words.groups[code]
    country, _, sector = code.partition(":")
    name = words.countries[country][2] if country in words.countries else country
    name = "Unknown" if country == "UNK" else name
    if sector == "CVL" and event_type in ("Protests", "Riots"):
        people = "Protesters" if event_type == "Protests" else "Rioters"
        return f"{people} ({name})", people
    if country == "ORG" or sector not in words.sectors:
        return sector or code, "External/Other forces"
    pattern, inter = words.sectors[sector]
    return pattern.format(country=name), inter


def _notes(each: Incident) -> str:
    """A sentence of ours, never one of an article."""
    dead = toll(each)
    kind = each.type + (f"/{each.mode}" if each.mode else "")
    told = f"{kind}, told by {len(each.members)} reports, {each.voices} independent."
    if dead and dead.min != dead.max:
        least, most = dead.min if dead.min is not None else "?", dead.max if dead.max is not None else "?"
        told += f" Dead as told: {least} to {most}."
    if each.differs:
        told += f" A person corrected: {', '.join(d.field for d in each.differs)}."
    return told
