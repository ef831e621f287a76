"""Lists of a store: a page of incidents, of articles or of the queue, how long the whole is, and its choices.

A page is read in two steps: the ids from an index that holds all that is asked by, then the records of those.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from faleme.lexicon.review import load_review_rules
from faleme.records.incident import Incident
from faleme.records.text import Marking
from faleme.review.queue import Queued, priority
from faleme.store import grid
from faleme.store.base import ArticlesWanted, Counts, MapCell, Summary, Wanted
from faleme.store.columns import Columns, Held
from faleme.store.columns_asked import facets, first_ids, knows, met, met_in, months
from faleme.store.columns_cells import cells_of
from faleme.store.conditions import INCIDENTS, Condition, Rows, conditions, lead_for, rows_for
from faleme.store.derive import revision
from faleme.store.gather import counted, gathered, up_to
from faleme.store.kept import Kept
from faleme.store.listing import DAY, day_listed
from faleme.store.mapping import map_cells
from faleme.store.rows import rows_in
from faleme.store.schema import article, event, field_report, incident, set_aside

MANY = 10_000
"""Lists longer than this are not counted to their end, and not sorted from what was gathered."""
_MONTHS_AT_ONCE = 200
FACETS = ("type", "strand", "status", "country")

_incident = msgspec.json.Decoder(Incident).decode
_EVERYTHING = Wanted()
_EVERY_ARTICLE = ArticlesWanted()
Order = Callable[[Rows], tuple[Any, ...]]
_NEWEST = (article.c.dated.desc(), article.c.id)


class ListReader:
    """The part of a store that lists; a base of `SqlReader`."""

    _engine: sa.Engine

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._kept = Kept()
        self._columns: Columns | None = None

    def keep_columns(self) -> None:
        """Hold in memory what lists and counts ask of incidents; for a process that answers many."""
        self._columns = Columns()
        with self._engine.connect() as connection:
            self._columns.at(connection)

    def _held(self, connection: sa.Connection, asked: Wanted) -> Held | None:
        """The columns, where they are held and can answer."""
        held = self._columns.at(connection) if self._columns else None
        return held if held and knows(held, asked) else None

    def incidents(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        markings: Iterable[Marking] | None = None,
        wanted: Wanted | None = None,
        soonest: bool = False,
    ) -> list[Incident]:
        """Incidents, the latest day first, then what is done, then the nearest to the border, then by id.

        `soonest` turns the order around: of what is to come the next day is first.
        """
        asked = wanted or _EVERYTHING
        if markings is not None:
            asked = msgspec.structs.replace(asked, markings=tuple(markings))
        with self._engine.connect() as connection:
            order = _soonest if soonest else _latest
            if limit is None and not offset:
                query = sa.select(incident.c.record).where(*conditions(asked)).order_by(*order(INCIDENTS))
                return [_incident(text) for (text,) in connection.execute(query)]
            ids = self._ids(connection, asked, order, limit, offset)
            return _records(connection, ids)

    def incidents_of(self, ids: Iterable[str], wanted: Wanted | None = None) -> list[Incident]:
        """Those of some incidents that are wanted, in the order of their ids."""
        query = sa.select(incident.c.record).where(*conditions(wanted or _EVERYTHING, "row"))
        with self._engine.connect() as connection:
            return [_incident(row.record) for row in rows_in(connection, query, incident.c.id, ids)]

    def count(self, wanted: Wanted | None = None, *, most: int = MANY) -> int:
        """How many incidents a list holds; `most + 1` stands for more than that."""
        with self._engine.connect() as connection:
            return self._count(connection, wanted or _EVERYTHING, most)

    def facets(self, wanted: Wanted | None = None, *names: str) -> dict[str, dict[str, int]]:
        """The values of columns in a list, each with its number of incidents: choices of its filters."""
        asked = wanted or _EVERYTHING
        with self._engine.connect() as connection:
            if held := self._held(connection, asked):
                return facets(held, met(held, asked), names or FACETS)
            few = self._count(connection, asked, MANY) <= MANY
            return self._kept.of(
                connection,
                ("facets", asked, names),
                lambda: counted(connection, asked, names or FACETS, few=few),
            )

    def months(self, wanted: Wanted | None = None) -> dict[str, int]:
        """Incidents by month ('2025-07'), in order; those with no day are in none."""
        asked = wanted or _EVERYTHING
        with self._engine.connect() as connection:
            if held := self._held(connection, asked):
                return months(held, met(held, asked))
            return self._kept.of(connection, ("months", asked), lambda: _by_month(connection, asked))

    def map_cells(self, wanted: Wanted, box: tuple[float, float, float, float], zoom: int) -> list[MapCell]:
        """Incidents of a box (west, south, east, north) in cells of about 16 pixels at a zoom."""
        level = grid.level_of(zoom, grid.Box(*box))
        corners = grid.corners(grid.Box(*box), level)
        with self._engine.connect() as connection:
            if held := self._held(connection, wanted):
                rows = met_in(held, wanted, grid.snapped(grid.Box(*box), level))
                return cells_of(held, rows, corners, level)
            return self._kept.of(
                connection, ("cells", wanted, level, corners),
                lambda: map_cells(connection, wanted, grid.Box(*box), level),
            )  # fmt: skip

    def queue(
        self, *, limit: int | None = None, offset: int = 0, wanted: Wanted | None = None
    ) -> list[Queued]:
        """What waits for a person, the most urgent first; of equals the latest first."""
        asked = msgspec.structs.replace(wanted or _EVERYTHING, waiting=True)
        weights = load_review_rules().weights
        with self._engine.connect() as connection:
            ids = self._ids(connection, asked, _urgent, limit, offset)
            found = _records(connection, ids)
            sureness = _sureness(connection, ids)
        urgencies = (
            priority(each, weights, confidence=sureness.get(each.id), undecided=each.undecided)
            for each in found
        )
        return [Queued(each, u.score, u.reasons) for each, u in zip(found, urgencies, strict=True)]

    def articles(
        self, *, limit: int | None = None, offset: int = 0, wanted: ArticlesWanted | None = None
    ) -> list[Summary]:
        """Articles without their texts, the newest first; those with no date come last.

        Asked for the public they have the titles, excerpts and numbers of events that it may see.
        """
        asked = wanted or _EVERY_ARTICLE
        query = sa.select(article.c.id).where(*_article_conditions(asked)).order_by(*_NEWEST)
        with self._engine.connect() as connection:
            ids = list(connection.execute(query.limit(limit).offset(offset)).scalars())
            rows = rows_in(connection, _summaries(asked.public_on is not None), article.c.id, ids)
            found = {row.id: Summary(**row._mapping) for row in rows}
        return [found[each] for each in ids]

    def count_articles(self, wanted: ArticlesWanted | None = None) -> int:
        """How many articles a list holds."""
        asked = wanted or _EVERY_ARTICLE
        query = sa.select(sa.func.count()).select_from(article).where(*_article_conditions(asked))
        with self._engine.connect() as connection:
            return self._kept.of(
                connection, ("articles", asked), lambda: int(connection.execute(query).scalar_one())
            )

    def outlets(self, wanted: ArticlesWanted | None = None) -> dict[str, int]:
        """The outlets of a list of articles, each with its number of them."""
        asked = wanted or _EVERY_ARTICLE
        query = (
            sa.select(article.c.source, sa.func.count())
            .where(article.c.source.is_not(None), *_article_conditions(asked))
            .group_by(article.c.source)
            .order_by(article.c.source)
        )
        with self._engine.connect() as connection:
            return self._kept.of(
                connection, ("outlets", asked), lambda: {row[0]: row[1] for row in connection.execute(query)}
            )

    def articles_by_day(
        self, days: Collection[str] | None = None, *, public_on: str | None = None
    ) -> dict[str, int]:
        """How many articles of the press were published on each day; a quiet press is no quiet border.

        Articles with no date and reports from people are not counted. `days` asks for some days only,
        `public_on` for what the public may see on that day.
        """
        with self._engine.connect() as connection:
            return self._kept.of(
                connection, ("by day", None if days is None else frozenset(days), public_on),
                lambda: _by_day(connection, days, public_on),
            )  # fmt: skip

    def counts(self, *, public_on: str | None = None) -> Counts:
        """How much the store holds, or how much of it the public may see on a day."""
        with self._engine.connect() as connection:
            return self._kept.of(
                connection, ("counts", public_on),
                lambda: _public_counts(connection, public_on) if public_on else _counts(connection),
            )  # fmt: skip

    def _ids(
        self, connection: sa.Connection, asked: Wanted, order: Order, limit: int | None, offset: int
    ) -> list[str]:
        """The ids of a page, in order."""
        if order is not _urgent and (held := self._held(connection, asked)):
            soonest = order is _soonest
            return first_ids(held, met(held, asked), limit=limit, offset=offset, soonest=soonest)
        now, count = revision(connection), ("count", asked, MANY)
        if self._kept.known(count, now) == 0:
            return []
        ids = self._read_ids(connection, asked, order, limit, offset)
        if limit is not None and 0 < len(ids) < limit or not (ids or offset):
            self._kept.keep(count, now, offset + len(ids))
        return ids

    def _read_ids(
        self, connection: sa.Connection, asked: Wanted, order: Order, limit: int | None, offset: int
    ) -> list[str]:
        rows, lead = rows_for(asked), lead_for(asked)
        if lead in ("cell", "type"):
            now = revision(connection)
            found = gathered(connection, asked, MANY + 1)
            self._kept.keep(("count", asked, MANY), now, len(found))
            if len(found) <= MANY:
                found.sort(key=lambda row: row[1], reverse=order is _soonest)
                found.sort(key=lambda row: row[0], reverse=order is not _soonest)
                return [row[1] for row in found[offset : None if limit is None else offset + limit]]
        many = lead in ("cell", "type", "border") or (asked.actor is not None and rows is INCIDENTS)
        if many and self._count(connection, asked, MANY) > MANY:
            lead = lead_for(asked, broad=True)
        query = sa.select(rows.id).where(*conditions(asked, lead, rows)).order_by(*order(rows))
        return list(connection.execute(query.limit(limit).offset(offset)).scalars())

    def _count(self, connection: sa.Connection, asked: Wanted, most: int) -> int:
        if held := self._held(connection, asked):
            return min(len(met(held, asked)), most + 1)
        return self._kept.of(connection, ("count", asked, most), lambda: up_to(connection, asked, most))


def _latest(rows: Rows) -> tuple[Any, ...]:
    return rows.table.c.listed.desc(), rows.id


def _soonest(rows: Rows) -> tuple[Any, ...]:
    return rows.table.c.listed, rows.id.desc()


def _urgent(rows: Rows) -> tuple[Any, ...]:
    return rows.table.c.urgency.desc(), *_latest(rows)


def _records(connection: sa.Connection, ids: list[str]) -> list[Incident]:
    """Incidents in the order of their ids."""
    query = sa.select(incident.c.id, incident.c.record)
    found = {row.id: _incident(row.record) for row in rows_in(connection, query, incident.c.id, ids)}
    return [found[each] for each in ids if each in found]


def _sureness(connection: sa.Connection, ids: Iterable[str]) -> dict[str, float]:
    """The mean confidence of the events of some incidents."""
    query = sa.select(event.c.incident, sa.func.avg(event.c.confidence)).group_by(event.c.incident)
    return {row[0]: float(row[1]) for row in rows_in(connection, query, event.c.incident, ids)}


def _by_month(connection: sa.Connection, asked: Wanted) -> dict[str, int]:
    """Where they are few, all of them by day; else one count for each month that has any."""
    few = gathered(connection, asked, MANY + 1)
    if len(few) <= MANY:
        told = Counter(day[:7] for place, _ in few if (day := day_listed(place)))
        return dict(sorted(told.items()))
    rows = rows_for(asked)
    place = rows.table.c.listed
    met = conditions(asked, lead_for(asked, broad=True), rows)
    one = sa.select(place).where(*met, place >= DAY).limit(1)
    first, last = (connection.execute(one.order_by(by)).scalar_one_or_none() for by in (place, place.desc()))
    months = list(_months(first, last)) if first and last else []
    found: dict[str, int] = {}
    for start in range(0, len(months), _MONTHS_AT_ONCE):
        some = months[start : start + _MONTHS_AT_ONCE]
        each = (sa.select(sa.literal(a).label("low"), sa.literal(b).label("high")) for _, a, b in some)
        spans = sa.union_all(*each).subquery("span")
        within = place.between(spans.c.low, spans.c.high)
        count = sa.select(sa.func.count()).select_from(rows.table).where(*met, within).scalar_subquery()
        told_then = {row[0]: row[1] for row in connection.execute(sa.select(spans.c.low, count))}
        found |= {name: n for name, low, _ in some if (n := told_then[low])}
    return found


def _months(first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """Each month between two places of lists with its first and last place."""
    start = dt.date.fromordinal(first // DAY).replace(day=1)
    while (low := start.toordinal() * DAY) <= last:
        name = start.isoformat()[:7]
        december = start.month == 12
        if december and start.year == dt.MAXYEAR:
            yield name, low, last
            return
        start = dt.date(start.year + december, 1 if december else start.month + 1, 1)
        yield name, low, start.toordinal() * DAY - 1


def _article_conditions(asked: ArticlesWanted) -> Iterator[Condition]:
    if asked.public_on is not None:
        yield article.c.public_from <= asked.public_on
    if asked.source is not None:
        yield article.c.source == asked.source
    if asked.language is not None:
        yield article.c.language == asked.language
    if asked.section is not None:
        yield article.c.section == asked.section
    if asked.after is not None:
        last = article.alias("last")
        then = sa.select(last.c.dated).where(last.c.id == asked.after).scalar_subquery()
        yield article.c.dated <= then
        yield sa.or_(article.c.dated < then, article.c.id > asked.after)
    if asked.since is not None:
        yield article.c.dated >= asked.since
    if asked.until is not None:
        yield article.c.dated.between("0", asked.until[:10] + "~")


def _summaries(public: bool) -> sa.Select[Any]:
    told = sa.select(sa.func.count()).where(event.c.article == article.c.id).scalar_subquery()
    shared = article.c.source, article.c.published, article.c.marking, article.c.url, article.c.language
    if public:
        return sa.select(
            article.c.id, article.c.public_title.label("title"), article.c.public_excerpt.label("excerpt"),
            article.c.public_events.label("events"), *shared,
        )  # fmt: skip
    return sa.select(article.c.id, article.c.title, told.label("events"), *shared)


def _by_day(connection: sa.Connection, days: Collection[str] | None, public_on: str | None) -> dict[str, int]:
    filed = sa.exists().where(field_report.c.article == article.c.id)
    day = sa.func.substr(article.c.dated, 1, 10)
    query = sa.select(day, sa.func.count()).where(article.c.dated != "", ~filed).group_by(day).order_by(day)
    if public_on is not None:
        query = query.where(article.c.public_from <= public_on)
    if days is None:
        return {row[0]: row[1] for row in connection.execute(query)}
    found: dict[str, int] = {}
    for each in sorted(days):
        rows = connection.execute(query.where(article.c.dated.between(each, each + "~")))
        found |= {row[0]: row[1] for row in rows if row[0] == each}
    return found


def _counts(connection: sa.Connection) -> Counts:
    articles, events, incidents, aside = (
        connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in (article, event, incident, set_aside)
    )
    return Counts(articles=articles, events=events, incidents=incidents, set_aside=aside)


def _public_counts(connection: sa.Connection, public_on: str) -> Counts:
    """Of what is public; how much is withheld is not told."""
    asked = conditions(Wanted(public_on=public_on))
    query = sa.select(sa.func.count(), sa.func.sum(incident.c.reports)).where(*asked)
    incidents, events = connection.execute(query).one()
    articles = sa.select(sa.func.count()).select_from(article).where(article.c.public_from <= public_on)
    return Counts(
        articles=connection.execute(articles).scalar_one(), events=int(events or 0), incidents=incidents,
        set_aside=0,
    )  # fmt: skip
