"""Which reports are worth comparing: those near each other in place and days, or that share rare words.

A report is found by its index keys; the keys that it looks under also hold the neighbouring cells and weeks.
Both are made of the report alone, so that a store can keep them in an index and ask for the few that matter.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from faleme.lexicon.link_rules import load_link_rules, load_word_weights
from faleme.link.relations import days_told
from faleme.link.traits import Report, published_day

_CELL = 0.5  # degrees: 55 km from south to north, as much from west to east near the equator
_STRETCH = 7  # days of a block
_TITLE_WORDS = 5


def anchors(report: Report) -> tuple[int, ...]:
    """Blocks of days of a report: by the day that it tells and by its publication."""
    rules = load_link_rules()
    told, published = days_told(report), published_day(report.published)
    found: list[dt.date] = []
    if told and (told[1] - told[0]).days <= rules.short_days:
        found.append(told[1])
    if published:
        found.append(published)
    return tuple(dict.fromkeys(day.toordinal() // _STRETCH for day in found))


def place_keys(report: Report, around: int = 0) -> Iterator[str]:
    """Cells of a located report (or its country, where it has no words) by the day told, else published."""
    place, blocks = report.event.place, anchors(report)
    if place is None or not blocks:
        return
    if place.lat is None or place.lon is None:
        if not report.told.words:
            for block in range(blocks[0] - around, blocks[0] + around + 1):
                yield f"{report.event.type}@{place.country}@{block}"
        return
    row, column = math.floor(place.lat / _CELL), math.floor(place.lon / _CELL)
    for r in range(row - around, row + around + 1):
        for c in range(column - around, column + around + 1):
            for block in range(blocks[0] - around, blocks[0] + around + 1):
                yield f"{report.event.type}@{r},{c}@{block}"


def word_keys(report: Report, around: int = 0) -> Iterator[str]:
    """The rarest words of a report with the weeks that it belongs to."""
    blocks = sorted({b + step for b in anchors(report) for step in range(-around, around + 1)})
    for word in rarest(report):
        for block in blocks:
            yield f"{report.event.type}~{word}~{block}"


def rarest(report: Report) -> tuple[str, ...]:
    """Words by which a report is found: the rarest of its evidence and of its title."""
    weight = load_word_weights()

    def top(words: Sequence[str], count: int) -> list[str]:
        return sorted((w for w in words if weight(w) > 3.0), key=lambda w: (-weight(w), w))[:count]

    return tuple(
        dict.fromkeys(top(report.told.words, load_link_rules().keys) + top(report.page.title, _TITLE_WORDS))
    )


def index_keys(report: Report) -> tuple[str, ...]:
    """Keys that a report is filed under."""
    return (*place_keys(report), *word_keys(report))


def probe_keys(report: Report) -> tuple[str, ...]:
    """Keys under which a report looks for others: its own and those around."""
    return (*place_keys(report, 1), *word_keys(report, 1))


def candidates(ordered: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """Pairs of indexes worth judging, the lower first; none within one article."""
    filed: dict[str, list[int]] = defaultdict(list)
    for index, report in enumerate(ordered):
        near = _worth(report, lambda key: filed.get(key, ()))
        for other in sorted(near):
            if ordered[other].article != report.article:
                yield other, index
        for key in index_keys(report):
            filed[key].append(index)


def _worth(report: Report, held: Callable[[str], Iterable[int]]) -> list[int]:
    """Numbers filed under enough of a report's keys: a cell, a rare word, or two words."""
    weight, rare = load_word_weights(), load_link_rules().rare
    near: Counter[int] = Counter()
    for key in place_keys(report, 1):
        near.update(dict.fromkeys(held(key), 2))
    of_word: dict[str, set[int]] = defaultdict(set)
    for key in word_keys(report, 1):
        of_word[key.split("~")[1]].update(held(key))
    for word, found in of_word.items():
        near.update(dict.fromkeys(found, 2 if weight(word) >= rare else 1))
    return [number for number, count in near.items() if count >= 2]


def _file(reports: Sequence[Report]) -> Callable[[str], Iterable[int]]:
    filed: dict[str, list[int]] = defaultdict(list)
    for number, report in enumerate(reports):
        for key in index_keys(report):
            filed[key].append(number)
    return lambda key: filed.get(key, ())


def neighbourhood(
    changed: Iterable[Report],
    find: Callable[[Sequence[str]], Iterable[Report]],
    may_be_same: Callable[[Report, Report], bool],
) -> tuple[Report, ...]:
    """All reports whose incidents can change with some: those that may be the same, and theirs in turn.

    `find` gives the kept reports filed under any of some keys (`index_keys`), as a store asks its index. To
    link the neighbourhood gives the same incidents as to link everything. Where a report is taken away or
    changed, the other members of its incident belong to `changed` too.
    """
    known: dict[str, Report] = {}
    waiting = list(changed)
    while waiting:
        report = waiting.pop()
        if report.event.id in known:
            continue
        known[report.event.id] = report
        others = sorted(find(probe_keys(report)), key=lambda other: other.key)
        for number in _worth(report, _file(others)):
            other = others[number]
            if other.article != report.article and other.event.id not in known and may_be_same(report, other):
                waiting.append(other)
    return tuple(sorted(known.values(), key=lambda report: report.key))
