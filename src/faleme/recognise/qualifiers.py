"""Whether an event happened, is planned, called for or denied: read from tense, negation and the words over
it.

'va suspendre', 'prévoit une marche': planned. 'demande la libération', 'pourrait attaquer': called for.
'n'a pas tué', 'dément avoir': denied. 'aurait tué' is hearsay and counts as occurred.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from faleme.lexicon.conjugation import Form, conjugate
from faleme.lexicon.cues import Cues, cues
from faleme.lexicon.grammar import grammar
from faleme.lexicon.triggers import english_forms
from faleme.recognise.english_verbs import denied_that
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.recognise.verb_group import auxiliaries, is_adverb, verb_group

REACH: Final = 7
"""How many words to the left of an event noun its governing verb may stand."""

_STATUS: Final = {
    "plan": "planned",
    "call": "called-for",
    "deny": "denied",
    "done": "occurred",
    "threat": "called-for",
    "happen": "occurred",
}


class Qualifier(NamedTuple):
    """`status` is None where nothing tells; `support` says what the governing verb's subject does: A, R or
    ''.

    `asserted` is True where a verb says of an event noun that it happened ('des heurts ont éclaté').
    """

    status: str | None
    reason: str
    support: str = ""
    governor: int | None = None
    asserted: bool = False


def forms_of(surface: str, lemma: str, language: str) -> tuple[Form, ...]:
    """What a surface may be as a form of a verb."""
    table = conjugate(lemma) if language == "fr" else {k: tuple(v) for k, v in english_forms(lemma).items()}
    return table.get(surface, ())


def qualify(tokens: Tokens, match: TriggerMatch) -> Qualifier:
    """The qualifier of one trigger in its sentence."""
    book = cues(tokens.language)
    found = _of_verb(tokens, match, book) if match.group is not None else _of_noun(tokens, match, book)
    if found.status in (None, "occurred") and _under_if(tokens, match.first):
        return found._replace(status="called-for", reason="in a clause with si")
    return found


def _under_if(tokens: Tokens, first: int) -> bool:
    """'si les forces attaquent', but not 'si … , l'armée attaquera' behind the comma."""
    classes = grammar(tokens.language).classes
    for i in range(first - 1, max(-1, first - 9), -1):
        if tokens.breaks[i + 1].strip("-"):
            return False
        word = tokens.words[i]
        if word in classes["if"] or (word == "s'" and tokens.words[i + 1] in classes["he"]):
            return True
    return False


def _of_verb(tokens: Tokens, match: TriggerMatch, book: Cues) -> Qualifier:
    group = match.group
    assert group is not None
    if group.negated:
        return Qualifier("denied", "negated")
    if tokens.language == "en" and denied_that(tokens, group.start):
        return Qualifier("denied", "in a clause behind 'denied that'")
    if group.tense == "future":
        return Qualifier("planned", "future tense")
    if group.tense == "conditional":
        if group.perfect or (group.voice == "passive" and tokens.language == "fr"):
            return Qualifier("occurred", "conditional perfect: hearsay")
        return Qualifier("called-for", "conditional")
    if group.tense == "infinitive":
        found = _of_infinitive(tokens, group.start, book)
        if group.perfect and found.status == "called-for":
            return found._replace(status="occurred", reason="perfect infinitive")  # 'après avoir attaqué'
        return found
    if group.tense == "subjunctive" and group.start > 0:
        that = grammar(tokens.language).classes["that"]
        if any(word in that for word in tokens.words[max(0, group.start - 6) : group.start]):
            return Qualifier("called-for", "subjunctive behind que")
    if group.tense == "present" and book.nouns.get(tokens.keys[match.last]) == "plan":
        return Qualifier("planned", f"'{tokens.words[match.last]}' in the trigger")
    if group.bare:
        return Qualifier(None, "participle")
    return Qualifier("occurred", f"{group.tense}{' perfect' if group.perfect else ''}")


def _of_infinitive(tokens: Tokens, start: int, book: Cues) -> Qualifier:
    """What an infinitive hangs on: a preposition, a modal verb, a noun."""
    language = grammar(tokens.language)
    of, to = language.classes["of"], language.classes["to"]
    i = start - 1
    preposition = ""
    while i >= 0 and not tokens.breaks[i + 1].strip("-"):
        word = tokens.words[i]
        two = (tokens.words[i - 1], word) if i > 0 else ("", word)
        if (kind := book.phrases.get(two) or book.phrases.get((word,))) is not None:
            if kind == "call" and _takes_occasion(tokens, i, book):
                return Qualifier("occurred", "takes the occasion to", "", i)
            return Qualifier(
                _STATUS.get(kind, "occurred"), f"infinitive behind '{' '.join(two).strip()}'", "", i
            )
        if word in book.verbs:
            return _under_verb(tokens, i, book, infinitive=True)
        if (kind := book.nouns.get(tokens.keys[i])) is not None and kind in _STATUS:
            return Qualifier(_STATUS[kind], f"infinitive behind '{word}'", "", i)
        skippable = is_adverb(word, language) or word in language.classes["clitics"]
        if word in of or word in to:
            preposition = word
        elif not skippable and preposition and i > 0 and book.nouns.get(tokens.keys[i - 1]) in _STATUS:
            kind = book.nouns[tokens.keys[i - 1]]  # 'la volonté commune de sécuriser'
            return Qualifier(_STATUS[kind], f"infinitive behind '{tokens.words[i - 1]}'", "", i)
        elif not skippable and preposition:
            return Qualifier(
                "called-for" if preposition in to else None, f"infinitive behind '{word}'", "", i
            )
        elif not skippable:
            break
        i -= 1
    return Qualifier("called-for", "infinitive on its own")


