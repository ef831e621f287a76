"""`faleme search`: what is found, as a table and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faleme.store.sql import open_store
from tests.made import KAYES, event, reading
from tests.test_cli import run


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/desk.db"
    store = open_store(address)
    store.add(
        [
            reading("a1", event("a1:1"), text="Poste visé\n\nUn convoi de carburant a brûlé."),
            reading(
                "a2", event("a2:1", place=KAYES, type="PROTEST"), text="Marche\n\nLes convois sont attendus."
            ),
        ],
        actor="awa",
        at="2026-02-01T00:00:00+00:00",
    )
    store.close()
    return address


def test_a_search_prints_a_table_with_its_words_marked(url: str) -> None:
    done = run("--store", url, "search", "convoi -carburant")
    assert done.exit_code == 0
    assert "1 article" in done.stdout and "a2" in done.stdout and "[convois]" in done.stdout


def test_a_search_writes_json_lines_with_offsets(url: str) -> None:
    lines = run("--store", url, "search", "carburant", "--json").stdout.splitlines()
    (found,) = map(json.loads, lines)
    assert found["id"] == "a1"
    (mark,) = found["offsets"]
    assert "Poste visé\n\nUn convoi de carburant a brûlé."[mark["start"] : mark["end"]] == "carburant"


def test_filters_and_incidents(url: str) -> None:
    assert "a2" in run("--store", url, "search", "convoi", "--place", "Kayes, MLI", "--km", "30").stdout
    assert "a1" not in run("--store", url, "search", "convoi", "--type", "protest").stdout
    assert "PROTEST" in run("--store", url, "search", "Kayes", "--incidents").stdout


@pytest.mark.parametrize(
    "wrong",
    [["x", "--type", "NOTHING"], ["x", "--km", "5"], ["x", "--place", "Zzyzx"], ["x", "--since", "soon"]],
)
def test_what_makes_no_sense_is_told_in_one_line(url: str, wrong: list[str]) -> None:
    done = run("--store", url, "search", *wrong)
    assert done.exit_code != 0 and len(done.stderr.strip().splitlines()) <= 1
