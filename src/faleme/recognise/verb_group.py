"""The verb group around a verb's form: tense, voice and negation, read from the auxiliaries beside it.

'aurait été arrêté' is passive and conditional, 's'est rendu' is active, 'arrêté hier' alone is a passive
participle.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, NamedTuple

from faleme.lexicon.conjugation import Form, conjugate
from faleme.lexicon.grammar import Grammar, grammar
from faleme.recognise.english_verbs import english_group
from faleme.recognise.sentence_tokens import Tokens

Voice = Literal["active", "passive"]

_ENGLISH: Final = {
    **{word: ("être", Form("be", "present", "")) for word in ("is", "are", "be", "being", "am")},
    **{word: ("être", Form("be", "past", "")) for word in ("was", "were")},
    **{word: ("avoir", Form("have", "present", "")) for word in ("has", "have")},
    "had": ("avoir", Form("have", "past", "")),
}
STRANGERS: Final = 5
"""Words between an auxiliary and its participle that are looked over."""


class VerbGroup(NamedTuple):
    """`tense` of the finite verb ('present' for 'a arrêté', with `perfect`), `start` the group's first
    word.
    """

    tense: str
    person: str
    voice: Voice
    perfect: bool
    reflexive: bool
    negated: bool
    start: int
    bare: bool


@cache
def auxiliaries(language: str) -> dict[str, tuple[str, Form]]:
    """Forms of avoir and être (in English of have and be, under the French names)."""
    if language != "fr":
        return dict(_ENGLISH)
    found: dict[str, tuple[str, Form]] = {}
    for lemma in ("être", "avoir"):
        for surface, kinds in conjugate(lemma).items():
            found[surface] = (lemma, kinds[0])
    return found


def is_adverb(word: str, book: Grammar) -> bool:
    return word in book.classes["adverbs"] or (word.endswith(("ment", "ly")) and len(word) > 7)


def _clitics_before(tokens: Tokens, i: int) -> tuple[int, bool, bool]:
    """Walks left over clitics from the finite verb at i: start, reflexive, negated."""
    classes = grammar(tokens.language).classes
    reflexive = negated = False
    j = i
    while j > 0 and not tokens.breaks[j]:
        word = tokens.words[j - 1]
        if word not in classes["clitics"]:
            break
        reflexive = reflexive or word in classes["reflexive"]
        negated = negated or word in classes["negation"]
        j -= 1
    return j, reflexive, negated


def verb_group(tokens: Tokens, i: int, forms: tuple[Form, ...]) -> VerbGroup:
    """The group of the verb whose form stands at word i.

    A finite form stands alone; a participle takes its auxiliary, with adverbs, an inverted subject or 'été'
    between.
    """
    kinds = {form.tense for form in forms}
    if tokens.language == "en":
        tense, person, passive, perfect, negated, start, bare = english_group(tokens, i, frozenset(kinds))
        return VerbGroup(
            tense, person, "passive" if passive else "active", perfect, False, negated, start, bare
        )
    if "participle" in kinds and not _spoken(tokens, i):
        forms = tuple(form for form in forms if form.person not in ("1s", "2s"))
        kinds = {form.tense for form in forms}
    if "participle" not in kinds or (len(kinds) > 1 and _find_auxiliary(tokens, i)[0] is None):
        form = next((form for form in forms if form.tense != "participle"), forms[0])
        if form.tense != "participle":
            start, reflexive, negated = _clitics_before(tokens, i)
            return VerbGroup(form.tense, form.person, "active", False, reflexive, negated, start, False)
    return _participle_group(tokens, i, forms[0].lemma)


def _shares_auxiliary(tokens: Tokens, i: int) -> bool:
    """'a revendiqué la victoire et lancé un appel': the second participle has the first one's avoir."""
    classes = grammar(tokens.language).classes
    if i < 3 or tokens.words[i - 1] not in classes["list_marks"] or tokens.words[i][-1] in "es":
        return False
    if (
        i + 1 >= len(tokens.words)
        or tokens.words[i + 1] not in classes["the"] | classes["of"] | classes["to"]
    ):
        return False
    known = auxiliaries(tokens.language)
    for j in range(i - 2, max(-1, i - 18), -1):
        if tokens.breaks[j + 1].strip("-,«»"):
            return False
        if tokens.words[j] in known:
            return known[tokens.words[j]][0] == "avoir" and tokens.words[j + 1][-1:] in (
                "é",
                "i",
                "u",
                "s",
                "t",
            )
    return False


def _before_aside(tokens: Tokens, i: int) -> int | None:
    """The auxiliary before words between commas: 'a, par ailleurs, salué'."""
    known = auxiliaries(tokens.language)
    for j in range(i - 1, max(0, i - 14), -1):
        if tokens.breaks[j].strip("-,"):
            return None
        if tokens.breaks[j] == ",":
            return j - 1 if tokens.words[j - 1] in known else None
    return None


def _spoken(tokens: Tokens, i: int) -> bool:
    """Whether 'je' or 'tu' stands before: else 'saisis' is a participle."""
    return any(word in ("je", "j'", "tu") for word in tokens.words[max(0, i - 3) : i])


def _find_auxiliary(tokens: Tokens, i: int) -> tuple[int | None, bool]:
    """Index of the auxiliary left of a participle, and whether 'été' was passed."""
    book = grammar(tokens.language)
    known = auxiliaries(tokens.language)
    been = False
    j, skipped = i - 1, 0
    if i > 1 and tokens.breaks[i] == ",":
        aside = _before_aside(tokens, i)
        if aside is not None:
            return aside, been
    while j >= 0 and skipped < STRANGERS:
        if tokens.breaks[j + 1].strip("-,"):
            return None, been
        word = tokens.words[j]
        if word in book.classes["been"]:
            been = True
        elif word in known:
            return j, been
        elif (
            not (is_adverb(word, book) or (word in book.classes["pronouns"] and skipped < 3))
            or tokens.breaks[j + 1] == ","
        ):
            return None, been
        j -= 1
        skipped += 1
    return None, been


def _participle_group(tokens: Tokens, i: int, lemma: str) -> VerbGroup:
    classes = grammar(tokens.language).classes
    found, been = _find_auxiliary(tokens, i)
    if found is None and tokens.language == "fr" and _shares_auxiliary(tokens, i):
        return VerbGroup("present", "", "active", True, False, False, i, False)
    if found is None:
        return VerbGroup("participle", "", "passive", True, False, False, i, True)
    which, form = auxiliaries(tokens.language)[tokens.words[found]]
    start, reflexive, negated = _clitics_before(tokens, found)
    negated = negated or any(word in classes["negated"] for word in tokens.words[found + 1 : i])
    passive = been or (which == "être" and not reflexive and lemma not in classes["being"])
    voice: Voice = "passive" if passive else "active"
    perfect = which == "avoir" or not been
    return VerbGroup(form.tense, form.person, voice, perfect, reflexive, negated, start, False)
