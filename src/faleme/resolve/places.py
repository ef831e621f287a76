"""Toponyms to places: which of the places that bear a name is the one that this text means.

Every candidate is scored on the ground that the text gives: the feature word, the country told beside it, the
countries of the text and the outlet, the place it is said to lie in or near, the distance to the text's other
places, and how well known it is. The weights are data (data/geo/resolution.toml); a lead smaller than the
margin leaves the toponym undecided, with its candidates.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import msgspec

from faleme.lexicon.gazetteer import Gazetteer, GazetteerPlace
from faleme.lexicon.names import name_key
from faleme.lexicon.resolution import ResolutionRules, load_resolution_rules
from faleme.lexicon.toponym_words import load_toponym_words
from faleme.recognise.words import words_of
from faleme.records.place import Candidate, PlaceMention, Toponym
from faleme.resolve.countries import countries_told
from faleme.resolve.place_context import Surroundings, surroundings
from faleme.resolve.place_score import Context, Scene, Scored, is_inside, kilometres, score

_MOST_CANDIDATES = 60


class Seats(NamedTuple):
    """The places decided for a text's toponyms, and where the seat of a district lies."""

    placed: dict[int, GazetteerPlace]
    anchors: dict[str, GazetteerPlace]
    gazetteer: Gazetteer

    def seat(self, place: GazetteerPlace) -> GazetteerPlace:
        """The town of a district's name, if there is one: villages are likelier near it."""
        if place.feature[0] != "A":
            return place
        towns = [town for town in self.gazetteer.find(place.name) if town.country == place.country]
        seats = [town for town in towns if town.feature[0] == "P" and town.prominence >= 2]
        return max(seats, key=lambda town: town.prominence, default=place)


def resolve_places(
    text: str,
    toponyms: tuple[Toponym, ...],
    *,
    gazetteer: Gazetteer,
    country: str | None,
    language: str = "fr",
) -> tuple[PlaceMention, ...]:
    """The place of each toponym, in order; `country` is the outlet's (alpha-3) or None.

    A toponym that is not well known and whose bearers lie in countries that neither the text nor the outlet
    has to do with is no mention and is left out.
    """
    if not toponyms:
        return ()
    rules, lexicon = load_resolution_rules(), load_toponym_words(language)
    around = surroundings(words_of(text), toponyms, lexicon, rules)
    context = Context(countries_told(text, language), country, rules, lexicon.compass)
    keys = [name_key(toponym.name) for toponym in toponyms]
    anchors = _first_guesses(toponyms, keys, around, gazetteer, context)
    mentions: list[PlaceMention] = []
    decided: dict[tuple[object, ...], list[Scored]] = {}
    placed: dict[int, GazetteerPlace] = {}
    lacking: set[int] = set()
    # From the end, so that what a place lies in ('X, commune de Y') is known before the place itself.
    for at in range(len(toponyms) - 1, -1, -1):
        toponym, key, around_it = toponyms[at], keys[at], around[at]
        if not toponym.candidates:
            lacking.add(at)
            continue
        container = _told(around_it.container, keys, placed, anchors)
        neighbour = _told(around_it.neighbour, keys, placed, anchors)
        # One name means one place in a text, unless its surroundings say otherwise.
        same = (key, around_it.cue, around_it.country, around_it.article, container, neighbour)
        if same not in decided:
            others = [p for other, p in anchors.items() if other != key and p.level == "locality"]
            scene = Scene(around_it, context, others, container, neighbour)
            decided[same] = _best_first(toponym, key, gazetteer, scene)
        placed[at] = decided[same][0].place
        if container is None and not _has_to_do(placed[at], around_it, context):
            lacking.add(at)
        else:
            mention = _mention(toponym, decided[same], container, rules)
            mentions += [mention] if mention is not None else []
    decided_ones = Seats(placed, anchors, gazetteer)
    mentions += _unknown_places(toponyms, sorted(lacking), keys, around, mentions, decided_ones, rules)
    return tuple(sorted(mentions, key=lambda mention: mention.start))


