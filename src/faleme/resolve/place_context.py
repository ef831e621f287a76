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

_INSIDE = re.compile(
    r"(?:,? ?(?:situee?s?|localisee?s?|sis(?:e|es)?)?,? ?(?:dans|au niveau de|de|du|d')"
    r" ?(?:la|le|l'|les)? ?(?:commune|departement|region|cercle|province|prefecture|arrondissement|district)"
    r"(?: (?:de|du|des|d'|de la|de l'))? ?"
    r"| ?\( ?(?:(?:region|departement|cercle|commune) (?:de|du|d') ?)?"
    r"|, (?:commune|departement|region|cercle|province|village|localite|ville) (?:de|du|d') ?"
    r"|,? ?(?:non loin|tout pres|pres|a cote|aux environs|a proximite) (?:de|d'|du) ?"
    r"|,? ?a (?:quelque |environ |pres de )?\d+(?:,\d+)? ?(?:km|kilometres?) (?:de|d'|du) ?"
    r"|,? situee? a (?:seulement )?(?:environ )?\d+(?:,\d+)? ?(?:km|kilometres?) (?:de|d') ?"
    r"|,? (?:ville|localite|village|commune|bourgade)s? (?:proche|voisine?|pres) (?:de|d') ?"
    r")"
)
"""What may stand between a place and the place that it lies in or near ('X, dans la région de Y')."""


class Surroundings(NamedTuple):
    """`container` is the index of the toponym that the text puts this one in or beside."""

    country: str | None
    container: int | None
    cue: str | None
    article: bool


def surroundings(
    words: Words, toponyms: tuple[Toponym, ...], lexicon: ToponymWords, rules: ResolutionRules
) -> tuple[Surroundings, ...]:
    """The surroundings of each toponym."""
    found = []
    for at, toponym in enumerate(toponyms):
        after = bisect_left(words.starts, toponym.end)
        container = (
            at + 1 if at + 1 < len(toponyms) and _lies_in(words.text, toponym, toponyms[at + 1]) else None
        )
        cue = toponym.cue
        if cue is None and at and _in_brackets(words.text, toponyms[at - 1], toponym):
            cue = "region"
        country = country_beside(words, after, lexicon)
        found.append(Surroundings(country, container, cue, _has_article(words, toponym)))
    return tuple(found)


def _has_article(words: Words, toponym: Toponym) -> bool:
    """'dans le Boundou', 'au Fouta'."""
    at = bisect_left(words.starts, toponym.start)
    tight = 0 < at < len(words.gaps) and words.gaps[at] == " "
    return tight and words.folded[at - 1] in ("le", "la", "au", "du")


def _lies_in(text: str, inner: Toponym, outer: Toponym) -> bool:
    between = text[inner.end : outer.start]
    return len(between) <= 60 and bool(_INSIDE.fullmatch(fold(between).replace("’", "'")))


def _in_brackets(text: str, before: Toponym, toponym: Toponym) -> bool:
    """'Diboli (Kayes)': what stands in brackets behind a place is the region that it lies in."""
    return text[before.end : toponym.start].strip() == "(" and text[toponym.end : toponym.end + 1] == ")"
