"""`faleme border`, `corridor`, `risk now` and `rules` over the sample press and over made-up histories."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from faleme.cli import main
from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.records.reading import Reading
from faleme.records.time import Period
from faleme.store.sql import open_store
from tests.desk.seed import made_article, made_event


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('watch') / 'demo.db'}"
    store = open_store(url)
    store.add(read_articles(sample(), load()), actor="test", at="2026-02-01T00:00:00+00:00")
    store.close()
    yield url


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Attacks at Diboli every few days over three years."""
    url = f"sqlite:///{tmp_path_factory.mktemp('watch') / 'attacked.db'}"
    rng = random.Random(3)
    store, day = open_store(url), dt.date(2022, 9, 1)
    readings = []
    while day < dt.date(2026, 1, 1):
        iso = day.isoformat()
        article = made_article(f"a{iso}", f"Tirs à Diboli le {iso}", f"Tirs le {iso}.", published=iso)
        told = made_event(article.text, f"e{iso}", f"Tirs le {iso}.", time=Period(iso, iso))
        readings.append(Reading(article=article, events=(told,), places=(), times=(), figures=()))
        day += dt.timedelta(days=rng.randrange(4, 20))
    store.add(readings, actor="test", at="2026-01-01T00:00:00+00:00")
    store.close()
    return url


def said(url: str, *arguments: str) -> str:
    run = CliRunner().invoke(main, ["--store", url, *arguments])
    assert run.exit_code == 0, run.output
    return run.stdout


def told(url: str, *arguments: str) -> Any:
    return json.loads(said(url, *arguments, "--json"))


def test_the_border_tells_the_week_what_was_expected_and_what_is_behind_a_surge(demo: str) -> None:
    found = told(demo, "border", "--as-of", "2025-07-06")
    near = next(e for e in found["segments"] if (e["segment"], e["band_km"]) == ("kidira-diboli", 10.0))
    assert near["this_week"] == near["four_weeks"] >= 1 and near["expected"] < 0.5
    assert near["nearest"]["day"] == "2025-07-01" and near["nearest"]["km"] < 1
    surge = near["open_surge"]
    assert surge["excess"]["counted"] == len(near["surge_incidents"]) >= 2
    page = said(demo, "border", "--as-of", "2025-07-06")
    assert "surge, Kidira–Diboli within 10 km" in page and near["surge_incidents"][0] in page
    assert told(demo, "border", "--as-of", "2025-06-30")["segments"][3]["four_weeks"] == 0


def test_kidira_kayes_is_disrupted_from_1_july_2025_and_has_a_detour(demo: str) -> None:
    asked = ("corridor", "road-dakar-bamako", "--from", "Kidira", "--to", "Kayes", "--as-of")
    before = told(demo, *asked, "2025-06-30")["corridors"][0]
    assert before["state"] != "disrupted" and before["around"] is None
    found = told(demo, *asked, "2025-07-01")
    (look,) = found["corridors"]
    assert (found["marking"], look["state"]) == ("AMBER+STRICT", "disrupted")
    assert look["on_way"] == ["Kidira–Diboli", "Diboli–Kayes"]
    here = next(each for each in look["segments"] if each["segment"] == "Diboli–Kayes")
    assert here["state"] == "disrupted" and here["eases_on"] == "2025-07-22" and here["read"] > 0
    assert {each["rule"] for each in here["evidence"]} == {"attack-beside"}
    assert {"rule": "reopened", "reach_km": 25.0, "to": "open"} in here["would_change"]
    assert look["around"]["extra_km"] > 100 and "Kéniéba" in look["around"]["by"]
    assert look["crosses"] == ["Goudiry–Kidira"]
    page = said(demo, *asked, "2025-07-01")
    assert "Kidira–Kayes: disrupted" in page and here["evidence"][0]["incident"] in page
    assert "avoiding Kidira–Diboli, Diboli–Kayes" in page


def test_what_if_a_segment_closes(demo: str) -> None:
    asked = ("corridor", "road-dakar-bamako", "--as-of", "2025-06-01", "--closed", "Tambacounda-Kotiari")
    (look,) = told(demo, *asked)["corridors"]
    assert look["shut"] == look["closed"] == ["Tambacounda–Kotiari"]
    assert "Kédougou" in look["around"]["by"] and "Kidira" not in look["around"]["by"]
    assert "no segment" in CliRunner().invoke(
        main, ["--store", demo, "corridor", "road-dakar-bamako", "--closed", "Nulle-Part"]
    ).output  # fmt: skip


