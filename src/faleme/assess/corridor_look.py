"""A corridor as somebody asks for it: a stretch, its way around, what would change it, what if it closes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from faleme.assess.corridor_evidence import read_near
from faleme.assess.corridor_watch import CorridorState, SegmentState, State, watch_corridor, worst
from faleme.assess.corridors import Corridor, Segment, load_corridors
from faleme.assess.detours import Detour, Roads
from faleme.assess.happenings import Happenings, stored
from faleme.errors import InputError
from faleme.lexicon.corridors import CorridorPlace
from faleme.lexicon.names import name_key
from faleme.lexicon.watch import load_corridor_rules
from faleme.records.text import Marking
from faleme.store.base import StoreReader

_CLOSED = ("disrupted", "blocked")


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """What would change a state: an incident of a rule within reach, and the state that it would make."""

    rule: str
    reach_km: float
    to: State


class CorridorLook(msgspec.Struct, frozen=True, kw_only=True):
    """A corridor on a day between two of its towns (its ends unless others were asked for).

    `on_way` are the segments between them, `state` is the worst of theirs. `closed` are those asked for as
    closed, `shut` those on the way with the disrupted and blocked ones. `around` is the way from town to town
    that takes none of these, None where there are none or no way is known; `crosses` are segments of the
    corridor outside the stretch that it takes though they are not well. `by_segment` are the ways between the
    ends of each that is shut.
    """

    corridor: str
    name: str
    kind: str
    as_of: dt.date
    begin: str
    end: str
    state: State
    segments: tuple[SegmentState, ...]
    on_way: tuple[str, ...]
    closed: tuple[str, ...]
    shut: tuple[str, ...]
    around: Detour | None
    crosses: tuple[str, ...]
    by_segment: dict[str, Detour]
    marking: str


def look(
    corridor: Corridor,
    told: Happenings,
    as_of: dt.date,
    *,
    roads: Roads,
    read: Mapping[str, int] | None = None,
    begin: str | None = None,
    end: str | None = None,
    closed: Sequence[str] = (),
) -> CorridorLook:
    """A corridor on a day. Raises InputError where it has no such town or segment."""
    return seen(corridor, watch_corridor(corridor, told, as_of, read=read), roads, begin, end, closed)


def looked(
    store: StoreReader,
    corridors: Sequence[Corridor],
    as_of: dt.date,
    *,
    roads: Roads,
    begin: str | None = None,
    end: str | None = None,
    closed: Sequence[str] = (),
    markings: tuple[Marking, ...] | None = None,
) -> list[CorridorLook]:
    """Corridors on a day by what a store holds up to some markings, with the articles read of each."""
    rules = load_corridor_rules()
    told = stored(store, since=as_of - dt.timedelta(days=rules.longest_days), until=as_of, markings=markings)
    first = as_of - dt.timedelta(days=rules.read_days - 1)
    named = store.places_named(first.isoformat(), as_of.isoformat(), markings=markings)
    return [
        look(
            each, told, as_of, roads=roads, read=read_near(each, named, rules.read_km), begin=begin, end=end,
            closed=closed,
        )
        for each in corridors
    ]  # fmt: skip


def seen(
    corridor: Corridor, state: CorridorState, roads: Roads, begin: str | None, end: str | None,
    closed: Sequence[str],
) -> CorridorLook:  # fmt: skip
    """The look of a state that is known already."""
    places, way = stretch(corridor, begin, end)
    names = [segment_named(corridor, each).name for each in closed]
    states = {each.segment: each for each in state.segments}
    bad = [each for each in corridor.segments if states[each.name].state in _CLOSED]
    mine = [each for each in corridor.segments if each.name in names or (each in bad and each in way)]
    shut = [each for each in mine if each in way]
    on_road = corridor.kind == "road"
    around = roads.around(places, mine) if shut and on_road else None
    ways = {each.name: roads.around((each.begin, each.end), mine) for each in shut} if on_road else {}
    return CorridorLook(
        corridor=corridor.id, name=corridor.name, kind=corridor.kind, as_of=state.as_of, begin=places[0].name,
        end=places[-1].name, state=worst(states[each.name].state for each in way), segments=state.segments,
        on_way=tuple(each.name for each in way), closed=tuple(dict.fromkeys(names)), around=around,
        shut=tuple(each.name for each in shut), crosses=_crossed(around, bad),
        by_segment={name: found for name, found in ways.items() if found}, marking=state.marking,
    )  # fmt: skip


def _crossed(way: Detour | None, segments: Sequence[Segment]) -> tuple[str, ...]:
    """The segments whose two towns follow each other on a way, where the network names its towns."""
    if way is None:
        return ()
    steps = {frozenset(step) for step in zip(way.by, way.by[1:], strict=False)}
    return tuple(each.name for each in segments if frozenset((each.begin.name, each.end.name)) in steps)


def turns(state: State) -> tuple[Turn, ...]:
    """What would change a state, by the rules in their order, the better first."""
    better: list[Turn] = []
    worse: list[Turn] = []
    for rule in load_corridor_rules().rule:
        turn = Turn(rule=rule.what, reach_km=rule.reach_km, to="open")
        if rule.effect == "open" and state != "open":
            better.append(turn)
        elif rule.effect == "passable" and state == "blocked":
            better.append(msgspec.structs.replace(turn, to="disrupted"))
        elif rule.effect == "disrupted" and state in ("open", "unknown"):
            worse.append(msgspec.structs.replace(turn, to="disrupted"))
        elif rule.effect == "blocked" and state != "blocked":
            worse.append(msgspec.structs.replace(turn, to="blocked"))
    return (*better, *worse)


def corridor_named(written: str, corridors: Sequence[Corridor] | None = None) -> Corridor:
    """The corridor of an id. Raises InputError that names those there are."""
    known = load_corridors() if corridors is None else corridors
    found = next((each for each in known if each.id == written), None)
    if found is None:
        raise InputError(f"no corridor {written!r}; there are {', '.join(each.id for each in known)}")
    return found


def segment_named(corridor: Corridor, written: str) -> Segment:
    """The segment of a name, with any dash ('Kidira-Diboli'). Raises InputError naming those there are."""
    key = name_key(written)
    found = next((each for each in corridor.segments if name_key(each.name) == key), None)
    if found is None:
        raise InputError(
            f"no segment {written!r} on {corridor.id}; there are "
            + ", ".join(each.name for each in corridor.segments)
        )
    return found


def stretch(
    corridor: Corridor, begin: str | None, end: str | None
) -> tuple[tuple[CorridorPlace, ...], tuple[Segment, ...]]:
    """The places and the segments from one town of a corridor to another, in this order.

    Raises InputError where it has no such town, or both are the same.
    """
    places = corridor.places
    first = 0 if begin is None else _town(corridor, begin)
    last = len(places) - 1 if end is None else _town(corridor, end)
    if first == last:
        raise InputError(f"a stretch of {corridor.id} needs two towns")
    low, high = sorted((first, last))
    way = places[low : high + 1]
    return (way if first < last else way[::-1]), corridor.segments[low:high]


def _town(corridor: Corridor, written: str) -> int:
    keys = [name_key(place.name) for place in corridor.places]
    if name_key(written) not in keys:
        raise InputError(
            f"{corridor.id} has no town {written!r}; it has " + ", ".join(p.name for p in corridor.places)
        )
    return keys.index(name_key(written))
