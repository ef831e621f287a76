"""Takes the pictures of the relation's page over the sample press.

faleme --store sqlite:///demo.db demo --no-serve
python -m tests.desk.screens_relation sqlite:///demo.db
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from faleme.store.sql import open_store
from tests.desk.conftest import CHROMIUM_ARGUMENTS
from tests.desk.screens import serve, take


def main(url: str) -> None:
    sys.argv[2:] = ["relation"]
    desk = serve(open_store(url), "local", dt.date(2026, 2, 6))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=Path("/usr/bin/chromium"), args=CHROMIUM_ARGUMENTS
        )
        take(browser, f"{desk}/relation?pair=SEN-MLI&lang=en", "relation", at="#picture")
        take(browser, f"{desk}/relation?pair=SEN-MLI&lang=en", "relation-record", at="#visits")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
