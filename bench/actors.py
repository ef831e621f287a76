"""Actors: are the codes of the gold events among the mentions of their evidence, and which do not belong?

There is no gold for mentions, so recall is measured from the gold of events; codes offered by an event's
evidence that are neither its actors nor its recipients are counted by sector. `--misses` lists every gold
code that was not found; the frequent codes and phrases of 300 press articles are printed for a person to
judge. Needs ../shared beside the checkout.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any

from bench.material import gold, press
from faleme.lexicon.publishers import publisher_of
from faleme.recognise.actors import actors
from faleme.records.actor import ActorMention
from faleme.resolve.actors import resolve_actors

SETS = ("dev", "train")


def read(text: str, source: str | None, language: str | None = "fr") -> tuple[ActorMention, ...]:
    publisher = publisher_of(source)
    language = language if language in ("fr", "en") else "fr"
    country = publisher.country if publisher else None
    return resolve_actors(text, actors(text, language=language), country=country, language=language)


def codes_in(mentions: Sequence[ActorMention], spans: list[tuple[int, int]]) -> set[str]:
    return {
        code
        for mention in mentions
        if any(mention.start < end and start < mention.end for start, end in spans)
        for code in mention.codes or mention.candidates
    }


def coverage(name: str, verbose: bool) -> None:
    found: Counter[str] = Counter()
    offered = events = total = 0
    beside: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in gold(name):
        article = row["article"]
        text = article["text"]
        mentions = read(text, article.get("source"), article.get("language"))
        everywhere = codes_in(mentions, [(0, len(text))])
        for event in row["events"]:
            spans = [(span["start"], span["end"]) for span in event["evidence"]]
            here = codes_in(mentions, spans)
            wanted = event["actors"] + event["recipients"]
            events += 1
            offered += len(here)
            beside.update(code.partition(":")[2] or "organisation" for code in here - set(wanted))
            for code in wanted:
                total += 1
                found["evidence"] += code in here
                found["article"] += code in everywhere
                found["country"] += any(code[:3] == other[:3] for other in here)
                if code not in here:
                    missed[code.partition(":")[2] or "organisation"] += 1
                    if verbose:
                        print(missing(article, event, code, code in everywhere, here, text))
    print(f"{name}: {events} events, {total} codes")
    for place in ("evidence", "article", "country"):
        print(f"  found in the {place:9} {found[place]}/{total} = {found[place] / total:.1%}")
    print(f"  codes offered by an event's evidence {offered / events:.1f} in the mean")
    print("  offered beside the gold:", ", ".join(f"{k} {n}" for k, n in beside.most_common(12)))
    print("  not in the evidence:    ", ", ".join(f"{k} {n}" for k, n in missed.most_common(12)))


def missing(
    article: dict[str, Any], event: dict[str, Any], code: str, elsewhere: bool, here: set[str], text: str
) -> str:
    quote = " | ".join(text[span["start"] : span["end"]] for span in event["evidence"][:2])
    where = "elsewhere in the article" if elsewhere else "nowhere"
    return f"  {article['id']} {event['type']} {code} ({where}) has {sorted(here)}\n     {quote[:300]!r}"


def sample(count: int) -> list[tuple[str, str | None]]:
    """Every nth article of ../shared/press with its outlet."""
    texts = [(article.text, article.source) for article in press()]
    return list(islice(texts, 0, None, max(1, len(texts) // count)))


def frequent() -> None:
    codes: Counter[str] = Counter()
    phrases: Counter[tuple[str, str]] = Counter()
    undecided = total = 0
    for text, source in sample(300):
        for mention in read(text, source):
            total += 1
            undecided += not mention.codes
            for code in mention.codes:
                codes[code] += 1
                phrases[(mention.name.lower(), code)] += 1
    print(f"\n{total} mentions in 300 press articles, {undecided / total:.1%} undecided")
    print("codes:  ", ", ".join(f"{code} {count}" for code, count in codes.most_common(30)))
    print("phrases:", ", ".join(f"{name} = {code} {n}" for (name, code), n in phrases.most_common(30)))


def speed() -> None:
    texts = sample(400)
    read(*texts[0])
    start = time.perf_counter()
    found = [actors(text) for text, _ in texts]
    middle = time.perf_counter()
    for (text, _), mentions in zip(texts, found, strict=True):
        resolve_actors(text, mentions, country="SEN")
    end = time.perf_counter()
    length = sum(len(text) for text, _ in texts) / len(texts)
    print(
        f"\n{len(texts)} press articles of {length:.0f} characters: "
        f"recognise {(middle - start) / len(texts) * 1000:.2f} ms, "
        f"resolve {(end - middle) / len(texts) * 1000:.2f} ms each"
    )


def main() -> None:
    for name in SETS:
        coverage(name, "--misses" in sys.argv)
    frequent()
    speed()


if __name__ == "__main__":
    main()
