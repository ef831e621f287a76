"""What was done, and to whom: the act that a trigger names, and the people named beside it.

'placé en garde à vue' and 'arrestation' are one act, 'jugé' is another of the same affair. Whoever is named
by first and last name in both reports ('Bachir Fofana') is mostly the same person; one word is not enough.
"""

from __future__ import annotations

import re
from functools import cache

from faleme.lexicon.link_rules import load_link_acts, load_link_rules, load_word_weights
from faleme.lexicon.names import fold
from faleme.records.event import Event
from faleme.records.text import Span

_NEAR = 90  # code points around a trigger within which its people are named
_TOKEN = re.compile(r"[\w’'\-]+|[^\w\s]")
_WORD = re.compile(r"[^\W_]{2,}")
_STEM = 6
_TELLING = 2.0  # weight that one of two words must have: 'Ministre Premier' names nobody


@cache
def act_of(kind: str, words: tuple[str, ...]) -> str:
    """The act that stems of a trigger name in a type of event; empty where none of them does."""
    for act, beginnings in load_link_acts().get(kind, ()):
        if any(word.startswith(beginnings) for word in words):
            return act
    return ""


def act(event: Event, text: str) -> str:
    """The act of an event by its trigger's words."""
    if event.trigger is None:
        return ""
    words = _WORD.findall(fold(text[event.trigger.start : event.trigger.end]))
    return act_of(event.type, tuple(word[:_STEM] for word in words))


def people(text: str) -> set[str]:
    """Pairs of capitalised words that stand together: 'Bachir Fofana' is 'bachir fofana'."""
    weight = load_word_weights()
    found: set[str] = set()
    run: list[str] = []
    for token in [*_TOKEN.findall(text), "."]:
        if token[0].isupper() and len(token) > 1 and token[0].isalpha():
            run += [word[:_STEM] for word in _WORD.findall(fold(token))[:1]]
            continue
        for first, last in zip(run, run[1:], strict=False):
            if first != last and max(weight(first), weight(last)) > _TELLING:
                found.add(f"{first} {last}")
        run = []
    return found


def people_near(event: Event, sentence: Span, text: str) -> set[str]:
    """People named close to the trigger, in its own sentence."""
    if event.trigger is None:
        return set()
    start, end = event.trigger.start - _NEAR, event.trigger.end + _NEAR
    return people(text[max(sentence.start, start) : min(sentence.end, end)])


def done_to_a_person(event: Event) -> bool:
    """Arrests, charges, sentences, releases, murders: the same person suffers each of them once."""
    return f"{event.type}/{event.mode}" in load_link_rules().done_to_a_person


def known(name: str) -> float:
    """How much the two words of a name tell together; a president's tell little."""
    return sum(map(load_word_weights(), name.split(" ")))
