"""From a match to its days: dates, weekdays and days beside the publication."""

from __future__ import annotations

import re
from datetime import date

from faleme.recognise.timex_anchor import Anchor, short_year
from faleme.recognise.timex_days import UNKNOWN, Days, day_of, known, month_of, move, unit_around, week_of
from faleme.recognise.timex_grammar import Found
from faleme.recognise.timex_resolved import NO_DATE, Resolved, Resolver
from faleme.recognise.timex_tense import FUTURE, OPEN, PAST

JOINTS = ("ET", "OU", "COMMA", "AND", "OR")
WEEKDAY_ENDS = ("WEEKDAY", "MATIN", "PART", "NUIT", "NIGHT")


def _date(anchor: Anchor, found: Found) -> Resolved | None:
    day = anchor.value(found, "day", "day2")
    if anchor.direction(found, "day") == PAST:
        day = None
    month = anchor.value(found, "month")
    year = anchor.value(found, "year", "year2")
    if year is None and (short := anchor.value(found, "short")) is not None:
        year = short_year(short, anchor.published)
    if month is None or (day is not None and not 1 <= day <= 31):
        return None
    if anchor.direction(found, "day") == PAST:
        whole = month_of(year, month) if year else anchor.month(found, month)[0]
        return Resolved(known(whole.last), year is not None, "last day of the month")
    if day is None:
        return Resolved(month_of(year, month) if year else UNKNOWN, year is not None, "a month")
    if year is not None:
        resolved = known(day_of(year, month, day))
        return Resolved(resolved, True, "full date" if resolved.first else "no such day in the calendar")
    days, reason = anchor.day_of_month(found, month, day, anchor.direction(found, "rel"))
    return Resolved(days, False, reason)


def _full_date(anchor: Anchor, found: Found) -> Resolved | None:
    numbers = [int(n) for n in re.findall(r"\d+", anchor.form(found, "full"))]
    first, second, third = numbers
    if first > 31:
        return Resolved(known(day_of(first, second, third)), True, "full date")
    if "." in anchor.form(found, "full") and third < 100 and first < 13 and second > 31:
        return None
    year = short_year(third, anchor.published) if third < 100 else third
    month_first = bool(anchor.source.language == "en" and second > 12 >= first)
    if month_first:
        first, second = second, first
    resolved = known(day_of(year, second, first))
    return Resolved(resolved, True, "full date" if resolved.first else "no such day in the calendar")


def _day_month(anchor: Anchor, found: Found) -> Resolved | None:
    form = anchor.form(found, "dm")
    day, month = (int(n) for n in form.split("/"))
    beside = anchor.tokens.forms[max(found.first - 1, 0) : found.last + 1]
    ranged = "-" in beside
    bare = found.marks["dm"] == found.first and not ranged
    if not (1 <= day <= 31 and 1 <= month <= 12) or (
        bare and len(form) < 5 and found.last - found.first < 2 and not day > 12
    ):
        return None
    year = anchor.value(found, "year")
    if year is not None:
        return Resolved(known(day_of(year, month, day)), True, "full date")
    days, reason = anchor.day_of_month(found, month, day)
    return Resolved(days, False, reason)


def _three_numbers(anchor: Anchor, found: Found) -> Resolved | None:
    """'18 08 1978'; not a piece of a telephone number or of a row of figures."""
    tokens = anchor.tokens
    beside = [
        tokens.class_names[tokens.line[i]] for i in (found.first - 1, found.last) if 0 <= i < len(tokens)
    ]
    day, month, year = (anchor.value(found, name) or 0 for name in ("d", "m", "y"))
    if month > 12 or any(class_ in ("DAY", "NUM", "YEAR", "BIG", "ORD") for class_ in beside):
        return None
    resolved = known(day_of(short_year(year, anchor.published), month, day))
    return Resolved(resolved, True, "full date") if resolved.first else None


