"""What belongs to which section of a brief and what stands first: `data/brief.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from faleme.errors import DataError
from faleme.lexicon.names import fold

PATH = Path(__file__).resolve().parent.parent / "data" / "brief.toml"
ALL = "all"
"""What a toll counts where it does not say whom, or counts several."""


class Parties(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who need not be named beside whom, and whose relation is watched."""

    named_groups: frozenset[str]
    nameless: frozenset[str]
    arms_of_state: frozenset[str]
    watched: tuple[str, str]


class BriefRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the comments of the data file for each number."""

    border_km: float
    corridor_km: float
    tie_km: float
    silent_days: int
    most_sources: int
    most_outlets: int
    group_days: int
    mixed_modes: frozenset[str]
    talk: frozenset[str]
    traffic: frozenset[str]
    most: dict[str, int]
    bands: dict[str, float]
    weights: dict[str, float]
    points: dict[str, float]
    parties: Parties
    counted: dict[str, tuple[str, ...]]

    def weight(self, kind: str, mode: str | None) -> float:
        """How grave an act is, by its mode, else its type."""
        own = self.weights.get(f"{kind}.{mode}") if mode else None
        return own if own is not None else self.weights.get(kind, self.weights["other"])

    def nearness(self, km: float | None) -> float:
        """Points by distance to the border."""
        return max((p for band, p in self.bands.items() if km is not None and km <= float(band)), default=0.0)

    def counted_as(self, written: str | None) -> str:
        """Whom a toll counts: soldiers, attackers, drivers, civilians, or all ('soldat + assaillant')."""
        kinds = {self._kind(part) for part in (written or "").split("+")}
        return kinds.pop() or ALL if len(kinds) == 1 else ALL

    def plainly_counted(self, written: str | None) -> str | None:
        """What is counted in our own words, None unless all of it is known to them."""
        kinds = [self._kind(part) for part in (written or "").split("+")]
        return " + ".join(kinds) if all(kinds) else None

    def _kind(self, written: str) -> str:
        word = fold(written.strip())
        return next((kind for kind, starts in self.counted.items() if word and word.startswith(starts)), "")


@cache
def load_brief_rules(path: Path = PATH) -> BriefRules:
    """The rules of the brief. Raises DataError where the file breaks its own format."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), BriefRules)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"the rules of the brief are wrong: {error}", source=str(path)) from error
