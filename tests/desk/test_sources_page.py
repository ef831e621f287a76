"""The page of sources: how each outlet fares for the team, what was read of it for everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.records.watched import Fault, Pending, Settled, SourceState
from faleme.store.sql import SqlStore, open_store
from faleme.watch.health import health_of
from tests.desk.seed import TODAY
from tests.desk.signed_in import add, browser_of, signed_in
from tests.made import event, reading
from tests.watch.made import publisher

AT = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)


def moment(**ago: int) -> str:
    return (AT - dt.timedelta(**ago)).isoformat(timespec="seconds")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """APS answers and was read an hour after publication; Maliweb fails; a daily paper is silent."""
    opened = open_store(f"sqlite:///{tmp_path}/desk.db")
    well = SourceState(
        address="https://aps.sn/feed/", publisher="APS", kind="feed", last_success=moment(hours=2)
    )
    fault = Fault(
        kind="status", at=moment(hours=1), publisher="Maliweb", source="https://www.maliweb.net/feed",
        address="https://www.maliweb.net/feed", detail="503",
    )  # fmt: skip
    failing = SourceState(
        address=fault.source, publisher="Maliweb", kind="feed", failures=3, fault="status", detail="503",
        fault_at=fault.at,
    )  # fmt: skip
    opened.watched.visited(well)
    opened.watched.visited(failing, faults=[fault])
    told = reading("a1", event("e1"), source="APS", published=moment(hours=3), url="https://aps.sn/a1")
    pending = Pending(
        address="https://aps.sn/a1", publisher="APS", source=well.address, first_seen=moment(hours=2),
        due=moment(hours=2),
    )  # fmt: skip
    settled = Settled(pending=pending, outcome="read", at=moment(hours=2), reading=told)
    opened.keep_watched([settled], actor="t", at=moment(hours=2))
    days = [(TODAY - dt.timedelta(days=number)).isoformat() for number in range(10, 40)]
    opened.add(
        [reading(f"d{day}", source="Le Soleil", published=day) for day in days], actor="t", at=moment(hours=2)
    )
    yield opened
    opened.close()


def test_the_team_sees_who_answers_who_fails_and_who_is_silent(store: SqlStore) -> None:
    add(store, "awa", "analyst")
    desk = signed_in(store, "awa")
    page = " ".join(desk.get("/sources?lang=fr").text.replace("\u00a0", " ").split())
    assert "2 titres surveillés, 1 ont répondu au dernier essai, 1 en échec, 1 muets." in page
    assert "répond 503" in page and "muet depuis 10 jours" in page and "60 min" in page
    assert page.index("Maliweb") < page.index("Le Soleil") < page.index("APS"), "what ails first"
    assert (
        "Fiabilité F" in page and "adresses non vérifiées" in page and "https://www.maliweb.net/feed" in page
    )
    english = desk.get("/sources?lang=en").text.replace("\u00a0", " ")
    assert "answers 503" in english and "silent for 10 days" in english and "Failures in a row" in english


def test_the_public_sees_what_was_read_and_nothing_of_the_watch(store: SqlStore) -> None:
    page = browser_of(store).get("/sources").text
    assert "APS" in page and "503" not in page and "Maliweb" not in page and "Échecs" not in page


def test_health_is_made_of_the_store_alone(store: SqlStore) -> None:
    never = publisher("Jamais", feeds=("https://jamais.example/feed",))
    found = {each.name: each for each in health_of(store, [never], AT)}
    assert (found["APS"].state, found["APS"].articles, found["APS"].lag) == ("well", 1, 60.0)
    assert (found["Maliweb"].state, found["Maliweb"].failures) == ("failing", 3)
    assert (found["Le Soleil"].state, found["Le Soleil"].silent) == ("read", 10)
    assert found["Jamais"].state == "never"
