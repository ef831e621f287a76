"""One report of an incident at the desk: corrected or taken out by itself, told beside it, undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.store.sql import SqlStore
from tests.desk.conftest import visit
from tests.desk.seed import seeded
from tests.desk.test_pages import plain
from tests.desk.test_review import act, incident_of

OUTSIDE = {"access": "public", "address": "203.0.113.9", "host": "desk.example"}


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[SqlStore]:
    store = seeded(f"sqlite:///{tmp_path / 'review.db'}")
    yield store
    store.close()


def test_a_report_asked_for_comes_with_its_own_forms(own_store: SqlStore) -> None:
    analyst, incident = visit(own_store), incident_of(own_store, "bilan")
    page = analyst.get(f"/incident/{incident}").text
    assert f'href="/incident/{incident}?report=e-bilan#report-bilan-1"' in page
    assert 'name="report" value="e-bilan"' not in page
    asked = analyst.get(f"/incident/{incident}?report=e-bilan").text
    for field in ("type", "place", "time", "status", "actors", "fatalities"):
        assert re.search(rf'name="report" value="e-bilan">.*name="field" value="{field}"', asked)
    assert 'name="value" value="15.."' in asked
    assert "l’écarter" in plain(asked)
    assert "L'attaque de Diboli a fait 15 morts" in plain(asked).replace("&#39;", "'")


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("fatalities", "4", "Morts la machine a lu « 15.. » ; corrigé : « 4 »"),
        ("type", "COERCE", "Type la machine a lu « ASSAULT » ; corrigé : « COERCE »"),
        ("time", "2025-07-02", "corrigé : « 2025-07-02 »"),
        ("status", "denied", "corrigé : « denied »"),
        ("actors", "ISGS", "corrigé : « ISGS »"),
        ("place", "14.4,-12.25", "corrigé : « 14.4"),
    ],
)
def test_a_field_of_one_report_is_corrected_told_by_it_and_undone(
    own_store: SqlStore, field: str, value: str, shown: str
) -> None:
    analyst, incident = visit(own_store, actor="Fatou"), incident_of(own_store, "bilan")
    before = own_store.incident(incident)
    answer = act(analyst, incident, act="correct", report="e-bilan", field=field, value=value)
    assert answer.status_code == 303
    last = own_store.judgements()[-1]
    assert (last.act, last.who, last.field) == ("correct-report", "Fatou", field)
    words = plain(analyst.get(answer.headers["location"]).text)
    assert shown in words
    assert "rapport corrigé" in words and "rapport bilan" in words
    found = own_store.incident(incident)
    assert found and {member.article for member in found.members} == {"attaque", "bilan"}
    act(analyst, incident, act="undo", number=str(last.number))
    assert own_store.incident(incident) == before


def test_one_report_is_taken_out_shown_as_such_and_brought_back(own_store: SqlStore) -> None:
    analyst, incident = visit(own_store), incident_of(own_store, "attaque")
    act(analyst, incident, act="reject", report="e-bilan", note="un communiqué sans fait")
    number = own_store.judgements()[-1].number
    words = plain(analyst.get(f"/incident/{incident}").text)
    assert "Rapports écartés par une personne" in words and "Quinze morts à Diboli" in words
    assert "un communiqué sans fait" in words
    assert incident_of(own_store, "bilan") != incident
    act(analyst, incident, act="undo", number=str(number))
    assert incident_of(own_store, "bilan") == incident
    assert "Rapports écartés" not in plain(analyst.get(f"/incident/{incident}").text)


def test_the_public_sees_the_corrected_claim_and_nothing_of_who_corrected_it(own_store: SqlStore) -> None:
    analyst, incident = visit(own_store, actor="Canariagente"), incident_of(own_store, "bilan")
    act(analyst, incident, act="correct", report="e-bilan", field="fatalities", value="4")
    page = visit(own_store, **OUTSIDE).get(f"/incident/{incident}?report=e-bilan").text  # type: ignore[arg-type]
    words = plain(page)
    assert "4 morts" in words and "la machine a lu" not in words
    for trace in ('action="/revue', "Canariagente", "#report-", "one-report"):
        assert trace not in page, trace


@pytest.mark.parametrize(
    "form",
    [
        {"act": "correct", "report": "e-bilan", "field": "time", "value": "hier"},
        {"act": "correct", "report": "e-convoi", "field": "status", "value": "denied"},
        {"act": "reject", "report": "nulle-part"},
    ],
)
def test_what_makes_no_sense_is_refused(own_store: SqlStore, form: dict[str, str]) -> None:
    before = own_store.judgements()
    assert act(visit(own_store), incident_of(own_store, "bilan"), **form).status_code == 400
    assert own_store.judgements() == before


def test_an_article_that_one_report_makes_a_movement_to_come_is_withheld(own_store: SqlStore) -> None:
    public = visit(own_store, **OUTSIDE)  # type: ignore[arg-type]
    assert public.get("/article/bilan").status_code == 200
    analyst, incident = visit(own_store), incident_of(own_store, "bilan")
    for field, value in (("type", "MOBILIZE"), ("tags", "convoy"), ("status", "planned")):
        assert (
            act(analyst, incident, act="correct", report="e-bilan", field=field, value=value).status_code
            == 303
        )
    assert public.get("/article/bilan").status_code == 404
    assert "Quinze morts" not in public.get("/articles").text
    for judgement in own_store.judgements()[-3:]:
        own_store.undo(judgement.number, who="awa", at="2026-02-03T09:00:00+00:00")
    assert public.get("/article/bilan").status_code == 200
