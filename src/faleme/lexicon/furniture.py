"""What a page prints around an article, as data: furniture phrases, section names, date and by-lines.

Files: `data/{fr,en}/furniture.tsv`, `furniture_sections.tsv`, `furniture_stamps.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from faleme.errors import DataError
from faleme.lexicon.names import name_key

Effect = Literal["cut", "drop"]

_DATA = Path(__file__).resolve().parent.parent / "data"
_LANGUAGES = ("fr", "en")
_MOST_WORDS_HELD = 30


class FurnitureTable(msgspec.Struct, frozen=True, kw_only=True):
    """Furniture phrases by how they match: the whole paragraph, its beginning, or anywhere in a short one."""

    lines: dict[str, Effect]
    starts: dict[str, Effect]
    holds: dict[str, Effect]
    longest_start: int

    def effect_of(self, paragraph: str) -> Effect | None:
        """'cut' where the article is over, 'drop' where this paragraph alone is no part of it, else None."""
        words = name_key(paragraph[:400]).split()
        key = " ".join(words)
        if found := self.lines.get(key):
            return found
        for count in range(1, min(len(words), self.longest_start) + 1):
            if found := self.starts.get(" ".join(words[:count])):
                return found
        if len(words) <= _MOST_WORDS_HELD:
            for phrase, effect in self.holds.items():
                if phrase in key:
                    return effect
        return None


class StampTable(msgspec.Struct, frozen=True, kw_only=True):
    """How a page's date line and by-line begin, and the months by name (1 to 12)."""

    published: re.Pattern[str]
    author: re.Pattern[str]
    day: re.Pattern[str]
    months: dict[str, int]
    home: frozenset[str]


@cache
def furniture() -> FurnitureTable:
    """All furniture phrases, French and English. Raises DataError on a malformed row."""
    tables: dict[str, dict[str, Effect]] = {"line": {}, "start": {}, "holds": {}}
    for language in _LANGUAGES:
        path = _DATA / language / "furniture.tsv"
        for number, row in _rows(path):
            fields = row.split("\t")
            if len(fields) != 3 or fields[0] not in {"cut", "drop"} or fields[1] not in tables:
                raise DataError(
                    "a furniture row is: cut or drop, then line, start or holds, then the phrase",
                    source=str(path),
                    line=number,
                )
            effect: Effect = "cut" if fields[0] == "cut" else "drop"
            tables[fields[1]].setdefault(name_key(fields[2]), effect)
    starts = tables["start"]
    return FurnitureTable(
        lines=tables["line"],
        starts=starts,
        holds=tables["holds"],
        longest_start=max(len(phrase.split()) for phrase in starts),
    )


@cache
def section_names() -> dict[str, str]:
    """Section names by key; '&' and 'et' (or 'and') make one key."""
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for _, row in _rows(_DATA / language / "furniture_sections.tsv"):
            names.setdefault(section_key(row), row)
    return names


def section_key(name: str) -> str:
    """Key of a section name: 'POLITIQUE ET SOCIÉTÉ' and 'Politique & Société' are 'politique societe'."""
    return " ".join(word for word in name_key(name).split() if word not in {"et", "and"})


@cache
def stamps() -> StampTable:
    """Date lines and by-lines, French and English."""
    published: list[str] = []
    author: list[str] = []
    home: set[str] = set()
    months: dict[str, int] = {}
    for language in _LANGUAGES:
        path = _DATA / language / "furniture_stamps.toml"
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            published += table["published"]
            author += table["author"]
            home.update(map(name_key, table["home"]))
            for number, names in enumerate(table["months"], start=1):
                months.update(dict.fromkeys((name.lower() for name in names), number))
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise DataError(
                f"stamps need published, author, home, months: {error}", source=str(path)
            ) from error
    return StampTable(
        published=re.compile(rf"(?:{_any(published)})\s*:?\s+", re.IGNORECASE),
        author=re.compile(rf"(?:{_any(author)})\s*:?\s+(?=[^\W\d_])", re.IGNORECASE),
        day=re.compile(
            rf"(?P<d>\d{{1,2}})(?:er)?\s+(?P<m>{_any(months)})\.?,?\s+(?P<y>\d{{4}})"
            rf"|(?P<m2>{_any(months)})\.?\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>\d{{4}})"
            r"|(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/.](?P<y3>\d{4})"
            r"|(?P<y4>\d{4})-(?P<m4>\d\d)-(?P<d4>\d\d)",
            re.IGNORECASE,
        ),
        months=months,
        home=frozenset(home),
    )


def _any(phrases: list[str] | dict[str, int]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line
