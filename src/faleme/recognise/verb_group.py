"""The verb group around a verb's form: tense, voice and negation, read from the auxiliaries beside it.

'aurait été arrêté' is passive and conditional, 's'est rendu' is active, 'arrêté hier' alone is a passive
participle.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, NamedTuple

from faleme.lexicon.conjugation import Form, conjugate
from faleme.lexicon.triggers import REFLEXIVE
from faleme.recognise.sentence_tokens import Tokens

Voice = Literal["active", "passive"]

CLITICS: Final = frozenset(
    [
        "le",
        "la",
        "l'",
        "les",
        "lui",
        "leur",
        "en",
        "y",
        "me",
        "m'",
        "te",
        "t'",
        "nous",
        "vous",
        "se",
        "s'",
        "ne",
        "n'",
    ]
)
NEGATIONS: Final = frozenset(["ne", "n'"])
_ADVERBS: Final = frozenset(
    [
        "déjà",
        "aussi",
        "ainsi",
        "encore",
        "toujours",
        "pas",
        "plus",
        "jamais",
        "bien",
        "tous",
        "toutes",
        "tout",
        "enfin",
        "hier",
        "aujourd'",
        "hui",
        "également",
        "souvent",
        "donc",
        "alors",
        "notamment",
        "désormais",
        "depuis",
        "même",
        "très",
        "point",
        "guère",
        "ensuite",
        "d'",
        "abord",
        "été",
    ]
)
_PRONOUNS: Final = frozenset(
    ["il", "elle", "on", "ils", "elles", "je", "j'", "nous", "vous", "tu", "ce", "c'", "qui", "t"]
)
_BEING: Final = frozenset(
    [
        "aller",
        "venir",
        "arriver",
        "partir",
        "entrer",
        "sortir",
        "rester",
        "tomber",
        "mourir",
        "naître",
        "devenir",
        "revenir",
        "retourner",
        "monter",
        "descendre",
        "passer",
        "rentrer",
        "parvenir",
        "intervenir",
        "survenir",
        "repartir",
        "débarquer",
        "atterrir",
    ]
)
"""Verbs whose perfect takes être: 'est arrivé' is active."""


class VerbGroup(NamedTuple):
    """`tense` of the finite verb ('present' for 'a arrêté', with `perfect`), `start` the group's first word."""

    tense: str
    person: str
    voice: Voice
    perfect: bool
    reflexive: bool
    negated: bool
    start: int
    bare: bool


@cache
def auxiliaries() -> dict[str, tuple[str, Form]]:
    """Forms of avoir and être."""
    found: dict[str, tuple[str, Form]] = {}
    for lemma in ("être", "avoir"):
        for surface, kinds in conjugate(lemma).items():
            found[surface] = (lemma, kinds[0])
    return found


def is_adverb(word: str) -> bool:
    return word in _ADVERBS or (word.endswith("ment") and len(word) > 7)


def _clitics_before(tokens: Tokens, i: int) -> tuple[int, bool, bool]:
    """Walks left over clitics and adverbs from the finite verb at i: start, reflexive, negated."""
    reflexive = negated = False
    j = i
    while j > 0 and not tokens.breaks[j]:
        word = tokens.words[j - 1]
        if word not in CLITICS:
            break
        reflexive = reflexive or word in REFLEXIVE
        negated = negated or word in NEGATIONS
        j -= 1
    return j, reflexive, negated


def verb_group(tokens: Tokens, i: int, forms: tuple[Form, ...]) -> VerbGroup:
    """The group of the verb whose form stands at word i.

    A finite form stands alone; a participle takes its auxiliary, with adverbs, an inverted subject or 'été'
    between.
    """
    kinds = {form.tense for form in forms}
    if "participle" not in kinds or (len(kinds) > 1 and not _auxiliary_left(tokens, i)):
        form = next((form for form in forms if form.tense != "participle"), forms[0])
        if form.tense != "participle":
            start, reflexive, negated = _clitics_before(tokens, i)
            return VerbGroup(form.tense, form.person, "active", False, reflexive, negated, start, False)
    return _participle_group(tokens, i, forms[0].lemma)


def _auxiliary_left(tokens: Tokens, i: int) -> bool:
    return _find_auxiliary(tokens, i)[0] is not None


def _find_auxiliary(tokens: Tokens, i: int) -> tuple[int | None, bool]:
    """Index of the auxiliary left of a participle, and whether 'été' was passed."""
    been = False
    j, skipped = i - 1, 0
    while j >= 0 and skipped < 5 and not (tokens.breaks[j + 1].strip("-") and tokens.breaks[j + 1] != ","):
        word = tokens.words[j]
        if word == "été":
            been = True
        elif word in auxiliaries():
            return j, been
        elif not (is_adverb(word) or (word in _PRONOUNS and skipped < 3)) or tokens.breaks[j + 1] == ",":
            return None, been
        j -= 1
        skipped += 1
    return None, been


def _participle_group(tokens: Tokens, i: int, lemma: str) -> VerbGroup:
    found, been = _find_auxiliary(tokens, i)
    if found is None:
        return VerbGroup("participle", "", "passive", True, False, False, i, True)
    which, form = auxiliaries()[tokens.words[found]]
    start, reflexive, negated = _clitics_before(tokens, found)
    negated = negated or _negated_behind(tokens, found, i)
    passive = been or (which == "être" and not reflexive and lemma not in _BEING)
    voice: Voice = "passive" if passive else "active"
    return VerbGroup(
        form.tense, form.person, voice, which == "avoir" or not been, reflexive, negated, start, False
    )


def _negated_behind(tokens: Tokens, first: int, last: int) -> bool:
    """'il a pas été', where the press drops the ne."""
    return any(word in ("pas", "jamais") for word in tokens.words[first + 1 : last])
