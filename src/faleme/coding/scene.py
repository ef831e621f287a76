"""The scene of a crime: the inquiry into it and the arrests for it are told of the place where it happened.

'Un berger égorgé à Nieri. … Une enquête est ouverte': the inquiry takes the crime up by what it is about.
Only in
an article about one crime, with one place.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.merge import best_place
from faleme.coding.story import Story
from faleme.coding.where_when import event_place
from faleme.lexicon.grammar import grammar
from faleme.records.event import EventPlace


def with_scene(groups: list[list[Candidate]], story: Story) -> list[list[Candidate]]:
    """The groups, with the scene as the place of inquiries that have none (of arrests too in a story of
    crime).
    """
    scene = scene_of(groups, story)
    if scene is None:
        return groups
    modes = ("investigate", "arrest") if story.crime else ("investigate",)
    return [
        [_at(group[0], scene), *group[1:]] if group[0].mode in modes and best_place(group) is None else group
        for group in groups
    ]


def _at(candidate: Candidate, scene: EventPlace) -> Candidate:
    reasons = (*candidate.reasons, f"place {scene.name}: the scene of what it is about")
    return msgspec.structs.replace(candidate, place=scene, reasons=reasons)


def scene_of(groups: Sequence[Sequence[Candidate]], story: Story) -> EventPlace | None:
    """Where the one crime of the story happened, or the town that the title gives a tragedy."""
    crimes = [
        place for group in groups if group[0].type == "ASSAULT" and (place := best_place(group)) is not None
    ]
    names = {place.name for place in crimes}
    if len(names) == 1:
        return crimes[0]
    if names:
        return None
    title = story.text[: story.title_end].lower()
    if not any(word in title for word in grammar(story.language).classes["tragedy"]):
        return None
    told = [
        p for m in story.mentions.places if m.start < story.title_end and (p := event_place(m)) is not None
    ]
    return told[0] if len(told) == 1 else None
