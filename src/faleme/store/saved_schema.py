"""The tables of saved searches, and of the finds that mail has told of each."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

saved_search = sa.Table(
    "saved_search",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("person", sa.Text, sa.ForeignKey("person.key", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("query", sa.Text, nullable=False),  # as in the address of the search page
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("made", sa.Text, nullable=False),  # ISO 8601, UTC
    sa.Column("feed", sa.Text, nullable=False, unique=True),  # SHA-256 of the feed's secret address
    sa.Column("telling", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("confirmed", sa.Boolean, nullable=False),
    sa.Column("floor", sa.Text, nullable=False),
    sa.Column("told", sa.Text, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

saved_find = sa.Table(
    "saved_find",
    metadata,
    sa.Column(
        "search", sa.Integer, sa.ForeignKey("saved_search.number", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("find", sa.Text, primary_key=True),  # id of an article or incident
)
