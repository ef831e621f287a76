"""Review on the command line, from the first list to the labels, as a person would do it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from faleme.cli import main
from faleme.store.sql import open_store
from tests.made import DIBOLI, KAYES, KIDIRA, dead, event, reading

AT = "2026-02-01T00:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> str:
    """A store with two reports of an attack at Diboli, one of shots at Kayes, one of a march at Kidira."""
    url = f"sqlite:///{tmp_path}/desk.db"
    opened = open_store(url)
    opened.add(
        [
            reading(
                "a1",
                event("a1:1", fatalities=dead(7, 7)),
                text="Poste visé\n\nSept morts.",
                url="https://x.sn/1",
            ),
            reading(
                "a2", event("a2:1", fatalities=dead(15, 18)), text="Diboli\n\nQuinze tués dit-on.", source="B"
            ),
            reading("a3", event("a3:1", place=KAYES), text="Tirs à Kayes\n\nDes détonations."),
            reading("a4", event("a4:1", type="PROTEST", place=KIDIRA), text="Marche\n\nLes gens ont défilé."),
        ],
        actor="machine",
        at=AT,
    )
    opened.close()
    return url


def run(store: str, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["--store", store, "--as", "awa", *arguments], catch_exceptions=False, env={"COLUMNS": "200"}
    )


def listed(store: str, *arguments: str) -> list[dict[str, Any]]:
    done = run(store, "incidents", "--format", "jsonl", *arguments)
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def ids(store: str) -> dict[str, str]:
    return {member["article"]: each["id"] for each in listed(store) for member in each["members"]}


def test_incidents_print_one_a_line_with_members_claims_and_articles_read(store: str) -> None:
    attack = next(each for each in listed(store) if len(each["members"]) == 2)
    assert set(attack) >= {
        "id", "type", "mode", "status", "place", "time", "actors", "recipients", "claims", "members",
        "reviewed",
    }  # fmt: skip
    assert set(attack["members"][0]) >= {"article", "start", "end"}
    assert [claim["fatalities"] for claim in attack["claims"]] == [
        {"min": 7, "max": 7},
        {"min": 15, "max": 18},
    ]
    assert attack["articles_read_that_day"] == 0
    table = run(store, "incidents").stdout
    assert "articles read" in table
    assert attack["id"] in table


def test_lists_are_narrowed_and_a_slip_of_the_pen_is_told(store: str) -> None:
    assert [each["type"] for each in listed(store, "--type", "protest")] == ["PROTEST"]
    assert listed(store, "--since", "2026-01-01") == []
    assert len(listed(store, "--limit", "1")) == 1
    assert listed(store, "--within-km", "5") == []  # the made places carry no distance
    for wrong in (["--type", "ASAULT"], ["--since", "mardi"]):
        done = run(store, "incidents", *wrong)
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)


def test_the_queue_is_shown_with_reasons_and_empties_as_people_decide(store: str) -> None:
    table = run(store, "review").stdout
    assert "up to 18 dead" in table
    lines = run(store, "review", "--format", "jsonl").stdout.splitlines()
    scores = [json.loads(line)["score"] for line in lines]
    assert scores == sorted(scores, reverse=True)
    for each in set(ids(store).values()):
        assert run(store, "review", each, "accept").exit_code == 0
    assert run(store, "review", "--format", "jsonl").stdout == ""
    assert listed(store, "--unreviewed") == []


def test_corrections_are_checked_kept_and_undone(store: str) -> None:
    at = ids(store)["a3"]
    done = run(
        store, "review", at[:10], "correct", "type=COERCE", "mode=restrict", "place=Kidira, SEN",
        "time=2025-07-02..", "fatalities=2", "actors=MLI:MIL,JNIM", "recipients=none", "tags=road",
        "--note", "vu sur place",
    )  # fmt: skip
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 8), done.stderr
    shown = next(each for each in listed(store) if each["id"] == at)
    assert (shown["type"], shown["mode"], shown["place"]["name"]) == ("COERCE", "restrict", "Kidira")
    assert shown["place"]["proximity"]["side"] == "SEN"
    assert {each["field"] for each in shown["differs"]} >= {"type", "mode", "place", "time", "fatalities"}
    history = run(store, "history", at).stdout
    assert "Kayes (MLI)" in history and "Kidira (SEN)" in history and "vu sur place" in history
    for number in range(1, 9):
        assert run(store, "undo", str(number)).exit_code == 0
    again = next(each for each in listed(store) if each["id"] == at)
    assert (again["reviewed"], again["differs"]) == (False, [])
    assert "undone by 9" in run(store, "history", at).stdout


@pytest.mark.parametrize(
    "words",
    [
        ["review", "inc-nowhere", "accept"], ["review", "{a3}"], ["review", "{a3}", "correct"],
        ["review", "{a3}", "correct", "type"], ["review", "{a3}", "correct", "mode=strike"],
        ["review", "{a3}", "correct", "place=Xyzzyville"], ["review", "{a3}", "correct", "weather=dry"],
        ["review", "{a3}", "correct", "fatalities=many"], ["review", "{a3}", "accept", "please"],
        ["review", "{a3}", "assign"], ["merge", "{a3}"], ["merge", "{a3}", "{a3}"], ["split", "{a3}", "a3"],
        ["split", "{a1}", "a9"], ["undo", "7"], ["history", "inc-nowhere"],
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_one_line_and_wrong_use(store: str, words: list[str]) -> None:
    there = ids(store)
    done = run(store, *(word.format(**there) for word in words))
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert done.stderr.startswith("faleme: ")
    assert listed(store, "--unreviewed") == listed(store)


def test_merge_split_and_undo_keep_every_address(store: str) -> None:
    there = ids(store)
    assert run(store, "merge", there["a3"], there["a1"]).exit_code == 0
    assert len(listed(store)) == 2
    assert run(store, "history", there["a1"]).exit_code == 0
    done = run(store, "split", there["a3"], "a2", "--note", "autre poste")
    assert "are now inc-" in done.stdout
    assert len({*ids(store).values()}) == 3
    run(store, "undo", "2")
    run(store, "undo", "1")
    assert ids(store) == there


def test_labels_hold_what_people_decided_and_no_text(store: str) -> None:
    there = ids(store)
    run(store, "review", there["a3"], "correct", "fatalities=2")
    run(store, "review", there["a3"], "accept")
    run(store, "review", there["a4"], "reject", "--note", "répétition de théâtre")
    run(store, "review", there["a1"], "correct", "fatalities=15..18")
    done = run(store, "labels", "export")
    labels = {label["article"]["id"]: label for label in map(json.loads, done.stdout.splitlines())}
    assert labels["a3"]["events"][0]["fatalities"] == {"min": 2, "max": 2}
    assert labels["a3"]["events"][0]["not_judged"] == []
    assert labels["a3"]["events"][0]["evidence"] == [{"start": 0, "end": 16}]
    (rejected,) = labels["a4"]["not_events"]
    assert (rejected["type"], labels["a4"]["events"]) == ("PROTEST", [])
    # The incident's toll was corrected; what the first article said of it is its own and stays unjudged.
    assert labels["a1"]["events"][0]["fatalities"] == {"min": 7, "max": 7}
    assert "fatalities" in labels["a1"]["events"][0]["not_judged"]
    assert "détonations" not in done.stdout and "Tirs" not in done.stdout


def test_a_report_by_telephone_joins_its_incident_and_stays_at_home(store: str) -> None:
    done = run(
        store, "report", "add", "--source", "poste de Kidira", "--grade", "B2", "--marking", "GREEN",
        "--place", "Diboli", "--time", "2025-07-01", "--type", "ASSAULT", "--actors", "JNIM",
        "--text", "Le poste de Diboli est visé, dit le chef.", "--reported", "2025-07-01T18:00",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("field-") and "GREEN at Diboli (MLI)" in done.stdout
    again = run(
        store, "report", "add", "--source", "radio", "--lat", "14.4551", "--lon", "-12.1995",
        "--type", "ASSAULT", "--text", "Coups de feu.", "--country", "MLI",
    )  # fmt: skip
    assert again.exit_code == 0, again.stderr
    assert "AMBER at" in again.stdout
    public = run(store, "export").stdout
    assert "poste de Kidira" not in public and "radio" not in public
    inside = list(csv.DictReader(run(store, "export", "--up-to", "AMBER").stdout.splitlines()))
    assert any("poste de Kidira" in row["sources"] or "radio" in row["sources"] for row in inside)


def test_a_table_of_reports_is_filed_and_bad_rows_are_told_by_line(store: str, tmp_path: Path) -> None:
    table = tmp_path / "reports.csv"
    table.write_text(
        "source;type;text;place;time;grade;marking;fatalities;tags\n"
        "préfet;ASSAULT;Un poste a brûlé.;Diboli;2025-07-09;B2;CLEAR;2;road\n"
        'radio;COERCE;"Deux camions\nsaisis";Kidira, SEN;2025-07-09;;;;\n'
        ";ASSAULT;Sans source.;;;;;;\n"
        "radio;BATTLE;Type inconnu.;;;;;;\n"
        "radio;ASSAULT;Lieu inconnu.;Xyzzyville;;;;;\n"
        "radio;ASSAULT;Note fausse.;;;Z9;;;\n"
        "radio;ASSAULT;Trop;;;;;;;;;;;\n"
        "\n",
        encoding="utf-8-sig",
    )
    done = run(store, "report", "import", str(table))
    assert (done.exit_code, done.stdout) == (6, "2 new, 0 known already, 5 set aside\n")
    lines = done.stderr.splitlines()
    assert [line.split(":")[1] for line in lines] == ["5", "6", "7", "8", "9"]
    assert run(store, "report", "import", str(table)).stdout.startswith("0 new, 2 known already")
    filed = [each for each in listed(store) if each["members"][0]["article"].startswith("field-")]
    assert {(each["type"], each["marking"]) for each in filed} == {("ASSAULT", "CLEAR"), ("COERCE", "AMBER")}
    for content in ("", "source,text\nx,y\n", "source,type,text,weather\n"):
        table.write_text(content, encoding="utf-8")
        wrong = run(store, "report", "import", str(table))
        assert (wrong.exit_code, len(wrong.stderr.splitlines())) == (3, 1)
    assert run(store, "report", "import", str(tmp_path / "none.csv")).exit_code == 3


def test_exports_say_who_reviewed_nothing_but_that_it_was_and_where_both_differ(store: str) -> None:
    there = ids(store)
    run(store, "review", there["a1"], "correct", "fatalities=15..18")
    (row,) = csv.DictReader(run(store, "export", "--reviewed").stdout.splitlines())
    assert (row["reviewed"], row["fatalities_min"], row["claimed_min"]) == ("True", "15", "7")
    assert row["links"] == "https://x.sn/1"
    assert row["sources"] == "Le Courrier de démonstration | B"
    assert json.loads(row["differs"])["fatalities"] == {
        "machine": {"min": 7, "max": 18},
        "person": {"min": 15, "max": 18},
    }
    assert "awa" not in json.dumps(row)
    events = list(csv.DictReader(run(store, "export", "--what", "events").stdout.splitlines()))
    assert {e["article"]: e["reviewed"] for e in events}["a1"] == "True"


def test_the_acled_table_has_its_columns_and_codes(store: str) -> None:
    from faleme.export.acled import ACLED_COLUMNS

    there = ids(store)
    run(store, "review", there["a3"], "correct", "mode=drone", "recipients=MLI:CVL")
    text = run(store, "export", "--format", "acled").stdout
    rows = {row["location"]: row for row in csv.DictReader(text.splitlines())}
    assert tuple(rows["Diboli"])[: len(ACLED_COLUMNS)] == ACLED_COLUMNS
    strike = rows["Kayes"]
    assert (strike["event_type"], strike["sub_event_type"]) == (
        "Explosions/Remote violence", "Air/drone strike",
    )  # fmt: skip
    assert (strike["civilian_targeting"], strike["iso"], strike["country"]) == (
        "Civilian targeting", "466", "Mali",
    )  # fmt: skip
    assert (strike["time_precision"], strike["geo_precision"], strike["date_prec"]) == ("1", "1", "1")
    assert rows["Diboli"]["fatalities"] == "7"
    assert rows["Kidira"]["disorder_type"] == "Demonstrations"
    wrong = run(store, "export", "--format", "acled", "--what", "events")
    assert (wrong.exit_code, len(wrong.stderr.splitlines())) == (2, 1)


def test_diboli_is_the_one_on_the_border() -> None:
    from faleme.assess.border import load_border
    from faleme.assess.corridors import load_corridors
    from faleme.assess.typed_places import PlaceBook
    from faleme.errors import JudgementError
    from faleme.lexicon.gazetteer import load_gazetteer

    book = PlaceBook(load_gazetteer(), load_border(), load_corridors())
    assert (book.place("Diboli").country, DIBOLI.country) == ("MLI", "MLI")
    assert book.place("Diboli, GIN").country == "GIN"
    assert (book.place("MLI").level, book.place("MLI").lat) == ("country", None)
    assert book.place("Poste 3@14.4,-12.1").name == "Poste 3"
    for wrong in ("Xyzzyville", "Diboli, SEN", "97,5", "0,0", ""):
        with pytest.raises(JudgementError):
            book.place(wrong)


def test_every_command_of_review_is_in_its_page() -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "5_review.md").read_text("utf-8")
    commands = (
        "incidents", "review", "merge", "split", "undo", "history", "labels export", "report add",
        "report import", "export --format acled",
    )  # fmt: skip
    assert [name for name in commands if f"faleme {name}" not in page] == []
