"""The addresses of /api/v1 that read; each takes the record of `asked` that stands beside it and no more."""

from __future__ import annotations

import hashlib
from typing import TypeVar, cast

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from faleme.brief.note import Brief
from faleme.desk.access import language_of
from faleme.desk.api.admit import api
from faleme.desk.api.answers import Teller
from faleme.desk.api.asked import (
    ArticlesAsked,
    BriefAsked,
    CellsAsked,
    Filters,
    IncidentsAsked,
    K,
    PlacesAsked,
    Plain,
    SearchAsked,
    query_string,
    read,
)
from faleme.desk.api.problems import PREFIX
from faleme.desk.api.shapes import (
    ArticleList,
    ArticleWhole,
    CellList,
    Facets,
    History,
    HitList,
    IncidentList,
    IncidentWhole,
    PlaceList,
    SimilarList,
)
from faleme.desk.brief_view import Asked, days_asked
from faleme.desk.ceiling import window_of
from faleme.desk.pages.frame import Desk, DeskRequest, article_id_of
from faleme.desk.public import WholeWindow
from faleme.desk.session import asker_of
from faleme.records.person import Act, may
from faleme.store.base import Counts
from faleme.words.wording import DeskLanguage

JSON = "application/json"
T = TypeVar("T", bound=msgspec.Struct)


class Asking:
    """One request: who asks, for what, in which language, and what they see."""

    def __init__(self, request: DeskRequest, asked: Plain) -> None:
        self.desk: Desk = request.app.state.desk
        self.language: DeskLanguage = language_of(self.desk.settings, asked.lang, None)
        self.person = asker_of(request).person
        self.window = window_of(self.person, self.desk.store, self.desk.today)
        self.tell = Teller(
            self.window, self.language, self.desk.today,
            reviews=may(self.person, "review"), gazetteer=self.desk.settings.gazetteer,
        )  # fmt: skip

    @property
    def analyst(self) -> WholeWindow:
        """The window of who may review: the addresses that need one are closed to anybody else."""
        assert isinstance(self.window, WholeWindow)
        return self.window


def asking(request: DeskRequest, kind: type[K]) -> tuple[Asking, K]:
    """Who asks and for what. Raises BadParameter."""
    asked = read(request.query_params.multi_items(), kind)
    return Asking(request, asked), asked


def answer(request: DeskRequest, told: T) -> Response[T]:
    """Told as JSON with its tag, or that it is still what the caller has (304)."""
    body = msgspec.json.encode(told)
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "vary": "authorization, cookie"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return cast("Response[T]", Response(b"", status_code=304, headers=headers))
    return cast("Response[T]", Response(body, media_type=JSON, headers=headers))


def _has(held: str, tag: str) -> bool:
    """Whether a caller has it; that a proxy made the tag a weak or a strong one makes no difference."""
    tags = {each.strip().removeprefix("W/") for each in held.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags


def reading(path: str, kind: type[Plain], act: Act | None = None) -> dict[str, object]:
    """What an address that reads is declared with."""
    return {
        "path": PREFIX + path,
        "opt": api(act) | {"asks": kind},
        "sync_to_thread": True,
        "media_type": JSON,
    }


@get(**reading("/incidents", IncidentsAsked))  # type: ignore[arg-type]
def incidents(request: DeskRequest) -> Response[IncidentList]:
    who, asked = asking(request, IncidentsAsked)
    told = who.tell.incidents(asked)
    following = f"{PREFIX}/incidents?{query_string(asked, after=told.next)}" if told.next else None
    return answer(request, msgspec.structs.replace(told, next=following))


@get(**reading("/incidents/{incident_id:str}", Plain))  # type: ignore[arg-type]
def incident(request: DeskRequest, incident_id: FromPath[str]) -> Response[IncidentWhole]:
    who, _ = asking(request, Plain)
    return answer(request, who.tell.incident(incident_id))


@get(**reading("/incidents/{incident_id:str}/history", Plain, "review"))  # type: ignore[arg-type]
def history(request: DeskRequest, incident_id: FromPath[str]) -> Response[History]:
    who, _ = asking(request, Plain)
    found = who.tell.incident_seen(incident_id)
    return answer(request, History(incident=found.id, items=tuple(who.analyst.history(found.id))))


@get(**reading("/facets", Filters))  # type: ignore[arg-type]
def facets(request: DeskRequest) -> Response[Facets]:
    who, asked = asking(request, Filters)
    return answer(request, who.tell.facets(asked))


@get(**reading("/map/cells", CellsAsked))  # type: ignore[arg-type]
def cells(request: DeskRequest) -> Response[CellList]:
    who, asked = asking(request, CellsAsked)
    return answer(request, who.tell.cells(asked))


@get(**reading("/articles", ArticlesAsked))  # type: ignore[arg-type]
def articles(request: DeskRequest) -> Response[ArticleList]:
    who, asked = asking(request, ArticlesAsked)
    told = who.tell.articles(asked)
    following = f"{PREFIX}/articles?{query_string(asked, after=told.next)}" if told.next else None
    return answer(request, msgspec.structs.replace(told, next=following))


@get(**reading("/articles/{article_id:str}", Plain))  # type: ignore[arg-type]
def article(request: DeskRequest, article_id: FromPath[str]) -> Response[ArticleWhole]:
    who, _ = asking(request, Plain)
    return answer(request, who.tell.article(article_id_of(article_id)))


@get(**reading("/articles/{article_id:str}/similar", Plain))  # type: ignore[arg-type]
def similar(request: DeskRequest, article_id: FromPath[str]) -> Response[SimilarList]:
    who, _ = asking(request, Plain)
    return answer(request, who.tell.similar(article_id_of(article_id)))


@get(**reading("/search", SearchAsked))  # type: ignore[arg-type]
def search(request: DeskRequest) -> Response[HitList]:
    who, asked = asking(request, SearchAsked)
    told = who.tell.search(asked)
    following = f"{PREFIX}/search?{query_string(asked, offset=told.next)}" if told.next else None
    return answer(request, msgspec.structs.replace(told, next=following))


@get(**reading("/brief", BriefAsked))  # type: ignore[arg-type]
def brief(request: DeskRequest) -> Response[Brief]:
    who, asked = asking(request, BriefAsked)
    first, last = (each.isoformat() if each else None for each in (asked.since, asked.until))
    since, until = days_asked(first, last, who.desk.today)
    seen = Asked.by(who.person, who.desk.store, who.window, who.desk.today, who.language)
    return answer(request, seen.brief(since, until))


@get(**reading("/places", PlacesAsked))  # type: ignore[arg-type]
def places(request: DeskRequest) -> Response[PlaceList]:
    who, asked = asking(request, PlacesAsked)
    return answer(request, who.tell.places(asked))


@get(**reading("/counts", Plain))  # type: ignore[arg-type]
def counts(request: DeskRequest) -> Response[Counts]:
    who, _ = asking(request, Plain)
    return answer(request, who.window.counts())


ROUTES = (
    incidents, incident, history, facets, cells, articles, article, similar, search, brief, places, counts,
)  # fmt: skip
