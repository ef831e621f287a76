"""Incident linking: the gold of pairs, baselines beside, and the attacks of 1 July 2025 as a smoke test.

`python -m bench.incidents`. 522 pairs were labelled twice apart (bench/gold/pairs.jsonl, see its README);
weights are fitted on the open half, the locked half is for measuring. A pair is the sentences of two events;
the events of today's coder are found by sentence, type and trigger, and what it no longer codes is left out
and counted.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from bench.material import LABELS, press
from faleme.link.incidents import Report, link, reports_of
from faleme.link.judge import common, judge
from faleme.link.relations import kilometres
from faleme.pipeline import load, read_articles
from faleme.records.incident import Incident

_CLAUSE = 60  # code points between the trigger labelled and one of today that tells the same act
_TOWNS = ("Diboli", "Kayes", "Nioro du Sahel", "Niono", "Molodo", "Sandaré", "Gogui")


class Pair(NamedTuple):
    """Two reports with what people say of them."""

    number: int
    a: Report
    b: Report
    label: str
    half: str


def gold_pairs() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (LABELS / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]


def kappa(first: Sequence[str], second: Sequence[str]) -> tuple[float, float]:
    """Raw agreement and Cohen's kappa of two lists of labels."""
    count = len(first)
    raw = sum(x == y for x, y in zip(first, second, strict=True)) / count
    of_first, of_second = Counter(first), Counter(second)
    chance = sum(of_first[label] * of_second[label] for label in of_first) / count**2
    return raw, (raw - chance) / (1 - chance)


def found(side: dict[str, Any], reports: Iterable[Report]) -> list[Report]:
    """Reports of today that a side of a pair can mean: of the labelled sentence, the nearest triggers only.

    The coder changes: another trigger of the same type in the same clause still tells the act (farther off in
    a sentence of the press it mostly tells another); where the type is another now, only the same words do.
    """
    start, end = side["trigger"] or (side["start"], side["end"])
    best: list[Report] = []
    least: tuple[bool, int] | None = None
    for report in reports:
        event, trigger = report.event, report.event.trigger
        shared = max(min(side["end"], e.end) - max(side["start"], e.start) for e in event.evidence)
        if 2 * shared < side["end"] - side["start"]:
            continue
        gap = max(0, trigger.start - end, start - trigger.end) if trigger else _CLAUSE
        other = event.type != side["type"]
        if gap > (0 if other else _CLAUSE):
            continue
        if least is None or (other, gap) < least:
            best, least = [], (other, gap)
        if (other, gap) == least:
            best.append(report)
    return sorted(best, key=lambda report: report.key)


def mapped(gold: Iterable[dict[str, Any]], by_article: dict[str, list[Report]]) -> list[Pair]:
    """Pairs of which both sides are events of today.

    Where a sentence lists several towns, one event each, the label is of the sentence: events of one town are
    taken on both sides.
    """
    pairs = []
    for each in gold:
        left, right = (found(each[side], by_article[each[side]["article"]]) for side in "ab")
        if left and right:
            a, b = next(
                ((x, y) for x in left for y in right if x.event.place == y.event.place), (left[0], right[0])
            )
            pairs.append(Pair(each["n"], a, b, each["label"], each["half"]))
    return pairs


def scores(pairs: Iterable[Pair], same: Callable[[Pair], bool]) -> str:
    """Precision, recall and F1 of 'same'; pairs that people left undecided are left out."""
    hits = Counter((same(pair), pair.label == "same") for pair in pairs if pair.label != "undecided")
    right, wrong, missed = hits[True, True], hits[True, False], hits[False, True]
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * right / max(1, 2 * right + wrong + missed)
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}  (n={sum(hits.values())})"


def b_cubed(pairs: Iterable[Pair], cluster_of: dict[str, str]) -> str:
    """B-cubed over the events of the pairs: people's clusters are what their 'same' pairs join."""
    parent: dict[str, str] = {}

    def root(event: str) -> str:
        parent.setdefault(event, event)
        while parent[event] != event:
            event = parent[event]
        return event

    for pair in pairs:
        a, b = root(pair.a.event.id), root(pair.b.event.id)
        if pair.label == "same":
            parent[b] = a
    people: dict[str, set[str]] = defaultdict(set)
    ours: dict[str, set[str]] = defaultdict(set)
    for event in list(parent):
        people[root(event)].add(event)
        ours[cluster_of[event]].add(event)
    precision = recall = 0.0
    for event in parent:
        mine, theirs = ours[cluster_of[event]], people[root(event)]
        precision += len(mine & theirs) / len(mine)
        recall += len(mine & theirs) / len(theirs)
    precision, recall = precision / len(parent), recall / len(parent)
    f1 = 2 * precision * recall / (precision + recall)
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}  ({len(parent)} events)"


