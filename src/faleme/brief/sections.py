"""Where each incident of a window is told: border, corridors, the relation of the two countries, elsewhere.

Each is told once, in the first section that it belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from faleme.brief.groups import group_key
from faleme.brief.parties import of_both
from faleme.brief.window import Chosen
from faleme.lexicon.brief_rules import BriefRules
from faleme.records.place import CorridorDistance

STRANDS = ("defence", "diplomacy", "economy", "other")


class OnCorridor(msgspec.Struct, frozen=True):
    """Incidents of one corridor; `segments` are those of their places, by incident id."""

    corridor: str
    items: tuple[Chosen, ...]
    segments: dict[str, str]


class Sorted(msgspec.Struct, frozen=True):
    """The incidents of a window by section, each list in its order."""

    border: tuple[Chosen, ...]
    corridors: tuple[OnCorridor, ...]
    relation: tuple[tuple[str, tuple[Chosen, ...]], ...]  # by strand
    elsewhere: tuple[Chosen, ...]

    def count(self, section: str) -> int:
        if section == "corridors":
            return sum(len(each.items) for each in self.corridors)
        if section == "relation":
            return sum(len(items) for _, items in self.relation)
        return len(self.border if section == "border" else self.elsewhere)


def into_sections(items: Sequence[Chosen], rules: BriefRules) -> Sorted:
    """The sections of a window; `items` come in order of gravity."""
    border, rest = _parted(items, lambda each: at_border(each, rules))
    reach = {each.incident.id: corridors_in_reach(each, rules) for each in rest}
    on_road, rest = _parted(rest, lambda each: bool(reach[each.incident.id]))
    relation, elsewhere = _parted(rest, lambda each: of_both(each.incident, rules.parties.watched))
    strands = ((s, tuple(each for each in relation if each.incident.strand == s)) for s in STRANDS)
    return Sorted(
        border=tuple(border),
        corridors=_by_corridor(on_road, reach, rules),
        relation=tuple((strand, told) for strand, told in strands if told),
        elsewhere=tuple(elsewhere),
    )


def at_border(item: Chosen, rules: BriefRules) -> bool:
    return item.near is not None and item.near.border_km <= rules.border_km


def corridors_in_reach(item: Chosen, rules: BriefRules) -> list[CorridorDistance]:
    """The nearest corridor within reach and those as near as it; a place that is vague is on none.

    Talks in a town are not of its road, unless they are of what moves on it.
    """
    near, incident = item.near, item.incident
    if near is None or near.uncertainty_km > rules.corridor_km:
        return []
    if incident.type in rules.talk and not rules.traffic & set(incident.tags):
        return []
    within = [each for each in near.corridors if each.km <= rules.corridor_km]
    return [each for each in within if each.km <= within[0].km + rules.tie_km]


def _by_corridor(
    items: Sequence[Chosen], reach: dict[str, list[CorridorDistance]], rules: BriefRules
) -> tuple[OnCorridor, ...]:
    """By corridor, what has to do with fuel first.

    A place on two corridors is told with the one that has more of the same, then more of anything.
    """
    each_on = [(item, on.corridor) for item in items for on in reach[item.incident.id]]
    alike = Counter((group_key(item, rules), corridor) for item, corridor in each_on)
    busy = Counter(corridor for _, corridor in each_on)
    found: dict[str, list[Chosen]] = {}
    segments: dict[str, str] = {}
    for item in sorted(items, key=lambda each: "fuel" not in each.incident.tags):
        key = group_key(item, rules)
        near = reach[item.incident.id]
        taken = max(near, key=lambda on: (alike[key, on.corridor], busy[on.corridor]))
        found.setdefault(taken.corridor, []).append(item)
        segments[item.incident.id] = taken.segment
    return tuple(OnCorridor(name, tuple(told), segments) for name, told in found.items())


def _parted(items: Iterable[Chosen], test: Callable[[Chosen], bool]) -> tuple[list[Chosen], list[Chosen]]:
    yes: list[Chosen] = []
    no: list[Chosen] = []
    for item in items:
        (yes if test(item) else no).append(item)
    return yes, no
