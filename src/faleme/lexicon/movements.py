"""Words of movements: convoys, patrols, aid and officials on their way."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from faleme.lexicon.names import fold

_FILE = Path(__file__).resolve().parent.parent / "data" / "movements.toml"


def tells_of_movement(text: str, language: str) -> bool:
    """Whether a text has a word of movement, in French where its language is not English."""
    return _words("en" if language == "en" else "fr").search(fold(text)) is not None


@cache
def _words(language: str) -> re.Pattern[str]:
    beginnings = tomllib.loads(_FILE.read_text(encoding="utf-8"))[language]
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, beginnings)) + ")")
