"""Who did it and to whom: the slots of a trigger filled with the actors that stand in them.

Each code has its reason. What the text leaves out takes the codebook's default ('arrêté' alone: the police of
the
country of the story); what a table knows and the text does not say is never added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from faleme.coding.slots import Slot
from faleme.lexicon.triggers import Row
from faleme.recognise.qualifiers import Qualifier
from faleme.recognise.triggers import TriggerMatch
from faleme.records.actor import ActorMention

ARMED: Final = frozenset(("REB", "UAF", "CRM"))
ARMED_GROUPS: Final = frozenset(("JNIM", "ISGS", "FLA", "AQIM", "ISWAP", "BOKO"))
PEOPLE: Final = frozenset(("CVL", "CRM", "MED", "REL", "EDU", "LAB", "BUS"))
_JOINED: Final = re.compile(
    r"^[\s,»”\"]*(?:(?:et|ainsi que|ou|and|comme|que)\s+)?(?:(?:avec|de|du|des|d’|d'|le|la|les|l’|l'|au|aux|à|par|son|sa|ses)\s*)*"
    r"(?:[«“\"]\s*)?$"
)
_OUTSIDE: Final = re.compile(
    r"(?:selon|d’après|d'après|après|avec|face à|face aux|sous|dans|devant|pour|contre|malgré|depuis|chez|auprès d[eu’'s]+|à|au|aux|en)"
    r"\s+(?:(?:le|la|les|l’|l'|un|une|des|du|ses|son|sa|leurs?|ces|cette|ce)\s*)?$",
    re.IGNORECASE,
)


class Roles(NamedTuple):
    """Codes of both roles in the order of the text, the place slots, and the reasons."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place_slots: tuple[Slot, ...]
    reasons: tuple[str, ...]
    actor_at: int | None
    defaulted: bool
    named: frozenset[str]


def usable(mention: ActorMention) -> bool:
    return bool(mention.codes) and mention.rule not in (
        "country-location",
        "demonym-adjective",
        "country-slug",
    )


