"""Train the second opinion on events: `python -m bench.train_events [--check]`.

Reads ../shared/gold/dev.jsonl and bench/gold/train_*.jsonl, fits a logistic model (Newton's method, ridge) on
the features of `coding.features`, and writes `data/fr/event_weights.tsv`. The result is the same to the byte
on the same labels and rules: no random start, weights rounded. No word of a text is kept.
`--check` prints six-fold cross-validation over articles instead of writing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from bench.events import mentions_of
from bench.material import SHARED, gold
from faleme.coding.candidates import Candidate
from faleme.coding.mentions import Mentions
from faleme.coding.merge import one_act
from faleme.coding.parse import load_parser
from faleme.coding.second_opinion import ACCEPTED, GATE, features
from faleme.coding.sightings import sightings_of
from faleme.coding.story import Story
from faleme.coding.weigh import candidates_of
from faleme.records.text import Article

RIDGE = 20.0
SEEN = 6
RARE = 60
"""A type with fewer readings than this has no features of its own: it is judged by what all types share."""
FOLDS = 6
OUT = Path(__file__).resolve().parent.parent / "src" / "faleme" / "data" / "fr" / "event_weights.tsv"
HEADER = """# Weights of the second opinion on events: a logistic model. The sum of the weights of what
# a reading shows, put through the logistic function, is its confidence. Source: `python -m
# bench.train_events` on {articles} labelled articles, {readings} readings of which {right}
# are right. Trained, not written by hand; the features are the rules' own findings and no
# words of a text.
# feature  what the rules found
# weight   more than 0 speaks for an event, less against it
feature\tweight
"""


def main() -> None:
    examples = [example for name in ("dev", "train") for reading in gold(name) for example in [of(reading)]]
    if "--check" in sys.argv:
        cross_validate(examples)
        return
    rows = [row for example in examples for row in example]
    weights = fit(rows)
    text = HEADER.format(articles=len(examples), readings=len(rows), right=sum(right for _, right in rows))
    text += "".join(f"{name}\t{weights[name]:.3f}\n" for name in sorted(weights))
    OUT.write_text(text, encoding="utf-8")
    print(f"{len(weights)} weights from {len(rows)} readings of {len(examples)} articles")


def of(reading: dict[str, Any]) -> list[tuple[dict[str, float], bool]]:
    """Features of an article's readings, each with whether it is a labelled event's best in its sentence."""
    sys.path.insert(0, str(SHARED / "gold"))
    import score

    article = msgspec.convert(reading["article"], Article)
    found = mentions_of(article)
    mentions = Mentions(**{key: found[key] for key in ("places", "times", "figures", "actors")})
    story = Story.of(article, mentions, found["country"])
    told: list[Candidate] = []
    for sighting in sightings_of(article, found["sentences"], mentions, story, load_parser()):
        told.extend(candidates_of(sighting, story, told, GATE))
    chosen, again = best_readings(told, score.scored(reading["events"]))
    rows = []
    for i, candidate in enumerate(told):
        merges = any(one_act(candidate, told[best]) for best in again.get(i, ()))
        if i in chosen or not merges:
            rows.append((features(candidate), i in chosen))
    return rows


def best_readings(
    told: Sequence[Candidate], labels: Sequence[dict[str, Any]]
) -> tuple[set[int], dict[int, list[int]]]:
    """In each sentence the reading that fits a labelled event best, and the others with the ones they repeat.

    A second reading of one event is no second event: it is left out of training where the merger joins it to
    the first, and counts as wrong where it would stand beside it.
    """
    import score

    chosen: set[int] = set()
    again: dict[int, list[int]] = {}
    for event in labels:
        fitting: dict[int, list[tuple[float, int]]] = {}
        for i, candidate in enumerate(told):
            reading = msgspec.to_builtins(candidate) | {"evidence": [msgspec.to_builtins(candidate.span)]}
            fit = score.event_affinity(event, reading, typed=True)
            if fit > 0:
                fitting.setdefault(candidate.sentence, []).append((fit + candidate.score / 100, -i))
        for ranked in fitting.values():
            ranked.sort(reverse=True)
            chosen.add(-ranked[0][1])
            for _, other in ranked[1:]:
                again.setdefault(-other, []).append(-ranked[0][1])
    return chosen, again


def fit(rows: list[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Ridge logistic regression by Newton's method; features in fewer than SEEN readings are left out."""
    counts = Counter(name for row, _ in rows for name in row)
    rare = {name[5:] for name, count in counts.items() if name.startswith("type ") and count < RARE}
    counts = Counter(
        {name: c for name, c in counts.items() if not rare & set(name.replace("/", " ").split())}
    )
    names = sorted(name for name, count in counts.items() if count >= SEEN)
    column = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for i, (row, _) in enumerate(rows):
        for name, value in row.items():
            if name in column:
                matrix[i, column[name]] = value
    target = np.array([right for _, right in rows], dtype=float)
    weights = np.zeros(len(names))
    ridge = np.array([0.0 if name == "always" else RIDGE for name in names])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (chance - target) + ridge * weights
        curvature = (matrix.T * (chance * (1 - chance))) @ matrix + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return {name: float(weights[i]) for name, i in column.items()}


def cross_validate(examples: list[list[tuple[dict[str, float], bool]]]) -> None:
    bins: dict[int, list[bool]] = {}
    hits = kept = wanted = 0
    for fold in range(FOLDS):
        held = [row for i, example in enumerate(examples) if i % FOLDS == fold for row in example]
        weights = fit([row for i, example in enumerate(examples) if i % FOLDS != fold for row in example])
        for row, right in held:
            chance = 1 / (1 + np.exp(-sum(value * weights.get(name, 0.0) for name, value in row.items())))
            bins.setdefault(min(9, int(chance * 10)), []).append(right)
            hits += right and chance >= ACCEPTED
            kept += chance >= ACCEPTED
            wanted += right
    print(
        f"readings accepted at {ACCEPTED}: "
        f"precision {100 * hits / kept:.1f}, recall {100 * hits / wanted:.1f}"
    )
    for tenth, rights in sorted(bins.items()):
        print(
            f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}{len(rights):>7}"
            f"{100 * sum(rights) / len(rights):>7.0f} %"
        )


if __name__ == "__main__":
    main()
