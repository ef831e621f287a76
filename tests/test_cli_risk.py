"""`faleme risk`: a table of events in, scores and chances out."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from faleme.cli import main


@pytest.fixture
def events(tmp_path: Path) -> Path:
    rng = random.Random(1)
    rows = ["event_date,event_type,latitude,longitude"]
    for cell in range(4):
        for day in range(700):
            if rng.random() < 0.03:
                date = dt.date(2023, 1, 1) + dt.timedelta(days=day)
                rows.append(f"{date},Battles,{14.1 + cell},-12.1")
    path = tmp_path / "events.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_backtest_prints_scores_by_horizon(events: Path) -> None:
    run = CliRunner().invoke(main, ["risk", "backtest", str(events), "--json"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)["horizons"]
    assert set(told) == {"7", "30"}
    assert set(told["7"]["scores"]) == {"model", "persistence", "seasonal"}
    assert 0 < told["7"]["scores"]["model"]["brier"] < 0.25
    assert "Brier" in CliRunner().invoke(main, ["risk", "backtest", str(events)]).stdout


def test_forecast_lists_cells_with_the_baselines_beside(events: Path) -> None:
    run = CliRunner().invoke(main, ["risk", "forecast", str(events), "--json"])
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["days"] for line in lines] == [7] * 4 + [30] * 4
    assert all(0 <= line[key] <= 1 for line in lines for key in ("chance", "persistence", "seasonal_mean"))


def test_too_short_a_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("event_date,event_type,latitude,longitude\n2025-01-01,Battles,14,-12\n")
    run = CliRunner().invoke(main, ["risk", "backtest", str(path)])
    assert run.exit_code == 3 and "a forecast needs" in run.output
