"""The fields of an incident that a person may correct: how each is read, written and checked.

Values are as in JSON: that is how a judgement keeps them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import msgspec

from faleme.errors import JudgementError
from faleme.lexicon.review import load_review_rules
from faleme.records.event import EventPlace, EventType, Fatalities, Status
from faleme.records.incident import Incident
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
_CODE = re.compile(r"(?:[A-Z]{3}:[A-Z]{3}|ORG:[^\s,]+|[A-Z][A-Z0-9]+)\Z")


def toll(incident: Incident) -> Fatalities | None:
    """The dead of an incident: a person's figure, else the range over all its claims, None without any."""
    return incident.fatalities or _claimed(incident)


def _claimed(incident: Incident) -> Fatalities | None:
    told = [claim.fatalities for claim in incident.claims if claim.fatalities]
    low = [dead.min for dead in told if dead.min is not None]
    high = [dead.max for dead in told if dead.max is not None]
    return Fatalities(min(low, default=None), max(high, default=None)) if low or high else None


def value_of(incident: Incident, field: str) -> Any:
    """The value of a field as in JSON; for the dead what `toll` says."""
    return msgspec.to_builtins(toll(incident) if field == "fatalities" else getattr(incident, field))


def with_value(incident: Incident, field: str, value: Any) -> Incident:
    """The incident with a person's value in one field; a mode that its new type has not is dropped."""
    typed = msgspec.convert(value, _KINDS[field])
    changed = msgspec.structs.replace(incident, **{field: typed})
    if field == "type" and incident.mode not in load_review_rules().modes[changed.type]:
        changed = msgspec.structs.replace(changed, mode=None)
    return changed


def checked(field: str, value: Any, *, kind: str) -> Any:
    """The value as in JSON if the field may have it in an event of the type `kind`.

    Raises JudgementError that names the field and what it may be.
    """
    if field not in _KINDS:
        raise JudgementError(f"no field {field!r}; a person may correct {', '.join(FIELDS)}")
    try:
        typed = msgspec.convert(value, _KINDS[field])
    except msgspec.ValidationError as error:
        raise JudgementError(f"{field} cannot be {value!r}: {error}") from error
    _check(field, typed, kind)
    return msgspec.to_builtins(typed)


def _check(field: str, typed: Any, kind: str) -> None:
    rules = load_review_rules()
    if field == "mode" and typed is not None and typed not in rules.modes[kind]:
        known = ", ".join(rules.modes[kind]) or "no mode at all"
        raise JudgementError(f"the mode of {kind} cannot be {typed!r}: it may be {known}, or none")
    if field in ("actors", "recipients") and (wrong := [code for code in typed if not _CODE.match(code)]):
        raise JudgementError(f"{wrong[0]!r} is no actor's code: MLI:MIL, JNIM, ORG:NAME or UNK:UAF")
    if field == "tags" and (unknown := sorted(set(typed) - rules.tags)):
        raise JudgementError(f"no tag {unknown[0]!r}; there are {', '.join(sorted(rules.tags))}")
    if field == "time" and typed is not None:
        first, last = _day(typed.from_), _day(typed.to)
        if first and last and first > last:
            raise JudgementError(f"time cannot end ({typed.to}) before it begins ({typed.from_})")
    if field == "fatalities" and typed is not None:
        low, high = typed.min or 0, typed.max
        if low < 0 or (high is not None and high < low):
            raise JudgementError(f"fatalities cannot be {typed.min} to {typed.max}")


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise JudgementError(f"{text!r} is no day: write YYYY-MM-DD") from error


def read_value(field: str, written: str) -> Any:
    """A value as a person writes it, as in JSON; places are looked up elsewhere and come in as JSON.

    'none' or nothing empties a field; codes and tags are parted by commas; a period is '2025-07-01' or
    '2025-07-01..2025-07-03', either end may be left out; the dead are '7', '15..18' or '12..' (at least).
    """
    written = written.strip()
    empty = written.lower() in ("", "none", "null", "-")
    if field in ("actors", "recipients", "tags"):
        return [] if empty else [part.strip() for part in re.split(r"[,\s]+", written) if part.strip()]
    if empty:
        return None
    if field == "time":
        first, last = _ends(written)
        return {"from": first, "to": last}
    if field == "fatalities":
        low, high = (_count(end) for end in _ends(written))
        return {"min": low, "max": high}
    return written.upper() if field == "type" else written


def _ends(written: str) -> tuple[str | None, str | None]:
    first, dots, last = (part.strip() for part in written.partition(".."))
    return (first or None, (last or None) if dots else first)


def _count(written: str | None) -> int | None:
    if written is None:
        return None
    if not written.isdecimal():
        raise JudgementError(f"{written!r} is no number of dead: write 7, 15..18 or 12..")
    return int(written)
