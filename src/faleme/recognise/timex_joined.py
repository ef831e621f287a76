"""Times built around other times: ranges, 'depuis …', the start or end of a month, so long before a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from faleme.recognise.timex_anchor import Anchor
from faleme.recognise.timex_days import Days, known, month_of, move, move_units, third_of
from faleme.recognise.timex_grammar import Found
from faleme.recognise.timex_resolved import NO_DATE, Resolved

Resolve = Callable[[Anchor, Found], Resolved | None]
STRETCH = Days(None, None, "stretch")


def _part(anchor: Anchor, found: Found, resolve: Resolve) -> Resolved | None:
    return resolve(anchor, found.parts["a"])


def _moved_back(days: Days, limit: date, weekday: bool) -> Days:
    """The same weekday, day or month, so many weeks or years back that it starts no later than the limit."""
    if days.first is None or days.last is None or days.first <= limit:
        return days
    if weekday:
        weeks = -(-(days.first - limit).days // 7)
        return known(move(days.first, -7 * weeks))
    years = days.first.year - limit.year
    for back in (years, years + 1):
        first = move_units(days.first, -back, "year")
        if first is not None and first <= limit:
            last = month_of(first.year, first.month).last if days.grain == "month" else first
            return Days(first, last, days.grain)
    return days


def _moved_ahead(days: Days, limit: date) -> Days:
    """The same day or month, in the first year in which it does not end before the limit."""
    if days.first is None or days.last is None:
        return days
    years = limit.year - days.last.year
    for ahead in (years, years + 1):
        last = move_units(days.last, ahead, "year")
        if last is not None and last >= limit:
            if days.grain == "month":
                whole = month_of(last.year, last.month)
                return whole
            return known(last) if days.grain == "day" else days
    return days


def _range(anchor: Anchor, found: Found, resolve: Resolve) -> Resolved | None:
    """'du 10 juin au 1er juillet 2025', 'entre mercredi et jeudi': one stretch, one year for both."""
    a, b = found.parts["a"], found.parts["b"]
    start, end = resolve(anchor, a), resolve(anchor, b)
    if start is None or end is None:
        return None
    first, last = start.days, end.days
    if start.year_given and not end.year_given and first.first is not None:
        anchor.remember(a, first, year_given=True)
        again = resolve(anchor, b)
        last = _moved_ahead(again.days if again else last, first.first)
    elif end.year_given and not start.year_given and last.last is not None:
        anchor.remember(b, last, year_given=True)
        again = resolve(anchor, a)
        first = (again or start).days
    elif b.rule.means == "weekday" and first.first is not None and a.rule.makes == "TDAY":
        day = first.first
        weekday = anchor.value(b, "weekday") or 0
        last = known(move(day, (weekday - day.weekday()) % 7))
    limit = last.last
    if limit is None or first.first is None:
        return Resolved(STRETCH, False, NO_DATE if anchor.published is None else "an end is not known")
    if not start.year_given:
        first = _moved_back(first, limit, a.rule.means == "weekday")
    if first.first is None or first.first > limit:
        return Resolved(STRETCH, end.year_given, "the range runs backwards")
    grain = "days" if (limit - first.first).days < 15 else "stretch"
    return Resolved(
        Days(first.first, limit, "days" if grain == "days" else "stretch"), end.year_given, "first and last"
    )


def _same(anchor: Anchor, found: Found, resolve: Resolve) -> Resolved | None:
    return _part(anchor, found, resolve)


def _since(anchor: Anchor, found: Found, resolve: Resolve) -> Resolved | None:
    """'depuis vendredi', 'depuis 2012': up to the publication (codebook, section 6)."""
    a = found.parts["a"]
    start = resolve(anchor, a)
    if start is None:
        return None
    if start.days.first is None and start.days.last is None:
        return Resolved(STRETCH, False, start.reason)
    if a.rule.means in ("counted", "open_past", "since_counted"):
        return start
    if anchor.published is None:
        return Resolved(Days(start.days.first, None, "stretch"), start.year_given, NO_DATE)
    first = start.days.first
    if first is not None and first > anchor.published:
        if start.year_given:
            return start
        first = _moved_back(start.days, anchor.published, a.rule.means == "weekday").first
    return Resolved(Days(first, anchor.published, "stretch"), start.year_given, "from then to publication")


def _edge(anchor: Anchor, found: Found, resolve: Resolve) -> Resolved | None:
    """'fin juin', 'début 2025', 'mi-mars'."""
    whole = _part(anchor, found, resolve)
    if whole is None:
        return None
    days = third_of(whole.days, anchor.value(found, "edge") or 2)
    return Resolved(days._replace(grain="stretch"), whole.year_given, whole.reason)


def _cut_off(anchor: Anchor, found: Found, resolve: Resolve) -> Resolved | None:
    """ "d'ici fin 2026", 'à fin mai', "d'ici la mi-année": the last day meant; of a year 30 June."""
    edge = found.parts["a"]
    resolved = resolve(anchor, edge)
    part = anchor.value(edge, "edge") or 2
    if resolved is None or resolved.days.last is None or part == 1:
        return resolved
    last = resolved.days.last
    if part == 2 and resolved.days.first is not None:
        length = (last - resolved.days.first).days
        if length > 60:
            last = month_of(last.year, 6).last or last
        elif length == 9:
            last = last.replace(day=15)
    return Resolved(Days(last, last, "day", cut_off=True), resolved.year_given, "cut-off: the last day meant")


def _counted_from(anchor: Anchor, found: Found, resolve: Resolve) -> Resolved | None:
    """'trois jours après le 12 janvier', 'deux semaines avant Noël'."""
    whole, count = _part(anchor, found, resolve), anchor.value(found, "n")
    if whole is None or count is None:
        return None
    if whole.days.first is None:
        return Resolved(known(None), False, whole.reason)
    sign = anchor.direction(found, "way") or 1
    unit = anchor.unit(found)
    return Resolved(
        known(move_units(whole.days.first, sign * count, unit)), whole.year_given, "counted from that day"
    )


def _eve(anchor: Anchor, found: Found, resolve: Resolve) -> Resolved | None:
    whole = _part(anchor, found, resolve)
    if whole is None or whole.days.first is None:
        return whole
    shift = int(found.parts["way"].rule.settings["days"])
    return Resolved(known(move(whole.days.first, shift)), whole.year_given, "beside that day")


JOINED: dict[str, Callable[[Anchor, Found, Resolve], Resolved | None]] = {
    "range": _range,
    "same": _same,
    "since": _since,
    "edge": _edge,
    "cut_off": _cut_off,
    "counted_from": _counted_from,
    "eve": _eve,
}
