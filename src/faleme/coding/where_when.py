"""Where and when: the place and the time that a trigger's own sentence ties to it, or nothing.

A place counts where a locative word leads to it; a time where no other event stands nearer. Neither is
inherited
from the paragraph or the lead (measured: that makes more events wrong than right).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from faleme.coding.slots import Slot
from faleme.lexicon.grammar import grammar
from faleme.recognise.triggers import TriggerMatch
from faleme.records.actor import ActorMention
from faleme.records.event import EventPlace
from faleme.records.place import PlaceMention
from faleme.records.time import Period, Timex

_IN_COUNTRY: Final = re.compile(
    r"\b(?:au|aux|en|à|du|des|de|in|the|vers|sur|le|la|l’|l')\s*$|[(,]\s*$", re.IGNORECASE
)
FAR: Final = 220
OPENING: Final = 40
OPENED: Final = 110
TOLD: Final = 90
"""Code points before a time in which words of telling are looked for."""
NEXT_WORD: Final = 36
"""Code points behind a noun in which a relative clause may begin that is about it."""
BESIDE: Final = 90
"""Code points that 'près de' and the like count for: such a place only where no other is as near."""
VERBAL: Final = frozenset(("ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"))
_PLACED_MODES: Final = frozenset(("investigate",))
PLACED: Final = frozenset(
    ("ASSAULT", "CONSULT", "PROTEST", "COERCE", "MOBILIZE", "COOPERATE", "AID", "RETREAT")
)
"""Types that happen somewhere; a word, a charge or a vote of thanks has a place only where it is told with
it.
"""


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
    language: str,
    struck_of: frozenset[str] = frozenset(),
    opening: int = 0,
) -> list[Where]:
    """The places of a trigger: usually one or none, several where an attack's towns are listed."""
    patterns = grammar(language).patterns
    localities = [(m, place) for m in places if (place := event_place(m)) is not None]
    firm = [
        pair
        for pair in localities
        if not patterns["beside"].search(text[max(0, pair[0].start - 40) : pair[0].start])
    ]
    placed = match.row.type in PLACED or match.row.mode in _PLACED_MODES
    for slot in slots:
        if slot.edge in ("subject", "object", "patient") and not (
            match.row.type == "ASSAULT" or match.row.mode == "visit"
        ):
            continue
        inside = [pair for pair in firm if slot.start <= pair[0].start < slot.end]
        if inside and placed:
            return _listed(text, inside, localities, f"behind '{slot.edge}'", patterns["listed"])
    if placed:
        found = _nearest(text, match, localities, firm, rivals, patterns, opening)
        if found:
            return found
        if not localities:
            return _country(text, match, slots, actors, rivals, struck_of, language)
    return []


Pair = tuple[PlaceMention, EventPlace]


def _nearest(
    text: str,
    match: TriggerMatch,
    localities: Sequence[Pair],
    firm: Sequence[Pair],
    rivals: Sequence[TriggerMatch],
    patterns: dict[str, re.Pattern[str]],
    opening: int,
) -> list[Where]:
    near = [
        pair
        for pair in localities
        if (
            patterns["locative"].search(text[max(0, pair[0].start - 40) : pair[0].start])
            or is_slug(text, pair[0].end)
        )
        and not _nearer_rival(pair[0].start, match, rivals)
    ]
    if not near:
        return []

    def distance(pair: Pair) -> tuple[int, int]:
        far = _distance(text, pair[0].start, match)
        if pair[0].start < opening + OPENING:
            far = min(far, OPENED)  # 'À Londres, … se sont réunis'
        return far + (0 if pair in firm else BESIDE), pair[0].start

    best = min(near, key=distance)
    if distance(best)[0] > FAR + (0 if best in firm else BESIDE):
        return []
    return _listed(text, [best], localities, "nearest place of the sentence", patterns["listed"])


def is_slug(text: str, end: int) -> bool:
    """'Ziguinchor : …' at the head of a title or a paragraph."""
    return text[end : end + 3].replace("\u00a0", " ").strip().startswith(":")


