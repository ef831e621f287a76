"""Signs that a trigger is, or is not, somebody's act: its subject, its charge, the parser's view."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from faleme.coding.roles import Roles
from faleme.coding.sightings import Sighting
from faleme.coding.slots import Slot
from faleme.coding.speakers import Quote, in_quote, speaker_at
from faleme.lexicon.grammar import grammar
from faleme.recognise.triggers import TriggerMatch

_NOMINAL: Final = frozenset(
    ("amod", "nmod", "nsubj", "obj", "obl", "iobj", "det", "case", "flat", "advmod", "appos")
)


class Signs(NamedTuple):
    """What a sentence shows of a trigger, beside its arguments.

    placed, dated     it has a place, a time
    quoted            in a quotation whose speaker is not told
    many              in the plural
    charged           a crime told as what somebody is charged with
    as_noun           the parser takes the verb for a noun or an adjective
    adjective         the word is an adjective more often than a verb ('critique')
    takes_up          a noun with 'l'' or 'ce' that takes up an act told before
    thing             its subject is nobody and no weapon ('le paludisme a tué')
    """

    placed: bool
    dated: bool
    quoted: bool
    many: bool
    charged: bool
    as_noun: bool
    adjective: bool
    takes_up: bool
    thing: bool


def signs_of(
    sighting: Sighting,
    match: TriggerMatch,
    roles: Roles,
    slots: Sequence[Slot],
    quotes: Sequence[Quote],
    *,
    told: Collection[str],
    placed: bool,
    dated: bool,
) -> Signs:
    """The signs around one trigger; `told` are the types of the acts told before it."""
    tokens = sighting.tokens
    classes = grammar(tokens.language).classes
    before = tokens.words[match.first - 1] if match.first else ""
    definite = before in classes["definite"] or before in classes["demonstrative"]
    return Signs(
        placed=placed,
        dated=dated,
        quoted=in_quote(quotes, match.start) and speaker_at(quotes, match.start) is None,
        many=tokens.words[match.first] != tokens.keys[match.first],
        charged=charged(sighting, match),
        as_noun=parsed_as_noun(sighting, match),
        adjective=tokens.words[match.verb] in classes["adjectives"],
        takes_up=match.group is None and definite and match.row.type in told,
        thing=things(sighting, match, roles, slots),
    )


def named(slots: Sequence[Slot], sighting: Sighting) -> bool:
    """Whether a person by name stands where the recipient belongs, though with no code."""
    for slot in slots:
        if slot.edge in ("object", "patient", "de"):
            first = sighting.tokens.at(slot.head)
            if first is not None and sighting.tokens.capital[first]:
                return True
    return False


def states(sighting: Sighting) -> frozenset[str]:
    """Codes that a country's, a capital's name or an adjective gave, not a ministry."""
    return frozenset(
        code
        for mention in sighting.mentions.actors
        if mention.kind == "state" and mention.rule.startswith(("country", "capital", "demonym"))
        for code in mention.codes
    )


def things(sighting: Sighting, match: TriggerMatch, roles: Roles, slots: Sequence[Slot]) -> bool:
    """'le paludisme a tué', not 'l'attaque a tué', not 'une mine a tué': a subject that is nobody's act or
    weapon.
    """
    if match.group is None or match.group.voice != "active" or roles.actors or match.row.frame.subject != "A":
        return False
    subject = next((slot for slot in slots if slot.edge == "subject"), None)
    if subject is None:
        return False
    tokens = sighting.tokens
    weapons = grammar(tokens.language).classes["weapons"]
    inside = [i for i, start in enumerate(tokens.starts) if subject.start <= start < subject.end]
    if any(tokens.keys[i] in weapons or (i > 0 and tokens.capital[i]) for i in inside):
        return False
    acts = [m for m in sighting.matches if m.group is None and m.row.type == "ASSAULT" and m.first in inside]
    return bool(inside) and not acts


def charged(sighting: Sighting, match: TriggerMatch) -> bool:
    """'poursuivi pour viol et coups': a crime told as what somebody is charged with."""
    if match.group is not None or match.row.type != "ASSAULT":
        return False
    charge = grammar(sighting.tokens.language).classes["charge"]
    return any(word in charge for word in sighting.tokens.words[max(0, match.first - 6) : match.first])


def parsed_as_noun(sighting: Sighting, match: TriggerMatch) -> bool:
    """'un seuil critique': the parser takes for an adjective or a noun what looks like a verb in the
    present.
    """
    group, parse = match.group, sighting.parse
    if group is None or parse is None or group.perfect or group.tense not in ("present", "subjunctive"):
        return False
    word = parse.at(sighting.tokens.starts[match.verb])
    return word is not None and parse.deps[word].split(":")[0] in _NOMINAL
