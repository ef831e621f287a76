"""Words of measure: number words, units, counted nouns and the cues around a figure.

Files: `data/{fr,en}/numerals.tsv`, `units.tsv`, `units_counted.tsv`, `units_plurals.tsv`, `figure_cues.toml`;
`data/francs.tsv`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from faleme.errors import DataError

UnitKind = Literal["money", "share", "points", "measure", "drop"]
NounClass = Literal[
    "casualty",
    "force",
    "people",
    "vehicle",
    "weapon",
    "place",
    "building",
    "goods",
    "case",
    "abstract",
    "never",
]

_DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class NumberWord:
    value: int
    kind: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its code; `factor` brings the written number to it ('points de base' are 0.01 pp)."""

    code: str
    kind: UnitKind
    factor: float = 1


def _rows(language: str, name: str, columns: int) -> Iterator[list[str]]:
    path = _DATA / language / name
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("# ") or line == "#":
            continue
        fields = line.split("\t")
        if len(fields) != columns:
            raise DataError(f"a row has {columns} columns parted by tabs", source=str(path), line=number)
        yield fields


@cache
def number_words(language: str) -> dict[str, NumberWord]:
    """Number words in lower case. Raises DataError on a malformed row."""
    return {form: NumberWord(int(value), kind) for form, value, kind in _rows(language, "numerals.tsv", 3)}


@cache
def units(language: str) -> dict[str, Unit]:
    """Units by the form as the data file writes it."""
    return {
        form: Unit(code, kind, float(factor))  # type: ignore[arg-type]
        for form, code, kind, factor in _rows(language, "units.tsv", 4)
    }


@cache
def _francs() -> dict[str, str]:
    return {country: code for country, code in _rows("", "francs.tsv", 2)}  # noqa: C416


def franc_of(country: str | None) -> str:
    """The code of a country's franc: XOF but for Central Africa, Guinea and others."""
    return _francs().get((country or "").upper(), "XOF")


@cache
def counted_nouns(language: str) -> dict[str, NounClass]:
    """Singular of a counted noun -> its class."""
    return {row[0]: row[1] for row in _rows(language, "units_counted.tsv", 2)}  # type: ignore[misc]


@cache
def plural_exceptions(language: str) -> dict[str, str]:
    """Plural -> singular where no rule helps."""
    return {row[0]: row[1] for row in _rows(language, "units_plurals.tsv", 2)}


@lru_cache(maxsize=4096)
def singular(noun: str, language: str = "fr") -> str:
    """The singular of a noun as written ('chevaux' -> 'cheval', 'morts' -> 'mort'); unknown ones by rule."""
    exceptions = plural_exceptions(language)
    if noun in exceptions:
        return exceptions[noun]
    known = counted_nouns(language)
    if noun in known:
        return noun
    for candidate in _english(noun) if language == "en" else _french(noun):
        if candidate in known:
            return candidate
    return next(iter(_english(noun) if language == "en" else _french(noun)))


def _french(noun: str) -> Iterator[str]:
    if noun.endswith("eaux"):
        yield noun[:-1]
    elif noun.endswith("aux"):
        yield noun[:-3] + "al"
    elif noun.endswith(("eux", "s")) and not noun.endswith(("ieux", "ss")):
        yield noun[:-1]
    yield noun


def _english(noun: str) -> Iterator[str]:
    if noun.endswith("ies") and len(noun) > 4:
        yield noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zes")):
        yield noun[:-2]
    elif noun.endswith("s") and not noun.endswith("ss"):
        yield noun[:-1]
    yield noun


@cache
def figure_cues(language: str) -> dict[str, Any]:
    """The tables of `figure_cues.toml` as they stand."""
    path = _DATA / language / "figure_cues.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"not valid TOML: {error}", source=str(path)) from error


def any_of(patterns: list[str]) -> str:
    """One group of alternatives of a cue list, longest first; a space in a pattern is any space."""
    space = "[ \u00a0\u202f\u2009]"
    longest_first = sorted(patterns, key=len, reverse=True)
    return "(?:" + "|".join(pattern.replace(" ", space) for pattern in longest_first) + ")"


def cue(language: str, table: str, key: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A compiled cue list, ignoring case."""
    return re.compile(before + any_of(figure_cues(language)[table][key]) + after, re.IGNORECASE)
