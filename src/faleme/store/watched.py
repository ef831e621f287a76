"""What the watch of the press keeps between rounds, so that a kill loses nothing and reads nothing twice.

A visit of a source writes what it found together with the source's new state; an article is written together
with the mark of its address (`SqlStore.keep_watched`). What is in neither is asked for again.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from faleme.records.text import Article
from faleme.records.watched import Fault, Outcome, Pending, Reads, Settled, SourceState
from faleme.store.derive import revision
from faleme.store.engine import writing
from faleme.store.rows import encode, rows_in, upsert
from faleme.store.schema import article, set_aside, state
from faleme.store.watched_schema import seen_address, watch_fault, watched_source

_ALERTS_DUE = "alerts_due"
_article = msgspec.json.Decoder(Article).decode


class Watched:
    """The sources, seen addresses and faults of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def sources(self) -> dict[str, SourceState]:
        """Every source that was ever asked, by address."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(watched_source))
            return {row.address: SourceState(**row._mapping) for row in rows}

    def unseen(self, addresses: Collection[str]) -> set[str]:
        """Those of some addresses that were never seen."""
        query = sa.select(seen_address.c.address)
        with self._engine.connect() as connection:
            known = {row.address for row in rows_in(connection, query, seen_address.c.address, addresses)}
        return set(addresses) - known

    def visited(
        self,
        after: SourceState,
        *,
        found: Iterable[Pending] = (),
        passed_over: Iterable[tuple[Pending, Outcome]] = (),
        faults: Sequence[Fault] = (),
    ) -> int:
        """Keep a visit: the source's new state, what it found that is new, its faults. Returns how many."""
        rows = [_seen_row(each, "pending") for each in found]
        for each, outcome in passed_over:
            rows.append(_seen_row(each, outcome) | {"settled": each.first_seen, "item": None})
        with writing(self._engine) as connection:
            upsert(connection, watched_source, [msgspec.structs.asdict(after)])
            new = _insert_seen(connection, rows)
            keep_faults(connection, faults)
        return new

    def due(self, now: str, *, publishers: Collection[str], each: int = 50) -> list[Pending]:
        """Addresses that wait to be read, those seen first before the others, some of each outlet."""
        rank = sa.func.row_number().over(
            partition_by=seen_address.c.publisher,
            order_by=(seen_address.c.first_seen, seen_address.c.address),
        )
        waiting = (
            sa.select(seen_address.c.address, rank.label("rank"))
            .where(
                seen_address.c.outcome == "pending",
                seen_address.c.due <= now,
                seen_address.c.publisher.in_(sorted(publishers)),
            )
            .subquery()
        )
        query = (
            sa.select(seen_address)
            .join(waiting, waiting.c.address == seen_address.c.address)
            .where(waiting.c.rank <= each)
            .order_by(seen_address.c.first_seen, seen_address.c.address)
        )
        with self._engine.connect() as connection:
            return [
                Pending(
                    address=row.address, publisher=row.publisher, source=row.source,
                    first_seen=row.first_seen, due=row.due, attempts=row.attempts, told=row.told,
                    article=_article(row.item) if row.item else None,
                )
                for row in connection.execute(query)
            ]  # fmt: skip

    def put_off(self, pending: Pending, *, faults: Sequence[Fault]) -> None:
        """Ask for an address again when `pending.due` comes."""
        values = {"due": pending.due, "attempts": pending.attempts}
        with writing(self._engine) as connection:
            here = seen_address.c.address == pending.address
            connection.execute(
                seen_address.update().where(here, seen_address.c.outcome == "pending").values(**values)
            )
            keep_faults(connection, faults)

    def note(self, faults: Sequence[Fault]) -> None:
        """Keep faults that change nothing else."""
        with writing(self._engine) as connection:
            keep_faults(connection, faults)

    def waiting(self) -> int:
        """How many addresses wait to be read."""
        with self._engine.connect() as connection:
            query = sa.select(sa.func.count()).where(seen_address.c.outcome == "pending")
            return connection.execute(query).scalar_one()

    def faults(
        self, *, since: str = "", publisher: str | None = None, limit: int | None = None
    ) -> list[Fault]:
        """Faults since a moment, the latest first."""
        query = sa.select(watch_fault).where(watch_fault.c.at >= since).order_by(watch_fault.c.number.desc())
        if publisher is not None:
            query = query.where(watch_fault.c.publisher == publisher)
        with self._engine.connect() as connection:
            return [
                Fault(
                    kind=row.kind, at=row.at, publisher=row.publisher, source=row.source,
                    address=row.address, detail=row.detail,
                )
                for row in connection.execute(query.limit(limit))
            ]  # fmt: skip

    def reads(self, since: str) -> dict[str, Reads]:
        """What was read of each outlet since a moment."""
        query = (
            sa.select(seen_address.c.publisher, seen_address.c.settled, article.c.published)
            .join(article, article.c.id == seen_address.c.article)
            .where(seen_address.c.outcome == "read", seen_address.c.settled >= since)
            .order_by(seen_address.c.publisher, seen_address.c.settled)
        )
        settled: dict[str, list[str]] = defaultdict(list)
        lags: dict[str, list[float]] = defaultdict(list)
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                settled[row.publisher].append(row.settled)
                if (minutes := _minutes(row.published, row.settled)) is not None:
                    lags[row.publisher].append(minutes)
        return {
            publisher: Reads(
                publisher=publisher, articles=len(moments), last=moments[-1],
                lag=statistics.median(lags[publisher]) if lags[publisher] else None,
            )
            for publisher, moments in settled.items()
        }  # fmt: skip

    def alerts_due(self) -> int:
        """Not 0 where articles came in that the rules of warning have not looked at; for `alerts_looked`."""
        with self._engine.connect() as connection:
            query = sa.select(state.c.number).where(state.c.name == _ALERTS_DUE)
            return int(connection.execute(query).scalar_one_or_none() or 0)

    def alerts_looked(self, number: int) -> None:
        """The rules have looked at all that was there when `alerts_due` said this number."""
        here = sa.and_(state.c.name == _ALERTS_DUE, state.c.number == number)
        with writing(self._engine) as connection:
            connection.execute(state.delete().where(here))

    def forget(self, *, before: str) -> None:
        """Delete faults of before a moment."""
        with writing(self._engine) as connection:
            connection.execute(watch_fault.delete().where(watch_fault.c.at < before))


