"""Rows of the lexicon of events: what a slip of the pen would silently change."""

from __future__ import annotations

import re

import pytest

from faleme.lexicon.review import load_review_rules
from faleme.lexicon.triggers import Row, rows

NEEDS = re.compile(r"|A|A2|Aa|Ah|Ao|AR|R|Rh|M|who|anchor|[AR]=[A-Z+]*")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_row_has_a_mode_of_its_type_and_a_need_that_the_coder_knows(language: str) -> None:
    modes = load_review_rules().modes
    wrong = [row.rule for row in rows(language) if row.mode is not None and row.mode not in modes[row.type]]
    assert wrong == []
    assert [row.rule for row in rows(language) if not NEEDS.fullmatch(row.needs)] == []
    assert [row.rule for row in rows(language) if not 0 < row.weight <= 100] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_row_stands_twice(language: str) -> None:
    seen: set[tuple[str, str, str, str | None, str]] = set()
    twice: list[Row] = []
    for row in rows(language):
        key = (row.words, row.pos, row.type, row.mode, row.needs)
        twice.extend([row] if key in seen else [])
        seen.add(key)
    assert [row.rule for row in twice] == []
