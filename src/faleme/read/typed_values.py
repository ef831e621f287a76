"""Values as a person types them, in a correction, a field report or a table, and what each may be.

They come out as in JSON, the way judgements keep them. Places are looked up later (assess/typed_places.py).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import msgspec

from faleme.errors import JudgementError
from faleme.lexicon.review import load_review_rules
from faleme.records.event import EventPlace, EventType, Fatalities, Status
from faleme.records.time import Period

_KINDS: dict[str, Any] = {
    "type": EventType,
    "mode": str | None,
    "status": Status,
    "place": EventPlace | None,
    "time": Period | None,
    "actors": tuple[str, ...],
    "recipients": tuple[str, ...],
    "tags": tuple[str, ...],
    "fatalities": Fatalities | None,
}
FIELDS = tuple(_KINDS)
"""The fields of an incident that a person may correct."""

_CODE = re.compile(r"(?:[A-Z]{3}:[A-Z]{3}|ORG:[^\s,]+|[A-Z][A-Z0-9]+)\Z")
_MOST_DEAD = 10_000_000


def typed(field: str, value: Any) -> Any:
    """A value as in JSON as the record that a field holds. Raises JudgementError that names both."""
    if field not in _KINDS:
        raise JudgementError(f"no field {field!r}; a person may correct {', '.join(FIELDS)}")
    try:
        return msgspec.convert(value, _KINDS[field])
    except msgspec.ValidationError as error:
        raise JudgementError(f"{field} cannot be {value!r}: {error}") from error


def checked(field: str, value: Any, *, kind: str) -> Any:
    """The value as in JSON if the field may have it in an event of the type `kind`.

    Raises JudgementError that names the field and what it may be.
    """
    found = typed(field, value)
    rules = load_review_rules()
    if field == "mode" and found is not None and found not in rules.modes[kind]:
        known = ", ".join((*rules.modes[kind], "none"))
        raise JudgementError(f"the mode of {kind} cannot be {found!r}: it may be {known}")
    if field in ("actors", "recipients") and (wrong := [code for code in found if not _CODE.match(code)]):
        raise JudgementError(f"{wrong[0]!r} is no actor's code: write MLI:MIL, JNIM, ORG:NAME or UNK:UAF")
    if field == "tags" and (unknown := sorted(set(found) - rules.tags)):
        raise JudgementError(f"no tag {unknown[0]!r}; there are {', '.join(sorted(rules.tags))}")
    if field == "time" and found is not None:
        _check_period(found)
    if field == "fatalities" and found is not None:
        _check_dead(found)
    if field == "place" and found is not None:
        _check_point(found)
    return msgspec.to_builtins(found)


def _check_period(period: Period) -> None:
    first, last = _day(period.from_), _day(period.to)
    if first is None and last is None:
        raise JudgementError("time needs a day at one end at least; 'none' empties it")
    if first and last and first > last:
        raise JudgementError(f"time cannot end ({period.to}) before it begins ({period.from_})")


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise JudgementError(f"{text!r} is no day: write YYYY-MM-DD") from error


def _check_dead(dead: Fatalities) -> None:
    low, high = dead.min or 0, dead.max
    if low < 0 or max(low, high or 0) > _MOST_DEAD or (high is not None and high < low):
        raise JudgementError(f"fatalities cannot be {dead.min} to {dead.max}")


def _check_point(place: EventPlace) -> None:
    if (place.lat is None) != (place.lon is None):
        raise JudgementError("a point has both lat and lon")
    if (
        place.lat is not None
        and place.lon is not None
        and not (abs(place.lat) <= 90 and abs(place.lon) <= 180)
    ):
        raise JudgementError(f"no point at {place.lat}, {place.lon}: latitude first, degrees (WGS 84)")


def read_value(field: str, written: str) -> Any:
    """A value as a person writes it, as in JSON; any field but the place.

    'none' or nothing empties a field; codes and tags are parted by commas or blanks; a period is '2025-07-01'
    or '2025-07-01..2025-07-03', either end may be left out; the dead are '7', '15..18' or '12..' (at least).
    """
    written = written.strip()
    empty = written.lower() in ("", "none", "null", "-")
    if field in ("actors", "recipients", "tags"):
        return [] if empty else [part for part in re.split(r"[,;\s]+", written) if part]
    if empty:
        return None
    if field == "time":
        first, last = _ends(written)
        return {"from": first, "to": last}
    if field == "fatalities":
        low, high = (_count(end) for end in _ends(written))
        return {"min": low, "max": high}
    return written.upper() if field == "type" else written.lower()


def _ends(written: str) -> tuple[str | None, str | None]:
    first, dots, last = (part.strip() for part in written.partition(".."))
    return (first or None, (last or None) if dots else first)


def _count(written: str | None) -> int | None:
    if written is None:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) < 9):
        raise JudgementError(f"{written!r} is no number of dead: write 7, 15..18 or 12..")
    return int(written)
