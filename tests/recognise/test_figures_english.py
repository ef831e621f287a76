"""Figures of English press text."""

from __future__ import annotations

import pytest

from faleme.recognise.figures import figures


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("At least 12 Malian soldiers died.", [(12, "soldier", "more-than")]),
        ("One hundred and twenty fuel trucks left.", [(120, "truck", "exact")]),
        ("About a dozen gunmen came.", [(12, "gunman", "about")]),
        ("Exports fell by 8.6% to 1.2 billion CFA francs.", [(-8.6, "%", "exact"), (1.2e9, "XOF", "exact")]),
        ("A loan of $5m and €3.5 billion.", [(5e6, "USD", "exact"), (3.5e9, "EUR", "exact")]),
        ("Between 10 and 15 civilians fled.", [(10, "civilian", "exact"), (15, "civilian", "exact")]),
        ("Some 40 km from the border.", [(40, "km", "about")]),
        (
            "Up to 1,200 refugees, including 300 children.",
            [(1200, "refugee", "less-than"), (300, "child", "exact")],
        ),
        ("The attack left 25 people dead and 7 wounded.", [(25, "person", "exact"), (7, "wounded", "exact")]),
    ],
)
def test_an_english_quantity_is_read(text: str, rows: list[tuple[float, str, str]]) -> None:
    assert [(f.value, f.unit, f.modifier) for f in figures(text, language="en")] == rows


@pytest.mark.parametrize(
    "text",
    [
        "The two countries talked.",
        "A 25-year-old man.",
        "A 30-day curfew.",
        "On 5 May at 10 am.",
        "Dozens of people.",
    ],
)
def test_english_dates_ages_and_vague_counts_are_left_out(text: str) -> None:
    assert figures(text, language="en") == ()
