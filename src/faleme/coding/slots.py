"""The grammatical places around a trigger: subject, object, agent and the complements behind prepositions.

The parse gives the subject and the object; complements are read from left to right, because the parser hangs
them on the wrong word ('la visite du président au Mali': 'au Mali' on the president). Where the parse gives
no
subject or object, or there is no parse, the order of the words does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from faleme.coding.parse import Parse
from faleme.lexicon.triggers import OF, THE, TO
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.recognise.verb_group import auxiliaries, is_adverb

PREPOSITIONS: Final = {
    **dict.fromkeys(OF, "de"), **dict.fromkeys(TO, "à"), "par": "par", "contre": "contre", "avec": "avec",
    "entre": "entre", "pour": "pour", "sur": "sur", "envers": "envers", "auprès": "auprès", "chez": "chez",
    "en": "en", "dans": "dans", "vers": "vers", "chez les": "chez", "sous": "sous", "devant": "devant",
    "selon": "selon", "depuis": "depuis", "après": "après", "avant": "avant", "pendant": "pendant", "face": "face",
}  # fmt: skip
_CLAUSE: Final = frozenset(
    [
        "qui",
        "que",
        "qu'",
        "dont",
        "où",
        "lorsque",
        "quand",
        "alors",
        "afin",
        "tandis",
        "car",
        "mais",
        "donc",
        "si",
        "puis",
    ]
)
_SUBJECTS: Final = ("nsubj", "nsubj:pass", "nsubj:caus")
_CARRIES_SUBJECT: Final = frozenset(("conj", "xcomp", "advcl", "ccomp", "parataxis", "acl"))
REACH: Final = 40


class Slot(NamedTuple):
    """A grammatical place: its `edge` ('subject', 'object', 'agent', a preposition), the words it spans, its
    head.
    """

    edge: str
    start: int
    end: int
    head: int
    reason: str


def slots_of(
    tokens: Tokens, match: TriggerMatch, parse: Parse | None, busy: Sequence[tuple[int, int]]
) -> list[Slot]:
    """The slots of a trigger. `busy` are spans of actors, places and times, inside which no slot may begin."""
    found: list[Slot] = []
    if parse is not None:
        found.extend(_parsed(tokens, match, parse))
    edges = {slot.edge for slot in found}
    if match.group is not None and "subject" not in edges:
        found.extend(_left_subject(tokens, match))
    found.extend(
        slot for slot in _complements(tokens, match, busy) if slot.edge != "object" or "object" not in edges
    )
    return found


# -- by the parse
# -------------------------------------------------------------------------------------------------


def _parsed(tokens: Tokens, match: TriggerMatch, parse: Parse) -> list[Slot]:
    word = parse.at(tokens.starts[match.first])
    if word is None:
        return []
    if match.group is None:
        return []
    verb = _lift(parse, word)
    passive = match.group.voice == "passive"
    found: list[Slot] = []
    subject = _subject(parse, verb, bare=match.group.bare)
    if subject is not None:
        found.append(
            _slot(parse, "patient" if passive else "subject", subject, f"{parse.deps[subject]} of the verb")
        )
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep == "obj" and not passive and child != word:
            found.append(_slot(parse, "object", child, "obj of the verb"))
        elif dep == "obl:agent":
            found.append(_slot(parse, "par", child, "agent of the verb"))
    return found


def _lift(parse: Parse, word: int) -> int:
    """The verb itself where the trigger's first word is its auxiliary ('être attendu')."""
    while parse.deps[word].startswith(("aux", "cop")) and parse.heads[word] != word:
        word = parse.heads[word]
    return word


def _subject(parse: Parse, verb: int, *, bare: bool) -> int | None:
    """Head word of the subject: the verb's own, the noun that a participle or a relative clause hangs on, or
    the
    subject of the verb that it is coordinated with or depends on."""
    for _ in range(4):
        for child in parse.children[verb]:
            if parse.deps[child] in _SUBJECTS:
                if parse.words[child] in ("qui", "lequel", "laquelle") and parse.deps[verb].startswith("acl"):
                    return parse.heads[verb]
                return child
        dep, head = parse.deps[verb], parse.heads[verb]
        if dep == "acl" and head != verb:
            return head
        if dep == "acl:relcl" and head != verb:
            return head
        if dep.split(":")[0] not in _CARRIES_SUBJECT or head == verb:
            return None
        if bare and dep != "conj":
            return None
        verb = head
    return None


def _slot(parse: Parse, edge: str, head: int, reason: str) -> Slot:
    words = [w for w in parse.subtree(head) if not _in_clause(parse, w, head)]
    start = min(parse.starts[w] for w in words)
    end = max(parse.ends[w] for w in words)
    return Slot(edge, start, end, parse.starts[head], reason)


def _in_clause(parse: Parse, word: int, head: int) -> bool:
    """Whether a word stands in a relative or participial clause under the head."""
    for _ in range(30):
        if word == head:
            return False
        if parse.deps[word] in ("acl:relcl", "acl", "parataxis", "advcl", "ccomp"):
            return True
        word = parse.heads[word]
    return False


# -- by the order of the words
# --------------------------------------------------------------------------------------


def _left_subject(tokens: Tokens, match: TriggerMatch) -> list[Slot]:
    """What stands before the verb group back to the clause's beginning."""
    group = match.group
    assert group is not None
    first = group.start
    i = first
    while i > 0 and first - i < REACH:
        if tokens.breaks[i].strip("-,«»") or (tokens.words[i - 1] in _CLAUSE and i < first):
            break
        i -= 1
    if i == first:
        return []
    edge = "patient" if group.voice == "passive" else "subject"
    return [
        Slot(
            edge, tokens.starts[i], tokens.ends[first - 1], tokens.starts[first - 1], "stands before the verb"
        )
    ]


def _complements(tokens: Tokens, match: TriggerMatch, busy: Sequence[tuple[int, int]]) -> list[Slot]:
    """Object and prepositional complements behind the trigger, each up to the next one."""
    found: list[Slot] = []
    edge = "object" if match.group is None or match.group.voice == "active" else "behind"
    i = match.last + 1
    begin = i
    last_word = tokens.words[match.last]
    if last_word in PREPOSITIONS:
        edge = PREPOSITIONS[last_word]
    while i < len(tokens.words) and i - match.last < REACH:
        word = tokens.words[i]
        if tokens.breaks[i].strip("-,«»"):
            break
        inside = any(a < tokens.starts[i] < b for a, b in busy)
        if not inside:
            if word in _CLAUSE or (word in auxiliaries() and i > match.last + 1):
                break
            if word in PREPOSITIONS and not (word in OF and edge not in ("object", "behind") and begin == i):
                _close(tokens, edge, begin, i, found)
                edge, begin = PREPOSITIONS[word], i + 1
        i += 1
    _close(tokens, edge, begin, i, found)
    return found


def _close(tokens: Tokens, edge: str, begin: int, end: int, found: list[Slot]) -> None:
    if end > begin:
        head = begin
        while head < end - 1 and (tokens.words[head] in THE or is_adverb(tokens.words[head])):
            head += 1
        found.append(
            Slot(edge, tokens.starts[begin], tokens.ends[end - 1], tokens.starts[head], f"behind '{edge}'")
        )
