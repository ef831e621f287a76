"""Sections as a press page has them, with their incidents and articles; and the feeds of incidents."""

from __future__ import annotations

from litestar import Response, get
from litestar.response import Template

from faleme.desk.feeds import MOST, feed_named, feeds, section_feed, written_feed
from faleme.desk.pages.brief import asked_by
from faleme.desk.pages.frame import DeskRequest, Frame, missing
from faleme.desk.pages.home import Filters, counted, page_of
from faleme.desk.share import shared, site_of
from faleme.desk.views import day_of
from faleme.lexicon.sections import load_sections
from faleme.store.base import ArticlesWanted, Wanted
from faleme.words.atom import MEDIA_TYPE

PER_PAGE = 20
ARTICLES = 15


@get("/section/{slug:str}", sync_to_thread=True)
def section(request: DeskRequest) -> Template:
    """One section: what happened, the latest day first, and its latest articles."""
    frame = Frame(request)
    found = load_sections().named(str(request.path_params["slug"]))
    if found is None:
        raise missing()
    window, words = frame.window, frame.words
    wanted = Wanted(section=found.slug, told_by=frame.today.isoformat())
    total = window.count(wanted)
    page, pages = page_of(frame, total, PER_PAGE)
    shown = window.incidents(wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    days = {day.isoformat() for each in shown if (day := day_of(each))}
    feed = section_feed(found.slug, words)
    return frame.page(
        "section.html",
        current=found.slug,
        title=found.name[frame.language],
        slug=found.slug,
        groups=frame.describe.grouped(shown, frame.today, window.articles_by_day(days)),
        total=total,
        count=counted(words, total),
        articles=window.articles(first=0, size=ARTICLES, wanted=ArticlesWanted(section=found.slug)).items,
        page=page,
        pages=pages,
        feed=feed,
        shared=shared(frame, found.name[frame.language], f"/section/{found.slug}"),
    )


@get("/feeds/{feed:str}", sync_to_thread=True)
def incidents_feed(request: DeskRequest) -> Response[bytes]:
    """A feed of incidents by its name; that of all of them can be narrowed as the list can."""
    frame = Frame(request)
    feed = feed_named(str(request.path_params["feed"]), frame.words)
    if feed is None:
        raise missing()
    filters = Filters.of(frame) if feed.name == "incidents" else Filters()
    wanted = filters.wanted() if filters.any else feed.wanted
    found = frame.window.incidents(wanted, limit=MOST)
    asked = asked_by(frame)
    sources = asked.store.sources_for({m.article for each in found for m in each.members}, asked.scope)
    told = [(each, frame.describe.line(each, frame.today)) for each in found]
    body = written_feed(feed, told, sources, words=frame.words, site=site_of(frame), query=filters.query())
    return Response(body, media_type=MEDIA_TYPE)


@get("/feeds", sync_to_thread=True)
def all_feeds(request: DeskRequest) -> Template:
    """Every feed that there is."""
    frame = Frame(request)
    return frame.page(
        "feeds.html", current="about", title=frame.words.say("feeds_title"), feeds=feeds(frame.words)
    )


ROUTES = (section, incidents_feed, all_feeds)
