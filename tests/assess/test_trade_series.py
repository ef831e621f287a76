"""The trade of two countries on the axis of time."""

from __future__ import annotations

from faleme.assess.trade_series import trade_series
from faleme.records.observation import Observation, Origin, Product
from faleme.records.time import Period

MINERALS = Product(code="27", level="chapter", name="Combustibles minéraux")
CEREALS = Product(code="10", level="chapter", name="Céréales")


def told(
    value: float, product: Product, *, line: int, year: int = 2023, reporter: str = "SEN",
    partner: str = "MLI", flow: str = "export", status: str = "final",
) -> Observation:  # fmt: skip
    return Observation(
        reporter=reporter, partner=partner, flow=flow, product=product,  # type: ignore[arg-type]
        period=Period(f"{year}-01-01", f"{year}-12-31"), grain="year", value=value, currency="USD",
        source="customs", origin=Origin("t.csv", line), status=status,  # type: ignore[arg-type]
    )  # fmt: skip


def test_goods_are_summed_and_their_rows_kept() -> None:
    (point,) = trade_series([told(400.0, MINERALS, line=2), told(60.0, CEREALS, line=3)], "SEN", "MLI")
    assert (point.value, point.rows, point.level) == (460.0, 2, "chapter")
    assert list(map(str, point.origins)) == ["t.csv:2", "t.csv:3"]


def test_a_total_beside_its_goods_is_not_counted_twice() -> None:
    rows = [told(400.0, MINERALS, line=2), told(470.0, Product(), line=3)]
    (point,) = trade_series(rows, "SEN", "MLI")
    assert (point.value, point.level) == (470.0, "total")


def test_what_each_side_reports_stands_side_by_side() -> None:
    rows = [
        told(90.0, Product(), line=4, reporter="MLI", partner="SEN", flow="import"),
        told(100.0, Product(), line=2),
        told(80.0, Product(), line=3, year=2022, status="provisional"),
        told(5.0, Product(), line=5, partner="GIN"),
    ]
    found = trade_series(rows, "SEN", "MLI")
    assert [(each.period.from_, each.reporter, each.value, each.status) for each in found] == [
        ("2022-01-01", "SEN", 80.0, "provisional"),
        ("2023-01-01", "SEN", 100.0, "final"),
        ("2023-01-01", "MLI", 90.0, "final"),
    ]
