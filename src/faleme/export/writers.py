"""Rows as CSV, GeoJSON and JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import Any, TextIO

import msgspec


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
