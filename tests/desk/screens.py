"""Takes the pictures of docs/screens from a store of the sample press.

    faleme --store sqlite:///demo.db demo --no-serve
    python -m tests.desk.screens sqlite:///demo.db [map]

A second word takes only the pictures whose names begin with it.

Needs Debian's chromium, Playwright and pngquant. Look at every picture before it is committed.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from faleme.desk.app import create_app
from faleme.desk.pages.frame import article_url, incident_url
from faleme.settings import Settings
from faleme.store.sql import SqlStore, open_store
from tests.conftest import ROOT
from tests.desk.conftest import CHROMIUM_ARGUMENTS

FOLDER = ROOT / "docs" / "screens"
WIDTHS = {1280: 900, 390: 844}
PORTS = {"local": 8791, "public": 8792, "empty": 8793}
ARTICLE = "demo-029"


def serve(store: SqlStore, kind: Literal["local", "public", "empty"], today: dt.date) -> str:
    """A desk in the background; its address."""
    access: Literal["local", "public"] = "public" if kind == "public" else "local"
    app = create_app(settings=Settings(access=access), store=store, today=today, demo=kind != "empty")
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORTS[kind], log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{PORTS[kind]}"


def take(browser: Browser, address: str, name: str, *, at: str = "", **given: Any) -> None:
    """One page at both widths."""
    if not name.startswith(tuple(sys.argv[2:]) or ""):
        return
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, **given)
        page = context.new_page()
        page.goto(address)
        if name.startswith("map") and given.get("java_script_enabled", True):
            page.wait_for_selector("#map[data-ready]:not([aria-busy])")
        if name == "article" and width > 600:
            page.locator(".text .m-place").first.hover()
        page.wait_for_timeout(500)
        path = FOLDER / f"{name}-{width}.png"
        if at:
            page.locator(at).evaluate("(e) => e.scrollIntoView({block: 'start'})")
        page.screenshot(path=path)
        context.close()
        quantise = [
            "pngquant",
            "--force",
            "--ext",
            ".png",
            "--skip-if-larger",
            "--speed",
            "1",
            "64",
            str(path),
        ]
        subprocess.run(quantise, check=False)


def main(url: str) -> None:
    store = open_store(url)
    newest = max(each.published[:10] for each in store.articles() if each.published)
    today = dt.date.fromisoformat(newest) + dt.timedelta(days=1)
    near = [each for each in store.incidents() if each.place and each.place.name == "Diboli"]
    most_told = max(near, key=lambda each: (len(each.claims), each.id))
    local, public = serve(store, "local", today), serve(store, "public", today)
    pages = {
        "today": "/",
        "today-en": "/?lang=en",
        "today-full": "/?since=2025-07-01&until=2025-07-02",
        "home": "/incidents",
        "home-en": "/incidents?lang=en",
        "review": "/revue",
        "map": "/carte",
        "article": article_url(ARTICLE),
        "incident": incident_url(most_told.id),
        "articles": "/articles",
        "search": "/recherche?q=camions",
        "section": "/section/securite",
        "timeline": "/chronologie",
        "timeline-near": "/chronologie?since=2025-06-20&until=2025-07-10",
        "border": "/frontiere",
        "corridors": "/axes",
        "risk": "/risque",
        "alerts": "/alertes",
        "tokens": "/compte/jetons",
        "api": "/api",
        "feeds": "/feeds",
        "moderation": "/moderation",
        "people": "/equipe",
        "account": "/compte",
        "missing": "/nulle-part",
        "about": "/about",
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=Path("/usr/bin/chromium"), args=CHROMIUM_ARGUMENTS
        )
        for name, address in pages.items():
            take(browser, local + address, name)
        take(browser, local + incident_url(most_told.id), "decide", at="#correct")
        take(browser, f"{local}/carte", "map-dark", color_scheme="dark")
        take(browser, f"{local}/chronologie", "timeline-dark", color_scheme="dark")
        take(browser, f"{local}/", "today-dark", color_scheme="dark")
        take(browser, local + article_url(ARTICLE), "article-dark", color_scheme="dark")
        take(browser, f"{local}/carte?at=14.3,-11.9,9", "map-border")
        take(browser, f"{local}/carte?at=14.45,-12.2,12", "map-crossing", color_scheme="dark")
        take(browser, f"{local}/carte?at=15,-8,5", "map-far")
        take(browser, f"{local}/carte", "map-no-script", java_script_enabled=False)
        take(browser, public + article_url(ARTICLE), "article-public")
        take(browser, public + incident_url(most_told.id), "incident-public")
        take(browser, f"{public}/connexion", "sign-in")
        with TemporaryDirectory() as folder:
            nothing = open_store(f"sqlite:///{folder}/empty.db")
            empty = serve(nothing, "empty", today)
            take(browser, f"{empty}/", "first-run")
            take(browser, f"{empty}/chronologie", "first-run-timeline")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
