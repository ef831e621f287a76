"""What linking needs to know of a report beside its codes: the words that tell it and the page around them.

Words are stems, folded: 'attaques', 'attaquée' and 'Attaque' are 'attaqu'. They are kept as words, so that a
reason can name them; an article's text is not kept.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec
from rensa import RMinHash

from faleme.lexicon.link_rules import load_link_rules, load_word_weights
from faleme.lexicon.names import fold
from faleme.link.acts import act, people, people_near
from faleme.link.claims import claims_of, words
from faleme.records.event import Event
from faleme.records.incident import Claim
from faleme.records.reading import Reading
from faleme.records.text import Article

STEM = 6
SIGNATURE = 64
_SHINGLE = 4
_SENTENCES = 3
_NAME = r"([A-ZÀ-Ý][\w’']+)"
_STRETCH = re.compile(
    rf"\b(?:entre {_NAME} et {_NAME}|between {_NAME} and {_NAME}|from {_NAME} to {_NAME}"
    rf"|(?:axe|route|tronçon|corridor|voie|road)(?: de| du| d['’]| from)? ?{_NAME}"
    rf"(?: à | to | ?[–—-] ?){_NAME})"
)
_CALENDAR = re.compile(r"\d{1,2}(?:er|h|eme|e|ere)?|(?:19|20)\d\d")
_WORD = re.compile(r"[^\W_]{2,}")


class Told(msgspec.Struct, frozen=True, array_like=True):
    """Words of one event: of the sentence with its trigger, of all its evidence, and its names.

    `headline` is True where the article's title is among the evidence: the article is about this event.
    `road` are the ends of a stretch that the evidence names ('entre Diboli et Kayes', 'l'axe Diboli–Kayes').
    `act` is what the trigger names (data/link_acts.tsv), `people` who is named close to it and `cast` who is
    named in the evidence ('bachir fofana').
    """

    core: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    headline: bool = False
    road: tuple[str, ...] = ()
    act: str = ""
    people: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()


class Page(msgspec.Struct, frozen=True, array_like=True):
    """Words of an article's title, its most telling words, and the MinHash signature of its text.

    `wires` are the agencies that the article credits ('(AIB)', 'avec AFP'), `people` those its title names.
    """

    title: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    signature: tuple[int, ...] = ()
    wires: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """An event and what linking needs of the article that tells it."""

    event: Event
    article: str
    published: str | None
    source: str | None
    told: Told = Told()
    page: Page = Page()
    claims: tuple[Claim, ...] = ()

    @property
    def key(self) -> tuple[str, str, int, str]:
        """Order of reports that depends on nothing but the reports themselves."""
        return (self.published or "9999", self.article, self.event.evidence[0].start, self.event.id)


def stems(text: str) -> list[str]:
    """Words of a text as stems, in their order; numbers whole."""
    return [word if word[0].isdigit() else word[:STEM] for word in _WORD.findall(fold(text))]


def told_of(article: Article, event: Event) -> Told:
    """Words of the event's evidence; a sentence that stands twice counts once."""
    sentences: list[str] = []
    for span in event.evidence:
        sentence = span.quote(article.text)
        if sentence not in sentences:
            sentences.append(sentence)
    trigger = event.trigger
    core = event.evidence[0]
    if trigger:
        core = next((s for s in event.evidence if s.start <= trigger.start < s.end), core)
    return Told(
        core=_telling(stems(core.quote(article.text))),
        words=_telling(word for sentence in sentences[:_SENTENCES] for word in stems(sentence)),
        names=_telling(name for sentence in sentences[:_SENTENCES] for name in _names(sentence)),
        headline=any(span.start < len(article.title) for span in event.evidence),
        road=tuple(sorted({end for sentence in sentences for end in _road(sentence)})),
        act=act(event, article.text),
        people=tuple(sorted(people_near(event, core, article.text))),
        cast=tuple(sorted({name for sentence in sentences[:_SENTENCES] for name in people(sentence)})),
    )


def page_of(article: Article) -> Page:
    """Title, most telling words and signature of an article."""
    weight, rules = load_word_weights(), load_link_rules()
    counts = Counter(stems(article.text))
    ranked = sorted(
        (-weight(word) * min(count, 4), word)
        for word, count in counts.items()
        if not _CALENDAR.fullmatch(word)
    )
    return Page(
        title=_telling(stems(article.title)),
        story=tuple(sorted(word for score, word in ranked[: rules.story_words] if score < -1.0)),
        signature=signature(article.text),
        wires=tuple(sorted(set(_wires().findall(article.text)))),
        people=tuple(sorted(people(article.title))),
    )


def signature(text: str) -> tuple[int, ...]:
    """MinHash of the text's shingles of four words: the share of equal numbers estimates Jaccard's index."""
    words = _WORD.findall(fold(text))
    if len(words) < _SHINGLE:
        return ()
    sketch = RMinHash(num_perm=SIGNATURE, seed=1)
    sketch.update([" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)])
    return tuple(sketch.digest())


def alike(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Estimated share of shingles that two texts have in common; 0 where one is not known."""
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a) if a and len(a) == len(b) else 0.0


def report_of(reading: Reading, event: Event) -> Report:
    """The report that an event of a reading makes."""
    return _report(reading, event, page_of(reading.article))


def reports_of(reading: Reading) -> tuple[Report, ...]:
    """All reports of a reading; what they need of the article is made once."""
    page = page_of(reading.article) if reading.events else Page()
    return tuple(_report(reading, event, page) for event in reading.events)


def _report(reading: Reading, event: Event, page: Page) -> Report:
    article = reading.article
    return Report(
        event=event,
        article=article.id,
        published=article.published,
        source=article.source,
        told=told_of(article, event),
        page=page,
        claims=claims_of(reading, event),
    )


def published_day(published: str | None) -> dt.date | None:
    """The day of publication, None where it is not told or is no date."""
    try:
        return dt.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _names(sentence: str) -> list[str]:
    """Stems of capitalised words after the first word of a sentence."""
    words = list(_WORD.finditer(sentence))
    return [stems(word.group())[0] for word in words[1:] if word.group()[0].isupper() and stems(word.group())]


def _road(sentence: str) -> Iterator[str]:
    """Stems of the two ends of each stretch of road that a sentence names."""
    for match in _STRETCH.finditer(sentence):
        for end in match.groups():
            if end:
                yield from stems(end)[:1]


@cache
def _wires() -> re.Pattern[str]:
    agencies = "|".join(map(re.escape, words()["wire"]["agencies"]))
    return re.compile(rf"(?:\(|\bavec (?:l['’])?|\bwith |\bSources? ?: ?)({agencies})\b(?=\)|\s|[,.;:–-]|$)")


def _telling(words: Iterable[str]) -> tuple[str, ...]:
    """The words that say more than grammar, each once, sorted; of numbers, no years and no days."""
    weight = load_word_weights()
    return tuple(sorted({w for w in words if weight(w) > 0.7 and not _CALENDAR.fullmatch(w)}))
