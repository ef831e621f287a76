"""A person who signs in, and what each role may do; whoever has not signed in may do nothing of it."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from faleme.records.text import Marking

Role = Literal["reader", "commenter", "analyst", "moderator", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)

Act = Literal["read", "comment", "review", "report", "note", "moderate", "people", "settings"]
"""What a page or the API asks leave for.

read      whole texts and restricted incidents, up to the person's ceiling
comment   comment under the account, without waiting for a moderator (the public's comments wait)
review    decide about incidents
report    file field reports
note      write notes
moderate  let comments through or not
people    who may sign in, and as what
settings  the desk's settings
"""

MAY: dict[Role, frozenset[Act]] = {
    "reader": frozenset(("read",)),
    "commenter": frozenset(("read", "comment")),
    "analyst": frozenset(("read", "review", "report", "note")),
    "moderator": frozenset(("read", "moderate")),
    "administrator": frozenset(("read", "people", "settings")),
}
"""What each role may do; a person has one role or more, and may do what any of them may."""

MARKINGS: tuple[Marking, ...] = get_args(Marking)

Scope = Literal["read", "review"]
"""What a personal token for the API lets do of what its owner may."""
SCOPES: tuple[Scope, ...] = get_args(Scope)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs in; `ceiling` is the most restricted marking that they see.

    `provisional`: an administrator chose the password, its owner has to choose another first.
    """

    name: str
    roles: tuple[Role, ...]
    ceiling: Marking = "AMBER"
    disabled: bool = False
    provisional: bool = False


def may(person: Person | None, act: Act) -> bool:
    """Whether a person may do that; the one place where it is decided."""
    if person is None or person.disabled or person.provisional:
        return False
    return any(act in MAY[role] for role in person.roles)


def up_to(ceiling: Marking) -> tuple[Marking, ...]:
    """The markings that a ceiling lets see, least restricted first."""
    return MARKINGS[: MARKINGS.index(ceiling) + 1]
