"""Small words around an event: status cues, phrases that are no event, vocabulary of sport."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from faleme.errors import DataError
from faleme.lexicon.conjugation import conjugate
from faleme.lexicon.grammar import DATA
from faleme.lexicon.triggers import english_forms, phrase_elements, word_key

KINDS: Final = frozenset(
    ("plan", "call", "deny", "done", "threat", "support", "undergo", "say", "happen", "occasion")
)
Element = frozenset[str] | None


class Cues(msgspec.Struct, frozen=True):
    """Verb forms, noun keys and phrases, each with what they say of what they govern."""

    verbs: dict[str, tuple[tuple[str, str], ...]]
    nouns: dict[str, str]
    phrases: dict[tuple[str, ...], str]


def _cells(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        found = [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return found[1:]


@cache
def cues(language: str) -> Cues:
    """The status cues of a language. A verb's form may belong to several kinds ('lancer' is a support
    verb).
    """
    verbs: dict[str, list[tuple[str, str]]] = {}
    nouns: dict[str, str] = {}
    phrases: dict[tuple[str, ...], str] = {}
    path = DATA / language / "cues.tsv"
    for word, pos, kind in _cells(path):
        if kind not in KINDS:
            raise DataError(f"'{word}': unknown kind {kind}", source=str(path))
        if pos == "v":
            for surface in conjugate(word) if language == "fr" else english_forms(word):
                verbs.setdefault(surface, []).append((word, kind))
        elif pos == "n":
            nouns[word_key(word)] = kind
        else:
            phrases[tuple(word.replace("'", "' ").split())] = kind
    return Cues({form: tuple(kinds) for form, kinds in verbs.items()}, nouns, phrases)


@cache
def nonevents(language: str) -> dict[str, tuple[tuple[tuple[Element, ...], str], ...]]:
    """Phrases that are no event by the key of their first word, with what they are instead."""
    found: dict[str, list[tuple[tuple[Element, ...], str]]] = {}
    for phrase, why in _cells(DATA / language / "nonevents.tsv"):
        first, *rest = phrase_elements(phrase, language)
        for key in first or ():
            found.setdefault(key, []).append((tuple(rest), why))
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def sport_words(language: str) -> frozenset[str]:
    """Keys of words that tell a sports article."""
    return frozenset(word_key(cells[0]) for cells in _cells(DATA / language / "sport.tsv"))


@cache
def crime_words(language: str) -> frozenset[str]:
    """Keys of words that tell an article about common crime."""
    return frozenset(word_key(cells[0]) for cells in _cells(DATA / language / "crime.tsv"))
