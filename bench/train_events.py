"""Train the second opinion on events: `python -m bench.train_events [--check]`.

Reads ../shared/gold/dev.jsonl, bench/gold/train_*.jsonl (whole articles), bench/gold/readings.jsonl (readings
of a trigger, a few of each row of the lexicon) and the marked sentences of tests/sentences, fits a logistic
model (L-BFGS, ridge) on the features of `coding.features`, and writes `data/fr/event_weights.tsv`. The
result is the same to the byte on the same labels and rules: no random start, solved far below the digits that
are kept. Of a text's words only those stay that three articles have beside a trigger, at most two together,
never one with a capital. `--check` prints six-fold cross-validation over articles instead of writing.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from bench.events import mentions_of
from bench.material import LABELS, SHARED, gold, press_by_id
from faleme.coding.candidates import Candidate
from faleme.coding.mentions import Mentions
from faleme.coding.merge import one_act
from faleme.coding.parse import load_parser
from faleme.coding.second_opinion import ACCEPTED, GATE, features
from faleme.coding.sightings import sightings_of
from faleme.coding.story import Story
from faleme.coding.weigh import candidates_of
from faleme.records.text import Article
from tests.coding.marked import marked, told

RIDGE = 10.0
ARTICLES = 3
"""A feature that fewer articles show is left out."""
READINGS = 6
"""A feature that is no word is left out where fewer readings show it."""
RARE = 60
"""A type with fewer readings than this has no features of its own: it is judged by what all types share."""
FOLDS = 6
OUT = Path(__file__).resolve().parent.parent / "src" / "faleme" / "data" / "fr" / "event_weights.tsv"
HEADER = """# Weights of the second opinion on events: a logistic model. The sum of the weights of what
# a reading shows, put through the logistic function, is its confidence. Source: `python -m
# bench.train_events` on {articles} labelled articles and single readings of {others} more, {readings}
# readings of which {right} are right. Trained, not written by hand; words are stems of at least three
# articles, none with a capital.
# feature  what the rules found, or a word beside the trigger
# weight   more than 0 speaks for an event, less against it
feature\tweight
"""


class Example(NamedTuple):
    """One reading: what it shows, whether it is right, and its article."""

    shown: dict[str, float]
    right: bool
    article: str


def main() -> None:
    whole = [reading for name in ("dev", "train") for reading in gold(name)]
    examples = [example for reading in whole for example in of(reading)]
    if "--check" in sys.argv:
        cross_validate(examples, [*single_readings(), *marked_sentences()])
        return
    examples += (single := [*single_readings(), *marked_sentences()])
    weights = fit(examples)
    text = HEADER.format(
        articles=len(whole),
        others=len({example.article for example in single}),
        readings=len(examples),
        right=sum(example.right for example in examples),
    )
    text += "".join(f"{name}\t{weights[name]:.3f}\n" for name in sorted(weights))
    OUT.write_text(text, encoding="utf-8")
    print(
        f"{len(weights)} weights from {len(examples)} readings, {len(single)} of them outside whole articles"
    )


def told_in(article: Article) -> list[Candidate]:
    """The readings of an article that are put to the model."""
    found = mentions_of(article)
    mentions = Mentions(**{key: found[key] for key in ("places", "times", "figures", "actors")})
    story = Story.of(article, mentions, found["country"])
    told: list[Candidate] = []
    for sighting in sightings_of(article, found["sentences"], mentions, story, load_parser()):
        told.extend(candidates_of(sighting, story, told, GATE))
    return told


def single_readings() -> list[Example]:
    """Readings of bench/gold/readings.jsonl that today's rules still find, by article, trigger and type."""
    labels: dict[str, dict[tuple[int, int, str], bool]] = defaultdict(dict)
    for line in (LABELS / "readings.jsonl").read_text(encoding="utf-8").splitlines():
        each = json.loads(line)
        labels[each["article"]][each["start"], each["end"], each["type"]] = each["label"] == "y"
    examples = []
    for name, wanted in labels.items():
        for candidate in told_in(press_by_id()[name]):
            right = wanted.get((candidate.trigger.start, candidate.trigger.end, candidate.type))
            if right is not None:
                examples.append(Example(features(candidate), right, name))
    return examples


