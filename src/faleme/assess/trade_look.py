"""Two countries' trade as desk and command line show it: indicators with their arithmetic and sources.

Every number is of one source, one currency and one period. What the tables do not hold is said to be missing
and never filled in; an assumption (the share of the goods that goes by road) is told beside the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec
import polars as pl

from faleme.assess.trade_flows import advantage, flows, product_mix
from faleme.assess.trade_money import Rates
from faleme.assess.trade_series import TradePoint
from faleme.lexicon.trade import Rate, TradeRules, load_groups, load_trade_rules
from faleme.records.observation import Basis, Flow, Origin
from faleme.records.time import Period
from faleme.records.trade_claim import Dealt
from faleme.words.trade import TradeWords, trade_words
from faleme.words.wording import LANGUAGES

Name = Literal["exports", "imports", "share", "rank", "growth", "balance", "hhi", "route", "week"]
Key = tuple[Any, ...]
_BOTH_WAYS: tuple[Flow, ...] = ("export", "import")


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """A number of the pair: `of` is whose it is, `told` the arithmetic in both languages, `sources` the rows.

    `value` is None where it cannot be told. `unit` is an ISO 4217 code, 'share' (0 to 1), 'rank' or 'index'.
    """

    name: Name
    of: str
    flow: Flow | None
    period: Period
    value: float | None
    unit: str
    told: dict[str, str]
    sources: tuple[str, ...] = ()
    assumed: dict[str, str] | None = None


class PartnerRow(msgspec.Struct, frozen=True, kw_only=True):
    """A partner of a country by rank; `share` is 0 to 1."""

    country: str
    value: float
    share: float
    rank: int


class Partners(msgspec.Struct, frozen=True, kw_only=True):
    """The partners of a country's exports or imports in the latest period; `mirror` where they report it."""

    of: str
    flow: Flow
    period: Period
    total: float
    count: int
    mirror: bool
    rows: tuple[PartnerRow, ...]


class GoodsRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the pair trades of one section; `advantage` is Balassa's index of the first country, if known."""

    code: str
    exports: float
    imports: float
    share: float
    advantage: float | None = None


class TradeLook(msgspec.Struct, frozen=True, kw_only=True):
    """The trade of two countries from the first one's side, in `currency`, by `source`."""

    reporter: str
    partner: str
    currency: str
    source: str
    basis: Basis
    period: Period
    by_road: float
    series: tuple[TradePoint, ...]
    indicators: tuple[Indicator, ...]
    partners: tuple[Partners, ...]
    goods: tuple[GoodsRow, ...]
    rates: tuple[Rate, ...] = ()
    other_sources: tuple[str, ...] = ()
    missing: tuple[dict[str, str], ...] = ()


class _Book(msgspec.Struct, frozen=True):
    """Flows of both countries by (reporter, partner, flow, from, to), each a row of `trade_flows.flows`."""

    rows: dict[Key, dict[str, Any]]
    currency: str

    def sides(self, country: str, flow: Flow, period: Key) -> tuple[dict[str, dict[str, Any]], bool]:
        """Rows by partner, and whether they are what the partners report."""
        told = {
            key[1]: row
            for key, row in self.rows.items()
            if (key[0], key[2], key[3:]) == (country, flow, period)
        }
        if told:
            return told, False
        other = "import" if flow == "export" else "export"
        return {
            key[0]: row
            for key, row in self.rows.items()
            if (key[1], key[2], key[3:]) == (country, other, period)
        }, True


def look_at(
    frame: pl.DataFrame, reporter: str, partner: str, *, rates: Rates | None = None,
    currency: str | None = None, by_road: float | None = None,
) -> TradeLook:  # fmt: skip
    """Everything that tables say of two countries; without a row of both, a look with nothing in it."""
    rules = load_trade_rules()
    road = rules.by_road if by_road is None else by_road
    ours = frame.filter(_has(reporter) | _has(partner))
    small = flows(ours)
    pair = small.filter(_between(reporter, partner))
    if not pair.height:
        return _nothing(reporter, partner, currency or "?", road)
    chosen = pair.sort("to", "rows", descending=True).row(0, named=True)
    same = _same_source(small, chosen)
    rows, used, lacking = _converted(same, currency or chosen["currency"] or "?", rates or Rates())
    book = _Book(rows, currency or chosen["currency"] or "?")
    keys = sorted(
        {key[3:] for key in rows if {key[0], key[1]} == {reporter, partner}}, key=lambda each: each[1]
    )
    if not keys:
        look = _nothing(reporter, partner, book.currency, road)
        return msgspec.structs.replace(look, missing=lacking)
    wide = _same_source(frame, chosen)
    others = {f"{row['source']} ({row['currency']})" for row in pair.iter_rows(named=True)}
    return TradeLook(
        reporter=reporter, partner=partner, currency=book.currency, source=chosen["source"],
        basis=chosen["basis"], period=Period(*keys[-1]), by_road=road,
        series=tuple(_series(book, reporter, partner, keys, chosen)),
        indicators=tuple(_indicators(book, reporter, partner, keys, road, rules)),
        partners=tuple(_partners(book, (reporter, partner), keys[-1], rules.most_partners)),
        goods=tuple(_goods(wide, reporter, partner, keys[-1], rules)), rates=used,
        other_sources=tuple(sorted(others - {f"{chosen['source']} ({chosen['currency']})"})), missing=lacking,
    )  # fmt: skip


