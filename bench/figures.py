"""Quality and speed of the figures room, beside French cases by others.

    python bench/figures.py [--shared ../shared] [--misses]

Prints (1) figure and figure-full F1 on the shared gold by its own score.py, with the gold's timexes and
with ours; (2) Recognizers-Text's French cases of money, per cent and numbers; (3) ms an article of the press.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from faleme.recognise.figures import figures
from faleme.recognise.numerals import numerals
from faleme.records.time import Timex

# Names of Recognizers-Text -> our codes; its subunits ('Cent', 'Pence') are no unit of the codebook.
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


def timexer() -> Callable[..., Sequence[Timex]] | None:
    """Our own timex recogniser, None while it is not there."""
    if importlib.util.find_spec("faleme.recognise.timexes") is None:
        return None
    from faleme.recognise.timexes import timexes

    return timexes


def gold_scores(shared: Path, own_times: bool, misses: bool) -> dict[str, Any]:
    gold = shared / "gold" / "dev.jsonl"
    recognise = timexer()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for line in gold.read_text(encoding="utf-8").splitlines():
            reading = json.loads(line)
            article = reading["article"]
            if own_times and recognise:
                day = date.fromisoformat(article["published"][:10]) if article["published"] else None
                times = recognise(article["text"], published=day, language="fr")
            else:
                times = [
                    Timex(
                        start=t["start"],
                        end=t["end"],
                        from_=t["from"],
                        to=t["to"],
                        grain="stretch",
                        rule="gold",
                    )
                    for t in reading["times"]
                ]
            found = figures(article["text"], times=times)
            row = {"article": {"id": article["id"]}, "figures": [msgspec.to_builtins(f) for f in found]}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        out.flush()
        command = [
            sys.executable,
            str(shared / "gold" / "score.py"),
            str(gold),
            out.name,
            "--only",
            "figures",
        ]
        if misses:
            print(subprocess.run([*command, "--misses"], capture_output=True, text=True, check=True).stdout)
        scored: dict[str, Any] = json.loads(
            subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
        )
    return scored


def cases(shared: Path, model: str) -> list[dict[str, Any]]:
    path = shared / "timex" / "recognizers_text_fr" / f"{model}.json"
    loaded: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8-sig"))
    return loaded


def number(written: str) -> float:
    """'12,345' and '12.345' of the cases: a comma there is a decimal comma."""
    return float(written.replace("%", "").replace(",", "."))


def close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def currency_right(case: dict[str, Any]) -> bool:
    wanted = [
        (number(r["Resolution"]["value"]), CURRENCIES.get(r["Resolution"]["unit"], r["Resolution"]["unit"]))
        for r in case["Results"]
        if r["Resolution"].get("value")
    ]
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


def speed(shared: Path, count: int = 400) -> tuple[float, float]:
    """Mean ms an article without and mean characters, over the first `count` articles of the press."""
    texts: list[str] = []
    with gzip.open(shared / "press" / "senegal-2025.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            texts.append(json.loads(line)["text"])
            if len(texts) == count:
                break
    figures(texts[0])
    began = time.perf_counter()
    for text in texts:
        figures(text)
    spent = time.perf_counter() - began
    return 1000 * spent / len(texts), sum(map(len, texts)) / len(texts)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    shared: Path = options.shared
    if not shared.is_dir():
        sys.exit(f"{shared}: the folder of shared material is not here")
    for own in (False, True):
        if own and timexer() is None:
            print("own timexes: not there yet")
            continue
        scored = gold_scores(shared, own, options.misses)
        label = "own timexes" if own else "gold timexes"
        for measure in ("figure", "figure-full"):
            row = scored[measure]
            print(f"{measure:<12} ({label:<12})  P {row['P']:5.1f}  R {row['R']:5.1f}  F1 {row['F1']:5.1f}")
    show("CurrencyModel", cases(shared, "CurrencyModel"), currency_right, options.misses)
    show("PercentModel", cases(shared, "PercentModel"), percent_right, options.misses)
    numbers = cases(shared, "NumberModel")
    show("NumberModel", [case for case in numbers if left_out(case) is None], number_right, options.misses)
    for reason, times in Counter(filter(None, map(left_out, numbers))).most_common():
        print(f"    left out {times:>4}  {reason}")
    spent, characters = speed(shared)
    print(f"speed           {spent:.2f} ms an article of {characters:.0f} characters (400 articles)")


if __name__ == "__main__":
    main()
