"""What the rules of warning see on a day: pure functions from a scene to firings."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from faleme.assess.border import load_border
from faleme.assess.corridor_watch import MARKING as CORRIDOR_MARKING
from faleme.assess.happenings import date_of, day_number
from faleme.lexicon.alert_rules import Rule
from faleme.lexicon.watch import load_border_segments
from faleme.records.alert import Area, Firing
from faleme.records.incident import Incident
from faleme.records.text import Marking
from faleme.warn.areas import around, band_of, cell_of, corridor_area
from faleme.warn.scene import FRESH_DAYS, Scene, day_of

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
    told, today = scene.known.columns, day_number(scene.as_of)
    for corridor in scene.known.corridors:
        row, met = scene.known.beside(corridor, rule.km or 0)
        here = scene.rows[row] & told.threat[row]
        row, met = row[here], met[here]
        for number in np.unique(met[told.day[row] >= today - FRESH_DAYS]).tolist():
            on_it = row[met == number]
            days = told.day[on_it]
            last = int(days.max())
            before = days[days < last]
            quiet = last - int(before.max()) if len(before) else None
            if quiet is None or quiet >= (rule.days or 0):
                segment, day = corridor.segments[number], date_of(last)
                now = scene.behind([str(each) for each in told.id[on_it[days == last]]])
                yield _firing(
                    scene, rule, f"{corridor.id}|{segment.name}|{day}", now,
                    [corridor_area(segment)], least=CORRIDOR_MARKING, corridor=corridor.name,
                    segment=segment.name, days=quiet or 0, day=str(day),
                )  # fmt: skip


def _corridor_state(scene: Scene, rule: Rule) -> Iterator[Firing]:
    for corridor, state in scene.corridors:
        for segment, told in zip(corridor.segments, state.segments, strict=True):
            if told.state not in rule.states:
                continue
            behind = scene.behind([each.incident for each in told.evidence])
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
        behind = scene.behind(watch.surge_incidents)
        yield _firing(
            scene, rule, f"{watch.segment}|{start}", behind,
            [band_of(parts[watch.segment], watch.band_km)], segment=watch.name, km=watch.band_km,
            counted=surge.excess.counted, weeks=surge.excess.weeks,
            expected=round(surge.excess.expected, 1), chance=float(f"{surge.excess.chance:.1g}"),
        )  # fmt: skip


def _risk_over(scene: Scene, rule: Rule) -> Iterator[Firing]:
    found = scene.chances(rule.days or 7)
    if found is None:
        return
    history, made, now = found
    border = load_border()
    for row in now[np.argsort(-made.model[now], kind="stable")]:
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
