"""The grammar and the tables behind the times: that they are whole, and that a time says why it is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from faleme.errors import DataError
from faleme.lexicon.calendar import calendar
from faleme.recognise.timex_grammar import Grammar, grammar
from faleme.recognise.timex_joined import JOINED
from faleme.recognise.timexes import RESOLVERS, timexes


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_compiles_and_has_its_resolver(language: str) -> None:
    source = calendar(language)
    assert sum(len(level) for level in grammar(language).levels) == len(source.rules) > 50
    for rule in source.rules:
        assert rule.means == "skip" or rule.means in (RESOLVERS if rule.level == 1 else JOINED), rule.name


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_rule_left_out_for_want_of_a_class_would_not_have_matched(language: str) -> None:
    symbols = "".join(grammar(language).class_names)
    draw = Random(language)
    seen = 0
    for _ in range(4_000):
        line = "".join(draw.choices(symbols, k=5))
        for rule in (rule for level in grammar(language).levels for rule in level):
            if rule.pattern.search(line):
                seen += 1
                assert all(not needed.isdisjoint(line) for needed in rule.needs), rule.rule.name
    assert seen > 100


@pytest.mark.parametrize("language", ["fr", "en"])
def test_rule_names_are_unique(language: str) -> None:
    names = [rule.name for rule in calendar(language).rules]
    assert len(names) == len(set(names))


def test_a_pattern_with_an_unknown_class_is_named() -> None:
    source = calendar("fr")
    broken = replace(source, rules=(replace(source.rules[0], name="broken", pattern="NOSUCHCLASS"),))
    with pytest.raises(DataError, match="broken"):
        Grammar(broken)


@pytest.mark.parametrize(
    "key", ["tabaski", "korite", "magal", "gamou", "tamkharit", "ramadan", "paques", "pentecote"]
)
def test_movable_feasts_have_days_from_2015_to_2030(key: str) -> None:
    feasts = calendar("fr").feasts
    for year in range(2015, 2031):
        days = feasts.of(key, year)
        assert days is not None and days[0].year == year and days[0] <= days[1]


def test_a_feast_beyond_the_table_stays_open() -> None:
    (time,) = timexes("Il est né le jour de la Tabaski 1998.", published=date(2025, 7, 10))
    assert (time.from_, time.to) == (None, None)


def test_a_time_tells_its_rule_and_its_reason() -> None:
    (time,) = timexes("Le convoi est parti mardi.", published=date(2025, 7, 10))
    assert time.rule == "weekday"
    assert "est" in time.reason and "before" in time.reason
    assert time.grain == "day"


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("en mai 2024", "month"),
        ("en 2024", "year"),
        ("cette semaine", "week"),
        ("ce week-end", "weekend"),
        ("au premier trimestre 2024", "quarter"),
        ("les années 1990", "decade"),
        ("du 3 au 5 mars 2024", "days"),
        ("ces derniers jours", "stretch"),
    ],
)
def test_granularity_is_kept(text: str, grain: str) -> None:
    assert [t.grain for t in timexes(text, published=date(2025, 7, 10))] == [grain]
