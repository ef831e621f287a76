"""A lake linked and asked: the same answers from DuckDB and from Spark, the same incidents as a store's."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
import sqlglot
from click.testing import CliRunner

from faleme.assess.border_strip import by_month
from faleme.assess.dealings import dealings
from faleme.assess.happenings import happenings
from faleme.assess.relation import relation_index
from faleme.cli import main
from faleme.engines import ask
from faleme.engines.ask import DuckAsker, said
from faleme.engines.batches import ReadSettings, resources_of
from faleme.engines.lake import Lake
from faleme.engines.linking import link_local, linked_before, state_of
from faleme.engines.schema import INCIDENTS
from faleme.errors import InputError
from faleme.link.incidents import link
from faleme.pipeline import read_article
from faleme.records.incident import Incident
from faleme.store.sql import open_store
from tests.engines.conftest import SPARK
from tests.engines.press import press
from tests.made import incident

_BOTH = (("SEN", "MLI"), ("MLI", "SEN"))
_incident = msgspec.json.Decoder(Incident).decode


def incidents(lake: Lake) -> dict[str, Incident]:
    files = lake.files("incidents")
    told = [row for file in files for row in pq.ParquetFile(file).read(["record"]).to_pylist()]
    return {each.id: each for each in (_incident(row["record"]) for row in told)}


@pytest.fixture(scope="session", params=["duckdb", SPARK])
def asker(request: pytest.FixtureRequest, read_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Who answers over a lake of its own, linked by itself."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(read_lake, folder / "lake")
    lake = Lake(str(folder / "lake"))
    if request.param == "duckdb":
        link_local(lake)
        return DuckAsker(lake)
    spark = request.getfixturevalue("spark")
    from faleme.engines.spark_lake import SparkAsker, link_spark

    link_spark(spark, lake)
    return SparkAsker(spark, lake)


def test_a_lake_is_linked_to_the_incidents_of_a_store(asker: Any, tmp_path: Path) -> None:
    resources = resources_of(ReadSettings())
    store = open_store(f"sqlite:///{tmp_path}/desk.db")
    store.add(
        (read_article(each, resources) for each in press(120)), actor="t", at="2026-01-01T00:00:00+00:00"
    )
    ids = {i for each in press(120) for i in store.incident_of(each.id).values()}
    of_store = {i: store.incident(i) for i in ids}
    store.close()
    assert incidents(asker.lake) == of_store
    assert max(len(each.members) for each in of_store.values() if each) > 3


def test_incidents_are_rows_with_day_place_threat_and_point(asker: Any) -> None:
    found = incidents(asker.lake)
    rows = asker.rows("SELECT * FROM incidents ORDER BY id").to_pylist()
    assert [row["id"] for row in rows] == sorted(found)
    told = happenings(found.values())
    threats = set(told.where(told.threat).id)
    for row in rows:
        each = found[row["id"]]
        assert row["threat"] == (each.id in threats)
        assert row["reports"] == len(each.members)
        assert (row["geometry"] is None) == (each.place is None or each.place.lat is None)


@pytest.mark.parametrize("by", ["quad", "type", "country", "strand"])
def test_a_series_counts_incidents_by_month(asker: Any, by: str) -> None:
    since, until = "2024-06-01", "2025-07-15"
    rows = asker.rows("SELECT * FROM incidents").to_pylist()
    wanted = [r for r in rows if r["status"] == "occurred" and r["day"] and since <= r["day"] <= until]
    counted = Counter((row["day"][:7], row[by]) for row in wanted)
    found = ask.series(asker, by=by, since=since, until=until).to_pylist()
    assert {(row["month"], row["name"]): row["incidents"] for row in found} == counted
    assert sum(row["reports"] for row in found) == sum(row["reports"] for row in wanted) > len(wanted) > 10


def test_a_series_of_a_country_near_the_border_is_narrower(asker: Any) -> None:
    rows = asker.rows("SELECT * FROM incidents").to_pylist()
    near = [
        r for r in rows
        if r["country"] == "MLI" and r["border_km"] is not None and r["border_km"] <= 100
        and r["status"] == "occurred" and r["day"]
    ]  # fmt: skip
    found = ask.series(asker, country="MLI", near=100.0).to_pylist()
    assert sum(row["incidents"] for row in found) == len(near) > 0
    assert ask.series(asker, country="M'LI").num_rows == 0  # a quote in a value stays in the value


def test_threats_at_the_border_are_those_that_the_watch_counts(asker: Any) -> None:
    told = happenings(incidents(asker.lake).values())
    months, by_segment = by_month(told, dt.date(2025, 8, 20))
    counted = {
        (month, segment): count
        for segment, counts in by_segment.items()
        for month, count in zip(months, counts, strict=True)
        if count
    }
    found = ask.border(asker, since=f"{months[0]}-01", until="2025-07-31").to_pylist()
    widest = {(r["month"], r["segment"]): r["threats"] for r in found if r["band_km"] == 50}
    assert widest == counted and counted
    for row in found:
        assert row["nearest_km"] <= row["band_km"]


def test_a_lake_that_is_linked_is_known_until_something_is_read(asker: Any) -> None:
    state = state_of(asker.lake)
    assert linked_before(asker.lake, state) == len(incidents(asker.lake))
    assert linked_before(asker.lake, "another") is None


def test_an_older_linking_goes_when_the_new_one_counts(read_lake: Path, tmp_path: Path) -> None:
    shutil.copytree(read_lake, tmp_path / "lake")
    lake = Lake(str(tmp_path / "lake"))
    count = link_local(lake)
    held = set((tmp_path / "lake" / "incidents").rglob("*.parquet"))
    part = next(iter(lake.manifests().values()))
    lake.commit(msgspec.structs.replace(part, digest="read anew"))
    assert link_local(lake) == count
    now = set((tmp_path / "lake" / "incidents").rglob("*.parquet"))
    assert now and not now & held and len(incidents(lake)) == count


def test_the_same_article_in_two_parts_is_one_report(read_lake: Path, tmp_path: Path) -> None:
    shutil.copytree(read_lake, tmp_path / "lake")
    lake = Lake(str(tmp_path / "lake"))
    once = link_local(lake)
    part = next(each for each in lake.manifests().values() if each.name != "incidents")
    lake.commit(msgspec.structs.replace(part, name="another-0000000"))  # its files under a second name
    assert len(lake.files("events")) > len(set(lake.files("events")))
    assert link_local(lake) == once


def test_a_lake_that_is_not_linked_says_so(read_lake: Path) -> None:
    with pytest.raises(InputError, match="corpus link"):
        ask.series(DuckAsker(Lake(str(read_lake))))


def test_a_lake_of_another_form_says_so_and_can_be_linked_again(read_lake: Path, tmp_path: Path) -> None:
    shutil.copytree(read_lake, tmp_path / "lake")
    lake = Lake(str(tmp_path / "lake"))
    count = link_local(lake)
    held = lake.manifest("incidents")
    assert held
    lake.commit(msgspec.structs.replace(held, form=0))
    with pytest.raises(InputError, match="another form"):
        DuckAsker(lake)
    assert linked_before(lake, state_of(lake)) is None
    assert link_local(lake) == count
    assert DuckAsker(lake)


def test_an_empty_lake_has_no_incidents(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "nothing"))
    assert link_local(lake) == 0
    assert ask.border(DuckAsker(lake)).num_rows == 0


def test_what_spark_cannot_say_is_refused() -> None:
    with pytest.raises(sqlglot.errors.UnsupportedError):
        said("SELECT id FROM events FOR UPDATE", "spark", {})


@pytest.mark.parametrize("name", sorted(path.stem for path in ask.FOLDER.glob("*.sql")))
def test_no_query_uses_what_differs_silently(name: str) -> None:
    tree = sqlglot.parse_one(ask.written(name), read="duckdb")
    kinds = sqlglot.exp.List | sqlglot.exp.ArrayAgg | sqlglot.exp.GroupConcat | sqlglot.exp.Limit
    assert not list(tree.find_all(*kinds.__args__))
    assert not [join for join in tree.find_all(sqlglot.exp.Join) if join.method]


def test_incidents_without_place_or_day_are_rows_too() -> None:
    from faleme.engines.linking import incidents_table

    bare = incident("a", place=None, time=None, first_published=None)
    [row] = incidents_table([bare]).to_pylist()
    assert (row["month"], row["day"], row["geometry"], row["threat"]) == ("none", None, None, False)
    assert incidents_table([]).schema == INCIDENTS
    assert link([]) == ()


def test_the_command_line_links_and_prints(read_lake: Path, tmp_path: Path) -> None:
    shutil.copytree(read_lake, tmp_path / "lake")

    def corpus(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["corpus", *arguments])
        assert done.exit_code == 0, done.output
        return done.output

    lake = str(tmp_path / "lake")
    assert "incidents" in corpus("link", lake)
    assert "linked already" in corpus("link", lake)
    assert corpus("border", lake).startswith("month")
    assert corpus("relation", lake, "SEN", "MLI").startswith("month")
    [first, *_] = corpus("series", lake, "--by", "country", "--json").splitlines()
    assert set(msgspec.json.decode(first)) == {"month", "name", "incidents", "reports", "dead"}


def test_the_relation_of_two_countries_sums_to_their_index(asker: Any) -> None:
    told = dealings(incidents(asker.lake).values(), "SEN", "MLI")
    index = relation_index(told, "SEN", "MLI", dt.date(2024, 1, 1), dt.date(2025, 12, 31))
    ways = {1: "there", -1: "back", 0: "together"}
    found = {
        (row["month"], row["strand"], ways[row["way"]]): (row["incidents"], row["total"])
        for row in ask.relation(asker, "SEN", "MLI", since="2024-01-01", until="2025-12-31").to_pylist()
    }
    wanted = {
        (point.month, series.strand, series.way): (point.count, point.total)
        for series in index.series
        if series.strand != "all" and series.way != "all"
        for point in series.points
        if point.count
    }
    assert found == wanted and len(found) > 3
    there, back = (ask.relation(asker, *pair).column("way").to_pylist() for pair in _BOTH)
    assert sorted(there) == sorted(-way for way in back)
