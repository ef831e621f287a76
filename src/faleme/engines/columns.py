"""Readings as Arrow columns: built list by list, because one Python dict a row costs ten times as much."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import msgspec
import pyarrow as pa

from faleme.engines.schema import ARTICLE, EVENT, FIGURE, NO_MONTH, PLACE, READINGS, SET_ASIDE
from faleme.link.blocks import anchors
from faleme.link.incidents import MARKINGS, Report, reports_of
from faleme.pipeline import published_day
from faleme.records.figure import Figure
from faleme.records.place import PlaceMention
from faleme.records.quad import QUAD_OF
from faleme.records.reading import Reading
from faleme.records.text import Marking, SetAside

_json = msgspec.json.Encoder().encode
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MOST: Final = 2**53  # a toll that a column holds; the record has what the article says


def readings_batch(found: Sequence[Reading | SetAside], *, with_text: bool) -> pa.RecordBatch:
    """A batch of `READINGS`, a row for each, in their order."""
    reports = [reports_of(each) if isinstance(each, Reading) else () for each in found]
    return pa.RecordBatch.from_arrays(
        [
            pa.array([_month(each) for each in found], pa.string()),
            _struct(
                ARTICLE,
                [
                    _article(each, with_text=with_text) if isinstance(each, Reading) else None
                    for each in found
                ],
            ),
            _lists(EVENT, [_marked(own, each) for own, each in zip(reports, found, strict=True)], _event),
            _lists(PLACE, [each.places if isinstance(each, Reading) else () for each in found], _place),
            _lists(FIGURE, [each.figures if isinstance(each, Reading) else () for each in found], _figure),
            _struct(SET_ASIDE, [_aside(each) if isinstance(each, SetAside) else None for each in found]),
        ],
        schema=READINGS,
    )


def _struct(kind: pa.StructType, rows: Sequence[tuple[Any, ...] | None]) -> pa.StructArray:
    """Rows in the order of the struct's fields; None is a null."""
    empty = (None,) * kind.num_fields
    columns = zip(*(empty if row is None else row for row in rows), strict=True) if rows else ()
    values = list(columns) or [()] * kind.num_fields
    arrays = [pa.array(column, field.type) for column, field in zip(values, kind, strict=True)]
    mask = pa.array([row is None for row in rows], pa.bool_())
    return pa.StructArray.from_arrays(arrays, fields=list(kind), mask=mask)


def _lists(
    kind: pa.StructType, groups: Iterable[Sequence[Any]], row_of: Callable[[Any], tuple[Any, ...]]
) -> pa.ListArray:
    offsets, rows = [0], []
    for group in groups:
        rows += [row_of(each) for each in group]
        offsets.append(len(rows))
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), _struct(kind, rows), type=pa.list_(kind))


def _month(found: Reading | SetAside) -> str:
    day = published_day(found.article) if isinstance(found, Reading) else None
    return f"{day:%Y-%m}" if day else NO_MONTH


def _article(reading: Reading, *, with_text: bool) -> tuple[Any, ...]:
    article = reading.article
    digest = hashlib.blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=8)
    return (
        article.id, article.title, article.published, article.url,
        article.source, article.language, list(article.section),
        list(article.authors), article.marking, len(article.text), digest.hexdigest(),
        article.text if with_text else None,
    )  # fmt: skip


def _marked(reports: Sequence[Report], found: Reading | SetAside) -> list[tuple[Report, Marking]]:
    return [(each, found.article.marking) for each in reports] if isinstance(found, Reading) else []


def _event(told: tuple[Report, Marking]) -> tuple[Any, ...]:
    report, marking = told
    event = report.event
    place, time, dead = event.place, event.time, event.fatalities
    near = place.proximity if place else None
    return (
        event.id, event.type, event.mode, event.status, event.strand, QUAD_OF[event.type], list(event.tags),
        list(event.actors), list(event.recipients), place.name if place else None,
        place.country if place else None, place.level if place else None, place.lat if place else None,
        place.lon if place else None, near.border_km if near else None, time.from_ if time else None,
        time.to if time else None, _whole(dead.min) if dead else None, _whole(dead.max) if dead else None,
        max(event.marking, marking, key=MARKINGS.index),
        event.confidence, event.evidence[0].start, event.evidence[0].end, blocks_of(report),
        _json(event).decode(), _json((report.told, report.claims)).decode(), _json(report.page).decode(),
    )  # fmt: skip


def blocks_of(report: Report) -> list[int]:
    """The weeks in which a report is compared with others: those of its days, and those before them.

    Reports that may tell the same lie a week apart at most (`link.blocks`), so that they meet in one of them.
    """
    return sorted({week - back for week in anchors(report) for back in (0, 1)})


def _place(place: PlaceMention) -> tuple[Any, ...]:
    near = place.proximity
    return (
        place.name, place.start, place.end, place.geoname_id, place.country, place.level, place.lat,
        place.lon, place.radius_km, near.border_km if near else None, near.side if near else None,
    )  # fmt: skip


def _figure(figure: Figure) -> tuple[Any, ...]:
    return (
        figure.start, figure.end, _real(figure.value), figure.unit, figure.modifier, figure.kind,
        figure.from_, figure.to, figure.measures,
    )  # fmt: skip


def _aside(record: SetAside) -> tuple[Any, ...]:
    return clean(record.source), record.reason, clean(record.message), clean(record.article)


def clean(text: str | None) -> str | None:
    """Arrow takes UTF-8 alone: a lone surrogate becomes its stand-in, which is as long."""
    return text if text is None or text.isascii() else _SURROGATE.sub("\ufffd", text)


def _whole(number: int | None) -> int | None:
    return None if number is None else min(number, _MOST)


def _real(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf
