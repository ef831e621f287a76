"""Drafts of figures: every numeral of a text with what stands beside it, before context has its say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from faleme.lexicon.units import any_of, cue, figure_cues
from faleme.recognise.figure_cues import change_sign, label_before, modifier_after, modifier_before
from faleme.recognise.figure_units import Counted, currency_before, definite_before, noun_after, unit_after
from faleme.recognise.numerals import SPACE, Numeral, digits_value, exact, numerals, scale_after
from faleme.records.figure import FigureKind, Modifier
from faleme.records.time import Timex

# A count small enough to be spelt takes up ('les deux pays') or is said in passing ('deux accords').
_SPELT = 10
_NAMED_CLASSES = frozenset(
    {"casualty", "force", "people", "vehicle", "weapon", "place", "building", "goods", "case"}
)
_TAKEN_UP = frozenset({"casualty", "vehicle", "weapon", "place", "building", "goods", "case"})


# The rule of a quantity that names a kind of thing ('des billets de 100 dollars', 'des sacs de 25 kg').
DENOMINATION = "denomination"


@dataclass(slots=True)
class Draft:
    """A numeral on its way to a figure; `unit` None is still to be settled by its neighbours."""

    start: int
    end: int
    numeral: Numeral
    value: int | float
    unit: str | None = None
    kind: FigureKind = "number"
    modifier: Modifier = "exact"
    rule: str = ""
    noun_class: str | None = None
    open_sign: bool = False
    dropped: bool = False
    unknown_noun: Counted | None = None
    sum_of: bool = False


def drafts(text: str, times: Sequence[Timex], language: str) -> list[Draft]:
    """Drafts of all numerals outside dates, left to right."""
    blocked = _masked(text, times)
    found: list[Draft] = []
    floor = 0
    for numeral in numerals(text, language):
        if _is_masked(numeral, blocked) or _is_name(text, numeral):
            continue
        if numeral.start < floor:
            continue
        draft = _draft(text, _said_twice(text, numeral, language), floor, language)
        found.append(draft)
        floor = draft.end
    return found


_IN_BRACKETS = re.compile(rf"{SPACE}?\({SPACE}?(\d[\d \u00a0\u202f.]*){SPACE}?\)")


def _said_twice(text: str, numeral: Numeral, language: str) -> Numeral:
    """'soixante-cinq (65) camions': the digits in brackets say the same number once more."""
    match = _IN_BRACKETS.match(text, numeral.end)
    if match is None or digits_value(match[1].strip(" .")) != numeral.value:
        return numeral
    scale = None if numeral.scaled else scale_after(text, match.end(), language)
    if scale:
        return replace(
            numeral, value=exact(numeral.value * scale[0]), end=scale[1], scaled=scale[0] >= 1_000_000
        )
    return replace(numeral, end=match.end())


# Telephone numbers ('77 123 45 67', '+221 33 800 10 10') and addresses of pages.
_PHONE = re.compile(rf"(?<!\d)(?:\+?\d{{2,3}}{SPACE})?\d{{2,3}}(?:[ \u00a0.\-/]\d{{2,3}}){{3,}}(?!\d)")
_MAY_BE_PHONE = re.compile(r"\d[ \u00a0.\-/]\d\d\d?[ \u00a0.\-/]\d\d\d?[ \u00a0.\-/]\d\d")
"""What every telephone number holds, and nearly no other text: a sixth of the time of `_PHONE`."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def _masked(text: str, times: Sequence[Timex]) -> list[tuple[int, int]]:
    blocked = [(timex.start, timex.end) for timex in times]
    if _MAY_BE_PHONE.search(text):
        blocked += [m.span() for m in _PHONE.finditer(text) if _is_phone(m[0])]
    if "://" in text or "www." in text:
        blocked += [m.span() for m in _ADDRESS.finditer(text)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(blocked):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_masked(numeral: Numeral, blocked: list[tuple[int, int]]) -> bool:
    last = bisect_left(blocked, (numeral.end, 0)) - 1
    return last >= 0 and blocked[last][1] > numeral.start


def _is_phone(written: str) -> bool:
    groups = re.split(r"\D+", written.strip("+"))
    # '1 414 021 100' is one number: only its first group may be short.
    return any(len(group) == 2 for group in groups[1:])


def _is_name(text: str, numeral: Numeral) -> bool:
    """'Covid-19', 'G5', '3/4', '1,5.2', 'deux-roues': part of a name or of another writing."""
    before = text[max(0, numeral.start - 2) : numeral.start]
    after = text[numeral.end : numeral.end + 2]
    if before[-1:] in ("/", "°", "#", "_") or (before[-1:] in "-–" and before[:1].isalpha()):
        return True
    if before[-1:] in (".", ",", ":", "-", "–") and before[:1].isdigit() and not _is_range(text, numeral):
        return True
    if after[:1] in ("/", ":") and after[1:].isdigit():
        return True
    return numeral.form == "words" and after[:1] == "-" and after[1:].isalpha()


def _is_range(text: str, numeral: Numeral) -> bool:
    return text[numeral.start - 1] in "-–" and numeral.form == "digits"


def _draft(text: str, numeral: Numeral, floor: int, language: str) -> Draft:
    start = numeral.start
    modifier: Modifier = "about" if numeral.form == "collective" else "exact"
    draft = Draft(start, numeral.end, numeral, numeral.value)
    prefix = currency_before(text, start, language)
    if prefix:
        draft.start = start = prefix[1]
    if said := modifier_before(text, start, language):
        modifier, draft.start = said
    draft.modifier = modifier
    if prefix:
        draft.unit, draft.kind, draft.rule = prefix[0].code, "money", "sign before"
        if glued := _GLUED_SCALE.match(text, numeral.end):
            draft.value, draft.end = draft.value * _LETTER_SCALES[glued[1].lower()], glued.end()
    else:
        _set_unit(text, draft, floor, language)
    if (
        draft.unit is not None
        and draft.modifier == "exact"
        and (late := modifier_after(text, draft.end, language))
    ):
        draft.modifier = late
    return draft


# '$5m', '€3M': a letter after a sum of money only.
_GLUED_SCALE = re.compile(r"([kKmM])(?!\w)")
_LETTER_SCALES = {"k": 1_000, "m": 1_000_000}


def _set_unit(text: str, draft: Draft, floor: int, language: str) -> None:
    numeral = draft.numeral
    unit = unit_after(text, numeral.end, language)
    noun = noun_after(text, numeral, language)
    if unit:
        _take_unit(text, draft, unit[0].code, unit[0].kind, unit[1], floor, language)
        if unit[0].factor != 1:
            draft.value = exact(draft.value * unit[0].factor)

        return
    if label_before(language).search(text[max(0, numeral.start - 16) : numeral.start]):
        draft.dropped = True
        return
    if points := _points(text, numeral, floor, language):
        draft.unit, draft.kind, draft.rule, draft.end = "pp", "points", "points after a change", points[0]
        draft.value *= points[1]
        return
    if noun and noun.plural and noun.noun_class in (None, "abstract"):
        draft.unknown_noun = noun
    if numeral.scaled and noun and money_words(language).match(text, noun.start):
        draft.sum_of = True
        return
    if text[numeral.end : numeral.end + 1].isalnum() and not (noun and noun.noun_class in _NAMED_CLASSES):
        draft.dropped = True
    elif noun and (reason := _counts(text, draft, noun, language)):
        draft.unit, draft.kind, draft.rule = noun.noun, "count", reason
        draft.end, draft.noun_class = noun.end, noun.noun_class
    elif noun and (noun.noun_class or (noun.plural and not (numeral.scaled and not noun.partitive))):
        draft.dropped = True


def _take_unit(text: str, draft: Draft, code: str, kind: str, end: int, floor: int, language: str) -> None:
    if kind == "drop":
        draft.dropped = True
        return
    draft.unit, draft.end, draft.rule = code, end, f"{kind} unit"
    if kind in ("money", "measure") and _of_each(language, kind).search(
        text, max(0, draft.start - 40), draft.start
    ):
        draft.rule = DENOMINATION
    if kind == "money":
        draft.kind = "money"
        return
    written_sign = text[draft.numeral.start : draft.numeral.start + 1]
    draft.kind = "measure" if kind == "measure" else "points" if kind == "points" else "share"
    if code == "°C" and text[draft.start - 1 : draft.start] in ("", "\n"):
        # '10° Que faire ?': an item of a list.
        draft.dropped = True
        return
    if kind == "measure":
        # '-73 kg' is a class of judo, '7,62 mm' a weapon; only a temperature has a sign.
        named = code == "mm" and _caliber(language).search(text, max(0, draft.start - 40), draft.start)
        draft.dropped = bool(named) or (written_sign in "+-−–" and code != "°C")
        return
    if kind == "share" and _is_rhetorical(text, draft, language):
        draft.dropped = True
        return
    sign = change_sign(text, draft.start, floor, language)
    if written_sign in "+-−–" or sign:
        draft.kind = "points" if kind == "points" else "change"
        if sign < 0 and draft.value > 0 and written_sign != "+":
            draft.value = -draft.value
    elif more := _more_or_less(language).match(text, end):
        draft.kind = "change"
        draft.value = -draft.value if more["less"] else draft.value
    else:
        draft.open_sign = True


@cache
def _of_each(language: str, kind: str) -> re.Pattern[str]:
    """'des billets de 100 dollars', 'des sacs de riz de 25 kg'."""
    key = "denomination" if kind == "money" else "container"
    return cue(
        language, "context", key, r"(?<!\w)", rf"{SPACE}(?:[^\W\d]+{SPACE}){{0,2}}(?:d[e'’]|of){SPACE}*$"
    )


# '12 % de plus qu'en mai' is a rise of 12 %.
@cache
def _more_or_less(language: str) -> re.Pattern[str]:
    more, less = (any_of(figure_cues(language)["context"][key]) for key in ("more", "less"))
    return re.compile(rf"{SPACE}(?:{more}|(?P<less>{less}))\b", re.IGNORECASE)


@cache
def _caliber(language: str) -> re.Pattern[str]:
    return cue(language, "context", "caliber", r"(?<!\w)", r"(?!\w)")


@cache
def money_words(language: str) -> re.Pattern[str]:
    """'de dette', 'de préjudice': words that make money of a bare 'milliards'."""
    return cue(language, "context", "money", r"(?<!\w)", r"(?!\w)")


@cache
def _policy(language: str) -> re.Pattern[str]:
    return cue(language, "context", "policy", rf"{SPACE}", r"(?!\w)")


def _is_rhetorical(text: str, draft: Draft, language: str) -> bool:
    """'100 % sénégalais', 'à 100 %': said for 'wholly'; '100 % des sièges' is measured."""
    if draft.value != 100:
        return False
    after = text[draft.end : draft.end + 12]
    measured = re.match(rf"{SPACE}*(?:d[eu'’]|of\b|\)|$|\n|[.,;])", after)
    to_the_full = re.search(
        rf"(?<!\w)(?:à|at){SPACE}*$", text[max(0, draft.start - 4) : draft.start], re.IGNORECASE
    )
    return bool(to_the_full) or not measured


_POINTS = re.compile(rf"{SPACE}points?\b")


def _points(text: str, numeral: Numeral, floor: int, language: str) -> tuple[int, int] | None:
    """'en hausse de 2 points': points after a change are percentage points; a team's points are not."""
    match = _POINTS.match(text, numeral.end)
    sign = change_sign(text, numeral.start, floor, language) if match else 0
    return (match.end(), sign) if match and sign else None


def _counts(text: str, draft: Draft, noun: Counted, language: str) -> str | None:
    """Why this number and noun are a count that a reader would put in a table; None if they are not."""
    numeral, kind = draft.numeral, noun.noun_class
    if kind == "never" or _policy(language).match(text, noun.end):
        return None
    spelt = numeral.form == "words"
    big = numeral.scaled or numeral.form == "collective"
    if noun.partitive and not big or (big and not noun.partitive and kind is None):
        return None
    if not noun.plural and not big and not (numeral.value == 1 or kind == "casualty"):
        return None
    if _looks_like_year(text, numeral) and (kind not in _NAMED_CLASSES):
        return None
    small = numeral.value <= _SPELT and not big
    taken_up = bool(definite_before(language).search(text[max(0, draft.start - 12) : draft.start]))
    own = taken_up and bool(_own(language).search(text, max(0, draft.start - 12), draft.start))
    if taken_up and small and not (own and kind in _TAKEN_UP | {"people", "force"}):
        if numeral.value == 2 or noun.noun == "pays":
            return None
        if spelt and kind not in _NAMED_CLASSES:
            return None
    if kind in _NAMED_CLASSES:
        return f"counted noun ({kind})" if not (noun.noun == "pays" and small) else None
    if kind is None and not big:
        if not noun.plural or _follows_a_name(text, draft):
            return None
        if small and (taken_up or _says_no_thing(language).search(noun.noun)):
            return None
        return "plural after a number"
    if small:
        return None
    return "counted noun" if kind else "plural after a number"


@cache
def _own(language: str) -> re.Pattern[str]:
    """'ses deux complices' tells how many there are; 'les deux hommes' are known already."""
    return cue(language, "context", "own", r"(?<!\w)", rf"{SPACE}$")


@cache
def _says_no_thing(language: str) -> re.Pattern[str]:
    """'trois possibilités', 'deux retenus': a few of an abstract noun, or no noun at all, are no count."""
    return cue(language, "context", "no_thing_endings", "", "$")


_NAME_BEFORE = re.compile(rf"(?<![.!?:»”])(?:{SPACE}|['’(«])[A-ZÀ-Ý][\w’'-]*{SPACE}$")


def _follows_a_name(text: str, draft: Draft) -> bool:
    """'la chaîne Sahel 24 suspendue': digits right behind a capitalised word belong to the name."""
    if draft.numeral.form != "digits" or draft.start != draft.numeral.start:
        return False
    return _NAME_BEFORE.search(text[max(0, draft.start - 30) : draft.start]) is not None


def _looks_like_year(text: str, numeral: Numeral) -> bool:
    written = text[numeral.start : numeral.end]
    return len(written) == 4 and written.isdecimal() and 1900 <= int(written) <= 2099
