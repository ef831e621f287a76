"""One event once: candidates of one article that report the same act become one event with all its evidence.

Two candidates are one act when their type is the same and nothing tells them apart: no other place, no other
day, no other actors, no other mode. A bare 'l'attaque' takes up the act told before it; 'une attaque' without
a fact in common with it is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.fatalities import is_killing
from faleme.coding.roles import PEOPLE, is_armed
from faleme.records.event import EventPlace
from faleme.records.time import Period

TOLL_REACH: Final = 2
"""Sentences behind an attack in which its dead are told."""
TITLE_DEGREES: Final = 0.9
_VERBAL: Final = frozenset(("ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "AGREE"))
_SYMMETRIC: Final = frozenset(("AGREE", "CONSULT", "COOPERATE"))
_SPLIT_BY_PLACE: Final = frozenset(("ASSAULT", "CONSULT", "PROTEST", "COERCE", "MOBILIZE"))
_MODES_APART: Final = frozenset(("ACCUSE", "COERCE", "SANCTION"))
_OWN_KIND: Final = frozenset(("abduct", "sexual", "torture", "crowd-control", "hunger", "strike"))
"""Modes that a word without a mode does not take up: 'l'attaque' is no kidnapping."""
_ARMED: Final = frozenset(("REB", "UAF", "CRM", ""))
_STATE: Final = frozenset(("COP", "JUD", "GOV", "MIL"))


