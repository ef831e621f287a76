"""A brief as Markdown, its sources as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from faleme.brief.note import Brief, Sentence
from faleme.brief.words import brief_words

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def markdown(brief: Brief) -> str:
    """The whole brief; every text is escaped, so that an outlet's name cannot become mark-up."""
    return "\n".join(_lines(brief)) + "\n"


def _lines(brief: Brief) -> Iterator[str]:
    words = brief_words(brief.language)
    yield f"# {_plain(brief.file_title)}"
    yield ""
    yield f"**{words.say('marking', marking=brief.marking)}**"
    for text in (brief.lead, brief.empty):
        if text:
            yield from ("", _plain(text))
    for section in brief.sections:
        yield from ("", f"## {_plain(section.title)}")
        for paragraph in section.paragraphs:
            if paragraph.heading:
                yield from ("", f"### {_plain(paragraph.heading)}")
            yield ""
            for sentence in paragraph.sentences:
                yield f"- {_sentence(sentence)}"
        if section.note:
            yield from ("", _plain(section.note))
    for fact in brief.press:
        yield from ("", f"## {_plain(fact.heading)}", "")
        yield from (f"- {_plain(line)}" for line in fact.lines)
    yield ""
    yield from (f"*{_plain(line)}*  " for line in brief.closing)
    if brief.footnotes:
        yield ""
    for note in brief.footnotes:
        parts = [_plain(note.outlet), _plain(note.day), *([f"<{_address(note.url)}>"] if note.url else [])]
        parts += [_plain(note.voice)] if note.voice else []
        yield f"[^{note.number}]: {', '.join(parts)}"


def _sentence(sentence: Sentence) -> str:
    label = f"**{_plain(sentence.label)}.** " if sentence.label else ""
    marks = "".join(f"[^{number}]" for number in sentence.notes)
    remarks = "".join(f" {_plain(remark)}" for remark in sentence.remarks)
    return f"{label}{_plain(sentence.text)}{marks}{remarks}"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split(" ")))


def _address(url: str) -> str:
    """An address that cannot end its own brackets."""
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("\n", "")
