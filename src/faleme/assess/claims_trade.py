"""Claims about trade checked: against tables, against each other, and each against its own numbers.

A statement is never held against what was made of itself. What is of another base, period or other goods is
no contradiction: it is named as seen and not comparable. Where nothing can be held against a claim, that is
said, with what is missing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import msgspec
import polars as pl

from faleme.assess.claim_apart import apart_of, implied_of, missing_of
from faleme.assess.claim_bounds import bounds_of, ranks_of
from faleme.assess.claim_facts import Fact, Facts, Quantity, derive, is_days
from faleme.assess.claim_votes import outvoted
from faleme.assess.claim_words import expression, in_both, of_what
from faleme.assess.trade_money import Rates
from faleme.assess.trade_values import TableValue, table_values
from faleme.lexicon.trade import CheckRules, load_trade_rules
from faleme.records.time import Period
from faleme.records.trade_claim import Checked, Claim, Compared, Dealt, Statement, Verdict
from faleme.words.trade import TradeWords

_ORDER: tuple[Verdict, ...] = ("contradicts", "rounds-to", "consistent", "cannot-be-told")
_MOST_TOLD = 3
_MOST_CONFLICTS = 12
_MOST_SUPPORT = 5


class Held(NamedTuple):
    """A comparison, the statements and rows that it rests on, and whether it speaks for the statement."""

    compared: Compared
    support: frozenset[str]
    speaks: bool


class Case(msgspec.Struct, frozen=True):
    """Everything that claims are checked in: they, what follows from them and from tables, and the rates."""

    claims: tuple[Claim, ...]
    facts: Facts
    owner: dict[str, str]
    quantities: dict[str, Quantity]
    tables: tuple[TableValue, ...]
    currency: str
    rules: CheckRules


def check_claims(
    claims: Sequence[Claim], frame: pl.DataFrame | None = None, *, rates: Rates | None = None
) -> tuple[Checked, ...]:
    """Each claim with its verdict, in the order given. `frame` is of read/trade_tables."""
    case = _case(tuple(claims), frame, rates or Rates())
    held = {
        key: (claim, statement, _compared(claim, key, statement, case))
        for claim in case.claims
        for key, statement in ((f"{claim.id}.{at}", each) for at, each in enumerate(claim.statements))
    }
    wrong = _outvoted({key: found for key, (_, _, found) in held.items()})
    return tuple(
        _checked(claim, [(key, *held[key][1:]) for key in held if held[key][0] is claim], wrong, case)
        for claim in case.claims
    )


def _outvoted(held: Mapping[str, list[Held]]) -> frozenset[str]:
    conflicts = [
        each.support | {key}
        for key, found in held.items()
        for each in found
        if each.compared.verdict == "contradicts"
    ]
    confirmed = {key: sum(each.speaks for each in found) for key, found in held.items()}
    return outvoted(conflicts, confirmed)


def _case(claims: tuple[Claim, ...], frame: pl.DataFrame | None, rates: Rates) -> Case:
    units = Counter(s.unit for claim in claims for s in claim.statements if s.measure == "value")
    currency = units.most_common(1)[0][0] if units else "XOF"
    told: list[Fact] = []
    owner: dict[str, str] = {}
    quantities: dict[str, Quantity] = {}
    for claim in claims:
        for number, statement in enumerate(claim.statements):
            key = f"{claim.id}.{number}"
            owner[key] = claim.id
            quantity = quantity_of(statement, claim.id)
            if quantity is None:
                continue
            fact = _told(statement, quantity, key, claim.id, currency, rates)
            quantities[key] = fact.quantity
            told.append(fact)
    tables = _from_tables(quantities.values(), frame)
    rules = load_trade_rules().check
    made = (_table_fact(value, currency, rates, rules) for value in tables)
    told += [each for each in made if each is not None]
    return Case(claims, derive(told), owner, quantities, tuple(tables), currency, rules)


def quantity_of(statement: Statement, claim: str) -> Quantity | None:
    """What a statement is of; None where it is no trade, or a mean that no number of years makes a sum."""
    of = statement.of
    if of is None or statement.measure == "other":
        return None
    period = _span(statement.period, ("before" if statement.said == "before" else "?", claim))
    if statement.basis == "mean-a-year" and statement.measure == "value" and not _years(statement.period):
        return None
    against = _span(statement.against, ("before", claim))
    if statement.measure in ("growth", "difference"):
        return Quantity(statement.measure, of, period, statement.unit, None, against)
    if statement.measure in ("share", "rank"):
        return Quantity(statement.measure, of, period, statement.unit, statement.base)
    return Quantity("value", of, period, statement.unit)


def _span(period: Period | None, otherwise: tuple[str, str]) -> tuple[str, str]:
    if period is None or period.from_ is None or period.to is None:
        return otherwise
    return period.from_, period.to


def _years(period: Period | None) -> int:
    """How many whole years a period is, 0 where it is none."""
    if (
        period is None
        or not (period.from_ or "").endswith("-01-01")
        or not (period.to or "").endswith("-12-31")
    ):
        return 0
    return int((period.to or "")[:4]) - int((period.from_ or "")[:4]) + 1


def _told(
    statement: Statement, quantity: Quantity, key: str, claim: str, currency: str, rates: Rates
) -> Fact:  # fmt: skip
    """A statement as a range, in the currency of the case where a rate is stated."""
    low = -math.inf if statement.low is None else statement.low
    high = math.inf if statement.high is None else statement.high
    point, factor = statement.value, 1.0
    if statement.measure == "value" and statement.basis == "mean-a-year":
        factor = _years(statement.period)
    if statement.measure in ("value", "difference") and is_days(quantity.period):
        made = rates.factor(statement.unit, currency, Period(*quantity.period))
        if made is not None and statement.unit != currency:
            factor *= made.factor
            quantity = msgspec.structs.replace(quantity, unit=currency)
    if statement.measure == "rank" and statement.modifier == "exact":
        low = high = statement.value
    ends = (low * factor, high * factor)
    loose = statement.loose
    wide = (loose[0] * factor, loose[1] * factor) if loose and statement.modifier == "exact" else ends
    return Fact(
        quantity=quantity, low=min(ends[0], wide[0]), high=max(ends[1], wide[1]), point=point * factor,
        support=frozenset({key}), strict=ends, written=_written(statement, factor), label=claim,
    )  # fmt: skip


def _written(statement: Statement, factor: float) -> str:
    """A number as it is written, with what stands before it and what it is taken times."""
    sign = {"about": "≈ ", "more-than": "> ", "less-than": "< ", "exact": ""}[statement.modifier]
    return f"{sign}{statement.written}" + (f" × {factor:g}" if factor != 1.0 else "")


def _from_tables(quantities: object, frame: pl.DataFrame | None) -> list[TableValue]:
    """What tables say of every flow that a statement needs, in its periods."""
    if frame is None or not frame.height:
        return []
    wanted: dict[tuple[Dealt, tuple[str, str]], None] = {}
    for quantity in quantities:  # type: ignore[attr-defined]
        for of in (quantity.of, quantity.base):
            for span in (quantity.period, quantity.against):
                if of is not None and span is not None and is_days(span):
                    wanted |= dict.fromkeys((each, span) for each in _flows(of))
    return [value for of, span in wanted for value in table_values(frame, of, Period(*span))]


def _flows(of: Dealt) -> list[Dealt]:
    flows = ("export", "import") if of.flow in ("balance", "trade") else (of.flow,)
    return [msgspec.structs.replace(of, flow=flow) for flow in flows]


def _table_fact(value: TableValue, currency: str, rates: Rates, rules: CheckRules) -> Fact | None:
    """A table's value as a range: offices revise, and rates of a mean differ, by so much."""
    made = rates.factor(value.currency, currency, value.period)
    unit, factor = (currency, made.factor) if made else (value.currency or "?", 1.0)
    if value.basis != "sum":
        return None
    point = value.value * factor
    assert value.period.from_ is not None and value.period.to is not None
    span = (value.period.from_, value.period.to)
    key = f"table:{value.source}:{value.where}"
    return Fact(
        quantity=Quantity("value", value.of, span, unit), low=point * (1 - rules.table),
        high=point * (1 + rules.table), point=point, support=frozenset({key}),
        label=f"{value.source}, {value.where}",
    )  # fmt: skip


