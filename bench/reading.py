"""How well and how fast pages are read.

    python bench/reading.py [--shared ../shared]

Quality on ../shared/pages: of the strings that an article must hold and must not hold (text/expected.json,
from trafilatura's evaluation set), how many it holds and does not; of the publication dates
(date/expected.json, from htmldate's), how many are told. 'Must not' is asked of the body, since one of the
strings is the page's own title. The furniture table was written with these pages at hand: the score is of
pages seen. Speed: articles per second of the same pages, and of the archives in ../shared/press through
`read_inputs`, which must not raise.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from faleme.errors import UnreadableError
from faleme.read.archive import read_inputs
from faleme.read.encoding import decoded
from faleme.read.page import article_of_page
from faleme.records.text import Article, SetAside

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    arguments = argparse.ArgumentParser(description="Quality and speed of the read step.")
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared: Path = arguments.parse_args().shared
    print_text_score(shared / "pages" / "text")
    print_date_score(shared / "pages" / "date")
    print_speed(shared / "pages")
    print_archives(shared / "press")


def print_text_score(folder: Path) -> None:
    kept = dropped = wanted = unwanted = 0
    for url, page in _expected(folder).items():
        article = _read(folder / page["file"], url)
        text = _plain(article.text) if article else ""
        body = text.partition("\n\n")[2]
        for string in map(_plain, page["with"]):
            wanted += 1
            kept += string in text
            if string not in text:
                print(f"  missed   {page['file']}: {string}")
        for string in map(_plain, page["without"]):
            unwanted += 1
            dropped += string not in body
            if string in body:
                print(f"  kept     {page['file']}: {string}")
    precision = kept / max(1, kept + unwanted - dropped)
    recall = kept / wanted
    f1 = 2 * precision * recall / (precision + recall)
    print(f"text: {kept}/{wanted} wanted strings kept, {dropped}/{unwanted} unwanted dropped, F1 {f1:.3f}")


def print_date_score(folder: Path) -> None:
    outcome: Counter[str] = Counter()
    for url, page in _expected(folder).items():
        article = _read(folder / page["file"], url)
        day = (article.published or "")[:10] if article else ""
        outcome["right" if day == page["date"] else "wrong" if day else "none"] += 1
        if day != page["date"]:
            print(f"  date     {page['file']}: {day or None}, expected {page['date']}")
    print(
        f"dates: {outcome['right']}/{outcome.total()} right, {outcome['wrong']} wrong, {outcome['none']} none"
    )


def print_speed(folder: Path) -> None:
    pages = [decoded(path.read_bytes()) for path in sorted(folder.glob("*/*.html"))]
    size = sum(map(len, pages)) / 1e6
    start = time.perf_counter()
    for markup in pages:
        try:
            article_of_page(markup)
        except UnreadableError:
            continue
    seconds = time.perf_counter() - start
    print(f"HTML: {len(pages)} pages, {size:.1f} M characters, {len(pages) / seconds:.1f} articles/s")


def print_archives(folder: Path) -> None:
    start = time.perf_counter()
    articles = 0
    reasons: Counter[str] = Counter()
    for item in read_inputs([str(folder / "*.jsonl.gz")]):
        if isinstance(item, SetAside):
            reasons[item.reason] += 1
        else:
            articles += 1
    seconds = time.perf_counter() - start
    aside = dict(reasons) or "none"
    print(f"JSON Lines: {articles} articles, {aside} set aside, {articles / seconds:.0f} articles/s")


def _expected(folder: Path) -> dict[str, dict[str, str]]:
    pages: dict[str, dict[str, str]] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return pages


def _read(path: Path, url: str) -> Article | None:
    try:
        return article_of_page(decoded(path.read_bytes()), url=url)
    except UnreadableError as error:
        print(f"  set aside {path.name}: {error.message}")
        return None


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


if __name__ == "__main__":
    main()
