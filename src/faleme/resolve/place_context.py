"""What stands beside a toponym that says where it lies: its country, its container, its feature word."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from faleme.lexicon.names import fold
from faleme.lexicon.resolution import ResolutionRules
from faleme.lexicon.toponym_words import ToponymWords
from faleme.recognise.words import Words
from faleme.records.place import Toponym
from faleme.resolve.countries import country_beside

_LONGEST_PHRASE = 70


class Surroundings(NamedTuple):
    """`container` and `neighbour` are the toponyms (by index) that the text puts this one in and near."""

    country: str | None
    container: int | None
    neighbour: int | None
    cue: str | None
    article: bool


def surroundings(
    words: Words, toponyms: tuple[Toponym, ...], lexicon: ToponymWords, rules: ResolutionRules
) -> tuple[Surroundings, ...]:
    """The surroundings of each toponym."""
    found = []
    for at, toponym in enumerate(toponyms):
        after = bisect_left(words.starts, toponym.end)
        container = _said_of_next(lexicon.inside, words.text, toponyms, at)
        neighbour = _said_of_next(lexicon.near, words.text, toponyms, at)
        cue = toponym.cue
        if cue is None and at and _in_brackets(words.text, toponyms[at - 1], toponym):
            cue = "region"
        country = country_beside(words, after, lexicon)
        found.append(Surroundings(country, container, neighbour, cue, _has_article(words, toponym)))
    return tuple(found)


def _has_article(words: Words, toponym: Toponym) -> bool:
    """'dans le Boundou', 'au Fouta'."""
    at = bisect_left(words.starts, toponym.start)
    tight = 0 < at < len(words.gaps) and words.gaps[at] == " "
    return tight and words.folded[at - 1] in ("le", "la", "au", "du")


def _said_of_next(pattern: re.Pattern[str], text: str, toponyms: tuple[Toponym, ...], at: int) -> int | None:
    """The next toponym, if what stands between says that this one lies in (or near) it."""
    if at + 1 == len(toponyms):
        return None
    between = text[toponyms[at].end : toponyms[at + 1].start]
    said = len(between) <= _LONGEST_PHRASE and pattern.fullmatch(fold(between))
    return at + 1 if said else None


def _in_brackets(text: str, before: Toponym, toponym: Toponym) -> bool:
    """'Diboli (Kayes)': what stands in brackets behind a place is the region that it lies in."""
    return text[before.end : toponym.start].strip() == "(" and text[toponym.end : toponym.end + 1] == ")"
