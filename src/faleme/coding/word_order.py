"""The subject by the order of English words, over relative clauses and lists of verbs.

'Six drivers who were kidnapped in Mali were released': the drivers, twice. 'The minister said the army will
deploy': the army. 'JNIM attacked the camp and killed ten soldiers': JNIM.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from faleme.lexicon.cues import cues
from faleme.lexicon.grammar import grammar
from faleme.lexicon.triggers import lexicon
from faleme.recognise.english_verbs import AUXILIARY
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.records.actor import ActorMention

REACH: Final = 40
SHORT: Final = 6
"""Words of a subject behind 'after', 'before', 'since'."""
NEAR: Final = 60
"""Code points between two actors of a list, or between an actor and the noun of its act."""
_OF: Final = frozenset(("of", "for", "from"))
_IT: Final = frozenset(("it", "they", "he", "she"))
_WHO: Final = frozenset(("who", "which", "that"))
NEAREST: Final = "nearest before the verb"
FIRST: Final = "stands first in the clause"


def subject_span(tokens: Tokens, match: TriggerMatch) -> tuple[int, int, str] | None:
    """First and last word of the stretch that holds the subject, and which actor in it is meant.

    A verb in a list ('attacked … and killed'), a gerund ('…, killing three') and a verb behind a comma take
    the clause's first actor, any other verb the nearest one. None where nothing stands before the verb.
    """
    group = match.group
    assert group is not None
    last = group.start - 1
    while last >= 0 and _skipped(tokens, last):
        last -= 1
    if last < 0 or tokens.breaks[group.start].strip("-,«»"):
        return None
    if tokens.words[last] in _WHO:
        return (_clause_start(tokens, last - 1), last - 1, NEAREST) if last > 0 else None
    if group.tense == "gerund" and tokens.words[last] in _OF and last > 0:
        return _clause_start(tokens, last - 1), last - 1, NEAREST  # 'accused the army of killing': the army
    which = NEAREST
    listed = tokens.words[last] in grammar(tokens.language).classes["and"]
    if group.tense == "gerund" or listed or (tokens.breaks[group.start] and group.voice == "active"):
        which = FIRST
    first = _clause_start(tokens, last)
    clause = tokens.words[first - 1] if first > 0 else ""
    if first == last and first > 1 and clause == "that" and tokens.words[last] in _IT:
        return _clause_start(tokens, first - 2), first - 2, FIRST  # 'JNIM claimed that it had captured'
    if clause in _WHO and _is_verb(tokens, first):
        if not listed and group.tense != "gerund" and first - 2 >= 0:
            last, which = first - 2, NEAREST
            first = _clause_start(tokens, last)
        elif first - 2 >= 0:
            return _clause_start(tokens, first - 2), first - 2, NEAREST
    return (first, last, which) if last >= first else None


def _skipped(tokens: Tokens, i: int) -> bool:
    """Words between subject and verb: adverbs, 'to', the verb over an infinitive ('agreed to')."""
    word = tokens.words[i]
    if tokens.breaks[i + 1].strip("-"):
        return False
    return word in grammar(tokens.language).classes["adverbs"] - {"both", "all", "together"} or (
        word.endswith("ly") and len(word) > 5
    )


def _clause_start(tokens: Tokens, last: int) -> int:
    """Where a subject's clause begins; 'after' right before it opens one ('a day after JNIM declared')."""
    classes = grammar(tokens.language).classes
    clause, after = classes["clause"], classes["subordinate"]
    i = last
    one = True
    while i > 0 and last - i < REACH:
        one = one and not tokens.breaks[i] and last - i < SHORT
        if tokens.breaks[i].strip("-,«»") or tokens.words[i - 1] in clause:
            break
        if one and tokens.words[i - 1] in after:
            break
        i -= 1
    return i


def _is_verb(tokens: Tokens, i: int) -> bool:
    """Whether the word behind 'who' or 'which' is a verb, so that the clause has no subject of its own."""
    word = tokens.words[i]
    known = word in AUXILIARY or word in cues(tokens.language).verbs or word in lexicon(tokens.language).forms
    return known or (word.endswith("ed") and len(word) > 4)


def before_noun(
    text: str, match: TriggerMatch, mentions: Sequence[ActorMention], language: str
) -> list[ActorMention]:
    """The actor right before an act's noun: 'a JNIM attack', "Mali's withdrawal", 'Malian air strikes'."""
    near = grammar(language).patterns["before_noun"]
    found = []
    for mention in mentions:
        between = text[mention.end : match.start]
        if mention.end > match.start or len(between) > NEAR or not near.match(between):
            continue
        if mention.codes and (mention.rule != "country-location" or between.startswith(("'", "’"))):
            found.append(mention)
    return found


def first_of_list(
    text: str, last: ActorMention, inside: Sequence[ActorMention], language: str
) -> ActorMention:
    """The first of the list that a mention ends: 'Mali, Burkina Faso and Niger withdrew'."""
    joined = grammar(language).patterns["joined"]
    first = last
    for mention in inside[: inside.index(last)][::-1]:
        between = text[mention.end : first.start]
        if len(between) > NEAR or not between.strip() or not joined.match(between):
            break
        first = mention
    return first