def _country(
    text: str,
    match: TriggerMatch,
    slots: Sequence[Slot],
    actors: Sequence[ActorMention],
    rivals: Sequence[TriggerMatch],
    struck_of: frozenset[str],
    language: str,
) -> list[Where]:
    """A country named as a place, or attacked as a whole ('des frappes sur Israël')."""
    in_country = grammar(language).patterns.get("in_country", _IN_COUNTRY)
    for actor in actors:
        country = country_place(actor)
        if country is None:
            continue
        if actor.rule == "country-state" and country.country in struck_of:
            return [Where(country, actor.start, "country of those who were struck")]
        if _nearer_rival(actor.start, match, rivals):
            continue
        if actor.rule == "country-slug" and match.row.type in ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE"):
            return [Where(country, actor.start, "country at the head of the sentence")]
        located = in_country.search(text[max(0, actor.start - 12) : actor.start]) is not None
        if actor.rule == "country-location" and located and abs(actor.start - match.end) < 110:
            return [Where(country, actor.start, "country named as a place")]
        if match.row.type == "ASSAULT" and actor.rule.startswith("country-") and country.country in struck_of:
            return [Where(country, actor.start, "country of those who were struck")]
        for slot in slots:
            struck = match.row.type == "ASSAULT" and slot.edge in ("object", "patient", "contre", "sur")
            if struck and slot.start <= actor.start < slot.end and actor.start - slot.start < 24:
                return [Where(country, actor.start, "country that was struck")]
    return []


def _distance(text: str, at: int, match: TriggerMatch) -> int:
    """Code points between trigger and mention; a mark between them and standing before the trigger cost
    more.
    """
    between = text[match.end : at] if at >= match.end else text[at : match.start]
    marks = sum(between.count(mark) for mark in ",;:(")
    return len(between) + 25 * marks + (30 if at < match.start else 0)


def _nearer_rival(at: int, match: TriggerMatch, rivals: Sequence[TriggerMatch]) -> bool:
    """Whether another event's trigger stands between the mention and this trigger."""
    low, high = sorted((at, match.start))
    return any(low < rival.start < high and rival.row.type != match.row.type for rival in rivals)


def _listed(
    text: str, inside: Sequence[Pair], localities: Sequence[Pair], reason: str, listed: re.Pattern[str]
) -> list[Where]:
    """A list of towns that begins at the first place ('Niono, Molodo et Kayes'), or that place alone.

    'Diboli, dans la région de Kayes' is no list: the larger place that holds it is left out.
    """
    first = inside[0]
    near_end = _range_head(text, first, localities)
    if near_end is not None:
        return [Where(near_end[1], near_end[0].start, reason + ", where a stretch begins")]
    found = [Where(first[1], first[0].start, reason)]
    last = first[0]
    for mention, place in localities:
        if mention.start <= last.start or place.level != first[1].level:
            continue
        if not listed.match(text[last.end : mention.start]):
            if mention.start - last.end > 90:
                break
            continue
        found.append(Where(place, mention.start, reason + ", listed"))
        last = mention
    if len(found) == 1 and first[1].level == "area":
        for mention, place in localities:
            if place.level == "locality" and abs(mention.start - first[0].end) < 40:
                return [Where(place, mention.start, reason + ", the more exact one")]
    return found


_JOINS: Final = re.compile(r"\s*(?:et|and|à|to|[-–—/])\s*(?:la|le|les|l['’])?\s*", re.IGNORECASE)
_STRETCH: Final = re.compile(
    r"\b(?:entre|between|relie|reliant|from|l['’]axe|tronçon|corridor|route\s+de|piste\s+de|road\s+from)"
    r"\s*(?:la|le|les|l['’])?\s*$",
    re.IGNORECASE,
)


def _range_head(text: str, last: Pair, localities: Sequence[Pair]) -> Pair | None:
    """The first end of a stretch that a place ends: 'entre Diboli et Kayes', 'sur la route de Kayes à Nioro'.

    Of several towns the first is the place (CODEBOOK, section 6).
    """
    for pair in localities:
        joined = text[pair[0].end : last[0].start]
        if pair[0].end <= last[0].start and _JOINS.fullmatch(joined):
            return pair if _STRETCH.search(text[max(0, pair[0].start - 24) : pair[0].start]) else None
    return None


