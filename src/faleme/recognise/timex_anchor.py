"""What a time is resolved against: the publication date, the tense around it, and the days said before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from faleme.lexicon.calendar import Calendar
from faleme.recognise.timex_days import ONE_DAY, Days, day_of, known, month_of, move
from faleme.recognise.timex_grammar import Found
from faleme.recognise.timex_tense import FUTURE, OPEN, PAST, Tense, tense_at
from faleme.recognise.timex_tokens import Tokens

NEAR_DAYS = 75
"""A day of the month this far on the other side of the publication is this year's, whatever the tense."""
COREFERENCE_DAYS = 6
"""A weekday that the article also gives with its date is that day when it lies this near the publication."""

YEAR_SETTERS = ("day", "days", "month", "stretch")
"""Only a date sets the year of its sentence ('en mai 2024, … en août'), not the mention of a year."""


class Anchor:
    """State of one article while its times are resolved in text order."""

    def __init__(self, tokens: Tokens, published: date | None, source: Calendar) -> None:
        self.tokens = tokens
        self.published = published
        self.source = source
        self.said_day: date | None = None
        """The day last said, for 'le lendemain', 'ce jour-là'."""
        self.said: Days | None = None
        """The stretch last said, for 'la même période de …', 'la même année'."""
        self.dated_weekdays: dict[int, set[date]] = {}
        """Weekday -> days near the publication that the article gives with that weekday and a date."""
        self.said_at = 0
        """Token at which it was said."""
        self._year_said: tuple[int, int] | None = None

    # -- what was said before --
    def remember(self, found: Found, days: Days, *, year_given: bool) -> None:
        """Keep a resolved time for those that take it up."""
        if days.first is None and days.last is None:
            return
        self.said, self.said_at = days, found.first
        if days.first is not None and days.first == days.last and not days.cut_off:
            self.said_day = days.first
        elif found.rule.means in ("range", "days_of_month"):
            self.said_day = days.last
        if year_given and days.last is not None and days.grain in YEAR_SETTERS:
            self._year_said = (self.tokens.sentence(found.first)[0], days.last.year)

    def sentence_year(self, found: Found) -> int | None:
        """The year that a date just before, in the same sentence, has set."""
        if self._year_said is None or self._year_said[0] != self.tokens.sentence(found.first)[0]:
            return None
        return self._year_said[1]

    # -- reading parts of a match --
    def value(self, found: Found, *names: str) -> int | None:
        """Value of the first of the named parts that the match has."""
        for name in names:
            if name in found.marks:
                return self.tokens.value(found.marks[name])
        return None

    def form(self, found: Found, *names: str) -> str:
        """Lower-case word of the first of the named parts that the match has, or ''."""
        for name in names:
            if name in found.marks:
                return self.tokens.forms[found.marks[name]]
        return ""

    def class_of(self, found: Found, *names: str) -> str:
        """Class of the first token of the first of the named parts that the match has, or ''."""
        for name in names:
            if name in found.marks:
                return self.tokens.class_names[self.tokens.line[found.marks[name]]]
        return ""

    def direction(self, found: Found, *names: str) -> int | None:
        """-1 for 'dernier', 1 for 'prochain' or 'à venir', None where the match has no such word."""
        for name in names:
            for i in range(found.marks.get(name, 0), found.ends.get(name, 0)):
                if self.tokens.value(i):
                    return self.tokens.value(i)
        return None

    def unit(self, found: Found) -> str:
        """Name of the unit ('week', 'month', …) that the match counts in; 'day' where it has none."""
        return (self.tokens.key(found.marks["unit"]) if "unit" in found.marks else "") or "day"

    def class_of_token(self, token: int) -> str:
        """Class of a token."""
        return self.tokens.class_names[self.tokens.line[token]]

    def tense(self, found: Found) -> Tense:
        """The tense around the match."""
        weekday = found.rule.means == "weekday"
        return tense_at(self.tokens, *found.span, self.source.tense, weekday=weekday)

    # -- picking among candidates --
    def weekday(self, weekday: int, side: int) -> date | None:
        """The nearest such weekday on a side of the publication, the publication day itself on either."""
        if self.published is None:
            return None
        ahead = (weekday - self.published.weekday()) % 7
        if ahead == 0:
            return self.published
        return move(self.published, ahead if side == FUTURE else ahead - 7)

    def stated_weekday(self, weekday: int) -> date | None:
        """The one day near the publication that the article itself gives to that weekday."""
        stated = self.dated_weekdays.get(weekday, set())
        return next(iter(stated)) if len(stated) == 1 else None

    def year_for(
        self, found: Found, at: Callable[[int], Days], *, rel: int | None = None, strict: bool = False
    ) -> tuple[Days, str]:
        """A day or month without a year: by the sentence, the qualifier or the tense; with its reason.

        `at` gives the days in a year. `strict` keeps to the side of the tense (bare months, by the codebook);
        otherwise a day a few weeks off on the other side is still the nearest one.
        """
        if rel is None and (year := self.sentence_year(found)) is not None:
            return at(year), f"year {year} said just before in the sentence"
        if self.published is None:
            return Days(None, None, at(2000).grain), "no publication date"
        day, tense = self.published, self.tense(found)
        side = tense.side if rel is None else rel
        options = [
            option for year in range(day.year - 8, day.year + 9) if (option := at(year)).first is not None
        ]
        behind = [o for o in options if o.first is not None and o.first <= day]
        ahead = [o for o in options if o.last is not None and o.last >= day]
        if rel is not None:
            behind = [o for o in behind if o.last is not None and o.last < day]
            ahead = [o for o in ahead if o.first is not None and o.first > day]
        if not behind or not ahead:
            return (behind or ahead or [Days(None, None, at(2000).grain)])[-1], "only one such day in reach"
        last, following = behind[-1], ahead[0]
        if rel is not None:
            return (last if rel == PAST else following), "last one" if rel == PAST else "next one"
        assert last.first is not None and following.first is not None
        gone, left = (day - last.first).days, (following.first - day).days
        if side == OPEN and not strict:
            return (following if left < gone else last), "nearest to publication"
        if not strict and side == PAST and left <= NEAR_DAYS and left < gone:
            return following, "nearest to publication"
        if not strict and side == FUTURE and gone <= NEAR_DAYS and gone < left:
            return last, "nearest to publication"
        if side == FUTURE:
            return following, f"next one after publication ('{tense.cue}')"
        return last, "latest one not after publication" + (f" ('{tense.cue}')" if tense.cue else "")

    def month(self, found: Found, month: int, rel: int | None = None) -> tuple[Days, str]:
        """A month without a year."""
        return self.year_for(found, lambda year: month_of(year, month), rel=rel, strict=True)

    def day_of_month(self, found: Found, month: int, day: int, rel: int | None = None) -> tuple[Days, str]:
        """A day and month without a year."""
        return self.year_for(found, lambda year: known(day_of(year, month, day)), rel=rel)


def short_year(value: int, published: date | None) -> int:
    """'98' is 1998 and '18' 2018: not more than ten years ahead of the publication (or of 2020)."""
    if value >= 100:
        return value
    limit = (published.year if published else 2020) + 10
    return limit - (limit - value) % 100


def before(day: date | None) -> date | None:
    """The day before, for open ends."""
    return None if day is None or day == date.min else day - ONE_DAY
