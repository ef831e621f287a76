"""Speed of the four recognisers together beside spaCy's blank French tokenizer.

Each runs over all of ../shared/press in a fresh process on one core, in turn, start-up apart.
"""

from __future__ import annotations

import subprocess
import sys
import time

ROUNDS = 3


def recognise() -> float:
    """Seconds of our recognisers over the press, resources loaded and warm before the clock starts."""
    from bench.material import press
    from faleme.lexicon.gazetteer import load_gazetteer
    from faleme.pipeline import published_day
    from faleme.recognise.actors import actors
    from faleme.recognise.figures import figures
    from faleme.recognise.timexes import timexes
    from faleme.recognise.toponyms import toponyms

    articles = list(press())
    gazetteer = load_gazetteer()

    def one(index: int) -> None:
        article = articles[index]
        times = timexes(article.text, published=published_day(article))
        figures(article.text, times=times)
        toponyms(article.text, gazetteer=gazetteer)
        actors(article.text)

    one(0)
    start = time.perf_counter()
    for index in range(len(articles)):
        one(index)
    return time.perf_counter() - start


def tokenize() -> float:
    """Seconds of spaCy's blank French tokenizer over the press."""
    import spacy

    from bench.material import press

    articles = list(press())
    tokenizer = spacy.blank("fr").tokenizer
    tokenizer(articles[0].text)
    start = time.perf_counter()
    for article in articles:
        tokenizer(article.text)
    return time.perf_counter() - start


def main() -> None:
    if sys.argv[1:] in (["recognise"], ["tokenize"]):
        print(recognise() if sys.argv[1] == "recognise" else tokenize())
        return
    ratios = []
    for _ in range(ROUNDS):
        seconds = {
            name: float(subprocess.run([sys.executable, "-m", "bench.recognisers", name], check=True,
                                       capture_output=True, text=True).stdout)
            for name in ("recognise", "tokenize")
        }  # fmt: skip
        ratios.append(seconds["tokenize"] / seconds["recognise"])
        print(
            f"four recognisers {seconds['recognise']:.1f} s, blank tokenizer {seconds['tokenize']:.1f} s, "
            f"speed of ours as a share of the tokenizer's {ratios[-1]:.2f}"
        )
    print(f"median share {sorted(ratios)[len(ratios) // 2]:.2f} (bar: 0.50)")


if __name__ == "__main__":
    main()
