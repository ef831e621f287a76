"""What the watch of the press keeps: its sources and how they fare, addresses that it has seen, faults."""

from __future__ import annotations

from typing import Literal

import msgspec

from faleme.records.reading import Reading
from faleme.records.text import Article, SetAside

SourceKind = Literal["feed", "sitemap", "section"]
Outcome = Literal["pending", "read", "set-aside", "old", "given-up"]
"""What became of an address: waits, became an article, could not be one, is too old, or was not to be had."""

FaultKind = Literal[
    "slow", "no-answer", "cut", "status", "too-many", "redirects", "elsewhere", "too-large", "gzip",
    "charset", "robots", "robots-away", "not-a-feed", "no-dates", "no-text", "unreadable", "language", "date",
    "ours",
]  # fmt: skip
"""What was wrong; the words of the desk have a line for each (`labels.fault`)."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something that went wrong at an address, and when (ISO 8601, UTC).

    `source` is the feed, sitemap or section page that led there; `detail` is what its line names: a status, a
    number of seconds, a date.
    """

    kind: FaultKind
    at: str
    publisher: str
    source: str
    address: str
    detail: str = ""


class SourceState(msgspec.Struct, frozen=True, kw_only=True):
    """A feed, sitemap or section page as the watch left it; moments are ISO 8601, UTC.

    `fault` and `detail` are those of the last failure, `failures` counts them in a row.
    """

    address: str
    publisher: str
    kind: SourceKind
    last_try: str | None = None
    last_success: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    next_due: str | None = None
    failures: int = 0
    fault: FaultKind | None = None
    detail: str = ""
    fault_at: str | None = None


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """An address that waits to be read.

    told     when it was published, as its source says (ISO 8601)
    article  what the source itself tells of it, for the case that its page is not to be had
    """

    address: str
    publisher: str
    source: str
    first_seen: str
    due: str
    attempts: int = 0
    told: str | None = None
    article: Article | None = None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an address, with all that is written in the same transaction.

    `also` are other addresses of the same page (where a redirect led).
    """

    pending: Pending
    outcome: Outcome
    at: str
    reading: Reading | None = None
    aside: SetAside | None = None
    also: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


class Reads(msgspec.Struct, frozen=True, kw_only=True):
    """What the watch read of one outlet since a day: how many, the last, minutes from publication to reading.

    `lag` is the median over those that tell their time of day, None where none does.
    """

    publisher: str
    articles: int
    last: str
    lag: float | None
