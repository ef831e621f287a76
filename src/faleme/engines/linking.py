"""Incidents of a lake: the judge of `link` unchanged, over reports brought together by type and week.

    compare   each report goes to the weeks of its days and those before them (schema.EVENT, `blocks`); within
              a type and a week `link.blocks` finds the pairs by cell and by rare words, and the judge says
              which are tied. This is the one time that all reports are moved
    part      whoever is tied, by whatever many steps, is one part; ties are short, one machine holds them
    link      each part is linked by itself, which gives what linking everything at once gives
              (link/clusters.py); only reports that are tied are moved again

Reports without a day are compared with nobody, as in the store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa

from faleme.assess.border import load_border
from faleme.assess.border_watch import segments_of
from faleme.assess.happenings import happenings, least_dead
from faleme.engines.ask import DuckAsker, written
from faleme.engines.lake import Lake, Manifest
from faleme.engines.points import wkb_points
from faleme.engines.schema import FORM, INCIDENTS, NO_MONTH
from faleme.lexicon.link_rules import load_link_rules
from faleme.lexicon.watch import load_border_segments
from faleme.link.blocks import candidates
from faleme.link.incidents import link
from faleme.link.judge import judge
from faleme.link.traits import Page, Report, Told
from faleme.records.event import Event
from faleme.records.incident import Claim, Incident
from faleme.records.quad import QUAD_OF
from faleme.store.pairs import pairs_of
from faleme.store.rows import day_of
from faleme.version import __version__

TIES: Final = pa.schema([("event", pa.string()), ("part", pa.string())])
EDGES: Final = pa.schema([("a", pa.string()), ("b", pa.string())])
NAME: Final = "incidents"
_AT_ONCE: Final = 20_000
"""Reports linked before their incidents are written."""


class _Traits(msgspec.Struct, frozen=True, array_like=True):
    told: Told
    claims: tuple[Claim, ...]


_event = msgspec.json.Decoder(Event).decode
_page = msgspec.json.Decoder(Page).decode
_traits = msgspec.json.Decoder(_Traits).decode


def reports_in(rows: Iterable[dict[str, Any]]) -> list[Report]:
    """Reports of rows, each event once: an article that lies in two parts of a lake is one article."""
    found: dict[str, Report] = {}
    for row in rows:
        event, traits = _event(row["record"]), _traits(row["traits"])
        if event.marking != row["marking"]:
            event = msgspec.structs.replace(event, marking=row["marking"])
        found[event.id] = Report(
            event, row["article"], row["published"], row["source"], traits.told, _page(row["page"]),
            traits.claims,
        )  # fmt: skip
    return list(found.values())


def edges_in(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Which reports of one type and week may be one happening, by the ids of their events."""
    ordered = sorted(reports_in(rows), key=lambda report: report.key)
    least = load_link_rules().undecided
    for a, b in candidates(ordered):
        if judge(ordered[a], ordered[b]).score >= least:
            yield ordered[a].event.id, ordered[b].event.id


def ties_of(edges: Iterable[tuple[str, str]]) -> pa.Table:
    """The part of each event that is tied to another, named by the first of its events."""
    above: dict[str, str] = {}

    def root(event: str) -> str:
        while (up := above.setdefault(event, event)) != event:
            above[event] = event = above[up]
        return event

    for pair in edges:
        low, high = sorted(map(root, pair))
        above[high] = low
    events = sorted(above)
    return pa.Table.from_arrays([pa.array(events), pa.array([root(each) for each in events])], schema=TIES)


def incidents_table(found: Iterable[Incident]) -> pa.Table:
    """Incidents as rows of `schema.INCIDENTS`, by id."""
    ordered = sorted(found, key=lambda each: each.id)
    threats, segments = _watched(ordered)
    rows = [_row(each, each.id in threats, segments.get(each.id)) for each in ordered]
    columns = list(zip(*rows, strict=True)) or [()] * (len(INCIDENTS) - 1)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, INCIDENTS, strict=False)]
    lat, lon = (arrays[INCIDENTS.get_field_index(name)] for name in ("lat", "lon"))
    return pa.Table.from_arrays([*arrays, wkb_points(lat, lon)], schema=INCIDENTS)


