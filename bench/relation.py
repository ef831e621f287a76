"""The relation: agreement of strand rules and labels in both halves; a million events assessed.

Labels are by one person, by the sentence, on 100 events drawn at random from ../shared/press that the coder
reads between two countries, or a country and a body (bench/gold/strands.jsonl: ids, offsets and label, no
text). Rules were written on the half 'tune'; the other is measured only.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from bench.material import LABELS, press_by_id
from faleme.pipeline import Resources, load, read_article
from faleme.records.event import Event

Row = dict[str, Any]


def labels() -> list[Row]:
    text = (LABELS / "strands.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def events(rows: list[Row], resources: Resources) -> list[tuple[Row, Event | None]]:
    """Each label with the event that stands on its trigger today."""
    read = {each: read_article(press_by_id()[each], resources) for each in {row["article"] for row in rows}}
    found = []
    for row in rows:
        told = (e for e in read[row["article"]].events if e.trigger and e.trigger.start == row["at"])
        found.append((row, next(told, None)))
    return found


def agreement(pairs: list[tuple[Row, Event | None]]) -> None:
    for half in ("tune", "locked"):
        told = [(row["label"], event) for row, event in pairs if row["half"] == half]
        there = [(label, said(event)) for label, event in told if event is not None]
        right = sum(a == b for a, b in there)
        of_strand = [(a, b) for a, b in there if a != "none"]
        same = sum(a == b for a, b in of_strand)
        print(
            f"{half}: {right} of {len(there)} agree (kappa {kappa(there):.2f}); of those with a strand "
            f"{same} of {len(of_strand)}; {len(told) - len(there)} no longer coded"
        )
        apart = Counter(f"{a} read as {b}" for a, b in there if a != b)
        print("  " + ", ".join(f"{count} {what}" for what, count in apart.most_common()))


def said(event: Event) -> str:
    return "none" if event.strand == "other" else event.strand


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa."""
    size = len(pairs)
    first, second = (Counter(pair[at] for pair in pairs) for at in (0, 1))
    chance = sum(first[each] * second[each] for each in first) / size**2
    return (sum(a == b for a, b in pairs) / size - chance) / (1 - chance)


def main() -> None:
    pairs = events(labels(), load())
    agreement(pairs)


if __name__ == "__main__":
    main()
