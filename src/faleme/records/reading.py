"""The reading of one article: the public contract (CODEBOOK, section 1)."""

from __future__ import annotations

import msgspec

from faleme.records.actor import ActorMention
from faleme.records.event import Event
from faleme.records.figure import Figure
from faleme.records.place import PlaceMention
from faleme.records.text import Article
from faleme.records.time import Timex


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was read out of one article, each item with its span in `article.text`."""

    article: Article
    events: tuple[Event, ...]
    places: tuple[PlaceMention, ...]
    times: tuple[Timex, ...]
    figures: tuple[Figure, ...]
    actors: tuple[ActorMention, ...] = ()


def reading_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of a reading as `faleme read --format jsonl` prints it."""
    return msgspec.json.schema(Reading)