def _has(country: str) -> pl.Expr:
    return (pl.col("reporter").cast(pl.String) == country) | (pl.col("partner").cast(pl.String) == country)


def _between(one: str, other: str) -> pl.Expr:
    return _has(one) & _has(other) & (pl.col("reporter").cast(pl.String) != pl.col("partner").cast(pl.String))


def _same_source(frame: pl.DataFrame, chosen: dict[str, Any]) -> pl.DataFrame:
    names = ("source", "currency", "basis", "grain")
    as_text = ((pl.col(name).cast(pl.String), pl.lit(chosen[name], pl.String)) for name in names)
    return frame.filter(*(column.eq_missing(value) for column, value in as_text))


def _nothing(reporter: str, partner: str, currency: str, road: float) -> TradeLook:
    return TradeLook(
        reporter=reporter, partner=partner, currency=currency, source="", basis="sum",
        period=Period(None, None), by_road=road, series=(), indicators=(), partners=(), goods=(),
        missing=(_both(lambda words: words.say("look_no_data")),),
    )  # fmt: skip


def _both(say: Callable[[TradeWords], str]) -> dict[str, str]:
    return {language: say(trade_words(language)) for language in LANGUAGES}


def _converted(
    rows: pl.DataFrame, currency: str, rates: Rates
) -> tuple[dict[Key, dict[str, Any]], tuple[Rate, ...], tuple[dict[str, str], ...]]:
    """Rows in the asked currency, the rates used, and the periods that have none."""
    found: dict[Key, dict[str, Any]] = {}
    used: dict[Rate, None] = {}
    lacking: dict[str, dict[str, str]] = {}
    for row in rows.iter_rows(named=True):
        period = Period(row["from"].isoformat(), row["to"].isoformat())
        made = rates.factor(row["currency"], currency, period) if row["currency"] != currency else None
        if row["currency"] != currency and made is None:
            lacking[f"{period.from_}"] = _no_rate(row["currency"], currency, period)
            continue
        used |= dict.fromkeys(made.rates if made else ())
        key = (row["reporter"], row["partner"], row["flow"], period.from_, period.to)
        found[key] = row | {"value": row["value"] * (made.factor if made else 1.0)}
    return found, tuple(used), tuple(lacking.values())


def _no_rate(source: str | None, currency: str, period: Period) -> dict[str, str]:
    return _both(
        lambda words: words.say(
            "look_no_rate", currency=currency, period=words.period(period), **{"from": source or "?"}
        )
    )


def _series(
    book: _Book, reporter: str, partner: str, keys: list[Key], chosen: dict[str, Any]
) -> Iterable[TradePoint]:
    for begin, end in keys:
        for one, other in ((reporter, partner), (partner, reporter)):
            for flow in _BOTH_WAYS:
                row = book.rows.get((one, other, flow, begin, end))
                if row is not None:
                    yield TradePoint(
                        reporter=one, partner=other, flow=flow,
                        period=Period(begin, end), grain=row["grain"], value=row["value"],
                        currency=book.currency, basis=row["basis"],
                        status="final" if row["final"] else "provisional", source=chosen["source"],
                        level=row["level"], rows=row["rows"], origins=(Origin(row["file"], row["line"]),),
                    )  # fmt: skip


def _partners(book: _Book, pair: tuple[str, str], period: Key, most: int) -> Iterable[Partners]:
    tables: tuple[tuple[str, Flow], ...] = (
        (pair[0], "export"), (pair[1], "import"), (pair[0], "import"), (pair[1], "export"),
    )  # fmt: skip
    for country, flow in tables:
        there, mirror = book.sides(country, flow, period)
        ranked = _ranked(there)
        total = _total(there)
        if not total:
            continue
        other = pair[1] if country == pair[0] else pair[0]
        rows = [
            PartnerRow(country=name, value=value, share=value / total, rank=rank)
            for rank, (name, value) in enumerate(ranked, 1)
            if rank <= most or name == other
        ]
        yield Partners(
            of=country, flow=flow, period=Period(*period), total=total, count=len(ranked),
            mirror=mirror, rows=tuple(rows),
        )  # fmt: skip


