"""Sentences: the unit of evidence. Splits a text by its punctuation, with the scraper's glued words in mind.

The statistical parser is not asked: it invents breaks inside a paragraph and then cuts names in two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from faleme.lexicon.abbreviations import abbreviations
from faleme.records.text import Span

# The mark, closing quotes, then either white space or (glued) a capital right behind.
_END = re.compile(r"[.!?…]+(?:[ \u00a0\u202f]?[»”\"’)\]])*")
_OPENER = '«“"‘([–—-•'


def _ends_sentence(text: str, mark_start: int, mark_end: int, stop: int) -> bool:
    """Whether the punctuation at `mark_start:mark_end` closes a sentence."""
    if mark_end >= stop:
        return True
    follower = text[mark_end]
    if follower in " \t\u00a0\u202f\u2009":
        after = text[mark_end:stop].lstrip(" \t\u00a0\u202f\u2009")
        if not after:
            return True
        head = after[0]
        if not (head.isupper() or head.isdigit() or head in _OPENER):
            return False
    elif not (follower.isupper() or follower in "«“-–—"):
        return False
    if text[mark_start:mark_end] != ".":
        return True
    word_start = mark_start
    while word_start > 0 and (text[word_start - 1].isalpha() or text[word_start - 1] == "."):
        word_start -= 1
    word = text[word_start:mark_start]
    if follower.isupper() and (len(word) < 2 or "." in word or word.isupper()):
        return False  # 'P.W. Keïta', 'S.E.M', 'U.S.A', not 'déclaré.Le patron'
    return not (
        word.lower() in abbreviations()
        or (len(word) == 1 and word.isupper())
        or ("." in word and len(word) < 8)
    )


def sentences(text: str) -> tuple[Span, ...]:
    """Sentences of a text in order, each without the white space around it; a line break always ends one."""
    found: list[Span] = []
    position = 0
    for line in text.split("\n"):
        stop = position + len(line)
        start = position
        for mark in _END.finditer(text, position, stop):
            if mark.end() <= start or not _ends_sentence(text, mark.start(), mark.end(), stop):
                continue
            _keep(text, start, mark.end(), found)
            start = mark.end()
        _keep(text, start, stop, found)
        position = stop + 1
    return tuple(found)


def _keep(text: str, start: int, end: int, found: list[Span]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append(Span(start, end))


def sentence_at(spans: Sequence[Span], offset: int) -> int | None:
    """Index of the sentence that holds an offset, None between sentences."""
    index = bisect_right(spans, Span(offset, 2**62)) - 1
    return index if index >= 0 and spans[index].start <= offset < spans[index].end else None
