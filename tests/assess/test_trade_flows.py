"""Indicators for every country at once, against values worked out by hand."""

from __future__ import annotations

import polars as pl
import pytest

from faleme.assess.trade_flows import advantage, balances, concentration, flows, growth, product_mix, shares
from faleme.read.trade_tables import read_trade

TABLE = """t,i,j,k,v,q
2022,686,466,271019,50,1
2022,466,686,520100,40,1
2023,686,466,271019,60,1
2023,686,466,100630,20,1
2023,686,324,100630,20,1
2023,466,686,520100,50,1
2023,466,384,520100,30,1
2023,466,384,271019,20,1
"""


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("baci") / "baci.csv"
    path.write_text(TABLE, encoding="utf-8")
    return read_trade(path).frame


def one(frame: pl.DataFrame, column: str, year: int = 2023, **of: str) -> float:
    conditions = (pl.col(name).cast(pl.String) == value for name, value in of.items())
    (row,) = frame.filter(pl.col("from").dt.year() == year, *conditions)[column].to_list()
    return float(row)


def test_shares_ranks_and_concentration(frame: pl.DataFrame) -> None:
    found = shares(flows(frame))
    assert one(found, "share", reporter="SEN", partner="MLI") == pytest.approx(80 / 100)
    assert one(found, "rank", reporter="MLI", partner="CIV") == 1  # 50 like Senegal: both are first
    assert one(concentration(found), "hhi", reporter="SEN") == pytest.approx(0.8**2 + 0.2**2)


def test_growth_and_the_balance_with_the_partner_s_figures(frame: pl.DataFrame) -> None:
    values = flows(frame)
    assert one(growth(values), "change", reporter="SEN", partner="MLI") == pytest.approx(80 / 50 - 1)
    assert one(balances(values), "balance", reporter="SEN", partner="MLI") == pytest.approx(30_000)


def test_comparative_advantage_by_hand(frame: pl.DataFrame) -> None:
    """Fuels are 60 of Senegal's 100 and 80 of the 200 of both."""
    found = advantage(product_mix(frame, by="chapter"))
    assert one(found, "rca", reporter="SEN", goods="27") == pytest.approx((60 / 100) / (80 / 200))
    assert one(found, "rca", reporter="MLI", goods="52") == pytest.approx((80 / 100) / (80 / 200))
