"""Names in a text that the gazetteer knows: spans with candidates, whatever they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import compress, count
from typing import NamedTuple

import msgspec

from faleme.lexicon.gazetteer import ALTERNATE, Gazetteer
from faleme.lexicon.names import fold, name_key
from faleme.lexicon.toponym_words import ToponymWords
from faleme.recognise.words import Words

_JOINTS = (" ", "-", "'", "\u00a0")
_ARTICLED = {"au": "le ", "du": "le ", "le": "le ", "la": "la ", "aux": "les ", "des": "les ", "les": "les "}
"""'au Caire' is in 'Le Caire'."""
_MIXED = re.compile("[A-ZÀ-Þ](?<=[a-zà-ÿ].)")
_SMALL = frozenset(["de", "du", "des", "d", "la", "le", "les", "l"])
_SHORTEST_GLUED = 4
_SHORTEST_HALF = 3
_SHORTEST_RESPELT = 5
_MOST_UNKNOWN = 3


class NameSpan(msgspec.Struct, frozen=True, kw_only=True):
    """Words `first` to `last` (included) of the text, a name of `rows` in the gazetteer.

    `prominence` is that of its best bearer, one less for a village's alternate name. `capital`: a bearer is a
    national capital. `area`: one is an area. `home`: one lies in a country known down to its villages.
    `articled`: the name goes with an article ('le Caire', 'le Havre').
    `headed`: it begins with a feature word in small letters ('baie de Hann').
    `glued`: a scraper joined it to a small word. `country`: it is a country's name too.
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
    home: bool
    articled: bool = False
    headed: bool = False
    glued: bool = False
    country: bool = False


def name_spans(words: Words, gazetteer: Gazetteer, lexicon: ToponymWords) -> Iterator[NameSpan]:
    """Every capitalised span that the gazetteer knows, longest first, left to right, none overlapping."""
    capital, free, last = words.capital, 0, -9
    # Without a capital inside a word ('deGoudiry') only words that begin with one are looked at.
    mixed = _MIXED.search(words.text) is not None
    for at in range(len(capital)) if mixed else compress(count(), capital):
        if at < free:
            continue
        if not capital[at]:
            glued = _glued_before(words, at, gazetteer, lexicon)
            if glued is not None:
                yield glued
            continue
        span = _longest_name(words, at, gazetteer)
        country_end = country_at(words, at, lexicon)
        if country_end >= 0 and (span is None or country_end >= span.last):
            if span is not None and country_end == span.last:
                yield msgspec.structs.replace(span, country=True)
            free = country_end + 1
            continue
        if span is None:
            span = _glued_after(words, at, gazetteer, lexicon)
        if span is None or _goes_on(words, span):
            # 'Dianké Makhan' is 'Dianké Makam' in the gazetteer, though it has a 'Dianké' as well.
            span = (
                _respelt(words, at, gazetteer, lexicon, last)
                or span
                or _unknown(words, at, gazetteer, lexicon)
            )
        if span is not None:
            span = _compound(span, words, lexicon, last)
            yield span
            last = span.last
            free = last + 1


def country_at(words: Words, at: int, lexicon: ToponymWords) -> int:
    """The last word of the country or group of countries that is named from word `at` on, or -1."""
    if words.folded[at] not in lexicon.country_heads and words.gaps[at + 1] != "'":
        return -1
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
        if words.capital[end] or folded[end].isdigit() or gaps[end] == "-":
            postings = gazetteer.postings(key)
            if postings:
                best = (end, key, postings)
    named = _with_head(words, at, gazetteer, best[0] if best else at)
    if named is not None:
        return named
    if at and folded[at - 1] in _ARTICLED and gaps[at] == " ":
        articled = _ARTICLED[folded[at - 1]] + folded[at]
        postings = gazetteer.postings(articled)
        if postings and (best is None or best[0] == at):
            found = _span(words, at, at, articled, postings, gazetteer)
            if found.prominence >= 2:
                return msgspec.structs.replace(found, articled=True)
    if best is None:
        return None
    return _span(words, at, best[0], best[1], best[2], gazetteer)


