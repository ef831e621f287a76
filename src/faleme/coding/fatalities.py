"""People killed in an event, as a range: 'au moins 12 morts' is (12, None), 'une dizaine' (10, 10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from faleme.records.event import Fatalities
from faleme.records.figure import Figure

_DEAD: Final = frozenset(("mort", "tué", "victime", "décès", "corps", "dead", "killed", "death"))
_KILLED: Final = frozenset(
    [
        "tuer",
        "assassiner",
        "abattre",
        "égorger",
        "massacrer",
        "neutraliser",
        "décapiter",
        "éliminer",
        "liquider",
        "poignarder",
        "lyncher",
        "exécuter",
        "poignarder",
        "trucider",
        "fusiller",
        "étrangler",
        "éventrer",
        "anéantir",
        "kill",
        "murder",
        "behead",
        "slaughter",
    ]
)
_MURDER: Final = frozenset(
    [
        "meurtre",
        "assassinat",
        "homicide",
        "féminicide",
        "infanticide",
        "parricide",
        "matricide",
        "fratricide",
        "égorgement",
        "décapitation",
        "murder",
    ]
)


def is_killing(words: str) -> bool:
    """Whether a row says that someone died ('égorger', 'meurtre')."""
    first = words.split()[0]
    return (
        first in _KILLED
        or words in _MURDER
        or "la vie" in words
        or "la mort" in words
        or "mortellement" in words
    )


def killed(
    words: str, figures: Sequence[Figure], start: int, end: int, *, singular: bool
) -> Fatalities | None:
    """Deaths that a sentence tells near a trigger: a counted noun, or one person who is killed."""
    counted = [f for f in figures if f.unit in _DEAD and f.unit != "victime"]
    if is_killing(words):
        near = [f for f in figures if f.kind == "count" and (start - 70 <= f.start <= end + 60)]
        counted = counted or near
    if counted:
        return as_range(min(counted, key=lambda f: abs(f.start - start)))
    if is_killing(words) and singular:
        return Fatalities(1, 1)
    return None


def as_range(figure: Figure) -> Fatalities:
    value = int(figure.value)
    if figure.modifier == "more-than":
        return Fatalities(value, None)
    if figure.modifier == "less-than":
        return Fatalities(None, value)
    return Fatalities(value, value)