def marked_sentences() -> list[Example]:
    """The marked sentences of tests/sentences, each reading right where it is of the type told.

    They hold a row that is sure of its words to be believed, also where the press has it seldom.
    """
    examples = []
    for name in ("events.tsv", "no_events.tsv"):
        for case in marked(name):
            if case.expected.startswith("no "):
                continue
            kind = told(case.expected).type if name == "events.tsv" else None
            text = "Brèves\n\n" + case.sentence
            article = Article(
                id=f"{name} {case.line}", title="Brèves", text=text, published="2025-07-10", source="SeneNews"
            )
            for candidate in told_in(article):
                if kind is None and candidate.status not in ("called-for", "denied"):
                    examples.append(Example(features(candidate), False, article.id))
                elif candidate.type == kind:
                    examples.append(Example(features(candidate), True, article.id))
    return examples


def of(reading: dict[str, Any]) -> list[Example]:
    """An article's readings, each with whether it is a labelled event's best in its sentence."""
    sys.path.insert(0, str(SHARED / "gold"))
    import score

    article = msgspec.convert(reading["article"], Article)
    told = told_in(article)
    chosen, again = best_readings(told, score.scored(reading["events"]))
    examples = []
    for i, candidate in enumerate(told):
        merges = any(one_act(candidate, told[best]) for best in again.get(i, ()))
        if i in chosen or not merges:
            examples.append(Example(features(candidate), i in chosen, article.id))
    return examples


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


def kept_features(examples: Iterable[Example]) -> list[str]:
    """The features that enough articles and readings show, in the order of their names."""
    shown: Counter[str] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        for name in example.shown:
            shown[name] += 1
            if len(articles[name]) < ARTICLES:
                articles[name].add(example.article)
    rare = {name[5:] for name, count in shown.items() if name.startswith("type ") and count < RARE}
    return sorted(
        name
        for name, count in shown.items()
        if len(articles[name]) >= ARTICLES
        and (count >= READINGS or name.startswith(("row ", "word ", "words ")))
        and (name.startswith("row ") or not rare & set(name.replace("/", " ").split()))
    )


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Ridge logistic regression; 'always' is free of the ridge."""
    names = kept_features(examples)
    column = {name: i for i, name in enumerate(names)}
    entries = [
        (row, column[name], value)
        for row, example in enumerate(examples)
        for name, value in example.shown.items()
        if name in column
    ]
    rows, columns, values = (np.array(part) for part in zip(*entries, strict=True))
    matrix = csr_array((values, (rows, columns)), shape=(len(examples), len(names)))
    sign = np.array([1.0 if example.right else -1.0 for example in examples])
    ridge = np.array([0.0 if name == "always" else RIDGE for name in names])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (matrix @ weights)
        slope = matrix.T @ (-sign / (1 + np.exp(margin)))
        return (
            float(np.logaddexp(0, -margin).sum() + 0.5 * (ridge * weights**2).sum()),
            slope + ridge * weights,
        )

    options = {"maxiter": 5000, "maxfun": 10000, "ftol": 1e-15, "gtol": 1e-7, "maxcor": 30}
    solved = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options=options)
    return {name: float(solved.x[i]) for name, i in column.items()}


def cross_validate(examples: Sequence[Example], single: Sequence[Example]) -> None:
    """Six folds over the whole articles; single readings of other articles always help to train."""
    numbers = {name: i for i, name in enumerate(dict.fromkeys(example.article for example in examples))}
    bins: dict[int, list[bool]] = {}
    hits = kept = wanted = 0
    for fold in range(FOLDS):
        held = [example for example in examples if numbers[example.article] % FOLDS == fold]
        weights = fit([*(e for e in examples if numbers[e.article] % FOLDS != fold), *single])
        for example in held:
            total = sum(value * weights.get(name, 0.0) for name, value in example.shown.items())
            chance = 1 / (1 + np.exp(-total))
            bins.setdefault(min(9, int(chance * 10)), []).append(example.right)
            hits += example.right and chance >= ACCEPTED
            kept += chance >= ACCEPTED
            wanted += example.right
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
