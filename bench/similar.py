"""Similar articles: how long a search takes among a million, how often it finds the other report of a pair.

A store with a million generated articles (of two hundred thousand stories) is searched as the desk does it.
Then the articles of ../shared/press go into a store, and for each pair of reports that people called the same
happening (bench/gold/pairs.jsonl) the neighbours of either article are asked for the other: by their texts
alone, as for articles of which no event was coded, and with incidents.
"""

from __future__ import annotations

import gc
import json
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from bench.material import LABELS, press
from faleme.link.similar import WIDTH, sketch
from faleme.link.traits import Page
from faleme.pipeline import load, read_articles
from faleme.records.reading import Reading
from faleme.records.text import Article
from faleme.store.sql import SqlStore, open_store

_MILLION = 1_000_000
_STORIES = 200_000
_PART = 50_000
_ASKED = 200
_TOP = 8
_AT = "2026-01-01T00:00:00+00:00"
_PLACES = ("Kidira", "Diboli", "Kayes", "Bakel", "Tambacounda", "Nioro", "Kéniéba", "Moussala", "Sélibaby")
_THINGS = ("camions", "douane", "fourrage", "passerelle", "citernes", "récolte", "tronçon", "gué", "péage")


def rows(count: int) -> Iterator[tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]]:
    """Generated articles and their stories, part by part: stories with several tellings, near each other."""
    chance = np.random.Generator(np.random.PCG64(3))
    centres = chance.integers(-70, 71, (_STORIES, WIDTH), dtype=np.int8)
    page = Page(tuple(f"t{n}" for n in range(8)), tuple(f"stem{n:02}" for n in range(40)), tuple(range(64)))
    text = msgspec.json.encode(page).decode()
    for start in range(0, count, _PART):
        ids = [f"g{n:07}" for n in range(start, start + _PART)]
        noise = chance.integers(-35, 36, (_PART, WIDTH))
        told = centres[chance.integers(0, _STORIES, _PART)] + noise
        vectors = told.clip(-127, 127).astype(np.int8)
        bits = np.ascontiguousarray(sketch(vectors).T)
        articles = [(i, "2025-01-01", "A", "T", "fr", "CLEAR", "", "{}", text, "0", "bench") for i in ids]
        yield articles, [(i, v.tobytes(), b.tobytes()) for i, v, b in zip(ids, vectors, bits, strict=True)]


def generated(file: Path, count: int) -> None:
    """Write generated articles straight into a store's file."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        columns = (
            "id, published, source, title, language, marking, content_hash, reading, page, reader_version, "
            "added_by"
        )
        for articles, stories in rows(count):
            marks = ", ".join("?" * len(articles[0]))
            connection.executemany(f"INSERT INTO article ({columns}) VALUES ({marks})", articles)
            connection.executemany("INSERT INTO story (article, vector, sketch) VALUES (?, ?, ?)", stories)
            connection.commit()
    connection.close()


def own(number: int) -> Reading:
    """An article of our own making, as long as one of the press."""
    chance = np.random.Generator(np.random.PCG64(number))
    picked = [(_PLACES[int(p)], _THINGS[int(t)]) for p, t in chance.integers(0, 9, (40, 2))]
    told = [
        f"À {place}, le suivi n° {n + number * 40} porte sur : {thing}."
        for n, (place, thing) in enumerate(picked)
    ]
    text = f"{picked[0][0]} : {picked[0][1]}\n\n" + " ".join(told)
    article = Article(id=f"n{number:04}", title=text.split("\n")[0], text=text, language="fr", source="B")
    return bare(article)


def bare(article: Article) -> Reading:
    """A reading without events: what is similar to it is so by its text alone."""
    return Reading(article=article, events=(), places=(), times=(), figures=())


def resident() -> float:
    """Memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def timed(
    what: str, work: Callable[[int], object], count: int, first: Callable[[int], object] | None = None
) -> None:
    """Print how long some work takes by the clock and by the processor, which others may be using too."""
    clock, processor = [], []
    for number in range(count):
        if first:
            first(number)
        start, used = time.perf_counter(), time.process_time()
        work(number)
        clock.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.process_time() - used))
    told = []
    for name, times in (("clock", sorted(clock)), ("processor", sorted(processor))):
        told.append(f"{name} p50 {times[count // 2]:5.1f} ms p95 {times[int(count * 0.95)]:5.1f} ms")
    print(f"  {what:32} {';  '.join(told)}", flush=True)


def speed(folder: Path) -> None:
    file = folder / "million.db"
    store = open_store(f"sqlite:///{file}")
    generated(file, _MILLION)
    store.add(map(own, range(_ASKED)), actor="bench", at=_AT)
    gc.collect()
    before, start = resident(), time.perf_counter()
    store.similar("n0000")
    loaded = time.perf_counter() - start
    held = resident() - before
    print(f"{_MILLION + _ASKED:,} articles: sketches loaded in {loaded:.1f} s, once; they hold {held:.0f} MB")
    timed("neighbours of an article", lambda n: store.similar(f"n{n:04}"), _ASKED)
    timed("… of those that anyone may see", lambda n: store.similar(f"n{n:04}", markings=["CLEAR"]), _ASKED)

    def added(number: int) -> None:
        store.add([own(number + _ASKED)], actor="bench", at=_AT)

    timed("… of an article just added", lambda n: store.similar(f"n{n + _ASKED:04}"), 40, added)
    first = [store.similar(f"n{n:04}") for n in range(40)]
    again = open_store(f"sqlite:///{file}")
    same = first == [again.similar(f"n{n:04}") for n in range(40)]
    print(f"  the same answers from another process's view: {'yes' if same else 'NO'}")
    again.close()
    store.close()


def pairs() -> list[tuple[str, str]]:
    """Articles of the pairs that people called the same happening."""
    lines = (LABELS / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    found = (json.loads(line) for line in lines)
    sides = {
        (each["a"]["article"], each["b"]["article"])
        for each in found
        if each["label"] == "same" and each["a"]["article"] != each["b"]["article"]
    }
    return sorted(sides)


def quality(folder: Path, name: str, readings: Iterable[Reading]) -> None:
    store: SqlStore = open_store(f"sqlite:///{folder / name.replace(' ', '-')}.db")
    store.add(readings, actor="bench", at=_AT)
    found, first, times, asked = 0, 0, [], 0
    for pair in pairs():
        for one, other in (pair, pair[::-1]):
            start = time.perf_counter()
            near = store.similar(one, limit=_TOP)
            times.append(1000 * (time.perf_counter() - start))
            asked += 1
            places = [{each.article.id, *(copy.id for copy in each.copies)} for each in near]
            found += any(other in place for place in places)
            first += bool(places) and other in places[0]
    times.sort()
    print(
        f"{name:16} {asked} searches, the other among the first {_TOP}: {100 * found / asked:5.1f} %, "
        f"the very first: {100 * first / asked:5.1f} %; p95 {times[int(len(times) * 0.95)]:.1f} ms",
        flush=True,
    )
    store.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        speed(folder)
        quality(folder, "texts alone", map(bare, press()))
        quality(folder, "with incidents", read_articles(press(), load()))


if __name__ == "__main__":
    main()
