"""What holds for every text, and the score on the shared gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.recognise.figures import figures
from faleme.records.time import Timex

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold" / "dev.jsonl"

PIECES = """12 3,5 1 990 2024 deux vingt cents million milliards de d’ dont et contre à entre plus
moins environ morts % FCFA km points hausse baisse ( ) - – , . les un une dizaine autres blessés
27garçons $ € soldats of and nombre"""
WORDS = st.sampled_from([*PIECES.split(), "\n\n", " "])
TEXT = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))


@given(
    TEXT,
    st.sampled_from(["fr", "en", "other"]),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30)), max_size=3),
)
@settings(max_examples=300, deadline=None)
def test_no_text_raises_and_every_span_quotes_it(
    text: str, language: str, spans: list[tuple[int, int]]
) -> None:
    times = [
        Timex(start=a, end=min(a + n, len(text)), from_="2025-01-01", to=None, grain="year", rule="any")
        for a, n in spans
        if a < len(text)
    ]
    found = figures(text, times=times, language=language)
    assert found == figures(text, times=times, language=language)
    starts = [figure.start for figure in found]
    assert starts == sorted(starts)
    for figure in found:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.measures is None or figure.measures in text
        assert figure.unit


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.exists(), reason="the shared gold is not beside the checkout")
def test_the_gold_articles_keep_their_figures() -> None:
    right = wanted = given_ = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        reading = json.loads(line)
        times = [
            Timex(start=t["start"], end=t["end"], from_=t["from"], to=t["to"], grain="stretch", rule="gold")
            for t in reading["times"]
        ]
        found = {(f.value, f.unit, f.from_, f.to) for f in figures(reading["article"]["text"], times=times)}
        gold = {(f["value"], f["unit"], f["from"], f["to"]) for f in reading["figures"]}
        right, wanted, given_ = right + len(found & gold), wanted + len(gold), given_ + len(found)
    assert 2 * right / (wanted + given_) >= 0.92
