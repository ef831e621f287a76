"""The desk's words; they stand in `faleme.words`, where the brief finds them too."""

from faleme.words.wording import (
    DATA,
    LANGUAGES,
    NARROW,
    NO_BREAK,
    DeskLanguage,
    Wording,
    as_day,
    read_words,
    typeset,
    wording,
)

__all__ = [
    "DATA", "LANGUAGES", "NARROW", "NO_BREAK", "DeskLanguage", "Wording", "as_day", "read_words", "typeset",
    "wording",
]  # fmt: skip
