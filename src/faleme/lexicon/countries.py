"""The names of countries by ISO alpha-3 code: data/countries.tsv."""

from __future__ import annotations

from functools import cache

from faleme.lexicon.grammar import DATA


@cache
def country_names(language: str) -> dict[str, str]:
    """The usual name of each country in a language ('fr', 'en')."""
    column = 1 if language == "fr" else 2
    names: dict[str, str] = {}
    for line in (DATA / "countries.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not line.startswith("#") and len(cells) > column and cells[column]:
            names[cells[0]] = cells[column].split("|")[0]
    return names
