"""What a resolver gives back, and the units that several of them count in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from faleme.recognise.timex_anchor import Anchor
from faleme.recognise.timex_days import Days
from faleme.recognise.timex_grammar import Found


class Resolved(NamedTuple):
    """Days of a match, whether it named its year itself, and why these days."""

    days: Days
    year_given: bool = False
    reason: str = ""


Resolver = Callable[[Anchor, Found], Resolved | None]
"""None: the match is no time after all."""

NO_DATE = "no publication date"

UNIT_OF_CLASS = {
    "JOUR": "day", "JOURS": "day", "JOURNÉES": "day", "SEMAINE": "week", "SEMAINES": "week", "MOIS": "month",
    "MOISS": "month", "AN": "year", "ANS": "year", "ANNÉE": "year", "ANNÉES": "year", "TRIMESTRE": "quarter",
    "TRIMESTRES": "quarter", "SEMESTRE": "half", "SEMESTRES": "half", "WEEKEND": "weekend",
    "DÉCENNIE": "decade", "DÉCENNIES": "decade", "SIÈCLE": "century", "SIÈCLES": "century",
    "QUINZAINE": "fortnight",
}  # fmt: skip


def unit_of(anchor: Anchor, found: Found) -> str:
    return UNIT_OF_CLASS.get(anchor.class_of(found, "unit"), "day")
