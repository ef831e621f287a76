"""The desk over a team's archive: a million events, 200,000 articles, SQLite, one process.

`python -m bench.desk_scale`: generates the store in a folder of its own (bench/desk_store.py), serves it with
uvicorn, asks every page and list with filters drawn by lot, as an analyst and as the public, then lets fifty
readers ask at once. A page's first answer after a change of the store counts like any other.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bench.desk_store import ACTORS, COUNTRIES, TODAY, TYPES, Sizes, check, generate

BAR_MS, MAP_BAR_MS, BAR_MB, READERS = 150, 200, 600, 50
ANSWERS = (200, 301, 302, 404)
"""What is withheld is answered as not there."""
CLOSED = ("/revue", "/risque")
"""For who has signed in, or sits at the desk."""
PUBLIC = {"x-forwarded-for": "203.0.113.9"}
_SERVE = """
import datetime as dt, sys, uvicorn
from faleme.desk.app import create_app
from faleme.settings import Settings
from faleme.store.sql import open_store
store, today = open_store(sys.argv[1]), dt.date.fromisoformat(sys.argv[2])
app = create_app(settings=Settings(api_rate=0), store=store, today=today)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[3]), log_level="warning")
"""
Route = Callable[[random.Random], str]


def _asked(path: str, **given: object) -> str:
    kept = {name: value for name, value in given.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path


def _maybe(chance: random.Random, value: object, share: float = 0.35) -> object:
    return value if chance.random() < share else None


def _day(chance: random.Random) -> str:
    return f"{chance.randrange(2016, 2026)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 28):02d}"


def _filters(chance: random.Random) -> dict[str, object]:
    return {
        "type": _maybe(chance, chance.choice(TYPES)[0]),
        "strand": _maybe(chance, chance.choice(("defence", "diplomacy", "economy", "other")), 0.2),
        "country": _maybe(chance, chance.choice(COUNTRIES)[0]),
        "km": _maybe(chance, chance.choice((10, 25, 50, 100, 200))),
        "tag": _maybe(chance, chance.choice(("convoy", "fuel", "road", "trade")), 0.2),
        "actor": _maybe(chance, chance.choice(ACTORS), 0.15),
        "since": _maybe(chance, _day(chance), 0.2),
        "until": _maybe(chance, _day(chance), 0.2),
    }


def _map_filters(chance: random.Random) -> dict[str, object]:
    asked = _filters(chance)
    del asked["actor"]
    return asked


def _box(chance: random.Random) -> dict[str, object]:
    zoom = chance.choice((2, 4, 5, 6, 7, 8, 9, 10, 12, 14))
    wide = 360 * 1280 / (256 * 2**zoom)
    lon, lat = chance.gauss(-11.5, 2.0), chance.uniform(11.5, 17)
    high = wide * 0.55
    sides = (
        max(-180, lon - wide / 2),
        max(-80, lat - high / 2),
        min(180, lon + wide / 2),
        min(80, lat + high / 2),
    )
    return {"bbox": ",".join(f"{round(side, 4):g}" for side in sides), "zoom": zoom}


SECTIONS = ("international", "politique", "securite", "economie", "societe")
WORDS = (
    "convoi", "attaque", "carburant citernes", '"convoi attaque"', "frontière -marché", "soldats otages mine",
    "couvre-feu", "armée village", "kadiba", "préfet école santé",
)  # fmt: skip


def _search(chance: random.Random, path: str = "/recherche") -> str:
    page = "offset" if path.startswith("/api") else "page"
    return _asked(
        path, q=chance.choice(WORDS), kind=_maybe(chance, "incidents", 0.3),
        type=_maybe(chance, chance.choice(TYPES)[0], 0.2), actor=_maybe(chance, chance.choice(ACTORS), 0.1),
        place=_maybe(chance, "Kayes", 0.15), since=_maybe(chance, _day(chance), 0.2),
        **{page: _maybe(chance, chance.randrange(1, 10), 0.2)},
    )  # fmt: skip


def routes(ids: list[str], articles: int) -> dict[str, Route]:
    """The addresses of each page and list, drawn by lot."""
    return {
        "/": lambda chance: _asked("/", since=(day := _day(chance)), until=day),
        "/incidents": lambda chance: _asked(
            "/incidents", **_filters(chance), page=_maybe(chance, chance.randrange(1, 400), 0.3)
        ),
        "/articles": lambda chance: _asked(
            "/articles", since=_maybe(chance, _day(chance)), language=_maybe(chance, "fr", 0.2),
            page=_maybe(chance, chance.randrange(1, 4000), 0.5),
        ),
        "/recherche": _search,
        "/carte": lambda chance: _asked("/carte", **_map_filters(chance)),
        "/carte/liste": lambda chance: _asked("/carte/liste", **_map_filters(chance), **_box(chance)),
        "/api/map": lambda chance: _asked("/api/map", **_map_filters(chance), **_box(chance)),
        "/api/map/months": lambda chance: _asked("/api/map/months", **_map_filters(chance)),
        "/api/incidents.geojson": lambda chance: _asked("/api/incidents.geojson", id=chance.choice(ids)),
        "/incident/…": lambda chance: f"/incident/{chance.choice(ids)}",
        "/article/…": lambda chance: f"/article/art-{chance.randrange(articles):06d}",
        "/revue": lambda chance: _asked(
            "/revue", type=_maybe(chance, chance.choice(TYPES)[0]),
            km=_maybe(chance, chance.choice((10, 50, 200))), page=_maybe(chance, chance.randrange(1, 200)),
        ),
        "/section/…": lambda chance: _asked(
            f"/section/{chance.choice(SECTIONS)}", page=_maybe(chance, chance.randrange(1, 300), 0.5)
        ),
        "/feeds/…": lambda chance: f"/feeds/section-{chance.choice(SECTIONS)}.atom",
        "/chronologie": lambda chance: _asked(
            "/chronologie", type=_maybe(chance, chance.choice(TYPES)[0]), since=_maybe(chance, _day(chance)),
            km=_maybe(chance, chance.choice((10, 50, 200))), axis=_maybe(chance, "published"),
        ),
        "/frontiere": lambda chance: _asked("/frontiere", day=_maybe(chance, _day(chance), 0.8)),
        "/axes": lambda _chance: "/axes",
        "/relation": lambda _chance: "/relation",
        "/risque": lambda _chance: "/risque",
        "/api/v1/incidents": lambda chance: _asked(
            "/api/v1/incidents", **_filters(chance), after=_maybe(chance, chance.choice(ids))
        ),
        "/api/v1/articles": lambda chance: _asked(
            "/api/v1/articles", since=_maybe(chance, _day(chance)), language=_maybe(chance, "fr", 0.2),
            after=_maybe(chance, f"art-{chance.randrange(articles):06d}"),
        ),
        "/api/v1/search": lambda chance: _search(chance, "/api/v1/search"),
        "/api/v1/facets": lambda chance: _asked("/api/v1/facets", **_filters(chance)),
        "/api/v1/map/cells": lambda chance: _asked("/api/v1/map/cells", **_filters(chance), **_box(chance)),
        "/api/v1/counts": lambda _chance: "/api/v1/counts",
        "/about": lambda _chance: "/about",
    }  # fmt: skip


@contextmanager
def served(path: Path) -> Iterator[tuple[str, int]]:
    """The desk in a process of its own: its address and the number of the process."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-c", _SERVE, f"sqlite:///{path}", TODAY.isoformat(), str(port)]
    as_a_service = os.environ | {"MALLOC_ARENA_MAX": "2"}  # as in deploy/faleme.service
    with subprocess.Popen(command, env=as_a_service) as process:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                httpx.get(f"{address}/health", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        try:
            yield address, process.pid
        finally:
            process.terminate()


def memory_mb(pid: int, name: str = "VmRSS") -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(name + ":"))


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--share", type=float, default=1.0, help="of the whole size, for a quick look")
    options.add_argument("--keep", type=Path, help="a store to make and keep, or to use if it is there")
    options.add_argument("--each", type=int, default=60, help="requests of each page")
    given = options.parse_args()
    whole = Sizes()
    sizes = Sizes(*(round(each * given.share) for each in whole))
    with tempfile.TemporaryDirectory(prefix="faleme-desk-") as folder:
        path = given.keep or Path(folder) / "desk.db"
        if not path.exists():
            start = time.perf_counter()
            generate(
                path, sizes, lambda name: print(f"  {name}: {time.perf_counter() - start:.0f} s", flush=True)
            )
        check(path)
        print(f"store: {sizes.articles:,} articles, {sizes.events:,} events, {sizes.incidents:,} incidents, "
              f"{path.stat().st_size / 1e9:.1f} GB\n")  # fmt: skip
        with served(path) as (address, pid):
            return measured(address, pid, sizes, given.each)