def same_type_day_place(pair: Pair) -> bool:
    """The baseline: same type, same day, within 25 km."""
    a, b = pair.a.event, pair.b.event
    if a.type != b.type or not a.place or not b.place or not a.time or not b.time:
        return False
    return a.time == b.time and kilometres(a.place, b.place) <= 25


def headline_threshold(pairs: Sequence[Pair]) -> float:
    """The cosine of titles that is best on the open half."""

    def f1(least: float) -> float:
        hits = Counter((common(p.a.page.title, p.b.page.title) >= least, p.label == "same") for p in pairs)
        return 2 * hits[True, True] / max(1, 2 * hits[True, True] + hits[True, False] + hits[False, True])

    return max((step / 50 for step in range(1, 50)), key=f1)


def smoke(incidents: Iterable[Incident], published: dict[str, str | None]) -> None:
    """The attacks of 1 July 2025: one incident a town, with its reports."""
    print("attacks of 1 July 2025 in the press of 30 June to 5 July:")
    for each in incidents:
        if each.type != "ASSAULT" or not each.place or each.place.name not in _TOWNS:
            continue
        days = [(published[member.article] or "")[:10] for member in each.members]
        if min(days) >= "2025-06-30" and max(days) <= "2025-07-05":
            articles = ", ".join(dict.fromkeys(member.article for member in each.members))
            voices = f"{each.voices} voice{'s' if each.voices > 1 else ''}"
            print(f"  {each.place.name:15} {len(each.members)} reports, {voices}: {articles}")


def agreement(gold: Sequence[dict[str, Any]]) -> None:
    """How well two labellings agree, on the four labels and on 'same' alone, for each lot of pairs."""
    for lot in sorted({pair["lot"] for pair in gold}):
        of = [pair for pair in gold if pair["lot"] == lot]
        raw, free = kappa([p["label_1"] for p in of], [p["label_2"] for p in of])
        same_raw, same_free = kappa(*([str(p[f"label_{n}"] == "same") for p in of] for n in (1, 2)))
        print(
            f"lot {lot}, {len(of)} pairs labelled twice: four labels {100 * raw:.1f} %, kappa {free:.3f}; "
            f"same or not {100 * same_raw:.1f} %, kappa {same_free:.3f}"
        )


def counts(title: str, articles_and_labels: Iterable[tuple[str, str]]) -> None:
    """Pairs of Senegal's press and of Burkina Faso's, by label."""
    seen = Counter((name[:2], label) for name, label in articles_and_labels)
    lands = {"sn": "Senegal", "bf": "Burkina Faso"}
    told = [
        f"{land} {sum(n for (of, _), n in seen.items() if of == key)} ("
        + ", ".join(f"{n} {label}" for (of, label), n in seen.most_common() if of == key)
        + ")"
        for key, land in lands.items()
    ]
    print(f"{title}: {sum(seen.values())} pairs; {'; '.join(told)}")


def main() -> None:
    gold = gold_pairs()
    agreement(gold)
    counts("labelled", ((p["a"]["article"], p["label"]) for p in gold))
    by_article: dict[str, list[Report]] = defaultdict(list)
    published: dict[str, str | None] = {}
    for reading in read_articles(press(), load()):
        by_article[reading.article.id] = list(reports_of(reading))
        published[reading.article.id] = reading.article.published
    incidents = link(report for reports in by_article.values() for report in reports)
    measure(mapped(gold, by_article), incidents)
    events = sum(map(len, by_article.values()))
    print(f"{events} events of {len(by_article)} articles are {len(incidents)} incidents")
    smoke(incidents, published)


def measure(pairs: Sequence[Pair], incidents: Sequence[Incident]) -> None:
    """The judge, the clusters and the baselines on all pairs and on each half."""
    counts("measured (both sides are events of today)", ((p.a.article, p.label) for p in pairs))
    cluster_of = {member.event: each.id for each in incidents for member in each.members}
    halves = {half: [pair for pair in pairs if pair.half == half] for half in ("open", "locked")}
    least = headline_threshold([pair for pair in halves["open"] if pair.label != "undecided"])
    ways: dict[str, Callable[[Pair], bool]] = {
        "judge": lambda p: judge(p.a, p.b).judgement == "same",
        "incidents": lambda p: cluster_of[p.a.event.id] == cluster_of[p.b.event.id],
        "type, day, 25 km": same_type_day_place,
        f"headlines ≥ {least:.2f}": lambda p: common(p.a.page.title, p.b.page.title) >= least,
    }
    parts = {"all": pairs, "open, fitted": halves["open"], "locked": halves["locked"]}
    for name, same in ways.items():
        for part, chosen in parts.items():
            print(f"{name:18} {part:12} {scores(chosen, same)}")
    for part, chosen in parts.items():
        print(f"B-cubed, incidents {part:12} {b_cubed(chosen, cluster_of)}")


if __name__ == "__main__":
    main()
