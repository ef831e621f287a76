"""Incidents: events of different articles that are one happening, each judgement with its reasons.

Two events are taken for one happening when they have the same type and status, lie at the same place
(within `SAME_PLACE_KM` beyond the radius of their points) and on the same days; an undated report joins by
the day of its publication. What has no place of its own stays an incident of its own: nothing is merged for
want of a difference.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from faleme.records.event import Event, EventPlace
from faleme.records.incident import Claim, Incident, Member
from faleme.records.text import Marking
from faleme.records.time import Period

SAME_PLACE_KM = 10.0
REPORTED_WITHIN_DAYS = 3
LONGEST_PERIOD_DAYS = 7
MARKINGS: tuple[Marking, ...] = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


class Report(msgspec.Struct, frozen=True):
    """An event and what linking needs of the article that tells it."""

    event: Event
    article: str
    published: str | None
    source: str | None

    @property
    def key(self) -> tuple[str, str, int, str]:
        """Order of reports that depends on nothing but the reports themselves."""
        return (self.published or "9999", self.article, self.event.evidence[0].start, self.event.id)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def _days(report: Report) -> tuple[dt.date, dt.date, bool] | None:
    """First and last day that an event may have happened on, and whether its text says so."""
    time = report.event.time
    if time and time.from_ and time.to:
        first, last = _day(time.from_), _day(time.to)
        assert first and last
        return (first, last, True) if (last - first).days <= LONGEST_PERIOD_DAYS else None
    published = _day(report.published)
    if published is None or (time and (time.from_ or time.to)):
        return None
    return published - dt.timedelta(days=REPORTED_WITHIN_DAYS), published, False


def kilometres(a: EventPlace, b: EventPlace) -> float:
    """Great-circle distance of two located places in km (sphere of 6,371 km; under 0.6 % off)."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    lat1, lon1, lat2, lon2 = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


def same_happening(a: Report, b: Report) -> tuple[str, ...]:
    """Reasons to take two reports for one happening; empty where there is not enough ground."""
    first, second = a.event, b.event
    if (first.type, first.status) != (second.type, second.status) or not first.place or not second.place:
        return ()
    if first.place.level != second.place.level and "country" in (first.place.level, second.place.level):
        return ()
    if first.place.level == "country":
        same_place = first.place.country == second.place.country and set(first.actors) == set(second.actors)
        where = f"both in {first.place.name} by the same actors"
        if not (same_place and first.actors and first.time and second.time):
            return ()
    else:
        distance = kilometres(first.place, second.place)
        if distance > SAME_PLACE_KM or first.place.level != second.place.level:
            return ()
        where = f"places {distance:.0f} km apart"
    if not _agree(first.actors, second.actors):
        return ()
    days, others = _days(a), _days(b)
    if not days or not others or days[0] > others[1] or others[0] > days[1]:
        return ()
    when = "same days" if days[2] and others[2] else "reported within days of each other"
    return (f"same type {first.type}", where, when)


def _agree(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two lists of actors can name the same ones: one is empty, or they share a code or a country."""
    countries = {code.split(":")[0] for code in a} & {code.split(":")[0] for code in b}
    return not a or not b or bool(countries) or any(not c.endswith((":GOV", ":MIL")) for c in (*a, *b))


def link(reports: Iterable[Report]) -> tuple[Incident, ...]:
    """Incidents of a set of reports: the same set gives the same incidents, in whatever order it comes."""
    ordered = sorted(reports, key=lambda report: report.key)
    parent = list(range(len(ordered)))
    told_by = [{report.article} for report in ordered]  # articles of the cluster, kept at its root
    reasons: dict[int, list[str]] = defaultdict(list)

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for block in _blocks(ordered):
        for position, i in enumerate(block):
            for j in block[position + 1 :]:
                low, high = sorted((root(i), root(j)))
                if low == high or told_by[low] & told_by[high]:
                    continue  # an article codes each event once: two of its events are two happenings
                why = same_happening(ordered[i], ordered[j])
                if why:
                    parent[high] = low
                    told_by[low] |= told_by[high]
                    reasons[low] += [f"{ordered[i].article} and {ordered[j].article}: {', '.join(why)}"]
                    reasons[low] += reasons.pop(high, [])
    groups: dict[int, list[Report]] = defaultdict(list)
    for index, report in enumerate(ordered):
        groups[root(index)].append(report)
    return tuple(_incident(members, reasons.get(first, [])) for first, members in sorted(groups.items()))


def _blocks(ordered: Sequence[Report]) -> Iterable[list[int]]:
    """Indexes of reports that could be one happening: same type, neighbouring quarter-degree cells."""
    cells: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, report in enumerate(ordered):
        place = report.event.place
        if place is None:
            continue
        if place.lat is None or place.lon is None:
            cells[(report.event.type, place.country)].append(index)
            continue
        row, column = math.floor(place.lat * 4), math.floor(place.lon * 4)
        for r in (row - 1, row, row + 1):
            for c in (column - 1, column, column + 1):
                cells[(report.event.type, r, c)].append(index)
    return (block for block in cells.values() if len(block) > 1)


def _incident(members: Sequence[Report], reasons: Sequence[str]) -> Incident:
    """One incident of its reports, values from the report that says most exactly."""
    best = max(members, key=lambda r: (_exactness(r.event), [-ord(c) for c in r.event.id]))
    first = members[0]
    place = next((r.event.place for r in _by_exactness(members) if r.event.place), None)
    time = next((r.event.time for r in _by_exactness(members) if r.event.time), None)
    return Incident(
        id="inc-" + hashlib.sha256(first.event.id.encode()).hexdigest()[:12],
        type=first.event.type,
        mode=next((r.event.mode for r in _by_exactness(members) if r.event.mode), None),
        status=first.event.status,
        tags=tuple(sorted({tag for r in members for tag in r.event.tags})),
        strand=best.event.strand,
        place=place,
        time=time,
        actors=_codes(r.event.actors for r in members),
        recipients=_codes(r.event.recipients for r in members),
        claims=tuple(_claim(r) for r in members if r.event.fatalities),
        members=tuple(
            Member(r.event.id, r.article, r.event.evidence[0].start, r.event.evidence[0].end) for r in members
        ),
        marking=max((r.event.marking for r in members), key=MARKINGS.index),
        reasons=tuple(reasons),
        first_published=min((r.published for r in members if r.published), default=None),
    )


def _by_exactness(members: Sequence[Report]) -> list[Report]:
    return sorted(members, key=lambda r: (-_exactness(r.event), r.key))


def _exactness(event: Event) -> int:
    """How much an event says: a located, dated one with known actors before a vague one."""
    level = {"locality": 3, "area": 2, "country": 1}[event.place.level] if event.place else 0
    return 3 * level + 2 * _dated(event.time) + min(2, len(event.actors)) + bool(event.recipients)


def _dated(time: Period | None) -> int:
    if not time or not time.from_ or not time.to:
        return 0
    return 2 if time.from_ == time.to else 1


def _codes(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Codes of all reports, the most told first."""
    counts: dict[str, int] = defaultdict(int)
    for codes in lists:
        for code in codes:
            counts[code] += 1
    return tuple(sorted(counts, key=lambda code: (-counts[code], code)))


def _claim(report: Report) -> Claim:
    assert report.event.fatalities is not None
    attribution = report.event.attribution
    return Claim(
        kind="fatalities",
        article=report.article,
        source=report.source,
        fatalities=report.event.fatalities,
        speaker=attribution.speaker if attribution else None,
    )
