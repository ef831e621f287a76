"""Words as a search compares them: folded, then stemmed by Snowball in French or English.

Folding comes first, so that 'sécurité' and 'securite' are one word; the few French endings that the stemmer
knows by their accents alone are put right before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import snowballstemmer

from faleme.lexicon.names import MARK, fold

_WORD = re.compile(rf"[^\W_{MARK}]+")
_LONG = 7
_PLURAL = "iou"
"""The stemmer leaves an -s behind these (for 'trois'): 'convois' and 'convoi' would be two words."""
_FRENCH_ENDINGS = (("ieres", "ier"), ("iere", "ier"), ("ees", "e"), ("ee", "e"))
"""What folding left of '-ières', '-ière', '-ées', '-ée'; short words keep theirs ('armée' is no 'arme')."""


class Word(NamedTuple):
    """A word of a text: its stem and where it stands."""

    stem: str
    start: int
    end: int


def words(text: str, language: str | None) -> Iterator[Word]:
    """The words of a text with their stems, in French where its language is not English."""
    stem = english if language == "en" else french
    for match in _WORD.finditer(fold(text)):
        yield Word(stem(match[0]), match.start(), match.end())


def stemmed(text: str, language: str | None) -> str:
    """A text as its stems alone, which is what an index holds."""
    return " ".join(word.stem for word in words(text, language))


@lru_cache(maxsize=100_000)
def french(word: str) -> str:
    """The stem of a folded French word."""
    if len(word) > len(_PLURAL) and word.endswith("s") and word[-2] in _PLURAL:
        word = word[:-1]
    if len(word) >= _LONG:
        for ending, plain in _FRENCH_ENDINGS:
            if word.endswith(ending):
                word = word.removesuffix(ending) + plain
                break
    return _stem("french", word)


@lru_cache(maxsize=50_000)
def english(word: str) -> str:
    """The stem of a folded English word."""
    return _stem("english", word)


def _stem(language: str, word: str) -> str:
    # A stemmer holds the word that it works on: every call has its own, for threads.
    stemmer: Any = snowballstemmer.stemmer(language)
    return str(stemmer.stemWord(word))
