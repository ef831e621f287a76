"""The mode where it hangs on what is asked for or refused: help, a change, giving way, a meeting."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Final

from faleme.lexicon.grammar import DATA
from faleme.lexicon.triggers import Row, word_key
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch

REACH: Final = 14
"""Words behind the trigger in which what is asked for is told."""


@cache
def mode_words(language: str) -> dict[str, dict[str, str]]:
    """By type, the mode that each word gives."""
    path = DATA / language / "modes.toml"
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        table = tomllib.load(stream)
    return {
        kind: {word_key(word): mode for mode, words in modes.items() for word in words}
        for kind, modes in table.items()
    }


def mode_of(row: Row, tokens: Tokens, match: TriggerMatch) -> str | None:
    """The row's mode, or the one that the nearest telling word behind the trigger gives."""
    words = mode_words(tokens.language).get(row.type)
    if row.mode is not None or words is None:
        return row.mode
    for i in range(match.first + 1, min(len(tokens.keys), match.last + REACH)):
        if i > match.last and tokens.breaks[i].strip("-,«"):
            break
        mode = words.get(tokens.keys[i])
        if mode is not None:
            return mode
    return None
