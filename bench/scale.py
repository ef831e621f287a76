"""Reading at scale: two workers beside one, Spark beside the pool, cost and memory from 2,000 articles on.

    python -m bench.scale            some minutes
    python -m bench.scale long       cost and memory up to 60,000 articles: a quarter of an hour more

The press of ../shared/press is repeated as often as needed, each round under ids of its own and some years
later. The steady rate is of the articles behind the first fifth: parts are dated by their manifests.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from bench.material import press
from bench.table import add
from faleme.records.text import Article

ARTICLES = 4_000
PART = 500_000
"""Bytes of a part: two hundred articles, so that a rate has enough points."""
STEADY = 0.2
FIRST = 2_000
MOST, MOST_LONG = 6_000, 60_000


def repeated(count: int) -> Iterator[Article]:
    """So many articles: the press in rounds, each shuffled and under other ids and dates."""
    given = list(press())
    for n in range(count):
        round_, at = divmod(n, len(given))
        if at == 0:
            random.Random(round_).shuffle(given)
        article = given[at]
        published = article.published
        if published and round_:
            published = f"{int(published[:4]) + round_:04d}{published[4:]}".replace("-02-29", "-02-28")
        yield msgspec.structs.replace(article, id=f"{article.id}-{round_}", published=published)


def write_press(path: Path, count: int) -> None:
    with path.open("wb") as out:
        for article in repeated(count):
            out.write(msgspec.json.encode(article) + b"\n")


def steady_rate(lake: Path) -> float:
    """Articles a second behind the first fifth, by when each part was done."""
    parts = []
    for path in (lake / "_parts").glob("*.json"):
        told = msgspec.json.decode(path.read_bytes())
        parts.append((path.stat().st_mtime, told["rows"].get("articles", 0)))
    parts.sort()
    total = sum(count for _, count in parts)
    done, begun = 0, None
    behind = 0
    for moment, count in parts:
        if begun is not None:
            behind += count
        done += count
        if begun is None and done >= STEADY * total:
            begun = moment
    assert begun is not None
    return behind / (parts[-1][0] - begun)


def run(source: Path, lake: Path, *options: str) -> float:
    """The steady rate of `faleme corpus read`."""
    shutil.rmtree(lake, ignore_errors=True)
    command = [sys.executable, "-m", "faleme.cli", "corpus", "read", str(source), str(lake)]
    subprocess.run(
        [*command, "--part-mb", str(PART / 1e6), *options], check=True, capture_output=True, text=True
    )
    return steady_rate(lake)


def rates(folder: Path) -> None:
    source = folder / "press.jsonl"
    write_press(source, ARTICLES)
    found = {}
    for name, options in (
        ("one", ("--workers", "1")),
        ("two", ("--workers", "2")),
        ("spark", ("--engine", "spark", "--workers", "2")),
    ):
        if name == "spark" and shutil.which("java") is None:
            print("Spark: no Java here")
            continue
        found[name] = run(source, folder / "lake", *options)
        print(f"{name:<6} {found[name]:7.1f} articles a second, steady", flush=True)
    add("one worker, steady", f"{found['one']:.0f} articles a second")
    twice = found["two"] / found["one"]
    print(f"two workers: {twice:.2f} times one (bar: 1.8)")
    add("two workers beside one", f"{twice:.2f} times", "at least 1.8", met=twice >= 1.8)
    if "spark" in found:
        share = found["spark"] / found["two"]
        print(f"Spark local[2]: {share:.2f} of the pool's rate (bar: 0.9)")
        add("Spark local[2] beside the pool of two", f"{share:.2f} of its rate", "at least 0.9", share >= 0.9)


def _unit() -> float:
    """CPU seconds of a fixed piece of Python: how fast the machine is just now, with others on it."""
    start = time.process_time()
    words: dict[str, int] = {}
    for n in range(400_000):
        word = str(n % 5_000)
        words[word] = words.get(word, 0) + len(word)
    return time.process_time() - start


def _grow(most: int, told: Any) -> None:
    """Read in one process; after each part: articles so far, CPU seconds an article of it (and in fixed
    pieces of Python), peak in MB.
    """
    from faleme.engines.batches import ReadSettings, resources_of
    from faleme.engines.lake import Lake
    from faleme.engines.parts import read_part
    from faleme.engines.sources import Chunk

    settings = ReadSettings()
    resources_of(settings)
    with tempfile.TemporaryDirectory() as folder:
        lake, articles, number = Lake(folder), repeated(most), 0
        while held := list(islice(articles, FIRST // 4)):
            content = b"".join(msgspec.json.encode(each) + b"\n" for each in held)
            chunk = Chunk(kind="lines", source="press", number=number, start=0, content=content)
            unit = _unit()
            start = time.process_time()
            read_part(chunk, lake, settings, "bench")
            spent = time.process_time() - start
            unit = (unit + _unit()) / 2
            number += 1
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            told.put((number * (FIRST // 4), spent / len(held), spent / len(held) / unit, peak))
    told.put((0, 0.0, 0.0, 0.0))


def growth(most: int) -> None:
    """CPU seconds an article and peak memory, round by round of the press: the same articles every time."""
    apart = multiprocessing.get_context("spawn")
    told = apart.Queue()
    child = apart.Process(target=_grow, args=(most, told))
    child.start()
    rounds: list[tuple[float, float, float]] = []
    held: list[tuple[float, float]] = []
    while (row := told.get())[0]:
        held.append(row[1:3])
        if row[0] % FIRST == 0:
            cost, units = (sum(column) / len(held) for column in zip(*held, strict=True))
            rounds.append((cost, units, row[3]))
            held = []
            told_cost = f"{1000 * cost:.2f} ms of CPU an article ({1000 * units:.1f} by the fixed piece)"
            print(f"{row[0]:>7} articles: {told_cost}, peak {row[3]:.0f} MB", flush=True)
    child.join()
    # Against the fixed piece, since CPU seconds are dearer while somebody else is on the machine.
    cost, drift = rounds[-1][0], sum(row[1] for row in rounds[-2:]) / 2 / rounds[0][1] - 1
    more = rounds[-1][2] / rounds[0][2] - 1
    title = f"from {FIRST:,} to {most:,} articles"
    print(f"cost {drift:+.1%} (bar: within 10 %), peak memory {more:+.1%} {title}")
    add(f"CPU an article, {title}", f"{1000 * cost:.1f} ms, {drift:+.1%}", "within 10 %", abs(drift) <= 0.1)
    add(f"peak memory, {title}", f"{rounds[-1][2]:.0f} MB, {more:+.1%}", "within 10 %", more <= 0.1)


def main() -> None:
    long = sys.argv[1:] == ["long"]
    print(f"{dt.date.today()}: the press repeated to {ARTICLES:,} articles\n")
    growth(MOST_LONG if long else MOST)
    if not long:
        with tempfile.TemporaryDirectory() as folder:
            rates(Path(folder))


if __name__ == "__main__":
    main()
