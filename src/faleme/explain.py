"""Why an article reads as it does: for each event its words, its row, its frame and a reason for every value.

Pure: an article and the resources of the pipeline in, one frozen record out. How it is printed is told in
`terminal_explain`; the same record as JSON is `faleme explain --format json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.explained import RULES, Coding, explained_events
from faleme.coding.fatalities import as_range
from faleme.coding.marking import tag_words
from faleme.coding.modes import mode_words
from faleme.coding.second_opinion import Opinion, opinion_of
from faleme.coding.sightings import Sighting
from faleme.lexicon.triggers import Row
from faleme.pipeline import Resources, read_article
from faleme.recognise.triggers import TriggerMatch
from faleme.records.event import Event, Fatalities
from faleme.records.reading import Reading
from faleme.records.text import Article, Span
from faleme.records.time import Period

STRONGEST = 4
"""How many features for and against are told."""

Fate = Literal["no event", "too unsure", "turned down"]


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One argument of an event: its name, its value in words ('none' where the text gives none), and why."""

    name: str
    value: str
    reasons: tuple[str, ...]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Which place fills which role: `places` maps 'subject', 'object' and prepositions to a role."""

    name: str
    places: dict[str, str]
    default_actor: str | None
    default_recipient: str | None


class Weighing(msgspec.Struct, frozen=True, kw_only=True):
    """How sure the rules are (0 to 100), what the model says, and what decided.

    `rules_part` is what the rules' score adds to the log-odds, `learned_part` what all other features add;
    `speaks_for` and `against` are the strongest of those. All are empty where nothing was learned.
    """

    weight: int
    score: float
    lowered_by: tuple[str, ...]
    confidence: float | None
    rules_part: float | None
    learned_part: float | None
    speaks_for: tuple[tuple[str, float], ...]
    against: tuple[tuple[str, float], ...]
    asked: float
    asked_of: Literal["confidence", "rules"]
    why_asked: str
    kept: bool


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One reading that an event stands on: its words, the row that they matched, and its weighing."""

    start: int
    end: int
    sentence: Span
    row: str
    words: str
    part_of_speech: str
    needs: str
    type: str
    mode: str | None
    frame: Frame
    weighing: Weighing


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """One event with its reasons. `told` are the readings that were taken for it, the leading one first."""

    number: int
    event: Event
    told: tuple[Told, ...]
    values: tuple[Value, ...]


class Dropped(msgspec.Struct, frozen=True, kw_only=True):
    """Words that were considered and gave no event, with the reason."""

    start: int
    end: int
    sentence: Span
    row: str
    fate: Fate
    reason: str
    score: float | None = None
    confidence: float | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was considered in one article."""

    article: Article
    events: tuple[Explained, ...]
    dropped: tuple[Dropped, ...]

    def of(self, wanted: str) -> Explanation | None:
        """What concerns one event, named by its number from 1 or the beginning of its id; None if none does.

        Of what was dropped, what stands in its sentences.
        """
        chosen = [each for each in self.events if wanted == str(each.number)]
        chosen = chosen or [each for each in self.events if wanted and each.event.id.startswith(wanted)]
        if len(chosen) != 1:
            return None
        inside = set(chosen[0].event.evidence)
        dropped = tuple(each for each in self.dropped if each.sentence in inside)
        return msgspec.structs.replace(self, events=tuple(chosen), dropped=dropped)


def explain(article: Article, resources: Resources) -> Explanation:
    """The explanation of one article; its events are those of `read_article`, in their order."""
    codings: list[Coding] = []

    def coder(article: Article, **found: Any) -> tuple[Event, ...]:
        codings.append(explained_events(article, **found))
        return codings[-1].events

    reading: Reading = read_article(article, resources, coder=coder)
    coding = codings[0]
    return Explanation(
        article=article,
        events=tuple(
            _explained(number, event, group, coding)
            for number, (event, group) in enumerate(zip(reading.events, coding.groups, strict=True), 1)
        ),
        dropped=_dropped(coding),
    )


def _explained(number: int, event: Event, group: Sequence[Candidate], coding: Coding) -> Explained:
    language = coding.story.language
    return Explained(
        number=number,
        event=event,
        told=tuple(_told(candidate, language) for candidate in group),
        values=(
            _who("actors", event.actors, group, coding),
            _who("recipients", event.recipients, group, coding),
            _place(event, group, coding),
            _time(event, group, coding),
            _status(event, group, coding),
            _mode(event, group, coding),
            _tags(event, group, coding),
            _fatalities(event, group, coding),
        ),
    )


def _told(candidate: Candidate, language: str) -> Told:
    row = candidate.row
    return Told(
        start=candidate.trigger.start, end=candidate.trigger.end, sentence=candidate.span, row=row.rule,
        words=row.words, part_of_speech=row.pos, needs=row.needs, type=row.type, mode=row.mode,
        frame=_frame(row), weighing=_weighing(candidate, opinion_of(candidate, language)),
    )  # fmt: skip


def _frame(row: Row) -> Frame:
    frame = row.frame
    places = {"subject": frame.subject, "object": frame.object, **frame.prepositions}
    return Frame(
        name=frame.name,
        places={place: role for place, role in places.items() if role != "-"},
        default_actor=frame.actor,
        default_recipient=frame.recipient,
    )


def _weighing(candidate: Candidate, opinion: Opinion) -> Weighing:
    parts = dict(opinion.parts)
    learned = [(name, weight) for name, weight in opinion.parts if name != RULES]
    heard = opinion.confidence is not None
    return Weighing(
        weight=candidate.row.weight,
        score=candidate.score,
        lowered_by=candidate.lost,
        confidence=opinion.confidence,
        rules_part=parts.get(RULES, 0.0) if heard else None,
        learned_part=sum(weight for _, weight in learned) if heard else None,
        speaks_for=tuple((name, weight) for name, weight in learned if weight > 0)[:STRONGEST],
        against=tuple((name, weight) for name, weight in learned if weight < 0)[:STRONGEST],
        asked=opinion.asked,
        asked_of="confidence" if opinion.by_confidence else "rules",
        why_asked=opinion.why,
        kept=opinion.kept(candidate.score),
    )


# -- the reason of each argument


def _who(name: str, codes: tuple[str, ...], group: Sequence[Candidate], coding: Coding) -> Value:
    """The reasons that name one of the codes, the leading reading's first, each once."""
    marks: tuple[str, ...] = ("actor ", "recipient ", "the other side", "the list goes on")
    if group[0].type not in ("AGREE", "COOPERATE"):  # there both sides are actors
        marks = ("actor " if name == "actors" else "recipient ", *marks[2:])
    found: list[str] = []
    for candidate in group:
        for reason in candidate.reasons:
            fits = reason.startswith(marks) or (name == "actors" and reason.endswith("used force: its MIL"))
            if fits and any(code in reason or code[:3] in reason for code in codes):
                found.append(_by(reason, candidate, group, coding))
        if found:
            break
    bare = "not told" if not codes else "told with the event"
    return Value(name=name, value=", ".join(codes) or "none", reasons=tuple(found) or (bare,))


