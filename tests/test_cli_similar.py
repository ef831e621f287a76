"""Similar articles on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.test_cli_review import run, store

__all__ = ["store"]


def test_neighbours_are_listed_with_the_reason(store: str) -> None:
    done = run(store, "similar", "a1")
    assert done.exit_code == 0, done.stderr
    assert "a2" in done.stdout and "same incident inc-" in done.stdout
    (line,) = run(store, "similar", "a1", "--json").stdout.splitlines()
    found = json.loads(line)
    assert (found["article"]["id"], found["kind"], found["article"]["source"]) == ("a2", "same-incident", "B")
    assert found["incident"].startswith("inc-")


def test_an_article_that_is_not_there_is_one_line_and_wrong_use(store: str, tmp_path: Path) -> None:
    done = run(store, "similar", "nowhere")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
