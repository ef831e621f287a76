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
from faleme.coding.word_order import subject_span
from faleme.lexicon.grammar import grammar
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.recognise.verb_group import VerbGroup, auxiliaries, is_adverb

_SUBJECTS: Final = ("nsubj", "nsubj:pass", "nsubj:caus")
_CARRIES_SUBJECT: Final = frozenset(("conj", "xcomp", "advcl", "ccomp", "parataxis", "acl"))
_CLAUSES: Final = frozenset(("acl:relcl", "acl", "parataxis", "advcl", "ccomp"))
REACH: Final = 40
"""How many words from the trigger a complement may begin."""
GENITIVE: Final = 5
"""Code points of ' des ' between an object and its complement."""


class Slot(NamedTuple):
    """A grammatical place: its `edge` ('subject', 'object', 'patient', a preposition), its words and its
    head.
    """

    edge: str
    start: int
    end: int
    head: int
    reason: str


class Busy(NamedTuple):
    """Spans in which no complement begins: those of actors, places and times, and of the times alone."""

    spans: Sequence[tuple[int, int]] = ()
    times: Sequence[tuple[int, int]] = ()

    def holds(self, offset: int) -> bool:
        """Whether an offset is inside a span, behind its first word."""
        return any(start < offset < end for start, end in self.spans)


def slots_of(
    tokens: Tokens,
    match: TriggerMatch,
    parse: Parse | None,
    busy: Busy,
    stops: Sequence[int] = (),
) -> list[Slot]:
    """The slots of a trigger. Inside `busy` spans no slot may begin; no complement of
    a
    noun runs over a word of `stops` (other triggers)."""
    found: list[Slot] = []
    if parse is not None:
        found.extend(_parsed(tokens, match, parse))
    found = [slot for slot in found if not _parted(tokens, match, slot)]
    edges = {slot.edge for slot in found}
    if _on_its_own(tokens, match):
        found = [slot for slot in found if slot.edge != "subject"]
        found.extend(_over_gerund(tokens, match))
    elif match.group is not None:
        found.extend(_left_subject(tokens, match))
    if (
        match.group is not None
        and match.verb == match.first
        and match.last > match.first + 1
        and "object" not in edges
    ):
        found.append(_within(tokens, match))
    inverted = "subject" not in edges and _inverted(tokens, match)
    for slot in _complements(tokens, match, busy, stops):
        if slot.edge == "object" and inverted:
            slot, inverted = slot._replace(edge="subject", reason="stands behind its verb"), False
        if slot.edge == "object" and "object" in edges:
            continue
        if slot.edge == "par" and (
            "par" in edges or (match.group is not None and match.group.voice == "active")
        ):
            continue
        found.append(slot)
    return found if parse is not None or match.group is None else _with_genitives(found)


def _with_genitives(slots: Sequence[Slot]) -> list[Slot]:
    """'le site de la présidence': an object goes on over its own complements, as it does in a parse."""
    found = list(slots)
    for i, slot in enumerate(slots):
        if slot.edge != "object":
            continue
        end = slot.end
        for behind in slots[i + 1 :]:
            if behind.edge != "de" or not 0 <= behind.start - end <= GENITIVE:
                break
            end = behind.end
        found[i] = slot._replace(end=end)
    return found


def _within(tokens: Tokens, match: TriggerMatch) -> Slot:
    """What stands inside the trigger's words: 'interpelle le gouvernement sur'."""
    first = match.first + 1
    return Slot(
        "object", tokens.starts[first], tokens.ends[match.last], tokens.starts[first], "inside the trigger"
    )


def _on_its_own(tokens: Tokens, match: TriggerMatch) -> bool:
    """'…, accusant Paris', 'tout en appelant'; not 'la décision confirmant la peine'."""
    group = match.group
    if group is None or group.tense != "gerund" or tokens.language != "fr" or group.start == 0:
        return group is not None and group.tense == "gerund" and tokens.language == "fr"
    near = tokens.words[group.start - 1 : group.start + 1]
    return "en" in near or "," in tokens.breaks[group.start]


def _over_gerund(tokens: Tokens, match: TriggerMatch) -> list[Slot]:
    """'Le ministre a reçu X, tout en condamnant l'attaque': the sentence's subject, not the nearest name."""
    assert match.group is not None
    first = match.group.start
    begin = first
    while begin > 0 and not tokens.breaks[begin].strip("-,«»()"):
        begin -= 1
    if begin == first:
        return after_comma(tokens, match, "subject")
    start, end = tokens.starts[begin], tokens.ends[first - 1]
    return [Slot("subject", start, end, tokens.starts[begin], "stands first in the sentence")]


