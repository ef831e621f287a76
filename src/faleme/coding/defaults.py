"""The codebook's rulings on who acts where the text leaves it open, and on the sector that acts.

'Arrêté' alone is the police, 'condamné' alone the judiciary of the country of the story; a state that uses
force is its army; whoever kills outside a war is CRM, whoever suffers it CVL.
"""

from __future__ import annotations

from typing import Final

from faleme.coding.roles import Roles, is_armed
from faleme.coding.story import Story
from faleme.lexicon.grammar import grammar
from faleme.lexicon.triggers import Row
from faleme.recognise.triggers import TriggerMatch

_STATE_FORCE: Final = frozenset(("ASSAULT", "MOBILIZE"))
_CRIME_FRAMES: Final = frozenset(("assault", "n-harm"))
_SUSPECTED: Final = frozenset(("arrest", "seize", "investigate", "allege", "convict"))
_OF_COURTS: Final = ("poursuivre pour", "mettre en examen", "être poursuivi")
CAUSES: Final = 90
"""Code points behind an inquiry in which the causes it is into are told."""
_BYSTANDERS: Final = (":CVL", ":EDU")


def country_of(code: str) -> str:
    """The country of a code, '' for an organisation's."""
    return code[:3] if ":" in code and not code.startswith(("ORG:", "UNK:")) else ""


def with_defaults(
    roles: Roles,
    match: TriggerMatch,
    story: Story,
    here: str | None,
    *,
    named: bool,
    judges: bool,
    states: frozenset[str],
) -> Roles:
    """Roles with the codebook's defaults.

    `here` is the country of the event's place; `named` tells that a person by name
    stands where the recipient belongs though no code was found, `judges` that the sentence names the
    judiciary; `states` are codes from a country's name.
    """
    row = match.row
    home = here or story.country
    actors, recipients = list(roles.actors), list(roles.recipients)
    reasons = list(roles.reasons)
    guessed: set[str] = set(roles.guessed)
    if row.type in _STATE_FORCE and (row.type == "ASSAULT" or row.mode in ("troops", None)):
        actors = _forces(actors, states, reasons)
    if row.type == "ASSAULT" and row.frame.name in _CRIME_FRAMES and row.mode != "crowd-control":
        actors = [f"{code[:4]}CRM" if code.endswith(_BYSTANDERS) else code for code in actors]
    subject = match.group is not None and match.group.voice == "active" and row.frame.subject == "A"
    freed = row.mode == "release" and story.kidnapping  # no court lets the kidnapped go
    blocked = row.mode == "restrict" and row.words.startswith("blocus")
    if (
        not actors
        and row.frame.actor
        and home
        and not freed
        and not (blocked and story.armed)
        and not (subject and any(s.edge == "subject" for s in roles.slots))
    ):
        sector = "JUD" if row.mode == "investigate" and (judges or story.judged) else row.frame.actor
        if f"{home}:{sector}" not in recipients or sector != "GOV":  # no state bans itself
            actors = [f"{home}:{sector}"]
            guessed.add("A")
            reasons.append(f"actor {actors[0]}: not named, by the codebook's default")
    if row.mode in _SUSPECTED:
        civil = (":CVL", ":BUS", ":UAF") if story.crime else (":UAF",)
        recipients = [f"{home or code[:3]}:CRM" if code.endswith(civil) else code for code in recipients]
    if row.mode == "seize" and not story.crime:
        recipients = [code for code in recipients if not code.endswith(":BUS")]
    courts = row.words.startswith(_OF_COURTS)  # whoever is 'poursuivi pour' is so by a court
    if row.mode == "allege" and not actors and (story.crime or (courts and not subject)) and home:
        actors = [f"{home}:JUD"]
        guessed.add("A")
        reasons.append(f"actor {actors[0]}: a charge in a story of crime")
        if not recipients and story.crime:
            recipients = [f"{home}:CRM"]
            guessed.add("R")
            reasons.append(f"recipient {recipients[0]}: whoever is charged with a crime")
    crime = row.type == "ASSAULT" and row.frame.name in _CRIME_FRAMES and story.crime
    if crime and not actors and not recipients_armed(recipients) and home:
        actors = [f"{home}:CRM"]
        guessed.add("A")
        reasons.append(f"actor {actors[0]}: a crime whose author is not named")
    blind = row.mode == "investigate" and _into_causes(match, story)
    if not recipients and row.mode == "investigate" and story.suspects and home and not blind:
        recipients = [f"{home}:CRM"]
        guessed.add("R")
        reasons.append(f"recipient {recipients[0]}: the suspects of the story")
    foreign = bool(here and actors) and actors[0].endswith(":MIL") and country_of(actors[0]) not in ("", here)
    if row.type == "ASSAULT" and not recipients and foreign:
        recipients = [f"{here}:GOV"]
        guessed.add("R")
        reasons.append(f"recipient {recipients[0]}: struck on its soil from outside")
    if not recipients and row.frame.recipient and home:
        recipients = [f"{home}:{_nobody(row, named=named, crime=story.crime)}"]
        guessed.add("R")
        reasons.append(f"recipient {recipients[0]}: named without a code")
    return roles._replace(
        actors=tuple(dict.fromkeys(actors)),
        recipients=tuple(dict.fromkeys(recipients)),
        reasons=tuple(reasons),
        guessed=frozenset(guessed),
    )


def _into_causes(match: TriggerMatch, story: Story) -> bool:
    """An autopsy, or an inquiry into the causes of an accident, is aimed at nobody."""
    near = story.text[match.start : match.end + CAUSES].lower()
    return grammar(story.language).patterns["causes"].search(near) is not None


def recipients_armed(recipients: list[str]) -> bool:
    return any(map(is_armed, recipients))


def _nobody(row: Row, *, named: bool, crime: bool) -> str:
    """The sector of people without a code: a suspect is CRM, a person by name CVL."""
    if row.mode in _SUSPECTED and (crime or (not named and row.mode in ("arrest", "seize", "allege"))):
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


def by_ruling(kind: str, mode: str | None, roles: Roles) -> tuple[str, str | None]:
    """Type and mode by who acts: an embargo by an armed group is COERCE/restrict, a state's is SANCTION."""
    armed = any(map(is_armed, roles.actors))
    if kind == "SANCTION" and mode == "discontinue" and armed:
        return "COERCE", "restrict"
    if kind == "COERCE" and mode == "arrest" and armed:
        return "ASSAULT", "abduct"
    return kind, mode
