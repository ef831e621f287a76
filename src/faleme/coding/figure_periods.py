"""Figures inside a dated event take the event's period (CODEBOOK, section 6, 'Figures')."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from faleme.records.event import Event
from faleme.records.figure import Figure

# A distance or a price stands for itself; a toll, a haul or a turnout is that of the happening.
_OF_A_HAPPENING = ("count", "money", "number")


def with_periods(figures: Sequence[Figure], events: Sequence[Event]) -> tuple[Figure, ...]:
    """The figures, those without a period of their own dated by the one event in whose sentences they stand.

    Where sentences report several events on different days there is no ground to choose: the period stays null.
    """
    return tuple(_dated(figure, events) for figure in figures)


def _dated(figure: Figure, events: Sequence[Event]) -> Figure:
    if figure.from_ or figure.to or figure.kind not in _OF_A_HAPPENING:
        return figure
    periods = {
        event.time
        for event in events
        if event.time and any(span.start <= figure.start < span.end for span in event.evidence)
    }
    if len(periods) != 1:
        return figure
    (period,) = periods
    return msgspec.structs.replace(figure, from_=period.from_, to=period.to)
