"""What the words around a figure say about it: exact or about, a rise or a fall, a name and no measure."""

from __future__ import annotations

import re
from functools import cache

from faleme.lexicon.units import any_of, cue, figure_cues
from faleme.recognise.numerals import SPACE
from faleme.records.figure import Modifier

_MODIFIERS: tuple[Modifier, ...] = ("more-than", "less-than", "about")


@cache
def _before(language: str) -> re.Pattern[str]:
    table = figure_cues(language)["modifier"]["before"]
    groups = "|".join(f"(?P<{kind.replace('-', '_')}>{any_of(table[kind])})" for kind in _MODIFIERS)
    return re.compile(rf"(?<!\w)(?:{groups}){SPACE}*(?:les?{SPACE}|la{SPACE}|l['’])?$", re.IGNORECASE)


@cache
def _after(language: str) -> re.Pattern[str]:
    table = figure_cues(language)["modifier"]["after"]
    groups = "|".join(f"(?P<{kind.replace('-', '_')}>{any_of(table[kind])})" for kind in _MODIFIERS)
    return re.compile(rf"{SPACE}{{1,2}}(?:{groups})(?!\w)", re.IGNORECASE)


def modifier_before(text: str, start: int, language: str) -> tuple[Modifier, int] | None:
    """The modifier whose words end where the number starts, and where those words start."""
    window = max(0, start - 34)
    fragment = text[window:start]
    # The pattern is anchored at the end, so the earliest hit is the longest ('pas moins de', 'moins de').
    match = _before(language).search(fragment)
    if match is None or "\n" in match[0]:
        return None
    return _kind(match), window + match.start()


def modifier_after(text: str, end: int, language: str) -> Modifier | None:
    """'10 morts au moins', '300 km environ'."""
    match = _after(language).match(text, end)
    return _kind(match) if match else None


def _kind(match: re.Match[str]) -> Modifier:
    return next(kind for kind in _MODIFIERS if match[kind.replace("-", "_")])


@cache
def _change(language: str) -> re.Pattern[str]:
    table = figure_cues(language)["change"]
    fall, rise = any_of(table["fall"]), any_of(table["rise"])
    return re.compile(
        rf"(?<!\w)(?:(?P<fall>{fall})|(?P<rise>{rise}))(?!\w)"
        r"(?P<between>[^.;:,!?\n\d%(]*)$",
        re.IGNORECASE,
    )


@cache
def _link(language: str) -> re.Pattern[str]:
    """The preposition that ties a rate to the change: 'de 8 %', not 'à 8 %', which is the level reached."""
    return re.compile(
        rf"(?:{any_of(figure_cues(language)['change']['link'])}){SPACE}*$|^{SPACE}*$", re.IGNORECASE
    )


def change_sign(text: str, start: int, floor: int, language: str) -> int:
    """-1 after words of fall, 1 after words of rise, 0 for no change; looks back to `floor`."""
    window = max(floor, start - 90)
    fragment = text[window:start]
    match = last = None
    position = 0
    # 'la baisse des prix a progressé de 3 %': the nearest word of change decides.
    while match := _change(language).search(fragment, position):
        last, position = match, match.start() + 1
    match = last
    if match is None or not _link(language).search(match["between"]):
        return 0
    return -1 if match["fall"] else 1


@cache
def label_before(language: str) -> re.Pattern[str]:
    """'article 12', 'n° 7', 'calibre 7,62': the number is a name."""
    return cue(language, "context", "label", r"(?<!\w)", rf"{SPACE}*(?:n°|nº)?{SPACE}*$")