def measured(address: str, pid: int, sizes: Sizes, each: int) -> int:
    ids = [f"inc-{number * 0x9E3779B97F4A % (1 << 48):012x}" for number in range(0, sizes.incidents, 997)]
    asked = routes(ids, sizes.articles)
    failed = slow = 0
    print(f"{'page':26}{'who':>9}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'bar':>6}  errors")
    with httpx.Client(base_url=address, timeout=60) as client:
        for name, route in asked.items():
            for who, headers in (("analyst", {}), ("public", PUBLIC)):
                if name in CLOSED and headers:
                    continue
                times, errors = _times(client, route, headers, each, name)
                bar = MAP_BAR_MS if "/map" in name else BAR_MS
                p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
                failed += errors
                slow += p95 > bar
                print(f"{name:26}{who:>9}{statistics.median(times):9.0f}{p95:9.0f}{max(times):9.0f}{bar:6}"
                      f"  {errors or ''}{'  over' if p95 > bar else ''}", flush=True)  # fmt: skip
        for zoom in (2, 5, 6, 8):
            box = f"/api/map?bbox=-180,-80,180,80&zoom={zoom}&km="
            route = lambda chance, box=box, zoom=zoom: f"{box}{chance.randrange(1, 200) + 200 * zoom}"  # noqa: E731
            times, errors = _times(client, route, {}, 10, "world")
            print(f"{f'/api/map, world, zoom {zoom}':35}{statistics.median(times):9.0f}{max(times):9.0f}")
            failed += errors
    print(f"\nmemory after: {memory_mb(pid)} MB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    errors, seconds, count = _at_once(address, asked)
    failed += errors
    print(f"{READERS} readers at once: {count} requests in {seconds:.0f} s ({count / seconds:.0f} a second), "
          f"{errors} errors")  # fmt: skip
    print(f"memory {memory_mb(pid)} MB, at most {memory_mb(pid, 'VmHWM')} MB (bar {BAR_MB})")
    return 1 if failed or slow or memory_mb(pid, "VmHWM") > BAR_MB else 0


def _times(
    client: httpx.Client, route: Route, headers: dict[str, str], each: int, seed: str
) -> tuple[list[float], int]:
    chance = random.Random(seed)
    times, errors = [], 0
    for _ in range(each):
        path = route(chance)
        start = time.perf_counter()
        answer = client.get(path, headers=headers)
        times.append(1000 * (time.perf_counter() - start))
        errors += answer.status_code not in ANSWERS
    return times, errors


def _at_once(address: str, asked: dict[str, Route], each: int = 20) -> tuple[int, float, int]:
    """Fifty readers, each asking for pages one after the other: errors, seconds, requests."""
    errors: list[object] = []

    def read(number: int) -> None:
        chance, public = random.Random(number), bool(number % 2)
        mine = [route for name, route in asked.items() if not (public and name in CLOSED)]
        with httpx.Client(base_url=address, timeout=120) as client:
            for _ in range(each):
                path = chance.choice(mine)(chance)
                try:
                    answer = client.get(path, headers=PUBLIC if public else {})
                    if answer.status_code not in ANSWERS:
                        errors.append(path)
                except httpx.HTTPError as error:
                    errors.append(error)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors[:5]:
        print(f"  {error!r}")
    return len(errors), time.perf_counter() - start, READERS * each


if __name__ == "__main__":
    sys.exit(main())