def _checked(
    claim: Claim, held: list[tuple[str, Statement, list[Held]]], wrong: frozenset[str], case: Case
) -> Checked:  # fmt: skip
    """The verdict of a claim. A conflict with figures that are outvoted is told, not held against it."""
    compared: list[Compared] = []
    disputed: list[Compared] = []
    for key, _, found in held:
        for each in found:
            excused = each.compared.verdict == "contradicts" and key not in wrong and each.support & wrong
            (disputed if excused else compared).append(each.compared)
    for key, statement, _ in held:
        compared += _by_unstated_rate(claim, statement, case.quantities.get(key), case)
    compared.sort(key=lambda each: _ORDER.index(each.verdict))
    verdict = compared[0].verdict if compared else "cannot-be-told"
    if verdict == "cannot-be-told":
        missing = missing_of(claim, case.quantities.get(f"{claim.id}.0"))
        told = in_both(lambda words: f"{words.say('verdict_cannot-be-told')} {missing(words)}")
    else:
        told = dict(compared[0].told)
    apart = apart_of(claim, case.claims, case.quantities, case.tables, case.rules.most_seen)
    return Checked(
        claim=claim, verdict=verdict, told=told, compared=tuple(compared),
        disputed=tuple(disputed[:_MOST_TOLD]),
        implied=tuple(implied_of(claim, case.facts, case.quantities)) if verdict == "cannot-be-told" else (),
        apart=tuple(apart),
    )  # fmt: skip


