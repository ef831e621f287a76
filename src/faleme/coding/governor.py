"""The verb over an event noun: 'a mené une attaque', 'une enquête a été ouverte par le parquet'."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from faleme.coding.parse import Parse
from faleme.coding.slots import Busy, Slot, after_comma, slots_of
from faleme.lexicon.conjugation import Form
from faleme.lexicon.cues import cues
from faleme.lexicon.grammar import grammar
from faleme.lexicon.triggers import lexicon
from faleme.recognise.qualifiers import Qualifier, forms_of
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.recognise.verb_group import VerbGroup, verb_group

_UNDER: Final = frozenset(("obj", "obl:arg", "nsubj:pass", "obl:mod", "obl:agent", "xcomp", "nsubj", "obl"))
PHRASE: Final = 5
"""Words of the longest phrase that says that somebody undergoes something."""
_AROUND: Final = frozenset(("par", "avec", "entre", "contre"))


def governor_slots(
    tokens: Tokens,
    match: TriggerMatch,
    qualifier: Qualifier,
    parse: Parse | None,
    busy: Busy,
    stops: Sequence[int] = (),
    speaking: Collection[int] = (),
) -> list[Slot]:
    """The slots of the verb that governs an event noun; none where no verb does.

    `speaking` are words that are verbs of blame, thanks or request: whose subject has not done what
    they are about.
    """
    at = qualifier.governor
    if at is not None and qualifier.support == "R":
        at = _verb_of(tokens, at)
    if at is not None and (at > match.first or tokens.words[at] not in cues(tokens.language).verbs):
        at = None
    is_subject = False
    heads = grammar(tokens.language).classes["heads"]
    if parse is not None:
        word = parse.at(tokens.starts[match.verb])
        while word is not None and parse.deps[word] == "nmod" and parse.words[parse.heads[word]] in heads:
            word = parse.heads[word]  # 'la tenue d'une marche', 'une série d'attaques'
        if word is not None and parse.deps[word] in _UNDER:
            head = tokens.at(parse.starts[parse.heads[word]])
            is_subject = parse.deps[word].startswith("nsubj")
            if head is not None and (at is None or is_subject):
                at = head
    is_subject = is_subject or (at is not None and at < match.first and _happens(tokens, at))
    if at is None or match.first <= at <= match.last:
        return after_comma(tokens, match, "subject")
    group = _group(tokens, at)
    last = max(at, match.last) if at < match.first else at
    over = match._replace(first=at, last=last, group=group, verb=at)
    slots = slots_of(tokens, over, parse, busy, stops)
    if match.row.mode in ("arrest", "convict", "seize") and _says(tokens, at):
        return []
    if at in speaking:
        return []
    if _adverbial(tokens, match) and match.row.mode != "visit":
        return []
    if is_subject:
        struck = match.row.type == "ASSAULT" and _happens(tokens, at)
        return [
            slot._replace(edge="contre") if struck and slot.edge in ("object", "à") else slot
            for slot in slots
            if slot.edge in _AROUND or (struck and slot.edge in ("object", "à") and not _over(slot, match))
        ]
    agent = "par" in tokens.words[max(0, match.first - 3) : match.first]
    return [slot for slot in slots if slot.edge != "object" and not (agent and slot.edge == "par")]


def _verb_of(tokens: Tokens, at: int) -> int:
    """The verb of a phrase that ends at a word: 'fait' of 'fait l'objet d''."""
    verbs = cues(tokens.language).verbs
    return next((i for i in range(at, max(-1, at - PHRASE), -1) if tokens.words[i] in verbs), at)


def _group(tokens: Tokens, at: int) -> VerbGroup:
    """The verb group at a word that the lexicon may not know: a participle by its ending, else a finite
    verb.
    """
    word = tokens.words[at]
    forms = lexicon(tokens.language).forms.get(word, ())
    if not forms:
        for lemma, _ in cues(tokens.language).verbs.get(word, ()):
            forms = forms_of(word, lemma, tokens.language)
            break
    if not forms:
        ending = word.endswith(("é", "ée", "és", "ées", "i", "ie", "is", "u", "ue", "us", "it", "ert", "ed"))
        forms = (Form(word, "participle" if ending else "present", "3s"),)
    return verb_group(tokens, at, forms)


def _over(slot: Slot, match: TriggerMatch) -> bool:
    """Whether a slot holds the noun itself ('où s'étaient produites les attaques')."""
    return slot.start < match.end and slot.end > match.start


def _happens(tokens: Tokens, at: int) -> bool:
    """'l'embuscade a coûté la vie à six soldats', 'l'attaque a visé le camp'."""
    return any(kind == "happen" for _, kind in cues(tokens.language).verbs.get(tokens.words[at], ()))


def _says(tokens: Tokens, at: int) -> bool:
    """'le ministre a annoncé l'arrestation': who tells of an arrest has not made it."""
    return any(kind == "say" for _, kind in cues(tokens.language).verbs.get(tokens.words[at], ()))


def _adverbial(tokens: Tokens, match: TriggerMatch) -> bool:
    """'après son arrestation', 'lors de l'attaque': the verb's subject is not who did it."""
    adverbial = grammar(tokens.language).classes["adverbial"]
    for i in range(match.first - 1, max(-1, match.first - 5), -1):
        if tokens.words[i] in adverbial:
            return True
        if tokens.breaks[i + 1]:
            return False
    return False
