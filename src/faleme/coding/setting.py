"""The setting of an event: what its sentences tie to it beyond the words around its trigger.

An institution's town ('écroué à la prison de X'), the country that was struck, the lead that tells what the
title told. Each rule was counted on the labels for tuning and is kept where it is mostly right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.merge import best_place, best_time
from faleme.coding.story import Story
from faleme.coding.tolls import with_tolls
from faleme.coding.where_when import PLACED, event_place, is_slug
from faleme.lexicon.countries import country_names
from faleme.lexicon.grammar import grammar
from faleme.recognise.sentence_tokens import tokens_of
from faleme.records.event import EventPlace
from faleme.records.place import PlaceMention
from faleme.records.text import Span
from faleme.records.time import Period

_SEATED: Final = frozenset(("COERCE", "CONSULT", "AID", "RETREAT", "SANCTION"))
_SEATED_MODES: Final = frozenset(("allege", "investigate"))
_IN_WORDS: Final = frozenset(("ACCUSE", "SUPPORT", "REJECT", "THREATEN"))
"""Types whose act is the message itself; an appeal in it was as often dated as not."""
SHORT, LONG, SHARED = 40, 4, 2
"""A lead has more code points than SHORT; title and lead share SHARED words of LONG or more letters."""
SLUG: Final = 3
"""Code points before the place at the head of a title ('« ')."""
BEFORE: Final = 60
"""Code points that standing before the trigger costs an institution."""
_STATE: Final = frozenset(("GOV", "MIL"))

Group = list[Candidate]


def with_setting(groups: Sequence[Group], story: Story, sentences: Sequence[Span] = ()) -> list[Group]:
    """The groups, with place and day where their own sentences do not tell them but a tie does."""
    lead = _lead(story, sentences)
    settled = [_placed(_in_a_message(_headlined(group, story, lead), story, lead), story) for group in groups]
    return with_tolls(settled, story, sentences)


def _only_in_title(group: Group) -> bool:
    return all(candidate.in_title for candidate in group)


def _lead(story: Story, sentences: Sequence[Span]) -> Span | None:
    """The first sentence of the body, the title's copies aside."""
    title = story.text[: story.title_end].strip()
    for span in sentences:
        quote = span.quote(story.text).strip()
        if span.start >= story.title_end and len(quote) > SHORT and quote != title:
            return span
    return None


def _headlined(group: Group, story: Story, lead: Span | None) -> Group:
    """What only the title tells happened when and where the lead says, if the lead is about the same."""
    if lead is None or not _only_in_title(group) or not _alike(story, lead):
        return group
    head, inside = group[0], story.mentions.within(lead)
    changes: dict[str, object] = {}
    reasons = list(head.reasons)
    days = {(time.from_, time.to) for time in inside.times if time.from_ and time.to}
    if best_time(group) is None and len(days) == 1:
        ((first, last),) = days
        changes["time"] = Period(from_=first, to=last)
        reasons.append("time: the lead tells what the title told")
    if best_place(group) is None and head.type in PLACED:
        places = [place for mention in inside.places if (place := event_place(mention)) is not None]
        if len({place.name for place in places}) == 1:
            changes["place"] = places[0]
            reasons.append(f"place {places[0].name}: the lead tells what the title told")
    if not changes:
        return group
    return [msgspec.structs.replace(head, reasons=tuple(reasons), **changes), *group[1:]]


def _alike(story: Story, lead: Span) -> bool:
    """Whether title and lead share two words of content."""
    title = set(tokens_of(story.text, 0, story.title_end, story.language).keys)
    body = set(tokens_of(story.text, lead.start, lead.end, story.language).keys)
    return sum(len(word) >= LONG for word in title & body) >= SHARED


def _placed(group: Group, story: Story) -> Group:
    if best_place(group) is not None:
        return group
    found = (
        _seat(group, story.mentions.institutions)
        or _in_court(group, story)
        or _struck_country(group, story)
        or _under_the_slug(group, story)
    )
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


def _in_court(group: Group, story: Story) -> tuple[EventPlace, str] | None:
    """'À la barre, il a nié': in the town of the court that was told before."""
    court = grammar(story.language).patterns["court"]
    for candidate in group:
        if court.search(story.text, candidate.span.start, candidate.span.end):
            before = [m for m in story.mentions.institutions if m.end <= candidate.span.end]
            place = event_place(before[-1]) if before else None
            if place is not None and place.level == "locality":
                return place, "town of the court told before"
    return None


def _under_the_slug(group: Group, story: Story) -> tuple[EventPlace, str] | None:
    """'Ziguinchor : …' at the head of a title puts there what only the title tells.

    What the body tells without a place is as often elsewhere, and stays without one.
    """
    if not _only_in_title(group):
        return None
    first = next(iter(story.mentions.places), None)
    if first is None or first.start > SLUG or not is_slug(story.text, first.end):
        return None
    place = event_place(first)
    return (place, "at the head of the title") if place else None


def _in_a_message(group: Group, story: Story, lead: Span | None) -> Group:
    """What a speaker says, praises or asks in the message of which the lead tells the day."""
    head = group[0]
    if lead is None or head.type not in _IN_WORDS or head.mode == "investigate" or best_time(group):
        return group
    inside = story.mentions.within(lead)
    speakers = {code for mention in inside.actors for code in mention.codes}
    message = grammar(story.language).patterns["message"]
    days = [time for time in inside.times if message.search(story.text, lead.start, time.start)]
    days = [time for time in days if time.from_ and time.from_ == time.to]
    if not days or not speakers & set(head.actors):
        return group
    time = Period(from_=days[0].from_, to=days[0].to)
    reasons = (*head.reasons, "time: the message of which the lead tells the day")
    return [msgspec.structs.replace(head, time=time, reasons=reasons), *group[1:]]


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
