"""The table of dealings: each incident once for every two parties that it is between (store/pairs.py)."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

dealing = sa.Table(
    "dealing",
    metadata,
    sa.Column("one", sa.Text, primary_key=True),
    sa.Column("other", sa.Text, primary_key=True),
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),  # since 1970-01-01, or UNDATED
    sa.Column(
        "incident", sa.Text, sa.ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    sa.Column("way", sa.SmallInteger, nullable=False),  # 1 one to other, -1 other to one, 0 together
    sa.Column("strand", sa.SmallInteger, nullable=False),  # of records.relation.KINDS_OF_STRAND
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # type, or type/mode
    sa.Column("planned", sa.Boolean, nullable=False),
    sa.Column("marking", sa.Text, nullable=False),
    sa.Column("public_from", sa.Text),
    sqlite_with_rowid=False,
)
sa.Index("ix_dealing_other", dealing.c.other, dealing.c.day)
