"""Fit the weights by which reports are judged one happening: `python -m bench.train_links [--check]`.

Reads the open half of bench/gold/pairs.jsonl and bench/gold/pairs_train.jsonl, fits a logistic regression
(Newton's method, each weight held to its first value) and writes the numbers of [weights] and [force] in
`data/link.toml`; what stands behind the bar there stays. The same labels and the same coder give the same
file: no random start. `--check` prints ten-fold cross-validation over groups of articles instead.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from bench.incidents import Pair, gold_pairs, mapped
from bench.material import LABELS, press
from faleme.lexicon.link_rules import FOLDER
from faleme.link.incidents import reports_of
from faleme.link.judge import shown
from faleme.pipeline import load, read_articles

RIDGE = 2.0
FOLDS = 10
FEWEST = 3  # a weight that fewer pairs show keeps its first value
FILE = FOLDER / "link.toml"
_ROW = re.compile(r'^("?)([\w -]+)\1 = (-?[\d.]+)( +)# (-?[\d.]+) \|', re.MULTILINE)

Numbers = npt.NDArray[np.float64]


def main() -> None:
    pairs = examples()
    names, first = zip(*first_values(FILE.read_text(encoding="utf-8")).items(), strict=True)
    rows = [shown(pair.a, pair.b) for pair in pairs]
    features = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    same = np.array([float(pair.label == "same") for pair in pairs])
    if "--check" in sys.argv:
        check(pairs, features, same, np.array(first), names)
        return
    weights = fit(features, same, np.array(first), names)
    write(dict(zip(names, weights, strict=True)))
    print(f"{len(names)} weights from {len(pairs)} pairs, {int(same.sum())} of them one happening")


def examples() -> list[Pair]:
    """Pairs that may be looked at: the open half, and those labelled for fitting alone."""
    lines = (LABELS / "pairs_train.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [pair for pair in gold_pairs() if pair["half"] == "open"]
    gold += [json.loads(line) | {"half": "train"} for line in lines]
    wanted = {pair[side]["article"] for pair in gold for side in "ab"}
    articles = (article for article in press() if article.id in wanted)
    reports = {r.article.id: list(reports_of(r)) for r in read_articles(articles, load())}
    found = mapped(gold, reports)
    return [p for p in found if p.label != "undecided" and p.a.event.type == p.b.event.type]


def first_values(text: str) -> dict[str, float]:
    """The first value of every weight, by the name under which `judge.shown` has what it weighs."""
    return {_name(text, row): float(row[5]) for row in _ROW.finditer(text)}


def _name(text: str, row: re.Match[str]) -> str:
    return f"force {row[2]}" if row.start() > text.index("\n[force]\n") else row[2]


def fit(features: Numbers, same: Numbers, first: Numbers, names: Sequence[str]) -> Numbers:
    """Newton's method; the bias is free, what hardly any pair shows stays as it was."""
    held = np.where((features != 0).sum(axis=0) < FEWEST, 1e9, RIDGE)
    held[names.index("bias")] = 0.01
    weights = first.copy()
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (chance - same) + held * (weights - first)
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + np.diag(held)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if abs(step).max() < 1e-8:
            break
    return weights


def write(weights: dict[str, float]) -> None:
    """Put the fitted numbers into the file, two digits each, everything else as it was."""
    text = FILE.read_text(encoding="utf-8")

    def row(match: re.Match[str]) -> str:
        number = f"{weights[_name(text, match)]:.2f}"
        name = f"{match[1]}{match[2]}{match[1]} = "
        width = len(match[0]) - len(match[0].split("#", 1)[1]) - 1
        return f"{name}{number}".ljust(width) + f"# {match[5]} |"

    FILE.write_text(_ROW.sub(row, text), encoding="utf-8")


def check(
    pairs: Sequence[Pair], features: Numbers, same: Numbers, first: Numbers, names: Sequence[str]
) -> None:
    """Cross-validation, the pairs that hang together by their articles in one fold; before and after."""
    groups = np.array(grouped(pairs))
    scores = np.zeros(len(pairs))
    for fold in range(FOLDS):
        out = groups % FOLDS == fold
        scores[out] = features[out] @ fit(features[~out], same[~out], first, names)
    for half in ("open", "train"):
        chosen = np.array([pair.half == half for pair in pairs])
        for name, judged in (("first values", features @ first), ("fitted", scores)):
            said, meant = (judged >= 0) & chosen, (same > 0) & chosen
            f1 = 200 * (said & meant).sum() / (said.sum() + meant.sum())
            print(f"{half:6} {name:13} F1 {f1:5.1f}  (n={chosen.sum()}, {meant.sum()} the same)")


def grouped(pairs: Iterable[Pair]) -> list[int]:
    """Number of the group of each pair; pairs that share an article are in one."""
    group: dict[str, int] = {}
    ordered = list(pairs)
    for number, pair in enumerate(ordered):
        mine = {group[name] for name in (pair.a.article, pair.b.article) if name in group}
        group |= {pair.a.article: number, pair.b.article: number}
        group |= {name: number for name, old in group.items() if old in mine}
    return [group[pair.a.article] for pair in ordered]


if __name__ == "__main__":
    main()