def _inverted(tokens: Tokens, match: TriggerMatch) -> bool:
    """'l'accord que dénonce l'opposition': the subject stands behind."""
    group = match.group
    if group is None or tokens.language != "fr" or group.voice == "passive" or group.reflexive:
        return False
    return clause_before(tokens, group) is None


def _parted(tokens: Tokens, match: TriggerMatch, slot: Slot) -> bool:
    """Whether a colon or the like stands between a subject and its verb: 'Kolda : le préfet appelle …'."""
    if slot.edge not in ("subject", "patient") or slot.head >= match.start:
        return False
    first = tokens.at(slot.head)
    return first is not None and any(
        tokens.breaks[i].strip("-,«»()") for i in range(first + 1, match.first + 1)
    )


# -- by the parse
# ----------------------------------------------------------------------------------------------


def _parsed(tokens: Tokens, match: TriggerMatch, parse: Parse) -> list[Slot]:
    word = parse.at(tokens.starts[match.verb])
    if word is None or match.group is None:
        return []
    verb = _lift(parse, word)
    passive = match.group.voice == "passive"
    found: list[Slot] = []
    subject = _subject(parse, verb, bare=match.group.bare)
    if subject is not None and subject != word:
        edge = "patient" if passive else "subject"
        found.append(_slot(parse, edge, subject, f"{parse.deps[subject]} of the verb"))
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep == "obj" and not passive and child != word:
            edge = "subject" if _stands_before(parse, child, verb) and subject is None else "object"
            found.append(_slot(parse, edge, child, "obj of the verb"))
        elif dep == "obl:agent":
            found.append(_slot(parse, "par", child, "agent of the verb"))
    return found


def _stands_before(parse: Parse, child: int, verb: int) -> bool:
    """A noun before its verb is no object, but for 'l'accord que X a signé'."""
    between = parse.words[child + 1 : verb]
    return child < verb and not any(word.lower().startswith("qu") for word in between)


def _lift(parse: Parse, word: int) -> int:
    """The verb itself where the trigger's word is its auxiliary ('être attendu')."""
    while parse.deps[word].startswith(("aux", "cop")) and parse.heads[word] != word:
        word = parse.heads[word]
    return word


def _subject(parse: Parse, verb: int, *, bare: bool) -> int | None:
    """Head word of the subject: the verb's own, the noun that a participle or a relative clause hangs on, or
    the subject of the verb that it is coordinated with or depends on."""
    own = verb
    for _ in range(4):
        subjects = [child for child in parse.children[verb] if parse.deps[child] in _SUBJECTS]
        if subjects:
            # of several the nearest before the verb: a title's slug is taken for a subject too
            child = max((c for c in subjects if c < verb), default=subjects[0])
            if parse.words[child] in ("qui", "lequel", "laquelle") and parse.deps[verb].startswith("acl"):
                return parse.heads[verb]
            return child
        dep, head = parse.deps[verb], parse.heads[verb]
        if dep == "acl" and verb != own and not bare:
            verb = _governing(parse, head)  # no finite verb is in a list with 'des camions venus de …'
            continue
        if dep in ("acl", "acl:relcl") and head != verb:
            return head
        if dep.split(":")[0] not in _CARRIES_SUBJECT or head == verb:
            return None
        if bare and dep not in ("conj", "advcl", "xcomp"):
            return None
        verb = head
    return None


def _governing(parse: Parse, word: int) -> int:
    """The verb over a noun."""
    for _ in range(6):
        dep, head = parse.deps[word], parse.heads[word]
        if head == word or dep.startswith(("obj", "obl", "nsubj", "iobj")):
            return head
        word = head
    return word


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
        if parse.deps[word] in _CLAUSES:
            return True
        word = parse.heads[word]
    return False


# -- by the order of the words
# -----------------------------------------------------------------------------------


def _left_subject(tokens: Tokens, match: TriggerMatch) -> list[Slot]:
    """What stands before the verb group back to the clause's beginning, or, where nothing does ('Venu
    témoigner
    son soutien, X …'), what follows the next comma."""
    group = match.group
    assert group is not None
    if tokens.language == "en":
        edge = "patient" if group.voice == "passive" else "subject"
        if (span := subject_span(tokens, match)) is None:
            return after_comma(tokens, match, edge)
        return [Slot(edge, tokens.starts[span[0]], tokens.ends[span[1]], tokens.starts[span[1]], span[2])]
    i = clause_before(tokens, group)
    if i is None:
        return []
    first = group.start
    edge = "patient" if group.voice == "passive" else "subject"
    if first > i:
        return [
            Slot(
                edge,
                tokens.starts[i],
                tokens.ends[first - 1],
                tokens.starts[first - 1],
                "stands before the verb",
            )
        ]
    return after_comma(tokens, match, edge)


