"""Surges: a rise is told once, with what was counted and what was to be expected."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from faleme.assess.surges import SurgeRules, excesses, season_of, surges

QUIET = [1, 0, 2, 1, 0, 1, 1, 2, 0, 1] * 4


def test_a_steady_series_has_no_surge() -> None:
    assert surges(QUIET) == []


def test_a_rise_is_one_surge_with_its_numbers() -> None:
    found = surges([*QUIET, 6, 5, 7, 6])
    assert len(found) == 1
    assert found[0].start == len(QUIET) and found[0].end is None
    told = found[0].excess
    assert (told.weeks, told.counted) == (1, 6)
    assert 0.8 < told.expected < 1.0 and told.chance < 0.001


def test_a_surge_ends_and_the_next_rise_is_another() -> None:
    calm = [1, 0, 1, 1, 0, 2, 1, 0, 1, 1] * 3
    found = surges([*QUIET, 7, 6, *calm, 9, 9])
    assert [surge.end is None for surge in found] == [False, True]
    assert len(QUIET) < (found[0].end or 0) < len(QUIET) + 2 + len(calm)


def test_a_slow_rise_shows_over_a_longer_window() -> None:
    found = surges([0, 1, 0, 0, 1, 0, 0, 0] * 8 + [1, 1, 1, 1, 1, 1])
    assert found and found[0].excess.weeks > 1


def test_too_short_a_past_says_nothing() -> None:
    assert excesses([9] * 10) == [None] * 10
    assert surges([9] * 10) == []


def test_what_comes_later_changes_no_week_before() -> None:
    whole = excesses([*QUIET, 6, 5, 7, 6])
    assert excesses([*QUIET, 6, 5])[: len(QUIET) + 2] == whole[: len(QUIET) + 2]


def test_a_season_that_comes_back_is_no_surge() -> None:
    year = [1] * 40 + [5] * 6 + [1] * 6
    busy = np.random.default_rng(3).poisson(np.array(year * 4))
    told = [int(n) for n in busy]
    season = season_of(told, 0)
    starts = [surge.start for surge in surges(told, expected=season)]
    plain = [surge.start for surge in surges(told)]
    assert sum(start > 104 and 38 <= start % 52 < 47 for start in plain) >= 2
    assert sum(start > 104 and 38 <= start % 52 < 47 for start in starts) == 0


def test_a_season_needs_years() -> None:
    assert season_of([3] * 60, 0) == [1.0] * 60


@given(st.lists(st.integers(0, 200), max_size=140))
def test_surges_do_not_overlap_and_chances_are_chances(counts: list[int]) -> None:
    for excess in excesses(counts):
        assert excess is None or 0.0 <= excess.chance <= 1.0
    found = surges(counts, SurgeRules(least=6))
    for one, other in zip(found, found[1:], strict=False):
        assert one.end is not None and one.start < one.end <= other.start
