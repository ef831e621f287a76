"""Claims of the press about trade that a page may show: out of the articles that its reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from faleme.coding.trade_claims import trade_claims
from faleme.desk.public import ArticleShown, Window
from faleme.lexicon.trade import load_trade_rules
from faleme.records.query import Query
from faleme.records.trade_claim import Claim
from faleme.store.base import StoreReader


def press_claims(
    window: Window, store: StoreReader, pair: tuple[str, str]
) -> tuple[tuple[Claim, ...], dict[str, ArticleShown]]:
    """Claims of which a country of the pair is a side, the latest articles first, and their articles.

    Claims are numbered in their order, so that the arithmetic can name them.
    """
    rules = load_trade_rules().press
    shown: dict[str, ArticleShown] = {}
    found: list[Claim] = []
    for identifier in _found(window, rules.words, rules.most_articles):
        article = window.article(identifier)
        reading = article.reading or store.reading(identifier) if article else None
        if article is None or reading is None:
            continue
        claims = [each for each in _once(trade_claims(reading)) if _of_pair(each, pair)]
        if claims:
            shown[identifier] = article
            found += claims
        if len(found) >= rules.most_claims:
            break
    numbered = (
        msgspec.structs.replace(each, id=str(number))
        for number, each in enumerate(found[: rules.most_claims], 1)
    )
    return tuple(numbered), shown


def _found(window: Window, words: Iterable[str], most: int) -> list[str]:
    """Articles that have one of some words, the latest first."""
    days: dict[str, str] = {}
    for word in words:
        for hit in window.search(Query(words=word), limit=most).hits:
            days[hit.id] = hit.day or ""
    return sorted(days, key=lambda each: (days[each], each), reverse=True)[:most]


def _once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """An article that says one thing twice says it once."""
    seen = set()
    for each in claims:
        main = each.main
        key = (main.measure, main.of, main.base, main.period, main.value)
        if key not in seen:
            seen.add(key)
            yield each


def _of_pair(claim: Claim, pair: tuple[str, str]) -> bool:
    of = claim.main.of
    return of is not None and not {of.reporter, of.partner}.isdisjoint(pair)
