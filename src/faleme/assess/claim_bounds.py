"""Bounds of a figure about trade: a part is never more than the whole, nor two shares more than all of it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from faleme.assess.claim_facts import Fact, Facts, Quantity, within
from faleme.lexicon.trade import load_groups
from faleme.lexicon.trade_claims import codes_of
from faleme.records.observation import TOTAL, WORLD
from faleme.records.trade_claim import Dealt

_MOST = 4


def bounds_of(mine: Fact, facts: Facts) -> list[Fact]:
    """The tightest bounds of each sort that other statements set to a figure."""
    quantity = mine.quantity
    found = list(_of_value(mine, facts) if quantity.kind == "value" else _of_share(mine, facts))
    uppers = sorted((each for each in found if math.isfinite(each.high)), key=lambda each: each.high)
    lowers = sorted((each for each in found if math.isfinite(each.low)), key=lambda each: -each.low)
    return [*uppers[:_MOST], *lowers[:_MOST]]


def ranks_of(mine: Fact, facts: Facts) -> Iterator[Fact]:
    """A rank from shares and values: who has more than half is first; who has less than another is not."""
    quantity = mine.quantity
    if quantity.kind != "rank" or quantity.base is None:
        return
    (key,) = mine.support
    shares = [
        each
        for other, there in facts.items()
        if other.kind == "share"
        and (other.of, other.base, other.period) == (quantity.of, quantity.base, quantity.period)
        for each in there
        if key not in each.support
    ]  # fmt: skip
    for share in shares[:1]:
        if share.low > 50:
            yield _bound(quantity, share, 1.0, 1.0, "rank")
    yield from _behind(quantity, facts)


def _behind(quantity: Quantity, facts: Facts) -> Iterator[Fact]:
    """Others that have more: a rank is one more than their number at least."""
    assert quantity.base is not None
    values = {
        other.of.partner: there[0]
        for other, there in facts.items()
        if other.kind == "value" and there and other.period == quantity.period
        and (other.of.flow, other.of.reporter, other.of.product)
        == (quantity.of.flow, quantity.of.reporter, quantity.of.product)
        and (other.of.partner == quantity.of.partner or _in_base(other.of.partner, quantity.base.partner))
    }  # fmt: skip
    mine = values.pop(quantity.of.partner, None)
    more = [each for each in values.values() if mine is not None and each.low > mine.high]
    if more:
        yield _bound(quantity, more[0], 1.0 + len(more), math.inf, "rank")


def _in_base(partner: str, base: str) -> bool:
    groups = load_groups()
    if partner in groups:
        return False
    return base == WORLD or (base in groups and partner in groups[base].members)


def _of_value(mine: Fact, facts: Facts) -> Iterator[Fact]:
    quantity = mine.quantity
    (key,) = mine.support
    if quantity.of.flow == "balance":
        return
    for other, there in facts.items():
        if other.kind != "value" or other.unit != quantity.unit or other == quantity:
            continue
        for fact in there:
            if key in fact.support or fact.depth > 1 or fact.point < 0:
                continue
            if part_of(quantity, other) and math.isfinite(fact.high):
                yield _bound(quantity, fact, -math.inf, fact.high, "bound")
            elif part_of(other, quantity) and fact.low > 0:
                yield _bound(quantity, fact, fact.low, math.inf, "bound")


def _of_share(mine: Fact, facts: Facts) -> Iterator[Fact]:
    """The smaller the base, the greater the share; shares of one base are never more than it."""
    quantity = mine.quantity
    (key,) = mine.support
    if quantity.kind != "share" or quantity.base is None:
        return
    for other, there in facts.items():
        if (
            other.kind != "share"
            or other.base is None
            or other.period != quantity.period
            or other == quantity
        ):
            continue
        for fact in there:
            if key in fact.support or fact.depth > 1:
                continue
            if other.of == quantity.of and _nested(quantity.base, other.base):
                yield _bound(quantity, fact, fact.low, math.inf, "bound")
            elif other.of == quantity.of and _nested(other.base, quantity.base):
                yield _bound(quantity, fact, -math.inf, fact.high, "bound")
            elif other.base == quantity.base and _apart(other.of, quantity.of):
                yield _bound(quantity, fact, -math.inf, 100 - fact.low, "rest")


def part_of(part: Quantity, whole: Quantity) -> bool:
    """Whether all that one quantity counts is counted in the other."""
    if not (part.period == whole.period or within(part.period, whole.period)):
        return False
    return part.of == whole.of or _nested(part.of, whole.of)


def _nested(part: Dealt, whole: Dealt) -> bool:
    """Whether one flow is within another: of the same reporter, to a partner and of goods that are within."""
    if (part.flow, part.reporter) != (whole.flow, whole.reporter) or part == whole:
        return False
    return _partner_in(part.partner, whole.partner) and _goods_in(part.product, whole.product)


def _partner_in(part: str, whole: str) -> bool:
    groups = load_groups()
    if part == whole or whole == WORLD:
        return True
    if part in groups:
        return whole in groups[part].within
    return whole in groups and part in groups[whole].members


def _goods_in(part: str, whole: str) -> bool:
    if part == whole or whole == TOTAL:
        return True
    if part == TOTAL:
        return False
    return all(any(code.startswith(of) for of in codes_of(whole)) for code in codes_of(part))


def _apart(one: Dealt, other: Dealt) -> bool:
    """Whether two parts of a base have nothing in common: two countries, or goods of two kinds."""
    groups = load_groups()
    if one.product == other.product:
        return one.partner != other.partner and not {one.partner, other.partner} & set(groups)
    return (
        one.partner == other.partner
        and not _goods_in(one.product, other.product)
        and not _goods_in(other.product, one.product)
    )


def _bound(quantity: Quantity, fact: Fact, low: float, high: float, rule: str) -> Fact:
    point = high if math.isfinite(high) else low
    return Fact(
        quantity=quantity, low=low, high=high, point=point, support=fact.support, rule=rule, inputs=(fact,),
        depth=fact.depth + 1,
    )  # fmt: skip
