"""Which figures are outvoted: where several conflict, the one that stands in more conflicts than the others.

'802,8', '802,75' and '850' of one thing are two conflicts, and 850 is in both. Where two stand in as many,
the one that less speaks for is outvoted; where that is alike too, neither is. A table is no figure of the
press: it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

_TABLE = "table:"


def outvoted(conflicts: Iterable[frozenset[str]], confirmed: Mapping[str, int]) -> frozenset[str]:
    """Statements that are outvoted, given sets of statements that cannot all be right, and how many others
    agree with each statement.
    """
    left = _smallest(conflicts)
    found: set[str] = set()
    while left:
        counts = Counter(key for each in left for key in each)
        weight = {key: (count, -confirmed.get(key, 0)) for key, count in counts.items()}
        worst = [key for key in weight if not key.startswith(_TABLE) and _leads(key, left, weight)]
        out = {max(worst, key=lambda key: (weight[key], key))} if worst else _tied(weight)
        if not out:
            break
        found |= out
        left = [each for each in left if not each & out]
    return frozenset(found)


def _leads(key: str, conflicts: list[frozenset[str]], weight: Mapping[str, tuple[int, int]]) -> bool:
    """Whether a statement is worse than every other statement that it conflicts with."""
    return all(
        other == key or other.startswith(_TABLE) or weight[other] < weight[key]
        for each in conflicts
        if key in each
        for other in each
    )


def _tied(weight: Mapping[str, tuple[int, int]]) -> set[str]:
    """Statements that stand in several conflicts each, in as many as each other, and more than the rest."""
    told = {key: each for key, each in weight.items() if not key.startswith(_TABLE) and each[0] > 1}
    top = max(told.values(), default=None)
    return {key for key, value in told.items() if value == top}


def _smallest(conflicts: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Conflicts that hold no other conflict."""
    found: list[frozenset[str]] = []
    for each in sorted(set(conflicts), key=lambda one: (len(one), sorted(one))):
        if not any(other <= each for other in found):
            found.append(each)
    return found
