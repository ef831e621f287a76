"""Clusters of reports: the best pairs first, never two reports that are surely not one happening.

Average linkage over the judged pairs: a report joins where it is the same as the cluster in the mean, so that
one loose link does not chain two happenings together. Ties go by the order of the reports, and each connected
part is worked by itself: what is elsewhere in the store changes nothing.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from faleme.lexicon.link_rules import load_link_rules
from faleme.link.relations import FORCE, sides, when, where
from faleme.link.traits import Report

_APART_PLACES = ("apart", "abroad", "near")
_APART_DAYS = ("next-day", "apart", "far")


class _Tie(msgspec.Struct):
    """What the judged pairs between two clusters say together."""

    total: float = 0.0
    count: int = 0
    barred: bool = False

    def add(self, other: _Tie) -> None:
        self.total += other.total
        self.count += other.count
        self.barred = self.barred or other.barred

    @property
    def mean(self) -> float:
        return self.total / self.count


def two_happenings(a: Report, b: Report) -> bool:
    """Whether two events of one article are two: other type, sides turned, other place or other days."""
    return (
        a.event.type != b.event.type
        or sides(a.event, b.event).word == "turned"
        or where(a.event.place, b.event.place).word in _APART_PLACES
        or when(a, b).word in _APART_DAYS
    )


def told_apart(a: Report, b: Report) -> bool:
    """Whether two reports put an act of force at places or on days that cannot be one: they never meet in a
    cluster by way of a third report that tells neither, unless their words make them one happening.
    """
    return a.event.type in FORCE and (
        where(a.event.place, b.event.place, (a.told.road, b.told.road)).word in ("apart", "abroad")
        or when(a, b).word in ("apart", "far")
    )


def clusters(ordered: Sequence[Report], scores: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Clusters of indexes of reports, each sorted, by their first; `scores` are of the judged pairs."""
    rules = load_link_rules()
    links = [pair for pair, score in scores.items() if score >= rules.undecided]
    parts = _parts(len(ordered), links)
    judged: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in sorted(scores):
        if parts[pair[0]] == parts[pair[1]]:
            judged[parts[pair[0]]].append(pair)
    members: dict[int, list[int]] = defaultdict(list)
    for index, part in enumerate(parts):
        members[part].append(index)
    found: list[list[int]] = []
    for part, indexes in members.items():
        found += _merge(indexes, _ties(ordered, indexes, judged[part], scores)) if judged[part] else [indexes]
    return sorted(found)


def _parts(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    parent = list(range(count))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for a, b in links:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return [root(index) for index in range(count)]


def _ties(
    ordered: Sequence[Report],
    indexes: Sequence[int],
    pairs: Iterable[tuple[int, int]],
    scores: Mapping[tuple[int, int], float],
) -> dict[int, dict[int, _Tie]]:
    """Ties of single reports: judged pairs, and the events of one article among themselves."""
    rules = load_link_rules()
    ties: dict[int, dict[int, _Tie]] = {index: {} for index in indexes}
    for a, b in pairs:
        score = scores[a, b]
        barred = score < rules.apart or (score < rules.same and told_apart(ordered[a], ordered[b]))
        ties[a][b] = ties[b][a] = _Tie(score, 1, barred)
    by_article: dict[str, list[int]] = defaultdict(list)
    for index in indexes:
        by_article[ordered[index].article].append(index)
    for events in by_article.values():
        for position, a in enumerate(events):
            for b in events[position + 1 :]:
                barred = two_happenings(ordered[a], ordered[b])
                ties[a][b] = ties[b][a] = _Tie(rules.in_one_article, 1, barred)
    return {a: {b: msgspec.structs.replace(tie) for b, tie in row.items()} for a, row in ties.items()}


def _merge(indexes: Sequence[int], ties: dict[int, dict[int, _Tie]]) -> list[list[int]]:
    """Join the two clusters with the best mean until none is good enough; a cluster is named by its first."""
    rules = load_link_rules()
    held = {index: [index] for index in indexes}
    age = dict.fromkeys(indexes, 0)
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(a: int, b: int) -> None:
        tie = ties[a][b]
        least = rules.cluster if tie.count > 1 else rules.same
        if not tie.barred and tie.mean >= least:
            low, high = min(a, b), max(a, b)
            heapq.heappush(heap, (-tie.mean, low, high, age[low], age[high]))

    for a in indexes:
        for b in ties[a]:
            if a < b:
                offer(a, b)
    while heap:
        _, low, high, of_low, of_high = heapq.heappop(heap)
        if low not in held or high not in held or (age[low], age[high]) != (of_low, of_high):
            continue
        held[low] += held.pop(high)
        age[low] += 1
        gone = ties.pop(high)
        ties[low].pop(high)
        for other, tie in gone.items():
            if other == low:
                continue
            ties[other].pop(high)
            if other in ties[low]:
                ties[low][other].add(tie)
            else:
                ties[low][other] = tie
            ties[other][low] = ties[low][other]
        for other in sorted(ties[low]):
            offer(low, other)
    return [sorted(each) for each in held.values()]