def _in_other_clause(text: str, time: Timex, match: TriggerMatch, language: str) -> bool:
    """'En février, … où s'étaient produites les attaques': the relative clause has a time of its own."""
    if time.end >= match.start:
        return False
    return grammar(language).patterns["relative"].search(text[time.end : match.start]) is not None


def _in_a_clause_behind(text: str, time: Timex, match: TriggerMatch, language: str) -> bool:
    """'félicite celui qui a gagné samedi': the relative clause behind has the time.

    Not so in 'les manifestations qui ont eu lieu lundi', whose clause is about the act itself.
    """
    if time.start < match.end:
        return False
    clause = grammar(language).patterns["who"].search(text[match.end : time.start])
    return clause is not None and (match.group is not None or clause.start() > NEXT_WORD)


def _quoted_apart(text: str, time: Timex, match: TriggerMatch, language: str) -> bool:
    """'dénonce « ceux qui, hier, réclamaient … »': a time that only the quotation tells."""
    if time.start < match.end:
        return False
    between = text[match.end : time.start]
    return max(between.rfind("«"), between.rfind("“")) > max(between.rfind("»"), between.rfind("”"))


def _of_the_telling(text: str, time: Timex, match: TriggerMatch, language: str) -> bool:
    """'a annoncé ce vendredi la saisie', 'selon un communiqué publié jeudi': the day of the words."""
    if match.row.type in VERBAL or match.row.type == "SANCTION":
        return False  # a suspension is decided in the words that tell it
    begin = max(0, time.start - TOLD)
    told = grammar(language).patterns["told_on"].search(text[begin : time.start])
    if told is None or begin + told.start() <= match.start < time.start:
        return False
    return match.start > time.start or told["paper"] is not None


def _put_off(text: str, time: Timex, match: TriggerMatch, language: str) -> bool:
    """'l'audience reportée au 23 juillet', 'le verdict est attendu le 23 juin': the day of something else."""
    before = text[max(0, time.start - 40) : time.start]
    return grammar(language).patterns["put_off"].search(before) is not None


def _in_a_name(text: str, time: Timex, match: TriggerMatch, language: str) -> bool:
    """'Can 2024', 'Mondial 2026': the year is a part of a name."""
    word = text[time.start : time.end]
    before = text[max(0, time.start - 24) : time.start].split()
    return word.isdigit() and bool(before) and before[-1][:1].isupper()


APART: list[Callable[[str, Timex, TriggerMatch, str], bool]] = [
    _in_other_clause, _in_a_clause_behind, _quoted_apart, _of_the_telling, _put_off, _in_a_name,
]  # fmt: skip
"""Grounds on which a time of the sentence is not the trigger's."""


def _before_a_verb(at: int, match: TriggerMatch, rivals: Sequence[TriggerMatch]) -> list[TriggerMatch]:
    """The nouns between a time and the first verb behind it: a verb shares its time with the next one."""
    verbs = [rival.start for rival in rivals if rival.group is not None and at < rival.start < match.start]
    first = min(verbs, default=match.start)
    return [rival for rival in rivals if rival.group is None and rival.start < first]


def time_for(
    text: str, match: TriggerMatch, times: Sequence[Timex], rivals: Sequence[TriggerMatch], language: str
) -> tuple[Period, str] | None:
    """The time nearest to a trigger in its sentence, unless another event stands between.

    A time that opens the sentence dates its main verb, whatever stands between.
    """
    dated = [
        time
        for time in times
        if (time.from_ or time.to) and not any(apart(text, time, match, language) for apart in APART)
    ]
    if not dated:
        return None
    first = min(dated, key=lambda time: (_distance(text, time.start, match), time.start))
    between = rivals
    if first.start < match.start and match.group is not None:
        between = _before_a_verb(first.start, match, rivals)  # 'lundi, X a condamné l'attaque et réaffirmé …'
    if _nearer_rival(first.start, match, between):
        before = text[max(0, first.start - 14) : first.start]
        opens = first.start < match.start and (
            before.rstrip().endswith((".", "»", "\n")) or len(before.split()[-1:]) == 0
        )
        if not opens and "\n" not in before and len(before) == 14:
            return None
    return Period(from_=first.from_, to=first.to), f"« {text[first.start : first.end]} »"
