"""The country of a story: where the people and forces that an article leaves without a country belong.

Counted from what the article names (states, demonyms, towns), the title and the opening more than the rest;
the outlet's own country wins unless another is clearly ahead.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cache

from ahocorasick_rs import AhoCorasick

from faleme.lexicon.actors import ActorLexicon, actor_lexicon, blank, town_forms
from faleme.lexicon.names import fold
from faleme.records.actor import ActorMention

_TITLE, _OPENING, _REST = 3.0, 1.6, 1.0
_OPENING_REACH = 420
_HOME = 2.0
_AHEAD = 1.25
_MUCH = 0.4


@cache
def _towns(language: str) -> tuple[AhoCorasick, tuple[str, ...]]:
    forms = town_forms(actor_lexicon(language))
    return AhoCorasick([f" {form} " for form, _ in forms]), tuple(iso for _, iso in forms)


def towns_of(text: str, lexicon: ActorLexicon) -> list[tuple[int, str]]:
    """Offsets of the towns and capitals that the lexicon knows, each with its country."""
    automaton, isos = _towns(lexicon.language)
    found = automaton.find_matches_as_indexes(f" {blank(fold(text))} ", overlapping=True)
    return [(start, isos[index]) for index, start, _ in found if text[start : start + 1].isupper()]


def iso_of(code: str) -> str | None:
    """The country of a code, None for an organisation's and for an unknown country."""
    head, _, sector = code.partition(":")
    return head if sector and head not in ("UNK", "ORG") else None


def _within(spots: list[tuple[int, str]], start: int, end: int) -> list[tuple[int, str]]:
    """Those of the sorted spots in a stretch; a long text must not be walked for each of its people."""
    return spots[bisect_left(spots, (start, "")) : bisect_left(spots, (end, ""))]


class Story:
    """Countries named in one article and the one that the story is set in."""

    def __init__(
        self, text: str, mentions: list[ActorMention], country: str | None, lexicon: ActorLexicon
    ) -> None:
        self.home = country
        body = text.find("\n")
        self._title_end = body if body >= 0 else len(text)
        self.places: list[tuple[int, str]] = towns_of(text, lexicon)
        self.points: list[tuple[int, str]] = list(self.places)
        for mention in mentions:
            if mention.country_given and mention.codes and not mention.codes[0].endswith(":MED"):
                self.points.extend((mention.start, iso) for iso in map(iso_of, mention.codes) if iso)
        self.places += [
            (mention.start, iso)
            for mention in mentions
            if mention.rule == "country-location"
            for iso in map(iso_of, mention.codes)
            if iso
        ]
        self.places.sort()
        self.slug = next(
            (iso_of(m.codes[0]) for m in mentions if m.rule == "country-slug" and m.start < 4), None
        )
        self.points.sort()
        self.weights: dict[str, float] = {}
        for position, iso in self.points:
            self.weights[iso] = self.weights.get(iso, 0.0) + self._weight(position)
        if self.slug:
            self.weights[self.slug] += _TITLE
        self.country = self._settle()

    def _weight(self, position: int) -> float:
        if position < self._title_end:
            return _TITLE
        return _OPENING if position < self._title_end + _OPENING_REACH else _REST

    def _settle(self) -> str | None:
        weights = dict(self.weights)
        if self.home:
            weights[self.home] = weights.get(self.home, 0.0) + _HOME
        if not weights:
            return None
        best = max(weights, key=lambda iso: (weights[iso], iso == self.home, iso))
        if self.home and best != self.home and weights[best] < _AHEAD * weights[self.home]:
            return self.home
        return best

    def in_title(self, position: int) -> bool:
        return position < self._title_end

    def private_country(self) -> str | None:
        """Where a person belongs of whom nothing is told: at home where the story has much of home in it."""
        best = self.weights.get(self.country or "", 0.0)
        if self.home and self.weights.get(self.home, 0.0) >= _MUCH * best:
            return self.home
        return self.country

    def between(self, start: int, end: int) -> list[str]:
        """Countries named in a stretch of the text, in order."""
        return [iso for _, iso in _within(self.points, start, end)]

    def nearest_place(self, position: int, start: int, end: int) -> str | None:
        """The country of the town (or 'au Mali') nearest to an offset, inside a stretch of the text."""
        here = [(abs(spot - position), iso) for spot, iso in _within(self.places, start, end)]
        return min(here)[1] if here else None

    def leading(self, before: int, count: int) -> list[str]:
        """The countries named most before an offset, the nearest first among equals."""
        seen: Counter[str] = Counter()
        last: dict[str, int] = {}
        for position, iso in self.points:
            if position < before:
                seen[iso] += 2 if before - position < 500 else 1
                last[iso] = position
        ranked = sorted(seen, key=lambda iso: (-seen[iso], -last[iso], iso))
        return ranked[:count]
