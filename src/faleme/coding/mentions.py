"""What the recognisers found in an article, bundled for the event coder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

import msgspec

from faleme.records.actor import ActorMention
from faleme.records.figure import Figure
from faleme.records.place import PlaceMention
from faleme.records.text import Span
from faleme.records.time import Timex


class Mentions(msgspec.Struct, frozen=True, kw_only=True):
    """Resolved mentions of one article, each in the order of its start.

    `institutions` are the towns of courts, prisons, hospitals ('tribunal de Kaolack'): no places of the text,
    but perhaps an event's.
    """

    places: Sequence[PlaceMention] = ()
    times: Sequence[Timex] = ()
    figures: Sequence[Figure] = ()
    actors: Sequence[ActorMention] = ()
    institutions: Sequence[PlaceMention] = ()

    def within(self, span: Span) -> Mentions:
        """The mentions that start inside a sentence."""
        return Mentions(
            places=_inside(self.places, span),
            times=_inside(self.times, span),
            figures=_inside(self.figures, span),
            actors=_inside(self.actors, span),
            institutions=_inside(self.institutions, span),
        )


class _Located(Protocol):
    @property
    def start(self) -> int: ...


T = TypeVar("T", bound=_Located)


def _inside(items: Sequence[T], span: Span) -> tuple[T, ...]:
    return tuple(item for item in items if span.start <= item.start < span.end)
