"""What a resolver gives back."""

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
