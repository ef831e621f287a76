"""What the rules of warning see on a day: pure functions from a scene to firings."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from faleme.assess.border import load_border
from faleme.assess.corridor_watch import MARKING as CORRIDOR_MARKING
from faleme.assess.corridors import Segment
from faleme.assess.happenings import day_number
from faleme.assess.risk import forecasts, grid_history
from faleme.lexicon.alert_rules import Rule
from faleme.lexicon.watch import load_border_segments
from faleme.records.alert import Area, Firing
from faleme.records.incident import Incident
from faleme.records.text import Marking
from faleme.warn.areas import around, band_of, cell_of, corridor_area
from faleme.warn.scene import Scene, day_of

FRESH_DAYS: Final = 7
"""An incident that happened longer ago is history, not news, on the day that it becomes known."""
_MARKINGS: Final[tuple[Marking, ...]] = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
_RISK_KM: Final = 50.0
_LEAST_TOLL: Final = 3


def fired(scene: Scene, rules: Iterable[Rule]) -> list[Firing]:
    """What each rule sees, in the order of the rules."""
    return [firing for rule in rules for firing in _BY_KIND[rule.kind](scene, rule)]


def tried(scenes: Iterable[Scene], rules: Sequence[Rule]) -> Iterator[Firing]:
    """What would have fired over a row of days: each thing once, on the first day that it was seen."""
    seen: set[tuple[str, str]] = set()
    for scene in scenes:
        for firing in fired(scene, rules):
            if (firing.rule, firing.key) not in seen:
                seen.add((firing.rule, firing.key))
                yield firing


def highest(markings: Iterable[Marking]) -> Marking:
    """The most restricted of some markings: a whole is not freer than its parts."""
    return max(markings, key=_MARKINGS.index, default="CLEAR")


def _firing(
    scene: Scene, rule: Rule, key: str, incidents: Sequence[Incident], areas: Sequence[Area], *,
    least: Marking = "CLEAR", **facts: str | int | float,
) -> Firing:  # fmt: skip
    return Firing(
        rule=rule.id, kind=rule.kind, key=key, as_of=scene.as_of,
        incidents=tuple(each.id for each in incidents), facts=facts, areas=tuple(areas),
        marking=highest([least, *(each.marking for each in incidents)]),
    )  # fmt: skip


def _fresh(scene: Scene, incident: Incident) -> bool:
    day = day_of(incident)
    return day is not None and (scene.as_of - day).days <= FRESH_DAYS


def _attack_near(scene: Scene, rule: Rule) -> Iterator[Firing]:
    for incident in scene.threats:
        place = incident.place
        if place is None or place.proximity is None or not _fresh(scene, incident):
            continue
        if place.proximity.border_km <= (rule.km or 0):
            yield _firing(
                scene, rule, incident.id, [incident], [around(place)], place=place.name,
                country=place.country, km=round(place.proximity.border_km, 1), day=str(day_of(incident)),
            )  # fmt: skip


def _first_on_segment(scene: Scene, rule: Rule) -> Iterator[Firing]:
    for corridor, _ in scene.corridors:
        for segment in corridor.segments:
            on_it = [each for each in scene.threats if _beside(segment, each, rule.km or 0)]
            if not on_it or not _fresh(scene, on_it[-1]):
                continue
            last = day_of(on_it[-1])
            before = [day_of(each) for each in on_it if day_of(each) != last]
            quiet = (last - before[-1]).days if before and last and before[-1] else None
            if quiet is None or quiet >= (rule.days or 0):
                now = [each for each in on_it if day_of(each) == last]
                yield _firing(
                    scene, rule, f"{corridor.id}|{segment.name}|{last}", now,
                    [corridor_area(segment)], least=CORRIDOR_MARKING, corridor=corridor.name,
                    segment=segment.name, days=quiet or 0, day=str(last),
                )  # fmt: skip


def _beside(segment: Segment, incident: Incident, km: float) -> bool:
    place = incident.place
    if place is None or place.lat is None or place.lon is None or (place.radius_km or 0) > km:
        return False
    return segment.distance_km(place.lat, place.lon) <= km


def _corridor_state(scene: Scene, rule: Rule) -> Iterator[Firing]:
    for corridor, state in scene.corridors:
        for segment, told in zip(corridor.segments, state.segments, strict=True):
            if told.state not in rule.states:
                continue
            behind = [scene.by_id[each.incident] for each in told.evidence if each.incident in scene.by_id]
            since = min(each.day for each in told.evidence)
            yield _firing(
                scene, rule, f"{corridor.id}|{segment.name}|{told.state}|{since}", behind,
                [corridor_area(segment)], least=state.marking, corridor=corridor.name, segment=segment.name,
                state=told.state, day=str(since), eases=str(told.eases_on or ""),
            )  # fmt: skip


def _surge(scene: Scene, rule: Rule) -> Iterator[Firing]:
    parts = {segment.id: segment for segment in load_border_segments().segment}
    for watch in scene.border.segments:
        surge = watch.open_surge
        if watch.band_km != rule.km or surge is None:
            continue
        start = watch.start + dt.timedelta(weeks=surge.start)
        behind = [scene.by_id[each] for each in watch.surge_incidents]
        yield _firing(
            scene, rule, f"{watch.segment}|{start}", behind,
            [band_of(parts[watch.segment], watch.band_km)], segment=watch.name, km=watch.band_km,
            counted=surge.excess.counted, weeks=surge.excess.weeks,
            expected=round(surge.excess.expected, 1), chance=float(f"{surge.excess.chance:.1g}"),
        )  # fmt: skip


def _risk_over(scene: Scene, rule: Rule) -> Iterator[Firing]:
    told = scene.columns
    told = told.where(told.threat & ~np.isnan(told.lat))
    if not len(told):
        return
    history = grid_history(told.day, told.lat, told.lon, until=day_number(scene.as_of))
    made = forecasts(history, rule.days or 7, only_last=True)
    border = load_border()
    for row in np.argsort(-made.model, kind="stable"):
        chance, unit = float(made.model[row]), int(made.unit[row])
        lat, lon = float(history.units.lat[unit]), float(history.units.lon[unit])
        if chance < (rule.chance or 1):
            break
        if border.distance_km(lat, lon) <= _RISK_KM:
            name = history.units.names[unit]
            yield _firing(
                scene, rule, f"{name}|{scene.as_of.isocalendar().year}-{scene.as_of.isocalendar().week}", [],
                [cell_of(name, lat, lon)], cell=name, chance=round(100 * chance), days=rule.days or 7,
                usual=round(100 * float(made.seasonal[row])),
            )  # fmt: skip


def _contradiction(scene: Scene, rule: Rule) -> Iterator[Firing]:
    for incident in scene.incidents:
        near = incident.place.proximity if incident.place else None
        if near is None or near.border_km > (rule.km or 0) or not _fresh(scene, incident):
            continue
        told = [claim.fatalities for claim in incident.claims if claim.fatalities.min is not None]
        low = min((each.min or 0 for each in told), default=0)
        high = max((each.max or each.min or 0 for each in told), default=0)
        if high >= max(_LEAST_TOLL, (rule.ratio or math.inf) * low) and len(told) > 1 and incident.place:
            yield _firing(
                scene, rule, f"{incident.id}|{low}|{high}", [incident], [around(incident.place)],
                place=incident.place.name, low=low, high=high,
            )  # fmt: skip


def _silent_source(scene: Scene, rule: Rule) -> Iterator[Firing]:
    for source, last in sorted(scene.last_read.items()):
        silent = (scene.as_of - last).days
        if silent >= (rule.days or 0):
            yield _firing(scene, rule, f"{source}|{last}", [], [], source=source, days=silent, day=str(last))


_BY_KIND: Final[dict[str, Callable[[Scene, Rule], Iterator[Firing]]]] = {
    "attack-near": _attack_near, "first-on-segment": _first_on_segment, "corridor-state": _corridor_state,
    "surge": _surge, "risk-over": _risk_over, "contradiction": _contradiction,
    "silent-source": _silent_source,
}  # fmt: skip
