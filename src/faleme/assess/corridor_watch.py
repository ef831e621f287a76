"""The watch of a supply corridor: each segment open, disrupted, blocked or unknown, and why.

Rules (data/watch/corridors.toml) say what an incident near a segment does to it; what it did fades with the
days. A later reopening ends what came before it. What is told of an area wider than a rule's reach counts one
grade less: 'the region of Kayes' is not this bend of the road. Where nothing counts, a segment is open if the
press has told of its surroundings lately, else unknown: a quiet press is no quiet road.

States tell of gaps in a corridor's cover, so they are AMBER+STRICT (records.text.Marking) and in nothing
public.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec

from faleme.assess.corridors import Corridor, Segment
from faleme.lexicon.watch import CorridorRule, CorridorRules, Effect, load_corridor_rules
from faleme.records.incident import Incident
from faleme.records.text import Marking

State = Literal["open", "disrupted", "blocked", "unknown"]
MARKING: Final[Marking] = "AMBER+STRICT"
_GRADES: Final[tuple[Effect, ...]] = ("open", "passable", "disrupted", "blocked")
_AS_NEAR_KM: Final = 0.5
_WORST: Final[tuple[State, ...]] = ("open", "unknown", "disrupted", "blocked")


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that counts for a segment: by which rule, how near, how much of it is left.

    `until` is the last day on which it still counts. `wide` tells that its place is wider than the rule's
    reach, so that it counts one grade less.
    """

    incident: str
    day: dt.date
    rule: str
    effect: Effect
    km: float
    left: float
    until: dt.date
    wide: bool = False


class SegmentState(msgspec.Struct, frozen=True, kw_only=True):
    """A segment on one day. `ended` is what a later reopening has ended; `read` the articles of the days
    looked at that name a place near it. `eases_on` is the day on which the state would get better if nothing
    more happened.
    """

    segment: str
    state: State
    evidence: tuple[Evidence, ...]
    ended: tuple[Evidence, ...] = ()
    read: int | None = None
    eases_on: dt.date | None = None
    eases_to: State | None = None


class CorridorState(msgspec.Struct, frozen=True, kw_only=True):
    """A corridor on one day, segment by segment."""

    corridor: str
    name: str
    as_of: dt.date
    segments: tuple[SegmentState, ...]
    marking: Marking = MARKING

    @property
    def state(self) -> State:
        """The worst of its segments: a road is as open as its closed place."""
        return worst(each.state for each in self.segments)


def worst(states: Iterable[State]) -> State:
    return max(states, key=_WORST.index, default="unknown")


def watch_corridor(
    corridor: Corridor,
    incidents: Iterable[Incident],
    as_of: dt.date,
    *,
    read: Mapping[str, int] | None = None,
    rules: CorridorRules | None = None,
) -> CorridorState:
    """The states of a corridor's segments on a day.

    `incidents` may be all there are: what does not count is passed over. `read` are articles by segment name,
    None where nobody counted, and then a segment of which nothing is told is unknown.
    """
    rules = rules or load_corridor_rules()
    evidence: dict[str, list[Evidence]] = {segment.name: [] for segment in corridor.segments}
    for incident in incidents:
        if (told := _told(incident, as_of, rules)) is None:
            continue
        for segment, km in _near(corridor, told):
            if (found := _evidence(told, km, as_of, rules)) is not None:
                evidence[segment.name].append(found)
    states = [
        state_of(name, found, None if read is None else read.get(name, 0)) for name, found in evidence.items()
    ]
    return CorridorState(corridor=corridor.id, name=corridor.name, as_of=as_of, segments=tuple(states))


class _Told(msgspec.Struct, frozen=True):
    """An incident with its day, its point and the rule that it fits."""

    incident: str
    day: dt.date
    lat: float
    lon: float
    radius_km: float
    rule: CorridorRule

    @property
    def wide(self) -> bool:
        """Whether its place is wider than the rule's reach."""
        return self.radius_km > self.rule.reach_km


