"""Corridors as data: places in the order of travel, distances to their segments."""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.assess.corridors import Corridor, corridor_distances, load_corridors
from faleme.errors import DataError
from faleme.lexicon.corridors import read_corridor
from faleme.lexicon.gazetteer import load_gazetteer


def test_the_shipped_corridors() -> None:
    assert [corridor.id for corridor in load_corridors()] == [
        "rail-dakar-bamako", "road-bamako-abidjan", "road-dakar-bamako", "road-kayes-gogui",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lat", "lon", "corridor", "segment", "at_most"),
    [
        (14.45511, -12.19945, "route Dakar–Bamako", "Kidira–Diboli", 0.1),
        (14.4338, -11.4270, "chemin de fer Dakar–Bamako", "Kayes–Tintiba", 0.2),
        (15.4, -9.48, "route Kayes–Nioro–Gogui", "Nioro du Sahel–Gogui", 3.0),
        (10.9, -5.66, "route Bamako–Sikasso–Abidjan", "Sikasso–Zégoua", 2.0),
    ],
)
def test_the_segment_that_a_place_lies_on(
    lat: float, lon: float, corridor: str, segment: str, at_most: float
) -> None:
    found = next(one for one in corridor_distances(lat, lon) if one.corridor == corridor)
    assert found.km <= at_most
    assert set(segment.split("–")) & set(found.segment.split("–"))


def test_a_place_off_the_road_is_told_how_far() -> None:
    # Kédougou lies in the south, well away from the Dakar–Bamako road.
    road = next(c for c in corridor_distances(12.55561, -12.18076) if c.corridor == "route Dakar–Bamako")
    assert 150 < road.km < 230


def test_a_new_corridor_needs_no_code(tmp_path: Path) -> None:
    path = tmp_path / "south.toml"
    path.write_text(
        'id = "south"\nname = "route Tambacounda–Kédougou"\nkind = "road"\n'
        '[[branch]]\nplaces = ["Tambacounda, SEN", "Kédougou, SEN", "Saraya, SEN"]\n',
        encoding="utf-8",
    )
    corridor = Corridor(read_corridor(path, load_gazetteer()))
    near = corridor_distances(12.7, -12.0, (corridor,))[0]
    assert (near.segment, near.km < 15) == ("Kédougou–Saraya", True)


ROAD = 'id = "a"\nname = "b"\nkind = "road"\n[[branch]]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ROAD + 'places = ["Nullepartville, SEN", "Dakar"]\n', "Nullepartville"),
        (ROAD + 'places = ["Dakar"]\n', "at least two"),
        (ROAD + 'stops_from = "rail_stops_SN_ML.geojson"\nstops = ["Nulle"]\n', "no stop"),
        ('name = "b"\n', "not a corridor"),
    ],
)
def test_a_wrong_declaration_says_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_corridor(path, load_gazetteer())
