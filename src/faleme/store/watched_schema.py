"""Tables of the watch of the press: its sources, the addresses that it has seen, its faults."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

watched_source = sa.Table(
    "watched_source",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # feed, sitemap, section
    sa.Column("last_try", sa.Text),  # ISO 8601, UTC, like every moment here
    sa.Column("last_success", sa.Text),
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("next_due", sa.Text),
    sa.Column("failures", sa.Integer, nullable=False),  # in a row
    sa.Column("fault", sa.Text),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("fault_at", sa.Text),
)

# An address is written here with the visit that found it, as pending, and settled with its article.
seen_address = sa.Table(
    "seen_address",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("first_seen", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("due", sa.Text),  # when a pending one may be asked for (again)
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("told", sa.Text),
    sa.Column("item", sa.Text),  # records.text.Article as JSON, of a pending one
    sa.Column("settled", sa.Text),
    sa.Column("article", sa.Text),
)
sa.Index("ix_seen_address_due", seen_address.c.outcome, seen_address.c.due)
sa.Index("ix_seen_address_settled", seen_address.c.publisher, seen_address.c.settled)

watch_fault = sa.Table(
    "watch_fault",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False, index=True),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
