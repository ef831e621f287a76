"""Saved searches on both stores: whose they are, and that a find is told once."""

from __future__ import annotations

import msgspec
import pytest

from faleme.errors import PersonError
from faleme.records.message import Message
from faleme.records.person import Person
from faleme.store.saved import MOST, about
from faleme.store.sql import SqlStore

AT = "2026-02-01T00:00:00+00:00"
LATER = "2026-02-02T00:00:00+00:00"


@pytest.fixture(autouse=True)
def people(store: SqlStore) -> None:
    for name in ("Awa", "Binta"):
        store.people.add(Person(name=name, roles=("reader",)), None, who="test", at=AT)


def keep(store: SqlStore, name: str = "convois", owner: str = "Awa", feed: str = "f") -> int:
    return store.saved.add(owner, name, "q=convoi", language="fr", feed=feed, at=AT)


def mail(ids: list[str]) -> Message:
    return Message(key="-".join(ids), channel="mail", to="awa@desk.example", payload={}, about="search:1")


def told_by_mail(store: SqlStore, number: int, *known: str) -> None:
    store.saved.tell(
        "Awa", number, "at-once", "awa@desk.example",
        known=known, floor="", revision=1, message=None, at=AT,
    )  # fmt: skip
    store.saved.confirm(number)


def test_a_search_is_renamed_renewed_and_deleted_by_its_owner_alone(store: SqlStore) -> None:
    number = keep(store)
    for done in (
        store.saved.rename("Binta", number, "à moi"),
        store.saved.renew("Binta", number, "x"),
        store.saved.delete("Binta", number),
    ):
        assert not done
    assert store.saved.rename("AWA", number, "  routes   et convois ")
    assert store.saved.renew("Awa", number, "g")
    (mine,) = store.saved.every("Awa")
    assert (mine.name, mine.owner, mine.query) == ("routes et convois", "Awa", "q=convoi")
    assert store.saved.of_feed("f") is None and store.saved.of_feed("g") is not None
    assert store.saved.delete("Awa", number) and store.saved.every("Awa") == []


def test_names_and_numbers_have_an_end(store: SqlStore) -> None:
    for name in ("", "   ", "x" * 81):
        with pytest.raises(PersonError):
            keep(store, name)
    for n in range(MOST):
        keep(store, f"n{n}", feed=str(n))
    with pytest.raises(PersonError):
        keep(store, "encore", feed="encore")
    keep(store, "la sienne", "Binta", "b")


def test_a_find_is_told_once_whoever_looks(store: SqlStore) -> None:
    number = keep(store)
    told_by_mail(store, number, "a1")
    assert store.saved.told(number, ["a1", "a2", "a3"], mail, revision=2, at=LATER) == ["a2", "a3"]
    assert store.saved.told(number, ["a3", "a2", "a1"], mail, revision=2, at=LATER) == []
    assert store.outbox.waiting() == {"mail": 1}
    (search, owner), *more = store.saved.with_mail()
    assert (search.told, search.revision, owner.name, more) == (LATER, 2, "Awa", [])


def test_a_mail_that_cannot_be_written_leaves_its_finds_untold(store: SqlStore) -> None:
    number = keep(store)
    told_by_mail(store, number)

    def full(_: list[str]) -> Message:
        raise RuntimeError("disk is full")

    with pytest.raises(RuntimeError):
        store.saved.told(number, ["a1"], full, revision=2, at=LATER)
    assert store.saved.told(number, ["a1"], mail, revision=2, at=LATER) == ["a1"]


def test_nothing_is_told_to_an_address_that_is_not_confirmed_or_is_another(store: SqlStore) -> None:
    number = keep(store)
    told_by_mail(store, number)
    store.saved.tell(
        "Awa", number, "daily", "autre@desk.example", known=(), floor="", revision=1, message=None, at=AT
    )
    assert store.saved.with_mail() == []
    assert store.saved.told(number, ["a1"], mail, revision=2, at=LATER) == []


def test_a_stop_forgets_the_address_and_what_waits_to_go_to_it(store: SqlStore) -> None:
    number = keep(store)
    told_by_mail(store, number)
    kept = msgspec.structs.replace(mail(["a1"]), about=about(number))
    store.saved.told(number, ["a1"], lambda _: kept, revision=2, at=LATER)
    store.saved.stop(number)
    (mine,) = store.saved.every("Awa")
    assert (mine.telling, mine.address, mine.confirmed) == ("none", "", False)
    assert store.outbox.waiting() == {} and store.saved.known(number) == set()


def test_who_may_no_longer_sign_in_gets_no_mail(store: SqlStore) -> None:
    told_by_mail(store, keep(store))
    store.people.change("Awa", disabled=True, who="test", at=AT)
    assert store.saved.with_mail() == []
