"""The interface's words in one language, set by its typography: no-break spaces, quotes, dates, numbers.

Words are data (data/fr/desk.toml, data/en/desk.toml). Names of months and days and the marks of numbers are
CLDR's, by Babel and never by the operating system's locale, so that a page reads the same on every machine;
what CLDR does not write as a French printer would ('1er juillet', 'du 10 au 12 mai') is done here.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel.dates import get_day_names, get_month_names
from babel.numbers import format_decimal

from faleme.errors import DataError
from faleme.records.event import Fatalities
from faleme.records.time import Period

DATA = Path(__file__).resolve().parent.parent / "data"
DeskLanguage = Literal["fr", "en"]
LANGUAGES: tuple[DeskLanguage, ...] = ("fr", "en")
NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"

_FRENCH_MARKS = (
    (re.compile(r" ([;!?])"), NARROW + r"\1"),
    (re.compile(r" :"), NO_BREAK + ":"),
    (re.compile(r"« ?"), "«" + NO_BREAK),
    (re.compile(r" ?»"), NO_BREAK + "»"),
)
_UNITS = re.compile(r" (km|%)(?!\w)")


def read_words(language: DeskLanguage, name: str) -> dict[str, Any]:
    """A data file of the desk's words, with those of the folder of its name (desk.toml, desk/people.toml).

    Raises DataError when one is missing or is no TOML.
    """
    path = DATA / language / name
    words = _read(path)
    for part in sorted(path.with_suffix("").glob("*.toml")):
        more = _read(part)
        words["say"] |= more.get("say", {})
        words["labels"] |= more.get("labels", {})
    return words


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"cannot read the desk's words ({error})", source=str(path)) from error


def typeset(text: str, language: DeskLanguage) -> str:
    """Our own words as a printer would set them ('côté malien : 3 km' gets its no-break spaces)."""
    text = text.replace("{n} ", "{n}" + NO_BREAK).replace("{count} ", "{count}" + NO_BREAK)
    text = text.replace("± ", "±" + NO_BREAK)
    text = _UNITS.sub(NO_BREAK + r"\1", text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    if language == "fr":
        for pattern, replacement in _FRENCH_MARKS:
            text = pattern.sub(replacement, text)
    return text


class Phrases:
    """Sentences and labels of one language, from one file of words."""

    def __init__(self, language: DeskLanguage, name: str) -> None:
        self.language: DeskLanguage = language
        self.words: dict[str, Any] = read_words(language, name)
        self._say: dict[str, str | list[str]] = {
            key: typeset(said, language) if isinstance(said, str) else [typeset(s, language) for s in said]
            for key, said in self.words["say"].items()
        }
        self._labels: dict[str, dict[str, str]] = {
            group: {key: typeset(label, language) for key, label in labels.items()}
            for group, labels in self.words["labels"].items()
        }

    def say(self, key: str, **values: object) -> str:
        """A sentence; one with a plural is chosen by `n`."""
        said = self._say[key]
        if isinstance(said, list):
            n = values["n"]
            assert isinstance(n, int)
            said = said[0 if n == 1 or (n == 0 and self.language == "fr") else 1]
        return said.format(**values) if values else said

    def label(self, group: str, key: str | None) -> str:
        """The plain name of a code; the code itself where there is none."""
        return self._labels[group].get(key or "", key or "")


class Wording(Phrases):
    """What the desk says in one language, its dates and its numbers."""

    def __init__(self, language: DeskLanguage) -> None:
        super().__init__(language, "desk.toml")
        months, weekdays = get_month_names("wide", locale=language), get_day_names("wide", locale=language)
        self._months = [months[number] for number in range(1, 13)]
        self._weekdays = [weekdays[number] for number in range(7)]
        self._when: dict[str, str] = {
            key: typeset(pattern, language) for key, pattern in self.words["when"].items()
        }

    def number(self, value: int | float, digits: int = 1) -> str:
        """'12,5' and '1 250' in French, '12.5' and '1,250' in English."""
        decimals = f".{'#' * digits}" if digits else ""
        return format_decimal(value, format=f"#,##0{decimals}", locale=self.language)

    def km(self, value: float) -> str:
        """A distance as exact as its size deserves: 0.3, 12, 173 km."""
        return f"{self.number(round(value, 1) if value < 10 else round(value))}{NO_BREAK}km"

    def day(self, iso: str | dt.date | None, *, weekday: bool = False, known_year: int | None = None) -> str:
        """'1er juillet 2025', '1 July 2025'; what is no day is given back as it is.

        `known_year` is a year that the reader has before the eyes: it is not said again.
        """
        date = as_day(iso)
        if date is None:
            return str(iso or "")
        number = "1er" if date.day == 1 and self.language == "fr" else str(date.day)
        words = f"{number}{NO_BREAK}{self._months[date.month - 1]}"
        if date.year != known_year:
            words += f"{NO_BREAK}{date.year}"
        return f"{self._weekdays[date.weekday()]} {words}" if weekday else words

    def moment(self, iso: str) -> str:
        """A moment of the desk's own, '3 février 2026, 09:05 UTC'; an outlet's days are its own."""
        return f"{self.day(iso)}, {iso[11:16]}{NO_BREAK}UTC" if len(iso) > 15 else self.day(iso)

    def period(self, time: Period | None, *, known_year: int | None = None) -> str:
        """When, as part of a sentence: 'le 1er juillet 2025', 'en juillet 2025', 'du 1er au 5 …'."""
        first, last = as_day(time.from_ if time else None), as_day(time.to if time else None)
        if first and last:
            return self._closed(first, last, known_year)
        if first:
            return self._when["since"].format(day=self.day(first, known_year=known_year))
        if last:
            return self._when["until"].format(day=self.day(last, known_year=known_year))
        return ""

    def _closed(self, first: dt.date, last: dt.date, known_year: int | None) -> str:
        if first == last:
            return self._when["day"].format(day=self.day(first, known_year=known_year))
        after = last + dt.timedelta(days=1)
        if first.day == 1 and after.day == 1:
            months = (after.year - first.year) * 12 + after.month - first.month
            if months == 1:
                month = self._months[first.month - 1]
                named = month if first.year == known_year else f"{month}{NO_BREAK}{first.year}"
                return self._when["month"].format(month=named)
            if months == 12 and first.month == 1:
                return self._when["year"].format(year=first.year)
        if first.year != last.year:
            known_year = None
        begun, ended = self._begun(first, last), self.day(last, known_year=known_year)
        return self._when["range"].format(first=begun, last=ended)

    def _begun(self, first: dt.date, last: dt.date) -> str:
        """The first day of a range without what its last day says too ('du 10 au 12 mai 2025')."""
        parts = self.day(first).split(NO_BREAK)
        same_year, same_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
        return NO_BREAK.join(parts[:1] if same_month else parts[:2] if same_year else parts)

    def between(self, first: dt.date, last: dt.date) -> str:
        """A stretch of days by its ends, never as a month or a year: 'du 1er au 31 juillet 2025'."""
        return self._when["range"].format(first=self._begun(first, last), last=self.day(last))

    def dead(self, fatalities: Fatalities | None) -> str:
        """'12 morts', 'au moins 12 morts', '10 à 12 morts', 'aucun mort'; nothing where nothing is said."""
        low, high = (fatalities.min, fatalities.max) if fatalities else (None, None)
        if low is None and high is None:
            return ""
        if low == high:
            return self.say("dead", n=low) if low else self.say("dead_none")
        if high is None:
            return self.say("dead_least", n=low)
        if not low:
            return self.say("dead_most", n=high)
        return self.say("dead_range", low=low, high=high)


def as_day(iso: str | dt.date | None) -> dt.date | None:
    """The day of an ISO date or date with time, None where it is none."""
    if iso is None or isinstance(iso, dt.date):
        return iso
    try:
        return dt.date.fromisoformat(iso[:10])
    except ValueError:
        return None


@cache
def wording(language: DeskLanguage) -> Wording:
    """The words of a language, read once."""
    return Wording(language)
