"""What a notebook gets is what the store says, in typed columns, and nothing is written."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

import faleme
from faleme.assess.border_watch import watch_border
from faleme.assess.happenings import stored
from faleme.assess.relation_look import relation_look
from faleme.errors import SettingsError, StoreError
from faleme.notebook import Opened, charts
from faleme.store.base import Wanted
from faleme.store.schema import article

NEWEST = dt.date(2026, 2, 5)


@pytest.fixture
def opened(folder: Path) -> Iterator[Opened]:
    with faleme.open(folder / "demo.db", trade=[folder / "table.csv"]) as store:
        yield store


def test_articles_events_and_incidents_are_those_of_the_store(opened: Opened) -> None:
    counts = opened.store.counts()
    articles, events, incidents = opened.articles(), opened.events(), opened.incidents()
    assert (articles.num_rows, events.num_rows) == (counts.articles, counts.events)
    assert sum(articles["events"].to_pylist()) == counts.events
    assert articles["day"][0].as_py() == NEWEST
    known = {each.id: each for each in opened.store.incidents()}
    for row in incidents.to_pylist():
        told = known.pop(row["id"])
        assert (row["type"], row["reports"], row["actors"]) == (
            told.type,
            len(told.members),
            list(told.actors),
        )
        assert row["border_km"] == (
            told.place.proximity.border_km if told.place and told.place.proximity else None
        )
        assert str(row["first_day"]) == (told.time.from_ if told.time else "None")
    assert known == {}
    assert events["incident"].null_count == 0
    first = events.to_pylist()[0]
    reading = opened.store.reading(first["article"])
    assert reading is not None and reading.events[0].evidence[0].start == first["start"]


def test_series_add_up_to_the_months_of_the_store(opened: Opened) -> None:
    told: dict[str, int] = {}
    for row in opened.series("country").to_pylist():
        told[row["month"]] = told.get(row["month"], 0) + row["incidents"]
    assert told == opened.store.months(Wanted())


def test_the_border_is_the_watch(opened: Opened) -> None:
    begun = opened.store.read_since()
    assert begun is not None
    watch = watch_border(
        stored(opened.store, until=NEWEST), NEWEST, read_since=dt.date.fromisoformat(begun[:10])
    )
    frame = pl.DataFrame(pl.from_arrow(opened.border()))
    assert frame["threats"].sum() > 0
    for each in (*watch.segments, *watch.whole):
        rows = frame.filter(pl.col("segment") == each.segment, pl.col("band_km") == each.band_km)
        assert tuple(rows["threats"]) == each.counts and tuple(rows["dead"]) == each.dead
        assert rows["week"][0] == each.start


def test_the_relation_is_the_look(opened: Opened) -> None:
    until = dt.date(2025, 12, 31)
    look = relation_look(opened.store, "SEN", "MLI", dt.date(2025, 1, 1), until)
    table = opened.relation("SEN", "MLI", until="2025-12-31", months=12)
    assert {row["month"].year for row in table.to_pylist()} == {2025}
    for each in look.index.series:
        rows = [r for r in table.to_pylist() if (r["strand"], r["way"]) == (each.strand, each.way)]
        assert [r["total"] for r in rows] == [point.total for point in each.points]
    assert sum(table["count"].to_pylist()) > 0


def test_trade_of_two_sums_the_goods_of_a_table(opened: Opened) -> None:
    assert opened.trade().num_rows == 5
    rows = opened.trade("SEN", "MLI").to_pylist()
    assert [(r["reporter"], r["from"].year, r["value"], r["rows"]) for r in rows] == [
        ("SEN", 2022, 100.0, 2),
        ("MLI", 2023, 125.0, 1),
        ("SEN", 2023, 120.0, 1),
    ]
    assert opened.trade().schema.field("reporter").type == pa.string()


def test_no_table_of_trade_is_an_empty_table(folder: Path) -> None:
    with faleme.open(folder / "demo.db") as store:
        assert store.trade().num_rows == store.trade("SEN", "MLI").num_rows == 0


def test_points_are_where_the_incidents_are(opened: Opened) -> None:
    import shapely

    table = opened.points()
    placed = [each for each in opened.incidents()["lat"].to_pylist() if each is not None]
    row = table.to_pylist()[0]
    point = shapely.from_wkb(row["geometry"])
    assert table.num_rows == len(placed) > 0 and (point.x, point.y) == (row["lon"], row["lat"])
    metadata = table.schema.field("geometry").metadata
    assert metadata[b"ARROW:extension:name"] == b"geoarrow.wkb"


def test_charts_hold_what_the_tables_say(opened: Opened) -> None:
    def data(chart: object) -> list[dict[str, object]]:
        told = chart.to_dict()  # type: ignore[attr-defined]
        (rows,) = told["datasets"].values()
        return list(rows)

    relation = opened.relation("SEN", "MLI")
    drawn = data(charts.relation(relation))
    assert {row["strand"] for row in drawn} == set(charts.STRANDS) and {row["way"] for row in drawn} == {
        "all"
    }
    assert {row["band_km"] for row in data(charts.border(opened.border(), band_km=25))} == {25.0}
    assert [row["value"] for row in data(charts.trade(opened.trade("SEN", "MLI")))] == [100.0, 125.0, 120.0]


def test_pandas_takes_a_table_in_one_call(opened: Opened) -> None:
    pytest.importorskip("pandas")
    table = opened.incidents()
    assert table.to_pandas()["id"].tolist() == table["id"].to_pylist()


def test_nothing_can_be_written(opened: Opened) -> None:
    with pytest.raises(OperationalError, match="readonly"), opened.store._engine.begin() as connection:
        connection.execute(sa.delete(article))
    assert opened.store.counts().articles > 0


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no such store.*faleme demo"):
        faleme.open(tmp_path / "none.db").articles()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_schema_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "old.db").touch()
    with pytest.raises(StoreError, match="its schema is of another Falémé"):
        faleme.open(tmp_path / "old.db").articles()


@pytest.mark.parametrize(
    ("package", "ask"),
    [
        ("pyarrow", lambda folder: faleme.open(folder / "demo.db")),
        ("altair", lambda _: charts.trade(None)),
        ("geopandas", lambda folder: faleme.open(folder / "demo.db").geo()),
    ],
)
def test_a_missing_extra_is_told_in_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, package: str, ask: object
) -> None:
    monkeypatch.setattr(
        "faleme.notebook.needed.find_spec", lambda name: None if name == package else sys.modules[__name__]
    )
    with pytest.raises(SettingsError, match=rf"this needs {package}: install it with `pip install ") as told:
        ask(folder)  # type: ignore[operator]
    assert "\n" not in str(told.value)
