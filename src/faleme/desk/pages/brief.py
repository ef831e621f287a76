"""The first page: the brief of the last days, as a page and as PDF, Markdown, JSON and a feed."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect, Template

from faleme.brief.atom import feed
from faleme.brief.markdown import markdown
from faleme.brief.note import Brief
from faleme.brief.pdf import pdf
from faleme.brief.words import brief_words
from faleme.desk.brief_view import Asked, days_asked
from faleme.desk.pages.frame import DeskRequest, Frame
from faleme.words.wording import NO_BREAK

_OF_THE_LIST = frozenset(("type", "strand", "country", "km", "page"))
"""What the list of incidents was asked by while it stood here."""
KINDS = {
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


def asked_by(frame: Frame) -> Asked:
    return Asked.by(frame.person, frame.desk.store, frame.window, frame.today, frame.language)


def _window(frame: Frame) -> tuple[dt.date, dt.date]:
    return days_asked(frame.chosen("since"), frame.chosen("until"), frame.today)


@get("/", sync_to_thread=True)
def today(request: DeskRequest) -> Template | Redirect:
    """The brief; an old address of the list of incidents leads to the list."""
    if _OF_THE_LIST & set(request.query_params):
        return Redirect(f"/incidents?{request.url.query}")
    frame = Frame(request)
    since, until = _window(frame)
    asked, length = asked_by(frame), until - since
    brief = asked.brief(since, until)
    # Only to days that have something: a chain of empty pages would lead nowhere, and for ever.
    before, after = asked.day_before(since), asked.day_after(until, frame.today)
    words = brief_words(frame.language)
    return frame.page(
        "today.html",
        current="today",
        title="" if not request.query_params else brief.title,
        brief=brief,
        note=words.say,
        query=_query(since, until),
        earlier=_query(before - length, before) if before else None,
        later=_query(after, after + length) if after else None,
        formats=(("PDF", "/brief.pdf"), ("Markdown", "/brief.md"), ("JSON", "/brief.json")),
        nothing_yet=bool(brief.empty) and before is None,
        feed=f"/feeds/brief.atom?lang={frame.language}",
        dot=f"{NO_BREAK}· ",
    )


def _file(kind: str, media_type: str) -> HTTPRouteHandler:
    @get(f"/brief.{kind}", sync_to_thread=True)
    def written(request: DeskRequest) -> Response[bytes]:
        """The brief as a file."""
        frame = Frame(request)
        brief = asked_by(frame).brief(*_window(frame))
        name = f"faleme-{brief.since}-{brief.until}.{kind}"
        return Response(
            as_file(brief, kind),
            media_type=media_type,
            headers={"content-disposition": f'inline; filename="{name}"'},
        )

    return written


def as_file(brief: Brief, kind: str) -> bytes:
    """A brief as PDF, Markdown or JSON."""
    if kind == "pdf":
        return pdf(brief)
    if kind == "md":
        return markdown(brief).encode()
    return msgspec.json.format(msgspec.json.encode(brief), indent=2) + b"\n"


@get("/feeds/brief.atom", sync_to_thread=True)
def brief_feed(request: DeskRequest) -> Response[bytes]:
    """The brief of each day that has something, as an Atom feed."""
    frame = Frame(request)
    asked = asked_by(frame)
    base = str(request.base_url).rstrip("/")
    body = feed(
        asked.days(frame.today),
        language=frame.language,
        scope="public" if asked.is_public else ",".join(asked.scope.markings or ("RED",)),
        address=f"{base}/feeds/brief.atom?lang={frame.language}",
        page_of=lambda brief: f"{base}/?{_query(brief.since, brief.until)}&lang={brief.language}",
    )
    return Response(body, media_type="application/atom+xml; charset=utf-8")


def _query(since: dt.date, until: dt.date) -> str:
    return urlencode({"since": since.isoformat(), "until": until.isoformat()})


ROUTES = (today, brief_feed, *(_file(kind, media_type) for kind, media_type in KINDS.items()))
