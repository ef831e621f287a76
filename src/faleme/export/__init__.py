"""Exports: incidents and events as flat rows, for CSV, GeoJSON and JSON Lines, also in ACLED's columns.

An export never carries article text: title, outlet, date and link stand for an article. What is marked above
the label that the caller allows is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from faleme.export.precision import date_prec, where_prec
from faleme.export.writers import write_csv, write_geojson, write_jsonl
from faleme.link.incidents import MARKINGS
from faleme.records.event import Event, EventPlace
from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.records.text import Marking
from faleme.review.fields import toll
from faleme.store.base import Source

__all__ = [
    "EVENT_COLUMNS", "INCIDENT_COLUMNS", "allowed", "event_rows", "incident_rows", "write_csv",
    "write_geojson", "write_jsonl",
]  # fmt: skip

INCIDENT_COLUMNS = (
    "id", "type", "mode", "status", "strand", "tags", "actors", "recipients", "place", "country", "level",
    "lat", "lon", "radius_km", "border_km", "side", "from", "to", "where_prec", "date_prec",
    "first_published", "reports", "voices", "credibility", "fatalities_min", "fatalities_max",
    "claimed_min", "claimed_max", "sources", "links", "marking", "reviewed", "verdict", "unseen", "differs",
)  # fmt: skip
EVENT_COLUMNS = (
    "id", "article", "title", "source", "published", "url", "type", "mode", "status", "strand", "tags",
    "actors", "recipients", "place", "country", "level", "lat", "lon", "radius_km", "border_km", "side",
    "from", "to", "where_prec", "date_prec", "fatalities_min", "fatalities_max", "confidence", "marking",
    "evidence", "incident", "reviewed", "verdict",
)  # fmt: skip
_NO_SOURCES: Mapping[str, Source] = {}
_NO_INCIDENTS: Mapping[str, Incident] = {}


def allowed(marking: Marking, up_to: Marking) -> bool:
    """Whether a record with this label may be shown to someone cleared up to another."""
    return MARKINGS.index(marking) <= MARKINGS.index(up_to)


def shareable(
    incidents: Iterable[Incident], sources: Mapping[str, Source], *, up_to: Marking
) -> Iterator[Incident]:
    """The incidents that may leave: neither they nor any article that tells them is marked higher."""
    for each in incidents:
        articles = (sources[member.article] for member in each.members if member.article in sources)
        if allowed(each.marking, up_to) and all(allowed(article.marking, up_to) for article in articles):
            yield each


def incident_rows(
    incidents: Iterable[Incident], *, up_to: Marking, sources: Mapping[str, Source] = _NO_SOURCES
) -> Iterator[dict[str, Any]]:
    """One flat row an incident; `sources` are the articles of its reports, by id.

    The dead are a person's figure where there is one, else the range over all claims; what the reports claim
    stands beside. `differs` is JSON: each field with the machine's and the person's value.
    """
    for each in shareable(incidents, sources, up_to=up_to):
        dead, claimed = toll(each), [claim.fatalities for claim in each.claims if claim.fatalities]
        told = [sources[article] for article in _articles(each) if article in sources]
        yield {
            "id": each.id,
            **_codes(each),
            **_place(each.place),
            "from": each.time.from_ if each.time else None,
            "to": each.time.to if each.time else None,
            "where_prec": where_prec(each.place),
            "date_prec": date_prec(each.time),
            "first_published": each.first_published,
            "reports": len(each.members),
            "voices": each.voices,
            "credibility": each.credibility,
            "fatalities_min": dead.min if dead else None,
            "fatalities_max": dead.max if dead else None,
            "claimed_min": min((c.min for c in claimed if c.min is not None), default=None),
            "claimed_max": max((c.max for c in claimed if c.max is not None), default=None),
            "sources": " | ".join(dict.fromkeys(s.source for s in told if s.source)),
            "links": " ".join(dict.fromkeys(s.url for s in told if s.url)),
            "marking": each.marking,
            "reviewed": each.reviewed,
            "verdict": each.verdict,
            "unseen": each.unseen,
            "differs": _differs(each),
        }


def _articles(incident: Incident) -> list[str]:
    return list(dict.fromkeys(member.article for member in incident.members))


def _differs(incident: Incident) -> str | None:
    """Fields with the machine's and the person's values; who said it stays in the store."""
    values = {each.field: {"machine": each.machine, "person": each.person} for each in incident.differs}
    return json.dumps(values, ensure_ascii=False) if values else None


def event_rows(
    readings: Iterable[Reading], *, up_to: Marking, incidents: Mapping[str, Incident] = _NO_INCIDENTS
) -> Iterator[dict[str, Any]]:
    """One flat row an event of an article, its evidence as offsets; `incidents` by the ids of their events.

    An event is what the article tells; what people decided is told by its incident's flags.
    """
    for reading in readings:
        if allowed(reading.article.marking, up_to):
            for each in reading.events:
                if allowed(each.marking, up_to):
                    yield _event_row(reading, each, incidents.get(each.id))


def _event_row(reading: Reading, each: Event, incident: Incident | None) -> dict[str, Any]:
    article = reading.article
    return {
        "id": each.id,
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "url": article.url,
        **_codes(each),
        **_place(each.place),
        "from": each.time.from_ if each.time else None,
        "to": each.time.to if each.time else None,
        "where_prec": where_prec(each.place),
        "date_prec": date_prec(each.time),
        "fatalities_min": each.fatalities.min if each.fatalities else None,
        "fatalities_max": each.fatalities.max if each.fatalities else None,
        "confidence": round(each.confidence, 3),
        "marking": each.marking,
        "evidence": " ".join(f"{span.start}-{span.end}" for span in each.evidence),
        "incident": incident.id if incident else None,
        "reviewed": incident.reviewed if incident else False,
        "verdict": incident.verdict if incident else None,
    }


def _codes(told: Event | Incident) -> dict[str, Any]:
    return {
        "type": told.type,
        "mode": told.mode,
        "status": told.status,
        "strand": told.strand,
        "tags": " ".join(told.tags),
        "actors": " ".join(told.actors),
        "recipients": " ".join(told.recipients),
    }


def _place(place: EventPlace | None) -> dict[str, Any]:
    near = place.proximity if place else None
    return {
        "place": place.name if place else None,
        "country": place.country if place else None,
        "level": place.level if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "radius_km": place.radius_km if place else None,
        "border_km": round(near.border_km, 2) if near else None,
        "side": near.side if near else None,
    }
