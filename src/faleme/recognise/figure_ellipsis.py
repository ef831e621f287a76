"""Figures that leave their unit out: it stands at a neighbour, earlier in the sentence, or in the body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from faleme.lexicon.units import any_of, cue, figure_cues, singular
from faleme.recognise.figure_drafts import Draft, money_words
from faleme.recognise.numerals import SPACE, exact
from faleme.records.text import Span


def settle(text: str, found: list[Draft], sentences: Sequence[Span], language: str) -> list[Draft]:
    """Give every draft that left its unit out the one that it takes up; drop those that measure nothing."""
    for group in _by_sentence(found, sentences):
        _small_change(text, group)
        _along_chains(text, group, language)
        _taken_up(text, group, language)
        _set_against(text, group, language)
        if _number_of(text, group, language):
            _along_chains(text, group, language)
        _listed(text, group)
        _sign_goes_on(text, group)
    _currency_carries_on(text, found, language)
    return [draft for draft in found if draft.unit is not None and not draft.dropped]


def _by_sentence(found: list[Draft], sentences: Sequence[Span]) -> list[list[Draft]]:
    groups: list[list[Draft]] = []
    index = 0
    last = -1
    for draft in found:
        while index + 1 < len(sentences) and sentences[index].end <= draft.start:
            index += 1
        if index != last:
            groups.append([])
            last = index
        groups[-1].append(draft)
    return groups


_CENTS = re.compile(rf"{SPACE}(?:cents?|centimes?)\b", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(rf"{SPACE}?(?:[.,;:!?)]|$|\n)")


def _small_change(text: str, group: list[Draft]) -> None:
    """'treize euros et quarante centimes', '15 dollars 50': one sum."""
    for left, right in zip(group, group[1:], strict=False):
        if left.kind != "money" or left.unit == "franc":
            continue
        if not re.fullmatch(rf"{SPACE}(?:et{SPACE}|and{SPACE})?", text[left.end : right.start]):
            continue
        cents, end = right.numeral.value, right.numeral.end
        if behind := _CENTS.match(text, end):
            end = behind.end()
        elif text[:end].endswith("cents") and cents % 100 == 0:
            cents //= 100
        elif right.numeral.form != "digits" or cents < 10 or not _CLAUSE_ENDS.match(text, end):
            continue
        if 0 < cents < 100:
            left.value, left.end, right.dropped = exact(left.value + cents / 100), end, True


def cue_words(language: str, key: str) -> str:
    return any_of(figure_cues(language)["context"][key])


@cache
def _chain(language: str) -> re.Pattern[str]:
    words = any_of(figure_cues(language)["context"]["chain"])
    return re.compile(rf"{SPACE}*,?{SPACE}*(?P<word>{words}){SPACE}*", re.IGNORECASE)


def _along_chains(text: str, group: list[Draft], language: str) -> None:
    """'7 000 au lieu de 9 000 FCFA': a bare number takes its neighbour's unit, the right one first."""
    for left, right in reversed(list(zip(group, group[1:], strict=False))):
        if _is_bare(left, text) and right.unit and not right.dropped and _linked(text, left, right, language):
            _copy_unit(left, right, "unit of the number after it")
    for left, right in zip(group, group[1:], strict=False):
        if _is_bare(right, text) and left.unit and not left.dropped and _linked(text, left, right, language):
            _copy_unit(right, left, "unit of the number before it")


def _is_bare(draft: Draft, text: str) -> bool:
    if draft.unit is not None or draft.dropped:
        return False
    written = text[draft.numeral.start : draft.numeral.end]
    return not (len(written) == 4 and written.isdigit() and 1900 <= int(written) <= 2099)


@cache
def _range_head(language: str) -> re.Pattern[str]:
    return cue(language, "context", "range_head", r"(?<!\w)", rf"{SPACE}*$")


def _linked(text: str, left: Draft, right: Draft, language: str) -> bool:
    between = text[left.end : right.start]
    if len(between) > 14:
        return False
    match = _chain(language).fullmatch(between)
    if match is None:
        return False
    word = match["word"].lower()
    lead = text[max(0, left.start - 9) : left.start].lower()
    if word in ("à", "to"):
        led = bool(_range_head(language).search(lead))
        # 'de 1 500 à 1 740 villages' rises; 'le score de 3 buts à 1' is no range.
        return left.value < right.value or (led and right.unit is not None)
    if word in ("des", "of the"):
        return right.kind == "count" and left.value < right.value
    if word in ("et", "and", ";"):
        measured = {left.kind, right.kind} & {"money", "share", "change", "measure"}
        return bool(measured) or bool(_range_head(language).search(lead))
    return True


