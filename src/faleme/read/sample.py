"""The sample press: short dispatches of our own on publicly reported facts, by invented outlets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from faleme.errors import DataError
from faleme.read.archive import read_inputs
from faleme.records.text import Article, SetAside

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample" / "dispatches.jsonl"


def sample() -> Iterator[Article]:
    """The dispatches in order, as articles. Raises DataError where the shipped file is damaged."""
    for item in read_inputs([str(SAMPLE)]):
        if isinstance(item, SetAside):
            raise DataError(item.message, source=item.source, line=item.line)
        yield item
