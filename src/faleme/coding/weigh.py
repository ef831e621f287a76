"""From a trigger to a candidate: arguments, qualifiers, place and time, and how sure the reading is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.defaults import by_ruling, country_of, with_defaults
from faleme.coding.fatalities import killed
from faleme.coding.features import features_of
from faleme.coding.governor import governor_slots
from faleme.coding.marking import tags_of
from faleme.coding.modes import mode_of
from faleme.coding.roles import Roles, fill_roles, is_armed
from faleme.coding.screen import is_play
from faleme.coding.sightings import Sighting
from faleme.coding.signs import named, signs_of, states
from faleme.coding.slots import Busy, Slot, slots_of
from faleme.coding.speakers import speaker_at
from faleme.coding.story import Story
from faleme.coding.sureness import sureness
from faleme.coding.ties import tied_place, tied_time
from faleme.coding.topic import with_topic
from faleme.coding.where_when import PLACED, Where, places_for, time_for
from faleme.lexicon.grammar import grammar
from faleme.recognise.qualifiers import Qualifier, qualify
from faleme.recognise.triggers import TriggerMatch
from faleme.records.event import Trigger
from faleme.records.text import Span
from faleme.records.time import Period

NEXT: Final = 40
"""Code points from a word of blame to the attack that it is for."""
BY_TIME: Final = "its time is after publication"
_SPEAKING: Final = frozenset(("ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN"))
_VERBAL: Final = frozenset(("ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"))


def candidates_of(
    sighting: Sighting, story: Story, told: Sequence[Candidate] = (), threshold: float = 0.0
) -> list[Candidate]:
    """The candidates of a picked sentence that are sure enough; `told` are those of the sentences
    before it.
    """
    busy = _busy(sighting)
    found: list[Candidate] = []
    for match in sighting.matches:
        before = [*told, *(c for c in found if c.score >= threshold)]
        found.extend(_read(sighting, match, story, busy, before))
    kept = [c for c in _continued(_one_type_a_word(found), story.text) if c.score >= threshold]
    return _taken_up(_blamed(kept))


def _blamed(found: list[Candidate]) -> list[Candidate]:
    """'condamne l'attaque de X contre Y': the blame is for who attacked, not for who suffered it."""
    for i, blame in enumerate(found):
        if blame.mode != "disapprove":
            continue
        attack = next(
            (
                c
                for c in found
                if c.type == "ASSAULT" and c.noun and 0 < c.trigger.start - blame.trigger.end < NEXT
            ),
            None,
        )
        if attack is not None:
            codes = tuple(f"{code[:4]}GOV" if code.endswith(":MIL") else code for code in attack.actors)
            reasons = (*blame.reasons, "recipient: who did what is condemned")
            found[i] = msgspec.structs.replace(blame, recipients=codes, reasons=reasons)
    return found


def _taken_up(found: list[Candidate]) -> list[Candidate]:
    """'Ces assauts ont visé trois villes': the verb takes up what its noun takes up."""
    kinds = {candidate.type for candidate in found if candidate.anaphor}
    return (
        [msgspec.structs.replace(c, anaphor=c.anaphor or c.type in kinds) for c in found] if kinds else found
    )


def _busy(sighting: Sighting) -> Busy:
    mentions = sighting.mentions
    times = [(m.start, m.end) for m in mentions.times]
    actors = [(m.start, m.end) for m in mentions.actors]
    places = [(m.start, m.end) for m in mentions.places]
    return Busy([*actors, *places, *times], times)


def _one_type_a_word(found: list[Candidate]) -> list[Candidate]:
    """Rows of several types at one word: the best scored type stays."""
    best: dict[int, float] = {}
    for candidate in found:
        best[candidate.trigger.start] = max(best.get(candidate.trigger.start, 0.0), candidate.score)
    kept: list[Candidate] = []
    seen: set[tuple[int, str]] = set()
    for candidate in found:
        key = (candidate.trigger.start, candidate.place.name if candidate.place else "")
        if candidate.score == best[candidate.trigger.start] and key not in seen:
            seen.add(key)
            kept.append(candidate)
    return kept


