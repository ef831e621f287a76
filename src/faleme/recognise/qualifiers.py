"""Whether an event happened, is planned, called for or denied: read from tense, negation and the words over
it.

'va suspendre', 'prévoit une marche': planned. 'demande la libération', 'pourrait attaquer': called for.
'n'a pas tué', 'dément avoir': denied. 'aurait tué' is hearsay and counts as occurred.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from faleme.lexicon.cues import Cues, cues
from faleme.lexicon.triggers import OF, THE, TO
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.recognise.verb_group import CLITICS, auxiliaries, is_adverb, verb_group

REACH: Final = 7
"""How many words to the left of an event noun its governing verb may stand."""

_STATUS: Final = {
    "plan": "planned",
    "call": "called-for",
    "deny": "denied",
    "done": "occurred",
    "threat": "called-for",
}
_IF: Final = frozenset(("si", "s'"))
_PLANNED_BEHIND: Final = frozenset(("plan",))


class Qualifier(NamedTuple):
    """`status` is None where nothing tells; `support` says what the governing verb's subject does: A, R or
    ''.
    """

    status: str | None
    reason: str
    support: str = ""
    governor: int | None = None


def qualify(tokens: Tokens, match: TriggerMatch, language: str = "fr") -> Qualifier:
    """The qualifier of one trigger in its sentence."""
    book = cues(language)
    found = _of_verb(tokens, match, book) if match.group is not None else _of_noun(tokens, match, book)
    if found.status in (None, "occurred") and _under_if(tokens, match.first):
        return Qualifier("called-for", "in a clause with si", found.support, found.governor)
    return found


def _under_if(tokens: Tokens, first: int) -> bool:
    """'si les forces attaquent', but not 'si … , l'armée attaquera' behind the comma."""
    for i in range(first - 1, max(-1, first - 9), -1):
        if tokens.breaks[i + 1].strip("-"):
            return False
        if tokens.words[i] in _IF and (tokens.words[i] == "si" or tokens.words[i + 1] in ("il", "ils")):
            return True
    return False


def _of_verb(tokens: Tokens, match: TriggerMatch, book: Cues) -> Qualifier:
    group = match.group
    assert group is not None
    if group.negated:
        return Qualifier("denied", "negated")
    if group.tense == "future":
        return Qualifier("planned", "future tense")
    if group.tense == "conditional":
        if group.perfect or group.voice == "passive":
            return Qualifier("occurred", "conditional perfect: hearsay")
        return Qualifier("called-for", "conditional")
    if group.tense == "infinitive":
        return _of_infinitive(tokens, group.start, book)
    if group.tense == "subjunctive" and group.start > 0 and tokens.words[group.start - 1] in ("que", "qu'"):
        return Qualifier("called-for", "subjunctive behind que")
    if group.bare:
        return Qualifier(None, "participle")
    return Qualifier("occurred", f"{group.tense}{' perfect' if group.perfect else ''}")


def _of_infinitive(tokens: Tokens, start: int, book: Cues) -> Qualifier:
    """What an infinitive hangs on: a preposition, a modal verb, a noun."""
    i = start - 1
    preposition = ""
    while i >= 0 and not tokens.breaks[i + 1].strip("-"):
        word = tokens.words[i]
        two = (tokens.words[i - 1], word) if i > 0 else ("", word)
        if (kind := book.phrases.get(two) or book.phrases.get((word,))) is not None:
            return Qualifier(
                _STATUS.get(kind, "occurred"), f"infinitive behind '{' '.join(two).strip()}'", "", i
            )
        if word in book.verbs:
            return _under_verb(tokens, i, book, infinitive=True)
        if (kind := book.nouns.get(tokens.keys[i])) is not None and kind in _STATUS:
            return Qualifier(_STATUS[kind], f"infinitive behind '{word}'", "", i)
        if word in OF or word in TO:
            preposition = word
        elif not (is_adverb(word) or word in CLITICS or start - i > 5) and preposition:
            return Qualifier(
                "called-for" if preposition in TO else None, f"infinitive behind '{word}'", "", i
            )
        elif not (is_adverb(word) or word in CLITICS):
            break
        i -= 1
    return Qualifier("called-for", "infinitive on its own")


