"""Where and when: the place and the time that a trigger's own sentence ties to it, or nothing.

A place counts where a locative word leads to it; a time where no other event stands nearer. Neither is
inherited
from the paragraph or the lead (measured: that makes more events wrong than right).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from faleme.coding.slots import Slot
from faleme.recognise.triggers import TriggerMatch
from faleme.records.actor import ActorMention
from faleme.records.event import EventPlace
from faleme.records.place import PlaceMention
from faleme.records.time import Period, Timex

PLACED: Final = frozenset(
    ("ASSAULT", "CONSULT", "PROTEST", "COERCE", "MOBILIZE", "COOPERATE", "AID", "RETREAT")
)
"""Types that happen somewhere; a word, a charge or a vote of thanks has a place only where it is told with
it.
"""

_LOCATIVE: Final = re.compile(
    r"(?:\b(?:à|au|aux|en|dans|près|proche|sur|vers|entre|depuis|localités?|villes?|villages?|communes?|région|cercle|province"
    r"|départements?|zone|quartiers?|camp|base|axe|frontière|forêt|nord|sud|est|ouest|centre|banlieue|secteur|arrondissement|hameau)\b"
    r"|\b[dD](?:e|u|es|’|')|l’|l'|[,:(]|\bet)\s*(?:(?:de|du|des|d’|d'|la|le|les|l’|l')\s*)*$",
    re.IGNORECASE,
)
_DIRECT: Final = re.compile(
    r"\b(?:à|au|aux|en|dans|près d[eu]|près de la|sur|vers|entre)\s+(?:(?:la|le|les|l’|l'|une?)\s*)?(?:\w+\s+){0,3}?(?:de\s+|d’|du\s+)?$",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"^\s*(?:,|et|,\s*et|ou|puis|ainsi que)\s*(?:à|de|d’|d'|dans|la|le|l’|les|celle de|ceux de)?\s*$"
)


class Where(NamedTuple):
    """A place with the offset of its mention and the words that tie it."""

    place: EventPlace
    start: int
    reason: str


def event_place(mention: PlaceMention) -> EventPlace | None:
    """The event's place from a resolved mention, None where the mention is undecided."""
    if mention.country is None or mention.level is None:
        return None
    return EventPlace(
        name=mention.name, country=mention.country, lat=mention.lat, lon=mention.lon, level=mention.level,
        geoname_id=mention.geoname_id, radius_km=mention.radius_km, proximity=mention.proximity,
    )  # fmt: skip


def country_place(mention: ActorMention) -> EventPlace | None:
    """A country as a place, where its name stands as one ('au Mali')."""
    if mention.kind != "state" or not mention.codes or not mention.rule.startswith("country-"):
        return None
    return EventPlace(name=mention.name, country=mention.codes[0][:3], lat=None, lon=None, level="country")


def places_for(
    text: str,
    match: TriggerMatch,
    slots: Sequence[Slot],
    places: Sequence[PlaceMention],
    actors: Sequence[ActorMention],
    rivals: Sequence[TriggerMatch],
) -> list[Where]:
    """The places of a trigger: usually one or none, several where an attack's towns are listed."""
    localities = [(m, place) for m in places if (place := event_place(m)) is not None]
    for edge_slot in slots:
        inside = [(m, p) for m, p in localities if edge_slot.start <= m.start < edge_slot.end]
        if inside:
            return _listed(text, inside, localities, f"behind '{edge_slot.edge}'")
        for actor in actors:
            if edge_slot.start <= actor.start < edge_slot.end and actor.start - edge_slot.start < 20:
                country = country_place(actor)
                if country is not None and not localities:
                    return [Where(country, actor.start, f"country behind '{edge_slot.edge}'")]
    if match.row.type not in PLACED and match.row.mode not in ("investigate",):
        return []
    near = [(m, p) for m, p in localities if _LOCATIVE.search(text[max(0, m.start - 40) : m.start])]
    near = [(m, p) for m, p in near if not _nearer_rival(m.start, match, rivals)]
    if near:
        best = min(near, key=lambda pair: (_distance(text, pair[0].start, match), pair[0].start))
        if _distance(text, best[0].start, match) < 220:
            return _listed(text, [best], localities, "nearest place of the sentence")
    return _country(text, match, actors, rivals) if not localities else []


def _country(
    text: str, match: TriggerMatch, actors: Sequence[ActorMention], rivals: Sequence[TriggerMatch]
) -> list[Where]:
    for actor in actors:
        if actor.rule == "country-location" and abs(actor.start - match.end) < 90:
            country = country_place(actor)
            if country is not None and not _nearer_rival(actor.start, match, rivals):
                return [Where(country, actor.start, "country named as a place")]
    return []


def _distance(text: str, at: int, match: TriggerMatch) -> int:
    """Code points between trigger and mention; a mark between them and standing before the trigger cost more."""
    between = text[match.end : at] if at >= match.end else text[at : match.start]
    marks = sum(between.count(mark) for mark in ",;:(")
    return len(between) + 25 * marks + (30 if at < match.start else 0)


def _nearer_rival(at: int, match: TriggerMatch, rivals: Sequence[TriggerMatch]) -> bool:
    """Whether another event's trigger stands between the mention and this trigger."""
    low, high = sorted((at, match.start))
    return any(low < rival.start < high and rival.row.type != match.row.type for rival in rivals)


def _listed(
    text: str,
    inside: list[tuple[PlaceMention, EventPlace]],
    localities: list[tuple[PlaceMention, EventPlace]],
    reason: str,
) -> list[Where]:
    """A list of towns that begins at the first place ('Niono, Molodo et Kayes'), or that place alone.

    'Diboli, dans la région de Kayes' is no list: the larger place that holds it is left out.
    """
    first = inside[0]
    found = [Where(first[1], first[0].start, reason)]
    last = first[0]
    for mention, place in localities:
        if mention.start <= last.start:
            continue
        if place.level != first[1].level or not _LISTED.match(text[last.end : mention.start]):
            if mention.start - last.end > 30:
                break
            continue
        found.append(Where(place, mention.start, reason + ", listed"))
        last = mention
    if len(found) == 1 and first[1].level == "area":
        for mention, place in localities:
            if place.level == "locality" and abs(mention.start - first[0].end) < 40:
                return [Where(place, mention.start, reason + ", the more exact one")]
    return found


def time_for(
    text: str, match: TriggerMatch, times: Sequence[Timex], rivals: Sequence[TriggerMatch]
) -> tuple[Period, str] | None:
    """The time nearest to a trigger in its sentence, unless another event stands between."""
    dated = [time for time in times if time.from_ or time.to]
    if not dated:
        return None
    first = min(dated, key=lambda time: (_distance(text, time.start, match), time.start))
    if _nearer_rival(first.start, match, rivals):
        opening = [
            time for time in dated if not text[max(0, time.start - 12) : time.start].strip("\n ,«LlDdEenua’'")
        ]
        if not (opening and opening[0] is first):
            return None
    quote = text[first.start : first.end]
    return Period(from_=first.from_, to=first.to), f"« {quote} »"
