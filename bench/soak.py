"""A soak: rounds of new articles, linking and pages of the desk, for as long as asked.

`python -m bench.soak [MINUTES]` (10 unless told). Each round adds the sample press again under new ids and
earlier days, then asks pages that everybody sees. It prints a line a round with the memory held, and fails
where an answer is a server error or an article is lost.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import msgspec
from litestar.testing import TestClient

from faleme.desk.app import create_app
from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.settings import Settings
from faleme.store.sql import open_store

PAGES = ("/", "/incidents", "/carte", "/chronologie", "/frontiere", "/axes", "/recherche?q=Diboli")
"""What everybody may ask."""


def main() -> int:
    end = time.monotonic() + 60 * float(sys.argv[1] if len(sys.argv) > 1 else 10)
    resources, today, round_, wrong = load(), date(2026, 2, 6), 0, 0
    memory: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'soak.db'}")
        with TestClient(create_app(settings=Settings(), store=store, today=today)) as desk:
            while time.monotonic() < end or round_ < 4:
                articles = [
                    msgspec.structs.replace(
                        each, id=f"{each.id}-{round_}", published=_earlier(each.published, round_)
                    )
                    for each in sample()
                ]
                store.add(read_articles(articles, resources), actor="soak", at="2026-02-06T08:00:00Z")
                wrong += sum(desk.get(page).status_code >= 500 for page in PAGES)
                round_ += 1
                wrong += store.counts().articles != round_ * len(articles)
                memory.append(_resident())
                told = f"{store.counts().incidents} incidents, {memory[-1]} MB, {wrong} wrong"
                print(f"round {round_}: {told}", flush=True)
        store.close()
    early, late = max(memory[: max(2, len(memory) // 2)]), memory[-1]
    print(f"memory {early} MB in the first half, {late} MB at the end; {wrong} wrong")
    return int(bool(wrong))


def _earlier(published: str | None, days: int) -> str | None:
    if published is None:
        return None
    return (date.fromisoformat(published[:10]) - timedelta(days=days)).isoformat() + published[10:]


def _resident() -> int:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 1_000_000


if __name__ == "__main__":
    sys.exit(main())
