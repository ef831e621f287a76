"""The articles that were read, the newest first, narrowed by outlet, days and language."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec
from litestar import get
from litestar.response import Template

from faleme.desk.pages.frame import DeskRequest, Frame
from faleme.desk.pages.home import day_chosen
from faleme.desk.share import shared
from faleme.store.base import ArticlesWanted

PER_PAGE = 40
LANGUAGES_READ = ("fr", "en")


class ArticleFilters(msgspec.Struct, frozen=True):
    """What the reader asked to see; None is everything."""

    source: str | None = None
    language: str | None = None
    since: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, frame: Frame) -> ArticleFilters:
        return cls(
            frame.chosen("source"), frame.chosen("language"),
            day_chosen(frame, "since"), day_chosen(frame, "until"),
        )  # fmt: skip

    @property
    def any(self) -> bool:
        return self != ArticleFilters()

    def query(self) -> str:
        return urlencode({name: value for name, value in msgspec.structs.asdict(self).items() if value})


@get("/articles", sync_to_thread=True)
def articles(request: DeskRequest) -> Template:
    """The list of articles, page by page."""
    frame = Frame(request)
    filters = ArticleFilters.of(frame)
    wanted = ArticlesWanted(**msgspec.structs.asdict(filters))
    asked = frame.whole_number("page") or 1
    listed = frame.window.articles(first=(asked - 1) * PER_PAGE, size=PER_PAGE, wanted=wanted)
    pages = max(1, -(-listed.total // PER_PAGE))
    page = min(asked, pages)
    if page != asked:
        listed = frame.window.articles(first=(page - 1) * PER_PAGE, size=PER_PAGE, wanted=wanted)
    expected = max(0, min(PER_PAGE, listed.total - (page - 1) * PER_PAGE))
    return frame.page(
        "articles.html",
        current="articles",
        title=frame.words.say("articles_title"),
        shared=shared(frame, frame.words.say("articles_title"), "/articles", filters.query()),
        articles=listed.items,
        filters=filters,
        outlets=list(frame.window.outlets()),
        languages=LANGUAGES_READ,
        total=listed.total,
        withheld=expected > len(listed.items),
        aside=frame.window.counts().set_aside,
        page=page,
        pages=pages,
    )
