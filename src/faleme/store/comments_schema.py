"""The tables of comments and of the secrets that their forms are signed by."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

comment = sa.Table(
    "comment",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.Text, nullable=False),  # article, incident
    sa.Column("target", sa.Text, nullable=False),  # an incident's id may have become an old address of it
    sa.Column("parent", sa.Integer, sa.ForeignKey("comment.number")),  # the comment that it answers
    sa.Column("name", sa.Text, nullable=False),  # '' once it is removed
    sa.Column("email", sa.Text),  # never read but to write to it; None under an account and once forgotten
    sa.Column("text", sa.Text, nullable=False),  # '' once it is removed
    sa.Column("language", sa.Text, nullable=False),  # of the page that it was written on
    sa.Column("account", sa.Boolean, nullable=False),
    sa.Column("at", sa.Text, nullable=False),  # ISO 8601, UTC
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("doubts", sa.Text, nullable=False),  # by one space
    sa.Column("decided_by", sa.Text),  # None where its writer took it back
    sa.Column("decided_at", sa.Text),
    sa.Column("withdrawal", sa.Text, unique=True),  # SHA-256 of the token in its writer's mail
    sa.Column("sender", sa.Text),  # where it came from, hashed with the salt of the day; None the day after
    sa.Column("digest", sa.Text),  # of the text, to know it again
    sqlite_autoincrement=True,
)
sa.Index("ix_comment_target", comment.c.kind, comment.c.target, comment.c.number)
sa.Index("ix_comment_state", comment.c.state, comment.c.number)
sa.Index("ix_comment_at", comment.c.at)
sa.Index("ix_comment_digest", comment.c.digest)

# Random keys of this store: 'forms' signs when a form was opened, 'salt' hashes addresses and is of one day.
secret = sa.Table(
    "secret",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
)
