"""What the watch counts and what that does to a corridor (data/watch); the segments of borders."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from faleme.errors import DataError

DATA = Path(__file__).resolve().parent.parent / "data"
THREATS = DATA / "watch" / "threats.toml"
CORRIDOR_RULES = DATA / "watch" / "corridors.toml"
BORDERS = DATA / "borders"


class Threat(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of act that is counted as a threat."""

    type: str
    modes: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def fits(self, type_: str, mode: str | None, tags: tuple[str, ...]) -> bool:
        if type_ != self.type or (self.modes and mode not in self.modes) or mode in self.but:
            return False
        return not self.tags or any(tag in self.tags for tag in tags)


class BorderSegment(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a border; it begins where the one before it ends. Kilometres along the line."""

    id: str
    name: str
    to_km: float


class BorderSegments(msgspec.Struct, frozen=True, kw_only=True):
    """The segments of one border in their order."""

    id: str
    segment: tuple[BorderSegment, ...]


class _Threats(msgspec.Struct, frozen=True):
    threat: tuple[Threat, ...]


def _read(path: Path, kind: type[Any]) -> Any:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"not understood: {error}", source=str(path)) from error


@cache
def load_threats(path: Path = THREATS) -> tuple[Threat, ...]:
    """The kinds of acts that are counted as threats."""
    read: _Threats = _read(path, _Threats)
    return read.threat


def is_threat(
    type_: str, mode: str | None, tags: tuple[str, ...], status: str, kinds: tuple[Threat, ...] | None = None
) -> bool:
    """Whether what was reported counts as a threat: done, and of one of the kinds (the shipped ones)."""
    if status != "occurred":
        return False
    return any(kind.fits(type_, mode, tags) for kind in (load_threats() if kinds is None else kinds))


@cache
def load_border_segments(border: str = "SEN-MLI", folder: Path = BORDERS) -> BorderSegments:
    """The segments of a border; raises DataError where they do not run on."""
    path = folder / f"{border}.toml"
    read: BorderSegments = _read(path, BorderSegments)
    ends = [segment.to_km for segment in read.segment]
    if not ends or ends != sorted(set(ends)):
        raise DataError("each segment must end behind the one before it", source=str(path))
    return read


Effect = Literal["open", "passable", "disrupted", "blocked"]


class CorridorRule(msgspec.Struct, frozen=True, kw_only=True):
    """What one kind of incident does to a segment that it lies near, and for how long (half-life in days)."""

    what: str
    effect: Effect
    type: str
    reach_km: float
    days: float
    modes: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: str = "occurred"

    def fits(self, type_: str, mode: str | None, tags: tuple[str, ...], status: str) -> bool:
        if type_ != self.type or status != self.status or mode in self.but:
            return False
        if self.modes and mode not in self.modes:
            return False
        return not self.tags or any(tag in self.tags for tag in tags)


class CorridorRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in their order; the first that an incident fits is its."""

    rule: tuple[CorridorRule, ...]
    faded: float
    read_days: int
    read_km: float

    @property
    def longest_days(self) -> int:
        """Days after which nothing counts any more."""
        return math.ceil(max(rule.days for rule in self.rule) * math.log2(1 / self.faded))

    def lasts(self, rule: CorridorRule) -> int:
        """Whole days after the first for which what a rule says still counts."""
        return math.floor(rule.days * math.log2(1 / self.faded))

    def number_of(self, type_: str, mode: str | None, tags: tuple[str, ...], status: str) -> int:
        """The number of the first rule that fits, -1 where none does."""
        fits = (n for n, rule in enumerate(self.rule) if rule.fits(type_, mode, tags, status))
        return next(fits, -1)


@cache
def load_corridor_rules(path: Path = CORRIDOR_RULES) -> CorridorRules:
    """The shipped rules, or those of a file."""
    read: CorridorRules = _read(path, CorridorRules)
    return read
