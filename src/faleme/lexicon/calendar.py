"""The calendar's words, grammar, feasts and tense cues of a language, read from data/<language>/calendar*."""

from __future__ import annotations

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from faleme.errors import DataError

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Word:
    """A word of the calendar: its grammar class and its value (a number, or a feast's key)."""

    class_: str
    value: int
    key: str


@dataclass(frozen=True)
class Rule:
    """One pattern of the grammar: what it is called, what it matches and how it is resolved."""

    name: str
    level: int
    pattern: str
    means: str
    """The resolver: 'date', 'weekday', … or 'skip' for words that only look like a time."""
    makes: str
    """The class under which a higher level sees the match; empty when it sees none."""
    settings: MappingProxyType[str, Any]


@dataclass(frozen=True)
class TenseCues:
    """Words that tell on which side of the publication a sentence looks."""

    past: frozenset[str]
    future: frozenset[str]
    planned: frozenset[str]
    """Participles and adjectives of things to come: 'prévu', 'attendue'."""
    perfect: frozenset[str]
    """Auxiliaries that make a planned participle past again: 'a convoqué'."""
    intensifiers: frozenset[str]
    """After these a planned participle is praise: 'très attendue'."""
    auxiliaries: frozenset[str]
    """'est', 'sont': past before a participle, neither otherwise."""
    directions: frozenset[str]
    """Right before a time these point ahead, whatever the verb: "d'ici mars"."""
    weekday_directions: frozenset[str]
    """Right before a weekday these do too: 'a convoqué la presse pour jeudi'."""
    hints: frozenset[str]
    """Right before a time these point ahead where no verb tells otherwise: "jusqu'à vendredi"."""
    transparent: frozenset[str]
    """Words that may stand between those and the time: "d'ici la fin mars"."""
    not_verbs: frozenset[str]
    future_ending: re.Pattern[str]
    past_ending: re.Pattern[str]
    participle: re.Pattern[str]


@dataclass(frozen=True)
class YearCues:
    """Word classes around four digits that tell a year from a count."""

    after: frozenset[str]
    """Before it: surely a year ('en', 'depuis')."""
    not_after: frozenset[str]
    not_before: frozenset[str]
    halving: frozenset[str]
    """Joined to it by a hyphen: a year ('mi-2024')."""
    counting: frozenset[str]
    """Before it and a plural noun behind it: a count ('les 2000 soldats')."""


@dataclass(frozen=True)
class Feasts:
    """Days of the feasts: `of(key, year)` is (first, last) or None when the table has none."""

    yearly: MappingProxyType[str, tuple[str, str]]
    dated: MappingProxyType[tuple[str, int], tuple[datetime.date, datetime.date]]

    def of(self, key: str, year: int) -> tuple[datetime.date, datetime.date] | None:
        """First and last day of the feast in a year."""
        if key in self.yearly:
            first, last = self.yearly[key]
            return (
                datetime.date.fromisoformat(f"{year:04d}-{first}"),
                datetime.date.fromisoformat(f"{year:04d}-{last}"),
            )
        return self.dated.get((key, year))


@dataclass(frozen=True)
class Calendar:
    """All that the time recogniser knows of one language."""

    language: str
    words: MappingProxyType[str, Word]
    macros: MappingProxyType[str, str]
    rules: tuple[Rule, ...]
    feasts: Feasts
    tense: TenseCues
    year_cues: YearCues
    weak: frozenset[str]
    """Classes too common to hint at a time by themselves."""


def _lines(name: str, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Rows of a table under data/, with their line numbers; comments and empty lines left out."""
    text = files("faleme").joinpath("data", name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) != columns:
            raise DataError(f"{columns} columns expected, {len(row)} found", source=name, line=number)
        yield number, row


def _without_accents(form: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", form) if not unicodedata.combining(c))


def _read_words(language: str) -> dict[str, Word]:
    name = f"{language}/calendar.tsv"
    words: dict[str, Word] = {}
    for number, (form, class_, value) in _lines(name, 3):
        if form in words:
            raise DataError(f"'{form}' stands twice", source=name, line=number)
        numeric = value.lstrip("-").isdigit()
        words[form] = Word(class_, int(value) if numeric else 0, "" if numeric else value)
    for form, word in list(words.items()):
        # Capitals and hasty typing lose accents; 'à' without its accent is another word.
        if len(form) > 1:
            words.setdefault(_without_accents(form), word)
    return words


def _read_feasts() -> Feasts:
    name = "fr/calendar_feasts.tsv"
    yearly: dict[str, tuple[str, str]] = {}
    dated: dict[tuple[str, int], tuple[datetime.date, datetime.date]] = {}
    for number, (key, year, first, last) in _lines(name, 4):
        try:
            if year == "*":
                yearly[key] = (first, last)
            else:
                days = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
                dated[key, int(year)] = days
        except ValueError as error:
            raise DataError(str(error), source=name, line=number) from error
    return Feasts(MappingProxyType(yearly), MappingProxyType(dated))


def _read_rules(language: str) -> tuple[dict[str, str], tuple[Rule, ...], YearCues, frozenset[str]]:
    name = f"{language}/calendar_grammar.toml"
    data = tomllib.loads(files("faleme").joinpath("data", name).read_text(encoding="utf-8"))
    rules = []
    for entry in data["rule"]:
        own = {"name", "level", "pattern", "means", "makes"}
        settings = MappingProxyType({key: value for key, value in entry.items() if key not in own})
        try:
            rule = Rule(
                name=entry["name"],
                level=entry.get("level", 1),
                pattern=entry["pattern"],
                means=entry["means"],
                makes=entry.get("makes", ""),
                settings=settings,
            )
        except KeyError as error:
            raise DataError(f"rule {entry.get('name', '?')} lacks {error}", source=name) from error
        rules.append(rule)
    year = {name: frozenset(classes.split()) for name, classes in data["year"].items()}
    return dict(data["macros"]), tuple(rules), YearCues(**year), frozenset(data["weak"].split())


def _read_tense(language: str) -> TenseCues:
    name = f"{language}/calendar_tense.toml"
    data = tomllib.loads(files("faleme").joinpath("data", name).read_text(encoding="utf-8"))

    def listed(key: str) -> frozenset[str]:
        return frozenset(str(data[key]).split())

    return TenseCues(
        past=listed("past"),
        future=listed("future"),
        planned=listed("planned"),
        perfect=listed("perfect"),
        intensifiers=listed("intensifiers"),
        auxiliaries=listed("auxiliaries"),
        directions=listed("directions"),
        weekday_directions=listed("weekday_directions"),
        hints=listed("hints"),
        transparent=listed("transparent"),
        not_verbs=listed("not_verbs"),
        future_ending=re.compile(data["future_ending"]),
        past_ending=re.compile(data["past_ending"]),
        participle=re.compile(data["participle"]),
    )


@cache
def calendar(language: str) -> Calendar:
    """The calendar of 'fr' or 'en'; any other language is read with the French one.

    Raises DataError when a data file breaks its own format.
    """
    if language not in LANGUAGES:
        return calendar("fr")
    macros, rules, year_cues, weak = _read_rules(language)
    return Calendar(
        language=language,
        words=MappingProxyType(_read_words(language)),
        macros=MappingProxyType(macros),
        rules=rules,
        feasts=_read_feasts(),
        tense=_read_tense(language),
        year_cues=year_cues,
        weak=weak,
    )
