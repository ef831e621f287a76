"""Tables of the watch: what it looks at of incidents, by day, and which records a person has widened."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

# One row for each incident that is a threat or does something to a corridor (store/listing.py); those that a
# person has rejected are not in it. The table is its own index: the watch reads a stretch of days at once.
watched_incident = sa.Table(
    "watched_incident",
    metadata,
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),  # since 1970-01-01
    sa.Column(
        "incident", sa.Text, sa.ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    sa.Column("told", sa.Integer, nullable=False),  # the day of the first report
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("radius_km", sa.Float),
    sa.Column("border_km", sa.Float),
    sa.Column("dead", sa.Integer, nullable=False),
    sa.Column("threat", sa.Boolean, nullable=False),
    sa.Column("rule", sa.SmallInteger, nullable=False),  # of data/watch/corridors.toml, -1 for none
    sa.Column("marking", sa.Text, nullable=False),
    sa.Column("public_from", sa.Text),
    sqlite_with_rowid=False,
)

# States of a corridor's segment on a day that a person has given another marking; rows are added and never
# changed, the last one of a segment and day counts.
widening = sa.Table(
    "widening",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("corridor", sa.Text, nullable=False),
    sa.Column("segment", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("marking", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
)
sa.Index("ix_widening_day", widening.c.day, widening.c.corridor, widening.c.segment)
