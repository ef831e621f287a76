"""What follows from figures about trade: each is a range of a quantity; arithmetic makes ranges of others.

'802,8 milliards' of exports to Mali and '55,5 %' of those to Africa make a range for the exports to Africa. A
fact keeps which statements it rests on, so that none is ever held against what was made of itself.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Final, Literal

import msgspec

from faleme.records.trade_claim import Dealt

Kind = Literal["value", "share", "growth", "difference", "rank"]
Span = tuple[str, str]
ROUNDS: Final = 3
_MOST_OF_ONE: Final = 12
_MOST_ALIKE: Final = 3
_WIDEST: Final = 0.5
"""A range wider than half its middle tells nothing more, and is not worked on with."""


class Quantity(msgspec.Struct, frozen=True):
    """What a range is of. `period` and `against` are days, or a name for days that nobody tells."""

    kind: Kind
    of: Dealt
    period: Span
    unit: str
    base: Dealt | None = None
    against: Span | None = None


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A range of a quantity: told by a statement or a table, or made by `rule` of other facts.

    `support` are the keys of the statements and table rows that it rests on; `point` is what comes out when
    each is taken as it is written. `strict` are the ends of a statement whose last zeros are no rounding.
    """

    quantity: Quantity
    low: float
    high: float
    point: float
    support: frozenset[str]
    rule: str = "told"
    inputs: tuple[Fact, ...] = ()
    strict: tuple[float, float] | None = None
    written: str = ""
    label: str = ""
    depth: int = 0

    @property
    def narrow(self) -> bool:
        return self.high - self.low <= _WIDEST * max(abs(self.point), 1e-12)


Facts = dict[Quantity, list[Fact]]


def derive(told: Iterable[Fact]) -> Facts:
    """Everything that follows in three rounds of arithmetic; of one quantity the tightest facts are kept."""
    known: Facts = defaultdict(list)
    again: list[Fact] = []
    for each in told:
        alike = sum((other.low, other.high) == (each.low, each.high) for other in known[each.quantity])
        # What many outlets repeat follows from a few of them; two others are left whichever is looked at.
        (again if alike >= _MOST_ALIKE else known[each.quantity]).append(each)
    for _ in range(ROUNDS):
        found = [each for rule in (_shares, _rates, _balances, _sums) for each in rule(known)]
        if not sum(_keep(known, each) for each in found):
            break
    for each in again:
        known[each.quantity].append(each)
    return known


def _keep(known: Facts, fact: Fact) -> bool:
    if not (math.isfinite(fact.point)) or fact.low > fact.high:
        return False
    there = known[fact.quantity]
    for other in there:
        if other.support <= fact.support and other.low >= fact.low and other.high <= fact.high:
            return False  # known as tightly, of less
        if other.support == fact.support:
            return False
    if sum(1 for each in there if each.depth) >= _MOST_OF_ONE:
        return False
    there.append(fact)
    return True


def _made(quantity: Quantity, rule: str, inputs: tuple[Fact, ...], work: Callable[..., float]) -> Fact | None:
    """A fact by arithmetic that is monotone in each input: the ends come from the inputs' ends.

    None where an input is of no use: two facts of one statement, an end beyond which the sum has no meaning.
    """
    support = frozenset().union(*(each.support for each in inputs))
    if sum(len(each.support) for each in inputs) != len(support):
        return None
    try:
        ends = [work(*each) for each in product(*((one.low, one.high) for one in inputs))]
        point = work(*(each.point for each in inputs))
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    if any(map(math.isnan, ends)):
        return None
    return Fact(
        quantity=quantity, low=min(ends), high=max(ends), point=point, support=support, rule=rule,
        inputs=inputs, depth=1 + max(each.depth for each in inputs),
    )  # fmt: skip


def _values(known: Facts) -> dict[tuple[Dealt, Span], list[Fact]]:
    """Facts of money that are narrow enough to work with, by what they are of."""
    found: dict[tuple[Dealt, Span], list[Fact]] = defaultdict(list)
    for quantity, facts in known.items():
        if quantity.kind == "value":
            found[quantity.of, quantity.period] += [each for each in facts if _usable(each)]
    return found


def _usable(fact: Fact) -> bool:
    """Narrow, or open at one end ('plus de 55 %' still bounds what is made of it)."""
    return fact.narrow or (not fact.depth and (math.isinf(fact.low) != math.isinf(fact.high)))


