"""Which incidents a window of days is to tell, why, and how grave each is."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from faleme.lexicon.brief_rules import BriefRules
from faleme.records.incident import Incident
from faleme.records.place import Proximity
from faleme.store.base import Source
from faleme.words.wording import as_day

Why = Literal["happened", "late", "fresh", "ahead"]
"""Happened in the window; happened before and reported in it for the first time, or once more; is to come."""


class Chosen(msgspec.Struct, frozen=True):
    """An incident of the window; `articles` are those of its reports that may be named, in order of time."""

    incident: Incident
    why: Why
    articles: tuple[str, ...]
    reported: dt.date | None  # the last day within the window that it was reported on
    score: float

    @property
    def near(self) -> Proximity | None:
        return self.incident.place.proximity if self.incident.place else None

    @property
    def order(self) -> tuple[bool, float, float, str]:
        """The gravest and nearest first; what did not happen stands behind what did."""
        km = self.near.border_km if self.near else math.inf
        return self.incident.status != "occurred", -self.score, km, self.incident.id


def day_of(incident: Incident) -> dt.date | None:
    """The last day told, else the first that it was reported on."""
    told = (incident.time.to or incident.time.from_) if incident.time else None
    return as_day(told) or as_day(incident.first_published)


def is_dated(incident: Incident) -> bool:
    return incident.time is not None and bool(incident.time.from_ or incident.time.to)


def chosen(
    incidents: Iterable[Incident],
    sources: Mapping[str, Source],
    since: dt.date,
    until: dt.date,
    rules: BriefRules,
) -> list[Chosen]:
    """The incidents of a window that have a source to name, in order of gravity and nearness."""
    found = (_choose(each, sources, since, until, rules) for each in incidents)
    return sorted((each for each in found if each), key=lambda each: each.order)


def _choose(
    incident: Incident, sources: Mapping[str, Source], since: dt.date, until: dt.date, rules: BriefRules
) -> Chosen | None:
    named = {m.article: sources[m.article] for m in incident.members if m.article in sources}
    if not named or incident.verdict == "rejected":
        return None
    published = {as_day(source.published) for source in named.values()}
    within = sorted(day for day in published if day and since <= day <= until)
    day = day_of(incident)
    why: Why
    if day is not None and since <= day <= until:
        why = "happened"
    elif not within:
        return None
    elif day is not None and day > until:
        why = "ahead"
    else:
        first = as_day(incident.first_published)
        why = "late" if first and since <= first <= until else "fresh"
    articles = sorted(named, key=lambda a: (named[a].published is None, named[a].published or "", a))
    reported = within[-1] if within else None
    return Chosen(incident, why, tuple(articles), reported, gravity(incident, rules))


def gravity(incident: Incident, rules: BriefRules) -> float:
    """Points by act, dead, tags and nearness to the border."""
    near = incident.place.proximity if incident.place else None
    points = rules.weight(incident.type, incident.mode) + rules.nearness(near.border_km if near else None)
    points += sum(rules.points.get(tag, 0.0) for tag in incident.tags)
    return round(points + rules.points["dead"] * math.log2(1 + most_dead(incident)), 6)


def most_dead(incident: Incident) -> int:
    """The highest toll told, or the one that a person kept."""
    tolls = [incident.fatalities] if incident.fatalities else [claim.fatalities for claim in incident.claims]
    return max((max(toll.min or 0, toll.max or 0) for toll in tolls), default=0)
