"""Candidates: near in place and days or by rare words; and linking a part gives what linking all gives."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from faleme.link.blocks import candidates, index_keys, probe_keys
from faleme.link.incidents import link, relink
from faleme.link.traits import Page, Report, Told
from tests.made import DIBOLI, KAYES, KIDIRA, day, report


def worded(identifier: str, words: Sequence[str], **given: object) -> Report:
    made = report(identifier, f"a-{identifier}", **given)  # type: ignore[arg-type]
    told = tuple(sorted(words))
    return Report(made.event, made.article, made.published, made.source, Told(told, told), Page(told, told))


def drawn(count: int, seed: int) -> list[Report]:
    """Reports of a few happenings, some with places, some with words only."""
    chance = random.Random(seed)
    words = [f"nom{n}" for n in range(30)]
    return [
        worded(
            f"e{n}",
            chance.sample(words, 4),
            place=chance.choice((DIBOLI, KAYES, KIDIRA, None)),
            time=chance.choice((None, day(f"2025-07-0{chance.randrange(1, 9)}"))),
            published=f"2025-07-{chance.randrange(1, 29):02}",
            type=chance.choice(("ASSAULT", "CONSULT")),
        )
        for n in range(count)
    ]


def test_reports_far_in_place_and_words_are_not_compared() -> None:
    near = [report("e1", "a1"), report("e2", "a2", place=KIDIRA)]
    assert list(candidates(near)) == [(0, 1)]
    assert not list(candidates([report("e1", "a1"), report("e2", "a2", place=KAYES)]))
    assert not list(candidates([report("e1", "a1"), report("e2", "a2", time=day("2025-09-01"))]))


def test_two_reports_find_each_other_from_both_sides() -> None:
    for a, b in itertools.combinations(drawn(40, 3), 2):
        assert bool(set(probe_keys(a)) & set(index_keys(b))) == bool(set(probe_keys(b)) & set(index_keys(a)))


def test_relinking_what_a_change_touches_gives_what_linking_everything_gives() -> None:
    reports = drawn(80, 11)
    filed: dict[str, list[Report]] = defaultdict(list)
    for each in reports:
        for key in index_keys(each):
            filed[key].append(each)

    def find(keys: Sequence[str]) -> Iterable[Report]:
        return {r.event.id: r for key in keys for r in filed.get(key, ())}.values()

    everything = {incident.id: incident for incident in link(reports)}
    assert any(len(each.members) > 1 for each in everything.values())
    for changed in reports[::9]:
        part = relink([changed], find)
        assert any(m.event == changed.event.id for each in part for m in each.members)
        assert all(everything[each.id] == each for each in part)
