"""The sentence of a group of incidents: when, who did what to whom, where and how far from the border."""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from faleme.brief.groups import Group
from faleme.brief.parties import Codes, plain_parties
from faleme.brief.window import day_of, is_dated
from faleme.brief.words import BriefWords, capitalised
from faleme.lexicon.brief_rules import BriefRules
from faleme.records.event import EventPlace, EventType, Status
from faleme.records.incident import Incident
from faleme.records.time import Period
from faleme.words.wording import as_day

_ONE = re.compile(r"\b(?:une?|an?)\b")  # 'mener une attaque': a verb that says how many
_POINT_KM = 1.0


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What a sentence is made of, for one incident or for a group."""

    type: EventType
    mode: str | None
    status: Status
    actors: Codes
    recipients: Codes
    by: Codes = ()  # who did it, where the act is the subject
    place: EventPlace | None = None
    time: Period | None = None


class Teller:
    """Writes the sentences of one brief."""

    def __init__(self, words: BriefWords, rules: BriefRules, since: dt.date, until: dt.date) -> None:
        self._words, self._rules = words, rules
        self._since, self._until = since, until
        self._year = until.year if since.year == until.year else None

    def sentence(self, group: Group, *, distances: bool) -> str:
        """One sentence; `distances` says how far from the border each place is."""
        incidents = [item.incident for item in group]
        parts = (self._deed(incidents), self._where(incidents, distances))
        told = " ".join(part for part in parts if part)
        return capitalised(self._when(incidents[0], told)) + "."

    def day(self, day: str | dt.date | None) -> str:
        """A day, without its year where the title has it."""
        return self._words.wording.day(day, known_year=self._year)

    def _deed(self, incidents: list[Incident]) -> str:
        first = incidents[0]
        modes = {each.mode for each in incidents}
        pairs = [plain_parties(each, self._rules.parties) for each in incidents]
        shared = tuple(c for c in pairs[0][1] if all(c in recipients for _, recipients in pairs))
        telling = Telling(
            type=first.type, mode=modes.pop() if len(modes) == 1 else None, status=first.status,
            actors=pairs[0][0], recipients=shared,
        )  # fmt: skip
        writer = self._words.writer
        act = self._words.act(telling.type, telling.mode)
        if len({_town(each) for each in incidents}) > 1:
            verb = act.on if telling.recipients else act.do
            several = self._words.several(telling.type, telling.mode)
            if several and (_ONE.search(verb[1]) or not telling.actors or telling.status != "occurred"):
                act, telling = several, msgspec.structs.replace(telling, actors=(), by=telling.actors)
        if telling.actors:
            return writer.deed(telling)
        who, whom = (writer.naming.actors(codes) for codes in (telling.by, telling.recipients))
        if telling.status == "occurred" and not is_dated(first):
            return writer.noun(act, who, whom)  # that it is reported stands before it
        return writer.nominal(act, who, whom, telling.status)

    def _where(self, incidents: list[Incident], distances: bool) -> str:
        places = list({_town(each): each.place for each in incidents if each.place}.values())
        if len(places) == 1:
            far = self._distance(places[0]) if distances else ""
            return f"{self._words.writer.where(places[0])}{far}"
        if distances and all(_is_point(place) for place in places):
            return f"{self._towns(places, distances=False)}, {self._words.say('near_point')}"
        return self._towns(places, distances=distances)

    def _towns(self, places: list[EventPlace], *, distances: bool) -> str:
        """'à Kayes et à Nioro du Sahel (Mali)', 'à Diboli (Mali, 0,3 km) et à Bakel (Sénégal, 12 km)'."""
        if not places:
            return ""
        words, named = self._words, []
        one_country = not distances and len({place.country for place in places}) == 1
        for place in places:
            name = words.writer.in_area(place.name) if place.level == "area" else words.writer.at(place.name)
            if not one_country:
                near = place.proximity
                far = f", {words.wording.km(near.border_km)}" if distances and near else ""
                name += f" ({words.writer.naming.country(place.country)}{far})"
            named.append(name)
        country = f" ({words.writer.naming.country(places[0].country)})" if one_country else ""
        return words.listed(named) + country

    def _distance(self, place: EventPlace) -> str:
        near = place.proximity
        if near is None:
            return ""
        unsure = f", {self._words.say('side_unsure')}" if near.side is None else ""
        if _is_point(place):
            return f", {self._words.say('near_point')}{unsure}"
        return f", {self._words.say('near', km=self._words.wording.km(near.border_km))}{unsure}"

    def _when(self, incident: Incident, told: str) -> str:
        """The days before what happened on them; a single day that is the brief's own is not said again."""
        if not is_dated(incident):
            published = as_day(incident.first_published)
            if published is None:
                return self._words.say("undated_never", rest=told)
            return self._words.say("undated", day=self.day(published), rest=told)
        time = incident.time
        if self._since == self._until == day_of(incident) and time and time.from_ == time.to:
            return told
        when = self._words.wording.period(time, known_year=self._year)
        return self._words.say("dated", when=when, rest=told)


def _town(incident: Incident) -> tuple[str, str] | None:
    return (incident.place.name, incident.place.country) if incident.place else None


def _is_point(place: EventPlace) -> bool:
    return place.proximity is not None and place.proximity.border_km < _POINT_KM
