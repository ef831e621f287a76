"""The time grammar at work: its patterns compiled, matched over the token line, the longest readings kept.

A pattern is written with classes in capitals, macros in small letters, `name:` before what is to be kept,
`[ ]` around what may be missing, `< >` around the span, `{ }` around what must follow and is not taken, and
`( | )? * +` as in regular expressions:
`[DU] <d1:day AU d2:day month:mon [year:YEAR]>`. A higher level
sees each match of the levels below as one token of the class that its rule makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count, pairwise

from faleme.errors import DataError
from faleme.lexicon.calendar import Calendar, Rule, calendar
from faleme.recognise.timex_tokens import MARKS, NUMERIC_CLASSES, Reader, Tokens

_PIECE = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*):|(?P<atom>[A-ZÀ-Ý][A-ZÀ-Ý0-9_]*)|(?P<macro>[a-z][a-z0-9_]*)|(?P<sign>[()|?*+\[\]<>{}])|\s+"
)
_SIGNS = {"[": "(?:", "]": ")?", ">": ")", "(": "(?:", "{": "(?=", "}": ")"}
_SPAN = "span"


@dataclass(slots=True)
class Found:
    """A rule's match: tokens `first` up to `last`, the span inside it, and the kept parts by name."""

    rule: Rule
    first: int
    last: int
    span: tuple[int, int]
    marks: dict[str, int] = field(default_factory=dict)
    """Name -> number of the first token of the part."""
    ends: dict[str, int] = field(default_factory=dict)
    parts: dict[str, Found] = field(default_factory=dict)
    """Name -> the level-1 match that the part is."""


@dataclass(frozen=True)
class _Compiled:
    rule: Rule
    order: int
    pattern: re.Pattern[str]
    groups: tuple[tuple[str, int], ...]
    """Name of a part and its group's number; a name may have several groups, one of which takes part."""
    needs: tuple[frozenset[str], ...]
    """Sets of symbols, the rarest first; a line that it matches has one of each at least."""


