"""People in public office by their names: data/actors/officials.tsv."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from faleme.lexicon.grammar import DATA
from faleme.lexicon.names import fold


class Official(NamedTuple):
    """A public official: the name that is shown, the office in French, and what they act for."""

    name: str
    office: str
    code: str


@cache
def load_officials() -> dict[str, Official]:
    """Officials by each of their full names, folded; of two with one name the first."""
    found: dict[str, Official] = {}
    for line in (DATA / "actors" / "officials.tsv").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 3:
            continue
        for name in filter(None, cells[2].split("|")):
            found.setdefault(fold(name), Official(name, cells[1], cells[0]))
    return found
