"""The table of messages that leave the desk."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),  # JSON
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("confidential", sa.Boolean, nullable=False),
    sa.Column("written", sa.Text, nullable=False),  # ISO 8601, UTC, like every moment here
    sa.Column("state", sa.Text, nullable=False),  # waiting, sent, given-up
    sa.Column("due", sa.Text, nullable=False),  # when it may be taken (again): a lease moves it ahead
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("settled", sa.Text),  # when it was sent or given up
    sa.Column("reason", sa.Text),  # why the last attempt failed
    sqlite_autoincrement=True,
)
sa.Index("ix_outbox_due", outbox.c.state, outbox.c.due, outbox.c.number)
sa.Index("ix_outbox_about", outbox.c.about)
