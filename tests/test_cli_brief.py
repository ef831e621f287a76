"""`faleme brief`: every format, the ceiling, the public."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from faleme.cli import main
from tests.desk.seed import TODAY, seeded


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('brief') / 'desk.db'}"
    seeded(url).close()
    return url


def brief(address: str, *arguments: str) -> bytes:
    done = CliRunner().invoke(
        main, ["--store", address, "--as-of", str(TODAY), "brief", *arguments], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


def test_it_writes_each_format_by_the_name_of_the_file(address: str, tmp_path: Path) -> None:
    starts = {"pdf": b"%PDF-", "md": b"# Note de situation", "html": b"<!doctype html>", "json": b"{"}
    for ending, start in starts.items():
        out = tmp_path / f"note.{ending}"
        brief(address, "--since", "2025-07-01", "--until", "2025-07-03", "-o", str(out))
        assert out.read_bytes().startswith(start)


def test_without_a_window_it_is_yesterday_and_today(address: str) -> None:
    told = json.loads(brief(address, "--format", "json", "--lang", "en"))
    assert (told["since"], told["until"], told["language"]) == ("2026-02-02", "2026-02-03", "en")


def test_nothing_above_the_marking_asked_for_is_told(address: str) -> None:
    window = ("--since", "2025-06-30", "--until", "2026-02-10", "--format", "json")
    clear, amber = brief(address, *window), brief(address, *window, "--marking", "AMBER+STRICT")
    assert json.loads(clear)["marking"] == "CLEAR"
    assert json.loads(amber)["marking"] == "AMBER+STRICT"
    assert b"Canariplan" in amber and b"Canariplan" not in clear and b"Canarivert" not in clear


def test_the_public_has_no_movement_to_come(address: str) -> None:
    window = ("--since", "2026-02-01", "--until", "2026-02-10", "--format", "json")
    assert b"Canari" not in brief(address, *window, "--public")
    assert json.loads(brief(address, *window, "--public"))["public"]


def test_a_window_turned_round_or_an_unknown_ending_is_told(address: str, tmp_path: Path) -> None:
    for wrong in (("--since", "2026-02-03", "--until", "2026-02-01"), ("-o", str(tmp_path / "note.doc"))):
        done = CliRunner().invoke(main, ["--store", address, "brief", *wrong])
        assert done.exit_code == 2 and "faleme:" in done.output
