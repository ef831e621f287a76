"""Distances to the Senegal–Mali border and the side of it, against the surveyed table."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.assess.border import load_border
from faleme.assess.corridors import load_corridors
from faleme.errors import DataError

TABLE = [
    ("Diboli", 14.45511, -12.19945, 308, "MLI"),
    ("Kidira", 14.45668, -12.21659, 1_075, "SEN"),
    ("Kayes", 14.44693, -11.44448, 64_130, "MLI"),
    ("Goudiry", 14.18146, -12.71803, 61_195, "SEN"),
    ("Tambacounda", 13.77073, -13.66734, 172_803, "SEN"),
    ("Nioro du Sahel", 15.2288, -9.5896, 281_636, "MLI"),
]


@pytest.mark.parametrize(("name", "lat", "lon", "metres", "side"), TABLE, ids=[row[0] for row in TABLE])
def test_distance_and_side_of_the_surveyed_places(
    name: str, lat: float, lon: float, metres: int, side: str
) -> None:
    border = load_border()
    assert border.distance_km(lat, lon) * 1000 == pytest.approx(metres, rel=0.02)
    near = border.proximity(lat, lon, 0.3)
    assert (near.side, near.border) == (side, "Sénégal–Mali")


def test_many_points_give_what_one_point_gives() -> None:
    border = load_border()
    lat, lon = np.array([row[1] for row in TABLE]), np.array([row[2] for row in TABLE])
    together = border.distances_km(lat, lon)
    one_by_one = [border.distance_km(float(a), float(b)) for a, b in zip(lat, lon, strict=True)]
    assert together == pytest.approx(one_by_one, rel=1e-6)


def test_no_side_is_told_where_the_uncertainty_reaches_across() -> None:
    border = load_border()
    assert border.proximity(14.45511, -12.19945, 1.0).side is None
    assert border.proximity(14.45668, -12.21659, 1.0).side == "SEN"
    on_the_line = border.proximity(14.76472, -12.24028, 0.0)
    assert (on_the_line.side, on_the_line.uncertainty_km) == (None, 0.3)


def test_a_place_of_a_third_country_is_on_neither_side() -> None:
    border = load_border()
    assert border.side(11.32, -12.28) == "GIN"  # Labé
    assert border.side(48.85, 2.35) is None  # Paris


def test_proximity_names_the_corridors_nearest_first() -> None:
    near = load_border().proximity(15.22932, -9.59277, 1.0, load_corridors())
    assert near.corridors[0].corridor == "route Kayes–Nioro–Gogui"
    assert [c.km for c in near.corridors] == sorted(c.km for c in near.corridors)


def test_a_distance_costs_microseconds() -> None:
    border = load_border()
    border.distance_km(14.0, -12.0)
    start = time.perf_counter()
    for step in range(500):
        border.distance_km(13.0 + step / 500, -12.5)
    assert (time.perf_counter() - start) / 500 < 200e-6


def test_a_border_of_ones_own_needs_no_code(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[0.0, 10.0], [0.0, 11.0]]}
    square = {"type": "Polygon", "coordinates": [[[0, 10], [1, 10], [1, 11], [0, 11], [0, 10]]]}
    border_file, countries_file = tmp_path / "line.geojson", tmp_path / "countries.geojson"
    border_file.write_text(json.dumps({"type": "Feature", "properties": {"name": "A–B"}, "geometry": line}))
    country = {"type": "Feature", "properties": {"A3": "BBB"}, "geometry": square}
    countries_file.write_text(json.dumps({"type": "FeatureCollection", "features": [country]}))
    near = load_border(border_file, countries_file).proximity(10.5, 0.5)
    assert near.side == "BBB"
    assert near.border_km == pytest.approx(54.7, rel=0.01)
    with pytest.raises(DataError):
        load_border(countries_file, countries_file)


@settings(max_examples=60)
@given(st.floats(-89, 89), st.floats(-179, 179))
def test_every_point_of_the_globe_has_a_distance(lat: float, lon: float) -> None:
    assert 0 <= load_border().distance_km(lat, lon) < 20_100
