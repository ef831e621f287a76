"""Stores, sites, and a watch of them with a clock that the test sets."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from faleme.lexicon.publishers import Publisher
from faleme.pipeline import Resources, load, read_together
from faleme.store.sql import SqlStore, open_store
from faleme.watch.fetch import Fetcher, client_of
from faleme.watch.run import Watch
from faleme.watch.sources import sources_of
from tests.watch.made import NOW, RULES, Site, Told


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(f"sqlite:///{tmp_path}/desk.db")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def resources() -> Resources:
    return load()


@pytest.fixture
def sites() -> Iterator[Callable[[], Site]]:
    made: list[Site] = []

    def make() -> Site:
        made.append(Site())
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def site(sites: Callable[[], Site]) -> Site:
    return sites()


@pytest.fixture
def watched(store: SqlStore, resources: Resources) -> Callable[..., Told]:
    """Runs a watch of publishers once, and returns what was told."""

    def run(
        *publishers: Publisher, rules: Any = RULES, now: dt.datetime = NOW, only: Sequence[str] = (),
        **given: Any,
    ) -> Told:  # fmt: skip
        told = Told()

        async def once() -> None:
            async with client_of(rules, "https://desk.example") as client:
                watch = Watch(
                    store, sources_of(publishers, only), Fetcher(client, rules, lambda: now), rules,
                    lambda: now, teller=told,
                    **({"read": lambda articles: read_together(articles, resources)} | given),
                )  # fmt: skip
                await watch.once()

        asyncio.run(once())
        return told

    return run
