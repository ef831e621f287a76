"""A seeded desk, seen from its own machine and from outside, and a browser."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
import uvicorn
from litestar import Litestar
from litestar.testing import TestClient

from faleme.desk.app import create_app
from faleme.settings import Settings
from faleme.store.sql import SqlStore, open_store
from tests.conftest import require
from tests.desk.seed import TODAY, seeded

WIDE = {"width": 1280, "height": 900}
CHROMIUM_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class From:
    """An application as a peer at another address reaches it."""

    def __init__(self, app: Litestar, address: str) -> None:
        self._app, self._address = app, address

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope["client"] = (self._address, 50000)
        await self._app(scope, receive, send)


def visit(
    store: SqlStore,
    *,
    access: Literal["local", "public"] = "local",
    address: str = "127.0.0.1",
    host: str = "127.0.0.1",
    **settings: Any,
) -> TestClient[Any]:
    """A client of a desk, told where it sits and what it calls the desk."""
    app = create_app(settings=Settings(access=access, **settings), store=store, today=TODAY)
    return TestClient(app=From(app, address), base_url=f"http://{host}", raise_server_exceptions=False)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = seeded(f"sqlite:///{tmp_path_factory.mktemp('desk') / 'desk.db'}")
    yield store
    store.close()


@pytest.fixture
def analyst(store: SqlStore) -> TestClient[Any]:
    return visit(store)


@pytest.fixture
def public(store: SqlStore) -> TestClient[Any]:
    return visit(store, access="public", address="203.0.113.9", host="desk.example")


@pytest.fixture(scope="session")
def desk_url(store: SqlStore) -> Iterator[str]:
    """A desk served on a free port of this machine."""
    yield from served(store)


def served(store: SqlStore, settings: Settings | None = None) -> Iterator[str]:
    """The address of a desk that is served until it is let go."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    app = create_app(settings=settings or Settings(), store=store, today=TODAY, demo=settings is None)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium by Playwright; absent, a skip, unless FALEME_REQUIRE names chromium."""
    path = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        sync_playwright = None  # type: ignore[assignment]
    require("chromium", bool(path and Path(path).exists() and sync_playwright))
    assert sync_playwright is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Any, desk_url: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of the desk; what the browser complained of and asked for is on `page.heard`."""
    contexts = []

    def open_page(address: str, desk: str = desk_url, **given: Any) -> Any:
        context = browser.new_context(**({"viewport": WIDE, "reduced_motion": "reduce"} | given))
        contexts.append(context)
        page = context.new_page()
        page.heard = {"console": [], "hosts": set()}
        page.on("console", lambda message: page.heard["console"].append(message.text))
        page.on("pageerror", lambda error: page.heard["console"].append(str(error)))
        page.on("request", lambda request: page.heard["hosts"].add(urlsplit(request.url).netloc))
        page.goto(desk + address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def talk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of Modou, who moderates, and Coumba, who comments under her account."""
    from tests.desk.signed_in import add

    path = tmp_path_factory.mktemp("talk") / "talk.db"
    store = seeded(f"sqlite:///{path}")
    add(store, "Modou", "moderator")
    add(store, "Coumba", "commenter")
    store.close()
    return path


@pytest.fixture
def desk(talk_file: Path, tmp_path: Path) -> Iterator[SqlStore]:
    shutil.copy(talk_file, tmp_path / "talk.db")
    store = open_store(f"sqlite:///{tmp_path / 'talk.db'}")
    yield store
    store.close()
