"""Whether the order of the words leaves open who did it to whom, so that a sentence is worth a parse.

The parse costs as much as all the rest of the reading. 'X a attaqué Y': where two are told, one before the
verb in its clause and one behind, it finds nothing that the order of the words does not. It is asked where
three or more are told, where nobody stands before the verb (an inverted subject, a relative clause, a
participle, a far subject), where a verb is denied, and where the verb of a noun stands behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from faleme.coding.roles import usable
from faleme.coding.slots import clause_before
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.recognise.verb_group import auxiliaries
from faleme.records.actor import ActorMention

MANY: Final = 3
"""So many told may stand in any order."""
PASSIVE: Final = 8
"""Words behind a noun in which its passive verb may begin."""
_OTHER: Final = ("",)


def unclear(tokens: Tokens, matches: Sequence[TriggerMatch], actors: Sequence[ActorMention]) -> bool:
    """Whether the parser is to be asked about a sentence with these triggers and actors."""
    told = [actor.start for actor in actors if usable(actor)]
    if len(told) >= MANY:
        return True
    return any(
        _turned(tokens, match)
        or (
            match.group is not None
            and bool(told)
            and (match.group.negated or (len(told) > 1 and not _stands_before(tokens, match, told)))
        )
        for match in matches
    )


def _turned(tokens: Tokens, match: TriggerMatch) -> bool:
    """'un don a été organisé par …', 'le forum s'est ouvert': the verb behind turns the roles round."""
    if match.group is not None and match.verb == match.first:
        return False
    known = auxiliaries(tokens.language)
    behind = tokens.words[match.first + 1 : match.first + PASSIVE]
    return any(word == "été" or known.get(word, _OTHER)[0] == "être" for word in behind)


def _stands_before(tokens: Tokens, match: TriggerMatch, told: Sequence[int]) -> bool:
    """Whether somebody told stands in the verb's clause before it."""
    assert match.group is not None
    first = clause_before(tokens, match.group)
    if first is None or first == match.group.start:
        return False
    return any(tokens.starts[first] <= start < tokens.ends[match.group.start - 1] for start in told)
