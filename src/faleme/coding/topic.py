"""Who is meant where the subject is not coded: 'il', 'l'organisation', 'tout en appelant'.

The one who acted last takes on what follows; a name that the article gives no office is a private person.
"""

from __future__ import annotations

from collections.abc import Sequence

from faleme.coding.candidates import Candidate
from faleme.coding.roles import Roles
from faleme.coding.slots import Slot
from faleme.lexicon.grammar import grammar
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.records.place import PlaceMention

REACH = 4
"""Sentences over which the last actor stays the topic."""


def with_topic(
    roles: Roles, tokens: Tokens, match: TriggerMatch, slots: Sequence[Slot], told: Sequence[Candidate],
    number: int, country: str | None, places: Sequence[PlaceMention],
) -> Roles:  # fmt: skip
    """Roles with an actor from the topic, or a private person for a name without an office."""
    if roles.actors or match.row.frame.subject != "A" or match.group is None or match.group.voice != "active":
        return roles
    subject = next((slot for slot in slots if slot.edge == "subject"), None)
    first = tokens.at(subject.head) if subject is not None else None
    classes = grammar(tokens.language).classes
    taking_up = (
        subject is None
        or match.group.tense in ("gerund", "infinitive")
        or (
            first is not None
            and (tokens.words[first] in classes["he_she"] or tokens.keys[first] in classes["papers"])
        )
    )
    if taking_up:
        last = next((c for c in reversed(told) if c.actors and "A" not in c.guessed), None)
        if last is None or number - last.sentence > REACH:
            return roles
        reason = f"actor {', '.join(last.actors)}: who acted last"
        return _guessed(roles, last.actors, reason)
    assert subject is not None and first is not None
    name = tokens.capital[first] and first > 0 and country is not None
    if name and not any(place.start <= subject.head < place.end for place in places):
        return _guessed(roles, (f"{country}:CVL",), f"actor {country}:CVL: a name without an office")
    return roles


def _guessed(roles: Roles, actors: tuple[str, ...], reason: str) -> Roles:
    return roles._replace(
        actors=actors, reasons=(*roles.reasons, reason), guessed=roles.guessed | {"A"},
        recipients=tuple(code for code in roles.recipients if code not in actors),
    )  # fmt: skip