def _compared(claim: Claim, key: str, statement: Statement, case: Case) -> list[Held]:
    """A statement held against everything that follows from others and from the rest of its own claim."""
    quantity = case.quantities.get(key)
    if quantity is None:
        return []
    mine = next(each for each in case.facts[quantity] if each.support == {key})
    others = [each for each in case.facts[quantity] if key not in each.support]
    others.sort(
        key=lambda each: (_mixed(each, claim, case), each.depth, len(each.support), each.high - each.low)
    )
    told: list[Held] = []
    for fact in (*others, *bounds_of(mine, case.facts), *ranks_of(mine, case.facts)):
        found = _held(mine, statement, fact, case)
        if found is None or (found[0] == "contradicts" and len(fact.support) > _MOST_SUPPORT):
            continue
        own = {case.owner.get(each) for each in fact.support} == {claim.id}
        if statement.said in ("rate", "before") and not own and found[0] != "contradicts":
            continue
        alike = [e for e in told if (e.compared.verdict, e.compared.kind == "itself") == (found[0], own)]
        most = _MOST_CONFLICTS if found[0] == "contradicts" else _MOST_TOLD
        if len(alike) >= most or (alike and (_mixed(fact, claim, case) or fact.depth > 2)):
            continue
        speaks = found[0] != "contradicts" and not own and not _is_bound(fact)
        told.append(Held(_as_compared(claim, fact, found, own, case), fact.support, speaks))
    return told


def _mixed(fact: Fact, claim: Claim, case: Case) -> bool:
    """Whether a fact is made of numbers of the claim and of others: it tells less than either alone."""
    owners = {case.owner.get(each) for each in fact.support}
    return len(owners) > 1 and claim.id in owners


def _as_compared(
    claim: Claim, fact: Fact, found: tuple[Verdict, dict[str, str]], own: bool, case: Case
) -> Compared:  # fmt: skip
    tables = tuple(sorted(each for each in fact.support if each.startswith("table:")))
    return Compared(
        verdict=found[0], kind="itself" if own else "table" if tables else "claims", told=found[1],
        claims=tuple(sorted({case.owner[each] for each in fact.support if each in case.owner} - {claim.id})),
        tables=tuple(each.removeprefix("table:") for each in tables),
    )  # fmt: skip


def _held(mine: Fact, statement: Statement, fact: Fact, case: Case) -> tuple[Verdict, dict[str, str]] | None:
    """A statement held against one fact: verdict and words; None where it tells nothing."""
    if fact.rule == "told" and not _is_table(fact):
        return _same(mine, fact, case)
    if not _meets(mine.strict, (fact.low, fact.high)):
        if not _is_bound(fact) and _meets((mine.low, mine.high), (fact.low, fact.high)):
            return "rounds-to", _line("line_loose", mine, fact)
        return "contradicts", _line("line_over" if _is_bound(fact) else "line_contradicts", mine, fact)
    if fact.rule == "rank":
        return "consistent", _line("line_equal", mine, fact)
    if _is_bound(fact):
        near = _near(mine, fact, case.rules.near)
        return ("consistent", _line("line_bound", mine, fact)) if near else None
    return ("consistent", _line("line_equal", mine, fact)) if fact.narrow else None