def in_slot(text: str, slot: Slot, mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """The mentions that fill a slot: the one on its head word, else the first; then those coordinated with
    it.
    """
    inside = [m for m in mentions if m.start < slot.end and m.end > slot.start and usable(m)]
    if not inside:
        return []
    if slot.edge in ("subject", "patient") and slot.reason.startswith("stands"):
        inside = [
            m for m in inside if not _OUTSIDE.search(text[max(slot.start, m.start - 24) : m.start])
        ] or []
        if not inside:
            return []
        first = inside[0] if slot.end - inside[0].end < 90 else inside[-1]
    else:
        first = next((m for m in inside if m.start <= slot.head < m.end), inside[0])
    chosen = [first]
    for mention in inside[inside.index(first) + 1 :]:
        between = text[chosen[-1].end : mention.start]
        if (
            len(between) < 60
            and _JOINED.match(between)
            and between.strip(" ,")
            or len(between) < 8
            and _JOINED.match(between)
            and mention.kind != "person"
        ):
            chosen.append(mention)
    return chosen


def is_armed(code: str) -> bool:
    return code in ARMED_GROUPS or code.partition(":")[2] in ARMED


def fill_roles(
    text: str,
    match: TriggerMatch,
    slots: Sequence[Slot],
    mentions: Sequence[ActorMention],
    qualifier: Qualifier,
    governor_slots: Sequence[Slot],
    speaker: ActorMention | None,
) -> Roles:
    """Fill the roles of one trigger from its slots; `governor_slots` are those of the verb over an event
    noun.
    """
    frame = match.row.frame
    filled = _Filling(text, mentions)
    seen_of = False
    for slot in slots:
        role = _role(match.row, slot)
        if role == "A1":
            role = "R" if seen_of else "A"
            seen_of = True
        filled.put(role, slot)
    if match.group is None:
        _adjectives(match, mentions, filled)
        for slot in governor_slots:
            if slot.edge == "subject" and not filled.codes["A"] and qualifier.support != "R":
                filled.put("A", slot, why="subject of the verb over it")
            elif (
                slot.edge == "subject"
                and qualifier.support == "R"
                and not filled.codes["R"]
                or slot.edge == "patient"
                and not filled.codes["R"]
                and qualifier.support == "R"
            ):
                filled.put("R", slot, why="suffers it")
            elif slot.edge == "par" and not filled.codes["A"]:
                filled.put("A", slot, why="agent of the verb over it")
            elif slot.edge in ("avec", "entre") and frame.prepositions.get(slot.edge):
                filled.put(frame.prepositions[slot.edge], slot)
            elif slot.edge in ("à", "auprès", "contre", "envers") and not filled.codes["R"]:
                if frame.prepositions.get(slot.edge) == "R":
                    filled.put("R", slot, why="complement of the verb over it")
    if speaker is not None and not filled.codes["A"]:
        filled.take("A", speaker, "speaks")
    return Roles(
        tuple(filled.codes["A"]), tuple(c for c in filled.codes["R"] if c not in filled.codes["A"] or frame.name == "n-clash"),
        tuple(filled.places), tuple(filled.reasons), filled.actor_at, False, frozenset(filled.names),
    )  # fmt: skip


def _role(row: Row, slot: Slot) -> str:
    frame = row.frame
    if slot.edge == "subject":
        return frame.subject
    if slot.edge in ("object", "patient"):
        return frame.object
    if slot.edge == "behind":
        return "-"
    return frame.prepositions.get(
        slot.edge, "P" if slot.edge in ("à", "en", "dans", "sur", "vers", "de") else "-"
    )


def _adjectives(match: TriggerMatch, mentions: Sequence[ActorMention], filled: _Filling) -> None:
    """'frappes iraniennes', 'attaques terroristes': an adjective on the noun is who did it."""
    for mention in mentions:
        near = match.start <= mention.start <= match.end + 14 and mention.start >= match.start + 4
        if not near or not mention.codes:
            continue
        if "," in filled.text[match.end : mention.start]:
            continue
        if (
            mention.rule == "demonym-adjective"
            and mention.start <= match.end + 2
            or mention.kind == "group"
            and mention.start <= match.end + 2
            and match.row.type == "ASSAULT"
        ):
            filled.take("A", mention, "adjective of the noun")


class _Filling:
    """Codes gathered while the slots are read."""

    def __init__(self, text: str, mentions: Sequence[ActorMention]) -> None:
        self.text = text
        self.mentions = mentions
        self.codes: dict[str, list[str]] = {"A": [], "R": []}
        self.places: list[Slot] = []
        self.reasons: list[str] = []
        self.names: set[str] = set()
        self.actor_at: int | None = None

    def put(self, role: str, slot: Slot, why: str = "") -> None:
        if role == "-":
            return
        if role in ("P", "PR"):
            self.places.append(slot)
            if role == "P":
                return
            role = "R"
        chosen = in_slot(self.text, slot, self.mentions)
        for mention in chosen:
            place = role
            if role == "AR":
                place = "A" if all(is_armed(code) for code in mention.codes) else "R"
                if place == "R" and mention.rule in ("country-genitive", "country-state"):
                    place = "A"
            self.take(place, mention, why or f"{slot.edge}: {slot.reason}")

    def take(self, role: str, mention: ActorMention, why: str) -> None:
        new = [code for code in mention.codes if code not in self.codes[role]]
        if not new:
            return
        self.codes[role].extend(new)
        if role == "A" and self.actor_at is None:
            self.actor_at = mention.start
        if mention.kind == "person":
            self.names.add(mention.name)
        label = "actor" if role == "A" else "recipient"
        self.reasons.append(f"{label} {', '.join(new)}: « {mention.name} », {why}")