def _copy_unit(bare: Draft, giver: Draft, rule: str) -> None:
    bare.unit, bare.kind, bare.noun_class, bare.rule = giver.unit, giver.kind, giver.noun_class, rule
    # 'de 3 à 5 millions' counts millions on both sides; '900 000 et 2 millions' does not.
    if giver.numeral.scaled and not bare.numeral.scaled and bare.value < 1000 and rule.endswith("after it"):
        factor = _scale_of(giver)
        bare.value = round(bare.value * factor, 4) if factor else bare.value
        bare.value = int(bare.value) if bare.value == int(bare.value) else bare.value


def _scale_of(draft: Draft) -> int:
    for factor in (1_000_000_000, 1_000_000):
        if abs(draft.numeral.value) >= factor:
            return factor
    return 0


@cache
def _ellipsis(language: str) -> re.Pattern[str]:
    return cue(language, "context", "ellipsis", r"(?<!\w)", rf"{SPACE}*$")


@cache
def _others(language: str) -> re.Pattern[str]:
    of, others = cue_words(language, "of"), cue_words(language, "others")
    return re.compile(rf"{SPACE}(?:{of}{SPACE}?)?{others}\b", re.IGNORECASE)


@cache
def _subject_verb(language: str) -> re.Pattern[str]:
    """'sur 900 candidats, 390 ont été admis': a number that is the subject takes up what was counted."""
    return re.compile(rf"{SPACE}{cue_words(language, 'subject_verb')}\b", re.IGNORECASE)


def _taken_up(text: str, group: list[Draft], language: str) -> None:
    """'trois blessés dont deux graves', 'sept morts et dix autres': the noun is the one counted before."""
    last: Draft | None = None
    for draft in group:
        participle = _is_participle(draft)
        if last is not None and (participle or (draft.unit is None and not draft.dropped)):
            others = _others(language).match(text, draft.numeral.end)
            subject = not participle and _subject_verb(language).match(text, draft.numeral.end)
            if others or subject or _ellipsis(language).search(text[max(0, draft.start - 8) : draft.start]):
                draft.unit, draft.kind, draft.noun_class = last.unit, last.kind, last.noun_class
                draft.rule = "takes up the noun counted before"
                if others:
                    draft.end = others.end()
                elif not subject:
                    draft.end = _adjective_end(text, draft.end)
                draft.dropped = False
        if draft.kind == "count" and not draft.dropped:
            last = draft


@cache
def _against(language: str) -> re.Pattern[str]:
    of = cue_words(language, "of")
    return cue(language, "period", "against", r"(?<!\w)", rf"{SPACE}(?:{of}{SPACE}?)?$")


def _set_against(text: str, group: list[Draft], language: str) -> None:
    """'1 200 déplacés accueillis en mai, contre 900 en avril': what is set against counts the same."""
    against = _against(language)
    last: Draft | None = None
    for draft in group:
        if last is not None and _is_bare(draft, text) and draft.unknown_noun is None:
            lead = text[max(last.end, draft.start - 24) : draft.start]
            if against.search(lead):
                draft.unit, draft.kind, draft.noun_class = last.unit, last.kind, last.noun_class
                draft.rule = "set against the one before"
        if draft.unit is not None and not draft.dropped:
            last = draft


@cache
def _number_before(language: str) -> re.Pattern[str]:
    head = cue_words(language, "number_of") + SPACE + cue_words(language, "of")
    link = cue_words(language, "number_link")
    return re.compile(
        rf"(?<!\w){head}{SPACE}?(?P<noun>[^\W\d_]+)[^.;:\d\n]{{0,60}}?{SPACE}{link}{SPACE}*$", re.IGNORECASE
    )


@cache
def _number_behind(language: str) -> re.Pattern[str]:
    head = cue_words(language, "number_of") + SPACE + cue_words(language, "of")
    return re.compile(rf"{SPACE}(?:le|the){SPACE}{head}{SPACE}?(?P<noun>[^\W\d_]+)", re.IGNORECASE)


def _number_of(text: str, group: list[Draft], language: str) -> bool:
    """'le nombre de déplacés passe à 1 200', 'porte à 45 le nombre de victimes'."""
    any_found = False
    for draft in group:
        if not _is_bare(draft, text):
            continue
        lead = text[max(0, draft.start - 100) : draft.start]
        match = _number_behind(language).match(text, draft.end) or _number_before(language).search(lead)
        if match:
            draft.unit, draft.kind = singular(match["noun"].lower(), language), "count"
            draft.noun_class, draft.rule = "case", "number of"
            any_found = True
    return any_found


