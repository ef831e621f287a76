"""Articles in words of our own for the tests of scale: the sample dispatches, repeated under other ids."""

from __future__ import annotations

from pathlib import Path

import msgspec

from faleme.read.sample import sample
from faleme.records.text import Article


def press(count: int) -> list[Article]:
    """So many articles: the dispatches in turn, each round under ids of its own."""
    given = list(sample())
    return [
        msgspec.structs.replace(given[n % len(given)], id=f"{given[n % len(given)].id}-{n // len(given)}")
        for n in range(count)
    ]


def lines(articles: list[Article]) -> bytes:
    return b"".join(msgspec.json.encode(each) + b"\n" for each in articles)


def jsonl(path: Path, count: int) -> Path:
    path.write_bytes(lines(press(count)))
    return path