def _ranked(there: dict[str, dict[str, Any]]) -> list[tuple[str, float]]:
    groups = load_groups()
    return sorted(
        ((name, row["value"]) for name, row in there.items() if name not in groups),
        key=lambda each: (-each[1], each[0]),
    )


def _total(there: dict[str, dict[str, Any]]) -> float:
    """The world's where it is told, else the sum of countries."""
    if "WLD" in there:
        return float(there["WLD"]["value"])
    return float(sum(value for _, value in _ranked(there)))


def _indicators(
    book: _Book, reporter: str, partner: str, keys: list[Key], road: float, rules: TradeRules
) -> Iterable[Indicator]:
    last = keys[-1]
    yield from _of_flow(book, reporter, partner, "export", keys)
    yield from _of_flow(book, reporter, partner, "import", keys)
    yield from _of_flow(book, partner, reporter, "import", keys)
    yield from _of_flow(book, partner, reporter, "export", keys)
    yield from _balance(book, reporter, partner, last)
    yield from _on_route(book, reporter, partner, last, road, rules)


def _of_flow(book: _Book, one: str, other: str, flow: Flow, keys: list[Key]) -> Iterable[Indicator]:
    """Value, share, rank, change and concentration of what one side trades one way."""
    last = keys[-1]
    there, mirror = book.sides(one, flow, last)
    row = there.get(other)
    if row is None:
        return
    total, ranked, period = _total(there), _ranked(there), Period(*last)
    where = (f"{row['file']}:{row['line']} ({row['rows']})",)
    of = Dealt(flow=flow, reporter=one, partner=other)
    mirrored = _both(lambda w: w.say("look_mirror", of=w.party(one, owned=True))) if mirror else None

    def make(name: Name, value: float | None, unit: str, say: Callable[[TradeWords], str]) -> Indicator:
        return Indicator(
            name=name, of=one, flow=flow, period=period, value=value, unit=unit, told=_both(say),
            sources=where, assumed=mirrored,
        )  # fmt: skip

    money = book.currency
    yield make(
        "exports" if flow == "export" else "imports", row["value"], money,
        lambda w: w.say(
            "look_value", what=w.say("when", what=w.dealt(of), period=w.period(period, basis=row["basis"])),
            value=w.money(row["value"], money),
        ),
    )  # fmt: skip
    share, whole = row["value"] / total, Dealt(flow=flow, reporter=one)
    summed = "look_share" if "WLD" in there else "look_share_summed"
    yield make("share", share, "share", lambda w: w.say(
        summed, n=len(ranked), what=w.dealt(whole), part=w.money(row["value"], money),
        whole=w.money(total, money), value=w.percent(100 * share),
    ))  # fmt: skip
    rank = [name for name, _ in ranked].index(other) + 1
    yield make("rank", rank, "rank", lambda w: w.say("look_rank", value=rank, n=len(ranked)))
    hhi = sum((value / total) ** 2 for _, value in ranked)
    if len(ranked) > 1:
        yield make("hhi", hhi, "index", lambda w: w.say(
            "look_hhi", n=len(ranked), value=w.number(hhi, 3), equal=w.number(1 / hhi, 1),
        ))  # fmt: skip
    before = next((key for key in reversed(keys[:-1]) if _year_apart(key, last)), None)
    then = book.rows.get((one, other, flow, *before)) if before and not mirror else None
    if then is not None and then["value"] > 0:
        change = row["value"] / then["value"] - 1
        yield make("growth", change, "share", lambda w: w.say(
            "look_growth", now=w.money(row["value"], money), before=w.money(then["value"], money),
            value=w.percent(100 * change),
        ))  # fmt: skip


def _year_apart(before: Key, now: Key) -> bool:
    return bool(
        int(before[0][:4]) + 1 == int(now[0][:4])
        and before[0][4:] == now[0][4:]
        and before[1][4:7] == now[1][4:7]
    )


def _between_them(book: _Book, one: str, other: str, flow: Flow, period: Key) -> dict[str, Any] | None:
    there, _ = book.sides(one, flow, period)
    return there.get(other)


