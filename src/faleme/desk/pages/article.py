"""One article: its whole text with everything marked, or what the public rule lets out."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from faleme.desk.cards import ArticleView
from faleme.desk.comments import comments_of
from faleme.desk.marks import paragraphs
from faleme.desk.near import neighbours
from faleme.desk.pages.frame import (
    DeskRequest,
    Frame,
    article_id_of,
    article_url,
    incident_url,
    missing,
)
from faleme.desk.public import ArticleShown
from faleme.desk.share import article_meta, shared
from faleme.lexicon.sections import load_sections


@get("/article/{segment:str}", sync_to_thread=True)
def article(request: DeskRequest) -> Template:
    """An article by its identifier."""
    frame = Frame(request)
    shown = frame.window.article(article_id_of(str(request.path_params["segment"])))
    if shown is None:
        raise missing()
    return _whole(frame, shown) if shown.reading else _public(frame, shown)


def _whole(frame: Frame, shown: ArticleShown) -> Template:
    assert shown.reading is not None
    view = ArticleView(shown.reading, frame.describe, frame.window.incident_of(shown.id), frame.today)
    return frame.page(
        "article.html",
        current="articles",
        title=shown.title,
        article=shown,
        authors=shown.reading.article.authors,
        paragraphs=paragraphs(shown.reading),
        view=view,
        changes=frame.desk.store.changes(shown.id) if frame.may("review") else [],
        similar=neighbours(frame.window, shown),
        **_around_it(frame, shown),
        kinds=("event", "place", "time", "figure", "actor"),
    )


def _around_it(frame: Frame, shown: ArticleShown) -> dict[str, object]:
    """What both pages have: their own address, what they say to other sites, their section."""
    path = article_url(shown.id)
    section = load_sections().named(shown.section)
    return {
        "comments": comments_of(frame, "article", shown.id),
        "shared": shared(frame, shown.title, path),
        "meta": article_meta(frame, shown.id, path, incident_url("")),
        "filed": (section.slug, section.name[frame.language]) if section else None,
    }


def _public(frame: Frame, shown: ArticleShown) -> Template:
    ids = dict.fromkeys(frame.window.incident_of(shown.id).values())
    found = [incident for each in ids if (incident := frame.window.incident(each))]
    return frame.page(
        "article_public.html",
        current="articles",
        title=shown.title,
        article=shown,
        similar=neighbours(frame.window, shown),
        **_around_it(frame, shown),
        lines=[frame.describe.line(incident, frame.today) for incident in found],
    )
