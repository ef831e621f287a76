"""Trade on the page of two countries: the lines of a table that is loaded, drawn and told, or why not."""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient

from faleme.cli import main
from faleme.cli.trade_files import observations
from faleme.desk.app import create_app
from faleme.desk.relation_trade import trade_lines
from faleme.settings import Settings
from faleme.store.sql import SqlStore, open_store
from tests.made import event, reading

TABLE = """reporter,partner,flow,period,value,currency
SEN,MLI,export,2025-01,60000000000,XOF
SEN,MLI,export,2025-02,72000000000,XOF
MLI,SEN,import,2025-02,70000000000,XOF
SEN,GIN,export,2025-02,9000000000,XOF
SEN,MLI,export,2019-02,50000000000,XOF
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "douanes.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    told = event("e", type="AGREE", actors=("SEN:GOV", "MLI:GOV"), place=None, strand="economy")
    opened.add([reading("a", told)], actor="test", at="2025-08-01T00:00:00+00:00")
    yield opened
    opened.close()


def page(store: SqlStore, *tables: Path) -> str:
    app = create_app(
        settings=Settings(), store=store, today=dt.date(2025, 12, 31), trade=observations(tables)
    )
    with TestClient(app, base_url="http://127.0.0.1") as desk:
        text = desk.get("/relation?pair=SEN-MLI&lang=en").text
    return html.unescape(text).replace("\u00a0", " ")


def test_each_flow_and_reporter_is_a_line_at_the_middle_of_its_periods(table: Path) -> None:
    lines = trade_lines(observations([table]), "SEN", "MLI", "en")
    assert [(each.name, each.unit) for each in lines] == [
        ("Senegal → Mali, douanes.csv", "billion XOF"),
        ("Senegal → Mali (customs: Mali), douanes.csv", "billion XOF"),
    ]
    assert (dt.date(2025, 2, 14), 72.0) in lines[0].points and len(lines[0].points) == 3
    assert [value for _, value in lines[1].points] == [70.0]


def test_the_page_draws_what_lies_in_its_months_and_tells_all(store: SqlStore, table: Path) -> None:
    drawn = page(store, table)
    assert drawn.count('<circle class="rel-dot') == 3 and "No table of trade" not in drawn
    assert "50 billion XOF" in drawn and "Guinea, douanes.csv" not in drawn


def test_why_nothing_is_drawn_is_told(store: SqlStore, tmp_path: Path) -> None:
    assert "No table of trade is loaded" in page(store)
    old = tmp_path / "old.csv"
    old.write_text(
        "reporter,partner,flow,period,value,currency\nSEN,MLI,export,2012,5,USD\n", encoding="utf-8"
    )
    assert "The tables loaded tell nothing of these months" in page(store, old)


def test_the_command_gives_the_same_points(store: SqlStore, table: Path, tmp_path: Path) -> None:
    asked = [
        "--store",
        f"sqlite:///{tmp_path / 'desk.db'}",
        "--as-of",
        "2025-12-31",
        "relation",
        "SEN",
        "MLI",
    ]
    told = json.loads(CliRunner().invoke(main, [*asked, "--json", "--trade", str(table)]).output)
    assert [point["value"] for point in told["trade"]] == [5e10, 6e10, 7.2e10, 7e10]
    assert json.loads(CliRunner().invoke(main, [*asked, "--json"]).output)["trade"] == []
