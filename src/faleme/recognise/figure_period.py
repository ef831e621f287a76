"""The period that a figure is for: the date that governs it, not the one it is compared with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from faleme.lexicon.units import any_of, cue, figure_cues
from faleme.recognise.figure_drafts import DENOMINATION, Draft
from faleme.recognise.numerals import SPACE
from faleme.records.text import Span
from faleme.records.time import Timex

Ends = tuple[str | None, str | None]
_NONE: Ends = (None, None)
# The rule of a count of what a thing is made of ('un cercle qui compte 12 communes').
STANDING = "standing"
# Places and buildings are there before and after ('six régions', 'trois écoles').
_STANDS = frozenset({"place", "building"})
# How many sentences a day named at the opening of one goes on for.
_SCENE_REACH = 6
_OF_A_DAY = frozenset({"count", "money", "measure"})
# A length, or what a thing holds for good, does not change with the day of the happening.
_TIMELESS = frozenset({"km", "m", "cm", "mm", "km2", "m2", "ha", "page", "place"})


def period_of(
    text: str, draft: Draft, times: Sequence[Timex], sentences: Sequence[Span], at: int, language: str
) -> Ends:
    """From and to of the figure in sentence number `at`; (None, None) where the text gives none."""
    if draft.unit in _TIMELESS or draft.rule == DENOMINATION:
        return _NONE
    if _is_standing(text, draft, language):
        draft.rule = STANDING
        return _NONE
    sentence = sentences[at]
    inside = _within(times, sentence)
    timex = _governing(text, draft, inside, sentence, language)
    if not inside and draft.kind in _OF_A_DAY:
        timex = _day_taken_up(text, times, sentences, at, language) or _scene(
            text, times, sentences, at, language
        )
    if timex is None and not at and draft.noun_class not in _STANDS:
        timex = _day_of_the_lead(text, draft, times, sentences, language)
    return _ends(text, timex, sentence, language) if timex else _NONE


def _day_of_the_lead(
    text: str, draft: Draft, times: Sequence[Timex], sentences: Sequence[Span], language: str
) -> Timex | None:
    """A headline's count takes its period from the body: the one time of the first sentence under it."""
    if draft.kind != "count" or len(sentences) < 2 or "\n\n" not in text[draft.end : sentences[1].start]:
        return None
    told = [t for t in _within(times, sentences[1]) if not _is_aside(text, t, sentences[1], language)]
    return told[0] if len(told) == 1 else None


def _day_taken_up(
    text: str, times: Sequence[Timex], sentences: Sequence[Span], at: int, language: str
) -> Timex | None:
    """'L'attaque a eu lieu mardi. Cette attaque a fait 12 morts.': the one time of the sentence before."""
    if not at or not _opens_with_anaphor(text, sentences[at], language):
        return None
    if "\n" in text[sentences[at - 1].end : sentences[at].start]:
        return None
    earlier = _within(times, sentences[at - 1])
    return earlier[-1] if len(earlier) == 1 else None


def _scene(
    text: str, times: Sequence[Timex], sentences: Sequence[Span], at: int, language: str
) -> Timex | None:
    """'Mardi, le ciel sera clair. Il fera 30 °C.': a day that opens a sentence goes on in its paragraph."""
    for here in range(at, max(0, at - _SCENE_REACH), -1):
        before = sentences[here - 1]
        if "\n" in text[before.end : sentences[here].start]:
            return None
        told = [t for t in _within(times, before) if t.from_ and t.from_ == t.to]
        if told and _scene_words(language).fullmatch(text, before.start, told[0].start):
            return told[0]
    return None


@cache
def _scene_words(language: str) -> re.Pattern[str]:
    words = any_of(figure_cues(language)["period"]["scene"])
    return re.compile(rf"(?:{words}(?:{SPACE}|(?<=['’])))*", re.IGNORECASE)


@cache
def _standing(language: str) -> re.Pattern[str]:
    return cue(language, "period", "standing", r"(?<!\w)", rf"{SPACE}*$")


def _is_standing(text: str, draft: Draft, language: str) -> bool:
    """'un cercle qui compte 12 communes', 'un jury composé de trois juges'."""
    before = _standing(language).search(text, max(0, draft.start - 24), draft.start)
    return bool(before or _standing_behind(language).match(text, draft.end))


@cache
def _standing_behind(language: str) -> re.Pattern[str]:
    return cue(language, "period", "standing_behind", SPACE, r"(?!\w)")


def _within(times: Sequence[Timex], sentence: Span) -> list[Timex]:
    """Times that begin in a sentence; `times` is in order."""
    first = bisect_left(times, sentence.start, key=lambda timex: timex.start)
    return list(times[first : bisect_left(times, sentence.end, key=lambda timex: timex.start)])


