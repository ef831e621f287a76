"""A demo store as `faleme demo --no-serve` makes it, with a small table of trade beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.store.sql import open_store

pytest.importorskip("pyarrow")
pytest.importorskip("altair")

TABLE = """reporter,partner,flow,year,hs,value,currency,source
SEN,MLI,export,2022,27,60,XOF,customs
SEN,MLI,export,2022,10,40,XOF,customs
SEN,MLI,export,2023,TOTAL,120,XOF,customs
MLI,SEN,import,2023,TOTAL,125,XOF,customs
SEN,GIN,export,2023,TOTAL,60,XOF,customs
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with demo.db and table.csv."""
    made = tmp_path_factory.mktemp("notebook")
    store = open_store(f"sqlite:///{made / 'demo.db'}")
    store.add(read_articles(sample(), load()), actor="demo", at="2026-02-06T00:00:00+00:00")
    store.close()
    (made / "table.csv").write_text(TABLE, "utf-8")
    return made
