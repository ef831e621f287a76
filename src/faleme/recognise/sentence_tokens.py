"""The words of one sentence as the event coder reads them: accents kept, elisions apart, glued words
parted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from faleme.lexicon.names import Remembered
from faleme.lexicon.triggers import word_key

_WORD = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+|[a-zß-öø-ÿ]+)(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])"  # 'ministreOusmane': parted
    r"|[^\W\d_]+['’ʼ]|[^\W_]+",
)
_SOFT = re.compile(r"[,;:.!?…«»“”\"()\[\]\n–—]| - ")


class Tokens(NamedTuple):
    """Parallel lists. `words[i]` is lower case with a plain apostrophe, `keys[i]` its word key.

    `breaks[i]` is the punctuation between word i - 1 and word i, '' where there is none.
    """

    words: list[str]
    keys: list[str]
    starts: list[int]
    ends: list[int]
    breaks: list[str]
    capital: list[bool]
    language: str

    def at(self, offset: int) -> int | None:
        """The word that holds an offset of the article, or the next one behind it."""
        for i, end in enumerate(self.ends):
            if offset < end:
                return i
        return None


def _seen(written: str) -> tuple[str, str, bool]:
    word = written.lower().replace("’", "'").replace("ʼ", "'")
    return word, word_key(word), written[0].isupper()


_read = Remembered(_seen)


def keys_of(text: str) -> list[str]:
    """The word keys of a whole text, where nobody asks for their places."""
    return [_read[word][1] for word in _WORD.findall(text)]


def tokens_of(text: str, start: int, end: int, language: str = "fr") -> Tokens:
    """The words of `text[start:end]` with their offsets in the whole text."""
    words: list[str] = []
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks: list[str] = []
    capital: list[bool] = []
    last = start
    for match in _WORD.finditer(text, start, end):
        a, b = match.span()
        word, key, upper = _read[match.group()]
        words.append(word)
        keys.append(key)
        starts.append(a)
        ends.append(b)
        capital.append(upper)
        between = text[last:a]
        last = b
        if between in (" ", ""):
            breaks.append("")
            continue
        if language == "en" and between[:1] == "." and len(words) > 1 and len(words[-2]) == 1:
            between = between[1:]  # 'U.N. helicopters' is one phrase
        breaks.append("".join(_SOFT.findall(between)))
    return Tokens(words, keys, starts, ends, breaks, capital, language)
