"""The words of a text with their offsets, folded once for all who look names up in it."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from faleme.lexicon.names import MARK, Remembered, fold, pieces_of


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
    pieces = pieces_of(text)
    words = pieces[1::2]
    edges = list(accumulate(map(len, pieces)))
    return Words(
        text,
        starts=edges[0:-1:2],
        ends=edges[1::2],
        folded=list(map(_folded.__getitem__, words)),
        capital=[word[0].isupper() for word in words],
        gaps=list(map(_gap.__getitem__, pieces[0::2])),
    )


def _plain(word: str) -> str:
    return fold(word).replace("'", "").replace(MARK, "")


_folded = Remembered(_plain)
_gap = Remembered(fold)
