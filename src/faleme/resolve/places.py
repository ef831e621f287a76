"""Toponyms to places: which of the places that bear a name is the one that this text means.

Every candidate is scored on the ground that the text gives: the feature word, the country told beside it, the
countries of the text and the outlet, the place it is said to lie in or near, the distance to the text's other
places, and how well known it is. The weights are data (data/geo/resolution.toml); a lead smaller than the margin
leaves the toponym undecided, with its candidates.
"""

from __future__ import annotations

from typing import NamedTuple

from faleme.lexicon.gazetteer import Gazetteer, GazetteerPlace
from faleme.lexicon.names import name_key
from faleme.lexicon.resolution import ResolutionRules, load_resolution_rules
from faleme.lexicon.toponym_words import load_toponym_words
from faleme.recognise.words import words_of
from faleme.records.place import Candidate, PlaceMention, Toponym
from faleme.resolve.countries import countries_told
from faleme.resolve.place_context import Surroundings, surroundings
from faleme.resolve.place_score import Context, Scored, kilometres, score

_MOST_CANDIDATES = 60


class Group(NamedTuple):
    """The mentions of one name at one level; they mean one place ('one referent a text')."""

    key: str
    cue: str | None
    country: str | None
    container: int | None


def resolve_places(
    text: str,
    toponyms: tuple[Toponym, ...],
    *,
    gazetteer: Gazetteer,
    country: str | None,
    language: str = "fr",
) -> tuple[PlaceMention, ...]:
    """The place of each toponym, in order; `country` is the outlet's (alpha-3) or None.

    A toponym whose only bearers lie in countries that neither the text nor the outlet has to do with, and that
    is not well known, is no mention and is left out.
    """
    if not toponyms:
        return ()
    rules = load_resolution_rules()
    words = words_of(text)
    lexicon = load_toponym_words(language)
    around = surroundings(words, toponyms, lexicon, rules)
    told = countries_told(text, language)
    context = Context(told, country, rules)
    first = _first_guesses(toponyms, around, gazetteer, context)
    mentions = []
    decided: dict[tuple[object, ...], list[Scored]] = {}
    for at, toponym in enumerate(toponyms):
        container = around[at].container
        key = (
            name_key(toponym.name),
            _kind(around[at].cue, rules),
            around[at].country,
            container is not None and name_key(toponyms[container].name),
        )
        if key not in decided:
            anchors = [place for other, place in first.items() if other != name_key(toponym.name)]
            decided[key] = _ranked(
                toponym,
                around[at],
                gazetteer,
                context,
                anchors,
                first.get(name_key(toponyms[container].name)) if container is not None else None,
            )
        mention = _mention(toponym, decided[key], rules)
        if mention is not None:
            mentions.append(mention)
    return tuple(mentions)


def _kind(cue: str | None, rules: ResolutionRules) -> str | None:
    return cue if cue in rules.features or cue is None else rules.level_of(cue)


def _ranked(
    toponym: Toponym,
    around: Surroundings,
    gazetteer: Gazetteer,
    context: Context,
    anchors: list[GazetteerPlace],
    container: GazetteerPlace | None,
) -> list[Scored]:
    places = [gazetteer.place(row) for row in toponym.candidates[:_MOST_CANDIDATES]]
    key = name_key(toponym.name)
    scored = [score(place, key, around, context, anchors, container) for place in places]
    return sorted(scored, key=lambda found: (-found.value, -found.place.population, found.place.geoname_id))


def _first_guesses(
    toponyms: tuple[Toponym, ...], around: tuple[Surroundings, ...], gazetteer: Gazetteer, context: Context
) -> dict[str, GazetteerPlace]:
    """Name to the place that it means without regard to the others, where that is clear; they are the anchors."""
    guesses: dict[str, GazetteerPlace] = {}
    for toponym, beside in zip(toponyms, around, strict=True):
        key = name_key(toponym.name)
        if key in guesses and beside.country is None and beside.cue is None:
            continue
        ranked = _ranked(toponym, beside, gazetteer, context, [], None)
        if ranked and (len(ranked) == 1 or _lead(ranked, context.rules) >= context.rules.margin):
            guesses[key] = ranked[0].place
    return guesses


def _lead(ranked: list[Scored], rules: ResolutionRules) -> float:
    """How far the best candidate is ahead of the best one that lies elsewhere."""
    best = ranked[0]
    for other in ranked[1:]:
        if kilometres(best.place, other.place) > rules.same_km:
            return best.value - other.value
    return float("inf")


def _mention(toponym: Toponym, ranked: list[Scored], rules: ResolutionRules) -> PlaceMention | None:
    best = ranked[0]
    if best.value < rules.least and best.place.prominence <= 1:
        return None
    lead = _lead(ranked, rules)
    if lead < rules.margin:
        return _undecided(toponym, [found for found in ranked if best.value - found.value < rules.margin])
    place = best.place
    others = len({found.place.geoname_id for found in ranked}) - 1
    reasons = best.reasons + (
        (f"ahead of {others} other bearers of the name",) if others else ("the only bearer",)
    )
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
        reasons=reasons,
    )


def shown_name(place: GazetteerPlace, written: str) -> str:
    """The gazetteer's name where the text writes that name or a part of it, else the name as it is written."""
    main, key = name_key(place.name), name_key(written)
    return place.name if main == key or main.startswith(key + " ") else written


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
