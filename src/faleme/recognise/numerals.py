"""Numbers as the press writes them: digits, number words, and both together.

'802,8 milliards', '1 990,0', '4.000', 'trois cents', 'une dizaine', '1,2 million', 'quatre-vingt-dix'.
A numeral is only a number: whether it measures anything is for `figures` to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from faleme.lexicon.names import fold
from faleme.lexicon.units import NumberWord, number_words
from faleme.recognise.words import words_of

Form = Literal["digits", "words", "collective"]
_SPACES = " \u00a0\u202f\u2009"
SPACE = f"[{_SPACES}]"

_DIGITS = {
    # '1 990,0' and '4.000' group by three; a dot before any other count of digits is a decimal point.
    # '500,000' in French is a scraper's or an agency's English thousand: three zeros are no decimals.
    "fr": rf"\d{{1,3}}(?:,\d{{3}})*,000(?![\d,])"
    rf"|\d{{1,3}}(?:(?:{SPACE}\d{{3}})+|(?:\.\d{{3}})+)(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?",
    "en": rf"\d{{1,3}}(?:(?:{SPACE}\d{{3}})+|(?:,\d{{3}})+)(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?",
}
_AND = {"fr": "et", "en": "and"}
_HALF = {"fr": re.compile(rf"{SPACE}et{SPACE}demie?\b"), "en": re.compile(r" and a half\b")}
_POINT = {"fr": re.compile(rf"{SPACE}virgule{SPACE}"), "en": re.compile(r" point ")}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number of the text. `scaled` tells that a scale word ('milliards') is part of it."""

    start: int
    end: int
    value: int | float
    form: Form
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class _Grammar:
    language: str
    words: dict[str, NumberWord]
    openers: frozenset[str]
    """The folded words that a spelt numeral may begin with."""
    opening: re.Pattern[str]
    following: re.Pattern[str]
    scale: re.Pattern[str]

    def word(self, written: str) -> NumberWord:
        """The number word of a match, which ignores case: for Python 'ſ' is an 's' then, and 'ı' an 'i'."""
        return self.words[written.lower().replace("ſ", "s").replace("ı", "i")]


@cache
def _grammar(language: str) -> _Grammar:
    language = language if language in _DIGITS else "fr"
    words = number_words(language)
    plain = [w for w, n in words.items() if n.kind in ("unit", "teen", "ten", "hundred", "scale")]
    article = {"fr": ("un", "une"), "en": ("one", "a", "an")}[language]
    grouped = [w for w, n in words.items() if n.kind in ("scale", "collective")]
    if language == "en":
        grouped.append("hundred")
    # 'des millions' and 'cents' alone say no number.
    opening_words = [
        w for w in plain if w not in article and words[w].value < 1_000_000 and w[-2:] not in ("ts", "es")
    ]
    opening_words.append("mille" if language == "fr" else "one")
    opening = (
        rf"(?P<digits>{_DIGITS[language]})"
        rf"|(?:{_any(article)})(?={SPACE}(?:{_any(grouped)})\b)"
        rf"|(?:{_any(opening_words)})\b"
    )
    scales = [w for w, n in words.items() if n.kind in ("scale", "collective", "short")]
    return _Grammar(
        language,
        words,
        frozenset(re.split(r"\W", fold(word))[0] for word in (*article, *opening_words)),
        re.compile(rf"(?<!\w)(?:{opening})", re.IGNORECASE),
        re.compile(
            rf"(?P<join>{SPACE}{{1,2}}|-|{SPACE}{_AND[language]}{SPACE}|-{_AND[language]}-)"
            rf"(?P<word>{_any([*plain, *(w for w in scales if w not in plain)])})\b",
            re.IGNORECASE,
        ),
        re.compile(rf"{SPACE}{{0,2}}(?P<word>{_any(scales)})\b", re.IGNORECASE),
    )


