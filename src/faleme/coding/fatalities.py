"""People killed in an event, as a range: 'au moins 12 morts' is (12, None), 'une dizaine' (10, 10)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Final

from faleme.lexicon.grammar import DATA
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.records.event import Fatalities
from faleme.records.figure import Figure

WRONG_SIDE: Final = 60
"""Code points that a count on the wrong side of an English verb costs."""

LISTED: Final = 4
"""Words between two counts of one list ('soldats et', 'soldats de l'armée et')."""


@cache
def _words(language: str) -> dict[str, frozenset[str]]:
    with (DATA / language / "killing.toml").open("rb") as stream:
        return {name: frozenset(words) for name, words in tomllib.load(stream).items()}


def is_killing(row_words: str, language: str = "fr") -> bool:
    """Whether a row says that someone died ('égorger', 'meurtre')."""
    words = _words(language)
    first = row_words.split()[0].split("/")[0]
    return (
        first in words["verbs"]
        or row_words in words["nouns"]
        or any(p in row_words for p in words["phrases"])
    )


def killed(tokens: Tokens, match: TriggerMatch, figures: Sequence[Figure]) -> Fatalities | None:
    """Deaths that a sentence tells near a trigger: a counted noun, or one person who is killed."""
    counted = [figure for figure in figures if figure.unit in _words(tokens.language)["dead"]]
    deadly = is_killing(match.row.words, tokens.language)
    if deadly:
        near = (f for f in figures if f.kind == "count" and match.start - 70 <= f.start <= match.end + 60)
        counted = counted or list(near)
    if counted:
        nearest = min(counted, key=lambda figure: _distance(figure, match, tokens.language))
        dead = as_range(nearest)
        return _with_listed(dead, nearest, figures, tokens) if deadly else dead
    return Fatalities(1, 1) if deadly and _of_one(tokens, match) else None


def _with_listed(dead: Fatalities, last: Figure, figures: Sequence[Figure], tokens: Tokens) -> Fatalities:
    """'Trois soldats et quatre assaillants ont été tués': both are dead; '7 morts et 12 blessés' are not."""
    words = _words(tokens.language)
    spared = words["dead"] | words["hurt"]
    before = [f for f in figures if f.kind == "count" and f.end <= last.start and f.unit not in spared]
    if last.unit in spared or not before or dead.min is None or dead.max is None:
        return dead
    first = max(before, key=lambda figure: figure.end)
    between = [
        word
        for word, start in zip(tokens.words, tokens.starts, strict=True)
        if first.end <= start < last.start
    ]
    listed = bool(between) and between[-1] in words["and"] and len(between) <= LISTED
    if not listed or first.modifier not in (None, "exact"):
        return dead
    total = int(first.value)
    return Fatalities(dead.min + total, dead.max + total)


def _distance(figure: Figure, match: TriggerMatch, language: str) -> int:
    """A count's way to the trigger; in English the dead stand before a passive, behind an active."""
    far = abs(figure.start - match.start)
    if language == "en" and match.group is not None:
        far += WRONG_SIDE * ((match.group.voice == "passive") == (figure.start > match.start))
    return far


def _of_one(tokens: Tokens, match: TriggerMatch) -> bool:
    """Whether one is killed: a singular participle or noun, not 'tués', not 'a tué' without an object's
    number.
    """
    words, keys = tokens.words[match.first : match.last + 1], tokens.keys[match.first : match.last + 1]
    singular = all(word == key for word, key in zip(words, keys, strict=True))
    if match.group is None:
        return singular
    if tokens.language == "en":
        return match.group.voice == "passive" and match.group.person == "3s"
    return singular and (match.group.voice == "passive" or match.group.person in ("ms", "fs"))


def as_range(figure: Figure) -> Fatalities:
    value = int(figure.value)
    if figure.modifier == "more-than":
        return Fatalities(value, None)
    if figure.modifier == "less-than":
        return Fatalities(None, value)
    return Fatalities(value, value)
