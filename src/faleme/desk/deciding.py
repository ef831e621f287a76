"""What an act on an incident is about, as far as its analyst may see it; for the review page and the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from faleme.assess.typed_places import load_place_book
from faleme.desk.public import WholeWindow
from faleme.errors import JudgementError
from faleme.read.typed_values import read_value
from faleme.review.by_report import member_of


def incident_seen(window: WholeWindow, written: str) -> str:
    """The id of the incident that a person means; one above their ceiling is not there."""
    found = window.store.find(written)
    if window.incident(found.id) is None:
        raise JudgementError(f"no incident {written!r}")
    return found.id


def report_seen(window: WholeWindow, identifier: str, written: str) -> str | None:
    """The report of an incident that an act is about, if it is about one; none above a person's ceiling."""
    found = window.incident(identifier) if written else None
    if found is None:
        return None
    member = member_of(found, written)
    if window.article(member.article) is None:
        raise JudgementError(f"no report {written!r} in {identifier}")
    return member.event


def value_typed(field: str, typed: str, gazetteer: Path | None) -> Any:
    """The value typed for a field, as in JSON; a place is looked up."""
    if field == "place" and typed.strip().lower() not in ("", "none", "-"):
        return msgspec.to_builtins(load_place_book(gazetteer).place(typed))
    return read_value(field, typed)
