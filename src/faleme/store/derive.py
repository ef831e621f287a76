"""Rows of incidents with the columns that lists ask by, written with their records or made anew.

A store whose columns are of another edition of the rules (what the public may see, how urgent a review is) is
brought up to date when it is opened, a stretch at a time: until then what a column does not tell is withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from faleme.records.incident import Incident
from faleme.store.engine import writing
from faleme.store.listing import actors_of, edition
from faleme.store.rows import delete_in, incident_row, rows_in, upsert
from faleme.store.schema import article, event, incident, incident_actor, state

_AT_ONCE = 2000
_incident = msgspec.json.Decoder(Incident).decode


def write_incidents(
    connection: sa.Connection, found: Iterable[Incident], old: Mapping[str, Mapping[str, Any]]
) -> None:
    """Write the rows of incidents where they differ from the old ones, on the caller's transaction."""
    shown = list(found)
    sureness, clear = _of_reports(connection, shown)
    rows = {
        each.id: incident_row(
            each,
            all_clear=all(member.article in clear for member in each.members),
            sureness=_mean([sureness[m.event] for m in each.members if m.event in sureness]),
        )
        for each in shown
    }
    changed = {identifier: row for identifier, row in rows.items() if old.get(identifier) != row}
    upsert(connection, incident, list(changed.values()))
    delete_in(connection, incident_actor, incident_actor.c.incident, changed)
    told = [
        {"actor": actor, "listed": changed[each.id]["listed"], "incident": each.id}
        for each in shown
        if each.id in changed
        for actor in sorted(actors_of(each))
    ]
    if told:
        connection.execute(incident_actor.insert(), told)


def _of_reports(connection: sa.Connection, shown: list[Incident]) -> tuple[dict[str, float], set[str]]:
    """The confidence of their events, and which of their articles are marked CLEAR."""
    events = {member.event for each in shown for member in each.members}
    articles = {member.article for each in shown for member in each.members}
    query = sa.select(event.c.id, event.c.confidence)
    sureness = {row.id: float(row.confidence) for row in rows_in(connection, query, event.c.id, events)}
    open_query = sa.select(article.c.id).where(article.c.marking == "CLEAR")
    return sureness, {row.id for row in rows_in(connection, open_query, article.c.id, articles)}


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def note_change(connection: sa.Connection) -> None:
    """Say that lists may show something else now; kept answers are held against `revision`."""
    statement = state.update().where(state.c.name == "revision").values(number=state.c.number + 1)
    if not connection.execute(statement).rowcount:
        connection.execute(state.insert().values(name="revision", number=1))


def revision(connection: sa.Connection) -> int:
    query = sa.select(state.c.number).where(state.c.name == "revision")
    return int(connection.execute(query).scalar_one_or_none() or 0)


def derived_row() -> dict[str, Any]:
    """What `state` says of a store whose columns are of this edition."""
    return {"name": "derived", "number": edition()}


def bring_up_to_date(engine: sa.Engine) -> None:
    """Make the columns anew where they are of another edition of the rules."""
    query = sa.select(state.c.number).where(state.c.name == "derived")
    with engine.connect() as connection:
        if connection.execute(query).scalar_one_or_none() == edition():
            return
    last: str | None = ""
    while last is not None:
        with writing(engine) as connection:
            last = _some_incidents(connection, last)
    with writing(engine) as connection:
        upsert(connection, state, [derived_row()])
        note_change(connection)


def _some_incidents(connection: sa.Connection, after: str) -> str | None:
    """Make a stretch of rows anew; returns the last id, None where there are no more."""
    query = sa.select(incident).where(incident.c.id > after).order_by(incident.c.id).limit(_AT_ONCE)
    old = {row.id: dict(row._mapping) for row in connection.execute(query)}
    write_incidents(connection, [_incident(row["record"]) for row in old.values()], old)
    return max(old, default=None)
