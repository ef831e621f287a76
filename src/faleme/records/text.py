"""Text records: a span, an article, and an input that was set aside."""

from __future__ import annotations

from typing import Literal

import msgspec

Marking = Literal["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]
"""A label of the Traffic Light Protocol 2.0 (FIRST, 2022), least to most restricted."""

Language = Literal["fr", "en", "other"]

Reason = Literal[
    "empty",
    "binary",
    "too-large",
    "not-json",
    "not-an-article",
    "no-text",
    "language",
    "encoding",
    "broken",
    "fetch",
]
"""Why an input was set aside."""


class Span(msgspec.Struct, frozen=True, order=True):
    """A stretch of `article.text`: offsets in Unicode code points, end exclusive."""

    start: int
    end: int

    def quote(self, text: str) -> str:
        return text[self.start : self.end]


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article as it was published. Offsets of every other record point into `text`.

    `text` is the title, an empty line, then the body's paragraphs separated by empty lines.
    `published` is ISO 8601, a date or a date with time, or None when the page does not tell.
    `marking` is the label of the source, CLEAR for the open press.
    """

    id: str
    title: str
    text: str
    published: str | None = None
    url: str | None = None
    source: str | None = None
    language: str | None = None
    section: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    marking: Marking = "CLEAR"


class SetAside(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An input that was not read, kept with its reason so that it can be tried again."""

    source: str
    reason: Reason
    message: str
    line: int | None = None
    article: str | None = None
