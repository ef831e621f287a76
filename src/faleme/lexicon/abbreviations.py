"""Abbreviations whose full stop ends no sentence, from `data/abbreviations.tsv`."""

from __future__ import annotations

from functools import cache

from faleme.lexicon.grammar import DATA


@cache
def abbreviations() -> frozenset[str]:
    """The words, in lower case without their full stop."""
    with (DATA / "abbreviations.tsv").open(encoding="utf-8") as lines:
        words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return frozenset(words[1:])
