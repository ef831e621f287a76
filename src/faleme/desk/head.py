"""HEAD answered as GET without its body, on every address there is and will be."""

from __future__ import annotations

from typing import Any

from litestar import Litestar
from litestar.types import Receive, Scope, Send


class DeskApp(Litestar):
    """The application; a HEAD request never reaches a route as one."""

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
