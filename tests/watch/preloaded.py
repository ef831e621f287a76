"""What the children of the test of kills have from the first moment: models and modules, loaded and used."""

import tempfile

import faleme.cli.watch
import faleme.deliver.courier
import faleme.warn.desk
import faleme.watch.run
from faleme.pipeline import load, read_together
from faleme.read.archive import read_page
from faleme.records.text import Article
from faleme.store.sql import open_store
from faleme.watch.discover import of_feed
from tests.watch.made import NOW, TOWNS, item, page, rss

RESOURCES = load()
of_feed(
    rss([item("https://exemple.org", "a", day=NOW)]).encode(), "https://exemple.org/", not_after="2025-07-02"
)
pages = [page(town, town).encode() for town in TOWNS]
articles = [each for raw in pages for each in read_page(raw, "a") if isinstance(each, Article)]
readings = read_together(articles, RESOURCES)
with tempfile.TemporaryDirectory() as folder:
    store = open_store(f"sqlite:///{folder}/desk.db")
    store.add(readings, actor="t", at="2025-07-02T09:00:00+00:00")  # type: ignore[arg-type]
    store.close()
__all__ = ["RESOURCES", "faleme"]
