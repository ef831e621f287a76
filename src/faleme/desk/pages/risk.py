"""Risk: the chance of an attack by segment and cell, beside simple forecasts and the fate of earlier ones."""

from __future__ import annotations

import msgspec
from litestar import get
from litestar.response import Template

from faleme.assess.risk import HORIZONS
from faleme.assess.risk_now import LEAST_DAYS, Chance, Kind, RiskOf
from faleme.assess.risk_scores import Bin
from faleme.desk.pages.border import day_asked, watch_of
from faleme.desk.pages.corridors import sees_states
from faleme.desk.pages.frame import DeskRequest, Frame
from faleme.desk.session import needs
from faleme.desk.watch_svg import cells_map
from faleme.lexicon.watch import load_border_segments

MOST_ROWS = 12
MOST_CELLS = 200


class RiskRow(msgspec.Struct, frozen=True, kw_only=True):
    """One unit: chances in per cent, and what became of earlier forecasts of about this chance."""

    name: str
    chance: int
    persistence: int
    seasonal: int
    past: str


class RiskTable(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of unit over the horizon that is shown."""

    kind: Kind
    rows: tuple[RiskRow, ...]
    others: int
    forecasts: str
    scores: tuple[tuple[str, str, str], ...]
    bins: tuple[tuple[str, str, str], ...]
    first: str


@get("/risque", opt=needs("read"), sync_to_thread=True)
def risk(request: DeskRequest) -> Template:
    """The chances on a day over 7 or 30 days."""
    frame = Frame(request)
    as_of, words = day_asked(frame), frame.words
    horizon = 30 if frame.chosen("days") == "30" else 7
    kinds: tuple[Kind, ...] = ("border", "corridor", "cell") if sees_states(frame) else ("border", "cell")
    found = [each for each in watch_of(frame).risk(as_of, kinds) if each.horizon == horizon]
    cells = next((each for each in found if each.kind == "cell"), None)
    return frame.page(
        "risk.html",
        current="watch",
        title=words.say("risk_title"),
        as_of=as_of,
        horizon=horizon,
        horizons=HORIZONS,
        tables=[_table(each, frame) for each in found],
        drawn=_drawn(cells, frame) if cells else "",
        least=LEAST_DAYS,
        withheld=not sees_states(frame),
    )


def _table(told: RiskOf, frame: Frame) -> RiskTable:
    words, tested = frame.words, told.backtest
    scores = tuple(
        (words.label("forecaster", name), words.number(score.brier, 4), words.number(score.log, 3))
        for name, score in tested.scores.items()
    )
    return RiskTable(
        kind=told.kind, rows=tuple(_row(told.kind, each, frame) for each in told.chances[:MOST_ROWS]),
        others=max(0, len(told.chances) - MOST_ROWS), first=words.day(told.first), scores=scores,
        forecasts=words.say("risk_forecasts", n=tested.forecasts, share=_per_cent(tested.happened, frame)),
        bins=tuple(_bin(each, frame) for each in tested.calibration),
    )  # fmt: skip


def _row(kind: Kind, each: Chance, frame: Frame) -> RiskRow:
    past = each.past
    told = frame.words.say("risk_no_past")
    if past:
        told = frame.words.say("risk_past", share=_per_cent(past.happened, frame), n=past.count)
    return RiskRow(
        name=unit_name(kind, each.unit, frame), chance=round(100 * each.chance),
        persistence=round(100 * each.persistence), seasonal=round(100 * each.seasonal), past=told,
    )  # fmt: skip


def unit_name(kind: Kind, unit: str, frame: Frame) -> str:
    """A unit in words: a segment by its name, a cell by its middle."""
    words = frame.words
    if kind == "border":
        return next((each.name for each in load_border_segments().segment if each.id == unit), unit)
    if kind == "corridor":
        sort, _, name = unit.partition("|")
        return name if sort == "road" else words.say("risk_rail", name=name)
    south, west = (float(each) for each in unit.split(","))
    lat, lon = south + 0.125, west + 0.125
    return words.say(
        "risk_cell", lat=words.number(abs(lat), 2), north=words.label("compass", "N" if lat >= 0 else "S"),
        lon=words.number(abs(lon), 2), west=words.label("compass", "W" if lon < 0 else "E"),
    )  # fmt: skip


def _bin(each: Bin, frame: Frame) -> tuple[str, str, str]:
    return _per_cent(each.said, frame), _per_cent(each.happened, frame), frame.words.number(each.count)


def _per_cent(share: float, frame: Frame) -> str:
    return f"{frame.words.number(100 * share)}\N{NO-BREAK SPACE}%"


def _drawn(told: RiskOf, frame: Frame) -> str:
    cells = [
        (
            each.lat,
            each.lon,
            each.chance,
            f"{unit_name('cell', each.unit, frame)} : {round(100 * each.chance)} %",
        )
        for each in told.chances[:MOST_CELLS]
    ]
    return cells_map(cells, label=frame.words.say("risk_map"))


ROUTES = (risk,)
