"""Names in a text that the gazetteer knows: spans with candidates, before anyone asked what they stand for."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from faleme.lexicon.gazetteer import ALTERNATE, Gazetteer
from faleme.lexicon.names import fold
from faleme.lexicon.toponym_words import ToponymWords
from faleme.recognise.words import Words

_JOINTS = (" ", "-", "'", "\u00a0")
_SHORTEST_GLUED = 4


class NameSpan(msgspec.Struct, frozen=True, kw_only=True):
    """Words `first` to `last` (included) of the text, a name of `rows` in the gazetteer.

    `prominence` is that of its best bearer, one less for a bearer by an alternate name only. `capital` says
    whether a bearer is a national capital, `area` whether one is an area, `home` whether one lies in a country
    that the gazetteer knows down to its hamlets. `country` is set where the name is that of a country too.
    """

    start: int
    end: int
    first: int
    last: int
    key: str
    rows: tuple[int, ...]
    prominence: int
    capital: bool
    area: bool
    glued: bool = False
    country: bool = False


def name_spans(words: Words, gazetteer: Gazetteer, lexicon: ToponymWords) -> Iterator[NameSpan]:
    """Every capitalised span that the gazetteer knows, longest first, left to right, none overlapping."""
    at, count, capital = 0, len(words.folded), words.capital
    while at < count:
        if not capital[at]:
            glued = _glued_before(words, at, gazetteer, lexicon)
            if glued is not None:
                yield glued
            at += 1
            continue
        span = _longest_name(words, at, gazetteer)
        country_end = country_at(words, at, lexicon)
        if country_end >= 0 and (span is None or country_end >= span.last):
            if span is not None and country_end == span.last:
                yield msgspec.structs.replace(span, country=True)
            at = country_end + 1
            continue
        if span is None:
            span = _glued_after(words, at, gazetteer, lexicon)
        if span is not None:
            yield span
            at = span.last
        at += 1


def country_at(words: Words, at: int, lexicon: ToponymWords) -> int:
    """The last word of the country or group of countries that is named from word `at` on, or -1."""
    found, key = -1, ""
    for end in range(at, min(at + lexicon.country_words, len(words.folded))):
        if end > at and words.gaps[end] not in _JOINTS:
            break
        key = _extended(key, words, end, at)
        if key in lexicon.countries:
            found = end
    return found


def _extended(key: str, words: Words, end: int, first: int) -> str:
    if end == first:
        return words.folded[end]
    return key + ("" if words.gaps[end] == "'" else " ") + words.folded[end]


def _longest_name(words: Words, at: int, gazetteer: Gazetteer) -> NameSpan | None:
    folded, gaps = words.folded, words.gaps
    longest = gazetteer.longest(folded[at])
    elided = at + 1 < len(folded) and gaps[at + 1] == "'"
    if elided:
        longest = max(longest, gazetteer.longest(folded[at] + folded[at + 1]) + 1)
    best: tuple[int, str, tuple[int, ...]] | None = None
    key = ""
    for end in range(at, min(at + longest + 1, len(folded))):
        if end > at and gaps[end] not in _JOINTS:
            break
        key = _extended(key, words, end, at)
        if words.capital[end] or folded[end].isdigit():
            postings = gazetteer.postings(key)
            if postings:
                best = (end, key, postings)
    if best is None:
        return None
    return _span(words, at, best[0], best[1], best[2], gazetteer)


def _span(
    words: Words, first: int, last: int, key: str, postings: tuple[int, ...], gazetteer: Gazetteer
) -> NameSpan:
    rows = tuple(posting & ~ALTERNATE for posting in postings)
    prominence = max(
        gazetteer.prominence[row] - (1 if posting & ALTERNATE and gazetteer.prominence[row] < 3 else 0)
        for row, posting in zip(rows, postings, strict=True)
    )
    return NameSpan(
        start=words.starts[first],
        end=words.ends[last],
        first=first,
        last=last,
        key=key,
        rows=rows,
        prominence=prominence,
        capital=any(gazetteer.features[gazetteer.feature[row]] == "P.PPLC" for row in rows),
        area=any(gazetteer.features[gazetteer.feature[row]][0] not in "PS" for row in rows),
    )


def _glued_after(words: Words, at: int, gazetteer: Gazetteer, lexicon: ToponymWords) -> NameSpan | None:
    """A name with a small word glued to its end by a scraper: the name of 'Diamniadioest' is 'Diamniadio'."""
    word = words.folded[at]
    for tail in lexicon.glued_after:
        if word.endswith(tail) and len(word) - len(tail) > _SHORTEST_GLUED:
            key = word[: -len(tail)]
            postings = gazetteer.postings(key)
            if postings:
                span = _span(words, at, at, key, postings, gazetteer)
                return msgspec.structs.replace(span, end=span.end - len(tail), glued=True)
    return None


def _glued_before(words: Words, at: int, gazetteer: Gazetteer, lexicon: ToponymWords) -> NameSpan | None:
    """A name with a small word glued before it: 'deGoudiry'."""
    start, end = words.starts[at], words.ends[at]
    if end - start <= _SHORTEST_GLUED or words.text[start:end].islower():
        return None
    cut = next((i for i in range(start, end) if words.text[i].isupper()), end)
    if fold(words.text[start:cut]) not in lexicon.glued_before:
        return None
    key = words.folded[at][cut - start :]
    postings = gazetteer.postings(key) if len(key) >= _SHORTEST_GLUED else ()
    if not postings:
        return None
    span = _span(words, at, at, key, postings, gazetteer)
    return msgspec.structs.replace(span, start=cut, glued=True)