def _continued(found: list[Candidate], text: str) -> list[Candidate]:
    """A list that goes on ('après la visite de X au Mali en mai, celle de Y en août'): place and host
    go on.
    """
    for i in range(1, len(found)):
        last, here = found[i - 1], found[i]
        listed = last.noun and here.noun and last.type == here.type and last.mode == here.mode
        if not listed or not here.actors or "." in text[last.trigger.end : here.trigger.start]:
            continue
        changes: dict[str, object] = {}
        if here.place is None and last.place is not None:
            changes["place"] = last.place
        if not here.recipients and last.recipients:
            changes["recipients"] = last.recipients
        if changes:
            reasons = (*here.reasons, "the list goes on: place and recipient of the one before")
            found[i] = msgspec.structs.replace(here, reasons=reasons, **changes)
    return found


def _read(
    sighting: Sighting,
    match: TriggerMatch,
    story: Story,
    busy: Busy,
    told: Sequence[Candidate],
) -> list[Candidate]:
    text, tokens, mentions = story.text, sighting.tokens, sighting.mentions
    qualifier = qualify(tokens, match)
    stops = [other.first for other in sighting.matches if other.first > match.last]
    slots = slots_of(tokens, match, sighting.parse, busy, stops)
    turned = match.group is not None and match.verb > match.first
    above: list[Slot] = []
    if match.group is None or turned:
        above = governor_slots(
            tokens, match._replace(verb=match.first), qualifier, sighting.parse, busy, stops,
            {m.verb for m in sighting.matches if m.group is not None and m.row.type in _SPEAKING},
        )  # fmt: skip
    roles = fill_roles(tokens, text, match, slots, mentions.actors, qualifier, above, story.country)
    roles = _with_speaker(roles, match, story, slots)
    if match.row.type in _VERBAL:
        roles = with_topic(roles, tokens, match, slots, told, sighting.number, story.country, mentions.places)
    rivals = [other for other in sighting.matches if other.start != match.start]
    wheres: Sequence[Where | None] = places_for(
        text,
        match,
        roles.place_slots,
        mentions.places,
        mentions.actors,
        rivals,
        story.language,
        _struck(roles, match, story.country),
        sighting.span.start,
    ) or [None]
    if match.row.type != "ASSAULT":
        wheres = wheres[:1]
    if wheres == [None] and match.row.type in PLACED:
        wheres = tied_place(text, sighting.span, story.mentions, story.language) or [None]
    when = time_for(text, match, mentions.times, rivals, story.language) or tied_time(
        text, sighting.span, story.mentions, story.published, story.language
    )
    qualifier = _by_time(qualifier, match, when, story)
    found: list[Candidate] = []
    for where in wheres:
        here = where.place.country if where else None
        full = with_defaults(
            roles,
            match,
            story,
            here,
            named=named(slots, sighting),
            judges=any(code.endswith(":JUD") for m in mentions.actors for code in m.codes),
            states=states(sighting),
        )
        full = _visited(full, match, where)
        if story.sport and ("A" in full.guessed or is_play(match.row.type, full.actors)):
            continue
        signs = signs_of(
            sighting,
            match,
            full,
            slots,
            story.quotes,
            told={c.type for c in told},
            placed=where is not None,
            dated=when is not None,
        )
        score, lost = sureness(match, qualifier, full, mentions.figures, signs)
        reading = _candidate(
            sighting, match, story, qualifier, full, where, when, score, lost, len(wheres) > 1
        )
        shown = features_of(sighting, match, qualifier, full, where, when, story, told)
        found.append(msgspec.structs.replace(reading, features=shown))
    return found


