"""The text of an article cut into segments, each with every mark that lies on it.

Marks overlap: a sentence that reports two events holds places, dates and figures, and a name may reach over
the end of an evidence. HTML cannot cross its elements, so the text is cut at every end of every mark and
each piece carries all of them; the pieces of a text put together are the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from faleme.records.reading import Reading
from faleme.records.text import Span

MarkKind = Literal["event", "place", "time", "figure", "actor"]


class Mark(msgspec.Struct, frozen=True):
    """A stretch of text and what was read in it; `item` is its row among the reading's items of its kind."""

    kind: MarkKind
    start: int
    end: int
    item: int


class Segment(msgspec.Struct, frozen=True):
    """A piece of text with its marks; `begins` are the marks that start with it."""

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]

    def of(self, *kinds: str) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.kind in kinds)

    @property
    def mention(self) -> Mark | None:
        """The place, date, figure or actor that the piece is shown as: the shortest of them."""
        return self.mentions[0] if self.mentions else None

    @property
    def mentions(self) -> tuple[Mark, ...]:
        """Every place, date, figure and actor on the piece, the shortest first."""
        own = self.of("place", "time", "figure", "actor")
        return tuple(sorted(own, key=lambda mark: (mark.end - mark.start, mark.kind, mark.item)))


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph of the text; the first is the title."""

    segments: tuple[Segment, ...]
    is_title: bool


def marks_of(reading: Reading) -> list[Mark]:
    """Every mark of a reading."""
    marks = [
        Mark("event", span.start, span.end, number)
        for number, event in enumerate(reading.events)
        for span in event.evidence
    ]
    mentions: Sequence[tuple[MarkKind, Sequence[Span]]] = (
        ("place", _spans(reading.places)),
        ("time", _spans(reading.times)),
        ("figure", _spans(reading.figures)),
        ("actor", _spans(reading.actors)),
    )
    for kind, spans in mentions:
        marks += [Mark(kind, span.start, span.end, number) for number, span in enumerate(spans)]
    return marks


def _spans(items: Sequence[object]) -> list[Span]:
    return [Span(item.start, item.end) for item in items]  # type: ignore[attr-defined]


def paragraphs(reading: Reading) -> list[Paragraph]:
    """The article's paragraphs with their marks; the empty lines between them are dropped."""
    text, title = reading.article.text, reading.article.title
    marks = sorted(marks_of(reading), key=lambda mark: (mark.start, -mark.end, mark.kind))
    found = []
    start = 0
    for piece in text.split("\n\n"):
        end = start + len(piece)
        if piece.strip():
            here = [mark for mark in marks if mark.start < end and mark.end > start]
            is_title = start == 0 and bool(title) and piece.strip() == title.strip()
            found.append(Paragraph(segments(text, start, end, here), is_title))
        start = end + 2
    return found


def segments(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """`text[start:end]` cut at every end of `marks`."""
    cuts = {start, end}
    for mark in marks:
        cuts |= {cut for cut in (mark.start, mark.end) if start < cut < end}
    edges = sorted(cuts)
    return tuple(
        Segment(
            text[left:right],
            tuple(mark for mark in marks if mark.start < right and mark.end > left),
            tuple(mark for mark in marks if max(mark.start, start) == left and mark.end > left),
        )
        for left, right in zip(edges, edges[1:], strict=False)
    )
