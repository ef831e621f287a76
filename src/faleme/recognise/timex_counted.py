"""From a match to its days: stretches counted from the publication, what is taken up from before, feasts."""

from __future__ import annotations

import re
from datetime import date

from faleme.recognise.timex_anchor import Anchor
from faleme.recognise.timex_dates import nearest_numbered
from faleme.recognise.timex_days import (
    UNKNOWN,
    Days,
    day_of,
    known,
    month_of,
    move,
    move_months,
    move_units,
    third_of,
    unit_around,
    week_of,
    weekend_of,
    year_of,
)
from faleme.recognise.timex_grammar import Found
from faleme.recognise.timex_resolved import NO_DATE, Resolved, Resolver
from faleme.recognise.timex_tense import FUTURE, PAST

TAKEN_UP_WITHIN = 60
"""'deux jours plus tard' takes up a time said no more than so many words before, or else an undated event."""


def _unit_beside_publication(anchor: Anchor, found: Found) -> Resolved | None:
    unit = anchor.unit(found)
    if anchor.published is None:
        return Resolved(UNKNOWN, False, NO_DATE)
    rel = anchor.direction(found, "rel")
    shift = rel or 0
    if unit == "weekend":
        if rel is None and anchor.published.weekday() < 5:
            shift = -1 if _weekend_is_past(anchor, found) else 0
        elif rel == FUTURE and anchor.published.weekday() < 5:
            shift = 0
    return Resolved(unit_around(anchor.published, unit, shift), False, "counted from publication")


def _weekend_is_past(anchor: Anchor, found: Found) -> bool:
    tense = anchor.tense(found)
    return tense.side == PAST or (
        tense.side != FUTURE and anchor.published is not None and anchor.published.weekday() < 3
    )


def _that_unit(anchor: Anchor, found: Found) -> Resolved | None:
    said = anchor.said
    day = (said.last or said.first) if said else None
    if day is None:
        return Resolved(UNKNOWN, False, "nothing said before that it takes up")
    return Resolved(unit_around(day, anchor.unit(found)), False, "the one said before")


def _unit_beside_said(anchor: Anchor, found: Found) -> Resolved | None:
    """'le mois suivant', "l'année précédente": beside what was said, or else beside the publication."""
    rel = anchor.direction(found, "rel", "relword")
    unit = anchor.unit(found)
    day = anchor.said_day if unit == "day" else None
    if day is None and anchor.said is not None and unit != "day":
        day = anchor.said.last or anchor.said.first
    day = day or anchor.published
    if day is None:
        return Resolved(UNKNOWN, False, NO_DATE)
    return Resolved(unit_around(day, unit, rel or 0), False, "beside what was said before")


def _week_of_day(anchor: Anchor, found: Found) -> Resolved | None:
    day, month, year = (anchor.value(found, name) for name in ("day", "month", "year"))
    if day is None or not 1 <= day <= 31:
        return None
    at: date | None
    if month is None:
        at = anchor.published and nearest_numbered(anchor.published, day, anchor.tense(found).side, None)
    elif year is not None:
        at = day_of(year, month, day)
    else:
        at = anchor.day_of_month(found, month, day)[0].first
    return Resolved(
        week_of(at) if at else UNKNOWN._replace(grain="week"), year is not None, "week of that day"
    )


def _open_past(anchor: Anchor, found: Found) -> Resolved | None:
    needs = found.rule.settings.get("needs")
    if needs:  # 'has been closed for several days', not 'will be closed for several days'
        start, _ = anchor.tokens.sentence(found.first)
        if set(needs.split()).isdisjoint(anchor.tokens.forms[start : found.first]):
            return None
    return Resolved(
        Days(None, anchor.published, "stretch"), False, "up to publication" if anchor.published else NO_DATE
    )


def _open_future(anchor: Anchor, found: Found) -> Resolved | None:
    return Resolved(
        Days(anchor.published, None, "stretch"), False, "from publication on" if anchor.published else NO_DATE
    )


def _counted(anchor: Anchor, found: Found) -> Resolved | None:
    """'les cinq prochaines années', 'les dix derniers jours': so long from or up to the publication."""
    count = anchor.value(found, "n")
    if count is None or count == 0:
        return None
    if anchor.published is None:
        return Resolved(Days(None, None, "stretch"), False, NO_DATE)
    rel = FUTURE if found.rule.settings.get("ahead") else anchor.direction(found, "rel")
    other = move_units(anchor.published, count * (rel or PAST), anchor.unit(found))
    if other is None:
        return Resolved(Days(None, None, "stretch"), False, "out of the calendar")
    first, last = sorted((anchor.published, other))
    return Resolved(Days(first, last, "stretch"), False, "counted from publication")


def _since_counted(anchor: Anchor, found: Found) -> Resolved | None:
    """'depuis deux ans': from so long ago up to the publication."""
    count = anchor.value(found, "n")
    if count is None or count == 0:
        return None
    start = anchor.published and move_units(anchor.published, -count, anchor.unit(found))
    return Resolved(
        Days(start, anchor.published, "stretch"), False, "up to publication" if start else NO_DATE
    )


def _at_distance(anchor: Anchor, found: Found, sign: int) -> Resolved | None:
    """'il y a deux ans', 'dans trois mois': the calendar year, month, week or day that lies so far off."""
    count = anchor.value(found, "n")
    if count is None or count == 0:
        return None
    if anchor.published is None:
        return Resolved(UNKNOWN, False, NO_DATE)
    unit = anchor.unit(found)
    day = move_units(anchor.published, sign * count, unit)
    grain = {"fortnight": "day", "half": "month", "quarter": "month", "weekend": "weekend"}.get(unit, unit)
    if unit == "week":
        grain = "day"
    return Resolved(
        unit_around(day, grain) if day else UNKNOWN, False, "counted from publication, at its own grain"
    )