def _days_of_month(anchor: Anchor, found: Found) -> Resolved | None:
    """'du 22 au 27 juin 2025', 'les 3 et 4 mars': one stretch."""
    first, last = anchor.value(found, "day1"), anchor.value(found, "day", "day3", "day2")
    month, year = anchor.value(found, "month"), anchor.value(found, "year")
    rel = anchor.direction(found, "rel")
    if first is None or last is None or not (1 <= first <= 31 and 1 <= last <= 31):
        return None
    if month is None:
        if anchor.published is None:
            return Resolved(Days(None, None, "days"), False, NO_DATE)
        whole = unit_around(anchor.published, "month", rel or 0)
        if whole.first is None:
            return None
        month, year = whole.first.month, whole.first.year
    if year is not None:
        end = known(day_of(year, month, last))
        given, reason = "month" in found.marks, "full date"
    else:
        end, reason = anchor.day_of_month(found, month, last, rel)
        given = False
    if end.first is None:
        return Resolved(
            Days(None, None, "days"), given, reason if year is None else "no such day in the calendar"
        )
    start = day_of(end.first.year, month, first)
    if start is None or start > end.first:
        return Resolved(Days(None, None, "days"), given, "the range runs backwards")
    return Resolved(Days(start, end.first, "days"), given, reason)


def _day_of_month(anchor: Anchor, found: Found) -> Resolved | None:
    """'le 15 du mois prochain', and a bare 'le 15' where nothing else can be meant."""
    day = anchor.value(found, "day")
    if day is None or not 1 <= day <= 31:
        return None
    if found.rule.settings.get("guarded") and not _stands_alone(anchor, found):
        return None
    if anchor.published is None:
        return Resolved(UNKNOWN, False, NO_DATE)
    if not found.rule.settings.get("guarded"):
        whole = unit_around(anchor.published, "month", anchor.direction(found, "rel") or 0)
        return Resolved(
            known(whole.first and day_of(whole.first.year, whole.first.month, day)), False, "that month"
        )
    side = anchor.tense(found).side
    return Resolved(known(nearest_numbered(anchor.published, day, side, None)), False, "nearest such day")


def _stands_alone(anchor: Anchor, found: Found) -> bool:
    """'le 23.', 'le 17 pour …', 'le 9 à 15h'; not 'le 5 majeur', 'la 21'."""
    tokens, at = anchor.tokens, found.last
    if tokens.forms[found.first] not in ("le", "the"):
        return False
    behind = [tokens.class_names[tokens.line[i]] for i in range(at, min(at + 2, len(tokens)))]
    return not behind or behind[0] in ("DOT", "POUR", "CLOCK") or behind == ["À", "CLOCK"]


def nearest_numbered(published: date, day: int, side: int, weekday: int | None) -> date | None:
    """The nearest day of the month with that number (and weekday) on a side of the publication."""
    best: date | None = None
    for shift in range(-15, 16):
        month = unit_around(published, "month", shift).first
        candidate = month and day_of(month.year, month.month, day)
        if candidate is None or (weekday is not None and candidate.weekday() != weekday):
            continue
        if weekday is None and side * (candidate - published).days < 0:
            continue
        if best is None or abs((candidate - published).days) < abs((best - published).days):
            best = candidate
    return best


def _weekday_and_day(anchor: Anchor, found: Found) -> Resolved | None:
    day, weekday = anchor.value(found, "day", "day2"), anchor.value(found, "weekday", "weekday2")
    if day is None or weekday is None or not 1 <= day <= 31:
        return None
    if anchor.published is None:
        return Resolved(UNKNOWN, False, NO_DATE)
    tense = anchor.tense(found)
    resolved = nearest_numbered(anchor.published, day, tense.side, weekday)
    return Resolved(known(resolved), False, "nearest day with that number and weekday")


def _weekday(anchor: Anchor, found: Found) -> Resolved | None:
    weekday = anchor.value(found, "weekday")
    if weekday is None:
        return None
    if anchor.published is None:
        return Resolved(UNKNOWN, False, NO_DATE)
    rel = anchor.direction(found, "rel")
    if rel is not None:
        day = anchor.weekday(weekday, rel)
        if day == anchor.published:
            day = move(day, 7 * rel)
        return Resolved(known(day), False, "last one" if rel == PAST else "next one")
    paired = _paired_weekday(anchor, found, weekday)
    if paired is not None:
        return Resolved(known(paired), False, "the first one after the weekday before it")
    tense = anchor.tense(found)
    stated = anchor.stated_weekday(weekday)
    if stated is not None and (stated - anchor.published).days * tense.side >= 0:
        return Resolved(known(stated), False, "the article gives that weekday's date")
    near = _nearest_weekday(anchor, found, weekday, tense.side)
    if near is not None:
        return Resolved(known(near), False, "the nearest one to publication")
    side = "nearest after" if tense.side == FUTURE else "nearest at or before"
    told = f" ('{tense.cue}')" if tense.cue else ""
    return Resolved(known(anchor.weekday(weekday, tense.side)), False, f"{side} publication{told}")


