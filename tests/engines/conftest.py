"""Lakes and who answers over them: DuckDB everywhere, Spark where Java is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faleme.engines.batches import ReadSettings
from faleme.engines.lake import Lake
from faleme.engines.parts import read_part
from faleme.engines.sources import chunks_of, units_of
from tests.conftest import require
from tests.engines.press import jsonl

SPARK = pytest.param("spark", marks=pytest.mark.java)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session on two threads of this machine."""
    require("java", shutil.which("java") is not None)
    from faleme.engines.spark import session

    options = {"spark.sql.shuffle.partitions": "3", "spark.ui.showConsoleProgress": "false"}
    with session("local[2]", options=options) as found:
        yield found


@pytest.fixture(scope="session")
def read_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of the sample dispatches three times over, in several parts, not linked yet."""
    folder = tmp_path_factory.mktemp("corpus")
    for unit in units_of(str(jsonl(folder / "press.jsonl", 120)), part_bytes=30_000):
        for chunk in chunks_of(unit):
            read_part(chunk, Lake(str(folder / "lake")), ReadSettings(), "edition")
    return folder / "lake"
