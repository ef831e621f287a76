"""From a match to its days: months, quarters, years, decades, weeks and seasons by their names."""

from __future__ import annotations

import re
from datetime import date

from faleme.recognise.timex_anchor import Anchor, short_year
from faleme.recognise.timex_days import (
    UNKNOWN,
    Days,
    month_of,
    months_of,
    move,
    season_of,
    week_of,
    weekend_of,
    year_of,
)
from faleme.recognise.timex_grammar import Found
from faleme.recognise.timex_resolved import NO_DATE, Resolved, Resolver
from faleme.recognise.timex_tense import PAST

BARE_YEARS = (1930, 2100)
"""Four digits with no cue before them are a year within these; 'estimés à 1900' is a count."""


def _month(anchor: Anchor, found: Found) -> Resolved | None:
    month, year = anchor.value(found, "month"), anchor.value(found, "year")
    if month is None:
        return None
    if (short := anchor.value(found, "short")) is not None:
        year = short_year(short, anchor.published)
    if year is not None:
        return Resolved(month_of(year, month), True, "month and year")
    if found.rule.settings.get("guarded") and not anchor.tokens.abbreviated(found.marks["month"]):
        return None
    if anchor.published is not None and ("this" in found.marks or "this2" in found.marks):
        return Resolved(month_of(anchor.published.year, month), False, "that month of the publication's year")
    days, reason = anchor.month(found, month, anchor.direction(found, "rel", "rel2", "rel3"))
    return Resolved(days, False, reason)


def _month_in_figures(anchor: Anchor, found: Found) -> Resolved | None:
    first, second = (int(n) for n in re.findall(r"\d+", anchor.form(found, "my")))
    year, month = (first, second) if first > 31 else (second, first)
    if not 1 <= month <= 12 or anchor.tokens.glued(found.first):
        return None
    return Resolved(month_of(year, month), True, "month and year")


def _short_pair(anchor: Anchor, found: Found) -> Resolved | None:
    form = anchor.form(found, "short")
    first, second = (int(n) for n in re.findall(r"\d+", form))
    if anchor.tokens.glued(found.first):
        return None
    if second == (first + 1) % 100 and ("/" in form or second > 12):
        return Resolved(year_of(first, first + 1), True, "two years")
    if 1 <= second <= 12 and "/" not in form:
        return Resolved(month_of(first, second), True, "month and year")
    return None


def _year(anchor: Anchor, found: Found) -> Resolved | None:
    year = anchor.value(found, "year")
    if year is None or not _names_a_year(anchor, found, year):
        return None
    return Resolved(year_of(year), True, "year")


def _names_a_year(anchor: Anchor, found: Found, year: int, part: str = "year") -> bool:
    """Whether four digits are a year and no count: not '2000 soldats', '1 500', 'F-2000', '2025 FCFA'."""
    tokens, at = anchor.tokens, found.marks[part]
    if part == "year" and found.first < at:
        return True
    cues = anchor.source.year_cues
    halved = at > 1 and anchor.class_of_token(at - 2) in cues.halving  # 'mi-2024'
    if not halved and tokens.glued(at) and not tokens.folded.text[tokens.starts[at] - 1].isalpha():
        return False
    before = tokens.class_names[tokens.line[at - 1]] if at else "BREAK"
    if at and before == "OTHER" and tokens.end(at - 1) == tokens.starts[at] and len(tokens.forms[at - 1]) < 4:
        return False
    after = tokens.class_names[tokens.line[at + 1]] if at + 1 < len(tokens) else "BREAK"
    if after in cues.not_before or before in cues.not_after:
        return False
    if before in cues.after:
        return True
    if not BARE_YEARS[0] <= year <= BARE_YEARS[1]:
        return False
    follower = tokens.forms[at + 1] if at + 1 < len(tokens) else ""
    counted = follower.isalpha() and len(follower) > 3 and follower[-1] in "sx" and after == "OTHER"
    return not (counted and before in cues.counting)


def _programme_year(anchor: Anchor, found: Found) -> Resolved | None:
    """A programme that bears a far year ('Agenda 2063') names itself, not a time; 'projet 2024' does."""
    year = anchor.tokens.value(found.last - 1)
    if anchor.published is not None and year > anchor.published.year + 4:
        return None
    return Resolved(year_of(year), True, "year")


def _year_pair(anchor: Anchor, found: Found) -> Resolved | None:
    first, last = (int(n) for n in re.findall(r"\d+", anchor.form(found, "pair")))
    if last < first or anchor.tokens.glued(found.marks["pair"]):
        return None
    return Resolved(year_of(first, last), True, "first and last year")


def _years(anchor: Anchor, found: Found) -> Resolved | None:
    first, last = anchor.value(found, "year1"), anchor.value(found, "year2")
    if first is None or last is None or last < first or not _names_a_year(anchor, found, last, "year2"):
        return None
    return Resolved(year_of(first, last), True, "first and last year")


def _decade(anchor: Anchor, found: Found) -> Resolved | None:
    start = anchor.value(found, "year", "decade", "short")
    if start is None:
        return None
    if start < 100:
        start += 2000 if start <= 20 else 1900
    if start % 10:
        return None
    return Resolved(year_of(start, start + 9)._replace(grain="decade"), True, "decade")


