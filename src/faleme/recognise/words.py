"""The words of a text with their offsets, folded once for all who look names up in it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from faleme.lexicon.names import MARK, fold

_WORD = re.compile(r"[NMK]['’][A-ZÀ-Ý][^\W_]*|[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""'N’Djamena' and 'M’Bour' are one word; 'd’Anefis' and 'Saint-Louis' are two."""


class Words(NamedTuple):
    """Parallel lists: word i is `text[starts[i]:ends[i]]`, folded `folded[i]`; `gaps[i]` stands before it.

    A gap is ' ' for blanks on one line, '-' for a hyphen, "'" for an apostrophe, otherwise the text itself
    (folded), punctuation and line breaks included.
    """

    text: str
    starts: list[int]
    ends: list[int]
    folded: list[str]
    capital: list[bool]
    gaps: list[str]


@lru_cache(maxsize=2)
def words_of(text: str) -> Words:
    """The words of a text. The last texts are remembered, because one article is asked for several times."""
    flat = fold(text)
    starts: list[int] = []
    ends: list[int] = []
    folded: list[str] = []
    capital: list[bool] = []
    gaps: list[str] = []
    last = 0
    marked, quoted = MARK in flat, "'" in flat
    add_start, add_end, add_word = starts.append, ends.append, folded.append
    add_capital, add_gap = capital.append, gaps.append
    for match in _WORD.finditer(text):
        start, end = match.span()
        add_start(start)
        add_end(end)
        word = flat[start:end]
        add_word(word.replace("'", "").replace(MARK, "") if marked or (quoted and "'" in word) else word)
        add_capital(text[start].isupper())
        add_gap(flat[last:start])
        last = end
    gaps.append(flat[last:])
    return Words(text, starts, ends, folded, capital, gaps)
