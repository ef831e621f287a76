"""How sure a reading is: the row's weight, then what its row needs and what the sentence gave, 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from faleme.coding.roles import PEOPLE, Roles, is_armed
from faleme.coding.signs import Signs
from faleme.recognise.qualifiers import Qualifier
from faleme.recognise.triggers import TriggerMatch
from faleme.records.figure import Figure

_OFFICES: Final = frozenset(("GOV", "LEG", "MIL", "PTY", "REL", "NGO", ""))
CALLED: Final = 38
DENIED: Final = 30
DENIED_BY_VERB: Final = 26
"""'n'a pas bombardé' denies the very act; 'dément avoir' may deny something of it."""
MISSING: Final = 38
ALONE: Final = 30
HALF: Final = 30
PLURAL: Final = 8
CHARGE: Final = 20
NOMINAL: Final = 40
THING: Final = 25
THINGS: Final = 40
NOBODY: Final = {"ASSAULT": 4, "PROTEST": 4, "MOBILIZE": 12, "RETREAT": 14}
"""What it costs that neither party is told, by type; other types hardly ever stand without one."""
_VERBAL: Final = frozenset(("ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"))


def sureness(
    match: TriggerMatch, qualifier: Qualifier, roles: Roles, figures: Sequence[Figure], signs: Signs
) -> tuple[float, list[str]]:
    """The score of a reading and what lowered it."""
    score = float(match.row.weight)
    lost: list[str] = []
    cost, why = _need(match.row.needs, roles, figures, placed=signs.placed, dated=signs.dated)
    if cost == ALONE and match.row.needs == "anchor" and signs.takes_up:
        cost = 0
    if cost:
        score -= cost
        lost.append(why)
    if roles.actors and roles.recipients and not roles.guessed:
        score += 6
    score += 3 * signs.placed + 3 * signs.dated
    if not cost:
        spread, why = _incomplete(match, roles)
        score -= spread
        lost.extend([why] if why else [])
    if match.group is None and signs.many and not (signs.placed or signs.dated or figures):
        score -= PLURAL
        lost.append("several, with no place, time or number")
    thing = match.group is not None and match.group.voice == "active" and "R" in roles.guessed
    if match.row.mode == "arrest" and thing:
        score -= THING
        lost.append("what is stopped is not people")
    if match.row.type == "ASSAULT" and signs.thing:
        score -= THINGS
        lost.append("what acts is not somebody")
    if qualifier.support:
        score += 6
    if signs.as_noun and (signs.adjective or not roles.actors):
        score -= NOMINAL
        lost.append("the parser takes it for a noun or an adjective")
    if match.row.mode == "seize" and roles.recipients and _bodies(roles.recipients):
        score -= MISSING
        lost.append("a body is called upon, nothing is seized")
    if signs.charged and not roles.recipients:
        score -= CHARGE
        lost.append("told as a charge only")
    if qualifier.asserted:
        score += 15
    if match.group is not None and match.group.bare:
        score -= 6
    if signs.quoted:
        score -= 8
        lost.append("in a quotation without a speaker")
    if qualifier.status == "called-for":
        score -= CALLED
        lost.append(f"called for: {qualifier.reason}")
    if qualifier.status == "denied":
        score -= DENIED_BY_VERB if qualifier.reason == "negated" else DENIED
        lost.append(f"denied: {qualifier.reason}")
    return max(0.0, min(100.0, score)), lost


def _incomplete(match: TriggerMatch, roles: Roles) -> tuple[float, str]:
    if not roles.actors and not roles.recipients:
        return NOBODY.get(match.row.type, 28), "nobody told"
    if match.row.type in _VERBAL and not roles.actors:
        return 12, "nobody who says it"
    return 0, ""


def _need(
    needs: str, roles: Roles, figures: Sequence[Figure], *, placed: bool, dated: bool
) -> tuple[float, str]:
    """What a row's need costs where it is not met."""
    everyone = set(roles.actors) | set(roles.recipients)
    sectors = {code.partition(":")[2] for code in roles.recipients}
    if needs in ("A", "Ao", "AR") and not roles.actors:
        return MISSING, "no actor"
    if needs in ("R", "AR", "Rh") and not roles.recipients:
        return MISSING, "no recipient"
    if needs == "Ao" and not any(_office(code) for code in roles.actors):
        return HALF, "no actor that holds an office"
    if needs == "Aa" and not any(map(is_armed, roles.actors)):
        return MISSING, "no armed group"
    if needs == "Rh" and not sectors & PEOPLE:
        return MISSING, "the recipient is not people"
    if needs.startswith("R=") and not sectors & set(needs[2:].split("+")):
        return MISSING, f"no recipient that is {needs[2:]}"
    if needs.startswith("A="):
        acting = {code.partition(":")[2] for code in roles.actors}
        return (0, "") if acting & set(needs[2:].split("+")) else (MISSING, f"no actor that is {needs[2:]}")
    if needs == "who" and not everyone:
        return MISSING, "nobody told"
    if needs == "A2" and len(everyone) < 2:
        return ALONE, "one party only"
    if needs == "Ah" and (not (roles.actors and roles.recipients) or "CRM" in sectors):
        return ALONE, "no host or no guest"
    if needs == "M" and not (figures and everyone):
        return ALONE, "no amount or nobody"
    if needs == "anchor" and not (everyone or placed or dated):
        return ALONE, "no actor, place or time"
    return 0, ""


def _office(code: str) -> bool:
    sector = code.partition(":")[2]
    return sector in _OFFICES or code.startswith("ORG:")


def _bodies(codes: Sequence[str]) -> bool:
    """Whether all codes are bodies that one may refer a case to ('saisir l'Assemblée')."""
    return all(":" not in code or code.partition(":")[2] in ("LEG", "JUD", "GOV") for code in codes)
