"""Toponyms to places: which of the places that bear a name is the one that this text means.

Every candidate is scored on the ground that the text gives: the feature word, the country told beside it, the
countries of the text and the outlet, the place it is said to lie in or near, the distance to the text's other
places, and how well known it is. The weights are data (data/geo/resolution.toml); a lead smaller than the
margin leaves the toponym undecided, with its candidates.
"""

from __future__ import annotations

from faleme.lexicon.gazetteer import Gazetteer, GazetteerPlace
from faleme.lexicon.names import name_key
from faleme.lexicon.resolution import ResolutionRules, load_resolution_rules
from faleme.lexicon.toponym_words import load_toponym_words
from faleme.recognise.words import words_of
from faleme.records.place import Candidate, PlaceMention, Toponym
from faleme.resolve.countries import countries_told
from faleme.resolve.place_context import Surroundings, surroundings
from faleme.resolve.place_score import Context, Scored, is_inside, kilometres, score

_MOST_CANDIDATES = 60


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
    for toponym, key, beside in zip(toponyms, keys, around, strict=True):
        container = anchors.get(keys[beside.container]) if beside.container is not None else None
        neighbour = anchors.get(keys[beside.neighbour]) if beside.neighbour is not None else None
        # One name means one place in a text, unless its surroundings say otherwise.
        same = (key, beside.cue, beside.country, beside.article, container, neighbour)
        if same not in decided:
            others = [place for other, place in anchors.items() if other != key and place.level == "locality"]
            decided[same] = _ranked(toponym, key, beside, gazetteer, context, others, (container, neighbour))
        mention = None
        if _has_to_do(decided[same][0].place, beside, context) or container is not None:
            mention = _mention(toponym, decided[same], container, rules)
        if mention is not None:
            mentions.append(mention)
    return tuple(mentions)


def _ranked(
    toponym: Toponym,
    key: str,
    around: Surroundings,
    gazetteer: Gazetteer,
    context: Context,
    anchors: list[GazetteerPlace],
    beside: tuple[GazetteerPlace | None, GazetteerPlace | None],
) -> list[Scored]:
    places = [gazetteer.place(row) for row in toponym.candidates[:_MOST_CANDIDATES]]
    scored = [score(place, key, around, context, anchors, beside) for place in places]
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
        ranked = _ranked(toponym, key, beside, gazetteer, context, [], (None, None))
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
        if kilometres(best.place, other.place) > rules.same_km:
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
        reasons=(f"the text puts it in {container.name}; its namesakes lie elsewhere",),
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