def _with_head(words: Words, at: int, gazetteer: Gazetteer, last: int) -> NameSpan | None:
    """A name whose head stands in small letters: 'place de la Révolution', 'aéroport Blaise Diagne'.

    Only heads that begin a name of the gazetteer with several words are tried.
    """
    back = at - 1
    while back > max(at - 4, 0) and words.folded[back] in _SMALL and words.gaps[back + 1] in (" ", "'"):
        back -= 1
    if back < 0 or words.gaps[back + 1] not in (" ", "'") or len(words.folded[back]) <= _SHORTEST_HALF:
        return None
    # An elided article is a word of its own here and part of a word in the key ('de l'Avenir').
    longest = gazetteer.longest(words.folded[back]) + words.gaps[back + 1 : at + 1].count("'")
    if longest <= at - back:
        return None
    best: NameSpan | None = None
    key = ""
    for end in range(back, min(back + longest, len(words.folded))):
        if end > back and words.gaps[end] not in _JOINTS:
            break
        key = _extended(key, words, end, back)
        if end >= last and (words.capital[end] or words.folded[end].isdigit()):
            postings = gazetteer.postings(key)
            if postings:
                found = _span(words, back, end, key, postings, gazetteer)
                if found.area and gazetteer.features[gazetteer.feature[found.rows[0]]][0] == "A":
                    return None  # 'département de Podor' is the feature word and the name
                best = msgspec.structs.replace(found, headed=True)
    return best


def _span(
    words: Words, first: int, last: int, key: str, postings: tuple[int, ...], gazetteer: Gazetteer
) -> NameSpan:
    bearers = _bearers(key, postings, gazetteer)
    return NameSpan(
        start=words.starts[first],
        end=words.ends[last],
        first=first,
        last=last,
        key=key,
        rows=bearers.rows,
        prominence=bearers.prominence,
        capital=bearers.capital,
        area=bearers.area,
        home=bearers.home,
    )


class _Bearers(NamedTuple):
    """What a `NameSpan` says of those who bear its name."""

    rows: tuple[int, ...]
    prominence: int
    capital: bool
    area: bool
    home: bool


@lru_cache(maxsize=8_192)
def _bearers(key: str, postings: tuple[int, ...], gazetteer: Gazetteer) -> _Bearers:
    rows = tuple(posting & ~ALTERNATE for posting in postings)
    features = [gazetteer.features[gazetteer.feature[row]] for row in rows]
    return _Bearers(
        rows,
        prominence=max(_standing(posting, key, gazetteer) for posting in postings),
        capital="P.PPLC" in features,
        area=any(feature[0] not in "PS" for feature in features),
        home=any(gazetteer.country[row] in gazetteer.known_countries for row in rows),
    )


def _unknown(words: Words, at: int, gazetteer: Gazetteer, lexicon: ToponymWords) -> NameSpan | None:
    """A name that the gazetteer lacks where something says that it is a place's ('le quartier Kadior').

    It has no rows; whether it becomes a mention hangs on whether the text says where it lies.
    """
    if not _is_governed(words, at, lexicon):
        return None
    last = at
    while last + 1 < len(words.folded) and words.capital[last + 1] and words.gaps[last + 1] in (" ", "-"):
        last += 1
    inside = words.folded[at : last + 1]
    surface = words.text[words.starts[at] : words.ends[last]]
    if not lexicon.no_name.isdisjoint(inside) or len(inside) > _MOST_UNKNOWN:
        return None
    if len(surface) < _SHORTEST_RESPELT or surface[1:].isupper():
        return None
    half = words.folded[last]
    if last > at and words.gaps[last] == "-" and half not in lexicon.generic_halves:
        postings = gazetteer.postings(half)
        if postings:  # 'Diaobé-Kabendou'
            return _span(words, at, last, half, postings, gazetteer)
    return NameSpan(
        start=words.starts[at],
        end=words.ends[last],
        first=at,
        last=last,
        key=name_key(surface),
        rows=(),
        prominence=0,
        capital=False,
        area=False,
        home=False,
    )


def _standing(posting: int, key: str, gazetteer: Gazetteer) -> int:
    """The prominence of a bearer; a village counts less under a name that is not its own or its head."""
    prominence = int(gazetteer.prominence[posting & ~ALTERNATE])
    if prominence != 1 or not posting & ALTERNATE:
        return prominence
    return 1 if name_key(gazetteer.name(posting & ~ALTERNATE)).startswith(key + " ") else 0


def _goes_on(words: Words, span: NameSpan) -> bool:
    after = span.last + 1
    return after < len(words.folded) and words.capital[after] and words.gaps[after] in (" ", "-")


def _is_governed(words: Words, at: int, lexicon: ToponymWords) -> bool:
    """Whether 'à' or a feature word stands before word `at` ('à X', 'village de X', 'quartier X')."""
    before = at - 1
    if before < 0 or words.gaps[at] not in (" ", "'"):
        return False
    word = words.folded[before]
    if word in lexicon.at or word in lexicon.cues:
        return True
    return before > 0 and word in lexicon.of and words.folded[before - 1] in lexicon.governing


