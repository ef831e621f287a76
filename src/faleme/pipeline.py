"""The only file that knows the order of the steps: article in, reading out.

`read_article` is a pure function of the article and of the resources loaded once (gazetteer, parser, border):
it runs in a loop, in a process pool or on a cluster unchanged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from faleme.assess.border import Border, load_border
from faleme.assess.corridors import Corridor, load_corridors
from faleme.coding.events import Draft, code_events, draft_of, events_of
from faleme.coding.figure_periods import with_periods
from faleme.coding.mentions import Mentions
from faleme.coding.parse import Parser, load_parser
from faleme.lexicon.gazetteer import Gazetteer, load_gazetteer
from faleme.lexicon.publishers import publisher_of
from faleme.read.dates import iso_published
from faleme.recognise.actors import actors
from faleme.recognise.figures import figures
from faleme.recognise.sentences import sentences
from faleme.recognise.timexes import timexes
from faleme.recognise.toponyms import Names, names_in
from faleme.records.actor import ActorMention
from faleme.records.event import Event, EventPlace
from faleme.records.figure import Figure
from faleme.records.place import PlaceMention, Proximity
from faleme.records.reading import Reading
from faleme.records.text import Article, SetAside, Span
from faleme.records.time import Timex
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
    parser = load_parser() if parse else None
    return Resources(load_gazetteer(gazetteer), load_border(), load_corridors(), parser)


class _Recognised(NamedTuple):
    """What the recognisers found in an article, as a coder takes it."""

    language: str
    country: str | None
    sentences: Sequence[Span]
    places: tuple[PlaceMention, ...]
    times: tuple[Timex, ...]
    figures: tuple[Figure, ...]
    actors: tuple[ActorMention, ...]
    institutions: tuple[PlaceMention, ...]


def read_article(
    article: Article, resources: Resources, *, coder: Callable[..., tuple[Event, ...]] = code_events
) -> Reading:
    """Everything that we can read out of one article.

    It is meant never to raise on any text; a batch that must not stop on a fault of ours calls
    `read_or_set_aside`. `coder` stands in for `code_events`, so that `explain` sees what it is given.
    """
    found = _recognised(article, resources)
    events = coder(
        article,
        sentences=found.sentences,
        places=found.places,
        times=found.times,
        figures=found.figures,
        actors=found.actors,
        institutions=found.institutions,
        country=found.country,
        parser=resources.parser if found.language == "fr" else None,
    )
    return _reading(article, found, events, resources)


def _recognised(article: Article, resources: Resources) -> _Recognised:
    language = article.language if article.language in ("fr", "en") else "fr"
    publisher = publisher_of(article.source) or publisher_of(article.url)
    country = publisher.country if publisher else None
    text = article.text
    times = timexes(text, published=published_day(article), language=language)
    found_figures = figures(text, times=times, language=language, country=country)
    names = names_in(text, language=language, gazetteer=resources.gazetteer)
    places = resolve_places(
        text, names.toponyms, gazetteer=resources.gazetteer, country=country, language=language
    )
    mentions = resolve_actors(text, actors(text, language=language), country=country, language=language)
    institutions = _institutions(text, names, resources, country, language)
    return _Recognised(
        language, country, sentences(text), places, times, found_figures, mentions, institutions
    )


def _reading(
    article: Article, found: _Recognised, events: tuple[Event, ...], resources: Resources
) -> Reading:
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
        places=tuple(
            msgspec.structs.replace(place, proximity=_near(resources, place)) for place in found.places
        ),
        times=found.times,
        figures=with_periods(article.text, found.figures, events),
        actors=found.actors,
    )


def _institutions(
    text: str, names: Names, resources: Resources, country: str | None, language: str
) -> tuple[PlaceMention, ...]:
    """The towns of institutions, resolved beside the text's places, which give them their ground."""
    if not names.institutions:
        return ()
    both = tuple(sorted((*names.toponyms, *names.institutions), key=lambda name: name.start))
    starts = {name.start for name in names.institutions}
    resolved = resolve_places(text, both, gazetteer=resources.gazetteer, country=country, language=language)
    return tuple(place for place in resolved if place.start in starts)


def read_or_set_aside(article: Article, resources: Resources) -> Reading | SetAside:
    """The reading of an article, or the article set aside as `broken` where a step fails on it.

    The one broad except around one article: a fault that nobody foresaw costs that article, not the batch.
    """
    try:
        return read_article(article, resources)
    except Exception as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return SetAside(
            source=article.url or article.source or article.id,
            reason="broken",
            message=f"a fault of ours stopped reading article {article.id} ({said[:300]}); please report it",
            article=article.id,
        )


def read_together(articles: Sequence[Article], resources: Resources) -> list[Reading | SetAside]:
    """What `read_or_set_aside` gives for each of some dozens of articles, their sentences parsed together.

    A fault in any of them: all are read one by one, so that it costs the one that it is in.
    """
    try:
        drafts = [_draft(article, resources) for article in articles]
        asked = [(draft.article.text, draft.to_parse) for _, draft in drafts]
        parses = resources.parser.parse_all(asked) if resources.parser else [[] for _ in asked]
        return [
            _reading(draft.article, found, events_of(draft, each), resources)
            for (found, draft), each in zip(drafts, parses, strict=True)
        ]
    except Exception:
        return [read_or_set_aside(article, resources) for article in articles]


def _draft(article: Article, resources: Resources) -> tuple[_Recognised, Draft]:
    found = _recognised(article, resources)
    mentions = Mentions(
        places=found.places, times=found.times, figures=found.figures, actors=found.actors,
        institutions=found.institutions,
    )  # fmt: skip
    parse = resources.parser is not None and found.language == "fr"
    return found, draft_of(article, found.sentences, mentions, found.country, parse=parse)


def read_articles(articles: Iterable[Article], resources: Resources) -> Iterator[Reading]:
    """Readings of articles, one by one, in their order."""
    for article in articles:
        yield read_article(article, resources)


def published_day(article: Article) -> dt.date | None:
    """The day of publication, None when the article has no date or one that no page of the web can have."""
    published = iso_published(article.published)
    return dt.date.fromisoformat(published[:10]) if published else None


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