def _place(event: Event, group: Sequence[Candidate], coding: Coding) -> Value:
    place = event.place
    if place is None:
        return Value(name="place", value="none", reasons=("no place is tied to these words",))
    where = f" ({place.country}), {place.level}"
    giver = next(c for c in group if c.place is not None and c.place.name == place.name)
    found = [r for r in giver.reasons if r.startswith(("place ", "the list goes on"))]
    return Value(
        name="place",
        value=place.name + where,
        reasons=tuple(_by(r.removeprefix(f"place {place.name}: "), giver, group, coding) for r in found),
    )


def _time(event: Event, group: Sequence[Candidate], coding: Coding) -> Value:
    if event.time is None:
        return Value(name="time", value="none", reasons=("no time is tied to these words",))
    giver = next(c for c in group if c.time == event.time)
    found = [r.removeprefix("time: ") for r in giver.reasons if r.startswith("time: ")]
    return Value(
        name="time", value=days(event.time), reasons=tuple(_by(r, giver, group, coding) for r in found)
    )


def _status(event: Event, group: Sequence[Candidate], coding: Coding) -> Value:
    told = [c for c in group if c.status is not None]
    giver = next((c for c in told if c.firm), told[0] if told else None)
    if giver is None:
        return Value(
            name="status", value=event.status, reasons=("nothing speaks against its having happened",)
        )
    found = [r.partition(": ")[2] for r in giver.reasons if r.startswith("status ")]
    return Value(
        name="status", value=event.status, reasons=tuple(_by(r, giver, group, coding) for r in found)
    )


def _mode(event: Event, group: Sequence[Candidate], coding: Coding) -> Value:
    if event.mode is None:
        return Value(name="mode", value="none", reasons=("the words do not say",))
    giver = next(c for c in group if c.mode == event.mode)
    if giver.row.mode == event.mode:
        why = f"the row « {giver.row.words} » has it"
    elif giver.row.type != giver.type:
        why = f"a ruling of the codebook on {giver.row.type} by an armed group"
    else:
        why = f"the word « {_telling_word(giver, coding)} » behind it"
    return Value(name="mode", value=event.mode, reasons=(_by(why, giver, group, coding),))


def _telling_word(candidate: Candidate, coding: Coding) -> str:
    """The first word behind the trigger that gives the mode."""
    seen = _seen(candidate, coding)
    if seen is None:
        return "?"
    sighting, match = seen
    words = mode_words(coding.story.language).get(candidate.row.type, {})
    keys = sighting.tokens.keys
    behind = range(match.first + 1, len(keys))
    return next((sighting.tokens.words[i] for i in behind if words.get(keys[i]) == candidate.mode), "?")