def settle(connection: sa.Connection, given: Settled) -> None:
    """Mark what became of an address, on the caller's transaction."""
    told = given.pending
    values = {
        "outcome": given.outcome, "settled": given.at, "due": None, "item": None,
        "article": given.reading.article.id if given.reading else None,
    }  # fmt: skip
    here = seen_address.c.address == told.address
    if not connection.execute(seen_address.update().where(here).values(**values)).rowcount:
        _insert_seen(connection, [_seen_row(told, given.outcome) | values])
    rows = []
    for address in given.also:
        rows.append(_seen_row(told, given.outcome) | values | {"address": address, "article": None})
    _insert_seen(connection, rows)
    if given.aside is not None:
        key = f"{given.aside.source}:{given.aside.line or 0}:{given.aside.article or ''}"
        row = {"key": key, "reason": given.aside.reason, "record": encode(given.aside).decode()}
        upsert(connection, set_aside, [row])
    keep_faults(connection, given.faults)


def look_at_alerts(connection: sa.Connection) -> None:
    """Let the rules of warning look at what the caller's transaction has added, when it stands."""
    upsert(connection, state, [{"name": _ALERTS_DUE, "number": revision(connection)}])


def keep_faults(connection: sa.Connection, faults: Sequence[Fault]) -> None:
    if faults:
        connection.execute(watch_fault.insert(), [msgspec.structs.asdict(each) for each in faults])


def _insert_seen(connection: sa.Connection, rows: Sequence[dict[str, object]]) -> int:
    if not rows:
        return 0
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(seen_address).on_conflict_do_nothing(index_elements=["address"])
    told = insert.returning(seen_address.c.address)  # a driver may not know how many rows a conflict left
    return sum(connection.execute(told.values(**row)).first() is not None for row in rows)


def _seen_row(pending: Pending, outcome: str) -> dict[str, object]:
    return {
        "address": pending.address, "publisher": pending.publisher, "source": pending.source,
        "first_seen": pending.first_seen, "outcome": outcome, "due": pending.due,
        "attempts": pending.attempts, "told": pending.told,
        "item": encode(pending.article).decode() if pending.article else None,
        "settled": None, "article": None,
    }  # fmt: skip


def _minutes(published: str | None, settled: str) -> float | None:
    """From publication to reading; None where no time of day is told, or one after the reading."""
    if published is None or len(published) <= len("2025-07-01"):
        return None
    try:
        begun = dt.datetime.fromisoformat(published)
    except ValueError:
        return None
    begun = begun if begun.tzinfo else begun.replace(tzinfo=dt.UTC)
    minutes = (dt.datetime.fromisoformat(settled) - begun).total_seconds() / 60
    return minutes if minutes >= 0 else None
