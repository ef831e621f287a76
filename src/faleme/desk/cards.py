"""What the page of one article shows beside its text: a card for each event, a row for each thing read."""

from __future__ import annotations

import datetime as dt

import msgspec

from faleme.desk.marks import Mark, Segment
from faleme.desk.plain import Plain, plain
from faleme.desk.views import QUAD_OF, Chip, Describer, Nearness, code_of
from faleme.records.event import Event
from faleme.records.figure import Figure
from faleme.records.place import PlaceMention
from faleme.records.reading import Reading
from faleme.records.time import Period, Timex
from faleme.words.wording import DeskLanguage

TRIGGER = "trigger « "
"""So begins the reason that a card tells by itself: its trigger with its rule."""


class Code(msgspec.Struct, frozen=True):
    """An actor in words beside its code."""

    text: str
    code: str


class EventCard(msgspec.Struct, frozen=True, kw_only=True):
    """One event in words."""

    number: int
    name: str
    code: str
    quad: str
    status: Chip
    sentence: str
    actors: tuple[Code, ...]
    recipients: tuple[Code, ...]
    where: str
    where_detail: str
    when: str
    nearness: Nearness | None
    corridor: str | None
    tags: tuple[Chip, ...]
    strand: str
    dead: str
    speaker: str
    confidence: int
    evidence: tuple[str, ...]
    trigger: str
    rule: str
    reasons: tuple[Plain, ...]
    marking: str
    incident: str | None


class ReadRow(msgspec.Struct, frozen=True):
    """One mention: as written, what it was taken for, and why."""

    number: int
    quote: str
    taken_for: str
    why: tuple[Plain, ...]
    undecided: bool = False


