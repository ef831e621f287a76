"""An explanation in the terminal: plain lines of at most 100 columns, their subjects in the first twelve."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import Final, TextIO

from faleme.explain import Dropped, Explained, Explanation, Frame, Told, Value, Weighing, days
from faleme.records.text import Span

WIDTH: Final = 100
LABEL: Final = 12
_KINDS: Final = {"v": "verb", "n": "noun", "p": "phrase"}
_ROLES: Final = {
    "A": "acts", "R": "receives", "AR": "acts if armed, else receives", "P": "is the place",
    "PR": "is the place or the host", "A1": "acts, a second one receives",
}  # fmt: skip
_NEEDS: Final = {
    "A": "an actor", "A2": "two parties", "R": "a recipient", "Rh": "a recipient that is people",
    "AR": "an actor and a recipient", "Ah": "an actor and people received",
    "Ao": "an actor that holds an office", "M": "an amount and somebody", "who": "somebody",
    "anchor": "an actor, a place or a time",
}  # fmt: skip
_PLAIN: Final = (
    (re.compile(r"\bsubject: nsubj\S* of the verb"), "the subject of the verb, by the parse"),
    (re.compile(r"\bpatient: nsubj\S* of the verb"), "whom the passive verb is done to, by the parse"),
    (re.compile(r"\bobject: obj of the verb"), "the object of the verb, by the parse"),
    (re.compile(r"\b(?:subject|patient): (stands|opens|nearest)"), r"\1"),
    (re.compile(r"\b(?:object: )?behind '(?:object|behind)'"), "behind the words, where an object stands"),
    (re.compile(r"\b(subject|patient): \S+ of the verb"), "the subject of the verb, by the parse"),
    (re.compile(r"(\S+): behind '\1'"), r"behind '\1'"),
    (re.compile(r"\bpar: agent of the verb"), "the agent of the passive verb, by the parse"),
    (re.compile(r"\balways(?= [+-]|$)"), "before anything is known"),
)
"""Terms of the parser and of the coder, and plain words for them."""


def print_explanation(explanation: Explanation, out: TextIO) -> None:
    """Every event with its reasons, then what was considered and dropped."""
    for line in lines_of(explanation):
        out.write(line + "\n")


def lines_of(explanation: Explanation) -> Iterator[str]:
    """The lines of an explanation, none longer than 100 characters."""
    article = explanation.article
    text = article.text
    facts = (article.source, article.published or "no date of publication", article.language, article.id)
    yield from _wrapped("", article.title or article.id)
    yield from _wrapped("", " · ".join(fact for fact in facts if fact))
    for event in explanation.events:
        yield ""
        yield from _event(event, text)
    yield ""
    yield f"considered and dropped: {len(explanation.dropped) or 'nothing'}"
    sentence: Span | None = None
    for each in explanation.dropped:
        if each.sentence != sentence:
            sentence = each.sentence
            yield ""
            yield from _wrapped("sentence", f"« {_quote(sentence, text)} »")
        yield from _dropped(each, text)


def _event(explained: Explained, text: str) -> Iterator[str]:
    event = explained.event
    kind = event.type + (f"/{event.mode}" if event.mode else "")
    head = f"{explained.number}  {kind}  {event.status}  {', '.join(event.actors) or 'nobody told'}"
    head += f" → {', '.join(event.recipients)}" if event.recipients else ""
    head += f"  at {event.place.name}" if event.place else ""
    head += f"  on {days(event.time)}" if event.time else ""
    yield from _wrapped("", head)
    yield "─" * WIDTH
    for number, span in enumerate(event.evidence):
        yield from _wrapped("" if number else "sentence", f"« {_quote(span, text)} »", LABEL)
    lead, *others = explained.told
    yield from _wrapped("trigger", _trigger(lead, text))
    yield from _wrapped("frame", _frame(lead.frame))
    for value in explained.values:
        yield from _value(value)
    yield from _weighing(lead.weighing)
    yield from _wrapped("confidence", f"{event.confidence:.2f} that this is an event")
    for number, other in enumerate(others):
        yield from _wrapped("" if number else "told again", _again(other, text), LABEL)


def _trigger(told: Told, text: str) -> str:
    needs = _NEEDS.get(told.needs, "")
    if told.needs.startswith(("R=", "A=")):
        who = "a recipient" if told.needs[0] == "R" else "an actor"
        needs = f"{who} that is {told.needs[2:].replace('+', ' or ')}"
    kind = told.type + (f"/{told.mode}" if told.mode else "")
    words = _quote(Span(told.start, told.end), text)
    return (
        f"« {words} » matches the row « {told.words} » ({_KINDS[told.part_of_speech]}) of {kind}, "
        f"weight {told.weighing.weight} of 100" + (f", needs {needs}" if needs else "")
    )


def _frame(frame: Frame) -> str:
    by_role: dict[str, list[str]] = {}
    for place, role in frame.places.items():
        name = f"the {place}" if place in ("subject", "object") else f"'{place}'"
        by_role.setdefault(_ROLES.get(role, role), []).append(name)
    parts = [f"{', '.join(places)}: {role}" for role, places in by_role.items()]
    if frame.default_actor:
        parts.append(f"nobody named: the {frame.default_actor} of the story's country acts")
    if frame.default_recipient:
        parts.append(f"people without a code: {frame.default_recipient}")
    return f"{frame.name} — " + "; ".join(parts)


def _value(value: Value) -> Iterator[str]:
    doubled = re.compile(rf"^(?:actor |recipient |){re.escape(value.value)}: ")
    first, *others = [doubled.sub("", plain(reason)) for reason in value.reasons] or [""]
    yield from _wrapped(value.name, f"{value.value} — {first}" if first else value.value)
    for reason in others:
        yield from _wrapped("", reason, LABEL)


def _weighing(weighing: Weighing) -> Iterator[str]:
    lowered = "; ".join(weighing.lowered_by)
    yield from _wrapped(
        "rules", f"{weighing.score:.0f} of 100" + (f"; less sure: {lowered}" if lowered else "")
    )
    if weighing.confidence is None:
        yield from _wrapped("learned", f"no second opinion: {weighing.why_asked}")
    else:
        said = (
            f"{weighing.confidence:.2f}, the log-odds {_signed(weighing.rules_part)} by the rules' score and "
            f"{_signed(weighing.learned_part)} by what was learned"
        )
        yield from _wrapped("learned", said)
        for label, parts in (("for it", weighing.speaks_for), ("against it", weighing.against)):
            if parts:
                told = ", ".join(f"{plain(name)} {weight:+.2f}" for name, weight in parts)
                yield from _wrapped("", f"{label}: {told}", LABEL)
    if weighing.asked_of == "confidence":
        asked = f"a confidence of {weighing.asked:.2f} is asked"
    else:
        asked = f"{weighing.asked:.0f} of 100 by the rules is asked"
    why = f", since {weighing.why_asked}" if weighing.why_asked and weighing.confidence is not None else ""
    yield from _wrapped("decided", f"{asked}{why}: {'an event' if weighing.kept else 'no event by itself'}")


def _again(told: Told, text: str) -> str:
    kept = f"rules {told.weighing.score:.0f}"
    if told.weighing.confidence is not None:
        kept += f", learned {told.weighing.confidence:.2f}"
    alone = "" if told.weighing.kept else "; doubted, lends its facts only"
    return f"« {_quote(Span(told.start, told.end), text)} », row {told.row} ({kept}{alone})"


def _dropped(dropped: Dropped, text: str) -> Iterator[str]:
    sure = f" (rules {dropped.score:.0f})" if dropped.score is not None else ""
    words = _quote(Span(dropped.start, dropped.end), text)
    yield from _wrapped(dropped.fate, f"« {words} », row {dropped.row}{sure}: {plain(dropped.reason)}")


def plain(reason: str) -> str:
    """A reason without the terms of the parser and of the coder."""
    for term, words in _PLAIN:
        reason = term.sub(words, reason)
    return reason


def _signed(number: float | None) -> str:
    return f"{number or 0.0:+.1f}"


def _quote(span: Span, text: str) -> str:
    return " ".join(span.quote(text).split())


def _wrapped(label: str, said: str, indent: int = 0) -> list[str]:
    """One labelled paragraph; its further lines stand under the first."""
    begin = f"{label:<{LABEL}}" if label or indent else ""
    rest = " " * (LABEL if begin else 3)
    return textwrap.wrap(said, WIDTH, initial_indent=begin, subsequent_indent=rest) or [begin.rstrip()]