def clause_before(tokens: Tokens, group: VerbGroup) -> int | None:
    """The first word of the clause that stands before a verb group, the group's own where nothing does; None
    where the subject stands behind ('où s'étaient produites les attaques').
    """
    classes = grammar(tokens.language).classes
    clause = classes["clause"]
    first = i = group.start
    if first > 0 and tokens.words[first - 1] in classes["relative"] - {"qui"}:
        return None
    while i > 0 and first - i < REACH:
        if tokens.breaks[i].strip("-,«»") or (tokens.words[i - 1] in clause and i < first):
            break
        i -= 1
    return i


def after_comma(tokens: Tokens, match: TriggerMatch, edge: str) -> list[Slot]:
    """The main clause's opening behind a first phrase: 'En visite à Kayes, le ministre …'."""
    found: list[Slot] = []
    if match.first > 3:
        return found
    for i in range(match.last + 1, len(tokens.words)):
        if tokens.breaks[i].startswith(","):
            end = min(len(tokens.words), i + 16)
            found.append(
                Slot(edge, tokens.starts[i], tokens.ends[end - 1], tokens.starts[i], "opens the main clause")
            )
        elif tokens.breaks[i].strip("-«»"):
            break
    return found


def _complements(tokens: Tokens, match: TriggerMatch, busy: Busy, stops: Sequence[int]) -> list[Slot]:
    """Object and prepositional complements behind the trigger, each up to the next one."""
    book = grammar(tokens.language)
    prepositions, of, clause = book.prepositions, book.classes["of"], book.classes["clause"]
    known = auxiliaries(tokens.language)
    found: list[Slot] = []
    passive = match.group is not None and match.group.voice == "passive"
    edge = "behind" if passive else "object"
    begin = i = match.last + 1
    if tokens.words[match.last] in prepositions:
        edge = prepositions[tokens.words[match.last]]
    while i < len(tokens.words) and i - match.last < REACH:
        word = tokens.words[i]
        if tokens.breaks[i].strip("-,«»"):
            break
        if i in stops and i > match.last + 1 and tokens.words[i - 1] not in of:
            listed = any(
                w in book.classes["list_marks"] or w == "par" for w in tokens.words[max(0, i - 3) : i]
            )
            if match.group is None or listed:
                break
        if match.group is not None and not passive and _opens_object(tokens, i, edge, begin, busy, found):
            _close(tokens, edge, begin, i, found)
            edge, begin = "object", i
        if not busy.holds(tokens.starts[i]):
            if word in clause or (word in known and i > match.last + 1):
                break
            size, opened = _compound(tokens, i)
            if opened == "-":
                break
            if size:
                _close(tokens, edge, begin, i, found)
                i += size
                edge = opened or edge
                i += bool(opened) and i < len(tokens.words) and tokens.words[i] in of
                begin = i
                continue
            # 'dozens of trucks', 'une dizaine de camions' are one complement
            counted = tokens.language == "en" or tokens.keys[i - 1] in book.classes["quantities"]
            part = counted and word in of and begin < i
            if (
                word in prepositions
                and not part
                and not (word in of and edge not in ("object", "behind") and begin == i)
            ):
                _close(tokens, edge, begin, i, found)
                edge, begin = prepositions[word], i + 1
        i += 1
    _close(tokens, edge, begin, i, found)
    return found


def _opens_object(tokens: Tokens, i: int, edge: str, begin: int, busy: Busy, found: Sequence[Slot]) -> bool:
    """'a reçu mardi à Dakar une délégation': an article right behind a time, a place or a receiver opens the
    object, where none stands before it.
    """
    if i == begin or tokens.breaks[i] or tokens.words[i] not in grammar(tokens.language).classes["articles"]:
        return False
    here, last = tokens.starts[i], tokens.ends[i - 1]
    if any(slot.edge == "object" and (slot.start, slot.end) not in busy.times for slot in found):
        return False
    if any(start == here for start, _ in busy.times):
        return False
    if edge == "object":
        return (tokens.starts[begin], last) in busy.times
    return any(end == last for _, end in busy.spans)


def _compound(tokens: Tokens, i: int) -> tuple[int, str]:
    """How many words from i open one complement together, and its edge; (0, '') where they do not."""
    compounds = grammar(tokens.language).compounds
    for size in (3, 2, 1):
        edge = compounds.get(tuple(tokens.words[i : i + size]))
        if edge is not None:
            return size, edge
    return 0, ""


def _close(tokens: Tokens, edge: str, begin: int, end: int, found: list[Slot]) -> None:
    if end <= begin:
        return
    book = grammar(tokens.language)
    head = begin
    while head < end - 1 and (
        tokens.words[head] in book.classes["the"] or is_adverb(tokens.words[head], book)
    ):
        head += 1
    found.append(
        Slot(edge, tokens.starts[begin], tokens.ends[end - 1], tokens.starts[head], f"behind '{edge}'")
    )
