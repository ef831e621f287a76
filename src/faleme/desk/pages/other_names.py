"""Other names of the pages, for those who guess an address in either language."""

from __future__ import annotations

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from faleme.desk.pages.frame import DeskRequest

OTHER_NAMES = {
    "/map": "/carte",
    "/search": "/recherche",
    "/licences": "/about",
    "/a-propos": "/about",
    "/review": "/revue",
}


def _redirect(path: str, page: str) -> HTTPRouteHandler:
    @get(path, sync_to_thread=False)
    def moved(request: DeskRequest) -> Redirect:
        """The page under its own name, the query kept."""
        query = request.url.query
        return Redirect(f"{page}?{query}" if query else page)

    return moved


ROUTES = tuple(_redirect(path, page) for path, page in OTHER_NAMES.items())
