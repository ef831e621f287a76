"""The columns by which lists, the map and the queue ask for incidents; each follows from the records alone.

`edition` numbers these rules: a store written by another one has its columns made anew when it is opened
(store/derive.py). Raise `_EDITION` with every change of what a column says, also of the rules of release.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Collection
from functools import cache
from typing import Any

from faleme.lexicon.corridors import corridor_names
from faleme.lexicon.relation import PATH as RELATION
from faleme.lexicon.review import load_review_rules
from faleme.lexicon.sections import PATH as SECTIONS
from faleme.lexicon.watch import CORRIDOR_RULES, THREATS, is_threat, load_corridor_rules
from faleme.records.incident import Incident
from faleme.records.place import Proximity
from faleme.records.quad import QUAD_OF, QUADS
from faleme.release.rule import incident_released
from faleme.review.fields import toll
from faleme.review.queue import priority, waiting
from faleme.store.grid import cell_of
from faleme.words.sections import section_of

_EDITION = 9

DAY = 2_000_000
"""So many places of `listed` has each day: half for what is done, half for what is announced or denied."""
CORRIDOR_KM = 15.0
"""Corridors are drawn straight between their places: who is this near to one is on it."""
_FAR = 999_999
_EPOCH = dt.date(1970, 1, 1).toordinal()
_PACKED = 21
"""Bits of each quad class in a tally: sums of two million incidents do not run into each other."""

BETWEEN, TOO_MANY_ACTORS, _LONGEST_ACTORS = "\n", "…", 800

QUAD_NAMES = tuple(QUADS)


def listing(found: Incident, day: str | None, *, all_clear: bool, sureness: float | None) -> dict[str, Any]:
    """What an incident's row has beside its record; `sureness` is the mean confidence of its events."""
    place = found.place
    near = place.proximity if place else None
    placed = place is not None and place.lat is not None and place.lon is not None
    dead = toll(found)
    return {
        "listed": listed(day, found.status, near.border_km if near else None),
        "cell": cell_of(place.lat, place.lon) if placed and place else None,  # type: ignore[arg-type]
        "radius_km": place.radius_km if place else None,
        "tally": tally(QUAD_OF[found.type]),
        "tags": sum(map(tag_bit, set(found.tags))),
        "corridors": sum(corridor_bit(each) for each in _corridors(near)),
        "dead": (dead.min or 0) if dead else 0,
        "public_from": incident_released(found, all_clear=all_clear),
        "urgency": urgency(found, sureness),
        "section": section.slug if (section := section_of(found)) else None,
        "actors": written_actors(actors_of(found)),
    }


def watched(found: Incident, day: str | None) -> dict[str, Any] | None:
    """What the watch of borders and corridors looks at of an incident, None where it does not look.

    Days count from 1970-01-01. `threat` and `rule` follow data/watch; `rule` is -1 where none fits.
    """
    what = found.type, found.mode, found.tags, found.status
    threat, rule, at = is_threat(*what), load_corridor_rules().number_of(*what), ordinal_of(day)
    if found.verdict == "rejected" or not at or (not threat and rule < 0):
        return None
    place, dead = found.place, toll(found)
    placed = place is not None and place.lat is not None and place.lon is not None
    return {
        "day": at - _EPOCH,
        "incident": found.id,
        "told": (ordinal_of(found.first_published) or at) - _EPOCH,
        "lat": place.lat if place and placed else None,
        "lon": place.lon if place and placed else None,
        "radius_km": place.radius_km if place else None,
        "border_km": place.proximity.border_km if place and place.proximity else None,
        "dead": (dead.min or 0) if dead else 0,
        "threat": threat,
        "rule": rule,
    }


def listed(day: str | None, status: str, border_km: float | None) -> int:
    """The place in lists, the highest first: the latest day, what is done, the nearest to the border."""
    near = 0 if border_km is None else max(1, _FAR - round(border_km * 100))
    return ordinal_of(day) * DAY + (DAY // 2 if status == "occurred" else 0) + near


def tag_bit(tag: str) -> int:
    """The bit of a tag in the sum of an incident's tags, 0 for one that the codebook does not know."""
    known = _known_tags()
    return 1 << known.index(tag) if tag in known else 0


def corridor_bit(identifier: str) -> int:
    """The bit of a corridor in the sum of those that an incident is near to, 0 for one that nobody knows."""
    known = tuple(corridor_names())
    return 1 << known.index(identifier) if identifier in known else 0


def _corridors(near: Proximity | None) -> set[str]:
    along = {each.corridor for each in near.corridors if each.km <= CORRIDOR_KM} if near else set()
    return {identifier for identifier, name in corridor_names().items() if name in along}


def edition() -> int:
    """The number of these rules and of the words that bits stand for."""
    told = repr((_EDITION, _known_tags(), tuple(corridor_names().items()), load_review_rules().weights))
    files = (SECTIONS, THREATS, CORRIDOR_RULES, RELATION)
    return zlib.crc32(told.encode() + b"".join(path.read_bytes() for path in files))


@cache
def _known_tags() -> tuple[str, ...]:
    return tuple(sorted(load_review_rules().tags))


def actors_of(found: Incident) -> set[str]:
    """What an incident is found by as somebody's: the codes of both sides, and their states and groups."""
    codes = {*found.actors, *found.recipients}
    return codes | {code.partition(":")[0] for code in codes}


def written_actors(codes: Collection[str]) -> str:
    """Codes as one text, `BETWEEN` around each; of very many only that they are (`TOO_MANY_ACTORS`)."""
    told = BETWEEN.join(("", *sorted(codes), ""))
    return told if len(told) <= _LONGEST_ACTORS else TOO_MANY_ACTORS


def ordinal_of(day: str | None) -> int:
    """The number of an ISO day, 0 where it is none."""
    try:
        return dt.date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return 0


def day_listed(place: int) -> str | None:
    """The day of a place in lists."""
    return dt.date.fromordinal(place // DAY).isoformat() if place >= DAY else None


def tally(quad: str) -> int:
    """A number whose sums count three of the four quad classes; the first one is what is left."""
    at = QUAD_NAMES.index(quad)
    return 1 << (_PACKED * (at - 1)) if at else 0


def counted(total: int, tallies: int) -> dict[str, int]:
    """How many incidents there are of each quad class, by a count and a sum of tallies."""
    mask = (1 << _PACKED) - 1
    rest = [tallies >> (_PACKED * n) & mask for n in range(len(QUAD_NAMES) - 1)]
    return dict(zip(QUAD_NAMES, [total - sum(rest), *rest], strict=True))


def urgency(found: Incident, sureness: float | None) -> float | None:
    """How urgent a review is, None where nobody waits for one."""
    if not waiting(found):
        return None
    weights = load_review_rules().weights
    return priority(found, weights, confidence=sureness, undecided=found.undecided).score