def _any(words: list[str] | tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def numerals(text: str, language: str = "fr") -> list[Numeral]:
    """All numerals of `text`, left to right, not overlapping; a bare 'un' is an article, no number."""
    grammar = _grammar(language)
    found: list[Numeral] = []
    position = 0
    for start in _openings(text, grammar):
        match = grammar.opening.match(text, start) if start >= position else None
        if match is not None:
            spelt = not match["digits"]
            numeral = _from_words(text, match, grammar) if spelt else _from_digits(text, match, grammar)
            found.append(numeral)
            position = numeral.end
    return found


def _openings(text: str, grammar: _Grammar) -> list[int]:
    """Where a numeral may begin: few of the words, which are cut for the toponyms anyway.

    A search for `opening` tries forty words at each letter; it took a third of the time of all figures.
    """
    words, openers = words_of(text), grammar.openers
    return [
        start
        for start, word in zip(words.starts, words.folded, strict=True)
        if word in openers or word[:1].isdigit()
    ]


def _from_digits(text: str, match: re.Match[str], grammar: _Grammar) -> Numeral:
    value = digits_value(match[0], grammar.language)
    end, scaled, form = match.end(), False, "digits"
    factors: list[int] = []
    # '2,5 mille milliards' and '3 millions 500 mille' both occur.
    while more := grammar.scale.match(text, end):
        word = grammar.word(more["word"])
        if factors and (word.kind == "collective" or word.value <= factors[-1] or len(factors) == 2):
            break
        factors.append(word.value)
        value, end = exact(value * word.value), more.end()
        scaled, form = word.kind != "collective", "digits" if word.kind != "collective" else "collective"
    if scaled:
        if half := _HALF[grammar.language].match(text, end):
            value, end = exact(value + factors[-1] / 2), half.end()
        else:
            value, end = _with_remainder(text, value, end, factors[-1], grammar)
    start, value = _with_sign(text, match.start(), value)
    return Numeral(start, end, value, "collective" if form == "collective" else "digits", scaled)


def _with_remainder(
    text: str, value: int | float, end: int, factor: int, grammar: _Grammar
) -> tuple[int | float, int]:
    """'3 millions 500 mille': a second number with a smaller scale belongs to the first."""
    if text[end : end + 1] not in _SPACES or not text[end : end + 1]:
        return value, end
    match = grammar.opening.match(text, end + 1)
    if match is None:
        return value, end
    if not match["digits"]:
        # '1 milliard vingt-sept millions'
        spelt = _from_words(text, match, grammar)
        joins = spelt.scaled and spelt.value < factor
        return (exact(value + spelt.value), spelt.end) if joins else (value, end)
    rest = digits_value(match[0], grammar.language)
    scale = grammar.scale.match(text, match.end())
    word = grammar.word(scale["word"]) if scale else None
    if scale and word and word.kind == "scale" and rest * word.value < factor:
        return exact(value + rest * word.value), scale.end()
    if 1000 <= rest < factor:
        return exact(value + rest), match.end()
    return value, end


def digits_value(written: str, language: str = "fr") -> int | float:
    """The number that digits with grouping spaces, dots and commas stand for in this language."""
    plain = re.sub(SPACE, "", written)
    english = language == "en" or re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})*,000", plain)
    group, point = (",", ".") if english else (".", ",")
    if re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d+)?", plain):
        plain = plain.replace(group, "")
    plain = plain.replace(",", ".")
    # A run of hundreds of digits is no measure; int() would refuse it past 4,300 digits.
    if len(plain) > 40:
        return 0
    return float(plain) if "." in plain else int(plain)


def _with_sign(text: str, start: int, value: int | float) -> tuple[int, int | float]:
    """'(-44,6 milliards': a dash glued to the digits is a minus where no word or digit stands before it."""
    sign = text[start - 1 : start] if start else ""
    if sign in ("-", "−", "–", "+") and sign and not re.match(r"[\w.,)]", text[start - 2 : start - 1] or " "):
        return start - 1, (value if sign == "+" else -value)
    return start, value


def _from_words(text: str, match: re.Match[str], grammar: _Grammar) -> Numeral:
    spelt = _Spelling(joins_tens=grammar.language == "en")
    first = grammar.words.get(match[0].lower(), NumberWord(1, "unit"))
    spelt.take(first, joined_by_and=False)
    end = match.end()
    while more := grammar.following.match(text, end):
        word = grammar.word(more["word"])
        if not spelt.take(word, joined_by_and=_AND[grammar.language] in more["join"].lower()):
            break
        end = more.end()
    value: int | float = spelt.value
    if spelt.collective and (scale := _scale_of_set(text, end, grammar)):
        return Numeral(match.start(), scale[1], value * scale[0], "collective", True)
    if spelt.last_scale and (half := _HALF[grammar.language].match(text, end)):
        value, end = value + spelt.last_scale // 2, half.end()
    elif point := _POINT[grammar.language].match(text, end):
        value, end = _decimals(text, value, end, point.end(), grammar)
    form: Form = "collective" if spelt.collective else "words"
    return Numeral(match.start(), end, value, form, spelt.last_scale >= 1_000_000)


