"""The public rule: what anyone may see of the store, and what stays with the analyst.

Pages never ask the store; they look through a window. `WholeWindow` is for the analyst at a local desk,
`PublicWindow` for everybody else. The rule, from the promises of the project:

* incidents marked CLEAR, all of whose reports (field reports too) are marked CLEAR, and that no person has
  rejected;
* of what people did at the desk, that an incident was reviewed and what it is now: not who has it, which
  judgements shaped it, what the machine said before, or which other incidents it may be one with;
* no movement of convoys, patrols, aid or officials that is still to come, whatever its marking says, and
  no article that opens with one, whether an event was coded or not;
* of an article outlet, date, title, link and at most 200 characters; never its text, and nothing at all of
  one that is marked above CLEAR, whose title tells of what is withheld, or all of whose events are
  withheld;
* no private person's name, titles included; who speaks for a claim is not named;
* of what was set aside, nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Protocol

import msgspec

from faleme.desk.near import NearWindow
from faleme.desk.wording import as_day
from faleme.lexicon.movements import tells_of_movement
from faleme.recognise.sentences import sentences
from faleme.records.actor import ActorMention
from faleme.records.event import Event
from faleme.lexicon.brief_rules import load_brief_rules
from faleme.records.incident import Claim, Incident
from faleme.records.judgement import Judgement
from faleme.records.reading import Reading
from faleme.records.text import Span
from faleme.review.queue import Queued
from faleme.store.base import Counts, Near, Past, StoreReader, StoreWriter, Summary, Wanted

EXCERPT = 200
"""Characters of an article that the public may see beside its title."""
LONGEST_TITLE = 300
"""Characters of a title: some feeds put the whole text into it."""

_HEAD = 700  # of the text are looked at for the excerpt: names longer than what replaces them make up for it
_MOVING_TAGS = frozenset(("convoy", "patrol", "visit", "aid"))
_MOVING_TYPES = frozenset(("CONSULT", "COOPERATE", "AID", "MOBILIZE"))
_OFFICES = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "PTY"))
_SOMEONE = {"fr": "une personne", "en": "a person"}


class ArticleShown(msgspec.Struct, frozen=True, kw_only=True):
    """An article as a page may show it; `reading` holds its text and is None for the public."""

    id: str
    title: str
    source: str | None
    published: str | None
    url: str | None
    language: str
    events: int
    excerpt: str = ""
    marking: str = "CLEAR"
    reading: Reading | None = None


class Page(msgspec.Struct, frozen=True):
    """One page of a list and the length of the whole."""

    items: list[ArticleShown]
    total: int


class Window(Protocol):
    """What pages may look at."""

    @property
    def everything(self) -> bool: ...
    def incidents(self) -> list[Incident]: ...
    def incident(self, incident_id: str) -> Incident | None: ...
    def incident_of(self, article_id: str) -> dict[str, str]: ...
    def article(self, article_id: str) -> ArticleShown | None: ...
    def articles(self, *, first: int, size: int) -> Page: ...
    def counts(self) -> Counts: ...
    def articles_by_day(self) -> dict[str, int]: ...
    def near(self, article_id: str) -> list[Near]: ...
    def copies(self, article_ids: Iterable[str]) -> dict[str, str]: ...


class WholeWindow(NearWindow):
    """Everything that the store holds, for the analyst."""

    everything = True
    _store: StoreWriter

    def __init__(self, store: StoreWriter) -> None:
        self._store = store

    @property
    def store(self) -> StoreWriter:
        """Where an analyst's decisions go."""
        return self._store

    def incidents(self) -> list[Incident]:
        return self._store.incidents()

    def queue(self, wanted: Wanted) -> list[Queued]:
        return self._store.queue(wanted=wanted)

    def history(self, incident_id: str) -> list[Past]:
        return self._store.history(incident_id)

    def judgement(self, number: int | None) -> Judgement | None:
        """A judgement by its number, for the note that it was kept."""
        found = self._store.judgements() if number else []
        return next((each for each in found if each.number == number), None)

    def articles_by_day(self) -> dict[str, int]:
        return self._store.articles_by_day()

    def incident(self, incident_id: str) -> Incident | None:
        return self._store.incident(incident_id)

    def incident_of(self, article_id: str) -> dict[str, str]:
        """Incident ids by the article's event ids."""
        return {event: found for event, found in self._store.incident_of(article_id).items() if found}

    def article(self, article_id: str) -> ArticleShown | None:
        reading = self._store.reading(article_id)
        if reading is None:
            return None
        shown = _shown(reading, title=reading.article.title, excerpt="", events=len(reading.events))
        return msgspec.structs.replace(shown, reading=reading)

    def articles(self, *, first: int, size: int) -> Page:
        every = self._store.articles()
        return Page([_listed(each) for each in every[first : first + size]], len(every))

    def counts(self) -> Counts:
        return self._store.counts()