def _watched(found: list[Incident]) -> tuple[set[str], dict[str, str]]:
    """Which incidents are threats, and the segment of the border that each with a point is nearest to."""
    told = happenings(found)
    threats = told.where(told.threat)
    near = threats.where(~np.isnan(threats.border_km))
    parts = load_border_segments()
    numbers = segments_of(near, load_border(), parts) if len(near) else np.zeros(0, dtype=np.int64)
    names = [parts.segment[number].id for number in numbers.tolist()]
    return set(threats.id), dict(zip(near.id, names, strict=True))


def _row(each: Incident, threat: bool, segment: str | None) -> tuple[Any, ...]:
    place = each.place
    near = place.proximity if place else None
    day = day_of(each)
    return (
        each.id, each.type, each.mode, each.status, each.strand, QUAD_OF[each.type], list(each.tags),
        list(each.actors), list(each.recipients), place.name if place else None,
        place.country if place else None, place.level if place else None, place.lat if place else None,
        place.lon if place else None, near.border_km if near else None, segment, threat, day,
        each.first_published, len(each.members), each.voices, each.credibility, least_dead(each),
        each.marking, [member.event for member in each.members], _pairs(each),
        msgspec.json.encode(each).decode(),
        day[:7] if day else NO_MONTH,
    )  # fmt: skip


def _pairs(each: Incident) -> list[dict[str, Any]]:
    return [
        {"one": p.one, "other": p.other, "way": p.way, "hundredths": round(100 * p.score)}
        for p in pairs_of(each)
    ]


def write_incidents(lake: Lake, number: int, table: pa.Table, state: str) -> list[str]:
    """Write some of the incidents, which count when `finish` says so; the names of the files."""
    months = table.column("month").to_pylist()
    by_month = {
        ("incidents", month): table.filter(pa.array([each == month for each in months]))
        for month in sorted(set(months))
    }
    return lake.write_files(f"{state[:12]}-{number:06d}", by_month)[0]


def state_of(lake: Lake) -> str:
    """A digest of the parts that were read: linking depends on them alone."""
    told = hashlib.blake2b(digest_size=16)
    for name, each in lake.manifests().items():
        if name != NAME:
            told.update(f"{name} {each.digest} {each.edition}\n".encode())
    return told.hexdigest()


def finish(lake: Lake, files: Iterable[str], count: int, state: str) -> int:
    """From now on these files are the lake's incidents, all at once; the number of incidents."""
    lake.commit(
        Manifest(
            name=NAME, source="link", number=0, digest=state, edition=__version__, files=tuple(sorted(files)),
            rows={"incidents": count}, form=FORM,
        )
    )  # fmt: skip
    return count


def linked_before(lake: Lake, state: str) -> int | None:
    """The number of incidents where the lake's are those of its events, None where it is to be linked."""
    held = lake.manifest(NAME)
    known = held is not None and (held.digest, held.edition, held.form) == (state, __version__, FORM)
    return held.rows["incidents"] if held and known else None


def link_local(lake: Lake) -> int:
    """Link a lake by DuckDB and this process; the number of incidents."""
    asker, state = DuckAsker(lake, ("events",)), state_of(lake)
    compared = _rows(asker.batches(written("compare") + " ORDER BY type, block"))
    edges = (
        edge
        for _, rows in groupby(compared, key=lambda row: (row["type"], row["block"]))
        for edge in edges_in(rows)
    )
    asker.keep("ties", ties_of(edges))
    reports = _rows(asker.batches(written("reports") + " ORDER BY part"))
    parts = (part for _, part in groupby(reports, key=lambda row: row["part"]))
    files: list[str] = []
    count = 0
    for number, table in enumerate(linked_tables(parts)):
        files += write_incidents(lake, number, table, state)
        count += table.num_rows
    return finish(lake, files, count, state)


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    for batch in batches:
        yield from batch.to_pylist()


def linked_tables(parts: Iterable[Iterable[dict[str, Any]]]) -> Iterator[pa.Table]:
    """The incidents of parts, each the rows of its reports, in tables of some thousand."""
    found: list[Incident] = []
    held = 0
    for part in parts:
        made = link(reports_in(part))
        found += made
        held += sum(len(each.members) for each in made)
        if held >= _AT_ONCE:
            yield incidents_table(found)
            found, held = [], 0
    if found:
        yield incidents_table(found)
