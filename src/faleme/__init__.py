"""Falémé: reads the press of a border region into sourced events, incidents and warnings.

>>> import faleme
>>> article = faleme.Article(id="1", title="…", text="…", published="2026-02-03", language="fr")
>>> reading = faleme.read_article(article)

>>> store = faleme.open("faleme.db")  # what a store holds, as Arrow tables (docs/15_in_a_notebook.md)

`read_article` loads gazetteer and parser once per process; `load` gives them to whoever wants to hold them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from faleme.records.event import Event
from faleme.records.incident import Incident
from faleme.records.reading import Reading
from faleme.records.text import Article
from faleme.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from faleme.notebook import Opened
    from faleme.pipeline import Resources

__all__ = ["Article", "Event", "Incident", "Reading", "__version__", "load", "open", "read_article"]


def load() -> Resources:
    """Gazetteer, border and parser: a second or two, some 400 MB; pass them to `read_article`."""
    from faleme.pipeline import load as load_resources

    return load_resources()


def read_article(article: Article, resources: Resources | None = None) -> Reading:
    """Everything that can be read out of one article (see docs/2_reading.md); never raises on any text."""
    from faleme.pipeline import read_article as read_with

    return read_with(article, resources or _held())


def open(path: str | Path, *, trade: Sequence[str | Path] = ()) -> Opened:
    """A store (file or address) to read in a notebook, with tables of trade: needs `faleme[notebook]`."""
    from faleme.notebook import Opened

    return Opened(path, trade=trade)


@functools.cache
def _held() -> Resources:
    return load()
