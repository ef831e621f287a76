"""Whole readings of the gold sets, scored by ../shared/gold/score.py, with a bootstrap interval of event F1.

`held` are 72 articles of ../shared/press, labelled by people who had not seen the rules and locked before
tuning (bench/gold/README.md); `train` are the ones that rules were tuned on, beside `dev`.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from bench.material import gold, score
from faleme.pipeline import Resources, load, read_article
from faleme.records.text import Article

RESAMPLES = 400


def main() -> None:
    resources = load()
    sets = sys.argv[1:] or ["dev", "example", "held"]
    with tempfile.TemporaryDirectory() as folder:
        for name in sets:
            expected = gold(name)
            if not expected:
                print(f"{name}: no labels here")
                continue
            system = Path(folder) / f"{name}.jsonl"
            write_readings(expected, system, resources)
            events = sum(len(reading["events"]) for reading in expected)
            print(f"### {name}: {len(expected)} articles, {events} events\n")
            print(score(expected, system, folder=Path(folder)))
            low, high = interval(expected, system, Path(folder))
            print(f"event F1, 95 % bootstrap over articles: {low:.1f} to {high:.1f}\n")


def write_readings(expected: list[dict[str, Any]], out: Path, resources: Resources) -> None:
    with out.open("wb") as stream:
        for reading in expected:
            article = msgspec.convert(reading["article"], Article)
            stream.write(msgspec.json.encode(read_article(article, resources)) + b"\n")


def interval(expected: list[dict[str, Any]], system: Path, folder: Path) -> tuple[float, float]:
    """2.5 and 97.5 per cent points of event F1 over resampled articles."""
    found = {}
    for line in system.read_text(encoding="utf-8").splitlines():
        reading = json.loads(line)
        found[reading["article"]["id"]] = reading
    counts = []
    one = folder / "one.jsonl"
    for reading in expected:
        one.write_text(json.dumps(found[reading["article"]["id"]]) + "\n", encoding="utf-8")
        row = json.loads(score([reading], one, "--json", "--only", "events", folder=folder))["event"]
        counts.append((row["R"] * row["gold"] / 100, row["gold"], row["system"]))
    chance = random.Random(1)
    values = []
    for _ in range(RESAMPLES):
        drawn = chance.choices(counts, k=len(counts))
        right, wanted, given = (sum(column) for column in zip(*drawn, strict=True))
        values.append(200 * right / (wanted + given) if wanted + given else 0.0)
    values.sort()
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES)]


if __name__ == "__main__":
    main()
