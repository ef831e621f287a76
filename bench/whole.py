"""Whole reading beside spaCy's full French pipeline: the same 300 articles, one core, start-up apart."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time

ARTICLES = 300
ROUNDS = 3


def _articles() -> list[object]:
    from bench.material import press

    return random.Random(7).sample(list(press()), ARTICLES)


def read() -> float:
    """CPU seconds of our whole reading."""
    from faleme.pipeline import load, read_article

    articles = _articles()
    resources = load()
    read_article(articles[0], resources)  # type: ignore[arg-type]
    start = time.process_time()
    for article in articles:
        read_article(article, resources)  # type: ignore[arg-type]
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


def main() -> None:
    if sys.argv[1:] in (["read"], ["spacy"]):
        seconds = read() if sys.argv[1] == "read" else spacy_full()
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    ratios = []
    for _ in range(ROUNDS):
        told = {}
        for name in ("read", "spacy"):
            run = subprocess.run(
                [sys.executable, "-m", "bench.whole", name], check=True, capture_output=True, text=True
            )
            told[name] = [float(value) for value in run.stdout.split()]
        ratios.append(told["spacy"][0] / told["read"][0])
        print(
            f"{ARTICLES} articles: whole reading {told['read'][0]:.1f} s ({told['read'][1]:.0f} MB), "
            f"spaCy's full pipeline {told['spacy'][0]:.1f} s ({told['spacy'][1]:.0f} MB): "
            f"{ratios[-1]:.1f} times"
        )
    print(f"median {sorted(ratios)[len(ratios) // 2]:.1f} times (bar: 4, memory under 700 MB)")


if __name__ == "__main__":
    main()
