"""Trade for the picture of a relation: a line for each flow, source and currency, in one language."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from faleme.assess.trade_series import TradePoint, trade_series
from faleme.desk.relation_view import Line
from faleme.records.observation import Observation
from faleme.words.naming import naming
from faleme.words.wording import DeskLanguage, as_day, wording

SCALES = ((1e9, "relation_billions"), (1e6, "relation_millions"), (1.0, "relation_units"))


def trade_lines(
    observations: Iterable[Observation], one: str, other: str, language: DeskLanguage
) -> tuple[Line, ...]:
    """What either side reports of its trade with the other; each period stands at its middle."""
    lines: dict[tuple[object, ...], list[TradePoint]] = defaultdict(list)
    for point in trade_series(observations, one, other):
        key = (
            point.reporter,
            point.partner,
            point.flow,
            point.source,
            point.currency,
            point.basis,
            point.grain,
        )
        lines[key].append(point)
    return tuple(_line(points, language) for points in lines.values())


def _line(points: list[TradePoint], language: DeskLanguage) -> Line:
    words, names, first = wording(language), naming(language), points[0]
    seller, buyer = first.reporter, first.partner
    if first.flow == "import":
        seller, buyer = buyer, seller
    most = max(abs(point.value) for point in points)
    scale, key = next((each for each in SCALES if most >= each[0]), SCALES[-1])
    sentence = "relation_line_import" if first.flow == "import" else "relation_line"
    told = words.say(sentence, seller=names.country(seller), buyer=names.country(buyer), source=first.source)
    return Line(
        name=told, unit=words.say(key, currency=first.currency or "?"),
        points=[(day, point.value / scale) for point in points if (day := _middle(point))],
    )  # fmt: skip


def _middle(point: TradePoint) -> dt.date | None:
    begun, ended = as_day(point.period.from_), as_day(point.period.to)
    return begun + (ended - begun) / 2 if begun and ended else begun or ended
