"""From events to incidents inside a store: the machine's linking, and over it what people decided.

Both write differences only. `linked_incident` and `event.linked` hold what the machine says, `incident` and
`event.incident` what everyone sees. All of it happens on the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from faleme.link.incidents import link
from faleme.records.incident import Incident
from faleme.records.judgement import Judgement
from faleme.review.apply import Applied, apply, redirects
from faleme.store.derive import note_change, note_revised, release_again, write_incidents
from faleme.store.filing import REPORTS, file_missing, report_of, reports_by_event, tied
from faleme.store.rows import delete_in, encode, rows_in, upsert
from faleme.store.schema import event, incident, judgement, judgement_article, linked_incident, redirect

_FEW = 3
"""Everything is linked anew where more than one event in so many is new."""

_incident = msgspec.json.Decoder(Incident).decode
_judgement = msgspec.json.Decoder(Judgement).decode


def judgements(connection: sa.Connection, numbers: Iterable[int] | None = None) -> list[Judgement]:
    """All judgements by number, or those of the numbers given."""
    query = sa.select(judgement.c.number, judgement.c.record).order_by(judgement.c.number)
    if numbers is None:
        rows = list(connection.execute(query))
    else:
        rows = list(rows_in(connection, query, judgement.c.number, numbers))
    return [msgspec.structs.replace(_judgement(row.record), number=row.number) for row in rows]


def unlink_article(connection: sa.Connection, article_id: str) -> dict[str, str]:
    """Delete an article's events and have their neighbours linked anew; returns the incidents shown for them.

    The other reports that they were weighed with lose their link, so that a kill before the next linking is
    made up for.
    """
    query = sa.select(event.c.id, event.c.linked, event.c.incident).where(event.c.article == article_id)
    rows = list(connection.execute(query))
    linked = _whole_parts(connection, (row.linked for row in rows if row.linked))
    if linked:
        connection.execute(event.update().where(event.c.linked.in_(sorted(linked))).values(linked=None))
        connection.execute(linked_incident.delete().where(linked_incident.c.id.in_(sorted(linked))))
    connection.execute(event.delete().where(event.c.article == article_id))
    return {row.id: row.incident for row in rows if row.incident}


def _whole_parts(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Incident]:
    """Linked incidents with all those that they are tied to by a doubt, over any number of steps.

    The linker works such a part by itself: what is elsewhere changes nothing in it.
    """
    found: dict[str, Incident] = {}
    query = sa.select(linked_incident.c.id, linked_incident.c.record)
    wanted = set(ids)
    while wanted:
        for row in rows_in(connection, query, linked_incident.c.id, wanted):
            found[row.id] = _incident(row.record)
        wanted = {other for i in wanted if i in found for other in found[i].undecided} - found.keys()
    return found


def waits_for_linking(connection: sa.Connection) -> bool:
    """Whether an event is not linked yet, or a shown incident has lost its last report."""
    unlinked = sa.select(event.c.id).where(event.c.linked.is_(None)).limit(1)
    return connection.execute(unlinked).first() is not None or bool(_bereft(connection))


def relink(connection: sa.Connection) -> None:
    """Link what is not linked yet, with all that may tell the same, and write what has changed.

    The outcome is that of linking all reports at once: pairs of reports are judged by themselves, clusters
    within the parts that such pairs tie together (link/clusters.py).
    """
    file_missing(connection)
    new = [report_of(row) for row in connection.execute(REPORTS.where(event.c.linked.is_(None)))]
    held = sa.select(sa.func.count()).select_from(event)
    if len(new) * _FEW > connection.execute(held).scalar_one():
        query = sa.select(linked_incident.c.id, linked_incident.c.record)
        kept = {row.id: row.record for row in connection.execute(query)}
        rows = list(connection.execute(REPORTS))
    else:
        parts = _whole_parts(connection, tied(connection, new))
        kept = {identifier: encode(each).decode() for identifier, each in parts.items()}
        rows = list(rows_in(connection, REPORTS, event.c.linked, parts))
        rows += list(connection.execute(REPORTS.where(event.c.linked.is_(None))))
    reports = [report_of(row) for row in rows]
    were = {report.event.id: row.linked for report, row in zip(reports, rows, strict=True)}
    changed = _write_linked(connection, link(reports), kept, were)
    show(connection, changed, articles=_without_events(connection))


def _write_linked(
    connection: sa.Connection,
    found: Sequence[Incident],
    kept: Mapping[str, str],
    were: Mapping[str, str | None],
) -> list[Incident]:
    """Write the machine's incidents where they differ from those kept; returns those."""
    records = {each.id: encode(each).decode() for each in found}
    changed = [each for each in found if kept.get(each.id) != records[each.id]]
    delete_in(connection, linked_incident, linked_incident.c.id, kept.keys() - records.keys())
    upsert(connection, linked_incident, [{"id": each.id, "record": records[each.id]} for each in changed])
    linked = {member.event: each.id for each in found for member in each.members}
    moved = [{"e": e, "i": i} for e, i in linked.items() if were[e] != i]
    if moved:
        statement = event.update().where(event.c.id == sa.bindparam("e")).values(linked=sa.bindparam("i"))
        connection.execute(statement, moved)
    return changed


