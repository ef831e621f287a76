"""The attacks of 1 July 2025 in the press of those days: one incident a town, each with its reports."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest

from faleme.link.incidents import link, reports_of
from faleme.pipeline import load, read_articles
from faleme.records.text import Article

TOWNS = {"Diboli", "Kayes", "Nioro du Sahel", "Niono", "Molodo", "Sandaré", "Gogui"}


@pytest.mark.shared
def test_one_incident_a_town_each_with_its_reports(shared: Path) -> None:
    with gzip.open(shared / "press" / "senegal-2025.jsonl.gz", "rt", encoding="utf-8") as lines:
        press = [msgspec.json.decode(line, type=Article) for line in lines]
    told = [
        a
        for a in press
        if a.published and "2025-06-30" <= a.published[:10] <= "2025-07-05" and "Mali" in a.text
    ]
    reports = [r for reading in read_articles(told, load()) for r in reports_of(reading)]
    towns: dict[str, list[int]] = {}
    for each in link(reports):
        at = each.place
        if (
            each.type == "ASSAULT"
            and at
            and at.name in TOWNS
            and each.time
            and each.time.from_ == "2025-07-01"
        ):
            towns.setdefault(at.name, []).append(len({member.article for member in each.members}))
    assert set(towns) == TOWNS
    assert all(len(found) == 1 for found in towns.values()), towns
    assert all(found[0] >= 2 for found in towns.values()), towns
    assert towns["Diboli"][0] >= 3
