"""English times in marked sentences: `[…]` is what must be found, the days stand beside."""

from __future__ import annotations

from datetime import date

import pytest

from faleme.recognise.timexes import timexes
from tests.recognise.test_timexes import unmarked

THURSDAY = date(2025, 7, 10)

SENTENCES = [
    ("The convoy was attacked [last Friday].", "2025-07-04", "2025-07-04"),
    ("The convoy was attacked on [Friday].", "2025-07-04", "2025-07-04"),
    ("The minister will travel on [Tuesday].", "2025-07-15", "2025-07-15"),
    ("Talks are scheduled for [next Monday].", "2025-07-14", "2025-07-14"),
    ("The road reopened in [early 2025].", "2025-01-01", "2025-04-30"),
    ("It opened on [1 July].", "2025-07-01", "2025-07-01"),
    ("It opened on [July 1, 2024].", "2024-07-01", "2024-07-01"),
    ("It opened on [Monday, 2 June 2025].", "2025-06-02", "2025-06-02"),
    ("They have fought since [2012].", "2012-01-01", "2025-07-10"),
    ("The post has been shut since [Monday].", "2025-07-07", "2025-07-10"),
    ("The depot burned on the [night of 5 July].", "2025-07-05", "2025-07-05"),
    ("[Two years ago] the bridge fell.", "2023-01-01", "2023-12-31"),
    ("Trade doubled in the [first quarter of 2025].", "2025-01-01", "2025-03-31"),
    ("Trade fell in the [second half of 2024].", "2024-07-01", "2024-12-31"),
    ("The fair runs from [3 to 5 March 2026].", "2026-03-03", "2026-03-05"),
    ("Trade fell from [June to August 2024].", "2024-06-01", "2024-08-31"),
    ("The work ends by the [end of the year].", "2025-12-31", "2025-12-31"),
    ("Rain came at the [end of June].", "2025-06-21", "2025-06-30"),
    ("Rain came in [mid-March].", "2025-03-11", "2025-03-20"),
    ("The line closed in the [1990s].", "1990-01-01", "1999-12-31"),
    ("Rains are due in the [coming weeks].", "2025-07-10", None),
    ("Over the [past five years] traffic grew.", "2020-07-10", "2025-07-10"),
    ("It has been closed for [several days].", None, "2025-07-10"),
    ("[Yesterday morning] the market was empty.", "2025-07-09", "2025-07-09"),
    ("Traffic fell [last month].", "2025-06-01", "2025-06-30"),
]


@pytest.mark.parametrize(("marked", "first", "last"), SENTENCES)
def test_an_english_time_is_found_with_its_days(marked: str, first: str | None, last: str | None) -> None:
    text, start, end = unmarked(marked)
    times = timexes(text, published=THURSDAY, language="en")
    assert [(text[t.start : t.end], t.from_, t.to) for t in times] == [(text[start:end], first, last)]


def test_months_after_a_dated_month_take_its_year() -> None:
    times = timexes("He came in May 2023, again in August and in October.", published=THURSDAY, language="en")
    assert [t.from_ for t in times] == ["2023-05-01", "2023-08-01", "2023-10-01"]


@pytest.mark.parametrize(
    "text",
    [
        "They may march every Monday with 2000 soldiers.",
        "Section 12 of Act no. 2024 costs 2025 dollars.",
        "It lasted two hours, from 15:30, for three days.",
        "Ten vehicles a day, 3-2, 45 % and recently nothing.",
    ],
)
def test_verbs_counts_and_sets_are_no_times(text: str) -> None:
    assert timexes(text, published=THURSDAY, language="en") == ()
