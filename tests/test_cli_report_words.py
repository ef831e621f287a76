"""A word on one report on the command line, and the labels that it becomes."""

from __future__ import annotations

import json

import pytest

from tests.test_cli_review import ids, listed, run, store

__all__ = ["store"]


def test_one_report_is_corrected_told_and_undone(store: str) -> None:
    at, before = ids(store)["a1"], listed(store)
    done = run(store, "review", at, "correct", "--report", "a2", "fatalities=4", "type=coerce")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 2), done.stderr
    assert "correct-report fatalities" in done.stdout and "15–18 → 4–4" in done.stdout
    shown = next(each for each in listed(store) if each["id"] == at)
    assert {(word["article"], word["field"]) for word in shown["on_reports"]} == {
        ("a2", "fatalities"),
        ("a2", "type"),
    }
    assert {"min": 4, "max": 4} in [claim["fatalities"] for claim in shown["claims"]]
    assert "correct-report type" in run(store, "history", at).stdout
    for number in ("1", "2"):
        assert run(store, "undo", number).exit_code == 0
    assert listed(store) == before


def test_one_report_is_rejected_and_the_other_stays(store: str) -> None:
    at = ids(store)["a1"]
    assert run(store, "review", at, "reject", "--report", "a2", "--note", "un film").exit_code == 0
    assert ids(store)["a1"] == at and "a2" not in ids(store)


def test_labels_hold_the_words_on_reports_with_their_offsets(store: str) -> None:
    there = ids(store)
    run(store, "review", there["a1"], "correct", "--report", "a2", "fatalities=4")
    run(store, "review", there["a3"], "reject", "--report", "a3")
    done = run(store, "labels", "export")
    labels = {label["article"]["id"]: label for label in map(json.loads, done.stdout.splitlines())}
    (event,) = labels["a2"]["events"]
    assert (event["fatalities"], event["evidence"]) == ({"min": 4, "max": 4}, [{"start": 0, "end": 16}])
    assert "fatalities" not in event["not_judged"] and "type" in event["not_judged"]
    assert [each["id"] for each in labels["a3"]["not_events"]] == ["a3:1"]
    assert "a1" not in labels and "Diboli" not in done.stdout.replace('"name":"Diboli"', "")


@pytest.mark.parametrize(
    "words",
    [
        ["review", "{a1}", "accept", "--report", "a2"], ["review", "{a1}", "reject", "--report", "a3"],
        ["review", "{a1}", "correct", "--report", "a2"],
        ["review", "{a1}", "assign", "Awa", "--report", "a2"],
        ["review", "{a1}", "correct", "--report", "a2", "type=BATTLE"],
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_one_line(store: str, words: list[str]) -> None:
    there = ids(store)
    done = run(store, *(word.format(**there) for word in words))
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
