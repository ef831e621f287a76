"""From a group of candidates to one event: facts joined, evidence listed, confidence set, marking chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from faleme.coding.candidates import Candidate
from faleme.coding.marking import marking_of
from faleme.coding.merge import best_place, best_time, joined_codes
from faleme.coding.speakers import attribution_in
from faleme.coding.story import Story
from faleme.coding.strand import strand_of
from faleme.records.event import Event, Fatalities, Status
from faleme.records.text import Article, Span
from faleme.records.time import Period

_SYMMETRIC: Final = frozenset(("AGREE", "COOPERATE"))


def settled(article: Article, group: Sequence[Candidate], sentences: Sequence[Span], story: Story) -> Event:
    """The event that a group of candidates reports."""
    head = group[0]
    place, time = best_place(group), best_time(group)
    actors, recipients = joined_codes(group, "actors"), joined_codes(group, "recipients")
    if head.type in _SYMMETRIC:
        actors, recipients = tuple(dict.fromkeys(actors + recipients)), ()
    if head.type == "CONSULT":
        recipients = tuple(code for code in recipients if code not in actors)
    status = _status(group)
    tags = tuple(sorted({tag for candidate in group for tag in candidate.tags}))
    evidence = _evidence(article.text, group, sentences)
    quotes = "\n".join(span.quote(article.text) for span in evidence[:2])
    strand = strand_of(
        head.type, head.mode, (*actors, *recipients), tags, quotes, story.language, article.title
    )
    return Event(
        id=_identifier(article.id, head),
        type=head.type,
        mode=next((candidate.mode for candidate in group if candidate.mode), None),
        status=status,
        tags=tags,
        actors=actors,
        recipients=recipients,
        place=place,
        time=time,
        fatalities=_fatalities(group),
        evidence=evidence,
        trigger=head.trigger,
        strand=strand.strand,
        attribution=attribution_in(
            article.text, head.span.start, head.span.end, story.mentions.actors, story.quotes, story.language
        ),
        confidence=round(max(candidate.confidence for candidate in group), 2),
        marking=marking_of(head.type, status, tags, over=_over(time, story.published)),
        reasons=(*_reasons(group), strand.reason),
    )


def _status(group: Sequence[Candidate]) -> Status:
    """The status that the sentences tell; 'planned' wins over a sentence that tells nothing."""
    firm = [candidate.status for candidate in group if candidate.status is not None and candidate.firm]
    told = firm or [candidate.status for candidate in group if candidate.status is not None]
    return told[0] if told else "occurred"


def _fatalities(group: Sequence[Candidate]) -> Fatalities | None:
    told = [candidate.fatalities for candidate in group if candidate.fatalities is not None]
    return max(told, key=lambda dead: (dead.min or 0, dead.max or 0)) if told else None


def _over(time: Period | None, published: str | None) -> bool:
    return time is None or published is None or (time.to or time.from_ or "") <= published


def _evidence(text: str, group: Sequence[Candidate], sentences: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences that report the event, at every copy of a repeated paragraph; the head's comes first."""
    quotes = list(dict.fromkeys(candidate.span.quote(text) for candidate in group))
    spans: dict[str, list[Span]] = {quote: [] for quote in quotes}
    for sentence in sentences:
        if (quote := sentence.quote(text)) in spans:
            spans[quote].append(sentence)
    return tuple(span for quote in quotes for span in spans[quote])


def _identifier(article: str, head: Candidate) -> str:
    place = head.place.name if head.place else ""
    key = f"{article}|{head.type}|{head.mode}|{head.trigger.start}|{place}"
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _reasons(group: Sequence[Candidate]) -> tuple[str, ...]:
    reasons = list(group[0].reasons)
    for other in group[1:]:
        if other.trigger == group[0].trigger:
            reasons.append(f"the toll at {other.span.start} is this attack's")
            continue
        reasons.append(
            f"one event with « {other.trigger.rule} » at {other.trigger.start}: nothing tells them apart"
        )
    return tuple(reasons)
