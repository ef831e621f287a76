"""Incidents that are met, gathered or counted, whichever index leads to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

import sqlalchemy as sa

from faleme.records.event import Status, Strand
from faleme.store.base import Wanted
from faleme.store.conditions import Lead, lead_for, rows_for, stretches

KNOWN: dict[str, tuple[str, ...]] = {"strand": get_args(Strand), "status": get_args(Status)}


def gathered(connection: sa.Connection, asked: Wanted, most: int) -> list[tuple[int, str]]:
    """Places in the list and ids of all rows that are met, or so many of them, in no order."""
    rows = rows_for(asked)
    query = sa.select(rows.table.c.listed, rows.id)
    found: list[tuple[int, str]] = []
    for met in stretches(asked, lead_for(asked), rows):
        part = connection.execute(query.where(*met).limit(most - len(found)))
        found += [(row[0], row[1]) for row in part]
        if len(found) >= most:
            break
    return found


def up_to(connection: sa.Connection, asked: Wanted, most: int) -> int:
    """How many rows are met; one more than `most` where there are more."""
    rows = rows_for(asked)
    total = 0
    for met in stretches(asked, lead_for(asked), rows):
        found = sa.select(sa.literal(1)).select_from(rows.table).where(*met).limit(most + 1 - total)
        total += connection.execute(sa.select(sa.func.count()).select_from(found.subquery())).scalar_one()
        if total > most:
            break
    return total


def counted(
    connection: sa.Connection, asked: Wanted, names: Sequence[str], *, few: bool
) -> dict[str, dict[str, int]]:
    """The values of columns with their numbers of rows, those of which there are any.

    Columns whose values are known are counted in one reading; the others are grouped by, each in the order of
    its own index where rows are many.
    """
    rows = rows_for(asked)
    lead: Lead = "cell" if asked.box or asked.near else lead_for(asked, broad=not few)
    parts = stretches(asked, lead, rows)
    known = [(name, value) for name in names for value in KNOWN.get(name, ())]
    total: dict[str, Counter[str]] = {name: Counter() for name in names}
    for met in parts:
        if known:
            each = [sa.func.count().filter(rows.table.c[name] == value) for name, value in known]
            found = connection.execute(sa.select(*each).select_from(rows.table).where(*met)).one()
            for (name, value), count in zip(known, found, strict=True):
                total[name][value] += count
        for name in total.keys() - KNOWN.keys():
            column = rows.table.c[name]
            query = sa.select(column, sa.func.count()).where(*met, column.is_not(None)).group_by(column)
            total[name].update({row[0]: row[1] for row in connection.execute(query)})
    return {name: dict(+counts) for name, counts in total.items()}
