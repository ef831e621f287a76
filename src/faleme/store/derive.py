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
from faleme.records.reading import Reading
from faleme.release.article import Excerpt, Release, open_part, release
from faleme.release.by_report import said_over
from faleme.release.rule import ALWAYS, later, movement_over
from faleme.store.engine import know_the_indexes, writing
from faleme.store.listing import actors_of, edition, watched
from faleme.store.pairs import dealing_rows
from faleme.store.relation_schema import dealing
from faleme.store.rows import day_of, delete_in, incident_row, rows_in, upsert
from faleme.store.schema import (
    OF_ACTORS,
    article,
    change,
    event,
    incident,
    incident_actor,
    incident_revised,
    judgement_article,
    state,
)
from faleme.store.search_filing import file_articles, file_incidents
from faleme.store.watch_schema import watched_incident
from faleme.words.sections import section_of

_AT_ONCE = 2000
_ARTICLES_AT_ONCE = 200
_incident = msgspec.json.Decoder(Incident).decode
_reading = msgspec.json.Decoder(Reading).decode


def write_incidents(
    connection: sa.Connection, found: Iterable[Incident], old: Mapping[str, Mapping[str, Any]]
) -> None:
    """Write the rows of incidents where they differ from the old ones, on the caller's transaction."""
    shown = list(found)
    sureness, clear = _of_reports(connection, shown)
    entered = _entered(connection, shown)
    rows = {
        each.id: incident_row(
            each,
            all_clear=all(member.article in clear for member in each.members),
            sureness=_mean([sureness[m.event] for m in each.members if m.event in sureness]),
            entered=min((entered[m.article] for m in each.members if m.article in entered), default=None),
        )
        for each in shown
    }
    changed = {identifier: row for identifier, row in rows.items() if old.get(identifier) != row}
    upsert(connection, incident, list(changed.values()))
    note_revised(connection, changed)
    file_incidents(connection, [each for each in shown if each.id in changed])
    delete_in(connection, incident_actor, incident_actor.c.incident, changed)
    told = [
        {"actor": actor, "incident": each.id}
        | {name: changed[each.id][name] for name in ("listed", *OF_ACTORS)}
        for each in shown
        if each.id in changed
        for actor in sorted(actors_of(each))
    ]
    if told:
        connection.execute(incident_actor.insert(), told)
    _watch(connection, [each for each in shown if each.id in changed], changed)
    _deal(connection, [each for each in shown if each.id in changed], changed)


def _watch(connection: sa.Connection, shown: list[Incident], rows: Mapping[str, Mapping[str, Any]]) -> None:
    """What the watch looks at of incidents that have changed."""
    delete_in(connection, watched_incident, watched_incident.c.incident, (each.id for each in shown))
    seen = ((each, watched(each, day_of(each))) for each in shown)
    found = [
        row | {name: rows[each.id][name] for name in ("marking", "public_from")} for each, row in seen if row
    ]
    if found:
        connection.execute(watched_incident.insert(), found)


