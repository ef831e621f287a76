"""The plan for 100 million articles, simulated: reading by many machines, and what linking meets there.

    python -m bench.scale_plan [CPU_MS_AN_ARTICLE]

Reading: parts of 4 MB are handed out to cores as Spark does; some machines are slow, some die and their parts
are read again, the last parts are tried twice where that is allowed. Linking: how large the groups by type
and week become. What is measured comes from `bench.whole` and from a lake of ../shared/press; prices and
failures are assumptions, written below.
"""

from __future__ import annotations

import heapq
import random
import sys
from typing import NamedTuple

ARTICLES = 100_000_000
CHARACTERS = 2_900  # of an article of ../shared/press, title included
CPU_S = 0.011  # an article, measured (bench.whole: 3.3 s for 300)
HYPERTHREAD = 0.6  # what a vCPU does of a core: two share one
LOAD_S = 4.0  # the models, once a Python worker
TASK_S = 0.15  # what Spark adds to a task
PART_ARTICLES = 1_400
SPREAD = 0.25  # of the logarithm of a part's time
SLOW_NODES, SLOW = 0.05, 0.45  # one machine in twenty at half its speed: noisy neighbours
DEATHS_AN_HOUR = 0.02  # of a machine; spot instances die more often
REPLACE_S = 180.0
VCPU_HOUR = 0.045  # US dollars, the order of list prices; storage and traffic apart
EVENTS = 1.63  # an article, measured on ../shared/press
COPIES = 2.06  # weeks in which a report is compared, measured on a lake
REPORT_BYTES = 11_000  # of a report and its row as Python objects, measured
TIES = 0.4  # pairs that may be one happening, a report, measured
YEARS = 10


class Outcome(NamedTuple):
    hours: float
    vcpu_hours: float
    tail_s: float
    again: int
    doubled: int


def reading(nodes: int, vcpus: int, *, twice: bool, seed: int = 7) -> Outcome:
    """One run: when the last part is in, and what was read again."""
    chance = random.Random(seed)
    parts = -(-ARTICLES // PART_ARTICLES)
    speed = [SLOW if chance.random() < SLOW_NODES else 1.0 for _ in range(nodes)]
    death = [chance.expovariate(DEATHS_AN_HOUR / 3600) for _ in range(nodes)]
    mean = PART_ARTICLES * CPU_S / HYPERTHREAD
    free = [(LOAD_S, node * vcpus + core) for node in range(nodes) for core in range(vcpus)]
    heapq.heapify(free)
    ends: list[float] = []
    waiting, again, begun = parts, 0, []
    while waiting:
        at, worker = heapq.heappop(free)
        node = worker // vcpus
        if at >= death[node]:
            death[node] = at + chance.expovariate(DEATHS_AN_HOUR / 3600)
            heapq.heappush(free, (at + REPLACE_S + LOAD_S, worker))
            continue
        took = TASK_S + mean * chance.lognormvariate(0, SPREAD) / speed[node]
        if at + took > death[node]:  # lost with its machine: it goes back into the queue
            again += 1
            heapq.heappush(free, (death[node], worker))
            continue
        waiting -= 1
        begun.append((at + took, took))
        heapq.heappush(free, (at + took, worker))
    ends = [end for end, _ in begun]
    doubled = 0
    if twice:  # a part that runs half as long again as most is begun a second time where a core is free
        typical = sorted(took for _, took in begun)[len(begun) // 2]
        last_given = max(end - took for end, took in begun)
        for i, (end, took) in enumerate(begun):
            second = max(last_given, end - took + 1.5 * typical) + TASK_S + typical
            if took > 1.5 * typical and second < end:
                ends[i], doubled = second, doubled + 1
    whole = max(ends)
    half_idle = sorted(ends)[int(0.99 * len(ends))]
    return Outcome(whole / 3600, whole / 3600 * nodes * vcpus, whole - half_idle, again, doubled)


LARGEST = 0.27
"""Share of the events that are of the largest type (ACCUSE), on ../shared/press."""


def linking(peak: float) -> tuple[int, float]:
    """Reports in the largest group of a type and a week, and its memory in GB; `peak` is a busy week."""
    reports = ARTICLES * EVENTS * COPIES / (YEARS * 52) * LARGEST * peak
    return int(reports), reports * REPORT_BYTES / 2**30


def main() -> None:
    global CPU_S
    if len(sys.argv) > 1:
        CPU_S = float(sys.argv[1]) / 1000
    parts = -(-ARTICLES // PART_ARTICLES)
    core = ARTICLES * CPU_S / 3600
    print(f"{ARTICLES:,} articles, {ARTICLES * CHARACTERS / 1e9:.0f} GB of text, {parts:,} parts")
    print(f"{1000 * CPU_S:.1f} ms of a core an article: {core:.0f} core hours\n")
    print("| machines | second tries | hours | vCPU hours | dollars | tail, s | read again | tried twice |")
    print("|---|---|---|---|---|---|---|---|")
    for nodes, vcpus in ((1, 16), (8, 16), (32, 16), (64, 16), (128, 16)):
        for twice in (False, True):
            got = reading(nodes, vcpus, twice=twice)
            cells = (
                f"{nodes} of {vcpus} vCPUs", "yes" if twice else "no", f"{got.hours:.2f}",
                f"{got.vcpu_hours:.0f}", f"{got.vcpu_hours * VCPU_HOUR:.0f}", f"{got.tail_s:.0f}",
                str(got.again), str(got.doubled),
            )  # fmt: skip
            print(f"| {' | '.join(cells)} |")
    print(
        f"\none packed file with half of the articles: {core / 2 / HYPERTHREAD:.0f} hours, by one core alone"
    )
    print("\n| week | reports in the largest group | memory of one worker, GB |\n|---|---|---|")
    for name, peak in (("mean", 1.0), ("busy (3 times)", 3.0), ("an election or a coup (10 times)", 10.0)):
        reports, size = linking(peak)
        print(f"| {name} | {reports:,} | {size:.1f} |")
    ties = ARTICLES * EVENTS * TIES
    print(f"\nties on the driver: about {ties / 1e6:.0f} million pairs of ids, {ties * 180 / 2**30:.0f} GB")
    months = YEARS * 12
    print(
        f"files: {parts * 4:,} where a part lies in one month, {parts * 4 * months:,} where each has them all"
    )


if __name__ == "__main__":
    main()
