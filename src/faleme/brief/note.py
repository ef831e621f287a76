"""What a brief is: sections of paragraphs of sentences, each with its incidents and its numbered sources.

All texts are typeset (no-break spaces, guillemets) and in one language; renderers add no words of their own
but those of the brief's wording.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from faleme.records.text import Marking
from faleme.words.wording import DeskLanguage


class Footnote(msgspec.Struct, frozen=True, kw_only=True):
    """One source: outlet and day in words, its address, and whose voice it is if not its own."""

    number: int
    article: str
    outlet: str
    day: str
    published: str | None = None
    url: str | None = None
    voice: str = ""


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """One incident, or several told as one. `remarks` are what is doubtful or contradictory about it."""

    text: str
    incidents: tuple[str, ...]
    notes: tuple[int, ...]
    remarks: tuple[str, ...] = ()
    label: str = ""
    reviewed: bool = False


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """Sentences under a heading of their own, or under none."""

    sentences: tuple[Sentence, ...]
    heading: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """border, corridors, relation or elsewhere; `note` says that there is nothing, or how much more."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    note: str = ""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the footer: what it is about and what there is to say."""

    heading: str
    lines: tuple[str, ...]


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A brief of the days from `since` to `until`, both included.

    `empty` says so where the window has nothing; `last` is then the last day that has something. `marking`
    is the highest label of what is told and of its sources.
    """

    language: DeskLanguage
    since: dt.date
    until: dt.date
    public: bool
    marking: Marking
    name: str
    title: str
    file_title: str
    lead: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    press: tuple[Fact, ...]
    closing: tuple[str, ...]
    empty: str = ""
    last: dt.date | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in their order."""
        return tuple(s for section in self.sections for p in section.paragraphs for s in p.sentences)
