"""Figures inside a dated event take the event's period (CODEBOOK, section 6, 'Figures')."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from faleme.recognise.figure_drafts import DENOMINATION
from faleme.recognise.figure_period import STANDING
from faleme.records.event import Event
from faleme.records.figure import Figure
from faleme.records.time import Period

# A distance or a share stands for itself; a toll, a haul or a turnout is that of the happening.
_OF_A_HAPPENING = ("count", "money", "number")
_FOR_NO_DAY = (DENOMINATION, STANDING)
# What is said beside a deed ('13 morts à Kati, l'armée promet de riposter') does not date the deed's count.
_SAID = frozenset({"ACCUSE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})


def with_periods(text: str, figures: Sequence[Figure], events: Sequence[Event]) -> tuple[Figure, ...]:
    """The figures, those without a period of their own dated by the one event in whose sentences they stand.

    Where sentences report several events on different days there is no ground to choose: the period stays
    null. Copies of a paragraph and the headline then take what the body's figure has.
    """
    dated = [_in_its_event(figure, events) for figure in figures]
    dated = _same_at_every_copy(text, dated)
    return tuple(_headline_from_body(text, dated))


def _in_its_event(figure: Figure, events: Sequence[Event]) -> Figure:
    if figure.from_ or figure.to or figure.kind not in _OF_A_HAPPENING or figure.rule in _FOR_NO_DAY:
        return figure
    holding = [
        event for event in events if any(span.start <= figure.start < span.end for span in event.evidence)
    ]
    deeds = [event for event in holding if event.type not in _SAID] or holding
    periods = {event.time for event in deeds if event.time and not _is_the_charge(figure, event)}
    return _with(figure, next(iter(periods))) if len(periods) == 1 else figure


def _is_the_charge(figure: Figure, event: Event) -> bool:
    """'arrêté pour une escroquerie de 5 millions': the sum belongs to the charge, not to the arrest."""
    return figure.kind == "money" and event.mode == "arrest"


def _with(figure: Figure, period: Period | None) -> Figure:
    return msgspec.structs.replace(figure, from_=period.from_, to=period.to) if period else figure


def _period(figure: Figure) -> Period | None:
    return Period(figure.from_, figure.to) if figure.from_ or figure.to else None


def _same_at_every_copy(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """A stored text repeats paragraphs: a copy torn from the sentence that dated it keeps the date."""
    known: dict[str, Period] = {}
    filled: list[Figure] = []
    for figure in (*figures, *figures):
        lead = text[max(0, figure.start - 30) : figure.start].split("\n")[-1]
        copy = lead + text[figure.start : figure.end + 30].split("\n")[0]
        if period := _period(figure):
            known.setdefault(copy, period)
        filled.append(figure if period else _with(figure, known.get(copy)))
    return filled[len(figures) :]


def _headline_from_body(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """A headline's figure takes the period of the same one in the body, or of the headline's other one."""
    title_end = text.find("\n\n")
    body = {
        (figure.value, figure.unit): period
        for figure in reversed(figures)
        if figure.start >= title_end and (period := _period(figure))
    }
    title = [
        f if _period(f) else _with(f, body.get((f.value, f.unit))) for f in figures if f.start < title_end
    ]
    known = {period for figure in title if figure.kind == "count" and (period := _period(figure))}
    if len(known) == 1:
        title = [_with(f, next(iter(known))) if f.kind == "count" and not _period(f) else f for f in title]
    return [*title, *figures[len(title) :]]
