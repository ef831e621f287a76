"""One pair of countries beside the others of either: who deals with whom, how much and how friendly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from faleme.records.relation import PairSum


class PairShare(msgspec.Struct, frozen=True, kw_only=True):
    """A pair over a stretch: incidents, the sum of their scores, the mean, and by strand counts and sums.

    `rank` is its place among all of them by the number of incidents, 1 the most.
    """

    one: str
    other: str
    rank: int
    count: int
    total: float
    mean: float
    by_strand: dict[str, tuple[int, float]]


def beside(sums: Iterable[PairSum], pair: tuple[str, str], most: int = 8) -> tuple[PairShare, ...]:
    """The pairs with the most incidents, and the one that is asked for wherever it stands."""
    strands: dict[tuple[str, str], dict[str, tuple[int, float]]] = defaultdict(dict)
    for each in sums:
        strands[each.one, each.other][each.strand] = each.count, round(each.total, 6)
    strands.setdefault((min(pair), max(pair)), {})
    counts = {key: sum(count for count, _ in told.values()) for key, told in strands.items()}
    ranked = sorted(strands, key=lambda key: (-counts[key], key))
    return tuple(
        PairShare(
            one=key[0], other=key[1], rank=rank, count=counts[key], total=total,
            mean=round(total / counts[key], 2) if counts[key] else 0.0, by_strand=dict(strands[key]),
        )
        for rank, key in enumerate(ranked, 1)
        for total in [round(sum(total for _, total in strands[key].values()), 6)]
        if rank <= most or set(key) == set(pair)
    )  # fmt: skip
