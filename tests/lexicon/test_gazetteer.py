"""The gazetteer: what it finds under a name, how it is built, and that a country is added without code."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.errors import DataError, InputError
from faleme.lexicon.gazetteer import SHIPPED, Gazetteer, load_gazetteer
from faleme.lexicon.gazetteer_build import add, build
from faleme.lexicon.gazetteer_sources import read_dump
from faleme.lexicon.names import fold, name_key, skeleton


def row(geoname_id: int, name: str, alternates: str, at: str, feature: str, **more: str) -> str:
    """A line of a GeoNames dump of the Gambia; `at` is 'lat lon', `feature` is 'P PPL'."""
    lat, lon = at.split()
    feature_class, code = feature.split()
    columns = [
        str(geoname_id), name, name, alternates, lat, lon, feature_class, code, "GM", "",
        "01", more.get("admin2", ""), "", "", more.get("population", "0"), "", "", "", "2024-01-01",
    ]  # fmt: skip
    return "\t".join(columns)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "XX.txt.gz"
    lines = [
        row(1, "Région de Tambo", "Tambo,Tambo Region,ТАМБО", "13.0 -12.0", "A ADM1"),
        row(2, "Tambo", "TMB,Tambou", "13.1 -12.1", "P PPLA", population="90000"),
        row(3, "Sinthiou M’Baré", "", "13.2 -12.2", "P PPL"),
        row(4, "Puits de Tambo", "", "13.3 -12.3", "H WLL"),
        row(5, "Cercle de Gandé", "Gande", "13.4 -12.5", "A ADM2", admin2="07"),
        row(6, "Gandé", "", "13.45 -12.5", "P PPL", admin2="07"),
        row(7, "Gandé", "", "12.0 -12.0", "P PPL"),
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def test_it_opens_at_once_and_finds_in_microseconds() -> None:
    start = time.perf_counter()
    gazetteer = Gazetteer(SHIPPED)
    opened = time.perf_counter()
    for _ in range(10_000):
        gazetteer.rows("kidira")
    assert opened - start < 0.15
    assert (time.perf_counter() - opened) / 10_000 < 50e-6
    assert SHIPPED.stat().st_size < 7_000_000


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Kidira", "SEN", 14.45668, -12.21659),
        ("DIBOLI", "MLI", 14.45511, -12.19945),
        ("Nioro du Sahel", "MLI", 15.22932, -9.59277),
        ("saint louis", "SEN", 16.01793, -16.48962),
        ("Saint‑Louis", "SEN", 16.01793, -16.48962),
        ("Tombouctou", "MLI", 16.77348, -3.00742),
        ("M’Bour", "SEN", 14.42196, -16.96375),
        ("Ouaga", "BFA", 12.36566, -1.53388),
        ("Pékin", "CHN", 39.9075, 116.39723),
        ("Londres", "GBR", 51.50853, -0.12574),
        ("Le Caire", "EGY", 30.06263, 31.24967),
        ("Genève", "CHE", 46.20222, 6.14569),
    ],
)
def test_names_without_accents_or_hyphens_and_in_french(
    name: str, country: str, lat: float, lon: float
) -> None:
    found = load_gazetteer().find(name)
    assert any(p.country == country and (p.lat, p.lon) == pytest.approx((lat, lon), abs=1e-4) for p in found)


@pytest.mark.parametrize("piece", ["Kidir", "ayes", "Dibol", "Nioro du", "Tambacound", "", "-", "'"])
def test_a_piece_of_a_name_is_no_name(piece: str) -> None:
    assert load_gazetteer().find(piece) == ()


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("Kidira", {"SEN", "MLI"}),
        ("Diboli", {"MLI", "GIN"}),
        ("Saraya", {"SEN", "MLI", "GIN"}),
        ("Nayé", {"SEN", "MLI"}),
        ("Moussala", {"SEN", "MLI"}),
        ("Kéniéba", {"SEN", "MLI", "GIN"}),
    ],
)
def test_homonyms_are_all_there(name: str, countries: set[str]) -> None:
    assert {place.country for place in load_gazetteer().find(name)} >= countries


def test_a_place_knows_its_parents_level_and_standing() -> None:
    gazetteer = load_gazetteer()
    town = next(place for place in gazetteer.find("Kayes") if place.feature == "P.PPLA")
    region = next(place for place in gazetteer.find("Kayes") if place.feature == "A.ADM1")
    village = next(place for place in gazetteer.find("Diboli") if place.country == "MLI")
    assert (town.level, region.level) == ("locality", "area")
    assert town.admin == ("Kayes",)
    assert town.prominence > village.prominence


def test_the_seat_of_a_district_stands_out_among_the_hamlets_of_its_name() -> None:
    towns = [place for place in load_gazetteer().find("Kéniéba") if place.level == "locality"]
    best = max(towns, key=lambda place: place.prominence)
    assert (round(best.lat, 2), round(best.lon, 2)) == (12.84, -11.24)


def test_alternate_names_are_such_as_the_press_could_write() -> None:
    gazetteer = load_gazetteer()
    keys = {gazetteer.key(number) for number in range(0, gazetteer.key_count, 7)}
    assert all(ord(char) < 0x250 for key in keys for char in key)
    assert gazetteer.find("KYS") == ()  # the airport's code


def test_a_dump_becomes_a_gazetteer(dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "made.bin"
    build([dump], out, world=False)
    made = Gazetteer(out)
    tambo = {(place.geoname_id, place.level) for place in made.find("Tambo") if place.country == "GMB"}
    assert tambo == {(1, "area"), (2, "locality")}
    assert [place.admin for place in made.find("Sinthiou Mbaré")] == [("Tambo",)]
    assert made.find("Puits de Tambo") == ()
    assert made.find("TMB") == ()
    assert made.longest("sinthiou") == 2
    assert [made.name(found) for found in made.rows_sounding("Sintiou Mbarré")] == ["Sinthiou M’Baré"]
    towns = {
        p.geoname_id: p.prominence for p in made.find("Gandé") if p.country == "GMB" and p.level == "locality"
    }
    assert towns == {6: 2, 7: 1}


def test_a_country_is_added_to_an_existing_file(dump: Path, tmp_path: Path) -> None:
    into = tmp_path / "own.bin"
    into.write_bytes(SHIPPED.read_bytes())
    assert add(dump, into) == 6
    own = Gazetteer(into)
    assert [place.geoname_id for place in own.find("Sinthiou Mbaré")] == [3]
    assert {place.country for place in own.find("Kidira")} == {"SEN", "MLI"}
    assert own.find("Londres")[0].country == "GBR"
    assert own.find("Casamance")
    assert "XX.txt.gz" in own.sources


def test_the_same_dumps_give_the_same_bytes(dump: Path, tmp_path: Path) -> None:
    for name in ("one.bin", "two.bin"):
        build([dump], tmp_path / name, world=False)
    assert (tmp_path / "one.bin").read_bytes() == (tmp_path / "two.bin").read_bytes()


def test_a_bad_file_is_told_with_its_place(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("1\tTambo\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"bad\.txt:1: a dump has 19 columns"):
        read_dump(bad)
    with pytest.raises(InputError):
        read_dump(tmp_path / "absent.txt")
    with pytest.raises(DataError, match="not a gazetteer file"):
        Gazetteer(bad)
    with pytest.raises(DataError, match="cannot open"):
        Gazetteer(tmp_path / "absent.bin")


@given(st.text(max_size=40))
def test_folding_keeps_the_length_and_no_name_breaks_a_look_up(text: str) -> None:
    assert len(fold(text)) == len(text)
    key = name_key(text)
    assert name_key(key) == key
    load_gazetteer().rows(key)
    load_gazetteer().rows_sounding(text)


@pytest.mark.parametrize(
    ("one", "other"), [("Aguelhoc", "Aguelhok"), ("Dianké Makhan", "Dianké Makam"), ("Sintiou", "Sinthiou")]
)
def test_spellings_of_one_name_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
