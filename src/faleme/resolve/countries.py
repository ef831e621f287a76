"""Which countries a text speaks of, and which it names right beside a place."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from faleme.lexicon.toponym_words import ToponymWords, load_toponym_words
from faleme.recognise.toponym_spans import country_at
from faleme.recognise.words import Words, words_of

_INTO = frozenset({"au", "en", "aux", "a", "du", "de", "in", "of", "la", "le", "l", "cote"})


@lru_cache(maxsize=2)
def countries_told(text: str, language: str) -> dict[str, float]:
    """Share of each country (alpha-3) among the countries that the text names or whose adjective it uses."""
    lexicon, words = load_toponym_words(language), words_of(text)
    counts: Counter[str] = Counter()
    for at, word in enumerate(words.folded):
        code = lexicon.demonyms.get(word, "")
        if not code and words.capital[at]:
            end = country_at(words, at, lexicon)
            code = lexicon.countries[_key(words, at, end)] if end >= 0 else ""
        if code:
            counts[code] += 1
    total = sum(counts.values())
    return {code: count / total for code, count in counts.items()}


def _key(words: Words, first: int, last: int) -> str:
    key = words.folded[first]
    for at in range(first + 1, last + 1):
        key += ("" if words.gaps[at] == "'" else " ") + words.folded[at]
    return key


def country_beside(words: Words, after: int, lexicon: ToponymWords) -> str | None:
    """The country told right behind a name that ends before word `after`: '(Mali)', 'en Guinée'."""
    at = after
    while at < min(after + 3, len(words.folded)):
        gap = words.gaps[at]
        if at == after and gap not in (" ", " (", ", ", "("):
            return None
        if at > after and gap not in (" ", "'"):
            return None
        if words.capital[at]:
            end = country_at(words, at, lexicon)
            code = lexicon.countries[_key(words, at, end)] if end >= 0 else ""
            return code if code and (at > after or gap in (" (", "(", ", ")) else None
        if words.folded[at] not in _INTO:
            return None
        at += 1
    return None
