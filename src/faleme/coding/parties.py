"""Who stands on the other side, where an event's own sentences name one side only.

The claim of an attack in another sentence, the one armed group that an article tells of, the victims that
each sentence adds, the state that is threatened or blamed. Each rule was counted on the labels for tuning and
is kept where it is mostly right; a role that the sentences fill is never changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.defaults import country_of
from faleme.coding.merge import joined_codes
from faleme.coding.roles import ARMED_GROUPS, is_armed
from faleme.coding.story import Story
from faleme.lexicon.grammar import grammar

Group = list[Candidate]

_BLAMING: Final = frozenset(("PTY", "LAB", "NGO", "BUS", "CVL"))
"""Whoever of these blames and names nobody blames the government."""
_TOWARDS_HOME: Final = frozenset(("AID", "SANCTION", "REJECT"))
_STRIKING: Final = frozenset(("PTY", "LAB"))
_HARM: Final = frozenset(("sexual", "beat", "firearms", "torture", "abduct"))
_VICTIMS: Final = (":MIL", ":COP", ":BUS", ":CVL", ":GOV")
_FORCES: Final = (":MIL", ":COP")
AROUND: Final = 48
"""Code points between the victims and the word that tells of their death."""
MEETING: Final = 2
"""Sentences from a meeting to the agreement that it led to."""
_BY_NAME: Final = ("country", "capital", "demonym")
_OFTEN: Final = 2
CLAIM: Final = 110
"""Code points between the word of a claim and the group that it is about."""


def with_parties(groups: Sequence[Group], story: Story) -> list[Group]:
    """The groups with the sides that the article tells outside the event's own clause."""
    claimed, armed = _claimed(story), _armed_of(story)
    completed = [_completed(group, story, claimed, armed) if group else group for group in groups]
    attacks = [group for group in completed if group and _on_people(group)]
    if len(attacks) == 1:
        slain = _slain(story)
        completed = [_with_slain(group, slain) if group is attacks[0] else group for group in completed]
    completed = [_guest(group, completed) if group else group for group in completed]
    return [_together(_agreed(group, completed), story) if group else group for group in completed]


def _guest(group: Group, groups: Sequence[Group]) -> Group:
    """A list of visits: who goes to Mali is not of Mali, so a guest of no told country is of the others'.

    'Après la visite du président sénégalais au Mali et la mission de l'envoyé spécial en octobre'.
    """
    head, visited = group[0], group[0].place.country if group[0].place else None
    if head.mode != "visit" or {code[:3] for code in (*head.actors, *head.recipients)} != {visited}:
        return group
    for other in groups:
        first = other[0] if other else head
        if first.mode != "visit" or first.sentence != head.sentence or not first.place:
            continue
        told = first.place.country == visited and first.recipients and first.actors
        if told and visited not in {code[:3] for code in first.actors}:
            home = first.actors[0][:3]
            guests = tuple(dict.fromkeys(home + code[3:] for code in head.actors))
            told_by = (*head.reasons, "actors: of the country of the visits told beside it")
            head = msgspec.structs.replace(head, reasons=told_by)
            both = {"actors": guests, "recipients": first.recipients}
            return [msgspec.structs.replace(each, **both) for each in (head, *group[1:])]
    return group


def _on_people(group: Group) -> bool:
    """An attack on people by someone else than an army."""
    actors, recipients = joined_codes(group, "actors"), joined_codes(group, "recipients")
    army = any(code.endswith((":MIL", ":GOV")) for code in actors)
    return group[0].type == "ASSAULT" and bool(recipients) and not army and not any(map(is_armed, recipients))


def _slain(story: Story) -> tuple[str, ...]:
    """'Trois soldats ont été tués', 'escorté par l'armée': who else was there when it was hit."""
    patterns = grammar(story.language).patterns
    found: list[str] = []
    for mention in story.mentions.actors:
        if not mention.codes or is_armed(mention.codes[0]) or not mention.codes[0].endswith(_VICTIMS):
            continue
        behind = story.text[mention.end : mention.end + AROUND]
        before = story.text[max(0, mention.start - AROUND) : mention.start]
        if patterns["slain_behind"].match(behind) or patterns["slain_before"].search(before):
            found.extend(mention.codes)
    return tuple(dict.fromkeys(found))