class ArticleView:
    """The cards, rows and tips of one reading in one language."""

    def __init__(
        self, reading: Reading, describe: Describer, incidents: dict[str, str], today: dt.date
    ) -> None:
        self._reading = reading
        self._describe = describe
        self._words = describe.words
        self._today = today
        self.cards = [self._card(n, event, incidents) for n, event in enumerate(reading.events, 1)]
        self.rows: dict[str, list[ReadRow]] = {
            "place": [self._place_row(n, place) for n, place in enumerate(reading.places)],
            "time": [self._time_row(n, time) for n, time in enumerate(reading.times)],
            "figure": [self._figure_row(n, figure) for n, figure in enumerate(reading.figures)],
            "actor": [self._actor_row(n) for n in range(len(reading.actors))],
        }

    def tip(self, mark: Mark) -> str:
        """What a marked word was taken for, in one line."""
        row = self.rows[mark.kind][mark.item]
        return f"{self._words.label('mark', mark.kind)} · {row.taken_for}"

    def tips(self, segment: Segment) -> str:
        """The same for everything that lies on a piece of text: a place stands within an actor's name."""
        return " — ".join(self.tip(mark) for mark in segment.mentions)

    def is_undecided(self, mark: Mark) -> bool:
        return self.rows[mark.kind][mark.item].undecided

    def _card(self, number: int, event: Event, incidents: dict[str, str]) -> EventCard:
        text, place, describe = self._reading.article.text, event.place, self._describe
        near = place.proximity if place else None
        trigger = event.trigger
        return EventCard(
            number=number,
            name=describe.type_name(event),
            code=code_of(event),
            quad=QUAD_OF[event.type],
            status=describe.status(event, self._today)
            or Chip("occurred", self._words.label("status", "occurred")),
            sentence=describe.writer.sentence(event),
            actors=self._codes(event.actors),
            recipients=self._codes(event.recipients),
            where=f"{place.name} ({describe.writer.naming.country(place.country)})" if place else "",
            where_detail=self._precision(place.level, place.radius_km) if place else "",
            when=describe.when(event, self._reading.article.published),
            nearness=describe.nearness(near),
            corridor=describe.corridor(near),
            tags=describe.tags(event),
            strand=self._words.label("strand", event.strand),
            dead=describe.dead(event.fatalities),
            speaker=event.attribution.speaker if event.attribution else "",
            confidence=round(100 * event.confidence),
            evidence=tuple(one_line(span.quote(text)) for span in event.evidence),
            trigger=one_line(text[trigger.start : trigger.end]) if trigger else "",
            rule=trigger.rule if trigger else "",
            reasons=self._plain(*(each for each in event.reasons if not each.startswith(TRIGGER))),
            marking=event.marking,
            incident=incidents.get(event.id),
        )

    def _codes(self, codes: tuple[str, ...]) -> tuple[Code, ...]:
        return tuple(Code(self._describe.writer.naming.actor(code).text, code) for code in codes)

    def _precision(self, level: str, radius_km: float | None) -> str:
        name = self._words.label("level", level)
        return f"{name}, ±\N{NO-BREAK SPACE}{self._words.km(radius_km)}" if radius_km else name

    def _quote(self, item: PlaceMention | Timex | Figure) -> str:
        return one_line(self._reading.article.text[item.start : item.end])

    def _place_row(self, number: int, place: PlaceMention) -> ReadRow:
        why = self._plain(*place.reasons)
        naming = self._describe.writer.naming
        if place.country is None or place.level is None:
            names = [
                ", ".join(part for part in (c.name, naming.country(c.country)) if part)
                + f" ({c.lat:.2f}, {c.lon:.2f})"
                for c in place.candidates
            ]
            taken = self._words.say("undecided", candidates=" · ".join(names) or "–")
            return ReadRow(number, self._quote(place), taken, why, undecided=True)
        taken = ", ".join([place.name, *place.admin[:2], naming.country(place.country)])
        taken += f" ({self._precision(place.level, place.radius_km)})"
        near = self._describe.nearness(place.proximity)
        return ReadRow(number, self._quote(place), f"{taken} — {near.text}" if near else taken, why)

    def _time_row(self, number: int, time: Timex) -> ReadRow:
        taken = self._words.period(Period(time.from_, time.to)) or self._words.say("unresolved")
        return ReadRow(
            number,
            self._quote(time),
            taken,
            self._plain(time.reason or time.rule),
            not (time.from_ or time.to),
        )

    def _figure_row(self, number: int, figure: Figure) -> ReadRow:
        modifier = self._words.label("modifier", figure.modifier)
        unit = figure.unit or ""
        parts = [modifier, self._words.number(figure.value, digits=6), unit]
        taken = " ".join(part for part in parts if part)
        period = self._words.period(Period(figure.from_, figure.to))
        if period:
            taken += f", {period}"
        return ReadRow(number, self._quote(figure), taken, self._measured(figure))

    def _actor_row(self, number: int) -> ReadRow:
        actor = self._reading.actors[number]
        names = [f"{self._describe.writer.naming.actor(code).text} ({code})" for code in actor.codes]
        undecided = not names and bool(actor.candidates)
        if undecided:
            taken = self._words.say("undecided", candidates=" · ".join(actor.candidates))
        else:
            taken = " · ".join(names) or self._words.say("no_code")
        quote = one_line(self._reading.article.text[actor.start : actor.end])
        return ReadRow(number, quote, taken, self._plain(*(actor.reasons or (actor.rule,))), undecided)

    def _plain(self, *reasons: str) -> tuple[Plain, ...]:
        return tuple(dict.fromkeys(plain(each, self._words.language) for each in reasons if each))

    def _measured(self, figure: Figure) -> tuple[Plain, ...]:
        """What it measures, in the article's own words, else the rule that it was read by."""
        own: DeskLanguage = "en" if self._reading.article.language == "en" else "fr"
        return (Plain(figure.measures, own),) if figure.measures else self._plain(figure.rule)


def one_line(text: str) -> str:
    return " ".join(text.split())
