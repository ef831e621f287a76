"""Times of a text: every expression that names a date or a stretch of calendar time, with its days.

French first, English second. Nothing is guessed: what only the publication date could tell stays open where
there is none. The words and the grammar are data (data/<language>/calendar*); here is the way through them.
"""

from __future__ import annotations

from datetime import date

from faleme.lexicon.calendar import calendar
from faleme.recognise.timex_anchor import COREFERENCE_DAYS, Anchor
from faleme.recognise.timex_counted import COUNTED
from faleme.recognise.timex_dates import DATES
from faleme.recognise.timex_days import Days
from faleme.recognise.timex_grammar import Found, grammar
from faleme.recognise.timex_joined import JOINED
from faleme.recognise.timex_named import NAMED
from faleme.recognise.timex_resolved import Resolved
from faleme.recognise.timex_tokens import Tokens
from faleme.records.time import Timex

RESOLVERS = DATES | NAMED | COUNTED


def timexes(text: str, *, published: date | None, language: str = "fr") -> tuple[Timex, ...]:
    """Times of a text in order, none overlapping another.

    `start`/`end` are code points of `text`, ends excluded; `from`/`to` ISO dates, both included, None where
    the text leaves an end open or where nothing can be resolved. `rule` names the pattern, `reason` what it
    was resolved against. Codebook, section 4 and the rulings on time of section 6. Never raises.
    """
    source = calendar(language)
    compiled = grammar(source.language)
    tokens = Tokens(text, compiled.reader, compiled.symbols, compiled.class_names)
    found = compiled.matches(tokens)
    if not found:
        return ()
    anchor = Anchor(tokens, published, source)
    _note_dated_weekdays(anchor, found)
    times = []
    for reading in found:
        resolved = resolve(anchor, reading)
        if resolved is None:
            continue
        anchor.remember(reading, resolved.days, year_given=resolved.year_given)
        times.append(_timex(tokens, reading, resolved))
    return tuple(times)


def resolve(anchor: Anchor, found: Found) -> Resolved | None:
    """Days of one match, or None where it is no time after all."""
    if found.rule.means == "skip":
        return None
    if found.rule.level > 1:
        return JOINED[found.rule.means](anchor, found, resolve)
    return RESOLVERS[found.rule.means](anchor, found)


def _note_dated_weekdays(anchor: Anchor, found: list[Found]) -> None:
    """'ce mercredi 9 juillet' tells which day a bare 'ce mercredi' of the same article is."""
    if anchor.published is None:
        return
    for reading in found:
        if reading.rule.means != "date" or "weekday" not in reading.marks:
            continue
        resolved = resolve(anchor, reading)
        day = resolved.days.first if resolved else None
        weekday = anchor.value(reading, "weekday")
        if day is None or weekday != day.weekday() or abs((day - anchor.published).days) > COREFERENCE_DAYS:
            continue
        anchor.dated_weekdays.setdefault(day.weekday(), set()).add(day)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _timex(tokens: Tokens, found: Found, resolved: Resolved) -> Timex:
    start, end = tokens.span(*found.span)
    days: Days = resolved.days
    return Timex(
        start=start,
        end=end,
        from_=_iso(days.first),
        to=_iso(days.last),
        grain=days.grain,
        rule=found.rule.name,
        reason=resolved.reason,
    )
