"""The verb over an event noun: 'a mené une attaque', 'une enquête a été ouverte par le parquet'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from faleme.coding.parse import Parse
from faleme.coding.slots import Slot, slots_of
from faleme.lexicon.conjugation import Form
from faleme.lexicon.cues import cues
from faleme.lexicon.triggers import lexicon
from faleme.recognise.qualifiers import Qualifier
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.recognise.verb_group import VerbGroup, verb_group

_UNDER: Final = frozenset(("obj", "obl:arg", "nsubj:pass", "obl:mod", "obl:agent", "xcomp", "nsubj"))


def governor_slots(
    tokens: Tokens,
    match: TriggerMatch,
    qualifier: Qualifier,
    parse: Parse | None,
    busy: Sequence[tuple[int, int]],
) -> list[Slot]:
    """The slots of the verb that governs an event noun; none where no verb does."""
    at = qualifier.governor
    if at is not None and tokens.words[at] not in cues("fr").verbs:
        at = None
    noun_is_subject = False
    if parse is not None:
        word = parse.at(tokens.starts[match.first])
        if word is not None and parse.deps[word] in _UNDER:
            head = tokens.at(parse.starts[parse.heads[word]])
            noun_is_subject = parse.deps[word].startswith("nsubj")
            if head is not None and (at is None or noun_is_subject):
                at = head
    if at is None or match.first <= at <= match.last:
        return []
    group = _group(tokens, at)
    if group is None:
        return []
    over = match._replace(first=at, last=max(at, match.last) if at < match.first else at, group=group)
    slots = slots_of(tokens, over, parse, busy)
    if noun_is_subject:
        return [slot for slot in slots if slot.edge in ("par", "avec", "entre", "contre")]
    return [slot for slot in slots if slot.edge != "object"]


def _group(tokens: Tokens, at: int) -> VerbGroup | None:
    """The verb group at a word that the lexicon may not know: a participle by its ending, else a finite verb."""
    word = tokens.words[at]
    forms = lexicon("fr").forms.get(word)
    if forms is None:
        for lemma, _ in cues("fr").verbs.get(word, ()):
            from faleme.lexicon.conjugation import conjugate

            forms = conjugate(lemma).get(word)
            break
    if forms is None:
        ending = word.endswith(("é", "ée", "és", "ées", "i", "ie", "is", "u", "ue", "us", "it", "ert"))
        forms = (Form(word, "participle" if ending else "present", "3s"),)
    return verb_group(tokens, at, forms)
