"""What somebody searches for: words and filters, as an address carries them and a saved search keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

import msgspec

from faleme.records.event import EventType

Sought = Literal["articles", "incidents"]
LONGEST = 300
"""Characters of the words: what is longer is cut."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Words (all of them), "phrases" and -words that must not be there, narrowed by filters.

    `place` is a name or a point as written, `km` how far around it; `actor` a code; days are ISO 8601, of the
    article or of the incident, ends included. `kind` are the two sorts of what is found.
    """

    words: str = ""
    kind: Sought = "articles"
    type: EventType | None = None
    actor: str | None = None
    place: str | None = None
    km: float | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None

    def query(self, **more: object) -> str:
        """As the query string of an address; `query_of` reads it back."""
        named = {_NAMES.get(name, name): value for name, value in msgspec.structs.asdict(self).items()} | more
        kept = {name: f"{value:g}" if isinstance(value, float) else value for name, value in named.items()}
        if kept["kind"] == "articles":
            del kept["kind"]
        return urlencode({name: value for name, value in kept.items() if value not in (None, "")})


_NAMES = {"words": "q"}


def query_of(values: Mapping[str, str]) -> Query:
    """The query that an address asks; a filter that makes no sense is not there."""
    found: dict[str, object] = {"words": values.get("q", "")[:LONGEST].strip()}
    for name, kind in (("kind", Sought), ("type", EventType)):
        if values.get(name):
            found |= _if_valid(name, values[name], kind)
    for name in ("actor", "place", "source"):
        found[name] = values.get(name, "")[:LONGEST].strip() or None
    for name in ("since", "until"):
        found[name] = _day(values.get(name, ""))
    found["km"] = _km(values.get("km", ""))
    return msgspec.convert(found, Query)


def _if_valid(name: str, value: str, kind: object) -> dict[str, object]:
    try:
        return {name: msgspec.convert(value, kind)}
    except msgspec.ValidationError:
        return {}


def _day(written: str) -> str | None:
    try:
        return dt.date.fromisoformat(written[:10]).isoformat()
    except ValueError:
        return None


def _km(written: str) -> float | None:
    try:
        value = float(written.replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value <= 20_000 else None
