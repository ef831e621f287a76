"""The codebook's rulings on who acts where the text leaves it open, and on the sector that acts.

'Arrêté' alone is the police, 'condamné' alone the judiciary of the country of the story; a state that uses
force is its army; whoever kills outside a war is CRM, whoever suffers it CVL.
"""

from __future__ import annotations

from typing import Final

from faleme.coding.roles import Roles, is_armed
from faleme.lexicon.triggers import Row
from faleme.recognise.triggers import TriggerMatch

_STATE_FORCE: Final = frozenset(("ASSAULT", "MOBILIZE"))
_CRIME_FRAMES: Final = frozenset(("assault", "n-harm"))
_SAME_SIDE: Final = frozenset(("ASSAULT", "ACCUSE", "REJECT", "AID"))
_BYSTANDERS: Final = (":CVL", ":EDU")


def country_of(code: str) -> str:
    """The country of a code, '' for an organisation's."""
    return code[:3] if ":" in code and not code.startswith(("ORG:", "UNK:")) else ""


def with_defaults(
    roles: Roles, match: TriggerMatch, story: str | None, here: str | None, *, named: bool, states: frozenset[str]
) -> Roles:
    """Roles with the codebook's defaults.

    `story` is the country of the story, `here` that of the event's place; `named` tells that a person by name
    stands where the recipient belongs though no code was found; `states` are codes from a country's name.
    """
    row = match.row
    home = here or story
    actors, recipients = list(roles.actors), list(roles.recipients)
    reasons = list(roles.reasons)
    guessed: set[str] = set()
    if row.type in _STATE_FORCE and (row.type == "ASSAULT" or row.mode in ("troops", None)):
        actors = _forces(actors, states, reasons)
    if row.type == "ASSAULT" and row.frame.name in _CRIME_FRAMES and row.mode != "crowd-control":
        actors = [f"{code[:4]}CRM" if code.endswith(_BYSTANDERS) else code for code in actors]
    if not actors and row.frame.actor and home:
        sector = "MIL" if row.frame.actor == "MIL" and any(map(is_armed, recipients)) else row.frame.actor
        actors = [f"{home}:{sector}"]
        guessed.add("A")
        reasons.append(f"actor {actors[0]}: not named, by the codebook's default")
    if not recipients and row.frame.recipient and home:
        recipients = [f"{home}:{_nobody(row, named=named)}"]
        guessed.add("R")
        reasons.append(f"recipient {recipients[0]}: named without a code")
    return roles._replace(
        actors=tuple(dict.fromkeys(actors)),
        recipients=tuple(dict.fromkeys(r for r in recipients if r not in actors or row.type in _SAME_SIDE)),
        reasons=tuple(reasons),
        guessed=frozenset(guessed),
    )


def _nobody(row: Row, *, named: bool) -> str:
    """The sector of people without a code: a suspect is CRM, a person by name CVL."""
    if row.mode in ("arrest", "seize") and not named:
        return "CRM"
    return row.frame.recipient or "CVL"


def _forces(actors: list[str], states: frozenset[str], reasons: list[str]) -> list[str]:
    found = []
    for code in actors:
        if code.endswith(":GOV") and code in states:
            found.append(f"{code[:4]}MIL")
            reasons.append(f"{code} used force: its MIL")
        else:
            found.append(code)
    return found