def _compound(span: NameSpan, words: Words, lexicon: ToponymWords, taken: int) -> NameSpan:
    """The whole of a double name of which the gazetteer knows a half ('Diaobé-Kabendou', 'Ndiayène Pendao').

    Only where something says that a place is named, and never for a town whose name firms and clubs bear.
    """
    before, after = span.first - 1, span.last + 1
    if before > taken and words.gaps[span.first] == "-" and words.capital[before]:
        return _with_first_half(span, words, lexicon, before)
    if after < len(words.folded) and words.capital[after] and words.gaps[after] in (" ", "-"):
        return _with_second_half(span, words, lexicon, after)
    return span


def _with_first_half(span: NameSpan, words: Words, lexicon: ToponymWords, before: int) -> NameSpan:
    other = len(words.folded[before]) <= _SHORTEST_HALF or words.folded[before] in lexicon.countries
    if other or _on_a_way(words, before, lexicon) or not _is_governed(words, before, lexicon):
        return span
    return msgspec.structs.replace(span, start=words.starts[before], first=before)


def _on_a_way(words: Words, at: int, lexicon: ToponymWords) -> bool:
    """'l'axe Kombissiri-Gana' names two places."""
    return any(word in lexicon.ways for word in words.folded[max(0, at - 2) : at])


def _with_second_half(span: NameSpan, words: Words, lexicon: ToponymWords, after: int) -> NameSpan:
    word, surface = words.folded[after], words.text[words.starts[after] : words.ends[after]]
    free = span.prominence <= 2 and not span.capital and len(span.key) > _SHORTEST_GLUED
    name_like = len(surface) > _SHORTEST_HALF and not surface.isupper()
    ordinary = word in lexicon.directions or word in lexicon.openers or word in lexicon.followers
    following = after + 1
    goes_on = (
        following < len(words.folded) and words.capital[following] and words.gaps[following] in (" ", "-")
    )
    personal = span.key in lexicon.persons or word in lexicon.persons
    free = free and span.key not in lexicon.generic_halves
    unlikely = not free or not name_like or ordinary or goes_on or personal
    unlikely = unlikely or (words.gaps[after] == "-" and _on_a_way(words, span.first, lexicon))
    if unlikely or not _is_governed(words, span.first, lexicon):
        return span
    return msgspec.structs.replace(span, end=words.ends[after], last=after)


def _heads_a_line(words: Words, at: int) -> bool:
    """'Médina Gounass : un homme arrêté': several capitalised words up to a colon."""
    end = at + 1
    while end < len(words.folded) and words.capital[end] and words.gaps[end] in (" ", "-"):
        end += 1
    return end > at + 1 and words.gaps[end].lstrip(" \u00a0").startswith(":")


def _respelt(
    words: Words, at: int, gazetteer: Gazetteer, lexicon: ToponymWords, before: int
) -> NameSpan | None:
    """A village in another spelling than the gazetteer's ('Aguelhoc'), where something says that it is one.

    `before` is the last word of the name before: in a list ('d'Anefis et d'Aguelhoc') it says so too.
    """
    if len(words.folded[at]) < _SHORTEST_RESPELT:
        return None
    listed = before >= at - 3 and not lexicon.joining.isdisjoint(words.folded[before + 1 : at])
    slug = (at == 0 or "\n" in words.gaps[at]) and _heads_a_line(words, at)
    if not (listed or slug or _is_governed(words, at, lexicon)):
        return None
    last = at
    while (
        last + 1 < min(at + 3, len(words.folded))
        and words.capital[last + 1]
        and words.gaps[last + 1] in (" ", "-")
    ):
        last += 1
    if last == at and (words.folded[at] in lexicon.persons or words.folded[at] in lexicon.words):
        return None
    name = words.text[words.starts[at] : words.ends[last]]
    rows = gazetteer.rows_sounding(name)
    return _span(words, at, last, name_key(name), rows, gazetteer) if rows else None


def _glued_after(words: Words, at: int, gazetteer: Gazetteer, lexicon: ToponymWords) -> NameSpan | None:
    """A name with a small word glued to its end by a scraper: the name of 'Diamniadioest' is 'Diamniadio'."""
    word = words.folded[at]
    if not word.endswith(lexicon.glued_after):
        return None
    for tail in lexicon.glued_after:
        if word.endswith(tail) and len(word) - len(tail) > _SHORTEST_GLUED:
            key = word[: -len(tail)]
            postings = gazetteer.postings(key) if key not in lexicon.persons else ()
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
