"""The codebook's rulings on who acts where the text leaves it open, and on the sector that acts.

'Arrêté' alone is the police, 'condamné' alone the judiciary of the country of the story; a state that uses
force
is its army; whoever kills outside a war is CRM, whoever suffers it CVL.
"""

from __future__ import annotations

from typing import Final

from faleme.coding.roles import PEOPLE, Roles
from faleme.lexicon.triggers import Row
from faleme.recognise.triggers import TriggerMatch

_JUDGES: Final = frozenset(("convict",))
_STATE_FORCE: Final = frozenset(("ASSAULT", "MOBILIZE"))


def country_of(code: str) -> str:
    """The country of a code, '' for an organisation's."""
    return code[:3] if ":" in code and not code.startswith(("ORG:", "UNK:")) else ""


def with_defaults(
    roles: Roles,
    match: TriggerMatch,
    story: str | None,
    here: str | None,
    *,
    someone: bool,
    state_kinds: frozenset[str],
) -> Roles:
    """Roles with the codebook's defaults.

    `story` is the country of the story, `here` that of the event's place; `someone` tells that a person
    stands
    where the recipient belongs though no code was found; `state_kinds` are codes that came from a country's
    name.
    """
    row = match.row
    home = here or story
    actors, recipients = list(roles.actors), list(roles.recipients)
    reasons = list(roles.reasons)
    defaulted = False
    if row.type in _STATE_FORCE and (row.type == "ASSAULT" or row.mode in ("troops", None)):
        actors = _forces(actors, state_kinds, reasons)
    if row.type == "ASSAULT" and row.frame.name in ("assault", "n-harm") and row.mode != "crowd-control":
        actors = [f"{a[:4]}CRM" if a.endswith((":CVL", ":EDU")) and home else a for a in actors]
    if not actors and row.frame.actor and home:
        actors = [f"{home}:{row.frame.actor}"]
        reasons.append(f"actor {actors[0]}: not named, by the codebook's default")
        defaulted = True
    if not recipients and row.frame.recipient and home and (someone or row.mode in ("arrest", "convict")):
        sector = _sector_of_nobody(row, named=bool(someone))
        recipients = [f"{home}:{sector}"]
        reasons.append(f"recipient {recipients[0]}: named without a code")
        defaulted = True
    return roles._replace(
        actors=tuple(dict.fromkeys(actors)),
        recipients=tuple(dict.fromkeys(r for r in recipients if r not in actors or _same_side(row))),
        reasons=tuple(reasons),
        defaulted=defaulted,
    )


def _sector_of_nobody(row: Row, *, named: bool) -> str:
    if row.mode == "arrest":
        return "CVL" if named else "CRM"
    return row.frame.recipient or "CVL"


def _same_side(row: Row) -> bool:
    return row.type in ("ASSAULT", "ACCUSE", "REJECT", "AID")


def _forces(actors: list[str], state_kinds: frozenset[str], reasons: list[str]) -> list[str]:
    found = []
    for code in actors:
        if code.endswith(":GOV") and code in state_kinds:
            found.append(f"{code[:4]}MIL")
            reasons.append(f"{code} used force: its MIL")
        else:
            found.append(code)
    return found


def people(codes: tuple[str, ...]) -> bool:
    return any(code.partition(":")[2] in PEOPLE for code in codes)
