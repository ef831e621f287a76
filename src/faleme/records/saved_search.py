"""A search that somebody keeps under a name: what it asks, and whether new finds are told by mail."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Telling = Literal["none", "at-once", "daily"]
TELLINGS: tuple[Telling, ...] = get_args(Telling)


class SavedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """`query` is the query string of the search page (records/query.py).

    `address` is where mail goes; nothing is told to one that its owner has not confirmed. Finds of
    days before `floor` are no new ones. `told` is when mail last looked, `revision` what it then looked at.
    """

    number: int
    owner: str
    name: str
    query: str
    language: str
    made: str
    telling: Telling = "none"
    address: str = ""
    confirmed: bool = False
    floor: str = ""
    told: str = ""
    revision: int = -1
