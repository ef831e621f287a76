"""Tables of field reports, good and bad; values as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.coding.field_reports import filed
from faleme.errors import InputError, JudgementError
from faleme.read.field_reports import COLUMNS, Row, field_report, read_table
from faleme.read.typed_values import FIELDS, checked, read_value
from faleme.records.event import Fatalities
from faleme.records.text import SetAside
from faleme.records.time import Period

NOW = "2026-02-01T10:00:00+00:00"
CELLS = {"source": "préfet", "type": "assault", "text": "Un poste a brûlé."}


def test_a_row_becomes_a_report_with_its_codes() -> None:
    told = field_report(
        CELLS | {"time": "2026-01-28..2026-01-30", "fatalities": "12..", "grade": "b2", "lat": "14,45",
                 "lon": "-12.2", "actors": "JNIM UNK:UAF", "tags": "fuel,road", "marking": "green"},
        reported=NOW,
    )  # fmt: skip
    assert (told.type, told.grade, told.marking, told.reported) == ("ASSAULT", "B2", "GREEN", NOW)
    assert (told.time, told.fatalities) == (Period("2026-01-28", "2026-01-30"), Fatalities(12, None))
    assert (told.lat, told.lon, told.actors, told.tags) == (
        14.45, -12.2, ("JNIM", "UNK:UAF"), ("fuel", "road"),
    )  # fmt: skip


def test_what_is_not_said_is_amber_and_not_to_be_judged() -> None:
    told = field_report(CELLS, reported=NOW)
    assert (told.marking, told.grade, told.status, told.place) == ("AMBER", "F6", "occurred", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": " "}, {"type": "BATTLE"}, {"grade": "G1"}, {"grade": "B22"}, {"marking": "PINK"},
        {"lat": "14"}, {"lat": "140", "lon": "1"}, {"lat": "nan", "lon": "1"}, {"time": "hier"},
        {"fatalities": "-3"}, {"reported": "hier"}, {"channel": "pigeon"}, {"mode": "strike"},
        {"tags": "rain"}, {"actors": "someone"}, {"time": ".."},
    ],
)  # fmt: skip
def test_a_wrong_cell_is_told(wrong: dict[str, str]) -> None:
    with pytest.raises(JudgementError):
        field_report(CELLS | wrong, reported=NOW)


def test_evidence_is_the_report_itself_and_a_convoy_to_come_is_restricted() -> None:
    told = field_report(CELLS | {"type": "COOPERATE", "status": "planned", "tags": "convoy"}, reported=NOW)
    reading = filed(told, None).reading
    (event,) = reading.events
    assert event.evidence[0].quote(reading.article.text) == told.text
    assert event.marking == "AMBER+STRICT"
    assert filed(told, None).reading.article.id == reading.article.id


@settings(max_examples=200, deadline=None)
@given(
    raw=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))),
    head=st.sampled_from([b"", b"source,type,text\n", b"source;type;text;time\n"]),
)
def test_any_file_gives_reports_and_told_rows_or_is_no_table(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, head: bytes
) -> None:
    path = tmp_path_factory.mktemp("tables") / "any.csv"
    path.write_bytes(head + raw)
    try:
        rows = list(read_table(path, reported=NOW))
    except InputError:
        return
    assert all(isinstance(row, Row | SetAside) for row in rows)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FIELDS), st.text(max_size=30))
def test_any_typed_value_is_understood_or_refused(field: str, written: str) -> None:
    try:
        value = checked(field, read_value(field, written), kind="ASSAULT")
    except JudgementError:
        return
    assert checked(field, value, kind="ASSAULT") == value


def test_the_documented_columns_are_those_that_are_read() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "5_review.md").read_text("utf-8")
    table = page[page.index("| column | what |") :]
    assert [name for name in COLUMNS if f"`{name}`" not in table] == []
