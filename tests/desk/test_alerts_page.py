"""The page of alerts: an analyst sends, the public sees nothing of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.lexicon.alert_rules import load_alert_rules
from faleme.store.sql import SqlStore, open_store
from faleme.warn.desk import Warner
from tests.desk.signed_in import add, browser_of, send, signed_in
from tests.made import DIBOLI, KIDIRA, day, event, reading
from tests.warn.made import placed

NOW = dt.datetime(2025, 7, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(f"sqlite:///{tmp_path}/desk.db")
    attack = event("e1", place=placed(DIBOLI), time=day("2025-07-01"))
    opened.add([reading("a1", attack)], actor="t", at="2025-07-02T08:00:00+00:00")
    rules = [rule for rule in load_alert_rules() if rule.id == "attack-10km"]
    Warner(opened, rules, sender="veille@exemple.org").propose(NOW.date(), NOW)
    yield opened
    opened.close()


def test_an_analyst_reads_sends_and_acknowledges(store: SqlStore) -> None:
    (kept,) = store.alerts.list()
    add(store, "awa", "analyst")
    desk = signed_in(store, "awa")
    page = desk.get("/alertes").text
    assert "Attaque à Diboli" in page and "Envoyer" in page
    address = f"/alertes/{kept.alert.id}"
    form = {"act": "confirm", "state": "proposed", "note": "vu avec Kidira"}
    assert send(desk, address, **form).status_code == 303
    page = desk.get("/alertes?state=sent").text
    assert "vu avec Kidira" in page and "Accuser réception" in page
    again = send(desk, address, **form)
    assert again.status_code == 409 and "rien n’a été fait" in again.text
    assert desk.get(f"{address}/cap.xml").headers["content-type"].startswith("application/cap+xml")
    acts = store.alerts.get(kept.alert.id)
    assert acts is not None and [(each.act, each.who) for each in acts.acts] == [("confirm", "awa")]


def test_neither_the_public_nor_a_reader_sees_alerts(store: SqlStore) -> None:
    (kept,) = store.alerts.list()
    add(store, "oumar", "reader")
    for desk in (browser_of(store), signed_in(store, "oumar")):
        for path in ("/alertes", f"/alertes/{kept.alert.id}/cap.xml"):
            answer = desk.get(path)
            assert answer.status_code in (303, 403, 404) and "Diboli" not in answer.text


def test_nothing_above_the_ceiling_is_shown(store: SqlStore) -> None:
    attack = event("e2", place=placed(KIDIRA), time=day("2025-06-28"), marking="RED", actors=("ISGS",))
    text = "Kidira : un poste visé\n\nUn autre groupe a tiré samedi sur un poste de Kidira."
    store.add([reading("a2", attack, text=text)], actor="t", at="2025-07-02T08:30:00+00:00")
    rules = [rule for rule in load_alert_rules() if rule.id == "attack-10km"]
    red = Warner(store, rules, sender="veille@exemple.org").propose(NOW.date(), NOW)
    assert [each.alert.marking for each in red] == ["RED"]
    add(store, "awa", "analyst")
    desk = signed_in(store, "awa")
    assert red[0].alert.id not in desk.get("/alertes").text
    assert desk.get(f"/alertes/{red[0].alert.id}/cap.xml").status_code == 404
    assert send(desk, f"/alertes/{red[0].alert.id}", act="confirm").status_code == 404
