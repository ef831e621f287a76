"""Actors: are the codes of the gold events among the mentions found in their evidence, and what do they cost?

There is no gold for mentions, so coverage is measured from the gold of events; the frequent codes and
phrases of 300 press articles are printed for a person to judge. Needs ../shared beside the checkout.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter
from pathlib import Path

from faleme.recognise.actors import actors
from faleme.records.actor import ActorMention
from faleme.resolve.actors import resolve_actors

SHARED = Path(__file__).resolve().parents[2] / "shared"
OUTLETS = {"SeneNews": "SEN", "Senego": "SEN"}


def gold() -> list[dict]:  # type: ignore[type-arg]
    """The coded articles that may be looked at."""
    rows: list[dict] = []  # type: ignore[type-arg]
    for name in ("dev.jsonl", "example.jsonl"):
        rows += [json.loads(line) for line in (SHARED / "gold" / name).read_text("utf-8").splitlines()]
    return rows


def press(count: int) -> list[tuple[str, str]]:
    """`count` articles spread over both outlets' files, each with its outlet's country."""
    texts: list[tuple[str, str]] = []
    for name, iso in (("senegal-2025", "SEN"), ("burkina-2017-2025", "BFA")):
        with gzip.open(SHARED / "press" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = list(lines)
        step = max(1, len(rows) // (count // 2))
        texts += [(json.loads(row)["text"], iso) for row in rows[::step][: count // 2]]
    return texts


def read(text: str, country: str) -> tuple[ActorMention, ...]:
    return resolve_actors(text, actors(text), country=country)


def codes_in(mentions: tuple[ActorMention, ...], spans: list[tuple[int, int]]) -> set[str]:
    found: set[str] = set()
    for mention in mentions:
        if any(mention.start < end and start < mention.end for start, end in spans):
            found.update(mention.codes or mention.candidates)
    return found


def coverage(verbose: bool) -> None:
    by_sentence: Counter[bool] = Counter()
    by_article: Counter[bool] = Counter()
    by_country: Counter[bool] = Counter()
    told: Counter[bool] = Counter()
    sizes: list[int] = []
    for row in gold():
        text = row["article"]["text"]
        mentions = read(text, OUTLETS.get(row["article"].get("source") or "", "SEN"))
        everywhere = codes_in(mentions, [(0, len(text))])
        for event in row["events"]:
            spans = [(span["start"], span["end"]) for span in event["evidence"]]
            here = codes_in(mentions, spans)
            sizes.append(len(here))
            for code in event["actors"] + event["recipients"]:
                by_sentence[code in here] += 1
                by_article[code in everywhere] += 1
                if not code.endswith((":COP", ":JUD")):
                    told[code in here or code in everywhere] += 1
                by_country[any(code[:3] == other[:3] for other in here)] += 1
                if verbose and code not in here:
                    quote = " | ".join(text[a:b] for a, b in spans[:2])
                    where = "article" if code in everywhere else "NOWHERE"
                    print(
                        f"  {row['article']['id']} {event['type']} {code} ({where}) has {sorted(here)}\n"
                        f"     {quote[:300]!r}"
                    )
    total = sum(by_sentence.values())
    print(
        f"gold codes in the evidence sentences  {by_sentence[True]}/{total} = {by_sentence[True] / total:.1%}"
    )
    print(
        f"gold codes in the whole article       {by_article[True]}/{total} = {by_article[True] / total:.1%}"
    )
    share = told[True] / sum(told.values())
    print(f"in the article, without COP and JUD    {share:.1%} (passives leave those two out)")
    print(
        f"right country or organisation         {by_country[True]}/{total} = {by_country[True] / total:.1%}"
    )
    print(f"codes offered by an event's evidence  {sum(sizes) / len(sizes):.1f} in the mean")


def frequent() -> None:
    codes: Counter[str] = Counter()
    phrases: Counter[tuple[str, str]] = Counter()
    undecided = total = 0
    for text, country in press(300):
        for mention in read(text, country):
            total += 1
            undecided += not mention.codes
            for code in mention.codes:
                codes[code] += 1
                phrases[(mention.name.lower(), code)] += 1
    print(f"\n{total} mentions in 300 press articles, {undecided / total:.1%} undecided")
    print("codes:  ", ", ".join(f"{code} {count}" for code, count in codes.most_common(30)))
    print("phrases:", ", ".join(f"{name} = {code} {n}" for (name, code), n in phrases.most_common(30)))


def speed() -> None:
    texts = press(400)
    read(*texts[0])
    start = time.perf_counter()
    for text, _ in texts:
        actors(text)
    middle = time.perf_counter()
    for text, country in texts:
        read(text, country)
    both = time.perf_counter() - middle
    length = sum(len(text) for text, _ in texts) / len(texts)
    print(
        f"\n{len(texts)} press articles of {length:.0f} characters: "
        f"recognise {(middle - start) / len(texts) * 1000:.2f} ms, "
        f"with resolve {both / len(texts) * 1000:.2f} ms each"
    )


def main() -> None:
    coverage("--misses" in sys.argv)
    frequent()
    speed()


if __name__ == "__main__":
    main()
