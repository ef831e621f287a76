"""The tables, once for SQLite and PostgreSQL. Readings and incidents are kept whole as JSON beside the
columns that pages and exports ask by; the JSON is the record, the columns are its index.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()

article = sa.Table(
    "article",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("published", sa.Text),  # ISO 8601, None when the page does not tell
    sa.Column("source", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("marking", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("reading", sa.Text, nullable=False),  # records.reading.Reading as JSON, with the whole text
    sa.Column("page", sa.Text),  # link.traits.Page as JSON: what linking needs of the text
    sa.Column("reader_version", sa.Text, nullable=False),
    sa.Column("added_by", sa.Text, nullable=False),
    # What the public may see of it and from which day on (release/article.py); None is never.
    sa.Column("dated", sa.Text, nullable=False, server_default=""),  # `published`, '' where it is None
    sa.Column("public_from", sa.Text),
    sa.Column("public_title", sa.Text),
    sa.Column("public_excerpt", sa.Text),
    sa.Column("public_events", sa.Integer),
    sa.Column("section", sa.Text),  # slug of words/sections.py, of what of it may be public at all
)
sa.Index(
    "ix_article_dated",
    article.c.dated.desc(),
    *(article.c[each] for each in ("id", "public_from", "source", "language")),
)
sa.Index(
    "ix_article_source",
    article.c.source,
    article.c.dated.desc(),
    *(article.c[each] for each in ("id", "public_from", "language")),
)
sa.Index(
    "ix_article_section",
    article.c.section,
    article.c.dated.desc(),
    *(article.c[each] for each in ("id", "public_from", "source", "language")),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column(
        "article", sa.Text, sa.ForeignKey("article.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("incident", sa.Text, index=True),  # that people see
    sa.Column("linked", sa.Text, index=True),  # that the machine linked it to, None until it did
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("mode", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("country", sa.Text),
    sa.Column("place", sa.Text),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("first_day", sa.Text),
    sa.Column("last_day", sa.Text),
    sa.Column("border_km", sa.Float),
    sa.Column("marking", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("record", sa.Text, nullable=False),  # records.event.Event as JSON
    sa.Column("traits", sa.Text),  # link.traits.Told and its claims as JSON, None until filed for linking
)

# Under which keys a report is found by others that may tell the same (link/blocks.py), as numbers.
report_key = sa.Table(
    "report_key",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("event", sa.Text, sa.ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# What everyone sees: the machine's incidents with people's judgements laid over them.
incident = sa.Table(
    "incident",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("strand", sa.Text, nullable=False),
    sa.Column("country", sa.Text),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("day", sa.Text),  # last day told, else the first day that it was reported on
    sa.Column("border_km", sa.Float),
    sa.Column("reports", sa.Integer, nullable=False),
    sa.Column("marking", sa.Text, nullable=False),
    sa.Column("reviewed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("verdict", sa.Text),
    sa.Column("record", sa.Text, nullable=False),  # records.incident.Incident as JSON
    # What follows is made by store/listing.py from the record.
    sa.Column("listed", sa.BigInteger, nullable=False, server_default="0"),  # place in lists, highest first
    sa.Column("cell", sa.BigInteger),  # of the map's finest grid (store/grid.py)
    sa.Column("radius_km", sa.Float),
    sa.Column("tally", sa.BigInteger, nullable=False, server_default="0"),  # sums count the quad classes
    sa.Column("tags", sa.Integer, nullable=False, server_default="0"),  # a bit a tag
    sa.Column("corridors", sa.Integer, nullable=False, server_default="0"),  # a bit a corridor that is near
    sa.Column("dead", sa.Integer, nullable=False, server_default="0"),
    sa.Column("public_from", sa.Text),  # '' always, a day, None never (release/rule.py)
    sa.Column("urgency", sa.Float),  # of a review, None where nobody waits for one
    sa.Column("section", sa.Text),  # slug of words/sections.py
    # Days of the timeline as ordinals: the first that it was reported on, and the one of its first entry.
    sa.Column("published_on", sa.Integer),
    sa.Column("entered_on", sa.Integer),
    sa.Column("lane", sa.Text),  # store/lanes.py
    sa.Column("actors", sa.Text),  # codes of `incident_actor` in one text (store/listing.py)
)

# Lists read indexes alone and fetch the records of one page: whatever they ask by is in each of them.
_ASKED = (
    "public_from", "verdict", "reviewed", "marking", "status", "type", "country", "strand", "border_km",
    "tags", "corridors", "cell",
)  # fmt: skip
OF_ACTORS = (*_ASKED, "section")
"""Columns that are kept by actor as well."""


def _list_index(name: str, *first: str, last: tuple[str, ...] = (), **options: Any) -> sa.Index:
    """An index of incidents that begins with some columns ('-' before one that goes down)."""
    columns = [incident.c[each[1:]].desc() if each.startswith("-") else incident.c[each] for each in first]
    return sa.Index(
        name, *columns, *(incident.c[each] for each in (*_ASKED, *last) if each not in first), **options
    )


_list_index("ix_incident_listed", "-listed", "id", "reports")
_list_index("ix_incident_type", "type", "-listed", "id")
_list_index("ix_incident_country", "country", "-listed", "id")
_list_index("ix_incident_section", "section", "-listed", "id")
_list_index("ix_incident_near", "border_km", "-listed", "id")
# Also what store/columns.py holds in memory, in the order that it holds it in.
_HELD = ("section", "lane", "published_on", "entered_on", "radius_km", "actors")
_list_index("ix_incident_cell", "cell", "tally", "dead", "-listed", "id", "lat", "lon", last=_HELD)
_list_index("ix_incident_published", "published_on", "entered_on", "lane", "-listed", "id")
_list_index("ix_incident_lane", "lane", "-listed", "id")
sa.Index("ix_incident_entered", incident.c.entered_on)
_waits = incident.c.urgency.is_not(None)
_list_index("ix_incident_urgency", "-urgency", "-listed", "id", sqlite_where=_waits, postgresql_where=_waits)

# By which revision of the store each incident was last written or deleted: what is held in memory of earlier
# ones is brought up to date by it (store/columns.py).
incident_revised = sa.Table(
    "incident_revised",
    metadata,
    sa.Column("incident", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False, index=True),
)

# Who an incident is found by: codes of both sides, and the states and groups that they begin with.
incident_actor = sa.Table(
    "incident_actor",
    metadata,
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("listed", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column(
        "incident", sa.Text, sa.ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    # What lists ask by, once more: an actor's list reads this table alone.
    *(sa.Column(each, incident.c[each].type, nullable=incident.c[each].nullable) for each in OF_ACTORS),
    sqlite_with_rowid=False,
)

# What searches ask, as stems (store/search_filing.py); a number begins with the day. Over them stand the
# full-text indexes of each database, made by the migration that made these: FTS5 tables filled by triggers in
# SQLite, generated columns in PostgreSQL.
_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # in SQLite it is the row's own number
search_article = sa.Table(
    "search_article",
    metadata,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
    sa.Column(
        "article", sa.Text, sa.ForeignKey("article.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("public_title", sa.Text, nullable=False),  # of what the public may see of it, and nothing else
    sa.Column("public_body", sa.Text, nullable=False),
)
search_incident = sa.Table(
    "search_incident",
    metadata,
    sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
    sa.Column(
        "incident", sa.Text, sa.ForeignKey("incident.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    sa.Column("told", sa.Text, nullable=False),
)

# Numbers of the store itself: 'derived' is the edition of store/listing.py that its columns are of,
# 'revision' goes up with every change that lists may show, 'emptied' is the one of the last emptying.
state = sa.Table(
    "state",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
)

# What the machine alone says, kept so that every judgement can be undone.
linked_incident = sa.Table(
    "linked_incident",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("record", sa.Text, nullable=False),
)

# Where an incident's address leads that is no longer there.
redirect = sa.Table(
    "redirect",
    metadata,
    sa.Column("old", sa.Text, primary_key=True),
    sa.Column("new", sa.Text, nullable=False, index=True),
)

# What people decided, in order; rows are added and never changed, but for `orphaned`.
judgement = sa.Table(
    "judgement",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # without gaps
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("incident", sa.Text, nullable=False, index=True),
    sa.Column("orphaned", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("record", sa.Text, nullable=False),  # records.judgement.Judgement as JSON
)

# Which articles a judgement names, so that one more judgement asks only for those that it may meet.
judgement_article = sa.Table(
    "judgement_article",
    metadata,
    sa.Column("article", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, sa.ForeignKey("judgement.number"), primary_key=True, index=True),
)

# The articles that are reports from people, with what a press article has not: grade and channel.
field_report = sa.Table(
    "field_report",
    metadata,
    sa.Column("article", sa.Text, sa.ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("grade", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),  # records.field_report.FieldReport as JSON
)

# What an article is found by as similar to others (store/neighbours.py). A number is given once and never
# again: an article that is read anew gets a higher one.
story = sa.Table(
    "story",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column(
        "article", sa.Text, sa.ForeignKey("article.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    sa.Column("vector", sa.LargeBinary, nullable=False),  # link.similar.vector, a byte a place
    sa.Column("sketch", sa.LargeBinary, nullable=False),  # link.similar.sketch, 48 bytes
    sqlite_autoincrement=True,
)

# Articles that have no row in `story` yet: those of an older schema, filed at the next write.
story_due = sa.Table("story_due", metadata, sa.Column("article", sa.Text, primary_key=True))

set_aside = sa.Table(
    "set_aside",
    metadata,
    sa.Column(
        "key", sa.Text, primary_key=True
    ),  # source and line: setting the same input aside twice is one row
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)

change = sa.Table(
    "change",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),  # 'add', 'reread'
    sa.Column("target", sa.Text, nullable=False, index=True),
    sa.Column("before", sa.Text),
)
