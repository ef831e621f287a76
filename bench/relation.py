"""The relation: agreement of strand rules and labels in both halves; a million events assessed.

Labels are by one person, by the sentence, on 100 events drawn at random from ../shared/press that the coder
reads between two countries, or a country and a body (bench/gold/strands.jsonl: ids, offsets and label, no
text). Rules were written on the half 'tune'; the other is measured only.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from bench.material import LABELS, press_by_id
from faleme.assess.dealings import stored
from faleme.assess.happenings import day_number
from faleme.assess.relation import STRANDS, relation_index
from faleme.assess.relation_turns import turns
from faleme.lexicon.relation import load_relation_rules
from faleme.pipeline import Resources, load, read_article
from faleme.records.event import Event
from faleme.store.sql import open_store

DEALINGS, YEARS = 1_000_000, 10
LAST = dt.date(2025, 12, 31)
T = TypeVar("T")
Row = dict[str, Any]


def labels() -> list[Row]:
    text = (LABELS / "strands.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def events(rows: list[Row], resources: Resources) -> list[tuple[Row, Event | None]]:
    """Each label with the event that stands on its trigger today."""
    read = {each: read_article(press_by_id()[each], resources) for each in {row["article"] for row in rows}}
    found = []
    for row in rows:
        told = (e for e in read[row["article"]].events if e.trigger and e.trigger.start == row["at"])
        found.append((row, next(told, None)))
    return found


def agreement(pairs: list[tuple[Row, Event | None]]) -> None:
    for half in ("tune", "locked"):
        told = [(row["label"], event) for row, event in pairs if row["half"] == half]
        there = [(label, said(event)) for label, event in told if event is not None]
        right = sum(a == b for a, b in there)
        of_strand = [(a, b) for a, b in there if a != "none"]
        same = sum(a == b for a, b in of_strand)
        print(
            f"{half}: {right} of {len(there)} agree (kappa {kappa(there):.2f}); of those with a strand "
            f"{same} of {len(of_strand)}; {len(told) - len(there)} no longer coded"
        )
        apart = Counter(f"{a} read as {b}" for a, b in there if a != b)
        print("  " + ", ".join(f"{count} {what}" for what, count in apart.most_common()))


def said(event: Event) -> str:
    return "none" if event.strand == "other" else event.strand


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa."""
    size = len(pairs)
    first, second = (Counter(pair[at] for pair in pairs) for at in (0, 1))
    chance = sum(first[each] * second[each] for each in first) / size**2
    return (sum(a == b for a, b in pairs) / size - chance) / (1 - chance)


def fill(path: Path) -> None:
    """A million incidents between two countries over ten years, as rows of store/pairs.py."""
    open_store(f"sqlite:///{path}").close()
    chance = np.random.default_rng(11)
    scores = load_relation_rules().score
    kinds = chance.choice(sorted(scores), DEALINGS)
    day = np.sort(chance.integers(day_number(LAST) - 365 * YEARS, day_number(LAST) + 1, DEALINGS))
    number = np.arange(DEALINGS, dtype=np.int64) * 0x9E3779B97F4A % (1 << 48)
    rows = zip(
        day.tolist(), sorted(f"inc-{each:012x}" for each in number.tolist()),
        chance.integers(-1, 2, DEALINGS).tolist(), chance.integers(0, 4, DEALINGS).tolist(),
        [scores[str(kind)] for kind in kinds], map(str, kinds), strict=True,
    )  # fmt: skip
    with sqlite3.connect(path) as connection:
        statement = "INSERT INTO dealing VALUES ('MLI', 'SEN', ?, ?, ?, ?, ?, ?, 0, 'CLEAR', '')"
        connection.executemany(statement, rows)


def timed(what: str, make: Callable[[], T]) -> T:
    start = time.perf_counter()
    made = make()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {what:<58} {time.perf_counter() - start:6.2f} s, peak {peak:,.0f} MB", flush=True)
    return made


def speed() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dealings.db"
        fill(path)
        print(f"\n{DEALINGS:,} incidents between two countries over {YEARS} years")
        store = open_store(f"sqlite:///{path}")
        told = timed("columns out of SQLite", lambda: stored(store, "SEN", "MLI"))
        since = LAST.replace(year=LAST.year - YEARS)
        index = timed(
            f"{len(STRANDS) * 4} series of {12 * YEARS + 1} months, sums and intervals",
            lambda: relation_index(told, "SEN", "MLI", since, LAST),
        )
        score_of = dict(zip(told.id.tolist(), told.score.tolist(), strict=True))
        timed("turns of four strands", lambda: [turns(index.of(each), score_of) for each in STRANDS[:4]])
        year = {"since": "2025-01-01", "until": "2025-12-31"}
        timed("sums of all pairs of the two in a year", lambda: store.pair_sums(("SEN", "MLI"), **year))
        store.close()


def main() -> None:
    pairs = events(labels(), load())
    agreement(pairs)
    speed()


if __name__ == "__main__":
    main()
