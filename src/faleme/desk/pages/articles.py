"""The articles that were read, the newest first."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from faleme.desk.pages.frame import DeskRequest, Frame

PER_PAGE = 40


@get("/articles", sync_to_thread=True)
def articles(request: DeskRequest) -> Template:
    """The list of articles, page by page."""
    frame = Frame(request)
    page = frame.whole_number("page") or 1
    listed = frame.window.articles(first=(page - 1) * PER_PAGE, size=PER_PAGE)
    pages = max(1, -(-listed.total // PER_PAGE))
    expected = max(0, min(PER_PAGE, listed.total - (page - 1) * PER_PAGE))
    return frame.page(
        "articles.html",
        current="articles",
        title=frame.words.say("articles_title"),
        articles=listed.items,
        total=listed.total,
        withheld=expected > len(listed.items),
        aside=frame.window.counts().set_aside,
        page=page,
        pages=pages,
    )
