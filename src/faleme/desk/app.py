"""The application of the desk: routes, templates, static files, security headers, errors in one line.

Serve it with `uvicorn.run(create_app(settings=…, store=…, today=…), host="127.0.0.1")`. No page makes a
request to another machine, and the content security policy holds the browser to it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Litestar, Response
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.exceptions import HTTPException, NotFoundException
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from faleme.brief.html import STYLES, TEMPLATES
from faleme.desk.access import proxies_of
from faleme.desk.api import acts as api_acts
from faleme.desk.api import document as api_document
from faleme.desk.api import routes as api_routes
from faleme.desk.api.problems import PREFIX as API
from faleme.desk.api.problems import problem
from faleme.desk.comment_mails import check_mail_settings
from faleme.desk.head import DeskApp
from faleme.desk.oidc import check_oidc_settings
from faleme.desk.pages import (
    about,
    alerts,
    article,
    articles,
    border,
    brief,
    comment,
    corridors,
    health,
    home,
    incident,
    map,
    moderation,
    oidc,
    other_names,
    people,
    relation,
    review,
    risk,
    saved,
    search,
    sections,
    sign_in,
    sources,
    timeline,
    tokens,
    trade,
)
from faleme.desk.pages.frame import Desk, DeskRequest, Frame, clock
from faleme.desk.policy import CONTENT_POLICY
from faleme.desk.session import ALWAYS, ChooseAPassword, SignInFirst, guard
from faleme.desk.tiles import tile_host
from faleme.records.observation import Observation
from faleme.settings import Settings
from faleme.store.base import StoreWriter

HERE = Path(__file__).resolve().parent
ROUTES = (
    *brief.ROUTES,
    home.home,
    *map.ROUTES,
    *timeline.ROUTES,
    *border.ROUTES,
    *corridors.ROUTES,
    *risk.ROUTES,
    *relation.ROUTES,
    *trade.ROUTES,
    article.article,
    articles.articles,
    search.search,
    *incident.ROUTES,
    *sections.ROUTES,
    about.about,
    review.review,
    review.decide,
    *other_names.ROUTES,
    *sign_in.ROUTES,
    *oidc.ROUTES,
    *people.ROUTES,
    *comment.ROUTES,
    *moderation.ROUTES,
    *alerts.ROUTES,
    *sources.ROUTES,
    *tokens.ROUTES,
    *saved.ROUTES,
    *api_routes.ROUTES,
    *api_acts.ROUTES,
    *api_document.ROUTES,
    health.health,
)

SECURITY_HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # An outlet need not learn who follows a link to it, or from which incident.
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_LOG = logging.getLogger("faleme.desk")


def create_app(
    *,
    settings: Settings,
    store: StoreWriter,
    today: dt.date,
    demo: bool = False,
    now: Callable[[], dt.datetime] = clock,
    trade: Iterable[Observation] = (),
) -> Litestar:
    """The desk over a store, as of a day.

    `settings.access` 'local' shows whole texts to requests from loopback, 'public' to nobody; `demo` says
    on every page that the press is invented and the day is fixed. Sessions and acts are dated by `now`.
    `trade` are the observations of the tables of trade that are loaded.
    """
    proxies_of(settings.proxies)
    check_mail_settings(settings)
    check_oidc_settings(settings)
    store.keep_columns()
    tile_host(settings.map_tiles)  # one that is no address is told now, not on the map's page
    static = create_static_files_router(
        path="/static",
        directories=[HERE / "static", STYLES],
        cache_control=CacheControlHeader(max_age=3600, public=True),
        before_request=_no_nul,
        opt=ALWAYS,
    )
    return DeskApp(
        route_handlers=[*ROUTES, static],
        template_config=TemplateConfig(directory=[HERE / "templates", TEMPLATES], engine=JinjaTemplateEngine),
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=6),
        guards=[guard],
        after_request=_finish,
        exception_handlers={HTTPException: _told, Exception: _told},
        state=State({"desk": Desk(settings, store, today, demo, now, trade=tuple(trade))}),
        openapi_config=None,
    )


async def _no_nul(request: DeskRequest) -> None:
    """A path with a NUL names no file; asked for it, the system would raise instead of saying so."""
    if "\0" in request.url.path or "%00" in request.url.path:
        raise NotFoundException()


async def _finish(response: Response[Any]) -> Response[Any]:
    """Security headers on everything; pages depend on who asks and how, so nobody keeps them."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("cache-control", "no-store")
    return response


def _told(request: DeskRequest, error: Exception) -> Response[Any]:
    """Any error as one line in the reader's language; what went wrong inside stays in the log."""
    if f"{request.url.path}/".startswith(f"{API}/"):
        answer = problem(request, error)
        answer.headers.update(SECURITY_HEADERS | {"cache-control": "no-store"})
        return answer
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status >= 500:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    if isinstance(error, ChooseAPassword):
        return _sent_on("/compte")
    if isinstance(error, SignInFirst) and request.method == "GET" and not request.url.path.startswith("/api"):
        return _sent_on(f"/connexion?{urlencode({'next': _path(request)})}")
    frame = Frame(request)
    told = status in (401, 403, 404, 405, 429, 500)
    line = frame.words.say(f"error_{status}" if told else "error_400")
    page = frame.page("error.html", current="", title=line, line=line)
    page.status_code = status
    page.headers.update(SECURITY_HEADERS | {"cache-control": "no-store"})
    return page


def _sent_on(address: str) -> Response[Any]:
    return Redirect(address, status_code=303, headers=SECURITY_HEADERS | {"cache-control": "no-store"})


def _path(request: DeskRequest) -> str:
    """The address asked for, without the desk's own name."""
    path = quote(request.url.path)
    return f"{path}?{request.url.query}" if request.url.query else path
