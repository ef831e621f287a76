"""Columns in memory answer what the database answers, and at once after every change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from faleme.records.timeline import AXES
from faleme.store import columns
from faleme.store.base import Wanted
from faleme.store.listing import TOO_MANY_ACTORS
from faleme.store.sql import SqlStore, open_store
from tests.made import KAYES, day, event, reading
from tests.store.test_lists import ASKED, AT, WHO, filled

BOX = (-13.0, 14.0, -11.0, 15.0)
ALSO: list[dict[str, Any]] = [
    {"status": "occurred", "box": BOX, "tag": "road"}, {"section": "securite"}, {"corridor": "no such"},
    {"unreviewed": True}, {"markings": ("AMBER",)}, {"actor": "JNIM\nMLI"}, {"since": "0001-01-01"},
    {"waiting": True}, {"until": "2025-08-01", "since": "2025-07-01"},
]  # fmt: skip


@pytest.fixture
def held(url: str, store: SqlStore) -> Iterator[SqlStore]:
    """A second reader of the same store, with columns."""
    opened = open_store(url)
    opened.keep_columns()
    yield opened
    opened.close()


def answers(store: SqlStore) -> list[Any]:
    """All that lists, counts, maps and timeline say of every question."""
    found: list[Any] = []
    for asked in (*ASKED, *ALSO):
        wanted = Wanted(**asked)
        pages = [store.incidents(wanted=wanted, limit=7, offset=n) for n in (0, 7, 21)]
        found += [
            (asked, [each.id for page in pages for each in page]),
            [each.id for each in store.incidents(wanted=wanted, limit=9, soonest=True)],
            store.told_first(wanted, limit=9),
            (store.count(wanted), store.count(wanted, most=2)),
            store.facets(wanted),
            list(store.months(wanted).items()),
            [
                store.map_cells(wanted, box, zoom)
                for box in (BOX, (-180, -80, 180, 80))
                for zoom in (2, 7, 14)
            ],
            [list(store.day_counts(wanted, axis, everybody=flag)) for axis in AXES for flag in (True, False)],
        ]
    return found


def test_columns_answer_what_the_database_answers(store: SqlStore, held: SqlStore) -> None:
    assert held.count() == 0 and held.facets()["type"] == {}
    filled(store)
    for ours, theirs in zip(answers(held), answers(store), strict=True):
        assert ours == theirs
    assert held.count() > 40


def _again(store: SqlStore) -> None:
    store.add([reading("a1", event("a1:9", type="AGREE", place=KAYES))], actor="awa", at=AT)


def _gone(store: SqlStore) -> None:
    store.add([reading("a2"), reading("a3", marking="AMBER")], actor="awa", at=AT)


def _judged(store: SqlStore) -> None:
    ids = [each.id for each in store.incidents(limit=6)]
    given = store.judge(ids[0], "reject", **WHO)
    store.judge(ids[1], "correct", field="type", value="AID", **WHO)
    store.merge(ids[2:4], **WHO)
    store.undo(given.number or 0, **WHO)


def _emptied(store: SqlStore) -> None:
    store.empty()
    filled(store, 12)


def _out_of_reason(store: SqlStore) -> None:
    for n, when in enumerate(("0312-05-01", "9998-01-01")):
        store.add([reading(f"z{n}", event(f"z{n}:1", time=day(when)))], actor="awa", at=AT)


@pytest.mark.parametrize("change", [_again, _gone, _judged, _emptied, _out_of_reason])
def test_after_a_change_they_answer_anew(
    store: SqlStore, held: SqlStore, change: Callable[[SqlStore], None]
) -> None:
    filled(store)
    before = answers(held)
    change(store)
    now = answers(held)
    assert now == answers(store) and now != before


def test_a_change_reads_only_what_has_changed(
    store: SqlStore, held: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store)
    held.count()

    def never(*_: object) -> None:
        raise AssertionError("all rows were read")

    monkeypatch.setattr(columns, "_read", never)
    _judged(store)
    assert held.facets() == store.facets()


def test_an_incident_of_very_many_actors_is_found_by_each(store: SqlStore, held: SqlStore) -> None:
    many = tuple(f"MLI:MIL:{n:03d}" for n in range(120))
    store.add([reading("a1", event("a1:1", actors=many))], actor="awa", at=AT)
    for code in ("MLI:MIL:007", "MLI", TOO_MANY_ACTORS):
        assert held.count(Wanted(actor=code)) == store.count(Wanted(actor=code)) == (code != TOO_MANY_ACTORS)
