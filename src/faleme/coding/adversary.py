"""The other side of a war between two states: a strike that names one of them is on, or by, the other.

Only where the article tells strikes of exactly two states and nobody else's.
"""

from __future__ import annotations

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.defaults import country_of
from faleme.coding.merge import joined_codes
from faleme.coding.parties import with_parties
from faleme.coding.story import Story

_STATE = (":MIL", ":GOV")


def with_adversary(groups: list[list[Candidate]], story: Story) -> list[list[Candidate]]:
    """The groups, with the other of two warring states where a strike names one side only, and with the sides
    that the article tells elsewhere.
    """
    return with_parties(_warring(groups), story)


def _warring(groups: list[list[Candidate]]) -> list[list[Candidate]]:
    strikes = [group for group in groups if group[0].type == "ASSAULT"]
    sides = {
        country_of(code)
        for group in strikes
        for role in ("actors", "recipients")
        for code in joined_codes(group, role)
        if code.endswith(_STATE)
    } - {""}
    if len(sides) != 2:
        return groups
    return [_completed(group, sides) if group[0].type == "ASSAULT" else group for group in groups]


def _completed(group: list[Candidate], sides: set[str]) -> list[Candidate]:
    actors, recipients = joined_codes(group, "actors"), joined_codes(group, "recipients")
    head = group[0]
    if len(actors) == 1 and actors[0].endswith(":MIL") and not recipients and country_of(actors[0]) in sides:
        (other,) = sides - {country_of(actors[0])}
        changed: dict[str, object] = {"recipients": (f"{other}:GOV",), "guessed": head.guessed | {"R"}}
    elif (
        len(recipients) == 1
        and not actors
        and recipients[0].endswith(_STATE)
        and country_of(recipients[0]) in sides
    ):
        (other,) = sides - {country_of(recipients[0])}
        changed = {"actors": (f"{other}:MIL",), "guessed": head.guessed | {"A"}}
    else:
        return group
    reasons = (
        *head.reasons,
        f"the other side is {other}: the article tells strikes of these two states only",
    )
    return [msgspec.structs.replace(head, reasons=reasons, **changed), *group[1:]]