def _with_slain(group: Group, slain: tuple[str, ...]) -> Group:
    told = joined_codes(group, "recipients")
    more = tuple(code for code in slain if code not in told)
    if not more or not any(code.endswith((":MIL", ":BUS")) for code in told):
        return group  # a crime has its victim; an ambush those who rode along
    reason = f"recipient {', '.join(more)}: struck in the one attack that the article tells of"
    head = msgspec.structs.replace(
        group[0], recipients=(*told, *more), guessed=group[0].guessed - {"R"},
        reasons=(*group[0].reasons, reason),
    )  # fmt: skip
    return [head, *group[1:]]


def _together(group: Group, story: Story) -> Group:
    """'Des patrouilles mixtes' where the article tells of 'militaires maliens et sénégalais': those."""
    own = {*joined_codes(group, "actors"), *joined_codes(group, "recipients")}
    if group[0].type != "COOPERATE" or len(own) > 1:
        return group
    for mention in story.mentions.actors:
        if len(mention.codes) > 1 and own <= set(mention.codes) and mention.codes[0].endswith(_FORCES):
            return _told(group, "actors", mention.codes, "who the article says act together")
    return group


def _agreed(group: Group, groups: Sequence[Group]) -> Group:
    """'Il a reçu X, avec qui il a signé': who met has agreed, where an agreement names one side only."""
    head = group[0]
    own = {*joined_codes(group, "actors"), *joined_codes(group, "recipients")}
    if head.type != "AGREE" or head.row.needs == "A" or len(own) > 1:
        return group
    for other in reversed(groups):
        if not other or other[0].type != "CONSULT":
            continue
        met = tuple(dict.fromkeys(joined_codes(other, "actors") + joined_codes(other, "recipients")))
        near = any(0 <= c.sentence - o.sentence <= MEETING for c in group for o in other)
        if near and len(met) > 1 and own <= set(met):
            return _told(group, "actors", met, "who met before it")
    return group


def _completed(group: Group, story: Story, claimed: frozenset[str], armed: frozenset[str]) -> Group:
    head = group[0]
    actors, recipients = joined_codes(group, "actors"), joined_codes(group, "recipients")
    if head.type == "ASSAULT":
        group = _all_victims(group, recipients)
        if not actors:
            group = _by_claim(group, recipients, claimed, armed)
        elif not recipients:
            group = _on_armed(group, actors, armed)
    recipients = joined_codes(group, "recipients")
    if recipients or not actors:
        return group
    found = _other_side(group, actors, story)
    if found is None:
        return group
    return _told(group, "recipients", *found)


def _told(group: Group, role: str, codes: tuple[str, ...], reason: str) -> Group:
    head = group[0]
    mark = "A" if role == "actors" else "R"
    changes: dict[str, object] = {
        role: codes, "guessed": head.guessed | {mark},
        "reasons": (*head.reasons, f"{role[:-1]} {', '.join(codes)}: {reason}"),
    }  # fmt: skip
    return [msgspec.structs.replace(head, **changes), *group[1:]]


def _all_victims(group: Group, first: tuple[str, ...]) -> Group:
    """'Un convoi attaqué. … Trois soldats ont été tués': the victims of all sentences of one attack."""
    named = [code for c in group if "R" not in c.guessed and not c.in_title for code in c.recipients]
    armed = [is_armed(code) for code in first]
    codes = tuple(dict.fromkeys((*first, *(code for code in named if is_armed(code) in armed))))
    if not first or len(codes) == len(first) or group[0].listed:
        return group
    reason = f"recipient {', '.join(codes[len(first) :])}: told in another sentence of the attack"
    head = msgspec.structs.replace(
        group[0], recipients=codes, guessed=group[0].guessed - {"R"}, reasons=(*group[0].reasons, reason)
    )
    return [head, *group[1:]]


