"""Tables of events by others: columns told apart, bad rows told by line, the rest read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from faleme.errors import InputError
from faleme.read.event_tables import Attack, read_attacks


def table(folder: Path, text: str) -> Path:
    path = folder / "events.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_acled_counts_attacks_alone(tmp_path: Path) -> None:
    read = read_attacks(table(tmp_path, (
        "event_id_cnty,event_date,event_type,latitude,longitude\n"
        "MLI1,01 July 2025,Battles,14.45,-12.2\nMLI2,2025-07-02,Protests,12.6,-8.0\n"
    )))  # fmt: skip
    assert read.attacks == (Attack(dt.date(2025, 7, 1), 14.45, -12.2),)
    assert (read.table, read.rows, read.other, read.all_taken) == ("ACLED", 2, 1, False)


def test_ucdp_ged_has_its_own_columns(tmp_path: Path) -> None:
    read = read_attacks(table(tmp_path, (
        "id,type_of_violence,latitude,longitude,date_start,best\n"
        "1,3,14.45,-12.2,2024-05-06 00:00:00.000,4\n"
    )))  # fmt: skip
    assert read.table == "UCDP GED" and read.attacks[0].day == dt.date(2024, 5, 6)


def test_bad_rows_are_told_by_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = table(tmp_path, (
        "event_date,event_type,latitude,longitude\n31/02/2025,Battles,14,-12\n"
        "2025-01-01,Battles,north,-12\n2025-01-01,Battles,140,-12\n2025-01-01,Battles,14,-12\n"
    ))  # fmt: skip
    read = read_attacks(path)
    assert len(read.attacks) == 1
    assert [line.split(": ")[0] for line in read.problems] == [f"{path}:{n}" for n in (2, 3, 4)]
    assert "31/02/2025" in read.problems[0]


def test_types_that_nobody_knows_are_all_attacks(tmp_path: Path) -> None:
    read = read_attacks(
        table(tmp_path, "event_date;event_type;latitude;longitude\n2025-01-01;raid;14,5;-12\n")
    )
    assert read.all_taken and read.attacks[0].lat == 14.5


def test_another_table_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it needs the columns"):
        read_attacks(table(tmp_path, "a,b\n1,2\n"))