class Grammar:
    """The compiled grammar of a language, and the character that stands for each class."""

    def __init__(self, source: Calendar) -> None:
        classes = {word.class_ for word in source.words.values()} | set(NUMERIC_CLASSES) | set(MARKS.values())
        classes |= {"OTHER"} | {rule.makes for rule in source.rules if rule.makes}
        # 'OTHER' is a plain letter, all classes of interest lie in the private use area.
        self.symbols = {name: chr(0xE000 + i) for i, name in enumerate(sorted(classes))}
        self.symbols["OTHER"] = "."
        self.class_names = {symbol: name for name, symbol in self.symbols.items()}
        self._macros = source.macros
        weak = {"OTHER", *MARKS.values(), *source.weak}
        self._weak = frozenset(self.symbols[name] for name in weak if name in self.symbols)
        core = "".join(symbol for name, symbol in self.symbols.items() if name not in weak)
        self._runs = re.compile(rf"[^{re.escape(self.symbols['OTHER'])}]+")
        self._core = re.compile(f"[{re.escape(core)}]")
        self.reader = Reader(source.words, self.symbols)
        self._nouns = (self.symbols["OTHER"], self.symbols.get("COUNTED", "."))
        self.levels: tuple[tuple[_Compiled, ...], ...] = tuple(
            tuple(
                self._compiled(rule, order) for order, rule in enumerate(source.rules) if rule.level == level
            )
            for level in (1, 2, 3)
        )

    def _compiled(self, rule: Rule, order: int) -> _Compiled:
        try:
            # Names are numbered, as a part may stand in each of several alternatives.
            pattern = re.compile(self._translated(rule.pattern, count()))
        except (re.error, KeyError) as error:
            raise DataError(f"rule '{rule.name}': {error}", source="calendar_grammar.toml") from error
        groups = tuple((name.rsplit("_", 1)[0], number) for name, number in pattern.groupindex.items())
        needs = tuple(sorted(set(self._needed(_PIECE.finditer(rule.pattern))), key=self._commonness))
        return _Compiled(rule, order, pattern, groups, needs)

    def _needed(self, pieces: Iterator[re.Match[str]]) -> list[frozenset[str]]:
        """Sets of symbols such that every match of a pattern, up to its closing bracket, has one of each."""
        ways: list[list[frozenset[str]]] = []
        way: list[frozenset[str]] = []
        last: list[frozenset[str]] = []
        for piece in pieces:
            if piece["sign"] in ("?", "*"):
                last = []
            elif piece["sign"] == "|":
                ways.append(way + last)
                way, last = [], []
            elif piece["sign"] and piece["sign"] in ")]>}":
                break
            elif piece["atom"] or piece["macro"] or (piece["sign"] and piece["sign"] in "([<{"):
                way = way + last
                if piece["atom"]:
                    last = [frozenset(self.symbols[piece["atom"]])]
                elif piece["macro"]:
                    last = self._needed(_PIECE.finditer(self._macros[piece["macro"]]))
                else:
                    inner = self._needed(pieces)
                    last = [] if piece["sign"] == "[" else inner
        ways.append(way + last)
        if len(ways) == 1:
            return ways[0]
        if not all(ways):
            return []
        return [frozenset().union(*(min(sets, key=self._commonness) for sets in ways))]

    def _commonness(self, symbols: frozenset[str]) -> tuple[bool, int, str]:
        """How likely one of the symbols is met: least if none is of a weak class and they are few."""
        return not symbols.isdisjoint(self._weak), len(symbols), min(symbols)

    def _translated(self, pattern: str, numbers: Iterator[int]) -> str:
        """The pattern as a regular expression over class characters."""
        out: list[str] = []
        pending = ""
        position = 0
        while position < len(pattern):
            piece = _PIECE.match(pattern, position)
            if piece is None:
                raise KeyError(f"unexpected '{pattern[position]}'")
            position = piece.end()
            if piece["name"]:
                pending = f"(?P<{piece['name']}_{next(numbers)}>"
            elif piece["atom"]:
                out.append(f"{pending}{re.escape(self.symbols[piece['atom']])}" + (")" if pending else ""))
                pending = ""
            elif piece["macro"]:
                inner = self._translated(self._macros[piece["macro"]], numbers)
                out.append(f"{pending or '(?:'}{inner})")
                pending = ""
            elif piece["sign"] == "<":
                out.append(f"(?P<{_SPAN}_{next(numbers)}>")
            elif piece["sign"]:
                out.append(
                    pending if pending and piece["sign"] == "(" else _SIGNS.get(piece["sign"], piece["sign"])
                )
                pending = ""
        return "".join(out)

    def matches(self, tokens: Tokens) -> list[Found]:
        """The best readings of the whole line in order, those of higher levels around their parts."""
        line, places = self._islands(tokens.line)
        values = [tokens.value(place) for place in places]
        kept = _longest(self._level(0, line, values))
        for level in (1, 2):
            if not kept:
                return []
            shorter, where = _reduced(line, kept, self.symbols)
            kept = _longest(kept + [_expanded(found, where) for found in self._level(level, shorter)])
        return [_placed(found, places) for found in kept]

    def _islands(self, line: str) -> tuple[str, list[int]]:
        """The runs of classes that hold a time word, parted by single others; the token of each character."""
        pieces: list[str] = []
        places: list[int] = []
        for run in self._runs.finditer(line):
            start, end = run.span()
            if self._core.search(line, start, end):
                end = min(end + 1, len(line))
                pieces.append(line[start:end])
                places.extend(range(start, end))
        return "".join(pieces), places

    def _level(self, level: int, line: str, values: Sequence[int] = ()) -> list[Found]:
        found: list[Found] = []
        present = frozenset(line)
        for compiled in self.levels[level]:
            # Most rules cannot match, nearly all for want of their first need: to ask saves two fifths.
            needs = compiled.needs
            if needs and (present.isdisjoint(needs[0]) or any(map(present.isdisjoint, needs))):
                continue
            for match in compiled.pattern.finditer(line):
                first, last = match.span()
                if first == last:
                    continue
                settings = compiled.rule.settings
                if settings.get("consecutive") and not _adjoin(match, values):
                    continue
                if settings.get("alone") and line[last : last + 1] in self._nouns:
                    continue
                reading = Found(compiled.rule, first, last, (first, last))
                for name, number in compiled.groups:
                    begin, end = match.span(number)
                    if begin >= 0 and name == _SPAN:
                        reading.span = (begin, end)
                    elif begin >= 0:
                        reading.marks[name] = begin
                        reading.ends[name] = end
                found.append(reading)
        return found


