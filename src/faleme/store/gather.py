"""Incidents that are met, gathered or counted, whichever index leads to them."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from faleme.store.base import Wanted
from faleme.store.conditions import lead_for, rows_for, stretches


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


def counted(connection: sa.Connection, asked: Wanted, name: str) -> dict[str, int]:
    """The values of a column with their numbers of rows."""
    rows = rows_for(asked)
    column = rows.table.c[name]
    total = Counter[str]()
    for met in stretches(asked, lead_for(asked), rows):
        query = sa.select(column, sa.func.count()).where(*met, column.is_not(None)).group_by(column)
        total.update({row[0]: row[1] for row in connection.execute(query)})
    return dict(total)
