"""Outlets: declared once, known by name, alias or address."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from faleme.errors import DataError
from faleme.lexicon.publishers import publisher_of, publishers


@pytest.mark.parametrize(
    "told, name",
    [
        ("SeneNews", "SeneNews"),
        ("sene news", "SeneNews"),
        ("https://www.senenews.com/actualites/x_1.html", "SeneNews"),
        ("http://fr.apanews.net/?p=1", "APA"),
        ("leral.net", "Leral"),
        ("L’Observateur Paalga", "L'Observateur Paalga"),
        ("L’ECHO D’ESSAI", "L’Écho d’essai"),
        ("https://notsenenews.com/a", None),
        ("Une feuille inconnue", None),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_an_outlet_is_known_by_name_alias_or_address(told: str | None, name: str | None) -> None:
    found = publisher_of(told)
    assert (found.name if found else None) == name


def test_the_sample_outlets_are_one_family_and_others_stand_alone() -> None:
    demo = [outlet for outlet in publishers() if outlet.family == "demo"]
    assert len(demo) >= 4
    assert {outlet.independent_of for outlet in demo} == {"demo"}
    senenews, senego = publisher_of("SeneNews"), publisher_of("Senego")
    assert senenews and senego and senenews.independent_of != senego.independent_of


def test_senegal_mali_and_their_neighbours_are_covered() -> None:
    assert {"SEN", "MLI", "BFA", "MRT", "GIN", "GMB"} <= {outlet.country for outlet in publishers()}
    assert sum(outlet.country in {"SEN", "MLI"} for outlet in publishers()) >= 20
    assert {outlet.marking for outlet in publishers()} == {"CLEAR"}


def test_a_wrong_declaration_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('[[publisher]]\nname = "X"\ncountry = "SEN"\nlanguage = "de"\n')
    with pytest.raises(DataError, match="x.toml"):
        publishers(tmp_path)


def test_two_outlets_cannot_claim_one_domain(tmp_path: Path) -> None:
    row = '[[publisher]]\nname = "{}"\ncountry = "SEN"\nlanguage = "fr"\ndomains = ["a.sn"]\n'
    (tmp_path / "x.toml").write_text(row.format("X") + row.format("Y"))
    with pytest.raises(DataError, match=r"a\.sn"):
        publishers(tmp_path)


@pytest.mark.shared
def test_all_outlets_of_the_press_and_of_the_reference_table_are_declared(shared: Path) -> None:
    missing = set()
    for path in (shared / "press").glob("*.jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as archive:
            for article in map(json.loads, archive):
                by_name, by_address = publisher_of(article["source"]), publisher_of(article["url"])
                if by_name is None or by_name is not by_address:
                    missing.add(article["source"])
    with (shared / "reference" / "events.csv").open(encoding="utf-8", newline="") as table:
        missing |= {
            row["url"] for row in csv.DictReader(table) if row["url"] and not publisher_of(row["url"])
        }
    assert not missing
