"""Actors: a mention of someone who acts, and the code that this text gives a ground for."""

from __future__ import annotations

from typing import Literal

import msgspec

ActorKind = Literal["state", "organisation", "group", "office", "person", "people", "reference"]
Judgement = Literal["same", "not-the-same", "undecided"]


class ActorMention(msgspec.Struct, frozen=True, kw_only=True):
    """A mention of an actor, coded by what this article says it is (CODEBOOK, 'Actors and recipients').

    `codes` are `COUNTRY:SECTOR` or an organisation's code; several where one phrase names several
    ('les deux pays'), empty where the mention is undecided, with `candidates`.
    `country_given` is False where the country was inferred from the story rather than said by the phrase.
    `antecedent` is the mention that a later name or office takes up, with the judgement's reasons.
    """

    start: int
    end: int
    name: str
    codes: tuple[str, ...]
    kind: ActorKind
    rule: str
    country_given: bool = True
    judgement: Judgement = "same"
    candidates: tuple[str, ...] = ()
    antecedent: int | None = None
    reasons: tuple[str, ...] = ()