def test_all_corridors_and_wrong_questions(demo: str) -> None:
    assert len(told(demo, "corridor", "--as-of", "2025-07-01")["corridors"]) == 4
    for wrong in (["road-x"], ["--from", "Kidira"], ["road-dakar-bamako", "--to", "Paris"]):
        run = CliRunner().invoke(main, ["--store", demo, "corridor", *wrong])
        assert run.exit_code and run.output.startswith("faleme: ") and run.output.count("\n") == 1, wrong


def test_a_network_of_roads_of_the_users_own(demo: str, tmp_path: Path) -> None:
    towns = {"t": (-13.6673, 13.7707), "k": (-11.4445, 14.4469), "d": (-12.1995, 14.4551), "g": (-12.9, 13.5)}
    lines = [("t", "d", 180_000), ("d", "k", 95_000), ("t", "g", 120_000), ("g", "k", 300_000)]
    features = [
        {"properties": {"from": a, "to": b, "distance": far},
         "geometry": {"coordinates": [towns[a], towns[b]]}} for a, b, far in lines
    ]  # fmt: skip
    roads = tmp_path / "roads.geojson"
    roads.write_text(json.dumps({"features": features}), encoding="utf-8")
    asked = ("corridor", "road-dakar-bamako", "--from", "Tambacounda", "--to", "Kayes", "--roads", str(roads))
    (look,) = told(demo, *asked, "--as-of", "2025-06-01", "--closed", "Diboli-Kayes")["corridors"]
    assert (look["around"]["km"], look["around"]["extra_km"]) == (420.0, 145.0)
    assert look["around"]["measured"] is True


def test_risk_stands_beside_the_baselines_and_what_became_of_earlier_forecasts(attacked: str) -> None:
    found = told(attacked, "risk", "now", "--as-of", "2025-12-31")["risk"]
    assert {(each["kind"], each["horizon"]) for each in found} == {
        (kind, days) for kind in ("border", "corridor", "cell") for days in (7, 30)
    }
    (border,) = (each for each in found if (each["kind"], each["horizon"]) == ("border", 30))
    (here,) = border["chances"]
    assert here["unit"] == "kidira-diboli" and here["chance"] > 0.7
    assert {"persistence", "seasonal"} <= set(here) and here["past"]["count"] >= 50
    assert set(border["backtest"]["scores"]) == {"model", "persistence", "seasonal"}
    assert "kidira-diboli" in said(attacked, "risk", "now", "--as-of", "2025-12-31", "--kind", "border")
    early = CliRunner().invoke(main, ["--store", attacked, "risk", "now", "--as-of", "2023-03-01"])
    assert early.exit_code and "396 days" in early.output


def test_rules_are_listed_and_tried_over_the_past(demo: str, tmp_path: Path) -> None:
    listed = json.loads(said(demo, "rules", "list", "--json"))
    assert {each["id"] for each in listed} >= {"attack-10km", "corridor-blocked", "surge-50km"}
    assert "not armed" in said(demo, "rules", "list")
    found = told(demo, "rules", "try", "--since", "2025-06-28", "--until", "2025-07-05")
    assert found["by_rule"]["attack-10km"] == sum(e["rule"] == "attack-10km" for e in found["fired"]) >= 1
    attack = next(each for each in found["fired"] if each["rule"] == "attack-10km")
    assert attack["as_of"] == "2025-07-01" and attack["incidents"] and attack["facts"]["place"]
    corridor = next(each for each in found["fired"] if each["rule"] == "corridor-disrupted")
    assert corridor["marking"] == "AMBER+STRICT"
    own = tmp_path / "rules.toml"
    own.write_text(
        '[[rule]]\nid = "mine"\nkind = "attack-near"\nkm = 5\nseverity = "Severe"\nurgency = "Immediate"\n'
        'certainty = "Likely"\ncategories = ["Security"]\nevent_codes = ["OET-193"]\nexpires_hours = 24\n'
    )
    page = said(demo, "rules", "try", "--since", "2025-06-28", "--until", "2025-07-05", "--rules", str(own))
    assert "mine" in page and "a week  (not armed)" in page and "corridor" not in page


def test_each_thing_is_told_once_on_the_day_that_it_was_known(attacked: str) -> None:
    found = told(attacked, "rules", "try", "--since", "2025-03-01", "--until", "2025-04-30")["fired"]
    keys = [(each["rule"], each["key"]) for each in found]
    assert len(keys) == len(set(keys))
    attacks = [each for each in found if each["rule"] == "attack-10km"]
    assert len(attacks) >= 3 and all(
        each["as_of"] == max(each["facts"]["day"], "2025-03-01") for each in attacks
    )
    risky = [each for each in found if each["rule"] == "risk-over-half"]
    assert all(each["facts"]["chance"] >= 50 for each in risky)
