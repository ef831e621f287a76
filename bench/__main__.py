"""`python -m bench [PART…]`: every part in a process of its own, in turn, with its table on standard output.

What a part measures against a bar goes into docs/benchmarks.md as well (bench/table.py).

The parts need ../shared beside the checkout; what a part lacks (a peer, a file) it says and goes on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.table import ROWS, rows_in, write

PARTS = {
    "gold": "readings of the gold sets, scored: dev.jsonl and the held-out articles",
    "timexes": "times: gold, cases by others, HeidelTime and dateparser beside",
    "figures": "figures: gold and cases by others",
    "places": "places: gold, spaCy's tagger beside; look-ups and distances",
    "actors": "actors: codes of gold events found in the text",
    "recognisers": "speed of the four recognisers beside spaCy's blank French tokenizer",
    "whole": "whole reading beside spaCy's full French pipeline and HeidelTime, one core; the gate's price",
    "plan": "the plan for 100 million articles, simulated",
    "scale": "reading at scale: two workers beside one, Spark beside the pool, cost and memory as it grows",
    "reading": "pages: what is kept and dropped, dates, articles a second",
    "events": "events: gold, naive floor, ablation",
    "incidents": "incidents: gold pairs, baselines, the attacks of 1 July 2025",
    "linking_speed": "linking of synthetic reports: cost a report from 10,000 to 100,000",
    "similar": "similar articles: a search among a million; the other reports of gold pairs",
    "sections": "sections of a press page against the labels that outlets print",
    "watch": "watch: a million incidents read as columns, series, states, chances; seconds of each",
    "surges": "surges: false alarms and delay on seeded histories, a Poisson CUSUM beside",
    "relation": "relation: strands by rule against labels; a million incidents of one pair assessed",
    "trade": "trade: ten million rows of BACI's shape read, every indicator of each country; seconds, memory",
    "risk": "risk: Brier and log score on made-up histories, persistence and seasonal mean beside",
    "desk": "every page and list of the desk over a million events and 200,000 articles; fifty readers",
    "press": "all of ../shared/press through `faleme add`: articles a second, peak memory",
}
MODULES = {"desk": "desk_scale", "plan": "scale_plan"}
"""Modules of parts that are not called like them."""


def main() -> int:
    chosen = sys.argv[1:] or list(PARTS)
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    failed = []
    for name in chosen:
        print(f"\n## {name}: {PARTS[name]}\n", flush=True)
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder) / "rows.jsonl"
            command = [sys.executable, "-m", f"bench.{MODULES.get(name, name)}"]
            code = subprocess.run(command, env=os.environ | {ROWS: str(told)}).returncode
            seconds = time.perf_counter() - start
            if code == 0:
                write(name, rows_in(told), seconds)
        print(f"\n({name}: {seconds:.0f} s{'' if code == 0 else f', exit {code}'})", flush=True)
        if code:
            failed.append(name)
    if failed:
        print(f"parts that failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
