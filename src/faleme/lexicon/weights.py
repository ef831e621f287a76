"""Learned weights of an event's features: `data/<language>/event_weights.tsv`, by `bench.train_events`."""

from __future__ import annotations

from functools import cache

from faleme.errors import DataError
from faleme.lexicon.grammar import DATA


@cache
def event_weights(language: str) -> dict[str, float]:
    """Weight of each feature, empty where a language has none."""
    path = DATA / language / "event_weights.tsv"
    if not path.exists():
        return {}
    weights: dict[str, float] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith(("#", "feature\t")) or not line.strip():
                continue
            try:
                feature, weight = line.rstrip("\n").split("\t")
                weights[feature] = float(weight)
            except ValueError as error:
                raise DataError("a feature and its weight wanted", source=str(path), line=number) from error
    return weights
