"""The page of two countries' trade in one language: indicators, drawings, and claims with their verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from faleme.assess.claim_words import of_what
from faleme.assess.claims_trade import quantity_of
from faleme.assess.trade_look import Indicator, Partners, TradeLook
from faleme.desk.public import ArticleShown
from faleme.desk.trade_svg import Bar, Step, bars_svg, series_svg
from faleme.records.time import Period
from faleme.records.trade_claim import Checked, Compared
from faleme.words.trade import TradeWords, trade_words
from faleme.words.wording import DeskLanguage, Wording

PAGE = "/commerce"
_FIRST = ("exports", "imports", "balance", "week")


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as the page shows it: what it is of in our words, its verdict, the arithmetic, its article."""

    id: str
    what: str
    said: str
    verdict: str
    label: str
    told: str
    lines: tuple[str, ...]
    disputed: tuple[str, ...]
    implied: tuple[str, ...]
    apart: tuple[str, ...]
    article: ArticleShown


class TradeView:
    """Everything that the page says of a look and of claims, in one language."""

    def __init__(self, look: TradeLook, words: Wording) -> None:
        self.look = look
        self._desk = words
        self._words: TradeWords = trade_words(words.language)
        self._language: DeskLanguage = words.language

    @property
    def title(self) -> str:
        return self._desk.say(
            "trade_title", one=self.name(self.look.reporter), other=self.name(self.look.partner)
        )

    def name(self, country: str) -> str:
        return self._words.party(country)

    @property
    def period(self) -> str:
        return self._words.period(self.look.period, basis=self.look.basis)

    def facts(self) -> list[tuple[str, str, str]]:
        """The first numbers: name, value, what it rests on."""
        found = {each.name: each for each in reversed(self.look.indicators) if each.of == self.look.reporter}
        return [
            (self._words.label("measure", name), self._value(found[name]), self._told(found[name].told))
            for name in _FIRST
            if name in found
        ]

    def rows(self) -> list[tuple[str, str, str, str, str, str]]:
        """Whose, what, value, arithmetic, assumption, rows of the tables."""
        return [
            (
                self.name(each.of), self._words.label("measure", each.name) + self._way(each),
                self._value(each), self._told(each.told), self._told(each.assumed or {}),
                "; ".join(each.sources),
            )
            for each in self.look.indicators
        ]  # fmt: skip

    def _way(self, each: Indicator) -> str:
        if each.name in ("share", "rank", "hhi", "growth") and each.flow:
            return f" – {self._desk.say('trade_of_' + each.flow)}"
        return ""

    def _value(self, each: Indicator) -> str:
        if each.value is None:
            return "–"
        if each.unit == "share":
            return self._words.percent(100 * each.value)
        if each.unit == "rank":
            return self._words.number(each.value, 0)
        if each.unit == "index":
            return self._words.number(each.value, 3)
        return self._words.money(each.value, each.unit)

    def _told(self, told: Mapping[str, str]) -> str:
        return told.get(self._language, "")

    def series(self) -> str:
        """Exports and imports by period, as the first country tells them or its partner does."""
        one, other = self.look.reporter, self.look.partner
        by_period: dict[tuple[str, str], dict[str, float]] = {}
        ways = {"out": ((one, "export"), (other, "import")), "into": ((one, "import"), (other, "export"))}
        for way, order in ways.items():
            for reporter, flow in order:
                for point in self.look.series:
                    key = (point.period.from_ or "", point.period.to or "")
                    if (point.reporter, point.flow) == (reporter, flow):
                        by_period.setdefault(key, {}).setdefault(way, point.value)
        steps = [self._step(key, values) for key, values in sorted(by_period.items())]
        label = self._desk.say("trade_series_label", one=self.name(one), other=self.name(other))
        return series_svg(
            steps, label=f"{label} : {'; '.join(step.out_told for step in steps if step.out_told)}"
        )

    def _step(self, key: tuple[str, str], values: Mapping[str, float]) -> Step:
        name = self._words.period(Period(*key))
        out, into = values.get("out"), values.get("into")
        return Step(
            name,
            out,
            into,
            self._step_told("trade_exports", name, out),
            self._step_told("trade_imports", name, into),
        )

    def _step_told(self, key: str, name: str, value: float | None) -> str:
        if value is None:
            return ""
        return f"{name}, {self._desk.say(key)} : {self._words.money(value, self.look.currency)}"

    def partner_bars(self) -> list[tuple[str, str, str]]:
        """A drawing for each table of partners: its heading, the SVG, and what it is by."""
        found = []
        for table in self.look.partners:
            other = self.look.partner if table.of == self.look.reporter else self.look.reporter
            heading = self._desk.say(
                f"trade_partners_{table.flow}", of=self._words.party(table.of, owned=True)
            )
            bars = [
                Bar(
                    self.name(row.country), row.share, self._words.percent(100 * row.share),
                    row.country == other,
                )
                for row in table.rows
            ]  # fmt: skip
            found.append((heading, bars_svg(bars, label=heading), self._by(table)))
        return found

    def _by(self, table: Partners) -> str:
        total = self._words.money(table.total, self.look.currency)
        told = self._desk.say("trade_of_total", n=table.count, total=total)
        if table.mirror:
            told += " " + self._words.say("look_mirror", of=self._words.party(table.of, owned=True))
        return told

    def goods(self) -> list[tuple[str, str, str, str, str]]:
        """Section, exports, share of them, imports, advantage."""
        return [
            (
                self._words.product(each.code), self._words.money(each.exports, self.look.currency),
                self._words.percent(100 * each.share), self._words.money(each.imports, self.look.currency),
                "–" if each.advantage is None else self._words.number(each.advantage, 2),
            )
            for each in self.look.goods
        ]  # fmt: skip

    def goods_svg(self) -> str:
        bars = [
            Bar(
                self._words.product(each.code),
                each.exports,
                self._words.money(each.exports, self.look.currency),
                True,
            )
            for each in self.look.goods
            if each.exports
        ]
        return bars_svg(bars, label=self._desk.say("trade_goods")) if bars else ""

    def missing(self) -> list[str]:
        return [self._told(each) for each in self.look.missing]

    def rates(self) -> list[str]:
        return [
            self._words.say(
                "look_rate", rate=self._words.number(each.per, 3), to=each.of, source=each.source,
                **{"from": each.currency},
            )
            for each in self.look.rates
        ]  # fmt: skip

    def claims(self, checked: Iterable[Checked], articles: Mapping[str, ArticleShown]) -> list[ClaimView]:
        """Claims of the press; only those of articles that may be shown."""
        found = []
        for each in checked:
            article = articles.get(each.claim.article or "")
            quantity = quantity_of(each.claim.main, each.claim.id)
            if article is None or quantity is None:
                continue
            main = each.claim.main
            found.append(
                ClaimView(
                    id=each.claim.id, what=of_what(quantity, self._words), verdict=each.verdict,
                    said=self._words.written(main.written),
                    label=self._words.label("verdict", each.verdict), told=self._told(each.told),
                    lines=self._lines(each.compared[:4]), disputed=self._lines(each.disputed),
                    implied=tuple(map(self._told, each.implied)), apart=tuple(map(self._told, each.apart)),
                    article=article,
                )
            )  # fmt: skip
        return found

    def _lines(self, compared: Iterable[Compared]) -> tuple[str, ...]:
        return tuple(self._told(each.told) for each in compared)