def _deal(connection: sa.Connection, shown: list[Incident], rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Between whom incidents are that have changed."""
    delete_in(connection, dealing, dealing.c.incident, (each.id for each in shown))
    found = [
        row | {name: rows[each.id][name] for name in ("marking", "public_from")}
        for each in shown
        for row in dealing_rows(each, day_of(each))
    ]
    if found:
        connection.execute(dealing.insert(), found)


def _of_reports(connection: sa.Connection, shown: list[Incident]) -> tuple[dict[str, float], set[str]]:
    """The confidence of their events, and which of their articles are marked CLEAR."""
    events = {member.event for each in shown for member in each.members}
    articles = {member.article for each in shown for member in each.members}
    query = sa.select(event.c.id, event.c.confidence)
    sureness = {row.id: float(row.confidence) for row in rows_in(connection, query, event.c.id, events)}
    open_query = sa.select(article.c.id).where(article.c.marking == "CLEAR")
    return sureness, {row.id for row in rows_in(connection, open_query, article.c.id, articles)}


def _entered(connection: sa.Connection, shown: list[Incident]) -> dict[str, str]:
    """When their articles came in, by article."""
    articles = {member.article for each in shown for member in each.members}
    query = sa.select(change.c.target, change.c.at).where(change.c.act == "add")
    found: dict[str, str] = {}
    for row in rows_in(connection, query, change.c.target, articles):
        found[row.target] = min(found.get(row.target, row.at), row.at)
    return found


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def release_articles(connection: sa.Connection, readings: Iterable[Reading]) -> None:
    """Write what the public may see of articles that are written already, and from which day on.

    The coder may not have seen that one tells of a movement to come: then a person's word counts.
    """
    found = {each.article.id: each for each in readings}
    told = _called_movements(connection, found)
    released = {identifier: release(each) for identifier, each in found.items()}
    rows = [_release_row(released[key], each, told.get(key, ALWAYS)) for key, each in found.items()]
    if rows:
        statement = article.update().where(article.c.id == sa.bindparam("a"))
        connection.execute(statement, rows)
    file_articles(connection, [(each, released[identifier].shown) for identifier, each in found.items()])
    restricted = [identifier for identifier, each in found.items() if each.article.marking != "CLEAR"]
    for row in list(rows_in(connection, sa.select(event.c.incident).distinct(), event.c.article, restricted)):
        # Linking will say so too, but in a transaction of its own.
        if row.incident is not None:
            connection.execute(
                incident.update().where(incident.c.id == row.incident).values(public_from=None)
            )
            note_revised(connection, [row.incident])


def release_again(connection: sa.Connection, articles: Iterable[str]) -> None:
    """The same for articles whose incidents a person has judged."""
    query = sa.select(article.c.reading)
    release_articles(
        connection, [_reading(r.reading) for r in rows_in(connection, query, article.c.id, articles)]
    )


def _called_movements(connection: sa.Connection, articles: Mapping[str, Reading]) -> dict[str, str | None]:
    """Of articles that people have judged, whole or one report: from which day on they tell no movement."""
    query = sa.select(event.c.article, incident.c.record).join(incident, incident.c.id == event.c.incident)
    told: dict[str, str | None] = {}
    judged = sa.exists().where(judgement_article.c.article == event.c.article)
    query = query.where(sa.or_(incident.c.reviewed, judged))
    for row in rows_in(connection, query, event.c.article, articles):
        found = _incident(row.record)
        over = movement_over(found) if found.reviewed else ALWAYS
        over = later(over, said_over(articles[row.article], found))
        told[row.article] = later(told.get(row.article, ALWAYS), over)
    return told


def _release_row(released: Release, reading: Reading, called: str | None) -> dict[str, Any]:
    shown = released.shown or Excerpt("", "", 0)
    section = section_of(open_part(reading))
    return {
        "a": reading.article.id,
        "section": section.slug if section else None,
        "public_from": later(released.day, called),
        "public_title": shown.title,
        "public_excerpt": shown.text,
        "public_events": shown.events,
    }


def note_change(connection: sa.Connection) -> None:
    """Say that lists may show something else now; kept answers are held against `revision`."""
    statement = state.update().where(state.c.name == "revision").values(number=state.c.number + 1)
    if not connection.execute(statement).rowcount:
        connection.execute(state.insert().values(name="revision", number=1))


def note_revised(connection: sa.Connection, incidents: Iterable[str]) -> None:
    """Say which incidents were written or deleted; `note_change` follows in the same transaction."""
    number = revision(connection) + 1
    rows = [{"incident": each, "number": number} for each in incidents]
    upsert(connection, incident_revised, rows)


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
    for some in (_some_incidents, _some_articles):
        last: str | None = ""
        while last is not None:
            with writing(engine) as connection:
                last = some(connection, last)
    with writing(engine) as connection:
        upsert(connection, state, [derived_row()])
        note_change(connection)
    know_the_indexes(engine)


def _some_incidents(connection: sa.Connection, after: str) -> str | None:
    """Make a stretch of rows anew; returns the last id, None where there are no more."""
    query = sa.select(incident).where(incident.c.id > after).order_by(incident.c.id).limit(_AT_ONCE)
    found = [_incident(row.record) for row in connection.execute(query)]
    write_incidents(connection, found, {})
    return found[-1].id if found else None


def _some_articles(connection: sa.Connection, after: str) -> str | None:
    query = sa.select(article.c.reading).where(article.c.id > after)
    some = connection.execute(query.order_by(article.c.id).limit(_ARTICLES_AT_ONCE)).scalars()
    readings = [_reading(text) for text in some]
    release_articles(connection, readings)
    return readings[-1].article.id if readings else None
