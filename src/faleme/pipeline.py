"""The only file that knows the order of the steps: article in, reading out.

`read_article` is a pure function of the article and of the resources loaded once (gazetteer, parser, border):
it runs in a loop, in a process pool or on a cluster unchanged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from faleme.assess.border import Border, load_border
from faleme.assess.corridors import Corridor, load_corridors
from faleme.coding.events import code_events
from faleme.coding.figure_periods import with_periods
from faleme.coding.parse import Parser, load_parser
from faleme.lexicon.gazetteer import Gazetteer, load_gazetteer
from faleme.lexicon.publishers import publisher_of
from faleme.recognise.actors import actors
from faleme.recognise.figures import figures
from faleme.recognise.sentences import sentences
from faleme.recognise.timexes import timexes
from faleme.recognise.toponyms import toponyms
from faleme.records.event import EventPlace
from faleme.records.place import PlaceMention, Proximity
from faleme.records.reading import Reading
from faleme.records.text import Article
from faleme.resolve.actors import resolve_actors
from faleme.resolve.places import resolve_places


class Resources(msgspec.Struct, frozen=True):
    """What reading needs beside the article: loaded once, shared by all articles."""

    gazetteer: Gazetteer
    border: Border
    corridors: tuple[Corridor, ...]
    parser: Parser | None


def load(*, gazetteer: Path | None = None, parse: bool = True) -> Resources:
    """Load gazetteer (the shipped one by default), border, corridors and, unless told not to, the parser."""
    names = Gazetteer(gazetteer) if gazetteer else load_gazetteer()
    return Resources(names, load_border(), load_corridors(), load_parser() if parse else None)


def read_article(article: Article, resources: Resources) -> Reading:
    """Everything that we can read out of one article; never raises on any text."""
    language = article.language if article.language in ("fr", "en") else "fr"
    publisher = publisher_of(article.source) or publisher_of(article.url)
    country = publisher.country if publisher else None
    text = article.text
    times = timexes(text, published=published_day(article), language=language)
    found_figures = figures(text, times=times, language=language, country=country)
    names = toponyms(text, language=language, gazetteer=resources.gazetteer)
    places = resolve_places(text, names, gazetteer=resources.gazetteer, country=country, language=language)
    mentions = resolve_actors(text, actors(text, language=language), country=country, language=language)
    events = code_events(
        article,
        sentences=sentences(text),
        places=places,
        times=times,
        figures=found_figures,
        actors=mentions,
        country=country,
        parser=resources.parser if language == "fr" else None,
    )
    return Reading(
        article=article,
        events=tuple(
            msgspec.structs.replace(
                event,
                place=event.place
                and msgspec.structs.replace(event.place, proximity=_near(resources, event.place)),
            )
            for event in events
        ),
        places=tuple(msgspec.structs.replace(place, proximity=_near(resources, place)) for place in places),
        times=times,
        figures=with_periods(text, found_figures, events),
        actors=mentions,
    )


def read_articles(articles: Iterable[Article], resources: Resources) -> Iterator[Reading]:
    """Readings of articles, one by one, in their order."""
    for article in articles:
        yield read_article(article, resources)


def published_day(article: Article) -> dt.date | None:
    """The day of publication, None when the article has no (or no possible) date."""
    try:
        return dt.date.fromisoformat(article.published[:10]) if article.published else None
    except ValueError:
        return None


def _near(resources: Resources, place: PlaceMention | EventPlace) -> Proximity | None:
    """Nearness of a located place to border and corridors; none for a whole country or an undecided place."""
    if place.lat is None or place.lon is None:
        return None
    border = resources.border
    near = border.proximity(place.lat, place.lon, place.radius_km, resources.corridors)
    if near.side is None and place.country == border.side(place.lat, place.lon):
        # The point alone is too near the line to tell; the gazetteer's country says the same as its outline.
        return msgspec.structs.replace(near, side=place.country)
    return near
