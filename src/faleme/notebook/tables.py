"""Records as Arrow tables, each column with its type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from faleme.records.quad import QUAD_OF
from faleme.store.rows import day_of

if TYPE_CHECKING:
    from faleme.assess.border_watch import BorderWatch
    from faleme.assess.relation import RelationIndex
    from faleme.records.event import EventPlace
    from faleme.records.incident import Incident
    from faleme.records.reading import Reading
    from faleme.records.time import Period
    from faleme.store.base import Summary

_TEXT: Final = pa.string()
_TEXTS: Final = pa.list_(pa.string())
_PLACE: Final = {
    "place": _TEXT, "country": _TEXT, "level": _TEXT, "lat": pa.float64(), "lon": pa.float64(),
    "radius_km": pa.float64(), "border_km": pa.float64(), "side": _TEXT,
}  # fmt: skip
_CODED: Final = {
    "type": _TEXT, "mode": _TEXT, "quad": _TEXT, "status": _TEXT, "strand": _TEXT, "tags": _TEXTS,
    "actors": _TEXTS, "recipients": _TEXTS, **_PLACE, "first_day": pa.date32(), "last_day": pa.date32(),
    "dead_min": pa.int64(), "dead_max": pa.int64(), "marking": _TEXT,
}  # fmt: skip
ARTICLES: Final = pa.schema({
    "id": _TEXT, "title": _TEXT, "source": _TEXT, "published": _TEXT, "day": pa.date32(), "url": _TEXT,
    "language": _TEXT, "marking": _TEXT, "events": pa.int32(),
})  # fmt: skip
EVENTS: Final = pa.schema({
    "id": _TEXT, "article": _TEXT, "incident": _TEXT, "published": pa.date32(), **_CODED,
    "confidence": pa.float64(), "start": pa.int32(), "end": pa.int32(),
})  # fmt: skip
INCIDENTS: Final = pa.schema({
    "id": _TEXT, "day": pa.date32(), **_CODED, "reports": pa.int32(), "voices": pa.int32(),
    "credibility": pa.int8(), "first_published": pa.date32(), "verdict": _TEXT, "reviewed": pa.bool_(),
})  # fmt: skip
BORDER: Final = pa.schema({
    "segment": _TEXT, "name": _TEXT, "band_km": pa.float64(), "week": pa.date32(), "threats": pa.int32(),
    "dead": pa.int64(),
})  # fmt: skip
RELATION: Final = pa.schema({
    "month": pa.date32(), "strand": _TEXT, "way": _TEXT, "count": pa.int32(), "total": pa.float64(),
    "mean": pa.float64(), "low": pa.float64(), "high": pa.float64(), "read": pa.int32(),
    "per_1000": pa.float64(),
})  # fmt: skip
_WGS84: Final = b'{"crs": "OGC:CRS84", "crs_type": "authority_code"}'


def articles(found: Iterable[Summary]) -> pa.Table:
    """Articles as lists show them."""
    return _table(ARTICLES, (
        (each.id, each.title, each.source, each.published, _day(each.published), each.url, each.language,
         each.marking, each.events)
        for each in found
    ))  # fmt: skip


def events(readings: Iterable[Reading], incident_of: Mapping[tuple[str, str], str]) -> pa.Table:
    """The events of readings, article by article."""
    return _table(EVENTS, (
        (event.id, reading.article.id, incident_of.get((reading.article.id, event.id)),
         _day(reading.article.published), *_coded(event),
         *((event.fatalities.min, event.fatalities.max) if event.fatalities else (None, None)),
         event.marking, event.confidence, event.evidence[0].start, event.evidence[0].end)
        for reading in readings
        for event in reading.events
    ))  # fmt: skip


def incidents(found: Iterable[Incident]) -> pa.Table:
    """Incidents with what their reports tell of the dead."""
    return _table(INCIDENTS, (
        (each.id, _day(day_of(each)), *_coded(each), *_dead(each), each.marking, len(each.members),
         each.voices, each.credibility, _day(each.first_published), each.verdict, each.reviewed)
        for each in found
    ))  # fmt: skip


def series(of_incidents: pa.Table, by: str) -> pa.Table:
    """Numbers of incidents by month and one of their columns."""
    frame = pl.DataFrame(pl.from_arrow(of_incidents))
    counted = (
        frame.filter(pl.col("day").is_not_null())
        .group_by(pl.col("day").dt.strftime("%Y-%m").alias("month"), by)
        .agg(
            incidents=pl.len().cast(pl.Int32), reports=pl.col("reports").sum().cast(pl.Int32),
            dead_min=pl.col("dead_min").sum(),
        )
        .sort("month", by)
    )  # fmt: skip
    return _plain(counted)


def border(found: BorderWatch) -> pa.Table:
    """The weekly series of every segment and band."""
    return _table(BORDER, (
        (each.segment, each.name, each.band_km, each.start + dt.timedelta(weeks=week), threats, dead)
        for each in (*found.segments, *found.whole)
        for week, (threats, dead) in enumerate(zip(each.counts, each.dead, strict=True))
    ))  # fmt: skip


def relation(index: RelationIndex) -> pa.Table:
    """The points of every strand and way."""
    return _table(RELATION, (
        (_day(f"{point.month}-01"), each.strand, each.way, point.count, point.total, point.mean, point.low,
         point.high, point.read, point.per_1000)
        for each in index.series
        for point in each.points
    ))  # fmt: skip


def trade(frame: pl.DataFrame, one: str | None, other: str | None) -> pa.Table:
    """Rows of trade; of two countries the sums of all goods, a row a flow and period."""
    if one is None or other is None:
        return _plain(frame)
    from faleme.assess.trade_flows import flows

    pair = pl.col("reporter").cast(pl.String), pl.col("partner").cast(pl.String)
    between = pl.struct(pair).is_in([{"reporter": a, "partner": b} for a, b in ((one, other), (other, one))])
    return _plain(flows(frame.filter(between)).sort("from", "reporter", "flow"))


def points(of_incidents: pa.Table) -> pa.Table:
    """Those with a point, and the point in WKB."""
    import shapely

    kept = of_incidents.filter(pc.is_valid(of_incidents["lat"]))
    made = shapely.to_wkb(shapely.points(kept["lon"].to_numpy(), kept["lat"].to_numpy()))
    marked = {b"ARROW:extension:name": b"geoarrow.wkb", b"ARROW:extension:metadata": _WGS84}
    field = pa.field("geometry", pa.binary(), metadata=marked)
    return kept.append_column(field, pa.array(list(made), pa.binary()))


def _table(schema: pa.Schema, rows: Iterable[Sequence[Any]]) -> pa.Table:
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _plain(frame: pl.DataFrame) -> pa.Table:
    """A frame with its codes as plain strings, which every reader of Arrow takes."""
    coded = pl.selectors.categorical() | pl.selectors.enum()
    made = frame.with_columns(coded.cast(pl.String)).to_arrow(compat_level=pl.CompatLevel.oldest())
    large = pa.large_string()
    fields = [field.with_type(_TEXT) if field.type == large else field for field in made.schema]
    return made.cast(pa.schema(fields))


def _coded(each: Any) -> tuple[Any, ...]:
    """What events and incidents have in common, up to their days."""
    return (
        each.type, each.mode, QUAD_OF[each.type], each.status, each.strand, list(each.tags),
        list(each.actors), list(each.recipients), *_placed(each.place), *_days(each.time),
    )  # fmt: skip


def _placed(place: EventPlace | None) -> tuple[Any, ...]:
    if place is None:
        return (None,) * len(_PLACE)
    near = place.proximity
    return (
        place.name, place.country, place.level, place.lat, place.lon, place.radius_km,
        near.border_km if near else None, near.side if near else None,
    )  # fmt: skip


def _days(time: Period | None) -> tuple[dt.date | None, dt.date | None]:
    return (_day(time.from_), _day(time.to)) if time else (None, None)


def _day(written: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None


def _dead(each: Incident) -> tuple[int | None, int | None]:
    told = [each.fatalities] if each.fatalities else [claim.fatalities for claim in each.claims]
    return (
        min((toll.min for toll in told if toll.min is not None), default=None),
        max((toll.max for toll in told if toll.max is not None), default=None),
    )
