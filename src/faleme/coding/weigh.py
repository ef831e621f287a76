"""From a trigger to a candidate: arguments, qualifiers, place and time, and how sure the reading is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from faleme.coding.candidates import Candidate
from faleme.coding.defaults import country_of, with_defaults
from faleme.coding.fatalities import killed
from faleme.coding.governor import governor_slots
from faleme.coding.marking import tags_of
from faleme.coding.roles import PEOPLE, Roles, fill_roles
from faleme.coding.sightings import Sighting
from faleme.coding.slots import Slot, slots_of
from faleme.coding.speakers import in_quote, speaker_at
from faleme.coding.story import Story
from faleme.coding.where_when import Where, places_for, time_for
from faleme.recognise.qualifiers import Qualifier, qualify
from faleme.recognise.triggers import TriggerMatch
from faleme.records.event import Trigger
from faleme.records.text import Span

THRESHOLD: Final = 55.0
_VERBAL: Final = frozenset(("ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"))
_SPEAKERS: Final = frozenset(("nous", "je", "j'"))
_ANAPHOR: Final = frozenset(("cette", "ce", "cet", "ces", "l'", "la", "le", "les"))
_OFFICE: Final = frozenset(("GOV", "LEG", "MIL", "JUD", "PTY", "REL", "COP", ""))


def candidates_of(sighting: Sighting, story: Story) -> list[Candidate]:
    """The candidates of a picked sentence that are sure enough."""
    busy = _busy(sighting)
    found: list[Candidate] = []
    for match in sighting.matches:
        for candidate in _read(sighting, match, story, busy):
            if candidate.score >= THRESHOLD:
                found.append(candidate)
    return _one_type_a_word(found)


def _busy(sighting: Sighting) -> list[tuple[int, int]]:
    mentions = sighting.mentions
    return [
        *((m.start, m.end) for m in mentions.actors),
        *((m.start, m.end) for m in mentions.places),
        *((m.start, m.end) for m in mentions.times),
    ]


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


def _read(
    sighting: Sighting, match: TriggerMatch, story: Story, busy: list[tuple[int, int]]
) -> list[Candidate]:
    text, tokens, mentions = story.text, sighting.tokens, sighting.mentions
    qualifier = qualify(tokens, match, story.language)
    slots = slots_of(tokens, match, sighting.parse, busy)
    above = governor_slots(tokens, match, qualifier, sighting.parse, busy) if match.group is None else []
    speaker = _speaker(sighting, match, story, slots)
    roles = fill_roles(text, match, slots, mentions.actors, qualifier, above, speaker)
    rivals = [other for other in sighting.matches if other.start != match.start]
    wheres: Sequence[Where | None] = places_for(
        text, match, roles.place_slots, mentions.places, mentions.actors, rivals
    ) or [None]
    if match.row.type != "ASSAULT":
        wheres = wheres[:1]
    when = time_for(text, match, mentions.times, rivals)
    found: list[Candidate] = []
    for where in wheres:
        here = where.place.country if where else None
        full = with_defaults(
            roles,
            match,
            story.country,
            here,
            someone=_someone(slots, sighting),
            state_kinds=_states(sighting),
        )
        full = _visited(full, match, where, story)
        score = _score(match, qualifier, full, where, when is not None, sighting, story)
        found.append(_candidate(sighting, match, story, qualifier, full, where, when, score))
    return found


def _candidate(
    sighting: Sighting, match: TriggerMatch, story: Story, qualifier: Qualifier, roles: Roles,
    where: Where | None, when: tuple[object, str] | None, score: float,
) -> Candidate:  # fmt: skip
    row, tokens = match.row, sighting.tokens
    near = tokens.keys[max(0, match.first - 8) : match.last + 12]
    reasons = [
        f"trigger « {story.text[match.start : match.end]} »: row {row.rule}",
        f"status: {qualifier.reason}",
        *roles.reasons,
    ]
    if where is not None:
        reasons.append(f"place {where.place.name}: {where.reason}")
    if when is not None:
        reasons.append(f"time: {when[1]}")
    singular = not any(
        key != word
        for key, word in zip(
            tokens.keys[match.first : match.last + 1], tokens.words[match.first : match.last + 1], strict=True
        )
    )
    return Candidate(
        type=row.type,  # type: ignore[arg-type]
        mode=row.mode,
        status=qualifier.status,  # type: ignore[arg-type]
        actors=roles.actors,
        recipients=roles.recipients,
        place=where.place if where else None,
        time=when[0] if when else None,  # type: ignore[arg-type]
        sentence=sighting.number,
        span=Span(sighting.span.start, sighting.span.end),
        trigger=Trigger(start=match.start, end=match.end, rule=row.rule),
        row=row,
        score=score,
        noun=match.group is None,
        tags=tags_of(row.type, row.tags, near, story.language, place=where.place if where else None),  # type: ignore[arg-type]
        fatalities=killed(row.words, sighting.mentions.figures, match.start, match.end, singular=singular)
        if row.type == "ASSAULT"
        else None,
        defaulted=roles.defaulted,
        named=roles.named,
        in_title=sighting.span.start < story.title_end,
        anaphor=match.group is None and match.first > 0 and tokens.words[match.first - 1] in _ANAPHOR,
        reasons=tuple(reasons),
    )


def _speaker(sighting: Sighting, match: TriggerMatch, story: Story, slots: Sequence[Slot]):  # type: ignore[no-untyped-def]
    """The speaker of a quotation, where 'nous' or 'je' or nobody acts in it."""
    if match.row.type not in _VERBAL or match.row.frame.subject != "A":
        return None
    speaker = speaker_at(story.quotes, match.start)
    if speaker is None:
        return None
    subject = next((slot for slot in slots if slot.edge == "subject"), None)
    if subject is None:
        return speaker
    words = set(story.text[subject.start : subject.end].lower().replace("’", "'").split())
    return speaker if words & _SPEAKERS or any(word.startswith("j'") for word in words) else None


def _someone(slots: Sequence[Slot], sighting: Sighting) -> bool:
    """Whether a person by name stands where the recipient belongs, though with no code."""
    for slot in slots:
        if slot.edge in ("object", "patient", "de"):
            first = sighting.tokens.at(slot.head)
            if first is not None and sighting.tokens.capital[first]:
                return True
    return False


def _states(sighting: Sighting) -> frozenset[str]:
    return frozenset(
        code
        for mention in sighting.mentions.actors
        if mention.kind == "state" and mention.rule.startswith(("country", "capital", "demonym"))
        for code in mention.codes
    )


def _visited(roles: Roles, match: TriggerMatch, where: Where | None, story: Story) -> Roles:
    """A visit abroad is made to the country that is visited ('au Mali': MLI:GOV), one at home to nobody."""
    if match.row.mode != "visit" or roles.recipients or where is None or not roles.actors:
        return roles
    home = country_of(roles.actors[0])
    if not home or where.place.country == home:
        return roles
    host = f"{where.place.country}:GOV"
    if not roles.actors[0].endswith((":GOV", ":MIL", ":LEG")):
        return roles
    return roles._replace(
        recipients=(host,), reasons=(*roles.reasons, f"recipient {host}: the country visited")
    )


def _score(
    match: TriggerMatch, qualifier: Qualifier, roles: Roles, where: Where | None, dated: bool,
    sighting: Sighting, story: Story,
) -> float:  # fmt: skip
    """How sure it is that this is an event, 0 to 100: the row's weight, then what was found and what is
    missing.
    """
    score = float(match.row.weight)
    needs = match.row.needs
    everyone = set(roles.actors) | set(roles.recipients)
    sectors = {code.partition(":")[2] for code in roles.recipients}
    if "A" in (needs, needs[:1]) and needs in ("A", "Ao", "Ah") and not roles.actors:
        score -= 40
    if needs == "A2" and len(everyone) < 2:
        score -= 30
    if needs == "Ah" and not (roles.actors and roles.recipients):
        score -= 30
    if needs == "Ao" and not any(code.partition(":")[2] in _OFFICE for code in roles.actors):
        score -= 30
    if needs == "Rh" and not sectors & PEOPLE:
        score -= 40
    if needs == "R" and not roles.recipients:
        score -= 35
    if needs == "anchor" and not (everyone or where or dated):
        score -= 30
    if roles.actors and roles.recipients:
        score += 6
    if where:
        score += 3
    if dated:
        score += 3
    group = match.group
    if group is not None and group.bare:
        score -= 6
    if in_quote(story.quotes, match.start) and speaker_at(story.quotes, match.start) is None:
        score -= 8
    if qualifier.status == "called-for":
        score -= 40
    if qualifier.status == "denied":
        score -= 30
    return max(0.0, min(100.0, score))
