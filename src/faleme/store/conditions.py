"""What a list asks for, as conditions on the rows of incidents."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from faleme.store import grid
from faleme.store.base import Circle, Wanted
from faleme.store.listing import DAY, corridor_bit, ordinal_of, tag_bit
from faleme.store.schema import incident, incident_actor

_KM_A_DEGREE = 110.57
_KM_A_DEGREE_EAST = 111.32
_FEW_RANGES = 8

Condition = sa.ColumnElement[bool]


def conditions(wanted: Wanted, *, broad: bool = False) -> list[Condition]:
    """Every condition that a row has to meet.

    `broad` says that many rows do: who wants the first of them then reads the index in the order of the list
    and looks at each row, in place of gathering and sorting all of them.
    """
    return [
        *_who_may_see(wanted), *_days(wanted), *_what(wanted), *_who(wanted, broad), *_where(wanted, broad)
    ]  # fmt: skip


def _who_may_see(wanted: Wanted) -> Iterator[Condition]:
    if wanted.public_on is not None:
        yield incident.c.public_from <= wanted.public_on
    if wanted.markings is not None:
        yield incident.c.marking.in_(wanted.markings)
    if wanted.unreviewed or wanted.reviewed is False:
        yield incident.c.reviewed.is_(sa.false())
    if wanted.reviewed:
        yield incident.c.reviewed.is_(sa.true())
    if wanted.waiting:
        yield incident.c.urgency.is_not(None)
    if not wanted.rejected:
        yield sa.or_(incident.c.verdict.is_(None), incident.c.verdict != "rejected")


def _days(wanted: Wanted) -> Iterator[Condition]:
    place = incident.c.listed
    if wanted.since is not None:
        yield place >= max(1, ordinal_of(wanted.since)) * DAY
    if wanted.until is not None:
        yield place.between(DAY, (ordinal_of(wanted.until) + 1) * DAY - 1)
    if wanted.told_by is not None:
        today = ordinal_of(wanted.told_by) * DAY
        yield place < today + DAY
        yield sa.or_(place < today, incident.c.status != "planned")
    if wanted.ahead_of is not None:
        today = ordinal_of(wanted.ahead_of) * DAY
        yield place >= today
        yield sa.or_(place >= today + DAY, incident.c.status == "planned")


def _what(wanted: Wanted) -> Iterator[Condition]:
    if wanted.type is not None:
        yield incident.c.type == wanted.type
    if wanted.types:
        yield incident.c.type.in_(wanted.types)
    if wanted.strand is not None:
        yield incident.c.strand == wanted.strand
    if wanted.status is not None:
        yield incident.c.status == wanted.status
    if wanted.section is not None:
        yield incident.c.section == wanted.section
    if wanted.tag is not None:
        bit = tag_bit(wanted.tag)
        yield incident.c.tags.op("&")(bit) != 0 if bit else sa.false()


def _who(wanted: Wanted, broad: bool) -> Iterator[Condition]:
    if wanted.actor is None:
        return
    theirs = incident_actor.c.actor == wanted.actor
    if broad:
        same = sa.and_(
            incident_actor.c.listed == incident.c.listed, incident_actor.c.incident == incident.c.id
        )
        yield sa.exists().where(theirs, same)
    else:
        yield incident.c.id.in_(sa.select(incident_actor.c.incident).where(theirs))


def _where(wanted: Wanted, broad: bool) -> Iterator[Condition]:
    if wanted.country is not None:
        yield incident.c.country == wanted.country
    if wanted.within_km is not None:
        yield (incident.c.border_km + 0 if broad else incident.c.border_km) <= wanted.within_km
    if wanted.corridor is not None:
        bit = corridor_bit(wanted.corridor)
        yield incident.c.corridors.op("&")(bit) != 0 if bit else sa.false()
    if wanted.placed is not None:
        yield incident.c.cell.is_not(None) if wanted.placed else incident.c.cell.is_(None)
    if wanted.box is not None:
        yield from _in_box(grid.Box(*wanted.box), broad)
    if wanted.near is not None:
        yield from _in_circle(wanted.near, broad)


def _in_box(box: grid.Box, broad: bool) -> Iterator[Condition]:
    cell: sa.ColumnElement[Any] = incident.c.cell + 0 if broad else incident.c.cell
    yield sa.or_(*(cell.between(low, high) for low, high in grid.ranges(box, _FEW_RANGES)))
    yield incident.c.lat.between(box.south, box.north)
    yield incident.c.lon.between(box.west, box.east)


def _in_circle(circle: Circle, broad: bool) -> Iterator[Condition]:
    """Distances on the plane that touches the earth at the point: right to a hundredth for some 300 km."""
    yield from _in_box(grid.around(circle.lat, circle.lon, circle.km), broad)
    north: sa.ColumnElement[Any] = (incident.c.lat - circle.lat) * _KM_A_DEGREE
    east: sa.ColumnElement[Any] = (incident.c.lon - circle.lon) * (
        _KM_A_DEGREE_EAST * math.cos(math.radians(circle.lat))
    )
    yield north * north + east * east <= circle.km * circle.km