def _shares(known: Facts) -> Iterator[Fact]:
    """Part = base × share, base = part / share, share = part / base."""
    values = _values(known)
    for quantity in [each for each in known if each.kind == "share" and each.base]:
        assert quantity.base is not None
        of, base, period = quantity.of, quantity.base, quantity.period
        parts, wholes = values.get((of, period), []), values.get((base, period), [])
        shares = [each for each in known[quantity] if _usable(each)]
        for share, whole in product(shares, wholes):
            made = Quantity("value", of, period, whole.quantity.unit)
            yield from _one(_made(made, "part", (whole, share), lambda w, s: w * s / 100))
        for share, part in product(shares, parts):
            made = Quantity("value", base, period, part.quantity.unit)
            yield from _one(_made(made, "base", (part, share), _base))
        for part, whole in product(parts, wholes):
            if part.quantity.unit == whole.quantity.unit:
                yield from _one(_made(quantity, "share", (part, whole), _share))


def _base(part: float, share: float) -> float:
    if share <= 0:
        raise ValueError
    return 0.0 if math.isinf(share) else part * 100 / share


def _share(part: float, whole: float) -> float:
    if whole <= 0:
        raise ValueError
    return 0.0 if math.isinf(whole) else part / whole * 100


def _rates(known: Facts) -> Iterator[Fact]:
    """A value, that of the period before, the rate and the difference: any two make the others."""
    values = _values(known)
    for quantity in [each for each in known if each.kind in ("growth", "difference") and each.against]:
        assert quantity.against is not None
        of, now, before = quantity.of, quantity.period, quantity.against
        news, olds = values.get((of, now), []), values.get((of, before), [])
        moved = [each for each in known[quantity] if _usable(each)]
        up, down = ("grown", "ungrown") if quantity.kind == "growth" else ("added", "taken")
        for new, change in product(news, moved):
            made = Quantity("value", of, before, new.quantity.unit)
            if quantity.kind == "growth" or quantity.unit == new.quantity.unit:
                yield from _one(_made(made, down, (new, change), _WORK[down]))
        for old, change in product(olds, moved):
            made = Quantity("value", of, now, old.quantity.unit)
            if quantity.kind == "growth" or quantity.unit == old.quantity.unit:
                yield from _one(_made(made, up, (old, change), _WORK[up]))
        rule = "rate" if quantity.kind == "growth" else "gap"
        for new, old in product(news, olds):
            if new.quantity.unit == old.quantity.unit and (
                rule == "rate" or quantity.unit == new.quantity.unit
            ):
                yield from _one(_made(quantity, rule, (new, old), _WORK[rule]))
        if quantity.kind == "growth":
            yield from _by_both(known, quantity, news, olds)


def _by_both(known: Facts, rate: Quantity, news: list[Fact], olds: list[Fact]) -> Iterator[Fact]:
    """A rate and a difference of the same periods: −37,6 at −60,6 % was 62,0 before and is 24,4 now."""
    assert rate.against is not None
    for gap in [each for each in known if each.kind == "difference"]:
        if (gap.of, gap.period, gap.against) != (rate.of, rate.period, rate.against):
            continue
        gaps, rates = ([each for each in known[one] if each.narrow] for one in (gap, rate))
        before, now = (Quantity("value", rate.of, when, gap.unit) for when in (rate.against, rate.period))
        for change, grown in product(gaps, rates):
            yield from _one(_made(before, "before of both", (change, grown), lambda d, g: d * 100 / g))
            yield from _one(_made(now, "now of both", (change, grown), lambda d, g: d * 100 / g + d))
        for made, moved, rule in ((rate, gaps, "rate of gap"), (gap, rates, "gap of rate")):
            for when, values in (("now", news), ("before", olds)):
                for value, change in product(values, moved):
                    if value.quantity.unit == gap.unit:
                        name = f"{rule} {when}"
                        yield from _one(_made(made, name, (value, change), _WORK[name]))


def _nonzero_growth(rate: float) -> float:
    if rate <= -100:
        raise ValueError
    return 1 + rate / 100


def _above(value: float) -> float:
    if value <= 0:
        raise ValueError
    return value


def _rate(new: float, old: float) -> float:
    if old <= 0:
        raise ValueError
    return 100 * (new / old - 1)


_WORK: Final[dict[str, Callable[[float, float], float]]] = {
    "grown": lambda old, rate: old * _nonzero_growth(rate),
    "ungrown": lambda new, rate: new / _nonzero_growth(rate),
    "added": lambda old, change: old + change,
    "taken": lambda new, change: new - change,
    "rate": _rate,
    "rate of gap now": lambda new, change: 100 * change / _above(new - change),
    "rate of gap before": lambda old, change: 100 * change / _above(old),
    "gap of rate now": lambda new, rate: new * rate / 100 / _nonzero_growth(rate),
    "gap of rate before": lambda old, rate: old * rate / 100,
    "gap": lambda new, old: new - old,
}


