"""Weights and radii by which toponyms are resolved, loaded from data/geo/resolution.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from faleme.lexicon.toponym_words import load_toponym_words

PATH = Path(__file__).resolve().parent.parent / "data" / "geo" / "resolution.toml"


class ResolutionRules(msgspec.Struct, frozen=True, kw_only=True):
    """See the comments of the data file for each number."""

    weights: dict[str, float]
    margin: float
    same_km: float
    same_area_km: float
    least: float
    district_km: float
    region_km: float
    near_container_km: float
    radius: dict[str, float]
    radius_class: dict[str, float]
    features: dict[str, tuple[str, ...]]
    lenient: frozenset[str]
    area_cues: frozenset[str]
    parts_of_towns: frozenset[str]

    def radius_km(self, feature: str) -> float:
        """How far from its point a place of this feature may reach."""
        feature_class, code = feature.split(".")
        return self.radius.get(code, self.radius_class[feature_class])

    def level_of(self, cue: str) -> Literal["locality", "area"]:
        return "area" if cue in self.area_cues else "locality"


@cache
def load_resolution_rules() -> ResolutionRules:
    data = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return ResolutionRules(
        weights=data["weights"],
        radius=data["radius"],
        radius_class=data["radius_class"],
        features={cue: tuple(features) for cue, features in data["features"].items()},
        parts_of_towns=frozenset(data["parts"]["of_towns"]),
        lenient=frozenset(data["lenient"]["cues"]),
        area_cues=load_toponym_words("fr").area_cues | load_toponym_words("en").area_cues,
        **data["choice"],
    )
