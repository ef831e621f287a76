"""Trade in words: sums of money, periods, what passes between whom; `data/<language>/trade.toml`."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from babel.dates import get_month_names

from faleme.lexicon.trade import load_hs_sections
from faleme.records.observation import TOTAL, WORLD
from faleme.records.time import Period
from faleme.records.trade_claim import Dealt
from faleme.words.naming import Naming
from faleme.words.wording import NO_BREAK, DeskLanguage, Phrases, typeset, wording

_ARTICLES = (("le ", "du "), ("les ", "des "), ("la ", "de la "), ("l'", "de l'"), ("l’", "de l’"))


class TradeWords(Phrases):
    """Sentences about trade in one language."""

    def __init__(self, language: DeskLanguage) -> None:
        super().__init__(language, "trade.toml")
        self._naming = Naming(language)
        self._months = get_month_names("wide", locale=language)

    def number(self, value: float, digits: int = 1) -> str:
        return wording(self.language).number(round(value, digits), digits)

    def percent(self, value: float, digits: int = 1) -> str:
        return f"{self.number(value, digits)}{NO_BREAK}%"

    def money(self, value: float, currency: str | None, *, digits: int | None = None) -> str:
        """'802,8 milliards FCFA', '699,1 millions $'; as many digits as its size deserves."""
        name = self.label("currency", currency) or "?"
        for scale, key in ((1e9, "billion"), (1e6, "million"), (1.0, "unit")):
            if abs(value) >= scale or scale == 1.0:
                shown = value / scale
                fine = digits if digits is not None else (0 if scale == 1.0 else 1 if abs(shown) >= 10 else 2)
                return self.say(key, n=self.number(shown, fine), currency=name)
        raise AssertionError

    def amount(self, value: float, unit: str) -> str:
        """A number with its unit: money, per cent or a rank."""
        if unit == "%":
            return self.percent(value, 2 if abs(value) < 10 else 1)
        if unit == "rank":
            return self.number(value, 0)
        return self.money(value, unit)

    def party(self, code: str, *, owned: bool = False) -> str:
        """'le Sénégal', 'l'Afrique'; with its preposition where something is its own ('du Sénégal')."""
        group = self.label("party", code)
        name = group if group != code else self._with_article(code)
        if not owned or self.language != "fr":
            return name
        for article, preposition in _ARTICLES:
            if name.startswith(article):
                return preposition + name.removeprefix(article)
        return ("d’" if name[:1] in "AEIOUÉ" else "de ") + name

    def _with_article(self, code: str) -> str:
        names = self._naming._countries.get(code)
        if names and self.language == "fr":
            return typeset(names[1], self.language)
        return self._naming.country(code)

    def product(self, code: str, name: str | None = None) -> str:
        """The name of goods: a section's, a kind's, or what a table calls them; else the code."""
        known = self.label("product", code)
        if known != code:
            return known
        for each in load_hs_sections():
            if each.code == code:
                return typeset(each.fr if self.language == "fr" else each.en, self.language)
        return name or code

    def dealt(self, of: Dealt) -> str:
        """'exportations du Sénégal vers le Mali'."""
        key = of.flow if of.partner != WORLD else f"{of.flow}_all"
        told = self.say(key, of=self.party(of.reporter, owned=True), to=self.party(of.partner))
        return told + (self.say("goods", product=self.product(of.product)) if of.product != TOTAL else "")

    def period(self, period: Period | None, *, basis: str = "sum") -> str:
        """'2024', 'novembre 2023', '3e trimestre 2022', 'janvier–avril 2025', '2012–2022'."""
        if period is None or period.from_ is None or period.to is None:
            return self.say("before")
        first, last = dt.date.fromisoformat(period.from_), dt.date.fromisoformat(period.to)
        told = self._named(first, last)
        return self.say("mean", period=told) if basis == "mean-a-year" else told

    def _named(self, first: dt.date, last: dt.date) -> str:
        if (first.month, last.month) == (1, 12):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if first.year != last.year:
            return f"{self._months[first.month]} {first.year}–{self._months[last.month]} {last.year}"
        if first.month == last.month:
            return f"{self._months[first.month]} {first.year}"
        if first.month % 3 == 1 and last.month == first.month + 2:
            number = last.month // 3
            return self.say("quarter_1" if number == 1 else "quarter", n=number, year=first.year)
        return self.say(
            "months", first=self._months[first.month], last=self._months[last.month], year=first.year
        )

    def written(self, text: str) -> str:
        """A number as somebody wrote it, with the decimal mark of the language ('802.8' to '802,8')."""
        return re.sub(r"(?<=\d)\.(?=\d)", "," if self.language == "fr" else ".", text)


@cache
def trade_words(language: DeskLanguage) -> TradeWords:
    """The words of a language, read once."""
    return TradeWords(language)
