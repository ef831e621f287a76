"""Quality and speed of the places rooms, spaCy's tagger beside.

    python -m bench.places [--misses]

Prints (1) place and place-resolved on dev and train by the gold's own score.py, ours and spaCy's locations
resolved to the most populous bearer of the name; (2) ms an article over 400 articles of the press; (3)
microseconds a look-up and the time to open the gazetteer; (4) distances to the border a millisecond, in
arrays and one by one.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from bench.material import gold, press, score
from faleme.assess.border import load_border
from faleme.assess.corridors import load_corridors
from faleme.lexicon.gazetteer import SHIPPED, Gazetteer, load_gazetteer
from faleme.recognise.toponyms import toponyms
from faleme.resolve.places import resolve_places

OUTLETS = {"SeneNews": "SEN", "Senego": "SEN", "AIB Media": "BFA"}
SETS = ("dev", "train")
FIELDS = ("start", "end", "name", "country", "lat", "lon", "level")
Places = list[dict[str, Any]]


def ours(article: dict[str, Any]) -> Places:
    """Our places of an article as the codebook writes them."""
    gazetteer, text = load_gazetteer(), article["text"]
    found = toponyms(text, gazetteer=gazetteer)
    country = OUTLETS.get(article.get("source") or "")
    return [
        {name: getattr(p, name) for name in FIELDS}
        for p in resolve_places(text, found, gazetteer=gazetteer, country=country)
    ]


def tagger() -> Callable[[dict[str, Any]], Places]:
    """spaCy's LOC spans, each the most populous place of its name."""
    import spacy

    parser, gazetteer = spacy.load("fr_core_news_md"), load_gazetteer()

    def places(article: dict[str, Any]) -> Places:
        found = []
        for span in parser(article["text"]).ents:
            bearers = gazetteer.find(span.text) if span.label_ == "LOC" else ()
            if bearers:
                best = max(bearers, key=lambda place: place.population)
                found.append(
                    {
                        "start": span.start_char, "end": span.end_char, "name": span.text,
                        "country": best.country, "lat": best.lat, "lon": best.lon, "level": best.level,
                    }
                )  # fmt: skip
        return found

    return places


def scored(
    readings: Iterable[dict[str, Any]], system: Callable[[dict[str, Any]], Places], *options: str
) -> str:
    """The table of score.py for a system's places."""
    readings = list(readings)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "system.jsonl"
        with out.open("w", encoding="utf-8") as lines:
            for reading in readings:
                article = reading["article"]
                row = {"article": {"id": article["id"]}, "places": system(article)}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        return score(readings, out, "--only", "places", *options, folder=Path(folder))


def quality(options: list[str]) -> None:
    for name in SETS:
        print(f"{name}: ours\n{scored(gold(name), ours, *options)}")
        print(f"{name}: spaCy fr_core_news_md LOC, most populous bearer\n{scored(gold(name), tagger())}")


def speed(articles: int = 400) -> None:
    every = list(press())
    chosen = every[:: max(1, len(every) // articles)][:articles]
    gazetteer = load_gazetteer()
    for _ in range(2):  # the first round warms
        finding = resolving = 0.0
        for article in chosen:
            start = time.perf_counter()
            found = toponyms(article.text, gazetteer=gazetteer)
            between = time.perf_counter()
            country = OUTLETS.get(article.source or "")
            resolve_places(article.text, found, gazetteer=gazetteer, country=country)
            resolving += time.perf_counter() - between
            finding += between - start
    length = sum(len(article.text) for article in chosen) / len(chosen)
    print(
        f"{len(chosen)} articles of {length:.0f} characters: toponyms {1000 * finding / len(chosen):.2f} ms, "
        f"resolution {1000 * resolving / len(chosen):.2f} ms an article"
    )


def look_ups(count: int = 50_000) -> None:
    start = time.perf_counter()
    gazetteer = Gazetteer(SHIPPED)
    opened = time.perf_counter() - start
    keys = [gazetteer.key(random.Random(1).randrange(gazetteer.key_count)) for _ in range(1000)] + [
        "hier",
        "zzz",
    ] * 500
    start = time.perf_counter()
    for index in range(count):
        gazetteer.rows(keys[index % len(keys)])
    each = (time.perf_counter() - start) / count
    size = SHIPPED.stat().st_size / 1e6
    print(
        f"gazetteer: {len(gazetteer)} places, {gazetteer.key_count} names, {size:.1f} MB, opened in "
        f"{1000 * opened:.1f} ms, {1e6 * each:.2f} µs a look-up"
    )


def distances(count: int = 20_000) -> None:
    border, corridors = load_border(), load_corridors()
    source = np.random.default_rng(1)
    lat, lon = source.uniform(12, 16, count), source.uniform(-15, -8, count)
    border.distances_km(lat[:10], lon[:10])
    start = time.perf_counter()
    border.distances_km(lat, lon)
    together = time.perf_counter() - start
    start = time.perf_counter()
    for a, b in zip(lat[:2000].tolist(), lon[:2000].tolist(), strict=True):
        border.distance_km(a, b)
    single = (time.perf_counter() - start) / 2000
    start = time.perf_counter()
    for a, b in zip(lat[:500].tolist(), lon[:500].tolist(), strict=True):
        border.proximity(a, b, 1.0, corridors)
    whole = (time.perf_counter() - start) / 500
    print(
        f"border: {count / together / 1000:.0f} distances a ms in arrays, {1e6 * single:.0f} µs one by one, "
        f"{1e6 * whole:.0f} µs with side and {len(corridors)} corridors"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what was missed or wrong")
    options = parser.parse_args()
    quality(["--misses"] if options.misses else [])
    speed()
    look_ups()
    distances()


if __name__ == "__main__":
    main()
