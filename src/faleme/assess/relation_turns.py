"""Turning points of a monthly series: where its level changes by more than single incidents explain.

The stretches are those of `assess.cuts`. The squares are held against the variance that chance alone
gives a month's sum, the mean of the squared scores of its incidents (a compound Poisson number), so that a
busy relation needs a greater change than a quiet one. Months in which nothing was read are no quiet months:
they are left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from faleme.assess.cuts import cuts
from faleme.assess.relation import Series, StrandOf
from faleme.lexicon.relation import Index, load_relation_rules

REASON_MONTHS = 6
"""The months after a turn, and before it, in which its incidents are looked for."""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """The level of a strand before and from a month on; `made` are the incidents that made it, the weightiest
    first, and `missing` those of the level before whose like no longer came.
    """

    strand: StrandOf
    month: str
    before: float
    after: float
    made: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def better(self) -> bool:
        return self.after > self.before


def turns(series: Series, score_of: dict[str, float], rules: Index | None = None) -> tuple[Turn, ...]:
    """The turns of a series; `score_of` by incident. What fewer than `least_made` incidents made is none."""
    rules = rules or load_relation_rules().index
    points = [point for point in series.points if point.read != 0]
    totals = [point.total for point in points]
    squares = sum(score_of[each] ** 2 for point in points for each in point.incidents)
    if len(points) < 2 * rules.least_months or not squares:
        return ()
    values = np.asarray(totals, dtype=float) / math.sqrt(squares / len(points))
    ends = cuts(values, rules.penalty * math.log(len(values)), rules.least_months)
    found = []
    for begin, cut, end in zip([0, *ends], ends, ends[1:], strict=False):
        before, after = (_mean(totals[a:b]) for a, b in ((begin, cut), (cut, end)))
        told = [each for point in points[cut : min(end, cut + REASON_MONTHS)] for each in point.incidents]
        gone = [each for point in points[max(begin, cut - REASON_MONTHS) : cut] for each in point.incidents]
        up = 1 if after > before else -1
        # A level rises by what is friendly now, or because what was hostile no longer comes; and the reverse.
        made = [each for each in told if score_of[each] * up > 0]
        missing = [each for each in gone if score_of[each] * up < 0]
        if len(made) + len(missing) < rules.least_made:
            continue
        first = next((p.month for p in points[cut:end] if set(p.incidents) & set(made)), points[cut].month)
        found.append(
            Turn(
                strand=series.strand, month=first, before=before, after=after,
                made=_weightiest(made, score_of, rules), missing=_weightiest(missing, score_of, rules),
            )
        )  # fmt: skip
    return tuple(found)


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 2)


def _weightiest(ids: Sequence[str], score_of: dict[str, float], rules: Index) -> tuple[str, ...]:
    """By weight, then in their order."""
    return tuple(sorted(ids, key=lambda each: -abs(score_of[each]))[: rules.most_reasons])