def _century(anchor: Anchor, found: Found) -> Resolved | None:
    number = anchor.value(found, "roman") or 0
    if not 1 <= number <= 30:
        return None
    start = (number - 1) * 100
    return Resolved(year_of(max(start, 1), start + 99)._replace(grain="century"), True, "century")


def _nth_part(anchor: Anchor, found: Found) -> Resolved | None:
    """The nth quarter or half of a year, or fortnight of a month."""
    n, unit = anchor.value(found, "n") or 0, anchor.unit(found)
    size = {"quarter": 3, "half": 6}.get(unit, 0)
    month, year = anchor.value(found, "month"), anchor.value(found, "year", "year2")
    if unit == "fortnight":
        if month is None or n not in (1, 2):
            return None
        whole = month_of(year, month) if year else anchor.month(found, month)[0]
        if whole.first is None or whole.last is None:
            return Resolved(whole, bool(year), NO_DATE)
        middle = whole.first.replace(day=15)
        days = Days(whole.first, middle.replace(day=14)) if n == 1 else Days(middle, whole.last)
        return Resolved(days._replace(grain="stretch"), bool(year), "half of the month")
    if not 1 <= n <= 12 // size:
        return None

    def part(of: int) -> Days:
        return months_of(of, (n - 1) * size + 1, size, "quarter" if size == 3 else "half")

    if year is not None:
        return Resolved(part(year), True, "part of the year")
    if "yearword" in found.marks:
        if anchor.published is None:
            return Resolved(UNKNOWN, False, NO_DATE)
        words = range(found.marks["yearword"], found.ends["yearword"])
        classes = {anchor.tokens.class_names[anchor.tokens.line[i]] for i in words}
        shift = 1 if "NEXT" in classes else -1 if classes & {"LAST", "GONE"} else 0
        return Resolved(part(anchor.published.year + shift), False, "part of that year")
    days, reason = anchor.year_for(found, part, strict=True)
    return Resolved(days, False, reason)


def _half(anchor: Anchor, found: Found) -> Resolved | None:
    n, year = anchor.value(found, "n") or 0, anchor.value(found, "year")
    if n not in (1, 2) or year is None:
        return None
    return Resolved(months_of(year, 6 * n - 5, 6, "half"), True, "half of the year")


def _quarter_sign(anchor: Anchor, found: Found) -> Resolved | None:
    year, n = anchor.value(found, "year"), anchor.value(found, "sign", "n") or 0
    if year is None or not 1 <= n <= 4:
        return None
    if anchor.class_of(found, "sign") == "HSYM":
        return Resolved(months_of(year, 6 * n - 5, 6, "half"), True, "half of the year")
    return Resolved(months_of(year, 3 * n - 2, 3, "quarter"), True, "quarter of the year")


def _nth_week(anchor: Anchor, found: Found) -> Resolved | None:
    """Weeks of a month or year, the first being the one that holds its first Thursday (ISO 8601)."""
    month, year = anchor.value(found, "month"), anchor.value(found, "year", "year2")
    whole = (
        (month_of(year, month) if month else year_of(year)) if year else anchor.month(found, month or 1)[0]
    )
    if whole.first is None or whole.last is None:
        return Resolved(UNKNOWN._replace(grain="week"), bool(year), NO_DATE)
    weekend = anchor.unit(found) == "weekend"
    pick = weekend_of if weekend else week_of
    middle = 5 if weekend else 3
    if anchor.direction(found, "n") == PAST:
        day = move(whole.last, -((whole.last.weekday() - middle) % 7))
    else:
        day = move(
            whole.first, (middle - whole.first.weekday()) % 7 + 7 * ((anchor.value(found, "n") or 1) - 1)
        )
    return Resolved(pick(day) if day else UNKNOWN, bool(year), "that week")


def _week_number(anchor: Anchor, found: Found) -> Resolved | None:
    number = anchor.value(found, "n") or 0
    follower = anchor.tokens.forms[found.last] if found.last < len(anchor.tokens) else ""
    if not 1 <= number <= 53 or follower.isalpha() and len(follower) > 3 and follower[-1] == "s":
        return None
    if anchor.published is None:
        return Resolved(UNKNOWN._replace(grain="week"), False, NO_DATE)
    try:
        return Resolved(
            week_of(date.fromisocalendar(anchor.published.year, number, 1)), False, "week of the year"
        )
    except ValueError:
        return Resolved(UNKNOWN._replace(grain="week"), False, "no such week")


def _season(anchor: Anchor, found: Found) -> Resolved | None:
    season = anchor.value(found, "season", "season2", "season3") or 0
    year = anchor.value(found, "year", "year3")
    if year is not None:
        return Resolved(season_of(year, season), True, "season of the year")
    days, reason = anchor.year_for(
        found, lambda of: season_of(of, season), rel=anchor.direction(found, "rel"), strict=True
    )
    return Resolved(days, False, reason)


NAMED: dict[str, Resolver] = {
    "month": _month,
    "month_in_figures": _month_in_figures,
    "short_pair": _short_pair,
    "year": _year,
    "programme_year": _programme_year,
    "year_pair": _year_pair,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "nth_part": _nth_part,
    "half": _half,
    "quarter_sign": _quarter_sign,
    "nth_week": _nth_week,
    "week_number": _week_number,
    "season": _season,
}
