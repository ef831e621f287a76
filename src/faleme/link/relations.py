"""How two events stand to each other in place, time, parties and tolls: one word each, with its reason."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from faleme.lexicon.link_rules import load_link_rules
from faleme.lexicon.names import fold
from faleme.link.traits import Report, published_day, stems
from faleme.records.event import Event, EventPlace, Fatalities

Where = Literal["same", "near", "within", "along", "country", "apart", "abroad", "half", "untold"]
When = Literal[
    "same-day", "overlap", "wide", "next-day", "apart", "far", "reported", "reported-late", "reported-far",
    "untold", "untold-late", "unknown",
]  # fmt: skip
FORCE = ("ASSAULT", "COERCE", "MOBILIZE")
"""Types whose happenings are told apart by place and day: two attacks in two towns are two."""

SPOKEN = ("SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE")
"""Types that are words: the press tells them at once; an old day is the day of what they speak of."""

GROUPS = frozenset({"JNIM", "ISGS", "FLA", "AQIM", "ISWAP", "BOKO"})

Who = Literal["same", "shared", "country", "other", "half", "untold"]


class Relation(msgspec.Struct, frozen=True, array_like=True):
    """One aspect compared: its word, which has a weight, and the reason that a person reads."""

    word: str
    reason: str


def kilometres(a: EventPlace, b: EventPlace) -> float:
    """Great-circle distance of two located places in km (sphere of 6,371 km; under 0.6 % off)."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    lat1, lon1, lat2, lon2 = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


def reach_km(place: EventPlace) -> float:
    """How far from its point a place may reach: its own radius, else what its level allows."""
    rules = load_link_rules()
    if place.level == "area":
        return max(place.radius_km or 0.0, rules.area_km)
    return min(place.radius_km or rules.locality_km, rules.area_km)


def where(a: EventPlace | None, b: EventPlace | None, roads: Sequence[tuple[str, ...]] = ()) -> Relation:
    """Place: the same, near, one within the other, or apart; a region can hold the town of another report.

    `roads` are the ends of stretches that the reports name: an attack between two towns is put at either.
    """
    if a is None and b is None:
        return Relation("untold", "")
    if a is None or b is None:
        return Relation("half", "")
    if "country" in (a.level, b.level):
        if a.country != b.country:
            return Relation("abroad", f"one in {a.country}, the other in {b.country}")
        if a.level == b.level:
            return Relation("country", f"both in {a.name} without a nearer place")
        return Relation("country", f"{a.name} and {b.name}: a country and a place in it")
    distance = kilometres(a, b)
    if (a.geoname_id is not None and a.geoname_id == b.geoname_id) or distance < 1.0:
        return Relation("same", f"both at {a.name}")
    apart = f"{a.name} and {b.name} lie {distance:.0f} km apart"
    ends = {stems(a.name)[0], stems(b.name)[0]} if stems(a.name) and stems(b.name) else set()
    if len(ends) == 2 and any(ends <= set(road) for road in roads):
        return Relation("along", f"on the road between {a.name} and {b.name}")
    if a.level == b.level == "locality":
        near = load_link_rules().near_km
        return Relation("near" if distance <= near else "apart", apart)
    reach = max(reach_km(place) for place in (a, b) if place.level == "area")
    if a.level != b.level and (distance <= reach or a.country == b.country and fold(a.name) == fold(b.name)):
        area, town = (a, b) if a.level == "area" else (b, a)
        return Relation("within", f"{town.name} lies within reach of {area.name}")
    return Relation("near" if distance <= reach / 2 else "apart", apart)


@lru_cache(maxsize=4096)
def _date(text: str | None) -> dt.date | None:
    return published_day(text)


def days(event: Event) -> tuple[dt.date, dt.date] | None:
    """First and last day that the event's text tells; None where either is not told."""
    if event.time is None:
        return None
    first, last = _date(event.time.from_), _date(event.time.to)
    return (first, last) if first and last and first <= last else None


def days_told(report: Report) -> tuple[dt.date, dt.date] | None:
    """Days of an event that can be its own: no plan for a day gone by, no tribute of eleven years ago."""
    told, published = days(report.event), _date(report.published)
    if told and published:
        late = (published - told[1]).days
        if late > 0 and report.event.status == "planned":
            return None
        if late > load_link_rules().spoken_days and report.event.type in SPOKEN:
            return None
    return told