def _is_participle(draft: Draft) -> bool:
    """'dont 70 saisis': no noun of the lexicon, and shaped like a participle."""
    noun = draft.unknown_noun
    return (
        noun is not None and noun.noun_class is None and noun.noun.endswith(("é", "ée", "i", "ie", "u", "ue"))
    )


def _listed(text: str, group: list[Draft]) -> None:
    """'deux camions, quatre vitrines', '13 films et 9 émissions': a list of counts goes on with any noun."""
    for one, other in [*zip(group, group[1:], strict=False), *zip(group[::-1], group[-2::-1], strict=False)]:
        noun = other.unknown_noun
        if one.kind != "count" or one.dropped or one.unit is None or noun is None or other.unit is not None:
            continue
        low, high = (one, other) if one.start < other.start else (other, one)
        gap = text[(noun.end if low is other else low.end) : high.start]
        if len(gap) < 40 and re.search(rf"(?:,|et|and){SPACE}$", gap) and not re.search(r"[.;:()]", gap):
            other.unit, other.kind, other.rule = noun.noun, "count", "in a list of counts"
            other.end, other.dropped = noun.end, False


def _adjective_end(text: str, end: int) -> int:
    match = re.compile(rf"{SPACE}[^\W\d_]{{4,14}}(?=[,.;)\n]|$)").match(text, end)
    return match.end() if match else end


def _sign_goes_on(text: str, group: list[Draft]) -> None:
    """'en baisse de 3 % au port et de 5 % à la mine': a second rate goes on with the sign of the first."""
    for left, right in zip(group, group[1:], strict=False):
        if right.open_sign and left.kind == "change" and left.unit == right.unit:
            between = text[left.end : right.start]
            if len(between) < 60 and re.search(
                rf"(?:,|et|and|puis){SPACE}+(?:d[e'’]|of|by){SPACE}*$", between
            ):
                right.kind, right.open_sign = "change", False
                right.value = -abs(right.value) if left.value < 0 else right.value


def _speaks_of_money(text: str, draft: Draft, money: list[Draft], language: str) -> bool:
    """A bare 'millions' may count anything: money must be close, or the same sum be given elsewhere."""
    if draft.sum_of or money_words(language).search(text, max(0, draft.start - 100), draft.end + 40):
        return True
    return any(m.value == draft.value or abs(m.start - draft.start) < 150 for m in money)


_MONEY_FOLLOWS = re.compile(rf"{SPACE}(?:(?:de|of){SPACE}|d['’])\w", re.IGNORECASE)


def _currency_carries_on(text: str, found: list[Draft], language: str) -> None:
    """'12 milliards, contre 9 milliards' in an article in francs: bare 'milliards' are of its currency."""
    money = [draft for draft in found if draft.kind == "money" and not draft.dropped]
    for draft in found:
        if draft.unit is not None or draft.dropped or not draft.numeral.scaled:
            continue
        if abs(draft.value) < 1_000_000_000 and not _speaks_of_money(text, draft, money, language):
            continue
        if not draft.sum_of and _MONEY_FOLLOWS.match(text, draft.numeral.end):
            continue
        near = [m for m in money if m.start < draft.start] or money
        giver = near[-1] if near and near[-1].start < draft.start else near[0] if near else None
        if giver is not None:
            draft.unit, draft.kind, draft.rule = giver.unit, "money", "currency of the article"
        elif language == "fr":
            draft.unit, draft.kind, draft.rule = "franc", "money", "currency of the outlet"


@cache
def _one_casualty(language: str) -> re.Pattern[str]:
    return cue(language, "context", "one_casualty", r"(?<!\w)", r"\b")


def single_casualties(text: str, settled: list[Draft], language: str) -> list[tuple[int, int, str]]:
    """'un mort et trois blessés': beside another count 'un' is a number, alone it is an article."""
    spans: list[tuple[int, int, str]] = []
    if not any(draft.noun_class == "casualty" for draft in settled):
        return spans
    for match in _one_casualty(language).finditer(text):
        place = bisect_left(settled, match.start(), key=lambda draft: draft.start)
        beside = settled[max(0, place - 1) : place + 1]
        if any(draft.start < match.end() and match.start() < draft.end for draft in beside):
            continue
        if any(d.noun_class == "casualty" and _listed_with(text, match, d) for d in beside):
            noun = re.split(SPACE, match[0])[-1].lower()
            spans.append((match.start(), match.end(), singular(noun, language)))
    return spans


def _listed_with(text: str, match: re.Match[str], draft: Draft) -> bool:
    low, high = min(match.end(), draft.end), max(match.start(), draft.start)
    return re.fullmatch(r"[ ,]*(?:et|and|,)[ ]*", text[low:high]) is not None
