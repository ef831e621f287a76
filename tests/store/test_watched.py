"""What the watch of the press keeps, on both databases: with the article, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from faleme.records.text import SetAside
from faleme.records.watched import Fault, Pending, Settled, SourceState
from faleme.store import sql
from faleme.store.sql import SqlStore
from faleme.store.watched_schema import seen_address
from tests.made import article, event, reading

AT = "2025-07-02T09:00:00+00:00"
LATER = "2025-07-02T09:30:00+00:00"
FEED = SourceState(
    address="https://exemple.org/feed", publisher="Exemple", kind="feed", last_try=AT, last_success=AT,
    etag='"1"', next_due=LATER,
)  # fmt: skip


def pending(name: str, **given: Any) -> Pending:
    told = {"publisher": "Exemple", "source": FEED.address, "first_seen": AT, "due": AT} | given
    return Pending(address=f"https://exemple.org/{name}", **told)


def fault(**given: Any) -> Fault:
    told = {"kind": "status", "at": AT, "publisher": "Exemple", "source": FEED.address, "detail": "503"}
    return Fault(**(told | {"address": FEED.address} | given))


def rows(store: SqlStore) -> dict[str, Any]:
    with store._engine.connect() as connection:
        return {row.address.rpartition("/")[2]: row for row in connection.execute(sa.select(seen_address))}


def due(store: SqlStore, now: str = LATER) -> list[str]:
    found = store.watched.due(now, publishers=["Exemple"])
    return [each.address.rpartition("/")[2] for each in found]


def test_a_visit_keeps_its_source_with_what_it_found_and_what_it_found_before_stays(store: SqlStore) -> None:
    told = pending("1", told="2025-07-02T08:00:00Z", article=article("a"))
    assert (
        store.watched.visited(FEED, found=[told], passed_over=[(pending("0"), "old")], faults=[fault()]) == 2
    )
    assert store.watched.visited(FEED, found=[replace(told, article=None), pending("2")]) == 1
    assert store.watched.sources() == {FEED.address: FEED}
    assert store.watched.unseen([told.address, "https://exemple.org/9"]) == {"https://exemple.org/9"}
    assert store.watched.due(LATER, publishers=["Exemple"])[0] == told
    assert due(store) == ["1", "2"] and due(store, "2025-07-02T08:59:00+00:00") == []
    assert store.watched.due(LATER, publishers=["Autre"]) == []
    assert store.watched.faults() == [fault()] and store.watched.waiting() == 2


def test_an_address_is_put_off_and_settled_with_its_article(store: SqlStore) -> None:
    store.watched.visited(FEED, found=[pending("1", article=article("a")), pending("2")])
    store.watched.put_off(replace(pending("2"), attempts=1, due=LATER), faults=[fault(kind="slow")])
    assert due(store, AT) == ["1"]
    told = reading("a1", event("e1"), published="2025-07-02T08:30:00Z")
    settled = Settled(
        pending=pending("1"), outcome="read", at=AT, reading=told, also=("https://exemple.org/1?suite",),
        faults=(fault(kind="charset"),),
    )  # fmt: skip
    done = store.keep_watched([settled], actor="veille", at=AT)
    assert (done.new, done.known) == (1, 0)
    assert store.counts().incidents == 1, "linked in the same transaction"
    seen = rows(store)
    assert (seen["1"].outcome, seen["1"].article, seen["1"].item) == ("read", "a1", None)
    assert seen["1?suite"].outcome == "read" and seen["2"].outcome == "pending"
    assert [each.kind for each in store.watched.faults()] == ["charset", "slow"]
    reads = store.watched.reads(AT)["Exemple"]
    assert (reads.articles, reads.last, reads.lag) == (1, AT, 30.0)


def test_an_article_that_is_there_is_not_read_anew(store: SqlStore) -> None:
    store.add([reading("a1", event("e1"))], actor="t", at=AT)
    other = reading("a1", event("e2"), text="Autre titre\n\nAutre texte que celui qui est là.")
    done = store.keep_watched(
        [Settled(pending=pending("1"), outcome="read", at=AT, reading=other)], actor="t", at=AT
    )
    assert (done.new, done.known) == (0, 1)
    kept = store.reading("a1")
    assert kept is not None and kept.events[0].id == "e1"
    assert rows(store)["1"].article == "a1" and store.watched.alerts_due() == 0


def test_what_cannot_be_read_is_set_aside_with_its_mark(store: SqlStore) -> None:
    aside = SetAside(source="https://exemple.org/1", reason="no-text", message="the page holds no article")
    store.watched.visited(FEED, found=[pending("1")])
    store.keep_watched(
        [Settled(pending=pending("1"), outcome="set-aside", at=AT, aside=aside)], actor="t", at=AT
    )
    assert store.counts().set_aside == 1 and rows(store)["1"].outcome == "set-aside"
    assert store.watched.waiting() == 0


def test_neither_article_nor_mark_stands_where_one_of_them_fails(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.watched.visited(FEED, found=[pending("1")])

    def fails(*_: object) -> None:
        raise RuntimeError("killed here")

    monkeypatch.setattr(sql, "settle", fails)
    settled = Settled(pending=pending("1"), outcome="read", at=AT, reading=reading("a1", event("e1")))
    with pytest.raises(RuntimeError):
        store.keep_watched([settled], actor="t", at=AT)
    assert store.counts().articles == 0 and due(store) == ["1"]


def test_rules_have_to_look_until_they_have_looked_at_all_there_was(store: SqlStore) -> None:
    assert store.watched.alerts_due() == 0

    def keep(name: str) -> None:
        told = reading(name, event(f"e{name}"))
        store.keep_watched(
            [Settled(pending=pending(name), outcome="read", at=AT, reading=told)], actor="t", at=AT
        )

    keep("a1")
    first = store.watched.alerts_due()
    assert first
    keep("a2")
    store.watched.alerts_looked(first)
    assert store.watched.alerts_due() not in (0, first), "another article came in between"
    store.watched.alerts_looked(store.watched.alerts_due())
    assert store.watched.alerts_due() == 0


def test_an_outlet_with_much_that_waits_does_not_keep_the_others_waiting(store: SqlStore) -> None:
    many = [pending(f"n{number}") for number in range(5)]
    store.watched.visited(FEED, found=many)
    other = pending("autre", publisher="Autre", first_seen=LATER)
    store.watched.visited(replace(FEED, address="https://autre.example/feed"), found=[other])
    found = store.watched.due(LATER, publishers=["Exemple", "Autre"], each=2)
    assert [each.address.rpartition("/")[2] for each in found] == ["n0", "n1", "autre"]


def test_old_faults_are_forgotten(store: SqlStore) -> None:
    store.watched.note([fault(), fault(at=LATER, publisher="Autre")])
    assert [each.publisher for each in store.watched.faults(publisher="Autre")] == ["Autre"]
    store.watched.forget(before=LATER)
    assert [each.at for each in store.watched.faults()] == [LATER]