def _is_table(fact: Fact) -> bool:
    return any(each.startswith("table:") for each in fact.support) and not fact.depth


def _is_bound(fact: Fact) -> bool:
    """Whether a range says only that a figure is not more, or not less."""
    ended = fact.rule in ("bound", "rest", "rank") or math.isinf(fact.low) or math.isinf(fact.high)
    return ended or (fact.low == 0 and fact.depth > 0)


def _meets(one: tuple[float, float] | None, other: tuple[float, float]) -> bool:
    assert one is not None
    slack = 1e-9 * max((abs(each) for each in (*one, *other) if math.isfinite(each)), default=1.0)
    return one[0] - slack <= other[1] and other[0] <= one[1] + slack


def _near(mine: Fact, fact: Fact, near: float) -> bool:
    """Whether a bound comes near enough to a figure to tell something of it."""
    ends = [each for each in (fact.low, fact.high) if math.isfinite(each) and each > 0]
    return mine.point > 0 and any(1 / near <= each / mine.point <= near for each in ends)


def _same(mine: Fact, fact: Fact, case: Case) -> tuple[Verdict, dict[str, str]] | None:
    """The same quantity told twice: alike, one the other rounded, or not the same."""
    assert mine.strict is not None and fact.strict is not None
    if math.isclose(mine.point, fact.point, rel_tol=1e-9):
        return "consistent", in_both(
            lambda w: w.say(
                "line_same", what=of_what(mine.quantity, w), id=fact.label, other=w.written(fact.written),
                said=w.written(mine.written),
            )
        )  # fmt: skip
    fine, coarse = sorted((mine, fact), key=lambda each: each.strict[1] - each.strict[0])  # type: ignore[index]
    assert coarse.strict is not None and fine.strict is not None
    if math.isinf(coarse.strict[0]) or math.isinf(coarse.strict[1]):
        if not _meets(mine.strict, fact.strict):
            return "contradicts", _line("line_over", mine, fact)
        return ("consistent", _line("line_bound", mine, fact)) if _near(mine, fact, case.rules.near) else None
    if coarse.low <= fine.point <= coarse.high:
        return "rounds-to", in_both(partial(_rounded, fine, coarse))
    about = "≈" in mine.written + fact.written
    if about and _meets((mine.low, mine.high), (fact.low, fact.high)):
        return "consistent", _line("line_equal", mine, fact)
    return "contradicts", _line("line_contradicts", mine, fact)


def _rounded(fine: Fact, coarse: Fact, words: TradeWords) -> str:
    return words.say(
        "line_rounds", what=of_what(fine.quantity, words), fine=words.written(fine.written),
        fine_id=fine.label, coarse=words.written(coarse.written), coarse_id=coarse.label,
    )  # fmt: skip


def _line(key: str, mine: Fact, fact: Fact) -> dict[str, str]:
    def say(words: TradeWords) -> str:
        return words.say(
            key, what=of_what(mine.quantity, words), expression=expression(fact, words),
            said=words.written(mine.written), gap=_gap(mine, fact, words),
        )  # fmt: skip

    return in_both(say)


def _gap(mine: Fact, fact: Fact, words: TradeWords) -> str:
    if mine.quantity.kind in ("share", "growth"):
        return words.say("gap_points", n=words.number(abs(mine.point - fact.point), 1))
    if mine.quantity.kind == "rank" or not fact.point:
        return words.say("gap_rank")
    return words.say("gap_percent", n=words.number(abs(mine.point / fact.point - 1) * 100, 1))


def _by_unstated_rate(
    claim: Claim, statement: Statement, quantity: Quantity | None, case: Case
) -> Iterator[Compared]:
    """The same value told in two currencies without a rate: what rate they suppose."""
    if quantity is None or statement.said != "also" or quantity.kind != "value":
        return
    main = case.quantities.get(f"{claim.id}.0")
    if main is None or main.unit == quantity.unit or main.period != quantity.period:
        return

    def say(words: TradeWords) -> str:
        return words.say(
            "rate_missing", what=of_what(main, words), value=words.written(claim.main.written),
            other=words.amount(statement.value, statement.unit), to=words.label("currency", quantity.unit),
            rate=words.number(claim.main.value / statement.value, 1),
            **{"from": words.label("currency", main.unit)},
        )  # fmt: skip

    yield Compared(verdict="cannot-be-told", kind="itself", told=in_both(say))
