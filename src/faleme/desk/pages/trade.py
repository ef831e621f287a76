"""The trade of two countries: what the loaded tables say, and the figures of the press with verdicts."""

from __future__ import annotations

from functools import lru_cache

import polars as pl
from litestar import get
from litestar.response import Template

from faleme.assess.claims_trade import check_claims
from faleme.assess.trade_look import look_at
from faleme.desk.pages.frame import Desk, DeskRequest, Frame
from faleme.desk.pages.relation import pair_chosen
from faleme.desk.trade_claims import press_claims
from faleme.desk.trade_view import PAGE, TradeView
from faleme.lexicon.countries import country_names
from faleme.lexicon.relation import load_relation_rules
from faleme.lexicon.trade import load_trade_rules
from faleme.read.trade_rows import frame_of

_SHARES = (50, 60, 70, 80, 90, 100)
VERDICTS = ("contradicts", "rounds-to", "consistent", "cannot-be-told")


@get(PAGE, sync_to_thread=True)
def trade(request: DeskRequest) -> Template:
    """The page of two countries' trade."""
    frame = Frame(request)
    pair, known = pair_chosen(frame)
    rows = rows_of(frame.desk)
    road = _by_road(frame)
    view = TradeView(look_at(rows, *pair, by_road=road / 100), frame.words)
    claims, articles = press_claims(frame.window, frame.desk.store, pair)
    told = view.claims(check_claims(claims, rows), articles)
    return frame.page(
        "trade.html",
        current="trade",
        title=view.title,
        view=view,
        known=known,
        loaded=rows.height,
        claims=sorted(told, key=lambda each: VERDICTS.index(each.verdict)),
        counts=[(name, sum(each.verdict == name for each in told)) for name in VERDICTS],
        countries=_countries(frame, pair),
        shares=_SHARES,
        road=road,
    )


ROUTES = (trade,)


def rows_of(desk: Desk) -> pl.DataFrame:
    """The observations that the desk was given, as columns; made once for each desk."""
    return _rows(_Given(desk))


class _Given:
    """A desk's observations by identity: a tuple of a million would be hashed at every request."""

    def __init__(self, desk: Desk) -> None:
        self.rows = desk.trade

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Given) and self.rows is other.rows


@lru_cache(maxsize=4)
def _rows(given: _Given) -> pl.DataFrame:
    return frame_of(given.rows)


def _by_road(frame: Frame) -> int:
    asked = frame.whole_number("road", least=0)
    return round(100 * load_trade_rules().by_road) if asked is None else min(asked, 100)


def _countries(frame: Frame, pair: tuple[str, str]) -> list[tuple[str, str]]:
    """Countries to choose from by name: those of the tables and of the region, and the pair."""
    naming = frame.describe.writer.naming
    told = {each.reporter for each in frame.desk.trade} if len(frame.desk.trade) < 100_000 else set()
    codes = {*told, *pair, *load_relation_rules().between.members["ECOWAS"]} & set(country_names("en"))
    return sorted(((code, naming.country(code)) for code in codes), key=lambda each: each[1])
