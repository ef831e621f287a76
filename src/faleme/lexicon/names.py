"""How geographical names are compared: case, accents, hyphens and apostrophes folded, one code point for one.

Folding keeps the length of a text, so that an offset in the folded text is an offset in the text.
"""

from __future__ import annotations

import unicodedata

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
