"""What kind of speaker a claim has: army, armed group, authority, agency or witness."""

from __future__ import annotations

from functools import cache

from faleme.lexicon.names import fold
from faleme.words.wording import LANGUAGES, read_words


def speaker_kind(speaker: str) -> str:
    """army, group, authority, agency or witness, by the first word of a kind that the speaker's name has."""
    words = fold(speaker).replace("’", " ").replace("'", " ").split()
    for kind, starts in _speakers():
        if any(word.startswith(starts) for word in words):
            return kind
    return ""


@cache
def _speakers() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Beginnings of words by kind, of all languages: a speaker is written in the article's."""
    tables = [read_words(language, "desk_speakers.toml")["speakers"] for language in LANGUAGES]
    return tuple((kind, tuple(start for table in tables for start in table[kind])) for kind in tables[0])
