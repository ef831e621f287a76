"""Comments on articles and incidents. Nobody's e-mail address is part of what is read back."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

TargetKind = Literal["article", "incident"]
TARGET_KINDS: tuple[TargetKind, ...] = get_args(TargetKind)
State = Literal["waiting", "approved", "rejected", "spam", "removed"]
STATES: tuple[State, ...] = get_args(State)
Decision = Literal["approve", "reject", "spam", "wait", "remove"]
STATE_OF: dict[Decision, State] = {
    "approve": "approved",
    "reject": "rejected",
    "spam": "spam",
    "wait": "waiting",
    "remove": "removed",
}
"""What each decision of a moderator makes of a comment; 'wait' takes a decision back."""


class Target(msgspec.Struct, frozen=True):
    """What is commented on."""

    kind: TargetKind
    id: str


class NewComment(msgspec.Struct, frozen=True, kw_only=True):
    """A comment as it comes in.

    email       None where somebody comments under an account
    parent      the number of the comment that it answers
    doubts      why a moderator may want to look twice: 'links'
    withdrawal  the hash of the token by which its writer takes it back
    account     written under an account that may comment without waiting
    """

    target: Target
    name: str
    email: str | None
    text: str
    language: Literal["fr", "en"] = "fr"
    parent: int | None = None
    doubts: tuple[str, ...] = ()
    withdrawal: str | None = None
    account: bool = False


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """A comment as it is read back; of one that was removed, name and text are gone."""

    number: int
    target: Target
    parent: int | None
    name: str
    text: str
    language: Literal["fr", "en"]
    account: bool
    at: str
    state: State
    doubts: tuple[str, ...] = ()
    decided_by: str | None = None
    decided_at: str | None = None


class Rates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many comments are taken in; the numbers are in data/comments.toml."""

    sender_hour: int
    sender_day: int
    target_hour: int
    desk_hour: int
    same_days: int
    same_length: int
