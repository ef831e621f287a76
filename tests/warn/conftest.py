"""A store for tests of warning, on SQLite; what alerts do on PostgreSQL is in tests/store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.store.sql import SqlStore, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(f"sqlite:///{tmp_path}/desk.db")
    yield opened
    opened.close()