class PublicWindow(NearWindow):
    """What everybody may see; made anew for each request."""

    everything = False
    near_markings = ("CLEAR",)

    def __init__(self, store: StoreReader, today: dt.date) -> None:
        self._store = store
        self._today = today

    def incidents(self) -> list[Incident]:
        return self._incidents

    @cached_property
    def _incidents(self) -> list[Incident]:
        found = self._store.incidents(markings=["CLEAR"])
        return [as_public(each) for each in found if self._is_public(each)]

    def incident(self, incident_id: str) -> Incident | None:
        found = self._store.incident(incident_id)
        if found is None or not self._is_public(found):
            return None
        return as_public(found)

    def incident_of(self, article_id: str) -> dict[str, str]:
        """Public incidents by the article's event ids."""
        pairs = self._store.incident_of(article_id).items()
        return {event: found for event, found in pairs if found and self.incident(found)}

    def article(self, article_id: str) -> ArticleShown | None:
        reading = self._store.reading(article_id)
        if reading is None or self._is_movement_by_a_persons_word(article_id):
            return None
        return public_article(reading, self._today)

    def _is_movement_by_a_persons_word(self, article_id: str) -> bool:
        """Whether it tells of an incident that is a movement to come though the coder did not see one."""
        ids = {each for each in self._store.incident_of(article_id).values() if each}
        found = (self._store.incident(each) for each in sorted(ids))
        return any(each.reviewed and is_movement_to_come(each, self._today) for each in found if each)

    def articles(self, *, first: int, size: int) -> Page:
        clear = [each for each in self._store.articles() if each.marking == "CLEAR"]
        shown = (self.article(each.id) for each in clear[first : first + size])
        return Page([each for each in shown if each], len(clear))

    def counts(self) -> Counts:
        """How much of the store is public; how many articles are withheld is not told."""
        incidents = self._incidents
        return Counts(
            articles=len(self._clear_articles),
            events=sum(len(each.members) for each in incidents),
            incidents=len(incidents),
            set_aside=0,
        )

    def articles_by_day(self) -> dict[str, int]:
        """Articles read by day, only those that are public: how many are withheld is not told."""
        clear = Counter(
            e.published[:10] for e in self._store.articles() if e.marking == "CLEAR" and e.published
        )
        return {day: min(n, clear[day]) for day, n in self._store.articles_by_day().items() if clear[day]}

    @cached_property
    def _clear_articles(self) -> set[str]:
        return {each.id for each in self._store.articles() if each.marking == "CLEAR"}

    def _is_public(self, incident: Incident) -> bool:
        return (
            incident.marking == "CLEAR"
            and incident.verdict != "rejected"
            and not is_movement_to_come(incident, self._today)
            and all(member.article in self._clear_articles for member in incident.members)
        )


def is_movement_to_come(told: Event | Incident, today: dt.date) -> bool:
    """Whether it tells of convoys, patrols, aid or officials on their way or about to be.

    Wider than the coder's own marking on purpose: this is the last door.
    """
    moving = bool(set(told.tags) & _MOVING_TAGS)
    if told.status == "planned":
        return moving or told.type in _MOVING_TYPES
    if told.status != "occurred" or not moving or told.type not in _MOVING_TYPES or told.time is None:
        return False
    last = as_day(told.time.to)
    return last >= today if last else told.time.from_ is not None


def opens_with_movement_to_come(reading: Reading, today: dt.date) -> bool:
    """Whether a sentence of title or opening has a word of movement and a day from today on.

    It asks the words, not the events: the coder may have missed one.
    """
    text, language = reading.article.text, reading.article.language or "fr"
    opening = _body_start(reading) + _HEAD
    ahead = [t.start for t in reading.times if t.start < opening and (as_day(t.to) or dt.date.min) >= today]
    told = (
        [s for s in sentences(text[:opening]) if any(s.start <= at < s.end for at in ahead)] if ahead else []
    )
    return any(tells_of_movement(sentence.quote(text), language) for sentence in told)


def as_public(incident: Incident) -> Incident:
    """An incident whose claims name outlets only, without the desk's own work on it.

    A witness is a private person, and the reasons for voices and credibility name who is quoted; ids of
    undecided neighbours may be those of withheld incidents.
    """
    return msgspec.structs.replace(
        incident,
        claims=tuple(map(_unspoken, incident.claims)),
        said=tuple(map(_unspoken, incident.said)),
        reasons=(), voices_reasons=(), credibility_reasons=(), undecided=(),
        differs=(), judgements=(), assigned=None, unseen=0, on_reports=(),
    )  # fmt: skip


def _unspoken(claim: Claim) -> Claim:
    """A claim without who spoke, the article's words for what is counted, and where they stand.

    Whom a toll counts is told in words of ours ('soldiers'): a part is not to be taken for the whole.
    """
    whom = load_brief_rules().plainly_counted(claim.counted) if claim.kind == "fatalities" else None
    return msgspec.structs.replace(claim, speaker=None, counted=whom, start=None, end=None)


def public_article(reading: Reading, today: dt.date) -> ArticleShown | None:
    """What everybody may see of an article, None if that is nothing."""
    article = reading.article
    if article.marking != "CLEAR":
        return None
    withheld = [e for e in reading.events if e.marking != "CLEAR" or is_movement_to_come(e, today)]
    body = _body_start(reading)
    first_withheld = min((span.start for e in withheld for span in e.evidence), default=len(article.text))
    if withheld and (len(withheld) == len(reading.events) or first_withheld < body):
        return None
    if opens_with_movement_to_come(reading, today):
        return None
    return _shown(
        reading,
        title=_cut(masked(article.title, reading), LONGEST_TITLE),
        excerpt=_excerpt(reading, body, first_withheld),
        events=len(reading.events) - len(withheld),
    )


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


def safe_url(url: str | None) -> str | None:
    """A link that may be followed; anything but a web address is not one."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def _shown(reading: Reading, *, title: str, excerpt: str, events: int) -> ArticleShown:
    article = reading.article
    return ArticleShown(
        id=article.id,
        title=title,
        source=article.source,
        published=article.published,
        url=safe_url(article.url),
        language=article.language or "fr",
        events=events,
        excerpt=excerpt,
        marking=article.marking,
    )


def _listed(each: Summary) -> ArticleShown:
    return ArticleShown(
        id=each.id, title=each.title, source=each.source, published=each.published, url=None,
        language="fr", events=each.events, marking=each.marking,
    )  # fmt: skip
