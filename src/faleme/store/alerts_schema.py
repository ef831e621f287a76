"""The tables of alerts and of what people did about them."""

from __future__ import annotations

import sqlalchemy as sa

from faleme.store.schema import metadata

alert = sa.Table(
    "alert",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),  # CAP's identifier
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("marking", sa.Text, nullable=False),
    sa.Column("proposed", sa.Text, nullable=False),
    sa.Column("reported", sa.Text),
    sa.Column("record", sa.Text, nullable=False),  # records.alert.Alert as JSON
    sqlite_autoincrement=True,
)
sa.Index("ix_alert_rule_key", alert.c.rule, alert.c.key)

alert_act = sa.Table(
    "alert_act",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("alert", sa.Text, sa.ForeignKey("alert.id"), nullable=False, index=True),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
