"""Publication dates: an ISO date that exists, or None. Nothing here looks at a clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from time import struct_time

EARLIEST = "1995-01-01"
"""No press page of the web is older; an earlier date is an empty field of the outlet's software."""
LATEST = "2100-01-01"
"""Upper bound where the caller gives no day of reading."""

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d:?\d\d)?)?")
_ZONE = re.compile(r"([+-]\d\d)(\d\d)$")


def iso_published(value: object, *, not_after: str | None = None) -> str | None:
    """An ISO 8601 date or date with time, as given where it is one already; None for anything else.

    '2025-02-31' is no day and gives None. `not_after` is an ISO date: the day of reading.
    """
    if not isinstance(value, str):
        return None
    found = _ISO.fullmatch(value.strip())
    if not found:
        return None
    day, clock, zone = found.groups()
    offset = _ZONE.sub(r"\1:\2", zone or "")
    stamp = day if clock is None else f"{day}T{clock}{offset}"
    try:
        datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return stamp if _sane(day, not_after) else None


def iso_of_struct(parsed: struct_time | None, *, not_after: str | None = None) -> str | None:
    """A feed's date, already in UTC, as ISO with 'Z'."""
    if parsed is None:
        return None
    try:
        stamp = datetime(*parsed[:6], tzinfo=UTC)
    except (ValueError, TypeError):
        return None
    day = stamp.date().isoformat()
    return stamp.strftime("%Y-%m-%dT%H:%M:%SZ") if _sane(day, not_after) else None


def iso_day(year: int, month: int, day: int, *, not_after: str | None = None) -> str | None:
    """A day that exists, or None ('31 février')."""
    try:
        found = date(year, month, day).isoformat()
    except ValueError:
        return None
    return found if _sane(found, not_after) else None


def _sane(day: str, not_after: str | None) -> bool:
    return EARLIEST <= day <= (not_after or LATEST)
