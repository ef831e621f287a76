"""What the desk does with an event: its tags, and how widely it may be shown."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Final

from faleme.lexicon.grammar import DATA
from faleme.lexicon.triggers import word_key
from faleme.records.event import EventType, Status
from faleme.records.text import Marking

_RESTRICTED: Final = frozenset(("convoy", "patrol", "aid", "visit"))


@cache
def tag_words(language: str) -> dict[str, dict[str, frozenset[str]]]:
    """Words that give a tag, by tag; `types` limits a tag to some types."""
    path = DATA / language / "tags.toml"
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        table = tomllib.load(stream)
    return {
        tag: {
            "words": frozenset(word_key(word) for word in entry["words"]),
            "types": frozenset(entry.get("types", ())),
        }
        for tag, entry in table.items()
    }


def tags_of(
    kind: EventType, row_tags: Sequence[str], near_keys: Sequence[str], language: str
) -> tuple[str, ...]:
    """The tags of an event: its row's, and those that words beside the trigger give."""
    found = set(row_tags)
    keys = set(near_keys)
    for tag, entry in tag_words(language).items():
        if entry["types"] and kind not in entry["types"]:
            continue
        if keys & entry["words"]:
            found.add(tag)
    return tuple(sorted(found))


def marking_of(kind: EventType, status: Status, tags: Sequence[str], *, over: bool) -> Marking:
    """Movements of convoys, patrols, aid or officials that are still to come are not for the public."""
    if set(tags) & _RESTRICTED and (status == "planned" or not over):
        return "AMBER+STRICT"
    return "CLEAR"
