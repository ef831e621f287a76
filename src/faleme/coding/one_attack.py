"""An article about one attack tells it in parts: where, who fired, who died. The parts are one event.

Where one attack of an article has a place or a day, another telling of force without either, by or on the
same people, is taken for a part of it, and so is a toll that names nobody who killed; not what is told as a
new one, in a manner of its own (a kidnapping, a strike from the air) or the other way round (a riposte is an
act of its own).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from faleme.coding.candidates import Candidate
from faleme.coding.fatalities import is_killing
from faleme.coding.merge import best_place, best_time, joined_codes

Group = list[Candidate]
_OWN_KIND: Final = frozenset(("abduct", "sexual", "torture", "crowd-control", "aerial", "drone"))


def with_parts(groups: Sequence[Group]) -> list[Group]:
    """The groups, the parts of an article's one attack joined to it."""
    attacks = [group for group in groups if group[0].type == "ASSAULT"]
    set_down = [group for group in attacks if _is_set_down(group)]
    if len(set_down) != 1 or any(group[0].listed for group in attacks):
        return list(groups)
    whole = set_down[0]
    parts = [group for group in attacks if group is not whole and _is_part(group, whole)]
    joined = [*whole, *(candidate for part in parts for candidate in part)]
    return [joined if group is whole else group for group in groups if group not in parts]


def _is_set_down(group: Group) -> bool:
    """Whether an attack has a place of its own, below a country, or a time."""
    place = best_place(group)
    return (place is not None and place.level != "country") or best_time(group) is not None


def _is_part(group: Group, whole: Group) -> bool:
    actors, recipients = (set(joined_codes(group, role)) for role in ("actors", "recipients"))
    whole_actors, whole_recipients = (set(joined_codes(whole, role)) for role in ("actors", "recipients"))
    turned = actors & whole_recipients or recipients & whole_actors
    shared = actors & whole_actors or recipients & whole_recipients
    modes = {candidate.mode for candidate in (*group, *whole)}
    status = group[0].status in (None, "occurred", whole[0].status)
    new = any(candidate.indefinite for candidate in group)
    if turned or modes & _OWN_KIND:
        return False
    return bool(shared) and status and not new or _is_bare_toll(group, actors)


def _is_bare_toll(group: Group, actors: set[str]) -> bool:
    """'Trois soldats ont été tués': the dead, and nobody who killed them."""
    unnamed = not actors or all("A" in candidate.guessed for candidate in group)
    return unnamed and all(is_killing(candidate.row.words) for candidate in group)