def _told(incident: Incident, as_of: dt.date, rules: CorridorRules) -> _Told | None:
    place = incident.place
    day = (incident.time.to or incident.time.from_) if incident.time else None
    day = day or incident.first_published
    if incident.verdict == "rejected" or day is None:
        return None
    if place is None or place.lat is None or place.lon is None:
        return None
    at = dt.date.fromisoformat(day[:10])
    if not 0 <= (as_of - at).days <= rules.longest_days:
        return None
    for rule in rules.rule:
        if rule.fits(incident.type, incident.mode, incident.tags, incident.status):
            return _Told(incident.id, at, place.lat, place.lon, place.radius_km or 0.0, rule)
    return None


def _near(corridor: Corridor, told: _Told) -> list[tuple[Segment, float]]:
    """The nearest segment with those that are as near (two meet at a town), or all that a wide place reaches.

    What happens at Diboli does not close the road from Goudiry to Kidira, though that is within reach.
    """
    found = [(segment, segment.distance_km(told.lat, told.lon)) for segment in corridor.segments]
    reach = min(told.rule.reach_km, min(km for _, km in found) + _AS_NEAR_KM)
    return [(segment, km) for segment, km in found if km <= (told.radius_km if told.wide else reach)]


def _evidence(told: _Told, km: float, as_of: dt.date, rules: CorridorRules) -> Evidence | None:
    rule = told.rule
    left = 0.5 ** ((as_of - told.day).days / rule.days)
    grade = _GRADES.index(rule.effect) - told.wide
    if left < rules.faded or (told.wide and rule.effect != "blocked"):
        return None  # of a region's attacks and reopenings none is known to be of this road
    lasts = math.floor(rule.days * math.log2(1 / rules.faded))
    return Evidence(
        incident=told.incident, day=told.day, rule=rule.what, effect=_GRADES[grade], km=round(km, 1),
        left=round(left, 2), until=told.day + dt.timedelta(days=lasts), wide=told.wide,
    )  # fmt: skip


def state_of(segment: str, evidence: Sequence[Evidence], read: int | None) -> SegmentState:
    """The state that a segment's evidence makes: a reopening ends all before it, a convoy that came
    through ends what blocked it before."""
    ordered = sorted(evidence, key=lambda each: (each.day, _GRADES.index(each.effect), each.incident))
    counts: list[Evidence] = []
    ended: list[Evidence] = []
    for each in ordered:
        if each.effect == "open":
            ended += [one for one in counts if one.effect != "open"]
            counts = [one for one in counts if one.effect == "open"]
        elif each.effect == "passable":
            ended += [one for one in counts if one.effect == "blocked"]
            counts = [one for one in counts if one.effect != "blocked"]
        counts.append(each)
    state = _state(counts, read)
    eases_on, eases_to = _eases(counts, state, read)
    return SegmentState(
        segment=segment, state=state, evidence=tuple(counts[::-1]), ended=tuple(ended[::-1]), read=read,
        eases_on=eases_on, eases_to=eases_to,
    )  # fmt: skip


def _state(counts: Sequence[Evidence], read: int | None) -> State:
    effects = {each.effect for each in counts}
    if "blocked" in effects:
        return "blocked"
    if effects & {"disrupted", "passable"}:
        return "disrupted"
    return "open" if "open" in effects or read else "unknown"


def _eases(counts: Sequence[Evidence], state: State, read: int | None) -> tuple[dt.date | None, State | None]:
    """The first day on which less counts and the state is better, and what it would be."""
    if state not in ("blocked", "disrupted"):
        return None, None
    for until in sorted({each.until for each in counts}):
        left = _state([each for each in counts if each.until > until], read)
        if _WORST.index(left) < _WORST.index(state):
            return until + dt.timedelta(days=1), left
    return None, None
