"""Exports: incidents and events as CSV, GeoJSON and JSON Lines.

An export never carries article text: title, outlet, date and link stand for an article. What is marked above
the label that the caller allows is left out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import msgspec

from faleme.link.incidents import MARKINGS
from faleme.records.event import Event, EventPlace
from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.records.text import Marking

INCIDENT_COLUMNS = (
    "id", "type", "mode", "status", "strand", "tags", "actors", "recipients", "place", "country", "level",
    "lat", "lon", "radius_km", "border_km", "side", "from", "to", "first_published", "reports",
    "fatalities_min", "fatalities_max", "marking", "reviewed",
)  # fmt: skip
EVENT_COLUMNS = (
    "id", "article", "title", "source", "published", "url", "type", "mode", "status", "strand", "tags",
    "actors", "recipients", "place", "country", "level", "lat", "lon", "radius_km", "border_km", "side",
    "from", "to", "fatalities_min", "fatalities_max", "confidence", "marking", "evidence",
)  # fmt: skip


def allowed(marking: Marking, up_to: Marking) -> bool:
    """Whether a record with this label may be shown to someone cleared up to another."""
    return MARKINGS.index(marking) <= MARKINGS.index(up_to)


def incident_rows(incidents: Iterable[Incident], *, up_to: Marking) -> Iterator[dict[str, Any]]:
    """One flat row an incident; tolls are the range over all its claims."""
    for each in incidents:
        if not allowed(each.marking, up_to):
            continue
        low = [c.fatalities.min for c in each.claims if c.fatalities.min is not None]
        high = [c.fatalities.max for c in each.claims if c.fatalities.max is not None]
        yield {
            "id": each.id,
            "type": each.type,
            "mode": each.mode,
            "status": each.status,
            "strand": each.strand,
            "tags": " ".join(each.tags),
            "actors": " ".join(each.actors),
            "recipients": " ".join(each.recipients),
            **_place(each.place),
            "from": each.time.from_ if each.time else None,
            "to": each.time.to if each.time else None,
            "first_published": each.first_published,
            "reports": len(each.members),
            "fatalities_min": min(low, default=None),
            "fatalities_max": max(high, default=None),
            "marking": each.marking,
            "reviewed": each.reviewed,
        }


def event_rows(readings: Iterable[Reading], *, up_to: Marking) -> Iterator[dict[str, Any]]:
    """One flat row an event of an article, its evidence as offsets."""
    for reading in readings:
        if allowed(reading.article.marking, up_to):
            for each in reading.events:
                if allowed(each.marking, up_to):
                    yield _event_row(reading, each)


def _event_row(reading: Reading, each: Event) -> dict[str, Any]:
    article = reading.article
    return {
        "id": each.id,
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "url": article.url,
        "type": each.type,
        "mode": each.mode,
        "status": each.status,
        "strand": each.strand,
        "tags": " ".join(each.tags),
        "actors": " ".join(each.actors),
        "recipients": " ".join(each.recipients),
        **_place(each.place),
        "from": each.time.from_ if each.time else None,
        "to": each.time.to if each.time else None,
        "fatalities_min": each.fatalities.min if each.fatalities else None,
        "fatalities_max": each.fatalities.max if each.fatalities else None,
        "confidence": round(each.confidence, 3),
        "marking": each.marking,
        "evidence": " ".join(f"{span.start}-{span.end}" for span in each.evidence),
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


def write_csv(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], out: TextIO) -> int:
    """Rows as CSV with a header line; returns how many."""
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow({name: _plain(value) for name, value in row.items()})
        count += 1
    return count


def _plain(value: Any) -> Any:
    """A cell that a spreadsheet will not take for a formula (OWASP, 'CSV Injection')."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def write_jsonl(rows: Iterable[Any], out: TextIO) -> int:
    """Rows (mappings or records) as JSON Lines; returns how many."""
    count = 0
    for row in rows:
        out.write(msgspec.json.encode(row).decode() + "\n")
        count += 1
    return count


def write_geojson(rows: Iterable[dict[str, Any]], out: TextIO) -> int:
    """Located rows as a GeoJSON FeatureCollection (RFC 7946: longitude first); returns how many."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {name: value for name, value in row.items() if name not in ("lat", "lon")},
        }
        for row in rows
        if row["lat"] is not None
    ]
    json.dump({"type": "FeatureCollection", "features": features}, out, ensure_ascii=False)
    out.write("\n")
    return len(features)