def _scale_of_set(text: str, end: int, grammar: _Grammar) -> tuple[int, int] | None:
    """'une dizaine de millions': the scale that the set is counted in, and where it ends."""
    match = re.compile(rf"{SPACE}(?:de|of){SPACE}(?P<word>[a-z]+)", re.IGNORECASE).match(text, end)
    word = grammar.words.get(match["word"].lower()) if match else None
    return (word.value, match.end()) if match and word and word.kind == "scale" else None


def scale_after(text: str, end: int, language: str) -> tuple[int, int] | None:
    """The scale word at `end` and where it ends: 'millions' of 'cent (100) millions'."""
    grammar = _grammar(language)
    match = grammar.scale.match(text, end)
    word = grammar.word(match["word"]) if match else None
    return (word.value, match.end()) if match and word and word.kind == "scale" else None


def _decimals(
    text: str, value: int | float, end: int, after: int, grammar: _Grammar
) -> tuple[int | float, int]:
    """'deux virgule zéro trois': leading zeros count as places."""
    match = grammar.opening.match(text, after)
    if match is None or match["digits"]:
        return value, end
    zeros = 0
    while match and grammar.words.get(match[0].lower(), NumberWord(1, "unit")).value == 0:
        zeros, after = zeros + 1, match.end() + 1
        match = grammar.opening.match(text, after)
    if match is None or match["digits"]:
        return value, end
    tail = _from_words(text, match, grammar)
    return float(f"{value}.{'0' * zeros}{int(tail.value)}"), tail.end


class _Spelling:
    """A spelt number while it is being read word by word."""

    def __init__(self, *, joins_tens: bool) -> None:
        self.joins_tens = joins_tens
        self.total = 0
        self.current = 0
        self.last_scale = 0
        self.smallest = 0
        self.collective = False
        self.taken = 0

    @property
    def value(self) -> int:
        return self.total + self.current

    def take(self, word: NumberWord, *, joined_by_and: bool) -> bool:
        """Read one more word; False where it cannot go on the number ('deux trois')."""
        if self.taken and (self.collective or (word.value == 0 and word.kind == "unit")):
            return False
        fits = {
            "unit": self._unit,
            "teen": self._teen,
            "ten": self._ten,
            "hundred": self._hundred,
            "scale": self._scale,
            "collective": self._collective,
        }.get(word.kind)
        if fits is None or not fits(word.value, joined_by_and):
            return False
        self.taken += 1
        return True

    def _unit(self, value: int, joined: bool) -> bool:
        under = self.current % 100
        seventeen_to_nineteen = under == 10 and value >= 7 and not joined
        if self.taken and not seventeen_to_nineteen and (under % 10 or under == 10):
            return False
        # 'trente et deux' is two numbers, 'trente et un' and 'deux cents et un' are one.
        if joined and (value != 1 if under else not self.value):
            return False
        self.current += value
        return True

    def _teen(self, value: int, joined: bool) -> bool:
        under = self.current % 100
        if joined and (value, under) != (11, 60) and not self._english_and(under):
            return False
        if self.taken and under not in (0, 60, 80):
            return False
        self.current += value
        return True

    def _english_and(self, under: int) -> bool:
        """'one hundred and twenty': English joins what follows the hundreds with 'and'."""
        return self.joins_tens and under == 0 and self.value >= 100

    def _ten(self, value: int, joined: bool) -> bool:
        if self.current % 100 == 4 and value == 20 and not joined:
            self.current += 76
            return True
        under = self.current % 100
        if self.taken and (under or (joined and not self._english_and(under))):
            return False
        self.current += value
        return True

    def _hundred(self, value: int, joined: bool) -> bool:
        if joined or self.current >= 100:
            return False
        self.current = max(1, self.current) * value
        return True

    def _scale(self, value: int, joined: bool) -> bool:
        if joined:
            return False
        if not self.current and self.total and value > self.last_scale:
            self.total *= value
        elif self.current or not self.total:
            if self.smallest and value == self.smallest:
                return False
            if self.smallest and value > self.smallest:
                self.total = (self.total + self.current) * value
            else:
                self.total += max(1, self.current) * value
        else:
            return False
        self.current, self.last_scale, self.smallest = 0, value, value
        return True

    def _collective(self, value: int, joined: bool) -> bool:
        if joined or self.total:
            return False
        self.current = max(1, self.current) * value
        self.collective = True
        return True


def exact(value: int | float) -> int | float:
    """18,69 milliards is a whole number of francs: binary dust is rounded away."""
    whole = round(value)
    if abs(value - whole) <= 1e-9 * max(1.0, abs(value)):
        return whole
    return round(value, 6)
