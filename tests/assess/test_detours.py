"""Detours: the way around a closed segment, over the shipped links and over a measured network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faleme.assess.corridors import load_corridors
from faleme.assess.detours import load_roads
from faleme.errors import DataError

ROAD = next(each for each in load_corridors() if each.id == "road-dakar-bamako")


def closed(*names: str) -> list[object]:
    found = [each for each in ROAD.segments if each.name in names]
    assert len(found) == len(names)
    return list(found)


def test_the_usual_way_is_the_corridor_itself() -> None:
    way = load_roads().detour(ROAD, [])
    assert way is not None
    assert 1200 < way.usual_km < 1500  # the road is given as some 1,370 km


def test_around_diboli_lorries_go_by_kedougou_and_kenieba() -> None:
    way = load_roads().detour(ROAD, closed("Kidira–Diboli", "Diboli–Kayes"))
    assert way is not None and not way.measured
    assert [
        name for name in way.by if name in ("Kédougou", "Saraya", "Kéniéba", "Kita", "Kayes", "Diboli")
    ] == ["Kédougou", "Saraya", "Kéniéba", "Kita"]
    assert way.extra_km == pytest.approx(way.km - way.usual_km, abs=0.1)


def test_a_segment_without_a_way_around_says_so() -> None:
    assert load_roads().detour(ROAD, closed("Dakar–Rufisque")) is None


def test_a_measured_network_is_read(tmp_path: Path) -> None:
    places = {each.begin.name: each.begin for each in ROAD.segments}
    line = [places["Kidira"], places["Diboli"], places["Kayes"]]
    features = [
        {
            "properties": {"from": str(i), "to": str(i + 1), "distance": 1000.0 * (i + 5)},
            "geometry": {"coordinates": [[a.lon, a.lat], [b.lon, b.lat]]},
        }
        for i, (a, b) in enumerate(zip(line, line[1:], strict=False))
    ]
    file = tmp_path / "roads.geojson"
    file.write_text(json.dumps({"features": features}))
    way = load_roads(file).way(line[0], line[2], [], 11.0)
    assert way is not None and way.measured and way.km == 11.0


def test_what_is_no_network_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text("[]")
    with pytest.raises(DataError, match="no network of roads"):
        load_roads(file)
