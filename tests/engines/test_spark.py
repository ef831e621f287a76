"""The Spark engine: the same function, the same lake, and nothing lost when a worker dies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from faleme.engines.batches import ReadSettings, articles_batch, read_batches
from faleme.engines.lake import Lake
from faleme.engines.pool import read_local
from faleme.engines.schema import READINGS
from faleme.engines.sources import units_of
from tests.conftest import require
from tests.engines.press import jsonl, press

pytestmark = pytest.mark.java

KILLED = """
import sys
from faleme.engines.batches import ReadSettings
from faleme.engines.lake import Lake
from faleme.engines.sources import units_of
from faleme.engines.spark import read_spark, session

if __name__ == "__main__":
    options = {"spark.ui.showConsoleProgress": "false", "spark.executor.memory": "512m"}
    with session("local-cluster[2,1,2048]", options=options) as spark:
        units = units_of(sys.argv[1], part_bytes=20_000)
        done = read_spark(spark, units, Lake(sys.argv[2]), ReadSettings(), failed=lambda error: None)
        print("parts", len(done), "articles", sum(each.articles for each in done))
"""


def content(lake: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(lake)): path.read_bytes()
        for path in sorted(lake.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def undisturbed(source: Path, lake: Path) -> None:
    units = units_of(str(source), part_bytes=20_000)
    parts = read_local(units, Lake(str(lake)), ReadSettings(), workers=1, failed=pytest.fail)
    assert list(parts)


def test_a_frame_of_articles_becomes_a_frame_of_what_read_batches_gives(spark: Any) -> None:
    from faleme.engines.spark import readings_of

    articles = articles_batch(press(40))
    frame = spark.createDataFrame(pa.Table.from_batches([articles])).repartition(3)
    found = readings_of(frame).toArrow().cast(READINGS)
    [alone] = read_batches([articles])
    by_id = sorted(found.to_pylist(), key=lambda row: row["article"]["id"])
    assert by_id == sorted(alone.to_pylist(), key=lambda row: row["article"]["id"])


def test_spark_leaves_the_lake_that_the_pool_leaves_and_goes_on_with_it(spark: Any, tmp_path: Path) -> None:
    from faleme.engines.spark import read_spark

    source = jsonl(tmp_path / "press.jsonl", 80)
    undisturbed(source, tmp_path / "pool")
    units = units_of(str(source), part_bytes=20_000)
    told = [
        read_spark(spark, units, Lake(str(tmp_path / "spark")), ReadSettings(), failed=pytest.fail)
        for _ in range(2)
    ]
    assert content(tmp_path / "spark") == content(tmp_path / "pool")
    assert [any(part.known for part in parts) for parts in told] == [False, True]
    assert all(part.known for part in told[1])


def test_a_worker_that_dies_in_the_middle_costs_time_and_nothing_else(tmp_path: Path) -> None:
    require("java", shutil.which("java") is not None)
    source, lake = jsonl(tmp_path / "press.jsonl", 1200), tmp_path / "lake"
    script = tmp_path / "run.py"
    script.write_text(KILLED)
    command = [sys.executable, str(script), str(source), str(lake)]
    with (tmp_path / "log").open("w") as log:
        run = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True, cwd=tmp_path
        )
        try:
            _await_parts(lake, 5, run)
            executors = _executors(run.pid)
            assert len(executors) >= 2, executors
            os.kill(executors[0], signal.SIGKILL)
            assert run.poll() is None
            told, _ = run.communicate(timeout=150)
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)
    assert run.returncode == 0, (tmp_path / "log").read_text()[-3000:]
    assert "articles 1200" in told
    assert "Lost executor" in (tmp_path / "log").read_text()
    undisturbed(source, tmp_path / "whole")
    assert content(lake) == content(tmp_path / "whole")


def _await_parts(lake: Path, count: int, run: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and run.poll() is None:
        if len(list((lake / "_parts").glob("[!.]*.json"))) >= count:
            return
        time.sleep(0.05)
    raise AssertionError("the run was over before a worker could be killed")


def _executors(session: int) -> list[int]:
    """The Java processes of a session that are executors: of ours alone, found by their process group."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
            if os.getpgid(int(folder.name)) == session and b"CoarseGrainedExecutorBackend" in line:
                found.append(int(folder.name))
        except (OSError, ProcessLookupError):
            continue
    return sorted(found)
