"""Calendar arithmetic on stretches of days, ends included; a day that does not exist is None."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from faleme.records.time import Grain

ONE_DAY = timedelta(days=1)


class Days(NamedTuple):
    """A stretch of days, both ends included; an end that the text leaves open is None."""

    first: date | None
    last: date | None
    grain: Grain = "day"
    cut_off: bool = False
    """The last day of a stretch that counts from the year's start: 'le cumul à fin mai'."""
    reason: str = ""


UNKNOWN = Days(None, None)


def known(day: date | None, grain: Grain = "day", reason: str = "") -> Days:
    """One day as a stretch."""
    return Days(day, day, grain, reason=reason)


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none ('31 février') or Python cannot hold it."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def move(day: date, days: int) -> date | None:
    """The date so many days later (earlier, when negative)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def move_months(day: date, months: int) -> date | None:
    """The same day so many months later, or the month's last where it has fewer days."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_of(year: int, month: int) -> Days:
    """The calendar month."""
    first = day_of(year, month, 1)
    if first is None:
        return Days(None, None, "month")
    return Days(first, date(year, month, calendar.monthrange(year, month)[1]), "month")


def months_of(year: int, month: int, count: int, grain: Grain) -> Days:
    """`count` calendar months from a month on; `month` may lie outside 1-12."""
    index = year * 12 + month - 1
    start = month_of(index // 12, index % 12 + 1)
    index += count - 1
    return Days(start.first, month_of(index // 12, index % 12 + 1).last, grain)


def year_of(year: int, last: int | None = None) -> Days:
    """The calendar year, or the years up to `last`."""
    grain: Grain = "year" if last is None else "stretch"
    return Days(day_of(year, 1, 1), day_of(year if last is None else last, 12, 31), grain)


def week_of(day: date) -> Days:
    """The week from Monday to Sunday that holds the day."""
    monday = move(day, -day.weekday())
    return Days(monday, None if monday is None else move(monday, 6), "week")


def weekend_of(day: date) -> Days:
    """Saturday and Sunday of the week that holds the day."""
    saturday = move(day, 5 - day.weekday())
    return Days(saturday, None if saturday is None else move(saturday, 1), "weekend")


def unit_around(day: date, unit: str, shift: int = 0) -> Days:
    """The calendar week, week-end, month, … or century around a day, shifted by so many of them."""
    if unit in ("day", "week", "weekend", "fortnight"):
        moved = move(day, shift * {"day": 1, "fortnight": 14}.get(unit, 7))
        if moved is None:
            return UNKNOWN
        if unit == "day":
            return known(moved)
        return weekend_of(moved) if unit == "weekend" else week_of(moved)
    if unit == "month":
        return months_of(day.year, day.month + shift, 1, "month")
    if unit == "quarter":
        return months_of(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * shift, 3, "quarter")
    if unit == "half":
        return months_of(day.year, (day.month - 1) // 6 * 6 + 1 + 6 * shift, 6, "half")
    if unit == "decade":
        start = day.year // 10 * 10 + 10 * shift
        return year_of(start, start + 9)._replace(grain="decade")
    if unit == "century":
        start = day.year // 100 * 100 + 100 * shift
        return year_of(start, start + 99)._replace(grain="century")
    return year_of(day.year + shift)


_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS_IN = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}


def move_units(day: date, count: int, unit: str) -> date | None:
    """The same day so many units later; days, weeks, months, quarters, halves, years, decades."""
    if abs(count) > 10000:
        return None
    if unit in _DAYS_IN:
        return move(day, count * _DAYS_IN[unit])
    return move_months(day, count * _MONTHS_IN[unit])


def third_of(days: Days, part: int) -> Days:
    """Start (1), middle (2) or end (3) of a stretch at its own grain.

    Of a month the first ten, the middle ten and the last ten days (codebook, section 6); of a week Monday and
    Tuesday, Wednesday and Thursday, or the week-end; of longer stretches thirds by months.
    """
    first, last = days.first, days.last
    if first is None or last is None:
        return UNKNOWN
    if days.grain == "week":
        return Days(move(first, (0, 2, 5)[part - 1]), move(first, (1, 3, 6)[part - 1]), "stretch")
    if days.grain == "month":
        bounds = ((first, move(first, 9)), (move(first, 10), move(first, 19)), (move(last, -9), last))
        return Days(*bounds[part - 1], "stretch")
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    if length < 3:
        return days
    index, size = first.year * 12 + first.month - 1, length // 3
    if part == 2:
        index += size
    elif part == 3:
        index += length - size
    if part == 2:
        size = length - 2 * size
    return months_of(index // 12, index % 12 + 1, size, "stretch")


def season_of(year: int, season: int) -> Days:
    """Spring (1), summer, autumn or winter (4) that begins in a year, by the usual days of the solstices."""
    starts = ((3, 21), (6, 21), (9, 24), (12, 21))
    first = day_of(year, *starts[season - 1])
    following = day_of(year + (season == 4), *starts[season % 4])
    return Days(first, None if following is None else following - ONE_DAY, "season")
