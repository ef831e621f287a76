"""The application: HEAD answered as GET without its body, on every address there is and will be."""

from __future__ import annotations

from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import Receive, Scope, Send
from litestar.utils.sync import AsyncCallable


class DeskApp(Litestar):
    """The application; a HEAD request never reaches a route as one."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for route in self.routes:
            if isinstance(route, HTTPRoute):
                for handler in route.route_handlers:
                    _run_in_one_thread(handler)

    async def __call__(self, scope: Scope | Any, receive: Receive | Any, send: Send | Any) -> None:
        asked: Any = scope
        if asked["type"] != "http" or asked["method"] != "HEAD":
            await super().__call__(scope, receive, send)
            return

        async def without_body(message: Any) -> None:
            if message["type"] == "http.response.body":
                message = message | {"body": b""}
            await send(message)

        await super().__call__(asked | {"method": "GET"}, receive, without_body)


def _run_in_one_thread(handler: HTTPRouteHandler) -> None:
    """Litestar 2.25 wraps a function anew for each further path and each further method of its path; what is
    wrapped twice is never run.
    """
    function: Any = handler.fn
    while isinstance(function, AsyncCallable) and isinstance(function.func, AsyncCallable):
        function = function.func
    handler._fn = function
