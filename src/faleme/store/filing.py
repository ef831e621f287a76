"""Reports as linking sees them, kept beside the articles: their words, and the keys that they are found by.

They are made when an article is written. Rows of an older schema have none: the next linking files them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from faleme.lexicon.link_rules import load_link_rules
from faleme.link.blocks import candidates, index_keys, probe_keys
from faleme.link.judge import judge
from faleme.link.traits import Page, Report, Told, reports_of
from faleme.records.event import Event
from faleme.records.incident import Claim
from faleme.records.reading import Reading
from faleme.store.rows import encode, higher, rows_in
from faleme.store.schema import article, event, report_key


class _Traits(msgspec.Struct, frozen=True, array_like=True):
    told: Told
    claims: tuple[Claim, ...]


_event = msgspec.json.Decoder(Event).decode
_page = msgspec.json.Decoder(Page).decode
_traits = msgspec.json.Decoder(_Traits).decode
_reading = msgspec.json.Decoder(Reading).decode

REPORTS = sa.select(
    event.c.id.label("event"), event.c.record, event.c.traits, event.c.linked, event.c.incident,
    article.c.id, article.c.published, article.c.source, article.c.marking, article.c.page,
).join(article)  # fmt: skip
"""The rows that `report_of` takes."""


def report_of(row: Any) -> Report:
    """A report of a row of `REPORTS`; its event is marked no lower than its article."""
    told = _event(row.record)
    marking = higher(told.marking, row.marking)
    if marking != told.marking:
        told = msgspec.structs.replace(told, marking=marking)
    if row.traits is None or row.page is None:
        return Report(told, row.id, row.published, row.source)
    traits = _traits(row.traits)
    return Report(told, row.id, row.published, row.source, traits.told, _page(row.page), traits.claims)


def reports_by_event(connection: sa.Connection, events: Iterable[str]) -> dict[str, Report]:
    """Reports by the ids of their events."""
    found = (report_of(row) for row in rows_in(connection, REPORTS, event.c.id, events))
    return {report.event.id: report for report in found}


def file_reports(connection: sa.Connection, reading: Reading) -> None:
    """Keep what linking needs of the events of an article that is written already."""
    reports = reports_of(reading)
    if not reports:
        return
    page = encode(reports[0].page).decode()
    connection.execute(article.update().where(article.c.id == reading.article.id).values(page=page))
    rows = [{"e": each.event.id, "t": encode(_Traits(each.told, each.claims)).decode()} for each in reports]
    statement = event.update().where(event.c.id == sa.bindparam("e")).values(traits=sa.bindparam("t"))
    connection.execute(statement, rows)
    keys = {(_number(key), each.event.id) for each in reports for key in index_keys(each)}
    if keys:
        connection.execute(report_key.insert(), [{"key": key, "event": e} for key, e in sorted(keys)])


def file_missing(connection: sa.Connection) -> None:
    """File the reports of a store that was written before there was filing."""
    query = sa.select(event.c.article).where(event.c.traits.is_(None)).distinct()
    for article_id in list(connection.execute(query).scalars()):
        events = sa.select(event.c.id).where(event.c.article == article_id)
        connection.execute(report_key.delete().where(report_key.c.event.in_(events)))
        text = connection.execute(sa.select(article.c.reading).where(article.c.id == article_id)).scalar_one()
        file_reports(connection, _reading(text))


def tied(connection: sa.Connection, new: Iterable[Report]) -> set[str]:
    """The incidents (as linked) that hold a report which may be the same as one of these new reports."""
    fresh = list(new)
    keys = {_number(key) for report in fresh for key in probe_keys(report)}
    query = sa.select(report_key.c.event).distinct()
    near = {row.event for row in rows_in(connection, query, report_key.c.key, keys)}
    near -= {report.event.id for report in fresh}
    rows = list(rows_in(connection, REPORTS, event.c.id, near))
    linked = {row.event: row.linked for row in rows}
    ordered = sorted([*fresh, *map(report_of, rows)], key=lambda report: report.key)
    least = load_link_rules().undecided
    found: set[str] = set()
    for a, b in candidates(ordered):
        old = [linked[each.event.id] for each in (ordered[a], ordered[b]) if each.event.id in linked]
        # Two new reports are weighed by the linker; of two old ones is known what they are to each other.
        if len(old) == 1 and old[0] not in found and judge(ordered[a], ordered[b]).score >= least:
            found.add(old[0])
    return found - {None}


def _number(key: str) -> int:
    """A key as a signed number of 64 bits; that two keys share one costs a comparison, nothing else."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)
