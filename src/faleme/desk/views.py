"""What the templates show: incidents and events turned into words of one language. No HTML here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import msgspec

from faleme.records.event import Event, Fatalities
from faleme.records.incident import Incident
from faleme.records.place import Proximity
from faleme.words.sentence import Sentences, sentences
from faleme.words.wording import DeskLanguage, Wording, as_day, wording

QUADS = {
    "verbal-cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material-cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal-conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material-conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
"""Quad classes of PLOVER's types, mildest first."""

QUAD_OF = {kind: quad for quad, kinds in QUADS.items() for kind in kinds}
NEAR_KM, WITHIN_KM = 25.0, 50.0
"""Bands along the border: a badge is strong within the first, plain within the second, quiet beyond."""


ON_CORRIDOR_KM = 1.0
"""A corridor is drawn straight between its places: nearer than this is on it."""


class Nearness(msgspec.Struct, frozen=True):
    """Distance to the border in words; `band` is near, within or beyond."""

    text: str
    detail: str
    band: str


class Toll(msgspec.Struct, frozen=True):
    """What one outlet says of the dead, and whom it has it from if that may be told."""

    source: str
    dead: str
    speaker: str | None = None


class Chip(msgspec.Struct, frozen=True):
    """A small label with its code."""

    code: str
    text: str


class IncidentLine(msgspec.Struct, frozen=True, kw_only=True):
    """One incident as lists and its own page show it."""

    id: str
    day: dt.date | None
    sentence: str
    name: str
    code: str
    quad: str
    status: Chip | None
    strand: str
    tags: tuple[Chip, ...]
    when: str
    dated: bool
    nearness: Nearness | None
    corridor: str | None
    tolls: tuple[Toll, ...]
    sources: int
    reports: str
    marking: str
    reviewed: bool
    verdict: str | None = None


class DayGroup(msgspec.Struct, frozen=True):
    """Incidents of one day under its heading."""

    heading: str
    lines: tuple[IncidentLine, ...]
    articles: str = ""


class Describer:
    """Describes incidents and events in one language."""

    def __init__(self, language: DeskLanguage) -> None:
        self.words: Wording = wording(language)
        self.writer: Sentences = sentences(language)

    def line(self, incident: Incident, today: dt.date) -> IncidentLine:
        """An incident in words; `today` tells what is still to come."""
        sources = len({member.article for member in incident.members})
        return IncidentLine(
            id=incident.id,
            day=day_of(incident),
            sentence=self.writer.sentence(incident),
            name=self.type_name(incident),
            code=code_of(incident),
            quad=QUAD_OF[incident.type],
            status=self.status(incident, today),
            strand=self.words.label("strand", incident.strand),
            tags=self.tags(incident),
            when=self.when(incident, incident.first_published),
            dated=incident.time is not None and bool(incident.time.from_ or incident.time.to),
            nearness=self.nearness(incident.place.proximity if incident.place else None),
            corridor=self.corridor(incident.place.proximity if incident.place else None),
            tolls=self.tolls(incident),
            sources=sources,
            reports=self.reports(incident, sources),
            marking=incident.marking,
            reviewed=incident.reviewed,
            verdict=incident.verdict,
        )

    def reports(self, incident: Incident, sources: int) -> str:
        """'3 sources, 2 voix indépendantes'."""
        said = self.words.say("reported_by", n=sources)
        return f"{said}, {self.words.say('voices', n=incident.voices)}" if sources > 1 else said

    def type_name(self, told: Incident | Event) -> str:
        return self.writer.acts.of(told.type, told.mode).name

    def tags(self, told: Incident | Event) -> tuple[Chip, ...]:
        return tuple(Chip(tag, self.words.label("tag", tag)) for tag in told.tags)

    def status(self, told: Incident | Event, today: dt.date) -> Chip | None:
        """What is not simply reported as done is said so; a plan whose day is past is no longer 'to come'."""
        if told.status == "occurred":
            return None
        last = as_day(told.time.to) if told.time else None
        past = told.status == "planned" and last is not None and last < today
        return Chip(told.status, self.words.label("status", "planned-past" if past else told.status))

    def when(self, told: Incident | Event, published: str | None) -> str:
        """The days told, else that they are not, with the day it was reported on."""
        if told.time and (told.time.from_ or told.time.to):
            return self.words.period(told.time)
        if published:
            return self.words.say("undated_reported", day=self.words.day(published))
        return self.words.say("undated")

    def nearness(self, near: Proximity | None) -> Nearness | None:
        """'à 0,3 km de la frontière, côté malien' with its uncertainty as detail."""
        if near is None:
            return None
        km = self.words.km(near.border_km)
        if near.side is None:
            text = self.words.say("border_unsure", km=km)
        else:
            text = self.words.say("border", km=km, side=self.side(near.side))
        detail = self.words.say("uncertainty", km=self.words.km(near.uncertainty_km), border=near.border)
        band = "near" if near.border_km <= NEAR_KM else "within" if near.border_km <= WITHIN_KM else "beyond"
        return Nearness(text, detail, band)

    def side(self, country: str) -> str:
        return self.words.say("side", adjective=self.writer.naming.adjective(country))

    def corridor(self, near: Proximity | None) -> str | None:
        """The nearest supply corridor within reach, with its segment."""
        if near is None or not near.corridors:
            return None
        nearest = near.corridors[0]
        if nearest.km > WITHIN_KM:
            return None
        key = "corridor_on" if nearest.km < ON_CORRIDOR_KM else "corridor_at"
        return self.words.say(
            key, km=self.words.km(nearest.km), corridor=nearest.corridor, segment=nearest.segment
        )

    def tolls(self, incident: Incident) -> tuple[Toll, ...]:
        """What each outlet says of the dead, each saying once, in the order of the reports."""
        found = (
            Toll(claim.source or self.words.say("no_source"), self.dead(claim.fatalities), claim.speaker)
            for claim in incident.claims
        )
        return tuple(dict.fromkeys(toll for toll in found if toll.dead))

    def dead(self, fatalities: Fatalities | None) -> str:
        """'12 morts', 'au moins 12 morts', '10 à 12 morts', 'aucun mort'."""
        return self.words.dead(fatalities)

    def grouped(
        self, incidents: Iterable[Incident], today: dt.date, read: Mapping[str, int] | None = None
    ) -> list[DayGroup]:
        """Incidents under the headings of their days, in the order given.

        `read` are the articles read by day: a quiet press is not to be taken for a quiet border.
        """
        lines = [self.line(incident, today) for incident in incidents]
        groups = []
        for day, group in groupby(lines, lambda line: line.day):
            told = tuple(group)
            articles = "" if read is None or day is None else self._read(read.get(day.isoformat(), 0))
            groups.append(DayGroup(self._heading(told[0]), told, articles))
        return groups

    def _read(self, n: int) -> str:
        return self.words.say("day_articles", n=n) if n else self.words.say("day_no_articles")

    def _heading(self, line: IncidentLine) -> str:
        return self.words.day(line.day, weekday=True) if line.day else self.words.say("day_unknown")


def day_of(incident: Incident) -> dt.date | None:
    """The last day told, else the first that it was reported on: the order of the store."""
    told = (incident.time.to or incident.time.from_) if incident.time else None
    return as_day(told) or as_day(incident.first_published)


def code_of(told: Incident | Event) -> str:
    """PLOVER code: 'ASSAULT' or 'ASSAULT/drone'."""
    return f"{told.type}/{told.mode}" if told.mode else told.type


def distinct(values: Iterable[str | None]) -> Sequence[str]:
    """Values once each, sorted, without None."""
    return sorted({value for value in values if value})
