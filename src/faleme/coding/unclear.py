"""Whether the order of the words leaves open who did it to whom, so that a sentence is worth a parse.

The parse costs as much as all the rest of the reading. 'X a attaqué Y': where two are told, one before the
verb in its clause and one behind, it finds nothing that the order of the words does not. It is asked where
three or more are told, and where nobody stands before the verb: an inverted subject, a relative clause, a
participle, a far subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from faleme.coding.roles import usable
from faleme.coding.slots import clause_before
from faleme.lexicon.grammar import grammar
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.records.actor import ActorMention

MANY: Final = 3
"""So many told may stand in any order."""
PASSIVE: Final = 8
"""Words behind a noun in which its passive verb may begin."""


def unclear(tokens: Tokens, matches: Sequence[TriggerMatch], actors: Sequence[ActorMention]) -> bool:
    """Whether the parser is to be asked about a sentence with these triggers and actors."""
    told = [actor.start for actor in actors if usable(actor)]
    if len(told) >= MANY:
        return True
    if told and any(match.group is None and _undergoes(tokens, match) for match in matches):
        return True
    verbs = [match for match in matches if match.group is not None]
    return len(told) == MANY - 1 and any(not _stands_before(tokens, match, told) for match in verbs)


def _undergoes(tokens: Tokens, match: TriggerMatch) -> bool:
    """'un don a été organisé par …', 'ont fait l'objet d'une attaque': the verb turns the noun's roles
    round.
    """
    passive = grammar(tokens.language).classes["been"]
    return any(word in passive for word in tokens.words[match.last + 1 : match.last + PASSIVE])


def _stands_before(tokens: Tokens, match: TriggerMatch, told: Sequence[int]) -> bool:
    """Whether somebody told stands in the verb's clause before it."""
    assert match.group is not None
    first = clause_before(tokens, match.group)
    if first is None or first == match.group.start:
        return False
    return any(tokens.starts[first] <= start < tokens.ends[match.group.start - 1] for start in told)
