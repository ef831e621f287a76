"""What a figure measures, in the text's own words: 'amende' of 'une amende de 200 000 FCFA'."""

from __future__ import annotations

import re
from functools import cache

from faleme.lexicon.units import any_of, figure_cues
from faleme.recognise.figure_drafts import Draft
from faleme.recognise.numerals import SPACE

_LETTER = r"[^\W\d_]"
_NAME = rf"{_LETTER}(?:{_LETTER}|['’-])*"


@cache
def _share_of(language: str) -> re.Pattern[str]:
    """'55 % des exportations sénégalaises vers': the noun behind 'des' and one word of its own."""
    stop = any_of(figure_cues(language)["measures"]["stop"])
    of = "of(?: the| all)?" if language == "en" else r"(?:des|du|de la|de l['’]|de|d['’])"
    return re.compile(
        rf"{SPACE}{of}{SPACE}?(?P<noun>(?!plus|moins){_NAME}(?:{SPACE}(?!{stop}\b){_NAME})?)", re.IGNORECASE
    )


@cache
def _governor(language: str) -> re.Pattern[str]:
    """'le préjudice est estimé à', 'une amende de': the noun before the preposition at the figure."""
    stop = any_of(figure_cues(language)["measures"]["stop"])
    link = (
        "(?:of|at|to|by|is|was|worth)"
        if language == "en"
        else r"(?:de|d['’]|à|des?|est|atteint|atteignent|aux)"
    )
    verb = (
        r"(?:is|was|are|were|has|have|been|estimated|put|set|valued|rose|fell|up|down)"
        if language == "en"
        else r"(?:est|sont|a|ont|été|s['’]\w+|(?:estim|évalu|fix|chiffr)ée?s?|en|hausse|baisse|recul|nette)"
    )
    return re.compile(
        rf"(?P<noun>(?!{stop}\b){_LETTER}{{3,}}(?:{SPACE}(?:de|du|des|d['’]|of){SPACE}?{_NAME}|{SPACE}(?!{verb}\b|{stop}\b){_NAME}){{0,2}})"
        rf"{SPACE}(?:{verb}{SPACE}){{0,3}}{link}{SPACE}*(?:les?{SPACE}|the{SPACE})?$",
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
        lead = lead[lead.find(" ") + 1 :]
    window = re.split(r"[.;:!?\n(,]", lead)[-1]
    match = _governor(language).search(window)
    return match["noun"] if match else None