def _takes_occasion(tokens: Tokens, i: int, book: Cues) -> bool:
    """'a profité de la cérémonie pour remercier': what follows 'pour' was done."""
    return any(
        any(kind == "occasion" for _, kind in book.verbs.get(word, ())) or book.nouns.get(key) == "occasion"
        for word, key in zip(tokens.words[max(0, i - 12) : i], tokens.keys[max(0, i - 12) : i], strict=True)
    )


def _under_verb(tokens: Tokens, i: int, book: Cues, *, infinitive: bool) -> Qualifier:
    """The status that the governing verb at word i gives to what it governs."""
    kinds = book.verbs[tokens.words[i]]
    lemma = kinds[0][0]
    group = verb_group(tokens, i, forms_of(tokens.words[i], lemma, tokens.language))
    named = {kind for _, kind in kinds}
    support = "R" if "undergo" in named else "A" if "support" in named else ""
    reason = f"under '{tokens.words[i]}'"
    if lemma == "devoir" and group.tense == "gerund":
        return Qualifier(None, "the preposition devant")
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
    return Qualifier(
        "occurred" if kind in (None, "done") else _STATUS[kind], reason, support, i, kind == "happen"
    )


def _of_noun(tokens: Tokens, match: TriggerMatch, book: Cues) -> Qualifier:
    """Cue words right before an event noun, the verb that governs it, then what is said of it behind."""
    behind = _behind(tokens, match, book)
    if behind is not None and behind.status == "planned":
        return behind
    before = _before(tokens, match, book)
    if behind is not None and before.status in (None, "occurred"):
        return behind._replace(support=before.support, governor=before.governor or behind.governor)
    return before


def _before(tokens: Tokens, match: TriggerMatch, book: Cues) -> Qualifier:
    language = grammar(tokens.language)
    the, of, to = (language.classes[name] for name in ("the", "of", "to"))
    i = match.first - 1
    steps = 0
    linked = True
    while i >= 0 and steps < REACH:
        if tokens.breaks[i + 1].strip("-«"):
            break
        word = tokens.words[i]
        for size in (1, 2, 3):
            phrase = tuple(tokens.words[max(0, i - size + 1) : i + 1])
            if (kind := book.phrases.get(phrase)) is not None and steps < 2:
                if kind == "undergo":
                    return Qualifier(None, f"'{' '.join(phrase)}' before it", "R", i)
                if size > 1 or kind == "deny":
                    return Qualifier(_STATUS[kind], f"'{' '.join(phrase)}' before it", "", i)
        kind = book.nouns.get(tokens.keys[i])
        if kind in _STATUS and linked and not (kind == "plan" and steps > 1):
            return Qualifier(_STATUS[kind], f"'{word}' before it", "", i)
        if word in book.verbs and not (
            i > 0 and tokens.words[i - 1] in (the | of | to) - language.classes["clitics"]
        ):
            return _under_verb(tokens, i, book, infinitive=False)
        if word in auxiliaries(tokens.language) and steps > 0:
            break
        linked = linked and (word in the or word in of or steps == 0)
        steps += 1
        i -= 1
    return Qualifier(None, "nothing over it")


def _behind(tokens: Tokens, match: TriggerMatch, book: Cues) -> Qualifier | None:
    """'une réunion prévue jeudi', 'la marche aura lieu', 'des heurts ont éclaté'."""
    language = grammar(tokens.language)
    known = auxiliaries(tokens.language)
    for i in range(match.last + 1, min(len(tokens.words), match.last + 10)):
        if tokens.breaks[i].strip("-,"):
            return None
        word = tokens.words[i]
        if book.nouns.get(tokens.keys[i]) == "plan" and i - match.last <= 7:
            return Qualifier("planned", f"'{word}' behind it", "", i)
        if word in known:
            if known[word][1].tense == "future":
                return Qualifier("planned", f"'{word}' behind it", "", i)
            continue
        for lemma, kind in book.verbs.get(word, ()):
            if kind not in ("happen", "plan") or (kind == "plan" and lemma not in ("devoir", "aller")):
                continue
            group = verb_group(tokens, i, forms_of(word, lemma, tokens.language))
            if group.negated:
                return Qualifier("denied", f"'{word}' behind it, negated", "", i)
            if group.tense == "gerund":
                continue
            if kind == "plan" or group.tense == "future":
                return Qualifier("planned", f"'{word}' behind it", "", i)
            if group.tense in ("infinitive", "conditional"):
                return None
            return Qualifier("occurred", f"'{word}' says that it happened", "", i, True)
        if word in language.classes["relative"]:
            return None
    return None