def _candidate(
    sighting: Sighting, match: TriggerMatch, story: Story, qualifier: Qualifier, roles: Roles,
    where: Where | None, when: tuple[Period, str] | None, score: float, lost: list[str], listed: bool,
) -> Candidate:  # fmt: skip
    row, tokens = match.row, sighting.tokens
    classes = grammar(story.language).classes
    near = tokens.keys[max(0, match.first - 8) : match.last + 12]
    before = tokens.words[match.first - 1] if match.first else ""
    reasons = [
        f"trigger « {story.text[match.start : match.end]} »: row {row.rule}",
        f"status {qualifier.status or 'not told'}: {qualifier.reason}",
        *roles.reasons,
        *([f"place {where.place.name}: {where.reason}"] if where else ()),
        *([f"time: {when[1]}"] if when else ()),
        *(f"less sure: {why}" for why in lost),
    ]
    kind, mode = by_ruling(row.type, mode_of(row, tokens, match), roles)
    return Candidate(
        type=kind,  # type: ignore[arg-type]
        mode=mode,
        status=qualifier.status,  # type: ignore[arg-type]
        actors=roles.actors,
        recipients=roles.recipients,
        place=where.place if where else None,
        time=when[0] if when else None,
        sentence=sighting.number,
        span=Span(sighting.span.start, sighting.span.end),
        trigger=Trigger(start=match.start, end=match.end, rule=row.rule),
        row=row,
        score=score,
        noun=match.group is None,
        tags=tags_of(kind, row.tags, near, story.language),  # type: ignore[arg-type]
        fatalities=killed(tokens, match, sighting.mentions.figures) if kind == "ASSAULT" else None,
        guessed=roles.guessed,
        named=roles.named,
        in_title=sighting.span.start < story.title_end,
        definite=before in classes["definite"] or before in classes["demonstrative"],
        indefinite=before in classes["indefinite"],
        listed=listed,
        firm=qualifier.status is not None and qualifier.reason != BY_TIME,
        anaphor=match.group is None and before in classes["demonstrative"],
        lost=tuple(lost),
        confidence=score / 100,
        reasons=tuple(reasons),
    )


def _struck(roles: Roles, match: TriggerMatch, country: str | None) -> frozenset[str]:
    """Countries where those are who were struck, or where an armed group enforces its blockade."""
    if match.row.type == "ASSAULT":
        return frozenset(country_of(code) for code in roles.recipients)
    armed = any(map(is_armed, roles.actors)) and match.row.mode in ("discontinue", "restrict")
    return frozenset((country,)) if armed and country else frozenset()


def _with_speaker(roles: Roles, match: TriggerMatch, story: Story, slots: Sequence[Slot]) -> Roles:
    """The speaker of a quotation, where 'nous' or 'je' or nobody acts in it."""
    if roles.actors or match.row.type not in _VERBAL or match.row.frame.subject != "A":
        return roles
    speaker = speaker_at(story.quotes, match.start)
    if speaker is None or not speaker.codes:
        return roles
    subject = next((slot for slot in slots if slot.edge == "subject"), None)
    if subject is not None:
        said = story.text[subject.start : subject.end].lower().replace("’", "'")
        words = set(said.replace("'", "' ").split())
        if not words & grammar(story.language).classes["speakers"]:
            return roles
    reason = f"actor {', '.join(speaker.codes)}: « {speaker.name} » speaks"
    return roles._replace(actors=speaker.codes, reasons=(*roles.reasons, reason))


def _by_time(
    qualifier: Qualifier, match: TriggerMatch, when: tuple[Period, str] | None, story: Story
) -> Qualifier:
    """A present tense or a bare noun with a time after publication is planned ('reçoit vendredi')."""
    if when is None or story.published is None or (when[0].from_ or "") <= story.published:
        return qualifier
    present = match.group is not None and match.group.tense == "present" and not match.group.perfect
    if qualifier.status is None or (qualifier.status == "occurred" and present):
        return qualifier._replace(status="planned", reason=BY_TIME)
    return qualifier


def _visited(roles: Roles, match: TriggerMatch, where: Where | None) -> Roles:
    """A visit abroad is made to the country that is visited ('au Mali': MLI:GOV), one at home to nobody."""
    if match.row.mode != "visit" or roles.recipients or where is None or not roles.actors:
        return roles
    home = country_of(roles.actors[0])
    if not home or where.place.country == home or not roles.actors[0].endswith((":GOV", ":MIL", ":LEG")):
        return roles
    host = f"{where.place.country}:GOV"
    return roles._replace(
        recipients=(host,), reasons=(*roles.reasons, f"recipient {host}: the country visited")
    )
