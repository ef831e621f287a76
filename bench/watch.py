"""A million incidents watched: read from the store as columns, then every series, state and chance.

All of them are threats or do something to a corridor (the worst case: of a press's incidents about half are
looked at), over ten years, at eight thousand places around the border.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from faleme.assess.border import load_border
from faleme.assess.border_watch import watch_border
from faleme.assess.corridor_evidence import CorridorEvidence
from faleme.assess.corridors import load_corridors
from faleme.assess.detours import load_roads
from faleme.assess.happenings import day_number, stored, week_of
from faleme.assess.risk_now import risk_now
from faleme.lexicon.watch import load_corridor_rules
from faleme.store.sql import open_store

INCIDENTS, PLACES, YEARS = 1_000_000, 8_000, 10
LAST = dt.date(2025, 12, 31)
BAR_SECONDS = 10.0
T = TypeVar("T")
_spent: dict[str, float] = {}
_worked: dict[str, float] = {}
"""Seconds of the processor: what the clock shows where others use the machine too is more."""


def timed(what: str, make: Callable[[], T]) -> T:
    start, worked = time.perf_counter(), time.process_time()
    made = make()
    _spent[what], _worked[what] = time.perf_counter() - start, time.process_time() - worked
    print(f"  {what:<58} {_spent[what]:6.2f} s  ({_worked[what]:.2f} s of work)", flush=True)
    return made


def fill(path: Path) -> None:
    """Rows as store/listing.py makes them of incidents."""
    open_store(f"sqlite:///{path}").close()
    chance = np.random.default_rng(7)
    lat, lon = chance.uniform(11.0, 17.5, PLACES).round(5), chance.normal(-11.5, 2.2, PLACES).round(5)
    km = load_border().distances_km(lat, lon).round(3)
    radius = chance.choice([1.0, 3.0, 60.0], PLACES, p=[0.7, 0.25, 0.05])
    place = np.minimum((chance.pareto(0.35, INCIDENTS)).astype(int), PLACES - 1)
    chance.shuffle(place)
    place = np.where(chance.random(INCIDENTS) < 0.5, place, chance.integers(0, PLACES, INCIDENTS))
    last = day_number(LAST)
    day = np.sort(chance.integers(last - 365 * YEARS, last + 1, INCIDENTS))
    kinds = load_corridor_rules().rule
    rule = chance.integers(-1, len(kinds), INCIDENTS)
    attack = [n for n, each in enumerate(kinds) if each.type == "ASSAULT"]
    rule = np.where(chance.random(INCIDENTS) < 0.8, chance.choice(attack, INCIDENTS), rule)
    threat = np.isin(rule, [-1, *attack])
    dead = chance.integers(0, 12, INCIDENTS)
    number = np.arange(INCIDENTS, dtype=np.int64) * 0x9E3779B97F4A % (1 << 48)
    ids = sorted(f"inc-{each:012x}" for each in number.tolist())
    columns = (
        day, ids, day + chance.integers(0, 3, INCIDENTS), lat[place], lon[place], radius[place], km[place],
        dead, threat, rule,
    )  # fmt: skip
    rows = zip(*(each if isinstance(each, list) else each.tolist() for each in columns), strict=True)
    with sqlite3.connect(path) as connection:
        statement = f"INSERT INTO watched_incident VALUES ({','.join('?' * 10)},'CLEAR','')"
        connection.executemany(statement, rows)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "watch.db"
        start = time.perf_counter()
        fill(path)
        print(f"{INCIDENTS:,} incidents written in {time.perf_counter() - start:.0f} s (not counted)\n")
        store = open_store(f"sqlite:///{path}")
        load_border(), load_corridors(), load_roads()  # a process reads its geography once
        watch(store)
        store.close()


def watch(store: Any) -> None:
    told = timed("columns out of SQLite", lambda: stored(store))
    weeks = 52 * YEARS
    border = timed(
        f"border: series, surges and levels over {weeks} weeks", lambda: watch_border(told, LAST, weeks=weeks)
    )
    first = int(week_of(told.day[:1])[0])

    def states() -> list[Any]:
        return [CorridorEvidence(each, told).weekly(first, weeks) for each in load_corridors()]

    by_week = timed(f"corridors: every segment's state in {weeks} weeks", states)
    risk = timed("risk: 7 and 30 days by segment and cell, back-tested", lambda: risk_now(told, LAST))
    total = sum(_spent.values())
    series = len(border.segments) + len(border.whole)
    cells = sum(len(each.chances) for each in risk if each.horizon == 7)
    print(
        f"\n  {len(told):,} incidents: {series} series of {weeks} weeks, "
        f"{sum(map(len, by_week))} corridor segments, {cells} units of risk\n"
        f"  together {total:.2f} s ({sum(_worked.values()):.2f} s of work), bar {BAR_SECONDS:.0f} s: "
        f"{'met' if total < BAR_SECONDS else 'NOT MET'}"
    )


if __name__ == "__main__":
    main()
