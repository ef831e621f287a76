"""What stands beside a claim: figures like it of something else, what it implies, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from faleme.assess.claim_facts import Fact, Facts, Quantity, is_days, within
from faleme.assess.claim_words import expression, in_both, of_what, span_words
from faleme.assess.trade_values import TableValue
from faleme.records.observation import WORLD
from faleme.records.trade_claim import Claim, Dealt, Goods
from faleme.words.trade import TradeWords


def apart_of(
    claim: Claim, claims: Sequence[Claim], quantities: Mapping[str, Quantity], tables: Sequence[TableValue],
    most: int,
) -> Iterator[dict[str, str]]:  # fmt: skip
    """Other claims of the same part or flow whose base, period or goods are others, the likest first."""
    for each in claim.why:
        if each.startswith("period: ") and claim.main.period is not None:
            yield in_both(partial(_headline, claim, each.removeprefix("period: ")))
    mine = quantities.get(f"{claim.id}.0")
    if mine is None:
        return
    found: list[tuple[int, dict[str, str]]] = []
    for other in claims:
        theirs = quantities.get(f"{other.id}.0")
        if other.id == claim.id or theirs is None or theirs.kind != mine.kind:
            continue
        why = _why_apart(mine, theirs)
        if why:
            found.append((_far(mine, theirs), _apart(why, other, theirs)))
    for _, told in sorted(found, key=lambda each: each[0])[:most]:
        yield told
    yield from _means(mine, tables)


def _headline(claim: Claim, aside: str, words: TradeWords) -> str:
    return words.say("headline", said=words.period(claim.main.period), aside=f"« {aside} »")


def _why_apart(mine: Quantity, theirs: Quantity) -> str:
    """Why two figures that look alike are not of one thing; '' where they are, or are of quite others."""
    if mine.kind == "value" and theirs.of == _mirror(mine.of) and theirs.period == mine.period:
        return "apart_mirror"
    same = (theirs.of.flow, theirs.of.reporter, theirs.of.partner) == (
        mine.of.flow, mine.of.reporter, mine.of.partner,
    )  # fmt: skip
    if not same or mine.kind == "growth":
        return ""
    if theirs.of.product != mine.of.product:
        return "apart_product" if mine.kind == "share" else ""
    if theirs.base != mine.base:
        return "apart_base"
    return "apart_period" if theirs.period != mine.period else ""


def _mirror(of: Dealt) -> Dealt | None:
    """What the other side reports of the same goods: its imports for exports."""
    other: dict[Goods, Goods] = {"export": "import", "import": "export"}
    if of.flow not in other or of.partner == WORLD:
        return None
    return Dealt(flow=other[of.flow], reporter=of.partner, partner=of.reporter, product=of.product)


def _far(mine: Quantity, theirs: Quantity) -> int:
    """How far apart two periods are, in months, as an order of likeness."""
    if not (is_days(mine.period) and is_days(theirs.period)):
        return 10_000
    one, other = (int(day[:4]) * 12 + int(day[5:7]) for day in (mine.period[0], theirs.period[0]))
    return abs(one - other) + (0 if mine.period == theirs.period else 1)


def _apart(why: str, other: Claim, theirs: Quantity) -> dict[str, str]:
    def say(words: TradeWords) -> str:
        what = span_words(theirs.period, words) if why == "apart_period" else of_what(theirs, words)
        return words.say(why, id=other.id, value=words.written(other.main.written), what=what)

    return in_both(say)


def _means(mine: Quantity, tables: Sequence[TableValue]) -> Iterator[dict[str, str]]:
    """Means of several years that hold the period of a claim; for a share, that of the means."""
    means = {(each.source, each.of, each.period): each for each in tables if each.basis == "mean-a-year"}
    for (source, of, period), part in means.items():
        if of != mine.of:
            continue
        whole = means.get((source, mine.base, period)) if mine.base else None
        if mine.base is None:
            yield in_both(partial(_mean, part, None))
        elif whole is not None and whole.value:
            yield in_both(partial(_mean, part, whole))


def _mean(part: TableValue, whole: TableValue | None, words: TradeWords) -> str:
    value = words.money(part.value, part.currency)
    if whole is not None:
        share = words.percent(100 * part.value / whole.value)
        value = f"{value} / {words.money(whole.value, whole.currency)} = {share}"
    what = words.period(part.period, basis="mean-a-year")
    return words.say("apart_mean", source=f"{part.source} ({part.where})", value=value, what=what)


def implied_of(
    claim: Claim, facts: Facts, quantities: Mapping[str, Quantity]
) -> Iterator[dict[str, str]]:  # fmt: skip
    """What a claim that nothing can be held against would mean: its base, or its share of a known whole."""
    key = f"{claim.id}.0"
    mine = quantities.get(key)
    if mine is None:
        return
    wanted = [
        fact
        for quantity, there in facts.items()
        for fact in there
        if fact.depth == 1
        and key in fact.support
        and quantity != mine
        and quantity.kind in ("value", "share")
    ]
    for fact in wanted[:2]:
        yield in_both(
            lambda words, fact=fact: words.say(  # type: ignore[misc]
                "implied_base", what=of_what(fact.quantity, words), expression=expression(fact, words)
            )
        )
    if mine.kind == "value" and not wanted:
        yield from _implied_share(key, mine, facts)


def _implied_share(key: str, mine: Quantity, facts: Facts) -> Iterator[dict[str, str]]:
    """'402 / 3 563,4 = 11,3 %' of the exports to the world, where they are known."""
    if mine.of.partner == WORLD or mine.of.flow not in ("export", "import"):
        return
    base = Dealt(flow=mine.of.flow, reporter=mine.of.reporter, product=mine.of.product)
    (told,) = [each for each in facts[mine] if each.support == {key}]
    share = Quantity("share", mine.of, mine.period, "%", base)
    for whole in facts.get(Quantity("value", base, mine.period, mine.unit), [])[:1]:
        yield in_both(partial(_as_share, told, whole, share))
    for quantity, there in facts.items():
        asked = (quantity.kind, quantity.of, quantity.base) == ("share", mine.of, base)
        if asked and not there[0].depth and within(quantity.period, mine.period):
            yield in_both(partial(_beside, there[0]))


def _as_share(told: Fact, whole: Fact, share: Quantity, words: TradeWords) -> str:
    parts = f"{words.written(told.written)} / {expression(whole, words).split(' = ')[0]}"
    made = f"{parts} = {words.percent(100 * told.point / whole.point)}"
    return words.say("implied_base", what=of_what(share, words), expression=made)


def _beside(fact: Fact, words: TradeWords) -> str:
    what = span_words(fact.quantity.period, words)
    return words.say("apart_period", id=fact.label, value=words.written(fact.written), what=what)


def missing_of(claim: Claim, quantity: Quantity | None) -> Callable[[TradeWords], str]:
    """What would have to be known to check a claim, in words."""

    def say(words: TradeWords) -> str:
        if quantity is None:
            reason = next(
                (
                    f"none_{each}"
                    for each in ("route", "base")
                    if each in claim.why or f"no-{each}" in claim.why
                ),
                "none_other",
            )
            return words.say(reason)
        if quantity.kind == "share" and quantity.base is not None:
            return words.say(
                "none_share", base=words.dealt(quantity.base), of=words.dealt(quantity.of),
                period=span_words(quantity.period, words),
            )  # fmt: skip
        if not is_days(quantity.period):
            return words.say("none_period")
        if quantity.kind in ("growth", "difference"):
            return words.say("none_growth")
        return words.say("none_value")

    return say
