"""What is asked of incidents, over columns in memory: the same conditions as those of conditions.py in SQL.

`tests/store/test_columns.py` holds one against the other.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from faleme.records.timeline import CONFLICT_TYPES, LANES, STRANDS, Axis
from faleme.store import grid
from faleme.store.base import Circle, Wanted
from faleme.store.columns import Array, Held
from faleme.store.conditions import KM_A_DEGREE, KM_A_DEGREE_EAST, spans_of
from faleme.store.day_counts import DayCounts
from faleme.store.gather import KNOWN
from faleme.store.lanes import OTHERS
from faleme.store.listing import BETWEEN, DAY, corridor_bit, ordinal_of, tag_bit

_WHOLE = slice(None)
_FAR_APART = 2_000_000


def knows(held: Held, wanted: Wanted) -> bool:
    """Whether the columns can answer: not what follows an incident, and not what waits for a review."""
    return wanted.after is None and not wanted.waiting and (wanted.actor is None or held.knows_actors)


def met(held: Held, wanted: Wanted) -> Array:
    """The rows that meet what is asked, as numbers."""
    if wanted.box is None and wanted.near is None:
        return np.flatnonzero(_mask(held, wanted, _WHOLE))
    parts = [held.part(*span) for span in spans_of(wanted)]
    found = [np.flatnonzero(_mask(held, wanted, part)) + part.start for part in parts]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def met_in(held: Held, wanted: Wanted, box: grid.Box) -> Array:
    """Those that also lie in the cells around a box of the map; some further ones may."""
    parts = [held.part(*span) for span in grid.ranges(box)]
    found = [np.flatnonzero(_mask(held, wanted, part)) + part.start for part in parts]
    return np.concatenate(found)


def first_ids(held: Held, rows: Array, *, limit: int | None, offset: int, soonest: bool) -> list[str]:
    """A page of the list that some rows make: by their place, equals by their ids."""
    places = held.columns["listed"][rows]
    end = len(rows) if limit is None else min(len(rows), offset + limit)
    if end < len(rows):
        kth = np.partition(places, end - 1 if soonest else len(places) - end)
        bound = kth[end - 1] if soonest else kth[len(places) - end]
        kept = places <= bound if soonest else places >= bound
        rows, places = rows[kept], places[kept]
    ids = held.ids(rows)
    pairs = sorted(zip(places.tolist(), ids, strict=True), key=lambda pair: pair[1], reverse=soonest)
    pairs.sort(key=lambda pair: pair[0], reverse=not soonest)
    return [each for _, each in pairs[offset:end]]


def facets(held: Held, rows: Array, names: Sequence[str]) -> dict[str, dict[str, int]]:
    """The values of columns with their numbers of rows, those of which there are any."""
    found: dict[str, dict[str, int]] = {}
    for name in names:
        values = held.values(name)
        counts = np.bincount(held.columns[name][rows], minlength=len(values)).tolist()
        told = {value: n for value, n in zip(values, counts, strict=True) if n and value is not None}
        order = KNOWN.get(name) or sorted(told)
        found[name] = {value: told[value] for value in order if value in told}
    return found


def months(held: Held, rows: Array) -> dict[str, int]:
    """Numbers of rows by month."""
    told: Counter[str] = Counter()
    days, counts = _counted(held.columns["listed"][rows] // DAY)
    for day, count in zip(days.tolist(), counts.tolist(), strict=True):
        told[dt.date.fromordinal(day).isoformat()[:7]] += count
    return dict(sorted(told.items()))


def day_counts(held: Held, rows: Array, axis: Axis, *, everybody: bool) -> DayCounts:
    """Numbers of rows by day and lane, on the side of cooperation or of conflict."""
    shown: dict[str | None, int] = {each: n for n, each in enumerate(LANES)}
    if everybody:
        shown |= {OTHERS + each: LANES.index(each) for each in STRANDS}
    lanes = np.array([shown.get(each, -1) for each in held.values("lane")] or [-1])
    sides = np.array([each in CONFLICT_TYPES for each in held.values("type")] or [False])
    lane, day = lanes[held.columns["lane"][rows]], _day_of(held, axis)[rows]
    kept = (lane >= 0) & (day > 0)
    side = sides[held.columns["type"][rows][kept]]
    codes, counts = _counted((day[kept].astype(np.int64) * len(LANES) + lane[kept]) * 2 + side)
    places = codes // 2
    return DayCounts.counted(places // len(LANES), places % len(LANES), codes % 2 == 1, counts)


def _day_of(held: Held, axis: Axis) -> Array:
    if axis == "happened":
        days: Array = held.columns["listed"] // DAY
        return days
    return held.columns["published_on" if axis == "published" else "entered_on"]


def _counted(numbers: Array) -> tuple[Array, Array]:
    """Each number above 0 once, in order, and how often it is there."""
    numbers = numbers[numbers > 0]
    if not len(numbers):
        return numbers, numbers
    least, most = int(numbers.min()), int(numbers.max())
    if most - least > _FAR_APART:  # a day out of all reason is not to cost a place for each day before it
        found, counts = np.unique(numbers, return_counts=True)
        return found, counts
    counts = np.bincount(numbers - least)
    at = np.flatnonzero(counts)
    return at + least, counts[at]


def _mask(held: Held, wanted: Wanted, part: slice) -> Array:
    """Whether each row of a part meets what is asked."""
    found = np.ones(len(held.columns["cell"][part]), dtype=np.bool_)
    for condition in (*_seen(held, wanted, part), *_when(held, wanted, part), *_what(held, wanted, part),
                      *_where(held, wanted, part)):  # fmt: skip
        found &= condition
    return found


def _seen(held: Held, wanted: Wanted, part: slice) -> Iterator[Array]:
    day, markings = wanted.public_on, wanted.markings
    if day is not None:
        yield held.where("public_from", part, lambda from_: from_ is not None and from_ <= day)
    if markings is not None:
        yield held.where("marking", part, lambda each: each in markings)
    if wanted.unreviewed or wanted.reviewed is False:
        yield ~held.columns["reviewed"][part]
    if wanted.reviewed:
        yield held.columns["reviewed"][part]
    if not wanted.rejected:
        yield held.where("verdict", part, lambda each: each != "rejected")


def _when(held: Held, wanted: Wanted, part: slice) -> Iterator[Array]:
    place = held.columns["listed"][part]
    if wanted.since is not None:
        yield place >= max(1, ordinal_of(wanted.since)) * DAY
    if wanted.until is not None:
        yield place >= DAY
        yield place < (ordinal_of(wanted.until) + 1) * DAY
    for day, is_ahead in ((wanted.told_by, False), (wanted.ahead_of, True)):
        if day is not None:
            today = ordinal_of(day) * DAY
            planned = held.where("status", part, lambda each: each == "planned")
            ahead = (place >= today + DAY) | ((place >= today) & planned)
            yield ahead if is_ahead else ~ahead


def _what(held: Held, wanted: Wanted, part: slice) -> Iterator[Array]:
    def same(value: str) -> Callable[[str | None], bool]:
        return lambda each: each == value

    for name in ("type", "strand", "status", "section", "country"):
        value = getattr(wanted, name)
        if value is not None:
            yield held.where(name, part, same(value))
    types, actor = wanted.types, f"{BETWEEN}{wanted.actor}{BETWEEN}"
    if types:
        yield held.where("type", part, lambda each: each in types)
    for name, bit in (
        ("tags", None if wanted.tag is None else tag_bit(wanted.tag)),
        ("corridors", None if wanted.corridor is None else corridor_bit(wanted.corridor)),
    ):
        if bit is not None:
            yield (held.columns[name][part] & bit) != 0
    if wanted.actor is not None:
        one = BETWEEN not in wanted.actor
        yield held.where("actors", part, lambda each: one and actor in (each or ""))


def _where(held: Held, wanted: Wanted, part: slice) -> Iterator[Array]:
    if wanted.within_km is not None:
        yield held.columns["border_km"][part] <= wanted.within_km
    if wanted.placed is not None:
        yield (held.columns["cell"][part] >= 0) == wanted.placed
    if wanted.box is not None:
        yield from _in_box(held, grid.Box(*wanted.box), part)
    if wanted.near is not None:
        yield from _in_circle(held, wanted.near, part)


def _in_box(held: Held, box: grid.Box, part: slice) -> Iterator[Array]:
    lat, lon = held.columns["lat"][part], held.columns["lon"][part]
    yield (lat >= box.south) & (lat <= box.north)
    yield (lon >= box.west) & (lon <= box.east)


def _in_circle(held: Held, circle: Circle, part: slice) -> Iterator[Array]:
    yield from _in_box(held, grid.around(circle.lat, circle.lon, circle.km), part)
    north: Any = (held.columns["lat"][part] - circle.lat) * KM_A_DEGREE
    wide = KM_A_DEGREE_EAST * math.cos(math.radians(circle.lat))
    east: Any = (held.columns["lon"][part] - circle.lon) * wide
    yield north * north + east * east <= circle.km * circle.km
