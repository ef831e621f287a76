"""The table of personal tokens for the API."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

api_token = sa.Table(
    "api_token",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),  # SHA-256 of what its owner was shown once
    sa.Column("person", sa.Text, sa.ForeignKey("person.key", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),  # what its owner calls it
    sa.Column("scopes", sa.Text, nullable=False),  # by one space
    sa.Column("made", sa.Text, nullable=False),  # ISO 8601, UTC, like the two below
    sa.Column("expires", sa.Text, nullable=False),
    sa.Column("used", sa.Text),
)