def _claimed(story: Story) -> frozenset[str]:
    """Armed groups that the article says claimed an attack, or were blamed for it."""
    found: set[str] = set()
    for match in grammar(story.language).patterns["claim"].finditer(story.text):
        near = [
            (abs(m.start - match.start()), m.codes[0])
            for m in story.mentions.actors
            if m.codes and is_armed(m.codes[0]) and match.start() - CLAIM < m.start < match.end() + CLAIM
        ]
        if near:
            found.add(min(near)[1])
    return frozenset(found)


def _armed_of(story: Story) -> frozenset[str]:
    """The armed groups of an article: those with a code, else its rebels."""
    codes = {code for m in story.mentions.actors for code in m.codes}
    return frozenset(codes & ARMED_GROUPS or {code for code in codes if code.endswith(":REB")})


def _by_claim(
    group: Group, recipients: tuple[str, ...], claimed: frozenset[str], armed: frozenset[str]
) -> Group:
    if any(map(is_armed, recipients)) or group[0].mode in ("aerial", "drone", "crowd-control"):
        return group
    if len(claimed) == 1:
        return _told(group, "actors", tuple(claimed), "the attack is claimed by it or laid to it")
    if recipients and len(armed) == 1:
        return _told(group, "actors", tuple(armed), "the one armed group that the article tells of")
    return group


def _on_armed(group: Group, actors: tuple[str, ...], armed: frozenset[str]) -> Group:
    """An army that strikes back in an article about one armed group has struck that group."""
    own = len(actors) == 1 and actors[0].endswith(":MIL")
    if own and len(armed) == 1 and group[0].mode != "destroy":
        return _told(group, "recipients", tuple(armed), "the one armed group that the article tells of")
    return group


def _other_side(group: Group, actors: tuple[str, ...], story: Story) -> tuple[tuple[str, ...], str] | None:
    head = group[0]
    sector = actors[0].partition(":")[2]
    home = country_of(actors[0]) or story.country
    if head.type == "THREATEN" and (states := _states_of(group, actors, story)):
        return states, "the state of the sentence"
    if (head.type == "THREATEN" or sector == "MIL" and head.type == "ASSAULT") and not story.armed:
        rival = _rival(actors, story)
        return (rival, "the other state that the article tells of most") if rival else None
    abroad = story.country is not None and country_of(actors[0]) != story.country
    if head.type in _TOWARDS_HOME and abroad and not any(map(is_armed, actors)):
        return (f"{story.country}:GOV",), "from abroad: the state of the story"
    if head.mode == "disapprove" and sector in _BLAMING and home:
        return (f"{home}:GOV",), "who is blamed where nobody is named"
    elsewhere = head.place is not None and head.place.country != home
    if head.type == "PROTEST" and sector in _STRIKING and home and not elsewhere:
        return (f"{home}:GOV",), "who is protested to where nobody is named"
    if head.type == "ASSAULT" and head.mode in _HARM and home:
        people = sector in ("COP", "CRM")
        return ((f"{home}:CVL",), "people, where nobody is named") if people else None
    return None


def _rival(actors: tuple[str, ...], story: Story) -> tuple[str, ...]:
    """The state, other than who acts, that an article names twice as often as any third."""
    own = {country_of(code) for code in actors}
    named = Counter(
        country_of(m.codes[0])
        for m in story.mentions.actors
        if m.kind == "state" and m.codes and m.rule.startswith(_BY_NAME)
    )
    others = [(count, iso) for iso, count in named.items() if iso and iso not in own]
    others.sort(reverse=True)
    if not others or (len(others) > 1 and others[0][0] < 2 * others[1][0]) or others[0][0] < _OFTEN:
        return ()
    return (f"{others[0][1]}:GOV",)


def _states_of(group: Group, actors: tuple[str, ...], story: Story) -> tuple[str, ...]:
    """The states named in an event's sentences, other than who acts."""
    own = {country_of(code) for code in actors}
    if any(map(is_armed, actors)):
        return ()
    return tuple(
        dict.fromkeys(
            m.codes[0]
            for c in group
            for m in story.mentions.actors
            if c.span.start <= m.start < c.span.end and m.kind == "state" and m.codes
            and m.rule.startswith(("country", "capital")) and country_of(m.codes[0]) not in own
        )
    )  # fmt: skip
