"""Speed of linking and of finding neighbours, on generated reports and vectors.

`python -m bench.linking_speed`: 10,000 to 100,000 reports of a fifth as many incidents, six incidents a day,
on one core; then a million generated article vectors, searched from files that are mapped.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from faleme.link.incidents import Page, Report, Told, link
from faleme.link.similar import WIDTH, Neighbours
from faleme.records.event import Event, EventPlace
from faleme.records.text import Span
from faleme.records.time import Period

_TYPES = ("ASSAULT", "CONSULT", "COERCE", "ACCUSE", "SUPPORT", "AID", "AGREE", "REQUEST", "PROTEST")
_ACTORS = ("MLI:MIL", "JNIM", "SEN:GOV", "MLI:GOV", "BFA:MIL", "BFA:GOV", "SEN:CVL", "SEN:COP")
_A_DAY = 6
_START = dt.date(2017, 1, 1)


def reports(count: int, seed: int = 7) -> Iterator[tuple[Report, int]]:
    """Generated reports with the number of their incident: five each in the mean, words partly shared."""
    chance = random.Random(seed)
    towns = [
        EventPlace(
            name=f"town {n}",
            country=chance.choice(("MLI", "SEN", "BFA")),
            lat=chance.uniform(12, 17),
            lon=chance.uniform(-17, 1),
            level="locality",
            geoname_id=n,
        )
        for n in range(600)
    ]
    words = [f"w{n}" for n in range(40_000)]
    reach = list(itertools.accumulate(1 / n**0.7 for n in range(1, len(words) + 1)))
    for number in range(count // 5):
        day = _START + dt.timedelta(days=number // _A_DAY)
        place = chance.choice(towns) if chance.random() < 0.6 else None
        kind, actor = chance.choice(_TYPES), chance.choice(_ACTORS)
        core = chance.choices(words, cum_weights=reach, k=16)
        for copy in range(5):
            told = tuple(sorted({*chance.sample(core, 11), *chance.choices(words, cum_weights=reach, k=6)}))
            title = tuple(sorted({*chance.sample(core, 4), *chance.choices(words, cum_weights=reach, k=3)}))
            published = day + dt.timedelta(days=chance.choice((0, 0, 1, 1, 2, 6)))
            event = Event(
                type=kind,  # type: ignore[arg-type]
                mode=None,
                status="occurred",
                tags=(),
                actors=(actor,) if chance.random() < 0.7 else (),
                recipients=(),
                place=place if chance.random() < 0.8 else None,
                time=Period(day.isoformat(), day.isoformat()) if chance.random() < 0.6 else None,
                fatalities=None,
                evidence=(Span(0, 50),),
                id=f"e{number}-{copy}",
            )
            yield (
                Report(
                    event=event,
                    article=f"a{number}-{copy}",
                    published=published.isoformat(),
                    source=f"outlet {chance.randrange(30)}",
                    told=Told(told, told, (), True),
                    page=Page(title, told, tuple(chance.randrange(2**32) for _ in range(64))),
                ),
                number,
            )


def speed(count: int) -> None:
    made = list(reports(count))
    start = time.process_time()
    incidents = link(report for report, _ in made)
    taken = time.process_time() - start
    truth = {report.event.id: number for report, number in made}
    pure = sum(max(Counter(truth[m.event] for m in each.members).values()) for each in incidents)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{count:7,} reports of {count // 5:6,} incidents: {taken:6.1f} s, "
        f"{1000 * taken / count:.3f} ms a report, {len(incidents):6,} found, "
        f"purity {100 * pure / count:.1f} %, peak {peak} MB",
        flush=True,
    )


def neighbours(count: int, asked: int = 50) -> None:
    chance = np.random.Generator(np.random.PCG64(3))
    with tempfile.TemporaryDirectory() as folder:
        rows = chance.integers(-60, 60, (count, WIDTH), dtype=np.int8)
        ids = [f"a{n:07}" for n in range(count)]
        start = time.perf_counter()
        made = Neighbours.of(zip(ids, rows, strict=True))
        built = time.perf_counter() - start
        made.save(Path(folder))
        index = Neighbours.open(Path(folder))
        times, first = [], 0
        for number in chance.integers(0, count, asked):
            noise = chance.integers(-40, 40, WIDTH)
            query = (rows[number].astype(int) + noise).clip(-127, 127).astype(np.int8)
            start = time.perf_counter()
            found = index.nearest(query, 10)
            times.append(time.perf_counter() - start)
            first += found[0][0] == ids[number]
            assert found == made.nearest(query, 10)
        times.sort()
        print(
            f"{count:,} articles, {asked} searches: median {1000 * times[asked // 2]:.1f} ms, "
            f"slowest {1000 * times[-1]:.1f} ms; the right one first in {first} of {asked}; "
            f"built in {built:.0f} s; from mapped files and from memory the same answers"
        )


def main() -> None:
    for count in (10_000, 30_000, 100_000):
        speed(count)
    neighbours(1_000_000)


if __name__ == "__main__":
    main()
