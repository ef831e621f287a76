"""Who speaks: the stretches between quotation marks and the actor whose words they are, and who reports an
event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from faleme.coding.roles import usable
from faleme.lexicon.cues import cues
from faleme.lexicon.grammar import grammar
from faleme.recognise.sentence_tokens import tokens_of
from faleme.records.actor import ActorMention
from faleme.records.event import Attribution

_QUOTE: Final = re.compile(r"[«“]([^«»“”]{12,1500})[»”]")
_STRAIGHT: Final = re.compile(r"[«“]([^«»“”]{12,1500})[»”]|\"([^\"\n]{12,600})\"")
"""English outlets write straight quotation marks."""
_REACH: Final = 110


class Quote(NamedTuple):
    """A stretch between quotation marks with its speaker, if the text tells one beside it."""

    start: int
    end: int
    speaker: ActorMention | None


def quotes_of(text: str, actors: Sequence[ActorMention], language: str) -> tuple[Quote, ...]:
    """The quotations of a text. A speaker stands with a verb of saying right behind or before the
    quotation.
    """
    people = [m for m in actors if usable(m) and m.kind != "state"]
    found: list[Quote] = []
    for match in (_STRAIGHT if language == "en" else _QUOTE).finditer(text):
        speaker = _behind(text, match.end(), people, language) or _before(
            text, match.start(), people, language
        )
        found.append(Quote(match.start(), match.end(), speaker))
    return tuple(found)


def _says(text: str, start: int, end: int, language: str) -> bool:
    book = cues(language)
    return any(
        any(kind == "say" for _, kind in book.verbs.get(word, ()))
        for word in tokens_of(text, start, end, language).words
    )


def _behind(text: str, end: int, people: Sequence[ActorMention], language: str) -> ActorMention | None:
    stop = end + _REACH
    for mark in (". ", "«", "\n", "“"):
        at = text.find(mark, end, stop)
        stop = at if at >= 0 else stop
    if not _says(text, end, stop, language):
        return None
    return next((m for m in people if end <= m.start < stop), None)


def _before(text: str, start: int, people: Sequence[ActorMention], language: str) -> ActorMention | None:
    begin = max(
        text.rfind("\n", 0, start), text.rfind("»", 0, start), text.rfind(". ", 0, start), start - 220, 0
    )
    lead = text[begin:start].rstrip()
    near = [m for m in people if begin <= m.start < start]
    if not near:
        return None
    if lead.endswith(":") or _says(text, begin, start, language):
        return near[0]
    return None


def speaker_at(quotes: Sequence[Quote], offset: int) -> ActorMention | None:
    """The speaker of the quotation that holds an offset."""
    for quote in quotes:
        if quote.start <= offset < quote.end:
            return quote.speaker
    return None


def in_quote(quotes: Sequence[Quote], offset: int) -> bool:
    return any(quote.start <= offset < quote.end for quote in quotes)


def attribution_in(
    text: str,
    start: int,
    end: int,
    actors: Sequence[ActorMention],
    quotes: Sequence[Quote],
    language: str,
) -> Attribution | None:
    """Who reports what a sentence tells: 'selon l'armée', or the speaker of the quotation that it
    stands in.
    """
    match = grammar(language).patterns["according"].search(text, start, end)
    if match is not None:
        for mention in actors:
            if match.end() <= mention.start < match.end() + 60:
                return Attribution(
                    start=mention.start, end=mention.end, speaker=mention.name, codes=mention.codes
                )
    speaker = speaker_at(quotes, (start + end) // 2)
    if speaker is not None:
        return Attribution(start=speaker.start, end=speaker.end, speaker=speaker.name, codes=speaker.codes)
    return None
