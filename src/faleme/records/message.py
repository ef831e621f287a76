"""A message that leaves the desk: written in one transaction with what causes it, sent later."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Channel = Literal["mail", "webhook", "file"]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent, by which channel and to whom.

    key          names it for good: a repeat bears it again (a mail's Message-ID), and what is written twice
                 under one key is one message
    to           an e-mail address, a web address or a path, as its channel has it
    payload      what its channel sends; a mail has `subject` and `text`
    about        what it is about, such as 'comment:12' or 'alert:7'
    due          not to be sent before (ISO 8601, UTC); None is at once
    confidential  to whom it went and what it said are forgotten as soon as it has gone
    """

    key: str
    channel: Channel
    to: str
    payload: dict[str, Any]
    about: str = ""
    due: str | None = None
    confidential: bool = False


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A message that a sender has on lease; `attempt` counts from 1, `written` is when it was caused."""

    number: int
    attempt: int
    written: str
    message: Message


class GivenUp(msgspec.Struct, frozen=True, kw_only=True):
    """A message that will not be sent any more, and why; to whom is not told."""

    number: int
    channel: str
    about: str
    at: str
    reason: str
