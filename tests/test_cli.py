"""The command line as a user meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faleme.cli import main

PAGE = """Attaque au poste de Kidira

Des hommes armés ont attaqué mardi 3 mars 2026 le poste de douane de Kidira, tuant au moins 3 douaniers.

Le ministre sénégalais de l’Intérieur s’est rendu le lendemain à Kidira.
"""


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/desk.db"


def test_read_prints_one_reading_a_line_and_every_span_quotes_the_text(page: Path) -> None:
    done = run("read", "--format", "jsonl", str(page))
    assert done.exit_code == 0
    (line,) = done.stdout.splitlines()
    reading = json.loads(line)
    assert set(reading) >= {"article", "events", "places", "times", "figures"}
    text = reading["article"]["text"]
    assert {text[p["start"] : p["end"]] for p in reading["places"]} == {"Kidira"}
    assert {(p["country"], p["level"]) for p in reading["places"]} == {("SEN", "locality")}
    assert ("2026-03-03", "2026-03-03") in {(t["from"], t["to"]) for t in reading["times"]}
    assert [(f["value"], f["unit"], f["modifier"]) for f in reading["figures"]] == [
        (3, "douanier", "more-than")
    ]
    assault = next(event for event in reading["events"] if event["type"] == "ASSAULT")
    assert assault["place"]["name"] == "Kidira"
    assert assault["place"]["proximity"]["side"] in ("SEN", None)
    assert assault["evidence"]
    assert assault["reasons"]


def test_read_prints_tables_that_a_person_can_read(page: Path) -> None:
    shown = run("read", str(page)).stdout
    assert "Attaque au poste de Kidira" in shown
    assert "ASSAULT" in shown
    assert "km from Sénégal–Mali, SEN" in shown


def test_read_takes_standard_input() -> None:
    done = run("read", "--format", "jsonl", "-", stdin=PAGE.encode())
    assert json.loads(done.stdout)["article"]["title"] == "Attaque au poste de Kidira"


def test_an_article_given_as_json_keeps_its_text_to_the_letter(tmp_path: Path) -> None:
    text = "Titre  avec  espaces\n\n\n corps ‚Äô jamais mendé \u00a0!\n"
    path = tmp_path / "articles.jsonl"
    path.write_text(
        json.dumps({"id": "x", "title": "Titre", "text": text, "language": "fr"}) + "\n", encoding="utf-8"
    )
    assert json.loads(run("read", "--format", "jsonl", str(path)).stdout)["article"]["text"] == text


def test_bad_inputs_are_told_in_one_line_each_and_the_rest_goes_on(page: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (tmp_path / "lines.jsonl").write_text('{"id": "1", "title": "a"\nnot json\n', encoding="utf-8")
    aside = tmp_path / "aside.jsonl"
    names = ["empty.html", "picture.png", "lines.jsonl", "missing.html"]
    inputs = [str(tmp_path / name) for name in names]
    done = run("read", "--format", "jsonl", "--set-aside", str(aside), *inputs, str(page))
    assert done.exit_code == 6
    assert len(done.stdout.splitlines()) == 1
    told = done.stderr.splitlines()
    assert len(told) == len(aside.read_text(encoding="utf-8").splitlines()) == 5
    assert all(line.startswith("set aside ") for line in told)
    assert {json.loads(line)["reason"] for line in aside.read_text(encoding="utf-8").splitlines()} >= {
        "empty",
        "binary",
        "not-json",
    }


def test_when_nothing_could_be_read_the_exit_code_says_so(tmp_path: Path) -> None:
    assert run("read", str(tmp_path / "nowhere.html")).exit_code == 3


def test_add_twice_changes_nothing_and_export_tells_no_text(page: Path, store: str, tmp_path: Path) -> None:
    first = run("--store", store, "add", str(page))
    assert first.exit_code == 0
    assert first.stdout.startswith("1 new")
    assert run("--store", store, "add", str(page)).stdout.startswith("0 new, 0 read again, 1 known already")
    for what in ("incidents", "events"):
        table = run("--store", store, "export", "--what", what).stdout
        rows = list(csv.DictReader(table.splitlines()))
        assert any(row["type"] == "ASSAULT" and row["place"] == "Kidira" for row in rows)
        assert "douaniers" not in table
    layer = json.loads(run("--store", store, "export", "--format", "geojson").stdout)
    assert layer["features"][0]["geometry"]["coordinates"] == pytest.approx([-12.2, 14.5], abs=0.1)
    lines = run("--store", store, "export", "--format", "jsonl").stdout.splitlines()
    assert len(lines) == len(layer["features"])


def test_a_wrong_store_or_date_is_one_line() -> None:
    wrong = run("--store", "mysql://x/y", "export")
    assert (wrong.exit_code, len(wrong.stderr.splitlines())) == (5, 1)
    date = run("--as-of", "31 février", "export")
    assert (date.exit_code, len(date.stderr.splitlines())) == (2, 1)


def test_the_demo_is_read_and_reading_it_again_changes_nothing(store: str) -> None:
    first = run("--store", store, "demo", "--no-serve").stdout
    assert "sample press" in first.lower()
    again = run("--store", store, "demo", "--no-serve").stdout
    assert "(0 read now)" in again


def test_the_version_does_not_wait_for_the_models() -> None:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "faleme.cli", "--version"], capture_output=True, text=True)
    assert "faleme" in done.stdout
    assert time.perf_counter() - start < 2.0
    code = "import sys, faleme.cli; sys.exit(bool({'spacy', 'sqlalchemy', 'trafilatura'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_file_that_cannot_be_written_is_one_line(page: Path, tmp_path: Path) -> None:
    done = run("read", "--out", str(tmp_path / "nowhere" / "x.jsonl"), str(page))
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)


def test_a_bad_dump_leaves_no_gazetteer_behind(tmp_path: Path) -> None:
    (tmp_path / "XX.txt").write_text("not a dump\n", encoding="utf-8")
    done = run("gazetteer", "add", str(tmp_path / "XX.txt"), "--into", str(tmp_path / "places.bin"))
    assert done.exit_code == 4
    assert [path.name for path in tmp_path.iterdir()] == ["XX.txt"]
