"""Quality and speed of the figures room, beside French cases by others.

    python -m bench.figures [--misses]

Prints (1) figure and figure-full on dev and train by the gold's own score.py: with the gold's timexes, with
ours, and with ours inside the gold's events, which parts the causes of a wrong period; (2) Recognizers-Text's
French cases of money, per cent and numbers; (3) ms an article of the press.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.material import SHARED, gold, press, score
from faleme.coding.figure_periods import with_periods
from faleme.lexicon.publishers import publisher_of
from faleme.pipeline import published_day
from faleme.recognise.figures import figures
from faleme.recognise.numerals import numerals
from faleme.recognise.timexes import timexes
from faleme.records.event import Event
from faleme.records.figure import Figure
from faleme.records.text import Article
from faleme.records.time import Timex

# Names of Recognizers-Text -> our codes; 'Cent' is of no one currency and stays a miss.
CURRENCIES = {
    "Dollar": "USD", "Dollar États-Unis": "USD", "Dollar Canadien": "CAD", "Dollar de Hong Kong": "HKD",
    "Dollar Australien": "AUD", "Livre": "GBP", "Euro": "EUR", "Franc": "XOF", "Franc Suisse": "CHF",
    "Yen Japonais": "JPY", "Yuan Chinois": "CNY", "Mark Finlandais": "FIM", "Florins Néerlandais": "NLG",
    "Roupie": "INR", "Roupie indienne": "INR",
}  # fmt: skip

# What the press never writes, by the reason for which a case of NumberModel is left out.
NOT_PRESS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "fractions",
        re.compile(
            r"i[eè]mes?\b|tiers|quarts?\b|premi[eè]res|\bdemie?\b|sur (?:\w+|\d)|\d/\d|[⅙½]|moitié",
            re.IGNORECASE,
        ),
    ),
    ("powers and exponents", re.compile(r"\d\^|\de[+-]?\d", re.IGNORECASE)),
    ("lakh and crore", re.compile(r"lakh|crore|\d,\d\d,\d", re.IGNORECASE)),
    ("signs as words", re.compile(r"négati", re.IGNORECASE)),
    (
        "decimals without a zero, addresses",
        re.compile(r"(?:^|\s),\d|\d\.\d+\.\d+\.\d|https?:", re.IGNORECASE),
    ),
    ("letters for thousands", re.compile(r"\d\s*[kKGMb]\b")),
)
BARE_ONE = "bare 'un' (an article in the codebook)"


def sets_scored(name: str) -> dict[str, dict[str, Any]]:
    """Score rows of figures by how they were dated: alone, beside gold timexes, inside gold events."""
    ways: dict[str, Callable[[dict[str, Any], Article], Sequence[Figure]]] = {
        "gold timexes": lambda reading, article: _found(article, _gold_times(reading), []),
        "own timexes": lambda reading, article: _found(article, _own_times(article), []),
        "gold events": lambda reading, article: _found(article, _own_times(article), reading["events"]),
    }
    expected = gold(name)
    rows: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for way, find in ways.items():
            out = Path(folder) / "found.jsonl"
            with out.open("wb") as stream:
                for reading in expected:
                    article = msgspec.convert(reading["article"], Article)
                    row = {"article": {"id": article.id}, "figures": find(reading, article)}
                    stream.write(msgspec.json.encode(row) + b"\n")
            rows[way] = json.loads(score(expected, out, "--json", "--only", "figures", folder=Path(folder)))
    return rows


def _found(article: Article, times: Sequence[Timex], events: list[dict[str, Any]]) -> Sequence[Figure]:
    publisher = publisher_of(article.source) or publisher_of(article.url)
    found = figures(article.text, times=times, country=publisher.country if publisher else None)
    return with_periods(article.text, found, msgspec.convert(events, list[Event]))


def _own_times(article: Article) -> Sequence[Timex]:
    return timexes(article.text, published=published_day(article), language="fr")


def _gold_times(reading: dict[str, Any]) -> Sequence[Timex]:
    return msgspec.convert([{"grain": "stretch", "rule": "gold"} | t for t in reading["times"]], list[Timex])


def cases(model: str) -> list[dict[str, Any]]:
    path = SHARED / "timex" / "recognizers_text_fr" / f"{model}.json"
    loaded: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8-sig"))
    return loaded


def number(written: str) -> float:
    """'12,345' and '12.345' of the cases: a comma there is a decimal comma."""
    return float(written.replace("%", "").replace(",", "."))


def close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _sum(resolution: dict[str, str]) -> tuple[float, str]:
    """Value and ISO 4217 code of a case."""
    value, unit = number(resolution["value"]), resolution["unit"]
    if unit in ("Pence", "Penny"):
        return value / 100, "GBP"
    return value, resolution.get("isoCurrency") or CURRENCIES.get(unit, unit)


def currency_right(case: dict[str, Any]) -> bool:
    wanted = [_sum(r["Resolution"]) for r in case["Results"] if r["Resolution"].get("value")]
    found = [(f.value, f.unit) for f in figures(case["Input"]) if f.kind == "money"]
    return (
        len(found) >= len(wanted)
        and all(any(close(float(v), w) and u == unit for v, u in found) for w, unit in wanted)
        and (bool(wanted) or not found)
    )


def percent_right(case: dict[str, Any]) -> bool:
    wanted = [number(r["Resolution"]["value"]) for r in case["Results"]]
    found = [float(f.value) for f in figures(case["Input"]) if f.unit == "%"]
    return len(found) == len(wanted) and all(close(a, b) for a, b in zip(found, wanted, strict=True))


def left_out(case: dict[str, Any]) -> str | None:
    """Why a case of NumberModel is not as the press writes; None where it is."""
    texts = " ".join(result["Text"] for result in case["Results"]) or case["Input"]
    for reason, pattern in NOT_PRESS:
        if pattern.search(texts):
            return reason
    return BARE_ONE if any(result["Text"].lower() in ("un", "une") for result in case["Results"]) else None


def number_right(case: dict[str, Any]) -> bool:
    text = case["Input"]
    wanted = [number(r["Resolution"]["value"]) for r in case["Results"]]
    found = [
        float(n.value)
        for n in numerals(text)
        if not (n.form == "digits" and text[n.end : n.end + 1].isalpha())
    ]
    return len(found) == len(wanted) and all(close(a, b) for a, b in zip(found, wanted, strict=True))


def show(
    name: str, pool: list[dict[str, Any]], right: Callable[[dict[str, Any]], bool], misses: bool
) -> None:
    wrong = [case for case in pool if not right(case)]
    good = len(pool) - len(wrong)
    print(f"{name:<16}{good:>5} of {len(pool):<5}{100 * good / len(pool):6.1f} %")
    if misses:
        for case in wrong:
            print("    missed:", case["Input"][:110], "->", [r["Text"] for r in case["Results"]])


def speed(count: int = 400) -> tuple[float, float]:
    """Mean ms an article and mean characters, over the first `count` articles of the press."""
    texts = [article.text for article in itertools.islice(press("senegal-2025"), count)]
    figures(texts[0])
    began = time.perf_counter()
    for text in texts:
        figures(text)
    spent = time.perf_counter() - began
    return 1000 * spent / len(texts), sum(map(len, texts)) / len(texts)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("../shared is not here")
    for name in ("dev", "train"):
        for way, scored in sets_scored(name).items():
            for measure in ("figure", "figure-full"):
                row = scored[measure]
                precision, recall, f1 = (row[key] for key in ("P", "R", "F1"))
                print(f"{name:<6}{way:<13}{measure:<12} P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}")
    show("CurrencyModel", cases("CurrencyModel"), currency_right, options.misses)
    show("PercentModel", cases("PercentModel"), percent_right, options.misses)
    numbers = cases("NumberModel")
    show("NumberModel", [case for case in numbers if left_out(case) is None], number_right, options.misses)
    for reason, times in Counter(filter(None, map(left_out, numbers))).most_common():
        print(f"    left out {times:>4}  {reason}")
    spent, characters = speed()
    print(f"speed           {spent:.2f} ms an article of {characters:.0f} characters (400 articles)")


if __name__ == "__main__":
    main()