def show(
    connection: sa.Connection, changed: Sequence[Incident] = (), *, articles: Iterable[str] = ()
) -> None:
    """Bring what everyone sees up to date: the machine's changed incidents, and judgements on articles."""
    start = {member.article for each in changed for member in each.members}.union(articles)
    judged, applied = _applied(connection, start)
    shown = {each.id: each for each in changed if each.id not in judged}
    shown |= {each.id: each for each in applied.incidents}
    events = {member.event: each.id for each in shown.values() for member in each.members}
    query = sa.select(event.c.id, event.c.incident)
    were = {row.id: row.incident for row in rows_in(connection, query, event.c.id, events)}
    old_ids = {identifier for identifier in were.values() if identifier} | _bereft(connection)
    rows_then = rows_in(connection, sa.select(incident), incident.c.id, old_ids | shown.keys())
    old = {row.id: dict(row._mapping) for row in rows_then}
    write_incidents(connection, shown.values(), old)
    gone = [row["record"] for identifier, row in old.items() if identifier not in shown]
    lost = [identifier for identifier in old if identifier not in shown]
    delete_in(connection, incident, incident.c.id, lost)
    note_revised(connection, lost)
    moved = [{"e": e, "i": i} for e, i in events.items() if were.get(e) != i]
    if moved:
        statement = event.update().where(event.c.id == sa.bindparam("e")).values(incident=sa.bindparam("i"))
        connection.execute(statement, moved)
    _redirect(connection, [_incident(record) for record in gone], list(shown.values()))
    judged_now = [each for each in shown.values() if each.reviewed or each.on_reports]
    judged_then = [_incident(row["record"]) for row in old.values() if row["reviewed"]]
    release_again(
        connection, {m.article for each in (*judged_now, *judged_then) for m in each.members}.union(articles)
    )
    note_change(connection)


def _applied(connection: sa.Connection, start: set[str]) -> tuple[set[str], Applied]:
    """The machine's incidents that judgements on these articles are about, and what people made of them."""
    numbers, linked = _region(connection, start)
    if not numbers:
        return linked, Applied(())
    query = sa.select(linked_incident.c.record)
    machine = [_incident(row.record) for row in rows_in(connection, query, linked_incident.c.id, linked)]
    reports = reports_by_event(connection, (member.event for each in machine for member in each.members))
    applied = apply(machine, judgements(connection, numbers), reports)
    for told in (True, False):
        now = numbers & set(applied.orphaned) if told else numbers - set(applied.orphaned)
        for row in list(rows_in(connection, _told_orphan(not told), judgement.c.number, now)):
            statement = judgement.update().where(judgement.c.number == row.number)
            connection.execute(statement.values(orphaned=told))
    return linked, applied


def _told_orphan(told: bool) -> sa.Select[tuple[int]]:
    return sa.select(judgement.c.number).where(judgement.c.orphaned.is_(sa.true() if told else sa.false()))


def _region(connection: sa.Connection, start: set[str]) -> tuple[set[int], set[str]]:
    """Judgements that name these articles, incidents that they are about, and so on until nothing is added.

    What lies outside shares no report with anything inside: judgements there cannot meet those here.
    """
    numbers: set[int] = set()
    linked: set[str] = set()
    seen: set[str] = set()
    by_number = sa.select(judgement_article.c.number).distinct()
    by_article = sa.select(judgement_article.c.article).distinct()
    frontier = set(start)
    while frontier:
        seen |= frontier
        met = {row.number for row in rows_in(connection, by_number, judgement_article.c.article, frontier)}
        new = met - numbers
        numbers |= new
        named = {row.article for row in rows_in(connection, by_article, judgement_article.c.number, new)}
        held = sa.select(event.c.linked).distinct().where(event.c.linked.is_not(None))
        ids = {row.linked for row in rows_in(connection, held, event.c.article, named)} - linked
        linked |= ids
        told = sa.select(event.c.article).distinct()
        frontier = named | {row.article for row in rows_in(connection, told, event.c.linked, ids)}
        frontier -= seen
    return numbers, linked


def _without_events(connection: sa.Connection) -> set[str]:
    """Judged articles that tell no event any more."""
    there = sa.exists().where(event.c.article == judgement_article.c.article)
    query = sa.select(judgement_article.c.article).where(~there).distinct()
    return {row.article for row in connection.execute(query)}


def _bereft(connection: sa.Connection) -> set[str]:
    """Shown incidents that no event belongs to any more."""
    there = sa.exists().where(event.c.incident == incident.c.id)
    return {row.id for row in connection.execute(sa.select(incident.c.id).where(~there))}


def _redirect(connection: sa.Connection, gone: Sequence[Incident], shown: Sequence[Incident]) -> None:
    """Lead the addresses of what is gone to what holds its reports now; what is back needs no redirect."""
    delete_in(connection, redirect, redirect.c.old, (each.id for each in shown))
    upsert(connection, redirect, [{"old": old, "new": new} for old, new in redirects(gone, shown).items()])


def followed(connection: sa.Connection, identifier: str) -> str | None:
    """The id of the shown incident that an address leads to today, None if it leads nowhere."""
    seen: set[str] = set()
    at: str | None = identifier
    while at is not None and at not in seen:
        if connection.execute(sa.select(incident.c.id).where(incident.c.id == at)).first():
            return at
        seen.add(at)
        at = connection.execute(sa.select(redirect.c.new).where(redirect.c.old == at)).scalar_one_or_none()
    return None
