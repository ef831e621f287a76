"""A page saved as plain text: sections, title and paragraphs out of what the page printed around them.

Example of a saved page: 'InternationalPolitique & Société' (two section names that a copy-and-paste glued),
the title, the paragraphs, 'Partager :', 'Articles similaires', 'Laisser un commentaire'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from faleme.errors import UnreadableError
from faleme.lexicon.furniture import furniture, section_key, section_names, stamps
from faleme.lexicon.names import name_key
from faleme.read.dates import iso_day
from faleme.read.encoding import mended
from faleme.read.language import language_of
from faleme.read.paragraphs import article_id, body_text, once, one_line
from faleme.records.text import Article

_EMPTY_LINE = re.compile(r"\n[ \t\u00a0]*\n")
_PARTS = re.compile(r"\s*[|>»›·•/]\s*|\s+[-–—]\s+|,\s+")
_GLUE = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_SENTENCE_END = re.compile(r"[.!?…»”\")]\s*$")
_SECTION_LINE = 120
_LONGEST_TITLE = 300
_BYLINE_WORDS = 8
_HEAD_BLOCKS = 6  # how far below the title a date line or by-line may stand


class _Head(msgspec.Struct, kw_only=True):
    sections: tuple[str, ...] = ()
    published: str | None = None
    authors: tuple[str, ...] = ()


def article_of_saved_text(text: str, *, not_after: str | None = None) -> Article:
    """The article of a page saved as plain text, or of a plain text (title, then paragraphs).

    `published` is set only where the page prints a whole date after 'Publié le' or on a line of its own.
    Raises UnreadableError('no-text').
    """
    blocks = without_furniture(_blocks(mended(text)))
    head, blocks = _without_head(blocks, not_after)
    if not blocks:
        raise UnreadableError(
            "nothing is left but menus and buttons; save the page's article itself", reason="no-text"
        )
    title, paragraphs = _title_and_body(blocks)
    paragraphs = once(paragraphs)
    whole = body_text(title, paragraphs)
    return Article(
        id=article_id(None, title, whole),
        title=title,
        text=whole,
        published=head.published,
        language=language_of(whole),
        section=head.sections,
        authors=head.authors,
    )


def without_furniture(paragraphs: Iterable[str]) -> list[str]:
    """Paragraphs up to the first that ends the article, without those that are no part of it.

    A phrase that ends an article does so only below its first two paragraphs: 'Actualités',
    'Commentaires' and the like also stand in the menu above it, where they are only dropped.
    """
    table = furniture()
    kept: list[str] = []
    for paragraph in paragraphs:
        effect = table.effect_of(paragraph)
        if effect is None:
            kept.append(paragraph)
        elif effect == "cut" and _has_body(kept):
            break
    return kept


def _has_body(kept: list[str]) -> bool:
    return len(kept) >= 2 and any(len(paragraph) > _SECTION_LINE for paragraph in kept)


def _blocks(text: str) -> list[str]:
    """Blocks between empty lines, each on one line; without any empty line, each line is a block where
    lines end as sentences do, else the first line is the title and the rest one paragraph."""
    parts = [part for part in _EMPTY_LINE.split(text.strip()) if part.strip()]
    if len(parts) > 1:
        return _lines_of_head(parts[0]) + [block for part in parts[1:] for block in _lines_of_block(part)]
    lines = [one_line(line) for line in text.split("\n") if line.strip()]
    ended = sum(bool(_SENTENCE_END.search(line)) for line in lines[1:])
    if 2 * ended > len(lines[1:]):
        return lines
    return [block for block in (*lines[:1], one_line(" ".join(lines[1:]))) if block]


def _lines_of_head(part: str) -> list[str]:
    """Sections, title, date and by-line may stand in one block; a line that goes on begins small."""
    lines = [one_line(line) for line in part.split("\n")]
    if len(lines) > _HEAD_BLOCKS or _SENTENCE_END.search(lines[0]):
        return _lines_of_block(part)
    blocks: list[str] = []
    for line in lines:
        if blocks and line[:1].islower():
            blocks[-1] += f" {line}"
        else:
            blocks.append(line)
    return blocks


def _lines_of_block(part: str) -> list[str]:
    """A block's lines are one paragraph, but furniture lines in it are blocks of their own."""
    table = furniture()
    blocks: list[str] = []
    run: list[str] = []
    for line in map(one_line, part.split("\n")):
        if table.lines.get(name_key(line)):
            blocks += [one_line(" ".join(run)), line]
            run = []
        else:
            run.append(line)
    blocks.append(one_line(" ".join(run)))
    return [block for block in blocks if block]


def _without_head(blocks: list[str], not_after: str | None) -> tuple[_Head, list[str]]:
    """Sections above the title, and the date line and by-line above or just below it."""
    head = _Head()
    rest = list(blocks)
    while rest and (sections := sections_of(rest[0])) and len(rest) > 1:
        head.sections += tuple(name for name in sections if name not in head.sections)
        rest.pop(0)
    for block in rest[:_HEAD_BLOCKS]:
        if len(block) > _SECTION_LINE:
            continue
        published, authors = _stamp_of(block, not_after)
        if published or authors:
            head.published = head.published or published
            head.authors = head.authors or authors
            rest.remove(block)
    return head, rest


def sections_of(line: str) -> tuple[str, ...]:
    """Section names that a head line is made of, or () where it is something else.

    The line is cut at separators and where a small letter meets a capital one; at least half of
    the parts must be names that we know, so a title with a dash in it is no list of sections.
    """
    if len(line) > _SECTION_LINE or _SENTENCE_END.search(line):
        return ()
    known = section_names()
    home = stamps().home
    parts = [part.strip() for cut in _PARTS.split(line) for part in _unglued(cut, known) if part.strip()]
    recognised = sum(section_key(part) in known for part in parts)
    if not parts or 2 * recognised < len(parts) or any(len(part.split()) > 4 for part in parts):
        return ()
    return tuple(part for part in parts if section_key(part) not in home)


def _unglued(part: str, known: dict[str, str]) -> list[str]:
    if section_key(part) in known:
        return [part]
    return _GLUE.split(part)


def is_date_line(line: str) -> bool:
    """The line tells when the page was published and no more ('6 mai 2025', 'Publié le 6 mai 2025 à 9h')."""
    return len(line) <= _SECTION_LINE and _date_in(line) is not None


def _stamp_of(block: str, not_after: str | None) -> tuple[str | None, tuple[str, ...]]:
    if found := _date_in(block):
        return _day_of(found, not_after), ()
    by = stamps().author.match(block)
    if by and len(block.split()) <= _BYLINE_WORDS and not _SENTENCE_END.search(block):
        return None, (block[by.end() :].strip(),)
    return None, ()


def _date_in(line: str) -> re.Match[str] | None:
    """A whole date after 'Publié le' or the like, or one that is the whole line."""
    table = stamps()
    lead = table.published.match(line)
    return table.day.search(line, lead.end()) if lead else table.day.fullmatch(line)


def _day_of(found: re.Match[str], not_after: str | None) -> str | None:
    named = {name.rstrip("234"): value for name, value in found.groupdict().items() if value}
    month = named["m"]
    number = int(month) if month.isdigit() else stamps().months[month.lower()]
    return iso_day(int(named["y"]), number, int(named["d"]), not_after=not_after)


def _title_and_body(blocks: list[str]) -> tuple[str, list[str]]:
    """The first block is the title unless it is as long as a paragraph."""
    if len(blocks[0]) > _LONGEST_TITLE:
        return "", blocks
    return blocks[0], blocks[1:]
