"""Whether the desk answers, for whatever watches over it."""

from __future__ import annotations

from litestar import MediaType, get

from faleme.desk.pages.frame import DeskRequest
from faleme.desk.session import ALWAYS


@get("/health", opt=ALWAYS, media_type=MediaType.TEXT, sync_to_thread=True)
def health(request: DeskRequest) -> str:
    """'ok' where the store can be asked; an error of ours otherwise."""
    request.app.state.desk.store.people.find("")
    return "ok\n"
