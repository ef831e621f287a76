"""What goes in and what comes out, as Arrow schemas.

    ARTICLES  one article a row
    READINGS  one article a row: the article, lists of its events, places and figures; or why it was set aside
    TABLES    the same taken apart, as the lake keeps it

`READINGS` is nested rather than one tagged table because Spark's `mapInArrow` carries one schema, and because
what belongs to an article stays in one row: a task that dies loses it whole or not at all, and no half of an
article is ever shuffled to where the other half is not.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

FORM: Final = 1
"""The form of the tables; whoever changes a schema below counts it up, so that older lakes are read again."""
_TEXTS: Final = pa.list_(pa.string())

ARTICLES: Final = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("published", pa.string()),  # ISO 8601
        ("url", pa.string()),
        ("source", pa.string()),
        ("language", pa.string()),
        ("section", _TEXTS),
        ("authors", _TEXTS),
        ("marking", pa.string()),
    ]
)
"""`records.text.Article` as a row; only `text` must be there, the rest may be null or wanting."""

ARTICLE: Final = pa.struct(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("published", pa.string()),
        ("url", pa.string()),
        ("source", pa.string()),
        ("language", pa.string()),
        ("section", _TEXTS),
        ("authors", _TEXTS),
        ("marking", pa.string()),
        ("characters", pa.int32()),
        ("text_digest", pa.string()),  # of the text that every offset points into
        ("text", pa.string()),  # null unless asked for
    ]
)

_ACT: Final = (
    ("type", pa.string()),
    ("mode", pa.string()),
    ("status", pa.string()),
    ("strand", pa.string()),
    ("quad", pa.string()),
    ("tags", _TEXTS),
    ("actors", _TEXTS),
    ("recipients", _TEXTS),
    ("place", pa.string()),
    ("country", pa.string()),
    ("level", pa.string()),
    ("lat", pa.float64()),
    ("lon", pa.float64()),
    ("border_km", pa.float64()),
)
"""What an event and an incident tell alike."""

EVENT: Final = pa.struct(
    [
        ("id", pa.string()),
        *_ACT,
        ("first_day", pa.string()),
        ("last_day", pa.string()),
        ("dead_min", pa.int64()),
        ("dead_max", pa.int64()),
        ("marking", pa.string()),  # never below the article's
        ("confidence", pa.float64()),
        ("start", pa.int32()),  # of the first sentence that tells it
        ("end", pa.int32()),
        ("blocks", pa.list_(pa.int32())),  # weeks in which linking compares it with others
        ("record", pa.string()),  # records.event.Event as JSON
        ("traits", pa.string()),  # link.traits.Told and claims as JSON
        ("page", pa.string()),  # link.traits.Page as JSON: here, so that linking joins nothing
    ]
)

PLACE: Final = pa.struct(
    [
        ("name", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("geoname_id", pa.int64()),
        ("country", pa.string()),  # null where the place is undecided
        ("level", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("radius_km", pa.float64()),
        ("border_km", pa.float64()),
        ("side", pa.string()),
    ]
)

FIGURE: Final = pa.struct(
    [
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("modifier", pa.string()),
        ("kind", pa.string()),
        ("first_day", pa.string()),
        ("last_day", pa.string()),
        ("measures", pa.string()),
    ]
)

SET_ASIDE: Final = pa.struct(
    [("source", pa.string()), ("reason", pa.string()), ("message", pa.string()), ("article", pa.string())]
)

READINGS: Final = pa.schema(
    [
        ("month", pa.string()),  # of publication, '2025-07'; NO_MONTH where no day is told
        ("article", ARTICLE),
        ("events", pa.list_(EVENT)),
        ("places", pa.list_(PLACE)),
        ("figures", pa.list_(FIGURE)),
        ("set_aside", SET_ASIDE),
    ]
)
"""`article` is null and the lists are empty where `set_aside` tells why; else `set_aside` is null."""

NO_MONTH: Final = "none"


def _flat(kind: pa.StructType, *before: tuple[str, pa.DataType], located: bool = False) -> pa.Schema:
    fields = [*before, *((field.name, field.type) for field in kind)]
    return pa.schema(fields + ([("geometry", pa.binary())] if located else []))


PAIR: Final = pa.struct(
    [
        ("one", pa.string()),
        ("other", pa.string()),
        ("way", pa.int32()),  # 1 from one to other, -1 back, 0 together (records.relation)
        ("hundredths", pa.int64()),  # of PLOVER's score: whole numbers have one sum in whatever order
    ]
)

INCIDENTS: Final = pa.schema(
    [
        ("id", pa.string()),
        *_ACT,
        ("segment", pa.string()),  # of the watched border, where the incident is a threat with a point
        ("threat", pa.bool_()),  # data/watch/threats.toml
        ("day", pa.string()),  # the last day told, else that of the first report
        ("first_published", pa.string()),
        ("reports", pa.int64()),
        ("voices", pa.int64()),
        ("credibility", pa.int64()),
        ("dead", pa.int64()),  # the least that a report tells, 0 where none does
        ("marking", pa.string()),
        ("events", _TEXTS),
        ("pairs", pa.list_(PAIR)),  # the parties that it is between
        ("record", pa.string()),  # records.incident.Incident as JSON
        ("month", pa.string()),
        ("geometry", pa.binary()),
    ]
)
"""What linking makes of a lake's events."""

_OF_ARTICLE: Final = ("article", pa.string())
TABLES: Final = {
    "articles": _flat(ARTICLE),
    "events": _flat(EVENT, _OF_ARTICLE, ("source", pa.string()), ("published", pa.string()), located=True),
    "places": _flat(PLACE, _OF_ARTICLE, located=True),
    "figures": _flat(FIGURE, _OF_ARTICLE),
    "set_aside": _flat(SET_ASIDE),
}
"""The tables of a lake; each lies in folders by month, and those with a geometry are GeoParquet."""

LOCATED: Final = ("events", "places", "incidents")