def _ago(anchor: Anchor, found: Found) -> Resolved | None:
    return _at_distance(anchor, found, PAST)


def _ahead(anchor: Anchor, found: Found) -> Resolved | None:
    return _at_distance(anchor, found, FUTURE)


def _later(anchor: Anchor, found: Found) -> Resolved | None:
    """'deux jours plus tard': counted from the day said before, at its own grain."""
    count, said = anchor.value(found, "n"), anchor.said
    way = anchor.direction(found, "rel") or FUTURE
    if said is not None and found.first - anchor.said_at > TAKEN_UP_WITHIN:
        said = None
    day = (said.last or said.first) if said else anchor.published
    if said is None and way == FUTURE:
        return None
    if count is None or count == 0 or day is None:
        return None
    unit = anchor.unit(found)
    moved = move_units(day, count * way, unit)
    fine = said is not None and said.first == said.last
    grain = "day" if unit in ("day", "week", "fortnight") or (fine and unit == "month") else unit
    return Resolved(
        unit_around(moved, grain) if moved else UNKNOWN, False, "counted from the day said before"
    )


def _edge_of_month(anchor: Anchor, found: Found) -> Resolved | None:
    """'fin du mois de mai', 'début du mois d'août 2024'."""
    month, year = anchor.value(found, "month") or 1, anchor.value(found, "year")
    if year is not None:
        whole, reason = month_of(year, month), "month and year"
    else:
        whole, reason = anchor.month(found, month, anchor.direction(found, "rel"))
    return Resolved(third_of(whole, anchor.value(found, "edge") or 2), year is not None, reason)


def _edge_of_unit(anchor: Anchor, found: Found) -> Resolved | None:
    """'fin du mois', "début d'année", 'mi-année 2025'."""
    unit, year = anchor.unit(found), anchor.value(found, "year")
    part = anchor.value(found, "edge") or 2
    if year is not None:
        whole = year_of(year)
    elif anchor.published is None:
        return Resolved(Days(None, None, "stretch"), False, NO_DATE)
    elif unit == "weekend":
        whole = weekend_of(anchor.published)
        return Resolved(whole, False, "week-end of publication")
    else:
        whole = unit_around(anchor.published, unit, anchor.direction(found, "rel") or 0)
    if unit == "week" and part == 3 and whole.first is not None:
        return Resolved(weekend_of(whole.first), False, "week-end of that week")
    return Resolved(third_of(whole, part), year is not None, "part of that stretch")


def _beside(anchor: Anchor, found: Found) -> Resolved | None:
    """'le lendemain', 'la veille', 'le même jour', 'ce soir-là'."""
    shift = int(found.rule.settings["days"])
    adjective = found.rule.settings.get("not_before")
    if (
        adjective
        and found.last < len(anchor.tokens)
        and re.search(adjective, anchor.tokens.forms[found.last])
    ):
        return None  # 'la veille citoyenne' is a watch
    day = anchor.said_day or (anchor.published if shift else None)
    if day is None:
        return Resolved(UNKNOWN, False, "no day said before that it takes up")
    return Resolved(known(move(day, shift)), False, "from the day said before")


def _same_period(anchor: Anchor, found: Found) -> Resolved | None:
    """'la même période de l'année précédente': the stretch said before, so many years back."""
    said = anchor.said
    if said is None or said.last is None:
        return Resolved(Days(None, None, "stretch"), False, "no stretch said before that it takes up")
    first = said.first if said.first is not None else said.last
    if said.cut_off:
        first = first.replace(month=1, day=1)
    back = (anchor.value(found, "year") or said.last.year - 1) - said.last.year
    start, end = move_months(first, 12 * back), move_months(said.last, 12 * back)
    if end is not None and said.last.day == (month_of(said.last.year, said.last.month).last or said.last).day:
        end = month_of(end.year, end.month).last
    return Resolved(
        Days(start, end, "stretch"), "year" in found.marks, "the stretch said before, in that year"
    )


def _feast(anchor: Anchor, found: Found) -> Resolved | None:
    token = found.marks.get("feast", found.marks.get("monday", 0))
    key = found.rule.settings.get("feast") or anchor.tokens.key(token)
    if "monday" in found.marks:
        key = f"lundi_{key}"
    feasts, year = anchor.source.feasts, anchor.value(found, "year")

    def at(of: int) -> Days:
        days = feasts.of(key, of)
        if days is None:
            return Days(None, None)
        shift = -1 if "eve" in found.marks else 1 if "morrow" in found.marks else 0
        return Days(move(days[0], shift), move(days[1], shift), "day" if days[0] == days[1] else "stretch")

    if year is not None:
        days = at(year)
        return Resolved(days, True, "feast of that year" if days.first else "feast's day not in the table")
    rel = anchor.direction(found, "rel")
    days, reason = anchor.year_for(found, at, rel=rel, strict=True)
    return Resolved(days, False, reason)


COUNTED: dict[str, Resolver] = {
    "unit": _unit_beside_publication,
    "that_unit": _that_unit,
    "unit_beside": _unit_beside_said,
    "week_of_day": _week_of_day,
    "open_past": _open_past,
    "open_future": _open_future,
    "counted": _counted,
    "since_counted": _since_counted,
    "ago": _ago,
    "ahead": _ahead,
    "later": _later,
    "edge_of_unit": _edge_of_unit,
    "edge_of_month": _edge_of_month,
    "beside": _beside,
    "same_period": _same_period,
    "feast": _feast,
}