def _governing(text: str, draft: Draft, inside: list[Timex], sentence: Span, language: str) -> Timex | None:
    """The nearest date, neither a baseline nor the date of the telling, the one behind first."""
    if not inside:
        return None
    contrasted = (
        _against(language).search(text[max(sentence.start, draft.start - 12) : draft.start]) is not None
    )
    if contrasted:
        after = [t for t in inside if 0 <= t.start - draft.end <= 30]
        return after[0] if after and not re.search(r"[,;\d]", text[draft.end : after[0].start]) else None
    fit = [
        t for t in inside if not _is_aside(text, t, sentence, language) and not _glued_break(text, draft, t)
    ]
    after = [t for t in fit if t.start >= draft.end]
    before = [t for t in fit if t.end <= draft.start]
    if after and _close_behind(text, draft, after[0]):
        return after[0]
    if before:
        return before[-1]
    return after[0] if after else None


_GLUED_BREAK = re.compile(r"[.!?][»”)\"]?(?=[A-ZÀ-Ý])")


def _glued_break(text: str, draft: Draft, timex: Timex) -> bool:
    """'…tonnes).Le port…': a sentence ends where the scraper lost the space."""
    low, high = sorted((draft.end, timex.end))[0], max(draft.start, timex.start)
    return _GLUED_BREAK.search(text, low, high + 1) is not None


def _close_behind(text: str, draft: Draft, timex: Timex) -> bool:
    gap = text[draft.end : timex.start]
    return len(gap) <= 40 and not re.search(r"[,;:()\d]", gap)


@cache
def _against(language: str) -> re.Pattern[str]:
    return cue(language, "period", "against", r"(?<!\w)", rf"{SPACE}+$")


@cache
def _aside(language: str) -> re.Pattern[str]:
    table = figure_cues(language)["period"]
    article = r"(?:l['’]|la|le|les|the|celui de|celle de|en|à|au|,)?"
    return re.compile(
        rf"(?<!\w)(?:(?P<baseline>{any_of(table['baseline'])}){SPACE}*{article}{SPACE}*(?:[^\W\d]+{SPACE}){{0,2}}"
        rf"|(?P<telling>{any_of(table['telling'])})(?:{SPACE}*,)?{SPACE}*(?:le|en|on|du|de|ce){{0,1}}{SPACE}*)$",
        re.IGNORECASE,
    )


def _is_aside(text: str, timex: Timex, sentence: Span, language: str) -> bool:
    """A baseline ('par rapport à 2023', 'contre 12 % en 2022') or a date of telling ('a annoncé jeudi')."""
    lead = text[max(sentence.start, timex.start - 34) : timex.start]
    if (
        _aside(language).search(lead)
        or _foreseen(language).search(lead)
        or _is_edition(text, timex, language)
    ):
        return True
    return bool(
        re.search(
            r"(?<!\w)(?:contre|against|from)[ \u00a0][^,;]{1,40}$",
            text[max(sentence.start, timex.start - 44) : timex.start],
        )
    )


@cache
def _foreseen(language: str) -> re.Pattern[str]:
    """'l'examen prévu les 9 et 10 mai': the date of the examination, not of what is counted."""
    return cue(language, "period", "foreseen", r"(?<!\w)", rf"(?:{SPACE}[^\W\d]{{1,5}}){{0,2}}{SPACE}*$")


# A capitalised word and perhaps its adjective.
_NAME = re.compile(rf"[A-ZÀ-Ý][\w’'-]+{SPACE}(?:[^\W\d_]{{5,}}{SPACE})?$")


def _is_edition(text: str, timex: Timex, language: str) -> bool:
    """'la CAN 2023', 'la CAN féminine 2026': the year is part of a name; 'En 2023', 'depuis 2023' is none."""
    if not re.fullmatch(r"\d{4}", text[timex.start : timex.end]):
        return False
    before = text[max(0, timex.start - 34) : timex.start]
    return _NAME.search(before) is not None and _before_year(language).search(before) is None


@cache
def _before_year(language: str) -> re.Pattern[str]:
    return cue(language, "period", "before_year", r"(?<!\w)", rf"{SPACE}$")


@cache
def _anaphor(language: str) -> re.Pattern[str]:
    return re.compile(str(figure_cues(language)["period"]["anaphor"]))


def _opens_with_anaphor(text: str, sentence: Span, language: str) -> bool:
    return _anaphor(language).match(text, sentence.start) is not None


@cache
def _cumulative(language: str) -> re.Pattern[str]:
    return cue(language, "period", "cumulative", r"(?<!\w)", r"(?!\w)")


def _ends(text: str, timex: Timex, sentence: Span, language: str) -> Ends:
    """The days of the timex; a sum 'à fin mai' is the year's up to then."""
    if (
        timex.from_
        and timex.from_ == timex.to
        and _cumulative(language).search(text, sentence.start, sentence.end)
    ):
        return timex.from_[:4] + "-01-01", timex.to
    return timex.from_, timex.to