def _balance(book: _Book, one: str, other: str, period: Key) -> Iterable[Indicator]:
    out, into = (_between_them(book, one, other, flow, period) for flow in _BOTH_WAYS)
    if out is None or into is None:
        return
    value, money = out["value"] - into["value"], book.currency
    yield Indicator(
        name="balance", of=one, flow=None, period=Period(*period), value=value, unit=money,
        told=_both(lambda w: w.say(
            "look_balance", exports=w.money(out["value"], money), imports=w.money(into["value"], money),
            value=w.money(value, money),
        )),
        sources=tuple(f"{row['file']}:{row['line']} ({row['rows']})" for row in (out, into)),
    )  # fmt: skip


def _on_route(
    book: _Book, reporter: str, partner: str, period: Key, road: float, rules: TradeRules
) -> Iterable[Indicator]:
    """What hangs on the road: a share of each side's trade, and what a closed corridor holds up in a week."""
    out = _between_them(book, reporter, partner, "export", period)
    into = _between_them(book, reporter, partner, "import", period)
    both = sum(row["value"] for row in (out, into) if row is not None)
    if not both:
        return
    money, years = book.currency, _years(period, (out or into or {})["basis"])
    assumed = _both(lambda w: w.say("look_assumed", share=w.percent(100 * road, 0)))
    where = tuple(f"{row['file']}:{row['line']} ({row['rows']})" for row in (out, into) if row is not None)
    for country in (reporter, partner):
        whole = sum(_total(book.sides(country, flow, period)[0]) for flow in _BOTH_WAYS)
        if whole:
            share = both * road / whole
            yield Indicator(
                name="route", of=country, flow=None, period=Period(*period), value=share, unit="share",
                told=_both(_route_words(both, whole, road, share, money)), sources=where, assumed=assumed,
            )  # fmt: skip
    a_year = both / years
    weekly = a_year * road / rules.weeks_a_year
    yield Indicator(
        name="week", of=reporter, flow=None, period=Period(*period), value=weekly, unit=money,
        told=_both(lambda w: w.say(
            "look_week", year=w.money(a_year, money), share=w.percent(100 * road, 0),
            weeks=w.number(rules.weeks_a_year, 2), value=w.money(weekly, money),
        )),
        sources=where, assumed=assumed,
    )  # fmt: skip


def _route_words(
    both: float, whole: float, road: float, share: float, money: str
) -> Callable[[TradeWords], str]:  # fmt: skip
    return lambda w: w.say(
        "look_route", part=w.money(both, money), share=w.percent(100 * road, 0), whole=w.money(whole, money),
        value=w.percent(100 * share),
    )  # fmt: skip


def _years(period: Key, basis: Basis) -> float:
    """How many years a value is of: a mean is of one."""
    if basis == "mean-a-year":
        return 1.0
    months = (int(period[1][:4]) - int(period[0][:4])) * 12 + int(period[1][5:7]) - int(period[0][5:7]) + 1
    return months / 12


def _goods(
    frame: pl.DataFrame, reporter: str, partner: str, period: Key, rules: TradeRules
) -> Iterable[GoodsRow]:
    """What the pair trades by section, the greatest first, with the first country's advantage."""
    now = frame.filter(pl.col("from").cast(pl.String) == period[0], pl.col("to").cast(pl.String) == period[1])
    mix = product_mix(now)
    if not mix.height:
        return
    between = mix.filter(_between(reporter, partner))
    sums: dict[str, dict[str, float]] = {"export": {}, "import": {}}
    told = {(row["reporter"], row["flow"]) for row in between.iter_rows(named=True)}
    for row in between.iter_rows(named=True):
        way = row["flow"] if row["reporter"] == reporter else _OTHER[row["flow"]]
        if row["reporter"] == reporter or (reporter, way) not in told:
            sums[way][row["goods"]] = sums[way].get(row["goods"], 0.0) + row["value"]
    better = _advantages(mix, reporter, rules)
    whole = sum(sums["export"].values()) or 1.0
    codes = sorted(
        {*sums["export"], *sums["import"]},
        key=lambda each: (-(sums["export"].get(each, 0.0) + sums["import"].get(each, 0.0)), each),
    )
    for code in codes[: rules.most_products]:
        exports = sums["export"].get(code, 0.0)
        yield GoodsRow(
            code=code, exports=exports, imports=sums["import"].get(code, 0.0), share=exports / whole,
            advantage=better.get(code),
        )  # fmt: skip


_OTHER: dict[str, str] = {"export": "import", "import": "export"}


def _advantages(mix: pl.DataFrame, reporter: str, rules: TradeRules) -> dict[str, float]:
    """Balassa's index by section; nothing where the table does not hold the world's exports."""
    found = advantage(mix).filter(pl.col("reporter").cast(pl.String) == reporter)
    return {
        row["goods"]: row["rca"]
        for row in found.iter_rows(named=True)
        if row["reporters"] >= rules.least_world
    }
