"""What a brief asks of a store: which incidents a window of days tells of, which sources may be named, and
how much of the press was read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from faleme.records.press import OutletRead, Press
from faleme.store.base import Source, Wanted
from faleme.store.columns import Held
from faleme.store.columns_asked import first_ids, met
from faleme.store.conditions import conditions
from faleme.store.rows import rows_in
from faleme.store.schema import article, event, field_report, incident, set_aside

MOST_TOLD = 5000
"""Incidents of one window: a brief of more is no brief."""


class PressReader:
    """The part of a store that a brief reads; `Wanted` says who asks (`public_on`, `markings`)."""

    _engine: sa.Engine

    def _held(self, connection: sa.Connection, asked: Wanted) -> Held | None:
        raise NotImplementedError

    def told_between(self, wanted: Wanted) -> list[str]:
        """Ids of incidents that happened from `since` to `until`, or were reported in those days, by id."""
        assert wanted.since is not None and wanted.until is not None
        happened = sa.select(incident.c.id).where(*conditions(wanted))
        reported = (
            sa.select(event.c.incident)
            .join(article, article.c.id == event.c.article)
            .where(*_within(wanted.since, wanted.until), event.c.incident.is_not(None))
        )
        with self._engine.connect() as connection:
            if held := self._held(connection, wanted):
                rows = met(held, wanted)
                found = set(first_ids(held, rows, limit=MOST_TOLD, offset=0, soonest=False))
            else:
                found = set(connection.execute(happened.limit(MOST_TOLD)).scalars())
            found.update(connection.execute(reported.distinct().limit(MOST_TOLD)).scalars())
        return sorted(found)

    def told_first(self, wanted: Wanted, *, limit: int) -> list[str]:
        """Ids of the earliest incidents that are wanted, where `incidents` gives the latest first."""
        query = (
            sa.select(incident.c.id)
            .where(*conditions(wanted))
            .order_by(incident.c.listed, incident.c.id.desc())
        )
        with self._engine.connect() as connection:
            if held := self._held(connection, wanted):
                return first_ids(held, met(held, wanted), limit=limit, offset=0, soonest=True)
            return list(connection.execute(query.limit(limit)).scalars())

    def sources_for(self, article_ids: Iterable[str], wanted: Wanted) -> dict[str, Source]:
        """Outlet, date and address of those of the articles that the asker may see, by id."""
        query = sa.select(
            article.c.id, article.c.title, article.c.source, article.c.published, article.c.url,
            article.c.marking,
        ).where(*_seen(wanted))  # fmt: skip
        with self._engine.connect() as connection:
            rows = rows_in(connection, query, article.c.id, article_ids)
            return {row.id: Source(**row._mapping) for row in rows}

    def press(self, wanted: Wanted) -> Press:
        """What was read from `since` to `until`, and each outlet's last article up to then.

        Reports from people are not the press. What was set aside is not told to the public.
        """
        assert wanted.since is not None and wanted.until is not None
        seen, filed = _seen(wanted), sa.exists().where(field_report.c.article == article.c.id)
        counted = (
            sa.select(article.c.source, sa.func.count())
            .where(*_within(wanted.since, wanted.until), *seen, ~filed)
            .group_by(article.c.source)
        )
        reasons = sa.select(set_aside.c.reason, sa.func.count()).group_by(set_aside.c.reason)
        with self._engine.connect() as connection:
            articles = {row[0]: row[1] for row in connection.execute(counted)}
            asked = [*_within("", wanted.until), *seen, ~filed]
            outlets = [
                OutletRead(outlet=source or "", articles=articles.get(source, 0), last=last[:10])
                for source, last in _last_of_each(connection, asked)
                if last
            ]
            aside = None
            if wanted.public_on is None:
                aside = tuple((row[0], row[1]) for row in connection.execute(reasons.order_by("reason")))
        return Press(outlets=tuple(outlets), set_aside=aside)


def _last_of_each(
    connection: sa.Connection, met: Sequence[sa.ColumnElement[bool]]
) -> Iterator[tuple[str | None, str | None]]:
    """Every outlet once with the date of its last article that meets the conditions; the nameless first.

    Each is found by one step in the index, however many articles it has.
    """
    dated = sa.select(article.c.dated).where(*met).order_by(article.c.dated.desc()).limit(1)
    yield None, connection.execute(dated.where(article.c.source.is_(None))).scalar_one_or_none()
    other = article.alias("other")
    outlet = sa.select(sa.func.min(other.c.source).label("source")).cte("outlet", recursive=True)
    after = sa.select(sa.func.min(other.c.source)).where(other.c.source > outlet.c.source).scalar_subquery()
    outlet = outlet.union_all(sa.select(after).where(outlet.c.source.is_not(None)))
    last = dated.where(article.c.source == outlet.c.source).scalar_subquery()
    rows = connection.execute(sa.select(outlet.c.source, last).where(outlet.c.source.is_not(None)))
    yield from ((row[0], row[1]) for row in rows)


def _within(since: str, until: str) -> list[sa.ColumnElement[bool]]:
    """Published from a day to a day, both included; one without a date never is."""
    after = (dt.date.fromisoformat(until) + dt.timedelta(days=1)).isoformat()
    return [article.c.dated >= (since or "0"), article.c.dated < after]


def _seen(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.public_on is not None:
        found.append(article.c.public_from <= wanted.public_on)
    if wanted.markings is not None:
        found.append(article.c.marking.in_(wanted.markings))
    return found
