"""Small classes of words and patterns of a language, from `data/<language>/grammar.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

DATA: Final = Path(__file__).resolve().parent.parent / "data"


class Grammar(msgspec.Struct, frozen=True):
    """Word classes by name, the edge that each preposition (or several words together) opens, compiled
    patterns.
    """

    classes: dict[str, frozenset[str]]
    prepositions: dict[str, str]
    compounds: dict[tuple[str, ...], str]
    patterns: dict[str, re.Pattern[str]]
    endings: tuple[str, ...]


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language ('fr', 'en')."""
    with (DATA / language / "grammar.toml").open("rb") as stream:
        table = tomllib.load(stream)
    classes = {name: frozenset(words) for name, words in table["classes"].items()}
    patterns = {name: re.compile(text, re.IGNORECASE) for name, text in table["patterns"].items()}
    if language != "fr":  # a class or pattern that a language has no use for is empty
        french = grammar("fr")
        classes = dict.fromkeys(french.classes, frozenset()) | classes
        patterns = dict.fromkeys(french.patterns, re.compile(r"(?!)")) | patterns
    compounds = {tuple(words.split()): edge for words, edge in table["compounds"].items()}
    return Grammar(
        classes, table["prepositions"], compounds, patterns, tuple(table["classes"]["adjective_endings"])
    )
