"""On which side of the publication a sentence looks, by the verb forms and cue words nearest to the time."""

from __future__ import annotations

from typing import NamedTuple

from faleme.lexicon.calendar import TenseCues
from faleme.recognise.timex_tokens import Tokens

PAST, OPEN, FUTURE = -1, 0, 1
REACH = 80
"""So many words away a verb no longer tells."""


class Tense(NamedTuple):
    """The side (PAST, OPEN where the sentence does not say, FUTURE) and the word that told it."""

    side: int
    cue: str


def _side_of(tokens: Tokens, i: int, stop: int, cues: TenseCues) -> int:
    form = tokens.forms[i]
    if form in cues.planned:
        if i > 0 and tokens.forms[i - 1] in cues.intensifiers:
            return OPEN
        return PAST if i > 0 and tokens.forms[i - 1] in cues.perfect else FUTURE
    if form in cues.future:
        return FUTURE
    if form in cues.past:
        return PAST
    if form in cues.auxiliaries:
        follower = tokens.forms[i + 1] if i + 1 < stop else ""
        planned = follower in cues.planned
        return PAST if not planned and cues.participle.search(follower) else OPEN
    if form in cues.not_verbs or not form.isalpha() or len(form) < 4:
        return OPEN
    if cues.future_ending.search(form):
        return FUTURE
    return PAST if cues.past_ending.search(form) else OPEN


def _pointer(tokens: Tokens, first: int, start: int, cues: TenseCues) -> str:
    """The word that stands right before the time, but for articles and the like."""
    for i in range(first - 1, max(start, first - 7) - 1, -1):
        if tokens.forms[i] not in cues.transparent:
            return tokens.forms[i]
    return ""


def tense_at(tokens: Tokens, first: int, last: int, cues: TenseCues, *, weekday: bool = False) -> Tense:
    """The tense around the tokens from `first` up to `last`.

    A direction word right before decides ("d'ici mars", 'pour jeudi'). Otherwise the cue nearest by words
    does, one before the time winning over one behind it at the same distance; a comma in between counts as
    some words more. With no cue a hint before the time ("jusqu'à vendredi") looks ahead.
    """
    start, stop = tokens.sentence(first)
    pointer = _pointer(tokens, first, start, cues)
    if pointer in cues.directions or (weekday and pointer in cues.weekday_directions):
        return Tense(FUTURE, pointer)
    best: tuple[float, int, str] | None = None
    for step, begin, finish in ((-1, first - 1, start - 1), (1, last, stop)):
        distance = 0.0
        for i in range(begin, finish, step):
            form = tokens.forms[i]
            distance += 6.0 if form in ",;:«»" else 1.0
            if distance > REACH or (best is not None and distance >= best[0]):
                break
            side = _side_of(tokens, i, stop, cues)
            if side != OPEN:
                best = (distance, side, form)
                break
    if best is None:
        return Tense(FUTURE, pointer) if pointer in cues.hints else Tense(OPEN, "")
    return Tense(best[1], best[2])
