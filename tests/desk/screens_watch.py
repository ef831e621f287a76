"""Takes the pictures of the watch pages: days of the sample press that have something, and a made-up history.

faleme --store sqlite:///demo.db demo --no-serve
python -m tests.desk.screens_watch sqlite:///demo.db
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from faleme.store.sql import open_store
from tests.desk.conftest import CHROMIUM_ARGUMENTS
from tests.desk.screens import serve, take
from tests.desk.seed import TODAY
from tests.desk.seed_watch import watched_desk

STRETCH = "/axes?day=2025-07-02&corridor=road-dakar-bamako&from=Kidira&to=Kayes"


def main(url: str) -> None:
    sys.argv[2:] = ["watch"]
    desk = serve(open_store(url), "local", dt.date(2026, 2, 6))
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        made_up = serve(watched_desk(f"sqlite:///{folder}/history.db"), "empty", TODAY)
        browser = playwright.chromium.launch(
            executable_path=Path("/usr/bin/chromium"), args=CHROMIUM_ARGUMENTS
        )
        take(browser, f"{desk}/frontiere?day=2025-07-06", "watch-border")
        take(browser, desk + STRETCH, "watch-corridors")
        take(browser, f"{made_up}/risque", "watch-risk")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
