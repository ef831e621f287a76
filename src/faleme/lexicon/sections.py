"""Sections as a press page has them, and what stands under which: `data/sections.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from faleme.errors import DataError

PATH = Path(__file__).resolve().parent.parent / "data" / "sections.toml"


class SectionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points for a happening that meets every condition that is given; see the data file for each."""

    why: str
    points: float
    types: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    strands: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    states: int = 0
    abroad: bool = False

    @property
    def of_mentions(self) -> bool:
        """Whether an actor named alone can meet it."""
        return bool(self.sectors) and not (
            self.types or self.modes or self.strands or self.tags or self.states or self.abroad
        )


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section: its part of an address, its names by language, the labels of outlets that mean it."""

    slug: str
    name: dict[str, str]
    words: frozenset[str]
    rule: tuple[SectionRule, ...]
    figures: frozenset[str] = frozenset()


class SectionRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All sections in the order of the menu, and how points are counted."""

    home: frozenset[str]
    least: float
    rank_weights: Annotated[tuple[float, ...], msgspec.Meta(min_length=1)]
    mention_points: float
    aside: frozenset[str]
    section: tuple[Section, ...]

    def named(self, slug: str | None) -> Section | None:
        """The section of an address, None where there is none."""
        return next((each for each in self.section if each.slug == slug), None)


@cache
def load_sections(path: Path = PATH) -> SectionRules:
    """The sections. Raises DataError where the file breaks its own format."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=SectionRules)
    except (OSError, tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise DataError(f"the sections are wrong: {error}", source=str(path)) from error
