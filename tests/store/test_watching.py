"""What the watch reads of a store: columns that are those of the records, kept with every change."""

from __future__ import annotations

import datetime as dt

import msgspec
import numpy as np

from faleme.assess.happenings import Happenings, happenings, stored
from faleme.records.widening import Widening
from faleme.store.sql import SqlStore
from tests.desk.seed import readings

AT = "2026-02-03T09:00:00+00:00"


def filled(store: SqlStore) -> SqlStore:
    store.add(readings(), actor="test", at=AT)
    return store


def looked_at(told: Happenings) -> Happenings:
    return told.where(told.threat | (told.rule >= 0))


def assert_same(one: Happenings, other: Happenings) -> None:
    for name in Happenings.__struct_fields__:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_columns_are_those_of_the_records(store: SqlStore) -> None:
    found = stored(filled(store))
    assert_same(found, looked_at(happenings(store.incidents())))
    assert len(found) >= 3 and found.threat.any() and (found.rule >= 0).any()
    assert found.day.tolist() == sorted(found.day.tolist())


def test_an_empty_store_has_columns_too(store: SqlStore) -> None:
    found = stored(store)
    assert len(found) == 0 and found.threat.dtype == bool and found.lat.dtype == float


def test_days_and_markings_and_the_public(store: SqlStore) -> None:
    whole = stored(filled(store))
    july = dt.date(2025, 7, 1)
    on_day = stored(store, since=july, until=july)
    assert 0 < len(on_day) < len(whole) and set(on_day.day.tolist()) == {20270}
    clear = stored(store, markings=("CLEAR",))
    public = stored(store, public_on="2026-02-03")
    shown = {each.id for each in store.incidents() if store.incident(each.id, public_on="2026-02-03")}
    assert set(public.id.tolist()) == set(whole.id.tolist()) & shown
    assert len(public) < len(whole) and len(clear) < len(whole)


def test_a_rejected_incident_is_looked_at_no_more_and_comes_back(store: SqlStore) -> None:
    attack = filled(store).incident_of("attaque")["e-attaque"]
    assert attack in stored(store).id.tolist()
    given = store.judge(attack, "reject", who="Awa", at=AT)
    assert attack not in stored(store).id.tolist()
    store.undo(given.number, who="Awa", at=AT)
    assert attack in stored(store).id.tolist()
    store.judge(attack, "correct", field="type", value="CONSULT", who="Awa", at=AT)
    assert attack not in stored(store).id.tolist()


def test_the_places_that_articles_name(store: SqlStore) -> None:
    named = filled(store).places_named("2025-07-02", "2025-07-02")
    assert ((14.45511, -12.19945),) in named
    assert store.places_named("2020-01-01", "2020-12-31") == []
    assert len(store.places_named("2025-01-01", "2026-12-31", markings=("RED",))) == 0


def test_a_widening_is_kept_as_an_act(store: SqlStore) -> None:
    given = Widening(
        corridor="road-dakar-bamako", segment="Kidira–Diboli", day="2025-07-01", state="disrupted",
        marking="CLEAR", who="Awa", at=AT, note="Communiqué du ministère",
    )  # fmt: skip
    before = store.revision()
    kept = store.widen(given)
    assert kept == msgspec.structs.replace(given, number=1)
    store.widen(msgspec.structs.replace(given, marking="AMBER+STRICT"))
    assert [each.marking for each in store.widenings()] == ["CLEAR", "AMBER+STRICT"]
    assert store.widenings(since="2025-07-02") == [] and len(store.widenings(until="2025-07-01")) == 2
    assert [(each.act, each.actor) for each in store.changes()] == [("widen-corridor", "Awa")] * 2
    assert store.revision() > before
