"""Incidents of a map in cells: what stands together is one cell, a single incident is itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.store import grid
from faleme.store.base import Wanted
from faleme.store.sql import SqlStore
from tests.made import DIBOLI, KAYES, KIDIRA, day, dead, event, reading

AT = "2026-02-01T00:00:00+00:00"
WEST_AFRICA = (-18.0, 10.0, -4.0, 18.0)
LATITUDES = st.floats(-84, 84)
LONGITUDES = st.floats(-179.99, 179.99)


def filled(store: SqlStore) -> None:
    store.add(
        [
            reading("a1", event("a1:1", fatalities=dead(7, 9)), text="Poste visé\n\nSept morts au poste."),
            reading(
                "a2",
                event("a2:1", type="PROTEST", place=KIDIRA, time=day("2025-07-04")),
                text="Marche à Kidira\n\nLes gens ont défilé.",
            ),
            reading(
                "a3",
                event("a3:1", type="AGREE", place=KAYES, time=day("2025-07-08")),
                text="Accord à Kayes\n\nLes deux villes ont signé.",
            ),
            reading("a4", event("a4:1", type="ACCUSE", place=None), text="Sans lieu\n\nDes mots."),
        ],
        actor="awa",
        at=AT,
    )


def test_far_out_they_are_one_cell_and_near_they_come_apart(store: SqlStore) -> None:
    filled(store)
    (cell,) = store.map_cells(Wanted(), WEST_AFRICA, 2)
    assert (cell.count, cell.dead_min, cell.newest, cell.incident) == (3, 7, "2025-07-08", None)
    assert cell.by_quad == {"verbal-cooperation": 1, "material-conflict": 2}
    pair, kayes = sorted(store.map_cells(Wanted(), WEST_AFRICA, 8), key=lambda each: each.lon)
    assert (pair.count, kayes.count) == (2, 1)
    assert pair.lon == pytest.approx(((DIBOLI.lon or 0) + (KIDIRA.lon or 0)) / 2, abs=1e-4)
    found = store.incident(kayes.incident or "")
    assert found is not None and found.type == "AGREE"
    assert (kayes.lat, kayes.lon) == pytest.approx((KAYES.lat, KAYES.lon), abs=1e-4)
    assert len(store.map_cells(Wanted(), (-12.5, 14.2, -11.2, 14.7), 13)) == 3


def test_a_map_holds_what_is_wanted_inside_its_box(store: SqlStore) -> None:
    filled(store)
    assert [c.count for c in store.map_cells(Wanted(type="PROTEST"), WEST_AFRICA, 2)] == [1]
    assert store.map_cells(Wanted(), (-11.6, 14.3, -11.3, 14.6), 9)[0].count == 1
    assert store.map_cells(Wanted(), (2.0, 45.0, 3.0, 46.0), 9) == []


@given(LATITUDES, LONGITUDES)
def test_a_point_is_in_its_cell_at_every_zoom(lat: float, lon: float) -> None:
    fine = grid.cell_of(lat, lon)
    assert grid.point_of(fine) == pytest.approx((lat, lon), abs=3e-5)
    for level in (0, 5, 12, 16):
        assert fine >> 2 * (grid.FINEST - level) == grid.cell_of(lat, lon, level)
        box = grid.box_of(grid.cell_of(lat, lon, level), level)
        assert box.south <= lat + 1e-9 and lat - 1e-9 <= box.north
        assert box.west <= lon + 1e-9 and lon - 1e-9 <= box.east


@given(LATITUDES, LONGITUDES, st.floats(0, 20), st.floats(0, 20), st.floats(0, 1), st.floats(0, 1))
def test_ranges_cover_their_box(
    south: float, west: float, high: float, wide: float, up: float, along: float
) -> None:
    box = grid.Box(west, south, min(180, west + wide), min(84, south + high))
    found = grid.ranges(box)
    lat, lon = south + up * (box.north - south), west + along * (box.east - west)
    assert len(found) <= 12
    assert any(low <= grid.cell_of(lat, lon) <= high_end for low, high_end in found)