def _adjoin(match: re.Match[str], values: Sequence[int]) -> bool:
    """Whether the numbers of the match ('les 3 et 4 mars', not 'les 5 et 12 juillet') follow one another."""
    days = [values[match.start(name)] for name in match.groupdict() if name.startswith("day")]
    return all(later - earlier == 1 for earlier, later in pairwise(days))


def _longest(found: list[Found]) -> list[Found]:
    """Readings that do not overlap, the longest first.

    Of two equally long ones that of the higher level, then that of the earlier rule.
    """
    ranked = sorted(found, key=lambda f: (f.first - f.last, -f.rule.level))
    taken: set[int] = set()
    kept = []
    for reading in ranked:
        tokens = range(reading.first, reading.last)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(reading)
    return sorted(kept, key=lambda f: f.first)


def _reduced(line: str, found: list[Found], symbols: dict[str, str]) -> tuple[str, list[int | Found]]:
    """The line with each match as one character, and the token or match behind each character."""
    pieces: list[str] = []
    where: list[int | Found] = []
    position = 0
    for reading in found:
        first, last = reading.span
        pieces.append(line[position:first])
        where.extend(range(position, first))
        pieces.append(symbols[reading.rule.makes] if reading.rule.makes else "." * (last - first))
        where.extend([reading] if reading.rule.makes else range(first, last))
        position = last
    pieces.append(line[position:])
    where.extend(range(position, len(line) + 1))
    return "".join(pieces), where


def _expanded(found: Found, where: list[int | Found]) -> Found:
    """A level-2 match with its places turned back into numbers of tokens."""

    def begin(place: int) -> int:
        at = where[place]
        return at.first if isinstance(at, Found) else at

    def end(place: int) -> int:
        at = where[place - 1]
        return at.last if isinstance(at, Found) else at + 1

    parts = {name: at for name, place in found.marks.items() if isinstance(at := where[place], Found)}
    return Found(
        found.rule,
        begin(found.first),
        end(found.last),
        (_span_begin(where[found.span[0]]), _span_end(where[found.span[1] - 1])),
        {name: begin(place) for name, place in found.marks.items()},
        {name: end(place) for name, place in found.ends.items()},
        parts,
    )


def _span_begin(at: int | Found) -> int:
    return at.span[0] if isinstance(at, Found) else at


def _span_end(at: int | Found) -> int:
    return at.span[1] if isinstance(at, Found) else at + 1


def _placed(found: Found, places: list[int]) -> Found:
    """A match in the islands' line as a match in the tokens' line, its parts too."""
    return Found(
        found.rule,
        places[found.first],
        places[found.last - 1] + 1,
        (places[found.span[0]], places[found.span[1] - 1] + 1),
        {name: places[at] for name, at in found.marks.items()},
        {name: places[at - 1] + 1 for name, at in found.ends.items()},
        {name: _placed(part, places) for name, part in found.parts.items()},
    )


@cache
def grammar(language: str) -> Grammar:
    """The compiled grammar of a language."""
    return Grammar(calendar(language))
