"""The table of notes on the timeline."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

# What people did to notes, in order; rows are added and never changed.
note_act = sa.Table(
    "note_act",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # without gaps
    sa.Column("note", sa.Integer, nullable=False, index=True),  # number of the act that wrote it
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("first", sa.Text, nullable=False),  # ISO days, ends included
    sa.Column("last", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("marking", sa.Text, nullable=False),
)
