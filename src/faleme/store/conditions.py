"""What a list asks for, as conditions on the rows of incidents."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from faleme.store import grid
from faleme.store.base import Circle, Wanted
from faleme.store.listing import DAY, corridor_bit, ordinal_of, tag_bit
from faleme.store.schema import incident, incident_actor

KM_A_DEGREE = 110.57
KM_A_DEGREE_EAST = 111.32

Condition = sa.ColumnElement[bool]
Lead = Literal["any", "order", "cell", "type", "border", "urgency", "row"]
"""Which index leads: the one that the database chooses, that of a list's order, that of the map's cells (in
stretches), that of types, that of the distance to the border, that of the queue, or none of them: rows are
looked at one by one."""

_KEPT_OUT: dict[Lead, frozenset[str]] = {
    "any": frozenset(),
    "order": frozenset(("border_km", "cell")),
    "cell": frozenset(("type", "country", "section", "border_km", "listed")),
    "type": frozenset(("country", "section", "border_km", "cell")),
    "border": frozenset(("listed", "section")),
    "urgency": frozenset(("type", "country", "section", "border_km", "listed", "cell")),
    "row": frozenset(("type", "country", "section", "border_km", "listed", "cell")),
}


class Rows(NamedTuple):
    """Where a list reads: the incidents, or those of one actor, who have the same columns."""

    table: sa.Table
    id: sa.ColumnElement[Any]

    def column(self, name: str, lead: Lead = "any") -> sa.ColumnElement[Any]:
        """A column as a condition names it, so that no index is sought by it where another one leads."""
        column = self.table.c[name]
        if name not in _KEPT_OUT[lead]:
            return column
        return sa.func.coalesce(column, "") if isinstance(column.type, sa.Text) else column + 0


INCIDENTS = Rows(incident, incident.c.id)
OF_ACTORS = Rows(incident_actor, incident_actor.c.incident)


def rows_for(wanted: Wanted) -> Rows:
    """Where to look for incidents; points and urgencies are not kept by actor."""
    beyond = wanted.actor is None or wanted.waiting or wanted.box or wanted.near
    return INCIDENTS if beyond else OF_ACTORS


def lead_for(wanted: Wanted, *, broad: bool = False) -> Lead:
    """Which index to read.

    `broad` says that many rows are met and the first of them are wanted: then they are read in the order of
    the list until there are enough, in place of gathering and sorting all of them.
    """
    if wanted.waiting:
        return "urgency"
    if broad:
        return "order"
    if wanted.box or wanted.near:
        return "type" if wanted.type and not wanted.actor else "cell"
    near = wanted.within_km is not None
    return "border" if near and not (wanted.type or wanted.country or wanted.actor) else "any"


def stretches(wanted: Wanted, lead: Lead, rows: Rows = INCIDENTS) -> list[list[Condition]]:
    """The conditions, once for each stretch of the index that is to be read: a box is several of them.

    As one condition with OR the database would fetch every row to look at it.
    """
    met = conditions(wanted, lead, rows)
    if lead != "cell":
        return [met]
    return [[*met, incident.c.cell.between(*span)] for span in spans_of(wanted)]


def spans_of(wanted: Wanted) -> list[tuple[int, int]]:
    """The stretches of cells that hold a box or a circle, or what both share."""
    circle = wanted.near
    box = grid.around(circle.lat, circle.lon, circle.km) if circle else grid.WORLD
    if circle and wanted.box:
        box = grid.common(box, grid.Box(*wanted.box))
    elif wanted.box:
        box = grid.Box(*wanted.box)
    return grid.ranges(box)


def conditions(wanted: Wanted, lead: Lead = "any", rows: Rows = INCIDENTS) -> list[Condition]:
    """Every condition that a row has to meet."""
    asked = _Asked(wanted, lead, rows)
    return [*asked.who_may_see(), *asked.days(), *asked.what(), *asked.who(), *asked.where()]


class _Asked:
    def __init__(self, wanted: Wanted, lead: Lead, rows: Rows) -> None:
        self._wanted, self._lead, self._rows = wanted, lead, rows

    def _of(self, name: str) -> sa.ColumnElement[Any]:
        return self._rows.column(name, self._lead)

    def who_may_see(self) -> Iterator[Condition]:
        wanted = self._wanted
        if wanted.public_on is not None:
            yield self._of("public_from") <= wanted.public_on
        if wanted.markings is not None:
            yield self._of("marking").in_(wanted.markings)
        if wanted.unreviewed or wanted.reviewed is False:
            yield self._of("reviewed").is_(sa.false())
        if wanted.reviewed:
            yield self._of("reviewed").is_(sa.true())
        if wanted.waiting:
            yield self._of("urgency").is_not(None)
        if not wanted.rejected:
            verdict = self._of("verdict")
            yield sa.or_(verdict.is_(None), verdict != "rejected")

    def days(self) -> Iterator[Condition]:
        wanted, place, status = self._wanted, self._of("listed"), self._of("status")
        if wanted.since is not None:
            yield place >= max(1, ordinal_of(wanted.since)) * DAY
        if wanted.until is not None:
            yield place.between(DAY, (ordinal_of(wanted.until) + 1) * DAY - 1)
        if wanted.told_by is not None:
            today = ordinal_of(wanted.told_by) * DAY
            yield place < today + DAY
            yield sa.or_(place < today, status != "planned")
        if wanted.after is not None:
            last = incident.alias("last")
            then = sa.select(last.c.listed).where(last.c.id == wanted.after).scalar_subquery()
            yield place <= then
            yield sa.or_(place < then, self._rows.id > wanted.after)
        if wanted.ahead_of is not None:
            today = ordinal_of(wanted.ahead_of) * DAY
            yield place >= today
            yield sa.or_(place >= today + DAY, status == "planned")

    def what(self) -> Iterator[Condition]:
        wanted = self._wanted
        for name in ("type", "strand", "status", "section", "country"):
            value = getattr(wanted, name)
            if value is not None:
                yield self._of(name) == value
        if wanted.types:
            yield self._of("type").in_(wanted.types)
        if wanted.tag is not None:
            yield self._has("tags", tag_bit(wanted.tag))
        if wanted.corridor is not None:
            yield self._has("corridors", corridor_bit(wanted.corridor))

    def _has(self, name: str, bit: int) -> Condition:
        return self._of(name).op("&")(bit) != 0 if bit else sa.false()

    def who(self) -> Iterator[Condition]:
        wanted, theirs = self._wanted, incident_actor.c.actor == self._wanted.actor
        if wanted.actor is None:
            return
        if self._rows is OF_ACTORS:
            yield theirs
        elif self._lead == "any":
            yield incident.c.id.in_(sa.select(incident_actor.c.incident).where(theirs))
        else:
            same = sa.and_(
                incident_actor.c.listed == incident.c.listed, incident_actor.c.incident == incident.c.id
            )
            yield sa.exists().where(theirs, same)

    def where(self) -> Iterator[Condition]:
        wanted, cell = self._wanted, self._of("cell")
        if wanted.within_km is not None:
            yield self._of("border_km") <= wanted.within_km
        if wanted.placed is not None:
            yield cell.is_not(None) if wanted.placed else cell.is_(None)
        if wanted.box is not None:
            yield from self._in_box(grid.Box(*wanted.box))
        if wanted.near is not None:
            yield from self._in_circle(wanted.near)

    def _in_box(self, box: grid.Box) -> Iterator[Condition]:
        cell, lat, lon = self._of("cell"), self._of("lat"), self._of("lon")
        if self._lead != "cell":
            yield sa.or_(*(cell.between(low, high) for low, high in grid.ranges(box)))
        yield lat.between(box.south, box.north)
        yield lon.between(box.west, box.east)

    def _in_circle(self, circle: Circle) -> Iterator[Condition]:
        """Distances on the plane that touches the earth at the point: right to 1 % for some 300 km."""
        yield from self._in_box(grid.around(circle.lat, circle.lon, circle.km))
        north = (self._of("lat") - circle.lat) * KM_A_DEGREE
        east = (self._of("lon") - circle.lon) * (KM_A_DEGREE_EAST * math.cos(math.radians(circle.lat)))
        yield north * north + east * east <= circle.km * circle.km
