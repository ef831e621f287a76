"""The page of two countries' trade: tables with their arithmetic, the figures of the press with verdicts."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from faleme.cli.trade_files import observations
from faleme.desk.app import create_app
from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.settings import Settings
from faleme.store.sql import SqlStore, open_store
from tests.desk.conftest import From
from tests.test_cli_trade import TABLE


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('trade') / 'demo.db'}")
    store.add(read_articles(sample(), load()), actor="test", at="2026-02-01T00:00:00+00:00")
    yield store
    store.close()


def page(store: SqlStore, *tables: Path, asked: str = "pair=SEN-MLI", public: bool = False) -> str:
    app = create_app(
        settings=Settings(access="public" if public else "local"), store=store, today=dt.date(2026, 2, 3),
        trade=observations(tables),
    )  # fmt: skip
    host, address = ("desk.example", "203.0.113.9") if public else ("127.0.0.1", "127.0.0.1")
    desk: TestClient[Any] = TestClient(app=From(app, address), base_url=f"http://{host}")  # type: ignore[arg-type]
    answer = desk.get(f"/commerce?{asked}")
    assert answer.status_code == 200
    return html.unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def test_without_a_table_it_says_how_to_load_one_and_shows_the_press(demo: SqlStore) -> None:
    text = page(demo)
    assert "Aucune table de commerce n’est chargée" in text and "faleme serve --trade" in text
    assert "exportations du Sénégal vers le Mali, 2024 : <strong>802,8 milliards FCFA" in text
    assert "802,75 milliards FCFA" in text and "s’arrondit à 802,8 milliards FCFA" in text
    assert "Le Mali demeure le premier client africain du Sénégal" in text


def test_tables_are_shown_with_arithmetic_rows_and_assumption(demo: SqlStore, tmp_path: Path) -> None:
    path = tmp_path / "douanes.csv"
    path.write_text(TABLE, encoding="utf-8")
    text = page(demo, path, asked="pair=SEN-MLI&lang=en&road=50")
    assert "120 FCFA / 200 FCFA = 60 %" in text and "douanes.csv:" in text
    assert "Assumption: 50 % of the goods go by the corridor's road" in text.replace("’", "'")
    assert text.count("<svg") > 5 and "Mineral products" in text
    assert "The loaded tables say nothing" in page(demo, path, asked="pair=TGO-BEN&lang=en")


def test_the_public_sees_the_figures_and_no_sentence_of_an_article(demo: SqlStore) -> None:
    text = page(demo, public=True)
    assert "802,75 milliards" in text and "Concorde" in text
    assert "a vendu au Mali" not in text and "reste du continent" not in text


def test_a_pair_that_is_not_known_says_so(demo: SqlStore) -> None:
    assert "Ces pays ne sont pas connus" in page(demo, asked="pair=XYZ-MLI")
