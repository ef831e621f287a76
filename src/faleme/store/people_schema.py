"""The tables of people and of their sessions."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

person = sa.Table(
    "person",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # the name in one form of letters: 'FATOU' is 'Fatou'
    sa.Column("name", sa.Text, nullable=False),  # as it stands beside what the person did
    sa.Column("roles", sa.Text, nullable=False),  # by one space
    sa.Column("ceiling", sa.Text, nullable=False),
    sa.Column("password", sa.Text),  # Argon2id, with its parameters; None: signs in elsewhere
    sa.Column("provisional", sa.Boolean, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
)

# Who signs in elsewhere (OpenID Connect): a provider's own name for somebody, which never becomes another's.
identity = sa.Table(
    "identity",
    metadata,
    sa.Column("issuer", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, sa.ForeignKey("person.key", ondelete="CASCADE"), nullable=False),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("token", sa.Text, primary_key=True),  # SHA-256 of what the browser holds
    sa.Column("person", sa.Text, sa.ForeignKey("person.key", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("opened", sa.Text, nullable=False),  # ISO 8601, UTC
    sa.Column("seen", sa.Text, nullable=False),
)
