"""The feed of alerts for everybody: what was sent with scope Public, and nothing of what is withheld."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from faleme.lexicon.alert_rules import load_alert_rules
from faleme.store.sql import SqlStore, open_store
from faleme.warn.desk import Warner
from faleme.words.atom import ATOM
from tests.desk.signed_in import add, browser_of, signed_in
from tests.made import DIBOLI, KIDIRA, day, event, reading
from tests.warn.made import placed

NOW = dt.datetime(2025, 7, 2, 9, tzinfo=dt.UTC)
AT = "2025-07-02T08:00:00+00:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """An attack that everybody may know of, and one that is AMBER."""
    opened = open_store(f"sqlite:///{tmp_path}/desk.db")
    shown = event("e1", place=placed(DIBOLI), time=day("2025-07-01"))
    withheld = event("e2", place=placed(KIDIRA), time=day("2025-06-28"), marking="AMBER", actors=("ISGS",))
    text = "Kidira : un poste visé\n\nUn autre groupe a tiré samedi sur un poste de Kidira."
    opened.add([reading("a1", shown), reading("a2", withheld, text=text)], actor="t", at=AT)
    yield opened
    opened.close()


def warner(store: SqlStore) -> Warner:
    rules = [rule for rule in load_alert_rules() if rule.id == "attack-10km"]
    return Warner(store, rules, sender="veille@exemple.org")


def sent(store: SqlStore) -> dict[str, str]:
    """Confirms every alert; identifiers by marking."""
    found = {}
    for kept in warner(store).propose(NOW.date(), NOW):
        warner(store).confirm(kept.alert.id, who="awa", now=NOW + dt.timedelta(minutes=4), note="mot interne")
        found[kept.alert.marking] = kept.alert.id
    assert set(found) == {"CLEAR", "AMBER"}
    return found


def entries(store: SqlStore, query: str = "") -> list[etree._Element]:
    answer = browser_of(store).get(f"/alertes.atom{query}")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/atom+xml")
    assert "mot interne" not in answer.text and "Kidira" not in answer.text
    return etree.fromstring(answer.content).findall(f"{{{ATOM}}}entry")


def titles(store: SqlStore, query: str = "") -> list[str | None]:
    return [each.findtext(f"{{{ATOM}}}title") for each in entries(store, query)]


def test_what_nobody_has_sent_is_in_no_feed(store: SqlStore) -> None:
    assert len(warner(store).propose(NOW.date(), NOW)) == 2
    assert entries(store) == []


def test_everybody_reads_what_was_sent_in_public_in_both_languages(store: SqlStore) -> None:
    sent(store)
    (french,), (english,) = titles(store), titles(store, "?lang=en")
    assert french and french.startswith("Attaque à Diboli")
    assert english and english.startswith("Attack at Diboli")
    (entry,) = entries(store)
    assert entry.findtext(f"{{{ATOM}}}updated") == "2025-07-02T09:04:00Z"


def test_the_feed_is_the_same_for_whoever_asks(store: SqlStore) -> None:
    sent(store)
    add(store, "awa", "analyst")
    own = signed_in(store, "awa").get("/alertes.atom?lang=fr").text
    assert own == browser_of(store).get("/alertes.atom?lang=fr").text


def test_what_is_called_off_gives_way_to_its_cancel(store: SqlStore) -> None:
    found = sent(store)
    warner(store).cancel(found["CLEAR"], who="awa", now=NOW + dt.timedelta(hours=1), note="mot interne")
    (title,) = titles(store)
    assert title and title.startswith("Annulé : Attaque à Diboli")


def test_what_a_person_rejects_leaves_the_feed(store: SqlStore) -> None:
    kept = store.alerts.get(sent(store)["CLEAR"])
    assert kept is not None and len(entries(store)) == 1
    store.judge(kept.alert.incidents[0], "reject", who="awa", at=AT)
    assert entries(store) == []


def test_the_page_of_alerts_tells_readers_of_feeds_where_it_is(store: SqlStore) -> None:
    add(store, "awa", "analyst")
    page = signed_in(store, "awa").get("/alertes").text
    assert 'rel="alternate" type="application/atom+xml"' in page and 'href="/alertes.atom?lang=fr"' in page
