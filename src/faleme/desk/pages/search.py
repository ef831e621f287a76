"""Search: words over articles and over our own sentences, with filters in the address; no script needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from litestar import get
from litestar.response import Template

from faleme.desk.pages.frame import DeskRequest, Frame
from faleme.desk.search_place import circle_of
from faleme.desk.views import IncidentLine
from faleme.errors import JudgementError
from faleme.records.query import Query, query_of
from faleme.records.text import Span
from faleme.store.base import Circle, Found, Hit
from faleme.store.search_words import Typed, marks, typed

PER_PAGE = 20
DISTANCES_KM = (5, 10, 25, 50, 100, 200)


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a text, marked or not."""

    text: str
    marked: bool


class FoundArticle(msgspec.Struct, frozen=True):
    """An article that was found, as the page shows it."""

    hit: Hit
    title: list[Piece]
    text: list[Piece]


class FoundIncident(msgspec.Struct, frozen=True):
    """An incident that was found: its line, and our sentence with the words marked."""

    line: IncidentLine
    sentence: list[Piece]


@get("/recherche", sync_to_thread=True)
def search(request: DeskRequest) -> Template:
    """The form, and what it finds."""
    frame = Frame(request)
    query = query_of(frame.request.query_params)
    near, unknown = place_of(frame, query)
    page = frame.whole_number("page") or 1
    asked = query != Query(kind=query.kind)
    found = Found()
    if asked and not unknown:
        found = frame.window.search(query, near=near, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    pages = max(1, -(-found.total // PER_PAGE))
    acts = frame.describe.writer.acts
    return frame.page(
        "search.html",
        current="search",
        title=frame.words.say("search_title"),
        query=query,
        asked=asked,
        unknown=unknown,
        articles=[_article(hit) for hit in found.hits if hit.kind == "articles"],
        incidents=list(_incidents(frame, found.hits, typed(query.words))),
        total=found.total,
        count=_count(frame, found),
        others=[(kind, query_as(query, kind)) for kind in ("articles", "incidents")],
        page=min(page, pages),
        pages=pages,
        types=[(kind, acts.of(kind, None).name) for kind in acts.types()],
        outlets=list(frame.window.outlets()),
        distances=DISTANCES_KM,
        saves=f"/compte/recherches?{query.query()}"
        if asked and frame.asker.token and frame.may("read")
        else "",
    )


def query_as(query: Query, kind: str) -> str:
    """The same question about the other kind of finds, as a query string."""
    return query.query(kind=kind)


def place_of(frame: Frame, query: Query) -> tuple[Circle | None, str]:
    """Where the query's place is, or why that is not known."""
    try:
        return circle_of(query, frame.desk.settings.gazetteer), ""
    except JudgementError:
        return None, frame.words.say("search_no_place", place=query.place)


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """A text cut at its marks."""
    found: list[Piece] = []
    done = 0
    for span in spans:
        found += [Piece(text[done : span.start], False), Piece(text[span.start : span.end], True)]
        done = span.end
    return [each for each in (*found, Piece(text[done:], False)) if each.text]


def _article(hit: Hit) -> FoundArticle:
    return FoundArticle(hit, pieces(hit.title, hit.title_marks), pieces(hit.text, hit.text_marks))


def _incidents(frame: Frame, hits: Sequence[Hit], asked: Typed) -> Iterator[FoundIncident]:
    for hit in hits:
        found = frame.window.incident(hit.id) if hit.kind == "incidents" else None
        if found:
            line = frame.describe.line(found, frame.today)
            yield FoundIncident(line, pieces(line.sentence, marks(line.sentence, frame.language, asked)))


def _count(frame: Frame, found: Found) -> str:
    number = frame.words.number(found.total)
    return frame.words.say("list_many", count=number) if found.more else number
