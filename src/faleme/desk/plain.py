"""Reasons of linking and review, which steps below the desk give in English, in the reader's words.

What no row of data/<language>/desk_reasons.toml fits is left as it is, so that no reason is ever lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from faleme.desk.wording import DeskLanguage, read_words, typeset

_POINTS = re.compile(r" \(\+\d+\)$")
_PAIR = re.compile(r"(\S+) and (\S+): (.*)")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")


@cache
def _rows(language: DeskLanguage) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = read_words(language, "desk_reasons.toml").get("reason", [])
    return tuple((re.compile(row["is"]), row["say"]) for row in rows)


def in_plain_words(reason: str, language: DeskLanguage) -> str:
    """One reason; its share of a score ('(+12)') is left out."""
    reason = _POINTS.sub("", reason)
    for pattern, say in _rows(language):
        if match := pattern.fullmatch(reason):
            said = typeset(say.format(*match.groups()), language)
            return _DECIMAL.sub(",", said) if language == "fr" else said
    return reason


def of_articles(reason: str, outlets: Mapping[str, str], language: DeskLanguage) -> str:
    """A reason about two articles ('a and b: one house (x)') with their outlets in place of their ids."""
    match = _PAIR.fullmatch(reason)
    if match is None or not {match[1], match[2]} <= set(outlets):
        return in_plain_words(reason, language)
    pair = " + ".join((outlets[match[1]], outlets[match[2]]))
    return typeset(f"{pair} : " if language == "fr" else f"{pair}: ", language) + in_plain_words(
        match[3], language
    )
