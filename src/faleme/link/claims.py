"""What one report claims of its event: dead, wounded, abducted, vehicles, place and time, each with its span.

A claim is never averaged with another: 'trois soldats et quatre assaillants tués' is one claim of seven, '18
morts au total' of the next sentence another, each with who says it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from faleme.coding.fatalities import as_range
from faleme.lexicon.link_rules import FOLDER
from faleme.lexicon.names import fold
from faleme.lexicon.units import counted_nouns
from faleme.recognise.sentences import sentences
from faleme.records.event import Event, Fatalities
from faleme.records.figure import Figure
from faleme.records.incident import Claim, ClaimKind
from faleme.records.reading import Reading
from faleme.records.text import Span

_PEOPLE = ("people", "force", "casualty")
_COUNTED: tuple[ClaimKind, ...] = ("fatalities", "wounded", "abducted")
_JOINED = re.compile(r"\s*(?:,|et|and|ainsi que|plus)\s*(?:de\s+|d['’])?", re.IGNORECASE)
_REACH = 70


@cache
def words() -> dict[str, Any]:
    """The word lists of data/link_claims.toml."""
    return tomllib.loads((FOLDER / "link_claims.toml").read_text(encoding="utf-8"))


@cache
def _starts(table: str, key: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words()[table][key])) + ")")


@cache
def _says() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(sorted(map(re.escape, words()["say"]["verbs"]), key=len, reverse=True)) + r")\b"
    )


@cache
def _according() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(map(re.escape, words()["say"]["according"])) + r")\s+([^,.;:()«»\n]{3,60})"
    )


def claims_of(reading: Reading, event: Event) -> tuple[Claim, ...]:
    """Claims of one event of a reading: its counts with their speakers, then its place and its time."""
    article = reading.article
    found: list[Claim] = []
    for sentence in _sentences_of(reading, event):
        inside = [f for f in reading.figures if sentence.start <= f.start < sentence.end]
        for kind, figures in _counts(article.text, sentence, inside, article.language or "fr"):
            found.append(_claim(reading, kind, figures, sentence))
    first = event.evidence[0]
    if event.place:
        found.append(_plain(reading, "place", event.place.name, first))
    if event.time and (event.time.from_ or event.time.to):
        value = " / ".join(dict.fromkeys(day or "…" for day in (event.time.from_, event.time.to)))
        found.append(_plain(reading, "time", value, first))
    return tuple(dict.fromkeys(found))


def _sentences_of(reading: Reading, event: Event) -> list[Span]:
    """Sentences that may tell the event's counts: its evidence and, where the article tells of one attack
    only, every other that no other place's attack is told in ('Un responsable parle de 18 morts').
    """
    text = reading.article.text
    own = [
        span
        for span in sentences(text)
        if any(span.start < e.end and e.start < span.end for e in event.evidence)
    ]
    if event.type != "ASSAULT":
        return own
    attacks = [e for e in reading.events if e.type == "ASSAULT"]
    located = {(e.place.name, e.place.country) for e in attacks if e.place and e.place.level != "country"}
    main = event.place is not None and event.place.level != "country" and len(located) == 1
    return list(sentences(text)) if main or len(attacks) == 1 else own


def _counts(
    text: str, sentence: Span, figures: Sequence[Figure], language: str
) -> Iterator[tuple[ClaimKind, list[Figure]]]:
    """Figures of a sentence by what they count; numbers joined by 'et' under one verb are one claim."""
    nouns = counted_nouns(language if language in ("fr", "en") else "fr")
    run: list[Figure] = []
    kind: ClaimKind | None = None
    for figure in sorted(figures, key=lambda f: f.start):
        now = _kind_of(text, sentence, figure, nouns.get(figure.unit or ""))
        joined = bool(run) and _JOINED.fullmatch(text[run[-1].end : figure.start]) is not None
        if kind and (now != kind or not joined):
            yield kind, run
            run = []
        kind = now
        run = [*run, figure] if now else []
    if kind and run:
        yield kind, run


def _kind_of(text: str, sentence: Span, figure: Figure, noun: str | None) -> ClaimKind | None:
    unit = fold(figure.unit or "")
    names = zip(_COUNTED, ("dead", "wounded", "abducted"), strict=True)
    if figure.kind == "count" or unit:
        for kind, key in names:
            if _starts("counts", key).match(unit):
                return kind
    if noun == "vehicle":
        return "vehicles"
    if noun not in _PEOPLE:
        return None
    after = fold(text[figure.end : min(sentence.end, figure.end + _REACH)])
    before = fold(text[max(sentence.start, figure.start - _REACH) : figure.start])
    for kind, key in zip(_COUNTED, ("dead", "wounded", "abducted"), strict=True):
        if _starts("acts", key).search(after) or _starts("acts", key).search(before):
            return kind
    return None


def _claim(reading: Reading, kind: ClaimKind, figures: Sequence[Figure], sentence: Span) -> Claim:
    ranges = [as_range(figure) for figure in figures]
    least = sum(r.min or 0 for r in ranges) if any(r.min is not None for r in ranges) else None
    most = sum(r.max or 0 for r in ranges) if all(r.max is not None for r in ranges) else None
    dead = kind == "fatalities"
    return Claim(
        kind=kind,
        article=reading.article.id,
        source=reading.article.source,
        fatalities=Fatalities(least, most) if dead else Fatalities(None, None),
        least=None if dead else least,
        most=None if dead else most,
        speaker=speaker_in(reading.article.text, sentence),
        counted=" + ".join(dict.fromkeys(f.unit for f in figures if f.unit)) or None,
        start=figures[0].start,
        end=figures[-1].end,
    )


def _plain(reading: Reading, kind: ClaimKind, value: str, span: Span) -> Claim:
    article = reading.article
    return Claim(
        kind=kind,
        article=article.id,
        source=article.source,
        value=value,
        speaker=speaker_in(article.text, span),
        start=span.start,
        end=span.end,
    )


def speaker_in(text: str, sentence: Span) -> str | None:
    """Who says what a sentence tells: 'selon l'armée', 'affirme un animateur', 'Un responsable parle de'."""
    plain = fold(sentence.quote(text))

    def written(start: int, end: int) -> str:
        return text[sentence.start + start : sentence.start + end].strip(" ,.;:«»\n")

    if match := _according().search(plain):
        return written(*match.span(1))
    if match := _says().search(plain):
        before = plain[: match.start()]
        if before.rstrip(" ").endswith((",", "»", '"')):
            end = re.search(r"[,.;:«\n]|$", plain[match.end() :])
            tail = written(match.end(), match.end() + (end.start() if end else 0))
            return tail if 3 <= len(tail) <= 60 else None
        start = max(before.rfind(mark) for mark in (",", ":", ";", "»")) + 1
        head = written(start, match.start())
        return head if 3 <= len(head) <= 60 else None
    return None
