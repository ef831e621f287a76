"""The setting of an event: what its sentences tie to it beyond the words around its trigger.

An institution's town ('écroué à la prison de X'), the country that was struck, the lead that tells what the
title told. Each rule was counted on the labels for tuning and is kept where it is mostly right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.merge import best_place
from faleme.coding.story import Story
from faleme.coding.where_when import event_place
from faleme.lexicon.countries import country_names
from faleme.records.event import EventPlace
from faleme.records.place import PlaceMention

_SEATED: Final = frozenset(("COERCE", "CONSULT", "AID", "RETREAT", "SANCTION"))
_SEATED_MODES: Final = frozenset(("allege", "investigate"))
BEFORE: Final = 60
"""Code points that standing before the trigger costs an institution."""
_STATE: Final = frozenset(("GOV", "MIL"))

Group = list[Candidate]


def with_setting(groups: Sequence[Group], story: Story) -> list[Group]:
    """The groups, those without a place put where an institution of theirs or the struck country lies."""
    return [_placed(group, story) for group in groups]


def _placed(group: Group, story: Story) -> Group:
    if best_place(group) is not None:
        return group
    found = _seat(group, story.mentions.institutions) or _struck_country(group, story)
    if found is None:
        return group
    place, reason = found
    reasons = (*group[0].reasons, f"place {place.name}: {reason}")
    return [msgspec.structs.replace(group[0], place=place, reasons=reasons), *group[1:]]


def _seat(group: Group, institutions: Sequence[PlaceMention]) -> tuple[EventPlace, str] | None:
    """The town of the court, prison or hospital named in an event's own sentences."""
    head = group[0]
    if head.type not in _SEATED and head.mode not in _SEATED_MODES:
        return None
    for candidate in group:
        inside = [m for m in institutions if candidate.span.start <= m.start < candidate.span.end]
        for mention in sorted(inside, key=lambda m: _way(m.start - candidate.trigger.start)):
            place = event_place(mention)
            if place is not None and place.level == "locality":
                return place, "town of an institution in the sentence"
    return None


def _way(offset: int) -> int:
    """How far a mention is; one before the trigger is likelier somebody's office than the scene."""
    return offset if offset >= 0 else BEFORE - offset


def _struck_country(group: Group, story: Story) -> tuple[EventPlace, str] | None:
    """The country of those whom another state struck ('les systèmes de défense israéliens')."""
    head = group[0]
    if head.type != "ASSAULT":
        return None
    struck = {code[:3] for c in group for code in c.recipients if code[3:4] == ":" and code[4:] in _STATE}
    by = {code[:3] for c in group for code in c.actors if code[3:4] == ":" and code[4:] in _STATE}
    if len(struck) != 1 or not by or struck & by:
        return None
    country = next(iter(struck))
    name = country_names(story.language).get(country, country)
    place = EventPlace(name=name, country=country, lat=None, lon=None, level="country")
    return place, "country of those struck by another state"