def merged(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Groups of candidates, each one event, in the order of the text; the group's head comes first.

    Towns listed by one trigger are one event each and share what else is told of the attacks.
    """
    groups: list[list[Candidate]] = []
    ranked = sorted(
        candidates,
        key=lambda c: (c.in_title, not c.listed, -_facts(c), -c.score, c.trigger.start, c.trigger.end),
    )
    for candidate in ranked:
        fitting = [group for group in groups if all(one_act(candidate, other) for other in group)]
        if not fitting:
            groups.append([candidate])
            continue
        best = min(fitting, key=lambda group: _gap(candidate, group))
        best.append(candidate)
        if best[0].listed and not candidate.listed:
            bare = msgspec.structs.replace(candidate, place=None, fatalities=None)
            for group in groups:
                if group is not best and group[0].listed and group[0].trigger.start == best[0].trigger.start:
                    group.append(bare)
    groups.sort(key=lambda group: min((c.span.start, c.trigger.start) for c in group))
    return groups


def supported(groups: list[list[Candidate]], doubted: Sequence[Candidate]) -> list[list[Candidate]]:
    """The groups with the facts of doubted readings of the same sentence: 'une frappe de drone a tué'
    tells a mode
    in its noun, though the verb alone was taken for the event."""
    for candidate in doubted:
        for group in groups:
            beside = any(candidate.span == other.span for other in group)
            if beside and not group[0].listed and all(one_act(candidate, other) for other in group):
                group.append(candidate)
                break
    return groups


def _facts(candidate: Candidate) -> int:
    return (
        2 * bool(candidate.actors and "A" not in candidate.guessed)
        + bool(candidate.recipients)
        + 2 * bool(candidate.place)
        + 2 * bool(candidate.time)
        + bool(candidate.mode)
    )


def _gap(candidate: Candidate, group: Iterable[Candidate]) -> int:
    return min(abs(candidate.sentence - other.sentence) for other in group)


def one_act(a: Candidate, b: Candidate) -> bool:
    """Whether nothing tells two candidates of one type apart."""
    if a.type != b.type or not _same_mode(a, b):
        return False
    if a.firm and b.firm and a.status != b.status:
        return False
    if a.time is not None and b.time is not None and not _overlap(a.time, b.time) and not _one_arrest(a, b):
        return False
    if a.type in _SPLIT_BY_PLACE and a.place is not None and b.place is not None:
        near = _near(a.place, b.place) if a.in_title != b.in_title and not (a.listed or b.listed) else False
        if not near and not _same_place(a.place, b.place):
            return False
    if a.type == "CONSULT" and a.named and b.named and not a.named & b.named and a.sentence == b.sentence:
        return False
    return _is_toll(a, b) or (_same_who(a, b) and not _another(a, b))


def _is_toll(a: Candidate, b: Candidate) -> bool:
    """Whether the later of two tells who died in the earlier: 'attaqué mardi. Deux soldats ont péri.'"""
    if a.type != "ASSAULT" or a.listed or b.listed or {a.mode, b.mode} & _OWN_KIND:
        return False
    first, later = sorted((a, b), key=lambda c: c.trigger.start)
    if first.in_title and first.time is not None and first.time == later.time:
        return is_killing(first.row.words)
    bare = later.mode is None and not later.place and not later.time
    unnamed = not later.actors or "A" in later.guessed
    behind = 0 <= later.sentence - first.sentence <= TOLL_REACH + 2 * first.in_title
    return bare and unnamed and behind and not later.indefinite and is_killing(later.row.words)


def _one_arrest(a: Candidate, b: Candidate) -> bool:
    """Arrest, custody and transfer of the same people on days that follow are one arrest."""
    if a.mode != "arrest" or b.mode != "arrest" or a.sentence != b.sentence:
        return False
    return bool(set(a.recipients) & set(b.recipients))


def _another(a: Candidate, b: Candidate) -> bool:
    """Whether the later of two attacks is a new one: told as new, or with facts of its own and none in
    common.
    """
    if a.type != "ASSAULT" or a.in_title or b.in_title:
        return False
    later = max(a, b, key=lambda c: c.trigger.start)
    common = (
        set(a.actors) & set(b.actors)
        or set(a.recipients) & set(b.recipients)
        or (a.place is not None and b.place is not None and "country" not in (a.place.level, b.place.level))
        or (a.time is not None and b.time is not None)
    )
    if common:
        return False
    own = later.actors or later.place is not None or later.time is not None
    return bool(later.indefinite or own) and not later.anaphor


def _same_mode(a: Candidate, b: Candidate) -> bool:
    if a.mode == b.mode:
        return True
    if a.type == "CONSULT":
        return None in (a.mode, b.mode) or {a.mode, b.mode} == {"visit", "multilateral"}
    if a.type in _MODES_APART or (a.mode or b.mode) in _OWN_KIND:
        return False
    return a.mode is None or b.mode is None


def _same_who(a: Candidate, b: Candidate) -> bool:
    if a.type in _SYMMETRIC:
        left, right = set(a.actors + a.recipients), set(b.actors + b.recipients)
        if left - right and right - left and left & right:
            return False  # one host, two guests
        return not left or not right or bool(left & right)
    if a.actors and b.actors and "A" not in a.guessed | b.guessed and not _alike(a.actors, b.actors, a.type):
        return False
    if a.recipients and b.recipients and not _alike(a.recipients, b.recipients, a.type):
        return a.type in _VERBAL or "R" in a.guessed | b.guessed
    return not _turned(a, b)


def _turned(a: Candidate, b: Candidate) -> bool:
    """An attack and the riposte: who acts in one suffers in the other."""
    if a.type != "ASSAULT":
        return False
    one = any(map(is_armed, a.actors)) and any(map(is_armed, b.recipients))
    other = any(map(is_armed, b.actors)) and any(map(is_armed, a.recipients))
    return one or other


def _alike(a: tuple[str, ...], b: tuple[str, ...], kind: str) -> bool:
    if set(a) & set(b):
        return True
    if kind in _VERBAL:
        return False
    left, right = ({code.partition(":")[2] for code in codes} for codes in (a, b))
    if left <= _ARMED and right <= _ARMED:
        return True
    if kind in ("COERCE", "SANCTION", "RETREAT") and left <= _STATE and right <= _STATE:
        return True
    return left <= PEOPLE and right <= PEOPLE


def _overlap(a: Period, b: Period) -> bool:
    low = max(a.from_ or "", b.from_ or "")
    high = min(a.to or "9999", b.to or "9999")
    return low <= high


def _same_place(a: EventPlace, b: EventPlace) -> bool:
    if a.country != b.country:
        return False
    if "country" in (a.level, b.level):
        return True
    if a.name == b.name or (a.geoname_id is not None and a.geoname_id == b.geoname_id):
        return True
    return a.level != b.level


def _near(a: EventPlace, b: EventPlace) -> bool:
    """Whether a title's larger town may stand for the place that the body names (about 100 km)."""
    if None in (a.lat, a.lon, b.lat, b.lon):
        return False
    assert a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None
    return abs(a.lat - b.lat) < TITLE_DEGREES and abs(a.lon - b.lon) < TITLE_DEGREES


def best_place(group: Sequence[Candidate]) -> EventPlace | None:
    """The most exact place of a group; the head's wins among equals."""
    order = {"locality": 0, "area": 1, "country": 2}
    placed = [c.place for c in group if c.place is not None]
    if placed and group[0].type == "CONSULT" and placed[0].level != "country":
        return placed[0]
    if placed and group[0].type == "CONSULT":
        placed = [place for place in placed if place.country == placed[0].country]
    return min(placed, key=lambda place: order[place.level]) if placed else None


def best_time(group: Sequence[Candidate]) -> Period | None:
    """The narrowest time of a group."""
    dated = [c.time for c in group if c.time is not None]
    return min(dated, key=_width) if dated else None


def _width(period: Period) -> tuple[int, int]:
    if period.from_ is None or period.to is None:
        return (1, 0)
    first, last = (
        int(day[:4]) * 372 + int(day[5:7]) * 31 + int(day[8:10]) for day in (period.from_, period.to)
    )
    return (0, last - first)


def joined_codes(group: Sequence[Candidate], role: str) -> tuple[str, ...]:
    """The codes of a role over a group: the first that the text names, else the first by default."""
    mark = "A" if role == "actors" else "R"
    for guessed in (False, True):
        for candidate in group:
            codes: tuple[str, ...] = getattr(candidate, role)
            if codes and (mark in candidate.guessed) == guessed:
                return codes
    return ()
