"""What a figure measures, in the text's own words: 'amende' of 'une amende de 200 000 FCFA'."""

from __future__ import annotations

import re
from functools import cache

from faleme.lexicon.units import any_of, figure_cues
from faleme.recognise.figure_drafts import Draft
from faleme.recognise.numerals import SPACE

_LETTER = r"[^\W\d_]"
_NAME = rf"{_LETTER}(?:{_LETTER}|['’-])*"


def _words(language: str, key: str) -> str:
    return any_of(figure_cues(language)["measures"][key])


@cache
def _share_of(language: str) -> re.Pattern[str]:
    """'55 % des exportations régionales': the noun behind 'des' and its adjective."""
    adjective = rf"{_LETTER}+{_words(language, 'adjective_endings')}"
    return re.compile(
        rf"{SPACE}{_words(language, 'of')}{SPACE}?(?P<noun>(?!(?:plus|moins|more|less)\b){_NAME}"
        rf"(?:{SPACE}{adjective}\b)?)",
        re.IGNORECASE,
    )


@cache
def _governor(language: str) -> re.Pattern[str]:
    """'le préjudice est estimé à', 'une amende de': the noun before the preposition at the figure."""
    stop, between = _words(language, "stop"), _words(language, "between")
    determiner = _words(language, "determiner")
    noun = rf"(?!(?:{stop}|{between}|{determiner})\b){_LETTER}{{3,}}"
    own = rf"(?!(?:{between}|{stop}|{determiner})\b){_NAME}"
    complement = rf"{SPACE}{_words(language, 'of')}{SPACE}?{own}|{SPACE}{own}"
    return re.compile(
        rf"(?<!\w){determiner}(?:{SPACE}|(?<=['’]))(?P<noun>{noun}(?:{complement}){{0,2}}?)"
        rf"{SPACE}(?:{between}{SPACE}){{0,3}}{_words(language, 'link')}{SPACE}*(?:les?{SPACE}|the{SPACE})?$",
        re.IGNORECASE,
    )


def measured(text: str, draft: Draft, language: str) -> str | None:
    """A quote of the text that says what the figure measures, or None."""
    if draft.kind == "count":
        written = re.search(rf"({_NAME})$", text[draft.numeral.end : draft.end])
        return re.sub(r"^d['’]", "", written[1]) if written else None
    if draft.unit == "%" and (match := _share_of(language).match(text, draft.end)):
        return match["noun"]
    lead = text[max(0, draft.start - 70) : draft.start]
    if draft.start > 70:
        lead = "." + lead[lead.find(" ") + 1 :]
    window = re.split(r"[.;:!?\n(,]", lead)[-1]
    match = _governor(language).search(window)
    return match["noun"] if match else None