def _paired_weekday(anchor: Anchor, found: Found, weekday: int) -> date | None:
    """'lundi et mardi': the second follows the first."""
    joint = found.first - 1
    if joint < 1 or anchor.said_day is None or anchor.said_at < joint - 3:
        return None
    if anchor.class_of_token(joint) not in JOINTS or anchor.class_of_token(joint - 1) not in WEEKDAY_ENDS:
        return None
    return move(anchor.said_day, (weekday - anchor.said_day.weekday()) % 7)


def _nearest_weekday(anchor: Anchor, found: Found, weekday: int, side: int) -> date | None:
    """Where the tense does not say, one within three days ahead; 'ce mercredi' on a Thursday is yesterday.

    The press tells in the present what is to come ('rencontre le préfet vendredi'), and prints late what was.
    Nights are told once they are over.
    """
    if anchor.published is None:
        return None
    ahead = (weekday - anchor.published.weekday()) % 7
    before = {anchor.class_of_token(i) for i in range(max(found.first - 6, 0), found.first)}
    if side == OPEN and 0 < ahead <= 3 and before.isdisjoint(("NUIT", "NIGHT")):
        return move(anchor.published, ahead)
    if side == FUTURE and ahead == 6 and anchor.class_of_token(found.first) in ("CE", "THIS"):
        return move(anchor.published, -1)
    return None


def _that_weekday(anchor: Anchor, found: Found) -> Resolved | None:
    weekday, said = anchor.value(found, "weekday"), anchor.said_day or anchor.published
    if weekday is None or said is None:
        return Resolved(UNKNOWN, False, "nothing said before that it takes up")
    return Resolved(known(move(said, -((said.weekday() - weekday) % 7))), False, "the day said before")


def _weekday_of_week(anchor: Anchor, found: Found) -> Resolved | None:
    weekday = anchor.value(found, "weekday")
    if weekday is None:
        return None
    if anchor.published is None:
        return Resolved(UNKNOWN, False, NO_DATE)
    if (count := anchor.value(found, "weeks")) is not None:
        day = anchor.weekday(weekday, FUTURE)
        return Resolved(known(day and move(day, 7 * (count // 7))), False, "in so many weeks")
    monday = week_of(anchor.published).first
    shift = anchor.direction(found, "rel", "rel2") or 0
    return Resolved(known(monday and move(monday, 7 * shift + weekday)), False, "weekday of that week")


def _offset(anchor: Anchor, found: Found) -> Resolved | None:
    if _rhetorical(anchor, found):
        return None
    if anchor.published is None:
        return Resolved(UNKNOWN, False, NO_DATE)
    days = (anchor.value(found, "offset") or 0) + (anchor.value(found, "shift") or 0)
    return Resolved(known(move(anchor.published, days)), False, "from publication")


def _rhetorical(anchor: Anchor, found: Found) -> bool:
    """'hier' set against "aujourd'hui" and 'le Mali de demain' are a long time, no day."""
    tokens, at = anchor.tokens, found.marks["offset"]
    if found.last - found.first > 1 or abs(tokens.value(at)) != 1:
        return False
    if tokens.value(at) == 1:
        return at > 0 and tokens.class_names[tokens.line[at - 1]] == "DE"
    _, stop = tokens.sentence(at)
    offset = tokens.symbols["OFFSET"]
    return any(tokens.line[i] == offset and tokens.value(i) >= 0 for i in range(at + 1, stop))


def _today(anchor: Anchor, found: Found) -> Resolved | None:
    return Resolved(known(anchor.published), False, "publication day" if anchor.published else NO_DATE)


def _last_night(anchor: Anchor, found: Found) -> Resolved | None:
    if anchor.published is None:
        return Resolved(UNKNOWN, False, NO_DATE)
    return Resolved(
        Days(move(anchor.published, -1), anchor.published, "days"), False, "night before publication"
    )


DATES: dict[str, Resolver] = {
    "date": _date,
    "full_date": _full_date,
    "day_month": _day_month,
    "three_numbers": _three_numbers,
    "days_of_month": _days_of_month,
    "day_of_month": _day_of_month,
    "weekday_and_day": _weekday_and_day,
    "weekday": _weekday,
    "that_weekday": _that_weekday,
    "weekday_of_week": _weekday_of_week,
    "offset": _offset,
    "today": _today,
    "last_night": _last_night,
}
