"""How geographical names are compared: case, accents, hyphens and apostrophes folded, one code point for one.

Folding keeps the length of a text, so that an offset in the folded text is an offset in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

MARK = "\u0300"
"""What a combining mark folds to; it is taken out of a key by `name_key`."""

_APOSTROPHES = "'’‘ʼʻ`´′ꞌ"
_DASHES = "-‐‑‒–—−"


def _fold_table() -> dict[int, str]:
    """Code point to folded code point, for the Latin blocks and the dashes, spaces and apostrophes."""
    table: dict[int, str] = {}
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        if len(base) == 1 and base != char:
            table[code] = base
    table.update(dict.fromkeys(range(0x0300, 0x0370), MARK))
    table.update(dict.fromkeys(map(ord, _APOSTROPHES), "'"))
    table.update(dict.fromkeys(map(ord, _DASHES), "-"))
    table.update(dict.fromkeys((0xA0, 0x202F, 0x2009), " "))
    return table


_TABLE = _fold_table()


def fold(text: str) -> str:
    """The text in lower case without accents; same length as the text."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


_LETTERS = "[0-9A-Za-zÀ-ÖØ-öø-ÿ]"
_WORD = re.compile(
    # The plain letters stand before 'every letter or digit' because their look-up is three times as fast.
    rf"([NMK]['’][A-ZÀ-Ý](?:{_LETTERS}|[^\W_])*+|(?:{_LETTERS}|[^\W_])(?:{_LETTERS}++|[^\W_]|[\u0300-\u036f])*+)"
)
"""'N’Djamena' and 'M’Bour' are one word; 'd’Anefis' and 'Saint-Louis' are two."""


class Remembered(dict[str, T]):
    """What a pure function makes of a word, worked out once: few words make most of a text.

    `remembered[word]` costs a third of a call of an `lru_cache`, which tells on every word of every article.
    Bounded: when it is full it begins anew.
    """

    def __init__(self, make: Callable[[str], T], most: int = 65_536) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, word: str) -> T:
        if len(self) >= self._most:
            self.clear()
        made = self[word] = self._make(word)
        return made


@lru_cache(maxsize=4)
def pieces_of(text: str) -> list[str]:
    """What stands before the first word, the word, what stands behind it, and so on; never to be changed.

    The last texts are remembered, because one article is asked for several times.
    """
    return _WORD.split(text)


def name_key(name: str) -> str:
    """The key of a name: 'Saint-Louis' and 'saint louis' are 'saint louis', 'M’Bour' is 'mbour'."""
    folded = fold(unicodedata.normalize("NFC", name)).replace(MARK, "").replace("'", "")
    words = "".join(char if char.isalnum() else " " for char in folded).split()
    return " ".join(words)


_SPELLINGS = (
    ("ou", "u"), ("w", "u"), ("y", "i"), ("ch", "sh"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"),
    ("ph", "f"), ("dj", "j"), ("di", "j"), ("gn", "ni"), ("qu", "k"), ("q", "k"), ("c", "k"), ("x", "k"),
    ("z", "s"), ("e", "i"), ("o", "u"),
    ("ao", "au"),
)  # fmt: skip


@lru_cache(maxsize=16_384)
def skeleton(name: str) -> str:
    """What the spellings of a West African name share: 'Aguelhoc' and 'Aguelhok', 'Makhan' and 'Makam'."""
    key = name_key(name)
    for written, sound in _SPELLINGS:
        key = key.replace(written, sound)
    words = []
    for word in key.split():
        plain = word[0] + "".join(
            letter for at, letter in enumerate(word[1:], 1) if letter != "h" and letter != word[at - 1]
        )
        words.append(plain[:-1] + "n" if len(plain) > 3 and plain[-1] == "m" else plain)
    return "".join(words)
