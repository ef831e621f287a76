"""What the API tells, seen through a window: one function an address, for the desk and for `faleme mcp`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from faleme.assess.typed_places import load_place_book
from faleme.desk.api.asked import (
    ArticlesAsked,
    CellsAsked,
    Filters,
    IncidentsAsked,
    PlacesAsked,
    SearchAsked,
)
from faleme.desk.api.problems import NotThere
from faleme.desk.api.shapes import (
    ArticleList,
    ArticleTold,
    ArticleWhole,
    CellList,
    Facets,
    HitList,
    HitTold,
    IncidentList,
    IncidentTold,
    IncidentWhole,
    PlaceFound,
    PlaceList,
    ReportTold,
    SimilarList,
    Toll,
)
from faleme.desk.listed import MANY
from faleme.desk.map_cells import joined
from faleme.desk.near import neighbours
from faleme.desk.pages.frame import article_url, incident_url
from faleme.desk.public import ArticleShown, Window
from faleme.desk.views import QUAD_OF, Describer, day_of
from faleme.errors import JudgementError
from faleme.records.incident import Claim, Incident
from faleme.records.query import Query
from faleme.store.base import Circle, Hit
from faleme.store.search_words import Typed, marks, typed
from faleme.words.sections import section_of
from faleme.words.wording import DeskLanguage

_DESK_WORK = ("assigned", "differs", "judgements", "unseen", "on_reports")
AROUND_KM = 10.0
"""How far around a place a search looks, where nobody says."""


class Teller:
    """Tells in one language what a window shows on a day; `reviews` says whether who asks may review."""

    def __init__(
        self, window: Window, language: DeskLanguage, today: dt.date, *, reviews: bool, gazetteer: Path | None
    ) -> None:
        self.window = window
        self.language: DeskLanguage = language
        self._describe = Describer(language)
        self._today = today
        self._reviews = reviews
        self._gazetteer = gazetteer

    def incidents(self, asked: IncidentsAsked) -> IncidentList:
        """A page of incidents; the address of the next one is left to the caller."""
        after = self.incident_seen(asked.after).id if asked.after else None
        wanted = asked.wanted(after=after)
        found = self.window.incidents(wanted, limit=asked.limit + 1)
        total = self.window.count(asked.wanted())
        items = tuple(self._told(each) for each in found[: asked.limit])
        last = items[-1].id if len(found) > asked.limit else None
        return IncidentList(total=min(total, MANY), more=total > MANY, items=items, next=last)

    def incident_seen(self, identifier: str) -> Incident:
        """An incident that may be seen. Raises NotThere."""
        found = self.window.incident(identifier)
        if found is None:
            raise NotThere("incident", identifier)
        return found

    def incident(self, identifier: str) -> IncidentWhole:
        """One incident with its reports and their claims. Raises NotThere."""
        found = self.incident_seen(identifier)
        ids = list(dict.fromkeys(member.article for member in found.members))
        shown = {each: article for each in ids if (article := self.window.article(each))}
        told: dict[str, Any] = msgspec.structs.asdict(self._told(found))
        told["tolls"] = tuple(_toll(claim) for claim in _of_seen(found.claims, shown))
        return IncidentWhole(
            **told,
            reports=tuple(self._reports(found, shown)),
            withheld=len(ids) - len(shown),
            claims=tuple(_of_seen(found.claims, shown)),
            said=tuple(_of_seen(found.said, shown)),
            reasons=found.reasons,
            voices_reasons=found.voices_reasons,
            credibility_reasons=found.credibility_reasons,
            **(self._desk_work(found) if self._reviews else {}),
        )

    def facets(self, asked: Filters) -> Facets:
        """The choices that a list leaves."""
        wanted = asked.wanted()
        found = self.window.facets(wanted, "type", "strand", "status", "country")
        return Facets(**found, months=self.window.months(wanted))

    def cells(self, asked: CellsAsked) -> CellList:
        """Clusters of the map, none lying on another."""
        wanted = msgspec.structs.replace(asked.wanted(), box=None)
        return CellList(items=tuple(joined(self.window.map_cells(wanted, asked.box, asked.zoom), asked.zoom)))

    def articles(self, asked: ArticlesAsked) -> ArticleList:
        """A page of articles; one whose text is withheld is told as the public sees it, or left out."""
        if asked.after:
            self._article_seen(asked.after)
        total = self.window.articles(first=0, size=0, wanted=asked.wanted()).total
        shown: list[ArticleShown] = []
        first = 0
        # A window that withholds some of a page shows fewer: what is missing comes from further on.
        while len(shown) <= asked.limit:
            page = self.window.articles(
                first=first, size=asked.limit + 1, wanted=asked.wanted(after=asked.after)
            )
            shown += page.items
            first += asked.limit + 1
            if first >= page.total:
                break
        items = shown[: asked.limit]
        last = items[-1].id if len(shown) > asked.limit else None
        return ArticleList(total=total, items=tuple(map(_article, items)), next=last)

    def article(self, identifier: str) -> ArticleWhole:
        """One article, whole for who may read it. Raises NotThere."""
        shown = self._article_seen(identifier)
        return ArticleWhole(
            **msgspec.structs.asdict(_article(shown)),
            section=shown.section,
            incidents=self.window.incident_of(identifier),
            reading=shown.reading,
        )

    def similar(self, identifier: str) -> SimilarList:
        """Articles near to one. Raises NotThere."""
        shown = self._article_seen(identifier)
        return SimilarList(article=identifier, items=tuple(neighbours(self.window, shown)))

    def search(self, asked: SearchAsked) -> HitList:
        """A page of finds. Raises NotThere for a place that nobody knows."""
        query = asked.query
        near = self._around(query)
        found = self.window.search(query, near=near, limit=asked.limit, offset=asked.offset)
        words = typed(query.words)
        items = tuple(told for hit in found.hits if (told := self._hit(hit, words)))
        following = asked.offset + asked.limit
        more = following < found.total
        return HitList(total=found.total, more=found.more, items=items, next=str(following) if more else None)

    def places(self, asked: PlacesAsked) -> PlaceList:
        """The places of a name in the gazetteer, measured against the border and the corridors."""
        found = load_place_book(self._gazetteer).candidates(asked.name, country=asked.country)
        items = tuple(
            PlaceFound(
                name=place.name, country=place.country, lat=row.lat, lon=row.lon, level=place.level,
                feature=row.feature, geoname_id=row.geoname_id, population=row.population,
                prominence=row.prominence, admin=row.admin, radius_km=place.radius_km or 0.0,
                proximity=place.proximity,
            )
            for row, place in found[: asked.limit] if place.proximity
        )  # fmt: skip
        return PlaceList(total=len(found), items=items)

    def _around(self, query: Query) -> Circle | None:
        """Where the place of a query lies."""
        if not query.place:
            return None
        try:
            place = load_place_book(self._gazetteer).place(query.place)
        except JudgementError as error:
            raise NotThere("place", query.place) from error
        if place.lat is None or place.lon is None:
            raise NotThere("place", query.place)
        return Circle(place.lat, place.lon, query.km or max(AROUND_KM, place.radius_km or 0.0))

    def _article_seen(self, identifier: str) -> ArticleShown:
        shown = self.window.article(identifier)
        if shown is None:
            raise NotThere("article", identifier)
        return shown

    def _told(self, found: Incident) -> IncidentTold:
        day = day_of(found)
        section = section_of(found)
        return IncidentTold(
            id=found.id, page=incident_url(found.id), sentence=self._describe.writer.sentence(found),
            name=self._describe.type_name(found), type=found.type, mode=found.mode, quad=QUAD_OF[found.type],
            status=found.status, tags=found.tags, strand=found.strand,
            section=section.slug if section else None, place=found.place, time=found.time,
            day=day.isoformat() if day else None, actors=found.actors, recipients=found.recipients,
            tolls=tuple(dict.fromkeys(map(_toll, found.claims))), fatalities=found.fatalities,
            marking=found.marking, reviewed=found.reviewed, verdict=found.verdict, voices=found.voices,
            credibility=found.credibility, report_count=len(found.members),
            first_published=found.first_published,
        )  # fmt: skip

    def _reports(self, found: Incident, shown: dict[str, ArticleShown]) -> Iterator[ReportTold]:
        copies = self.window.copies(shown)
        for member in found.members:
            article = shown.get(member.article)
            if article:
                yield ReportTold(
                    event=member.event, article=article.id, page=article_url(article.id), title=article.title,
                    source=article.source, published=article.published, url=article.url,
                    marking=article.marking, copy_of=copies.get(article.id),
                )  # fmt: skip

    def _desk_work(self, found: Incident) -> dict[str, Any]:
        undecided = tuple(each for each in found.undecided if self.window.incident(each))
        return {"undecided": undecided} | {name: getattr(found, name) for name in _DESK_WORK}

    def _hit(self, hit: Hit, words: Typed) -> HitTold | None:
        if hit.kind == "articles":
            return HitTold(
                kind=hit.kind, id=hit.id, page=article_url(hit.id), day=hit.day, source=hit.source,
                language=hit.language, marking=hit.marking, title=hit.title, title_marks=hit.title_marks,
                text=hit.text, text_marks=hit.text_marks, begins=hit.begins, ends=hit.ends,
            )  # fmt: skip
        found = self.window.incident(hit.id)
        if found is None:
            return None
        sentence = self._describe.writer.sentence(found)
        return HitTold(
            kind=hit.kind, id=found.id, page=incident_url(found.id), day=hit.day, source=None,
            language=self.language, marking=found.marking, title=self._describe.type_name(found),
            title_marks=(), text=sentence, text_marks=tuple(marks(sentence, self.language, words)),
            begins=True, ends=True,
        )  # fmt: skip


def _toll(claim: Claim) -> Toll:
    return Toll(source=claim.source, fatalities=claim.fatalities, speaker=claim.speaker)


def _of_seen(claims: Iterable[Claim], shown: dict[str, ArticleShown]) -> Iterator[Claim]:
    """Claims of reports whose articles may be seen."""
    return (claim for claim in claims if claim.article in shown)


def _article(shown: ArticleShown) -> ArticleTold:
    return ArticleTold(
        id=shown.id, page=article_url(shown.id), title=shown.title, source=shown.source,
        published=shown.published, url=shown.url, language=shown.language, marking=shown.marking,
        events=shown.events, excerpt=shown.excerpt,
    )  # fmt: skip