def _unknown_places(
    toponyms: tuple[Toponym, ...],
    lacking: list[int],
    keys: list[str],
    around: tuple[Surroundings, ...],
    mentions: list[PlaceMention],
    seats: Seats,
    rules: ResolutionRules,
) -> list[PlaceMention]:
    """Names that the gazetteer lacks, where the text puts them; those that it puts nowhere are left out.

    'le village de X, commune de Y' lies in Y; 'le quartier X' in the one town that the text is about.
    """
    town, found = _town_of(mentions), []
    for at in lacking:
        toponym = toponyms[at]
        index = around[at].container if around[at].container is not None else around[at].neighbour
        told = _told(index, keys, seats.placed, seats.anchors)
        if told is not None:
            found.append(_somewhere_in(toponym, seats.seat(told), rules))
        elif town is not None and around[at].cue in rules.parts_of_towns:
            found.append(_at_town(toponym, town, rules))
    return found


def _town_of(mentions: list[PlaceMention]) -> PlaceMention | None:
    """The town that a text is about: half or more of its mentions of towns; None if there is none."""
    towns = [mention for mention in mentions if mention.level == "locality" and mention.geoname_id]
    counts = Counter(mention.geoname_id for mention in towns)
    if not counts:
        return None
    most = max(counts.values())
    if most * 2 < len(towns):
        return None
    return min((m for m in towns if counts[m.geoname_id] == most), key=lambda mention: mention.start)


def _at_town(toponym: Toponym, town: PlaceMention, rules: ResolutionRules) -> PlaceMention:
    return msgspec.structs.replace(
        town,
        start=toponym.start,
        end=toponym.end,
        name=toponym.name,
        geoname_id=None,
        feature=None,
        radius_km=rules.near_container_km,
        admin=(town.name, *town.admin),
        candidates=(),
        reasons=(f"not in the gazetteer; a '{toponym.cue}' of a text about {town.name}",),
    )


def _told(
    index: int | None, keys: list[str], placed: dict[int, GazetteerPlace], anchors: dict[str, GazetteerPlace]
) -> GazetteerPlace | None:
    """The place of the toponym at an index, as it was decided or as it was first guessed."""
    return None if index is None else placed.get(index) or anchors.get(keys[index])


def _best_first(toponym: Toponym, key: str, gazetteer: Gazetteer, scene: Scene) -> list[Scored]:
    """The scored candidates; with other spellings where none lies where the text says.

    'Missirah, dans le département de Tambacounda' is a 'Missira' of the gazetteer.
    """
    ranked = _ranked(toponym.candidates, key, gazetteer, scene)
    best = ranked[0].place
    misplaced = scene.container is not None and not is_inside(best, scene.container, scene.context.rules)
    if not misplaced and _has_to_do(best, scene.around, scene.context):
        return ranked
    rows = dict.fromkeys((*toponym.candidates, *gazetteer.rows_sounding(toponym.name)))
    return _ranked(tuple(rows), key, gazetteer, scene)


def _ranked(rows: tuple[int, ...], key: str, gazetteer: Gazetteer, scene: Scene) -> list[Scored]:
    scored = [score(gazetteer.place(row), key, scene) for row in rows[:_MOST_CANDIDATES]]
    return sorted(scored, key=lambda found: (-found.value, -found.place.population, found.place.geoname_id))


def _first_guesses(
    toponyms: tuple[Toponym, ...],
    keys: list[str],
    around: tuple[Surroundings, ...],
    gazetteer: Gazetteer,
    context: Context,
) -> dict[str, GazetteerPlace]:
    """Name to the place that it means without regard to the others, where that is clear: the anchors."""
    guesses: dict[str, GazetteerPlace] = {}
    for toponym, key, beside in zip(toponyms, keys, around, strict=True):
        if key in guesses and beside.country is None and beside.cue is None:
            continue
        if not toponym.candidates:
            continue
        ranked = _ranked(toponym.candidates, key, gazetteer, Scene(beside, context, [], None, None))
        if _lead(ranked, context.rules) >= context.rules.margin:
            guesses[key] = ranked[0].place
    return guesses


