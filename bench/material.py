"""What the benches read: ../shared and the labels of bench/gold, whose texts are joined in by id."""

from __future__ import annotations

import functools
import gzip
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from faleme.records.text import Article

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
LABELS = Path(__file__).resolve().parent / "gold"


def press(name: str = "*") -> Iterator[Article]:
    """Articles of ../shared/press in the order of the files."""
    for path in sorted((SHARED / "press").glob(f"{name}.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield msgspec.json.decode(line, type=Article)


@functools.cache
def press_by_id() -> dict[str, Article]:
    return {article.id: article for article in press()}


def gold(name: str) -> list[dict[str, Any]]:
    """Readings of a gold set with their texts: `dev`, `example`, or the prefix of files in bench/gold."""
    shared_file = SHARED / "gold" / f"{name}.jsonl"
    if shared_file.exists():
        return [json.loads(line) for line in shared_file.read_text(encoding="utf-8").splitlines()]
    readings = []
    for path in sorted(LABELS.glob(f"{name}_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            reading = json.loads(line)
            article = press_by_id()[reading["article"]["id"]]
            readings.append(reading | {"article": msgspec.to_builtins(article)})
    return readings


def score(expected: Iterable[dict[str, Any]], system: Path, *options: str, folder: Path) -> str:
    """The table of ../shared/gold/score.py for readings in `system`."""
    gold_file = folder / "expected.jsonl"
    with gold_file.open("w", encoding="utf-8") as out:
        for reading in expected:
            out.write(json.dumps(reading, ensure_ascii=False) + "\n")
    command = [sys.executable, str(SHARED / "gold" / "score.py"), str(gold_file), str(system), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
