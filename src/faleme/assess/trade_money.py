"""Money of one currency in another, by a rate that is stated; where none is, there is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from faleme.lexicon.trade import Rate, load_rates
from faleme.records.time import Period


class Converted(msgspec.Struct, frozen=True):
    """How many units of the asked currency one unit is, and the rates that say so, in the order of use."""

    factor: float
    rates: tuple[Rate, ...]


class Rates:
    """Rates of treaties and of a user's table. A rate counts for a period that it covers whole."""

    def __init__(self, given: Iterable[Rate] = ()) -> None:
        self._rates: Sequence[Rate] = (*given, *load_rates())

    def factor(self, currency: str | None, to: str, period: Period) -> Converted | None:
        """From one currency to another, by one rate or two (by a peg); None where no rate is stated."""
        if currency is None:
            return None
        if currency == to:
            return Converted(1.0, ())
        steps = list(self._steps(currency, period))
        for factor, through, rate in steps:
            if through == to:
                return Converted(factor, (rate,))
        for factor, through, rate in steps:
            for more, end, second in self._steps(through, period):
                if end == to:
                    return Converted(factor * more, (rate, second))
        return None

    def _steps(self, currency: str, period: Period) -> Iterable[tuple[float, str, Rate]]:
        for rate in self._rates:
            if not _covers(rate, period):
                continue
            if rate.currency == currency:
                yield rate.per, rate.of, rate
            elif rate.of == currency:
                yield 1.0 / rate.per, rate.currency, rate


def _covers(rate: Rate, period: Period) -> bool:
    begins = not rate.from_ or (period.from_ is not None and rate.from_ <= period.from_)
    return begins and (not rate.to or (period.to is not None and period.to <= rate.to))
