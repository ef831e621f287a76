"""Scenes from a store: what rules see in columns and a few records is what they see in all records."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from faleme.lexicon.alert_rules import load_alert_rules
from faleme.records.alert import Firing
from faleme.store.sql import SqlStore, open_store
from faleme.warn.rules import fired
from faleme.warn.scene import Scene, last_days, scene_of, scenes_of
from tests.desk.seed_watch import attack, watched_desk

RULES = [each for each in load_alert_rules() if each.kind not in ("silent-source", "risk-over")]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SqlStore:
    return watched_desk(f"sqlite:///{tmp_path_factory.mktemp('scene') / 'desk.db'}")


def seen(told: Scene) -> list[Firing]:
    return fired(told, RULES)


def test_a_scene_from_the_store_is_that_of_all_its_incidents(store: SqlStore) -> None:
    incidents, kinds = store.incidents(), set[str]()
    days = [dt.date(2026, 2, 3) - dt.timedelta(days=11 * n) for n in range(12)]
    begun = store.read_since()
    assert begun is not None
    for day in days:
        from_store = scene_of(store, day)
        whole = Scene(incidents, day)
        whole.known.read_since = dt.date.fromisoformat(begun)
        assert seen(from_store) == seen(whole)
        kinds |= {each.kind for each in seen(from_store)}
        assert all(i in from_store.by_id for each in seen(from_store) for i in each.incidents)
    assert {"attack-near", "corridor-state", "first-on-segment"} <= kinds


def test_a_row_of_days_is_a_scene_for_each(store: SqlStore) -> None:
    first, last = dt.date(2025, 12, 1), dt.date(2025, 12, 14)
    row = list(scenes_of(store, first, last))
    assert [each.as_of for each in row] == [first + dt.timedelta(days=n) for n in range(14)]
    assert [seen(each) for each in row] == [seen(scene_of(store, each.as_of)) for each in row]


def test_the_chances_of_a_day_are_those_of_its_last_forecast(store: SqlStore) -> None:
    scene = scene_of(store, dt.date(2026, 2, 3))
    found = scene.chances(7)
    assert found is not None
    history, made, rows = found
    assert len(rows) and set(made.day[rows].tolist()) == {history.first_day + history.days - 1}


def test_what_is_marked_higher_is_in_no_scene_of_less(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'own.db'}")
    day = dt.date(2026, 1, 20)
    store.add([attack("Diboli", "MLI", 14.45511, -12.19945, day, marking="RED")], actor="t", at="2026-01-21")
    assert len(seen(scene_of(store, day))) > 2
    assert seen(scene_of(store, day, markings=("CLEAR", "GREEN"))) == []
    store.close()


def test_only_a_source_that_was_daily_is_silent() -> None:
    days = [(dt.date(2025, 6, 1) + dt.timedelta(days=n)).isoformat() for n in range(25)]
    found = last_days({"Quotidien": days, "Hebdo": days[::7]}, dt.date(2025, 7, 2))
    assert found == {"Quotidien": dt.date(2025, 6, 25)}
    assert last_days({"Quotidien": days}, dt.date(2025, 6, 10)) == {}