def _has_to_do(place: GazetteerPlace, beside: Surroundings, context: Context) -> bool:
    """Whether a village's country is the outlet's or spoken of; a well-known place needs no such ground.

    A region that is named after a quarter of the compass is known in its own country only.
    """
    if place.prominence >= 2 and not context.is_compass(place.name):
        return True
    known = bool(context.told) or context.outlet is not None
    return not known or place.country in (context.outlet, beside.country) or place.country in context.told


def _lead(ranked: list[Scored], rules: ResolutionRules) -> float:
    """How far the best candidate is ahead of the best one that lies elsewhere."""
    best = ranked[0]
    for other in ranked[1:]:
        both_areas = best.place.level == other.place.level == "area"
        if kilometres(best.place, other.place) > (rules.same_area_km if both_areas else rules.same_km):
            return best.value - other.value
    return float("inf")


def _mention(
    toponym: Toponym, ranked: list[Scored], container: GazetteerPlace | None, rules: ResolutionRules
) -> PlaceMention | None:
    best = ranked[0]
    if container is not None and not is_inside(best.place, container, rules):
        return _somewhere_in(toponym, container, rules)
    if best.value < rules.least and best.place.prominence <= 1:
        return None
    lead = _lead(ranked, rules)
    if lead < rules.margin:
        return _undecided(toponym, [found for found in ranked if best.value - found.value < rules.margin])
    place = best.place
    others = len({found.place.geoname_id for found in ranked}) - 1
    rivals = f"ahead of {others} other bearers of the name" if others else "the only bearer of the name"
    return PlaceMention(
        start=toponym.start,
        end=toponym.end,
        name=shown_name(place, toponym.name),
        country=place.country or None,
        lat=place.lat,
        lon=place.lon,
        level=place.level,
        geoname_id=place.geoname_id or None,
        feature=place.feature,
        radius_km=rules.radius_km(place.feature),
        admin=place.admin,
        candidates=_candidates(ranked[:5]) if others else (),
        reasons=(*best.reasons, rivals),
    )


def shown_name(place: GazetteerPlace, written: str) -> str:
    """The gazetteer's name where the text writes it or its beginning, else the name as it is written."""
    main, key = name_key(place.name), name_key(written)
    return place.name if main == key or main.startswith(key + " ") else written


def _somewhere_in(toponym: Toponym, container: GazetteerPlace, rules: ResolutionRules) -> PlaceMention:
    """A place that the text puts in another where the gazetteer has none of its name: at that point."""
    return PlaceMention(
        start=toponym.start,
        end=toponym.end,
        name=toponym.name,
        country=container.country or None,
        lat=container.lat,
        lon=container.lon,
        level="locality",
        radius_km=max(rules.radius_km(container.feature), rules.near_container_km),
        admin=(container.name, *container.admin),
        reasons=(f"the text puts it in {container.name}; the gazetteer has none of the name there",),
    )


def _undecided(toponym: Toponym, ranked: list[Scored]) -> PlaceMention:
    return PlaceMention(
        start=toponym.start,
        end=toponym.end,
        name=toponym.name,
        country=None,
        lat=None,
        lon=None,
        level=None,
        candidates=_candidates(ranked),
        reasons=(f"{len(ranked)} places of this name and no ground in the text to choose",),
    )


def _candidates(ranked: list[Scored]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            geoname_id=found.place.geoname_id,
            name=found.place.name,
            country=found.place.country,
            lat=found.place.lat,
            lon=found.place.lon,
            level=found.place.level,
            score=round(found.value, 2),
        )
        for found in ranked
    )
