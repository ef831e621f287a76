"""The arithmetic of a claim in words: where each number comes from, and what comes out, in both languages."""

from __future__ import annotations

import math
from collections.abc import Callable

from faleme.assess.claim_facts import Fact, Quantity, is_days
from faleme.records.time import Period
from faleme.words.trade import TradeWords, trade_words
from faleme.words.wording import LANGUAGES

_SIGNS = {
    "part": "{0} × {1}", "base": "{0} / {1}", "share": "{0} / {1}", "grown": "{0} × (1 + {1})",
    "ungrown": "{0} / (1 + {1})", "added": "{0} + {1}", "taken": "{0} − {1}", "rate": "{0} / {1} − 1",
    "gap": "{0} − {1}", "before of both": "{0} / {1}", "now of both": "{0} / {1} + {0}",
    "rate of gap now": "{1} / ({0} − {1})", "rate of gap before": "{1} / {0}",
    "gap of rate now": "{0} × {1} / (1 + {1})", "gap of rate before": "{0} × {1}",
    "less": "{0} − {1}", "plus": "{0} + {1}", "rest": "100 % − {0}",
}  # fmt: skip


def in_both(say: Callable[[TradeWords], str]) -> dict[str, str]:
    """A sentence in French and English."""
    return {language: say(trade_words(language)) for language in LANGUAGES}


def of_what(quantity: Quantity, words: TradeWords) -> str:
    """'part du Mali dans les exportations du Sénégal, 2024'."""
    if quantity.kind == "value":
        told = words.dealt(quantity.of)
    elif quantity.kind in ("share", "rank"):
        assert quantity.base is not None
        base = words.dealt(quantity.base)
        if quantity.of.partner != quantity.base.partner:
            told = words.say(quantity.kind, part=words.party(quantity.of.partner, owned=True), base=base)
        else:
            told = words.say("share_goods", product=words.product(quantity.of.product), base=base)
    else:
        against = span_words(quantity.against, words)
        told = words.say(quantity.kind, of=words.dealt(quantity.of), against=against)
    return words.say("when", what=told, period=span_words(quantity.period, words))


def span_words(span: tuple[str, str] | None, words: TradeWords) -> str:
    """A period of a quantity in words; one that nobody tells is 'the period before'."""
    return words.period(Period(*span) if span and is_days(span) else None)


def expression(fact: Fact, words: TradeWords) -> str:
    """'802,8 milliards FCFA [1] / 55,5 % [3] = 1 446,5 milliards FCFA (entre 1 445,1 et 1 447,9)'."""
    told = _sum(fact, words)
    if not fact.depth:
        return told
    return f"{told} = {ranged(fact, words)}"


def ranged(fact: Fact, words: TradeWords) -> str:
    """What comes out of a sum, with its ends where they are not the same when written."""
    unit = "%" if fact.quantity.kind in ("share", "growth") else fact.quantity.unit
    low, high, point = (
        "∞" if math.isinf(each) else words.amount(each, unit) for each in (fact.low, fact.high, fact.point)
    )
    if math.isinf(fact.high) or _open_of_share(fact, "high"):
        return words.say("at_least", low=low)
    if math.isinf(fact.low) or _open_of_share(fact, "low"):
        return words.say("at_most", high=high)
    return point if low == high else f"{point} ({words.say('span', low=low, high=high)})"


def _open_of_share(fact: Fact, end: str) -> bool:
    """A base by 'plus de 55 %' is open below, where its end is 0."""
    return end == "low" and fact.low == 0 and fact.depth > 0 and fact.point > 0


def _sum(fact: Fact, words: TradeWords) -> str:
    if not fact.depth:
        written = fact.written or words.amount(fact.point, fact.quantity.unit)
        return f"{words.written(written) if fact.written else written} [{fact.label}]"
    parts = [_sum(each, words) for each in fact.inputs]
    parts = [f"({part})" if each.depth else part for each, part in zip(fact.inputs, parts, strict=True)]
    if fact.rule in ("bound", "rank"):
        return _sum(fact.inputs[0], words)
    joins = {"sum": " + ", "left of whole": " − "}
    joined = fact.rule in joins
    told = joins[fact.rule].join(parts) if joined else _SIGNS[fact.rule].format(*parts)
    return told.replace("+ -", "− ").replace("− -", "+ ")
