"""What the public may see of an article, and from which day on.

Title and at most 200 characters, private people without their names, nothing of what is withheld. As days
pass less is withheld, never more: what is let out once stays a part of what is let out later.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

import msgspec

from faleme.lexicon.movements import tells_of_movement
from faleme.recognise.sentences import sentences
from faleme.records.actor import ActorMention
from faleme.records.event import Event
from faleme.records.reading import Reading
from faleme.records.text import Span
from faleme.release.rule import ALWAYS, day_after, movement_over

EXCERPT = 200
"""Characters of an article that the public may see beside its title."""
LONGEST_TITLE = 300
"""Characters of a title: some feeds put the whole text into it."""

_HEAD = 700  # of the text are looked at for the excerpt: names longer than what replaces them make up for it
_OFFICES = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "PTY"))
_SOMEONE = {"fr": "une personne", "en": "a person"}


class Excerpt(msgspec.Struct, frozen=True):
    """An article as anyone may see it, and how many of its events."""

    title: str
    text: str
    events: int


class Release(msgspec.Struct, frozen=True):
    """From which day on the public may see an article ('' always, None never), and what on that day."""

    day: str | None
    shown: Excerpt | None = None


def release(reading: Reading) -> Release:
    """When an article may be seen, and what of it on the day that it was published or the first such day."""
    article = reading.article
    if article.marking != "CLEAR":
        return Release(None)
    overs = [_over(event) for event in reading.events]
    opening = _opening_over(reading)
    floor = _published_day(article.published)
    at_once = excerpt_on(reading, ALWAYS, overs, opening)
    if at_once and at_once == excerpt_on(reading, floor, overs, opening):
        return Release(ALWAYS, at_once)
    days = {floor, opening, *(over for over in overs if over)}
    for day in sorted(each for each in days if each >= floor):
        if shown := excerpt_on(reading, day, overs, opening):
            return Release(day, shown)
    return Release(None)


def open_part(reading: Reading) -> Reading:
    """A reading without the events that may ever be withheld, where its article is the open press's."""
    if reading.article.marking != "CLEAR":
        return reading
    kept = tuple(event for event in reading.events if _over(event) == ALWAYS)
    return msgspec.structs.replace(reading, events=kept)


def released_on(reading: Reading, today: dt.date) -> Excerpt | None:
    """What everybody may see of an article on a day, None if that is nothing."""
    if reading.article.marking != "CLEAR":
        return None
    overs = [_over(event) for event in reading.events]
    return excerpt_on(reading, today.isoformat(), overs, _opening_over(reading))


def excerpt_on(reading: Reading, day: str, overs: list[str | None], opening: str) -> Excerpt | None:
    """The same on an ISO day, given from which days on its events and its opening may be told."""
    article = reading.article
    withheld = [
        event for event, over in zip(reading.events, overs, strict=True) if over is None or over > day
    ]
    body = _body_start(reading)
    first_withheld = min((span.start for e in withheld for span in e.evidence), default=len(article.text))
    if withheld and (len(withheld) == len(reading.events) or first_withheld < body):
        return None
    if opening > day:
        return None
    return Excerpt(
        title=_cut(masked(article.title, reading), LONGEST_TITLE),
        text=_excerpt(reading, body, first_withheld),
        events=len(reading.events) - len(withheld),
    )


def _over(event: Event) -> str | None:
    return movement_over(event) if event.marking == "CLEAR" else None


def _opening_over(reading: Reading) -> str:
    """From which day on no sentence of title or opening has a word of movement and a day that is to come.

    It asks the words, not the events: the coder may have missed one.
    """
    text, language = reading.article.text, reading.article.language or "fr"
    opening = _body_start(reading) + _HEAD
    dated = [(t.start, over) for t in reading.times if t.start < opening and (over := day_after(t.to or ""))]
    if not dated:
        return ALWAYS
    moving = [s for s in sentences(text[:opening]) if tells_of_movement(s.quote(text), language)]
    return max((over for at, over in dated if any(s.start <= at < s.end for s in moving)), default=ALWAYS)


def _published_day(published: str | None) -> str:
    try:
        return dt.date.fromisoformat((published or "")[:10]).isoformat()
    except ValueError:
        return ALWAYS


def masked(title: str, reading: Reading) -> str:
    """A title in which people without a public office are 'une personne'."""
    starts_text = reading.article.text.startswith(title)
    return _masked_between(reading, title, 0 if starts_text else None)


def _masked_between(reading: Reading, text: str, offset: int | None) -> str:
    """`text` with private persons replaced; `offset` is where it lies in the article, None if it does not."""
    language = reading.article.language or "fr"
    someone = _SOMEONE.get(language, _SOMEONE["fr"])
    private = [m for m in reading.actors if is_private_person(m)]
    spans = list(_named_again(text, private, _public_spans(reading, offset)))
    if offset is not None:
        spans += [Span(m.start - offset, m.end - offset) for m in private]
    parts, done = [], 0
    for span in sorted(spans):
        start, end = max(span.start, done), min(span.end, len(text))
        if end <= start or start >= len(text):
            continue
        if span.start >= done:
            parts += [text[done:start], someone.capitalize() if start == 0 else someone]
        done = end
    return "".join(parts) + text[done:]


def is_private_person(mention: ActorMention) -> bool:
    """Whether a mention names someone who holds no public office that this text or our table tells."""
    if mention.kind != "person" or mention.rule.startswith("official"):
        return False
    return not any(_is_office(code) for code in mention.codes)


def _is_office(code: str) -> bool:
    """A state's sector that has offices, or an organisation (a spokesman, a chief)."""
    return code.partition(":")[2] in _OFFICES or ":" not in code


def _public_spans(reading: Reading, offset: int | None) -> list[Span]:
    if offset is None:
        return []
    named = [m for m in reading.actors if m.kind in ("person", "office") and not is_private_person(m)]
    return [Span(m.start - offset, m.end - offset) for m in named]


def _named_again(text: str, private: Iterable[ActorMention], public: list[Span]) -> Iterator[Span]:
    """Where a private person's full or last name stands in a text, found as a mention or not."""
    names = {" ".join(m.name.split()) for m in private}
    names |= {last for name in names if len(last := name.split(" ")[-1]) > 2 and last[:1].isupper()}
    for name in names:
        for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            if not any(span.start < hit.end() and hit.start() < span.end for span in public):
                yield Span(hit.start(), hit.end())


def _body_start(reading: Reading) -> int:
    """Where the body begins: behind the title and its empty line."""
    article = reading.article
    if article.title and article.text.startswith(article.title):
        return len(article.title)
    return 0


def _excerpt(reading: Reading, body: int, stop: int) -> str:
    """At most EXCERPT characters of the body, names masked, cut at a word, ending before what is withheld."""
    end = min(stop, body + _HEAD)
    text = " ".join(_masked_between(reading, reading.article.text[body:end], body).split())
    whole = end == len(reading.article.text)
    return _cut(text, EXCERPT, goes_on=not whole and bool(text))


def _cut(text: str, most: int, goes_on: bool = False) -> str:
    """At most so many characters, cut at a word, with an ellipsis where the text goes on."""
    if len(text) <= most and not goes_on:
        return text
    text = text[: most - 2]
    head = text.rpartition(" ")[0] or text
    return head.rstrip(" ,;:–—-") + " …"