def _balances(known: Facts) -> Iterator[Fact]:
    """Balance = exports − imports, trade = exports + imports; any two make the third."""
    values = _values(known)
    sides = dict.fromkeys((of.reporter, of.partner, of.product, period) for of, period in values)
    for reporter, partner, goods, period in sides:
        at = {
            flow: Dealt(flow=flow, reporter=reporter, partner=partner, product=goods)
            for flow in ("export", "import", "balance", "trade")
        }
        out, into = values.get((at["export"], period), []), values.get((at["import"], period), [])
        for rule, one, other, goal, work in (
            ("less", out, into, "balance", lambda a, b: a - b),
            ("plus", out, into, "trade", lambda a, b: a + b),
            ("less", out, values.get((at["balance"], period), []), "import", lambda a, b: a - b),
            ("plus", into, values.get((at["balance"], period), []), "export", lambda a, b: a + b),
            ("less", values.get((at["trade"], period), []), out, "import", lambda a, b: a - b),
            ("less", values.get((at["trade"], period), []), into, "export", lambda a, b: a - b),
        ):
            for first, second in product(one, other):
                if first.quantity.unit == second.quantity.unit:
                    made = Quantity("value", at[goal], period, first.quantity.unit)
                    yield from _one(_made(made, rule, (first, second), work))


def _sums(known: Facts) -> Iterator[Fact]:
    """A period is the sum of those that fill it: twelve months a year, three years 2021–2023."""
    by_what: dict[tuple[Dealt, str], dict[Span, list[Fact]]] = defaultdict(dict)
    for quantity, facts in known.items():
        if quantity.kind == "value" and is_days(quantity.period):
            narrow = sorted((each for each in facts if each.narrow), key=lambda each: each.high - each.low)
            if narrow:
                by_what[quantity.of, quantity.unit][quantity.period] = narrow
    asked: dict[Dealt, dict[Span, None]] = defaultdict(dict)
    for quantity in known:
        asked[quantity.of][quantity.period] = None
    for (of, unit), spans in by_what.items():
        for period in asked[of]:
            parts = filling(period, [each for each in spans if each != period]) if is_days(period) else []
            if len(parts) > 1:
                yield from _one(_sum(Quantity("value", of, period, unit), [spans[each][0] for each in parts]))
        for part in asked[of]:
            for whole in [each for each in spans if within(part, each) and part != each]:
                others = filling(whole, [part, *(each for each in spans if each != whole)])
                if part in others and all(each in spans or each == part for each in others):
                    rest = [spans[each][0] for each in others if each != part]
                    made = Quantity("value", of, part, unit)
                    yield from _one(_rest(made, spans[whole][0], rest))


def _rest(quantity: Quantity, whole: Fact, parts: list[Fact]) -> Fact | None:
    """What of a whole is left for one of its parts."""
    support = frozenset().union(whole.support, *(each.support for each in parts))
    if len(whole.support) + sum(len(each.support) for each in parts) != len(support):
        return None
    return Fact(
        quantity=quantity, low=whole.low - math.fsum(each.high for each in parts),
        high=whole.high - math.fsum(each.low for each in parts),
        point=whole.point - math.fsum(each.point for each in parts), support=support, rule="left of whole",
        inputs=(whole, *parts), depth=1 + max(each.depth for each in (whole, *parts)),
    )  # fmt: skip


def _sum(quantity: Quantity, parts: list[Fact]) -> Fact | None:
    support = frozenset().union(*(each.support for each in parts))
    if sum(len(each.support) for each in parts) != len(support):
        return None
    return Fact(
        quantity=quantity, low=math.fsum(each.low for each in parts),
        high=math.fsum(each.high for each in parts), point=math.fsum(each.point for each in parts),
        support=support, rule="sum", inputs=tuple(parts), depth=1 + max(each.depth for each in parts),
    )  # fmt: skip


def filling(period: Span, spans: Iterable[Span]) -> list[Span]:
    """Spans that follow each other without a gap from a period's first day to its last, the longest first."""
    at, end, found = period[0], period[1], []
    there = sorted(spans, key=lambda each: (each[0], each[1]), reverse=True)
    while at <= end:
        step = max(
            (each for each in there if each[0] == at and each[1] <= end), key=lambda e: e[1], default=None
        )
        if step is None:
            return []
        found.append(step)
        at = (dt.date.fromisoformat(step[1]) + dt.timedelta(days=1)).isoformat()
    return found


def is_days(period: Span) -> bool:
    return period[0][:1].isdigit()


def within(inner: Span, outer: Span) -> bool:
    """Whether every day of one period is one of the other."""
    return is_days(inner) and is_days(outer) and outer[0] <= inner[0] and inner[1] <= outer[1]


def _one(fact: Fact | None) -> Iterator[Fact]:
    if fact is not None:
        yield fact