def _under_verb(tokens: Tokens, i: int, book: Cues, *, infinitive: bool) -> Qualifier:
    """The status that the governing verb at word i gives to what it governs."""
    kinds = book.verbs[tokens.words[i]]
    lemma = kinds[0][0]
    forms = tuple(form for form in _forms(tokens.words[i], lemma))
    group = verb_group(tokens, i, forms)
    named = {kind for _, kind in kinds}
    support = "R" if "undergo" in named else "A" if "support" in named else ""
    reason = f"under '{tokens.words[i]}'"
    kind = next((kind for _, kind in kinds if kind in _STATUS), None)
    if infinitive and kind is None:
        kind = "done"
    if kind == "plan" and lemma == "aller" and group.tense not in ("present", "imperfect"):
        kind = "done"
    if kind == "plan" and lemma == "devoir" and group.perfect:
        kind = "done"
    if kind in ("call", "threat", "plan") or (kind == "deny" and not group.negated):
        return Qualifier(_STATUS[kind], reason, support, i)
    if group.negated:
        return Qualifier("denied", f"{reason}, negated", support, i)
    if group.tense == "future":
        return Qualifier("planned", f"{reason}, future", support, i)
    if group.tense == "infinitive" and group.start < i + 1:
        above = _of_infinitive(tokens, group.start, book)
        return above._replace(reason=f"{reason}, {above.reason}", support=support)
    if group.tense == "conditional" and not group.perfect:
        return Qualifier("called-for", f"{reason}, conditional", support, i)
    if kind is None and not infinitive and not support:
        return Qualifier(None, reason, support, i)
    return Qualifier("occurred" if kind in (None, "done") else _STATUS[kind], reason, support, i)


def _forms(surface: str, lemma: str):  # type: ignore[no-untyped-def]
    from faleme.lexicon.conjugation import conjugate

    return conjugate(lemma).get(surface, ())


def _of_noun(tokens: Tokens, match: TriggerMatch, book: Cues) -> Qualifier:
    """Cue words right before an event noun, the verb that governs it, then what is said of it behind."""
    behind = _behind(tokens, match, book)
    if behind is not None:
        return behind
    i = match.first - 1
    steps = 0
    while i >= 0 and steps < REACH:
        if tokens.breaks[i + 1].strip("-,«"):
            break
        word = tokens.words[i]
        for phrase in (
            (word,),
            tuple(tokens.words[max(0, i - 1) : i + 1]),
            tuple(tokens.words[max(0, i - 2) : i + 1]),
        ):
            if (kind := book.phrases.get(phrase)) is not None and steps < 2:
                if kind == "undergo":
                    return Qualifier(None, f"'{' '.join(phrase)}' before it", "R", i)
                if phrase != ("pour",):
                    return Qualifier(_STATUS[kind], f"'{' '.join(phrase)}' before it", "", i)
        kind = book.nouns.get(tokens.keys[i])
        if kind in _STATUS and steps < 4:
            return Qualifier(_STATUS[kind], f"'{word}' before it", "", i)
        if word in book.verbs and not _stands_as_noun(tokens, i):
            return _under_verb(tokens, i, book, infinitive=False)
        if word in auxiliaries() and steps > 0:
            break
        if tokens.breaks[i].strip("-") and steps > 0 and word not in THE:
            break
        steps += 1
        i -= 1
    return Qualifier(None, "nothing over it")


def _stands_as_noun(tokens: Tokens, i: int) -> bool:
    return i > 0 and tokens.words[i - 1] in (THE | OF | TO) - {"l'", "les", "la", "le"}


def _behind(tokens: Tokens, match: TriggerMatch, book: Cues) -> Qualifier | None:
    """'une réunion prévue jeudi', 'la marche aura lieu', 'la visite n'a pas eu lieu'."""
    for i in range(match.last + 1, min(len(tokens.words), match.last + 9)):
        if tokens.breaks[i].strip("-,"):
            return None
        word = tokens.words[i]
        if (
            book.nouns.get(tokens.keys[i]) == "plan"
            and i - match.last <= 6
            and tokens.keys[i] not in ("tenu",)
        ):
            return Qualifier("planned", f"'{word}' behind it", "", i)
        if word in auxiliaries():
            form = auxiliaries()[word][1]
            if form.tense == "future":
                return Qualifier("planned", f"'{word}' behind it", "", i)
            continue
        if word in ("tiendra", "tiendront", "déroulera", "débutera", "aura", "auront", "réunira", "portera"):
            return Qualifier("planned", f"'{word}' behind it", "", i)
        if word in ("qui", "que", "dont", "où"):
            return None
    return None
