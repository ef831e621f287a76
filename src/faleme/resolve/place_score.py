"""The score of one candidate place, with its reasons in words."""

from __future__ import annotations

from math import cos, exp, hypot, log10, radians
from typing import NamedTuple

from faleme.lexicon.gazetteer import GazetteerPlace
from faleme.lexicon.names import name_key
from faleme.lexicon.resolution import ResolutionRules
from faleme.resolve.place_context import Surroundings

_KM_PER_DEGREE = 111.2


class Context(NamedTuple):
    """What holds for the whole text: shares of the countries it tells, the outlet's country, the weights."""

    told: dict[str, float]
    outlet: str | None
    rules: ResolutionRules
    compass: frozenset[str]

    def is_compass(self, name: str) -> bool:
        """'Centre-Nord': a region's name that many countries have."""
        return all(word in self.compass for word in name_key(name).split(" "))


class Scene(NamedTuple):
    """What holds for one toponym: its surroundings, the text, its other towns, what it lies in and near."""

    around: Surroundings
    context: Context
    anchors: list[GazetteerPlace]
    container: GazetteerPlace | None
    neighbour: GazetteerPlace | None


class Scored(NamedTuple):
    place: GazetteerPlace
    value: float
    reasons: tuple[str, ...]


def kilometres(a: GazetteerPlace, b: GazetteerPlace) -> float:
    """Distance on a flat map around the two points; good to a per cent within West Africa."""
    east = (a.lon - b.lon) * cos(radians((a.lat + b.lat) / 2))
    return hypot(a.lat - b.lat, east) * _KM_PER_DEGREE


def score(place: GazetteerPlace, key: str, scene: Scene) -> Scored:
    """Adds up what speaks for a place; see data/geo/resolution.toml for the weights."""
    around, context, rules = scene.around, scene.context, scene.context.rules
    weights = rules.weights
    value = weights["prominence"] * place.prominence + weights["population"] * log10(place.population + 1)
    if place.feature == "P.PPLC":
        value += weights["capital"]
    if not f"{name_key(place.name)} ".startswith(key + " "):
        value += weights["alternate"]
    if place.prominence == 0 and around.cue is None and not (around.article and place.level == "area"):
        value += weights["unlikely"]
    reasons = []
    for part, reason in (
        _country(place, around, context),
        _level(place, around, rules),
        _containment(place, scene.container, rules),
        _neighbourhood(place, scene.neighbour, rules),
        _nearness(place, scene.anchors, rules),
    ):
        value += part
        if reason:
            reasons.append(reason)
    if not reasons:
        reasons.append(f"best known bearer of the name (prominence {place.prominence})")
    return Scored(place, value, tuple(reasons))


def _country(place: GazetteerPlace, around: Surroundings, context: Context) -> tuple[float, str | None]:
    weights = context.rules.weights
    if around.country is not None:
        if place.country == around.country:
            return weights["country_beside"], f"{place.country} is told beside it"
        return 0.0, None
    share = context.told.get(place.country, 0.0)
    value, reason = weights["told_country"] * share, f"the text speaks of {place.country}" if share else None
    if place.country == context.outlet:
        # The outlet's country is assumed, the text's are said: where it speaks of others only, it fades.
        value += weights["outlet_country"] * (0.4 if context.told and not share else 1.0)
        reason = reason or f"the outlet is of {place.country}"
    elif not share and context.told | ({context.outlet: 1.0} if context.outlet else {}):
        value += weights["foreign"] if place.prominence <= 3 else 0.0
    return value, reason


def _level(place: GazetteerPlace, around: Surroundings, rules: ResolutionRules) -> tuple[float, str | None]:
    weights, cue = rules.weights, around.cue
    if cue is None and around.article:
        area = place.level == "area"
        return (weights["article_area"], "an area has an article") if area else (0.0, None)
    if cue is None:
        return (weights["bare_locality"], None) if place.feature[0] == "P" else (0.0, None)
    wanted = rules.features.get(cue, ())
    if place.feature in wanted:
        bonus = weights["cue_level"] + weights["cue_feature"] * (
            1 - wanted.index(place.feature) / (len(wanted) + 1)
        )
        return bonus, f"'{cue}' asks for {place.feature}"
    if place.level == rules.level_of(cue) and not (wanted and rules.level_of(cue) == "locality"):
        return weights["cue_level"] * (0.5 if wanted else 1.0), f"'{cue}' asks for {place.level}"
    if place.feature[0] == "P" and cue in rules.lenient:
        return weights["cue_level"] * 0.4, None
    return 0.0, None


def _containment(
    place: GazetteerPlace, container: GazetteerPlace | None, rules: ResolutionRules
) -> tuple[float, str | None]:
    if container is None:
        return 0.0, None
    if is_inside(place, container, rules):
        closeness = rules.weights["inside_near"] * exp(
            -kilometres(place, container) / rules.weights["inside_km"]
        )
        return rules.weights["inside"] + closeness, f"the text puts it in {container.name}"
    return rules.weights["outside"], None


def _neighbourhood(
    place: GazetteerPlace, neighbour: GazetteerPlace | None, rules: ResolutionRules
) -> tuple[float, str | None]:
    if neighbour is None:
        return 0.0, None
    distance = kilometres(place, neighbour)
    value = rules.weights["beside"] * exp(-distance / rules.weights["beside_km"])
    return (
        value,
        f"{distance:.0f} km from {neighbour.name}, which the text says is near" if value > 1 else None,
    )


def is_inside(place: GazetteerPlace, container: GazetteerPlace, rules: ResolutionRules) -> bool:
    """Whether a place lies in another: an admin parent, or closer than such a thing is wide."""
    if container.country != place.country:
        return False
    if container.name in place.admin:
        return True
    if container.feature == "A.ADM1" and place.admin:
        return False
    limit = rules.region_km if container.feature == "A.ADM1" else rules.district_km
    return kilometres(place, container) <= limit


def _nearness(
    place: GazetteerPlace, anchors: list[GazetteerPlace], rules: ResolutionRules
) -> tuple[float, str | None]:
    if not anchors:
        return 0.0, None
    nearest = min(anchors, key=lambda anchor: kilometres(place, anchor))
    distance = kilometres(place, nearest)
    # The more places a text names, the likelier that one of them is near by chance.
    value = rules.weights["near"] * exp(-distance / rules.weights["near_km"]) / len(anchors) ** 0.25
    return value, f"{distance:.0f} km from {nearest.name}, also in the text" if value > 0.5 else None