def _tags(event: Event, group: Sequence[Candidate], coding: Coding) -> Value:
    found: list[str] = []
    for tag in event.tags:
        giver = next(c for c in group if tag in c.tags)
        if tag in giver.row.tags:
            why = f"{tag}: the row « {giver.row.words} » has it"
        else:
            why = f"{tag}: the word « {_tag_word(tag, giver, coding)} » near by"
        found.append(_by(why, giver, group, coding))
    return Value(name="tags", value=", ".join(event.tags) or "none", reasons=tuple(found))


def _tag_word(tag: str, candidate: Candidate, coding: Coding) -> str:
    seen = _seen(candidate, coding)
    if seen is None:
        return "?"
    sighting, match = seen
    words = tag_words(coding.story.language)[tag]["words"]
    near = [i for i, key in enumerate(sighting.tokens.keys) if key in words]
    return sighting.tokens.words[min(near, key=lambda i: abs(i - match.first))] if near else "?"


def _fatalities(event: Event, group: Sequence[Candidate], coding: Coding) -> Value:
    dead = event.fatalities
    if dead is None:
        why = "no dead are counted" if event.type == "ASSAULT" else "told of attacks only"
        return Value(name="fatalities", value="none", reasons=(why,))
    giver = next(c for c in group if c.fatalities == dead)
    seen = _seen(giver, coding)
    figures = [f for f in seen[0].mentions.figures if as_range(f) == dead] if seen else []
    nearest = min(figures, key=lambda f: abs(f.start - giver.trigger.start), default=None)
    why = "one is killed, by the number of the words"
    if nearest is not None:
        why = f"« {' '.join(coding.story.text[nearest.start : nearest.end].split())} » in its sentence"
    return Value(name="fatalities", value=toll(dead), reasons=(_by(why, giver, group, coding),))


def _seen(candidate: Candidate, coding: Coding) -> tuple[Sighting, TriggerMatch] | None:
    """The sentence and the match that a reading came from."""
    for sighting in coding.sightings:
        if sighting.span == candidate.span:
            for match in sighting.matches:
                if match.start == candidate.trigger.start and match.row == candidate.row:
                    return sighting, match
    return None


def _by(reason: str, giver: Candidate, group: Sequence[Candidate], coding: Coding) -> str:
    """A reason, and the words that it came with where these are not the leading ones."""
    if giver.trigger == group[0].trigger:
        return reason
    words = " ".join(coding.story.text[giver.trigger.start : giver.trigger.end].split())
    return f"{reason} (told with « {words} »)"


# -- what became no event


def _dropped(coding: Coding) -> tuple[Dropped, ...]:
    """Everything that was considered in vain, in the order of the text."""
    text, language = coding.story.text, coding.story.language
    lent = {c.trigger: number for number, group in enumerate(coding.groups, 1) for c in group}
    found = [
        Dropped(
            start=each.match.start, end=each.match.end, sentence=each.span, row=each.match.row.rule,
            fate="no event", reason=each.why,
        )
        for each in coding.passed
    ]  # fmt: skip
    for candidate in coding.faint:
        found.append(_reading(candidate, "too unsure", "; ".join(candidate.lost) or "the row is weak", None))
    for candidate in coding.doubted:
        opinion = opinion_of(candidate, language)
        reason = _turned_down(candidate, opinion)
        if candidate.trigger in lent:
            reason += f"; lends its facts to event {lent[candidate.trigger]}"
        found.append(_reading(candidate, "turned down", reason, opinion.confidence))
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.row, text[each.start])))


def _reading(candidate: Candidate, fate: Fate, reason: str, confidence: float | None) -> Dropped:
    trigger = candidate.trigger
    return Dropped(
        start=trigger.start, end=trigger.end, sentence=candidate.span, row=candidate.row.rule, fate=fate,
        reason=reason, score=candidate.score, confidence=confidence,
    )  # fmt: skip


def _turned_down(candidate: Candidate, opinion: Opinion) -> str:
    lowered = "; ".join(candidate.lost)
    parts = [part for part in opinion.parts if part[1] < 0 and part[0] != RULES]
    shown = ", ".join(f"{name} {weight:+.1f}" for name, weight in parts[:STRONGEST])
    if opinion.by_confidence:
        why = f"confidence {opinion.confidence or 0:.2f}, {opinion.asked:.2f} asked"
    else:
        why = f"rules {candidate.score:.0f}, {opinion.asked:.0f} asked: {opinion.why}"
    return "; ".join(part for part in (why, lowered, f"against it: {shown}" if shown else "") if part)


def days(time: Period) -> str:
    """A stretch of days in words."""
    if time.from_ == time.to:
        return time.from_ or "none"
    return f"{time.from_ or 'open'} to {time.to or 'open'}"


def toll(dead: Fatalities) -> str:
    """'12', 'at least 12', 'at most 5', '10 to 12'."""
    if dead.min == dead.max:
        return str(dead.min)
    if dead.max is None:
        return f"at least {dead.min}"
    return f"at most {dead.max}" if dead.min is None else f"{dead.min} to {dead.max}"
