"""What is typed into a search, understood: words, "phrases" and -words, and where a text has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from faleme.lexicon.names import fold
from faleme.lexicon.stems import Word, stemmed, words
from faleme.records.text import Span

_PART = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans("«»“”„", '"""""')
_MOST = 12
"""Words of a search: what comes after them is not asked."""

Stems = tuple[str, ...]


class Term(msgspec.Struct, frozen=True):
    """One word or phrase as an index may have it: its stems in French, and in English where they differ."""

    either: tuple[Stems, ...]


class Typed(msgspec.Struct, frozen=True):
    """All of `wanted` and nothing of `unwanted`."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()


def typed(text: str) -> Typed:
    """What is asked for; any text asks for something or for nothing."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for part in _PART.finditer(text.translate(_QUOTES)):
        said = part["phrase"] if part["phrase"] is not None else part["word"]
        term = _term(said)
        if term and len(wanted) + len(unwanted) < _MOST:
            (unwanted if part["no"] else wanted).append(term)
    return Typed(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _term(said: str) -> Term | None:
    """A phrase, and likewise what is one word to the writer and several to us ("l'armée", 'Saint-Louis')."""
    stems = (tuple(stemmed(fold(said), language).split()) for language in ("fr", "en"))
    either = tuple(dict.fromkeys(each for each in stems if each))
    return Term(either) if either else None


def fts5(asked: Typed) -> str:
    """As SQLite's FTS5 is asked."""
    wanted = " AND ".join(map(_any, asked.wanted))
    unwanted = " OR ".join(map(_any, asked.unwanted))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _any(term: Term) -> str:
    return "(" + " OR ".join('"' + " ".join(stems) + '"' for stems in term.either) + ")"


def tsquery(asked: Typed) -> str:
    """As PostgreSQL is asked."""
    wanted = [_either(term) for term in asked.wanted]
    return " & ".join([*wanted, *("!" + _either(term) for term in asked.unwanted)])


def _either(term: Term) -> str:
    phrases = (" <-> ".join(f"'{stem}'" for stem in stems) for stems in term.either)
    return "(" + " | ".join(f"({phrase})" for phrase in phrases) + ")"


def marks(text: str, language: str | None, asked: Typed) -> list[Span]:
    """Where a text has what is wanted, in order, none inside another."""
    told = list(words(text, language))
    sought = [stems for term in asked.wanted for stems in term.either]
    found = sorted({span for stems in sought for span in _standing(told, stems)})
    kept: list[Span] = []
    for span in found:
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return kept


def _standing(told: Sequence[Word], stems: Stems) -> Iterator[Span]:
    first, length = stems[0], len(stems)
    for at, word in enumerate(told):
        if word.stem == first and tuple(each.stem for each in told[at : at + length]) == stems:
            yield Span(word.start, told[at + length - 1].end)


def around(text: str, found: Sequence[Span], most: int) -> tuple[int, int]:
    """A stretch of a text with the first of its marks, cut between words."""
    if len(text) <= most:
        return 0, len(text)
    start = max(0, (found[0].start if found else 0) - most // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + most)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return start, end
