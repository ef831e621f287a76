"""Words of claims about trade: `data/trade/claims.toml`, and names of countries and groups in text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

import msgspec

from faleme.lexicon.names import fold
from faleme.lexicon.trade import DATA, load_groups

_LEAST_NAME = 4


class Goods(msgspec.Struct, frozen=True):
    """A kind of goods as the press names it, and its codes of the Harmonized System."""

    id: str
    codes: tuple[str, ...]
    pattern: re.Pattern[str]


class ClaimWords(msgspec.Struct, frozen=True):
    """Patterns over folded text by name; parts and ranks that are written as words."""

    flow: dict[str, re.Pattern[str]]
    strong: re.Pattern[str]
    words: dict[str, re.Pattern[str]]
    goods: tuple[Goods, ...]
    part: dict[str, float]
    rank: dict[str, int]
    party: re.Pattern[str]
    parties: dict[str, str]


@cache
def claim_words() -> ClaimWords:
    told: dict[str, Any] = tomllib.loads((DATA / "trade" / "claims.toml").read_text(encoding="utf-8"))
    parties = _names()
    longest_first = sorted(parties, key=len, reverse=True)
    return ClaimWords(
        flow={name: _pattern(words) for name, words in told["flow"].items()},
        strong=_pattern(told["strong"]["words"]),
        words={name: _pattern(words) for name, words in told["words"].items()},
        goods=tuple(
            Goods(each["id"], tuple(each["codes"]), _pattern(each["words"])) for each in told["product"]
        ),
        part=told["part"],
        rank=told["rank"],
        party=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"),
        parties=parties,
    )


@cache
def country_codes() -> dict[str, str]:
    """ISO alpha-3 codes with a name that running text has ('MLI' is 'mali'): 'est' is no Estonia there."""
    names: dict[str, str] = {}
    for name, code in _names().items():
        names.setdefault(code, name)
    return {code: name for code, name in names.items() if len(code) == 3 and code.isalpha()}


def codes_of(product: str) -> tuple[str, ...]:
    """The codes of a kind of goods; a code stands for itself."""
    return next((each.codes for each in claim_words().goods if each.id == product), (product,))


def _pattern(words: str) -> re.Pattern[str]:
    plain = words[0].isalpha() or words.startswith("(?:re-")
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)" if plain else f"(?:{words})")


def _names() -> dict[str, str]:
    """Names and people of countries and groups, folded: 'mali', 'malien', 'malian' to MLI."""
    found: dict[str, str] = {}
    for line in (DATA / "countries.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        cells = line.split("\t")
        for name in "|".join(cells[1:5]).split("|"):
            if len(name) >= _LEAST_NAME:
                found.setdefault(fold(name), cells[0])
    for group in load_groups().values():
        for name in (group.id, *group.names):
            found.setdefault(fold(name), group.id)
    # 'Total' and 'ensemble' name the world in a column of partners, not in a sentence.
    for name in ("total", "ensemble", "w1", "ue", "eu", "continent"):
        found.pop(name, None)
    found |= {"africain": "AFRICA", "africaine": "AFRICA", "africaines": "AFRICA", "african": "AFRICA"}
    return found