def when(a: Report, b: Report) -> Relation:
    """Time: days that both tell, or the day told against the day of publication, or the two publications."""
    told, other = days_told(a), days_told(b)
    if told and other:
        return _told_days(told, other)
    day, second = _date(a.published), _date(b.published)
    if told or other:
        known, published = (told, second) if told else (other, day)
        assert known
        return _against_publication(known, published)
    if day is None or second is None:
        return Relation("unknown", "")
    gap = abs((day - second).days)
    if gap <= load_link_rules().reported_within_days:
        return Relation("untold", f"published {gap} days apart" if gap else "published on one day")
    return Relation("untold-late", f"published {gap} days apart, neither tells the day")


def _told_days(told: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]) -> Relation:
    short = load_link_rules().short_days
    lengths = sorted(((told[1] - told[0]).days, (other[1] - other[0]).days))
    gap = max((other[0] - told[1]).days, (told[0] - other[1]).days)
    if gap <= 0:
        if lengths == [0, 0]:
            return Relation("same-day", f"both on {told[0].isoformat()}")
        if lengths[1] <= short:
            return Relation("overlap", f"days that overlap ({max(told[0], other[0]).isoformat()})")
        return Relation("wide", "stretches of time that overlap")
    if lengths[1] > short:
        return Relation("far" if gap > 365 else "apart", "stretches of time that do not meet")
    if gap == 1:
        return Relation("next-day", "told for neighbouring days")
    return Relation("apart" if gap <= short else "far", f"told for days {gap} days apart")


def _against_publication(known: tuple[dt.date, dt.date], published: dt.date | None) -> Relation:
    rules = load_link_rules()
    if published is None:
        return Relation("unknown", "")
    late = (published - known[1]).days
    early = (known[0] - published).days
    if early <= 1 and late <= rules.reported_within_days:
        return Relation(
            "reported", f"one tells {known[0].isoformat()}, the other was published on {published}"
        )
    if early <= rules.window_days and late <= rules.window_days:
        return Relation(
            "reported-late", f"published {max(early, late)} days from the day that the other tells"
        )
    return Relation("reported-far", "published far from the day that the other tells")


def who(a: Sequence[str], b: Sequence[str]) -> Relation:
    """Parties: the same codes, some of them, the same country only, or others."""
    if not a and not b:
        return Relation("untold", "")
    if not a or not b:
        return Relation("half", "")
    first, second = set(a), set(b)
    if first == second:
        return Relation("same", f"the same {' '.join(sorted(first))}")
    if shared := first & second:
        return Relation("shared", f"both name {' '.join(sorted(shared))}")
    if _unnamed(first, second) or _unnamed(second, first):
        return Relation("half", f"{' '.join(sorted(first))} may be {' '.join(sorted(second))}")
    countries = {code.split(":")[0] for code in first} & {code.split(":")[0] for code in second}
    if countries - {"UNK", "ORG"}:
        return Relation("country", f"parties of {' '.join(sorted(countries))}")
    return Relation("other", f"{' '.join(sorted(first))} against {' '.join(sorted(second))}")


def _unnamed(some: set[str], others: set[str]) -> bool:
    """'Des hommes armés' and 'des terroristes' may be any armed group that another report names."""
    return bool(GROUPS & some) and any(code.endswith((":REB", ":UAF")) for code in others)


def sides(a: Event, b: Event) -> Relation:
    """Whether who acts in one is acted upon in the other: an attack and its answer are two happenings."""
    first, second = set(a.actors), set(b.actors)
    if first & second or not (first & set(b.recipients) and second & set(a.recipients)):
        return Relation("kept", "")
    return Relation("turned", f"{' '.join(sorted(first))} acts in one and suffers in the other")


def tolls(a: Fatalities | None, b: Fatalities | None) -> Relation:
    """Dead: ranges that meet or do not; conflicting tolls of one happening are common and weigh little."""
    if a is None or b is None:
        return Relation("untold", "")
    low, high = (a.min or 0, b.min or 0), (a.max, b.max)
    meet = (high[1] is None or low[0] <= high[1]) and (high[0] is None or low[1] <= high[0])
    if meet and low == (low[0], low[0]):
        return Relation("same", f"the same toll of {low[0]}")
    return Relation("meet", "tolls that agree") if meet else Relation("other", "tolls that differ")


def status(a: Report, b: Report) -> Relation:
    """A visit announced and the visit paid are one happening; an attack feared and one suffered are not."""
    first, second = a.event.status, b.event.status
    if first == second:
        return Relation("same", "")
    if {first, second} == {"planned", "occurred"} and a.event.type not in FORCE:
        planned, done = (a, b) if first == "planned" else (b, a)
        if (planned.published or "") <= (done.published or "9999"):
            return Relation("announced", "announced in one, carried out in the other")
        return Relation("announced-after", "")
    return Relation("other", f"{first} against {second}")
