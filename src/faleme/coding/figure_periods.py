"""Figures inside a dated event take the event's period (CODEBOOK, section 6, 'Figures')."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from faleme.recognise.figure_drafts import DENOMINATION
from faleme.records.event import Event
from faleme.records.figure import Figure

# A distance or a share stands for itself; a toll, a haul or a turnout is that of the happening.
_OF_A_HAPPENING = ("count", "money", "number")
# What is said beside a deed ('13 morts à Kati, l'armée promet de riposter') does not date the deed's count.
_SAID = frozenset({"ACCUSE", "CONSULT", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})


def with_periods(figures: Sequence[Figure], events: Sequence[Event]) -> tuple[Figure, ...]:
    """The figures, those of a happening dated by the one event in whose sentences they stand.

    The event's day goes before one that the figure took from a neighbouring date. Where sentences report
    several events on different days there is no ground to choose: the figure stays as it was.
    """
    return tuple(_dated(figure, events) for figure in figures)


def _dated(figure: Figure, events: Sequence[Event]) -> Figure:
    if figure.kind not in _OF_A_HAPPENING or figure.rule == DENOMINATION:
        return figure
    holding = [
        event for event in events if any(span.start <= figure.start < span.end for span in event.evidence)
    ]
    deeds = [event for event in holding if event.type not in _SAID] or holding
    periods = {event.time for event in deeds if event.time and not _is_the_charge(figure, event)}
    if len(periods) != 1:
        return figure
    (period,) = periods
    return msgspec.structs.replace(figure, from_=period.from_, to=period.to)


def _is_the_charge(figure: Figure, event: Event) -> bool:
    """'arrêté pour une escroquerie de 5 millions': the sum belongs to the charge, not to the arrest."""
    return figure.kind == "money" and event.mode == "arrest"
