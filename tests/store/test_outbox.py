"""The outbox on both databases: what is written once is taken by one sender at a time."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import sqlalchemy as sa

from faleme.deliver.courier import iso
from faleme.records.message import Message
from faleme.store.outbox_schema import outbox
from faleme.store.sql import SqlStore
from tests.deliver.conftest import NOW, mail


def put(store: SqlStore, *messages: Message) -> None:
    store.outbox.put(*messages, at=iso(NOW))


def rows(store: SqlStore) -> list[Any]:
    with store._engine.connect() as connection:
        return list(connection.execute(sa.select(outbox).order_by(outbox.c.number)))


def test_two_messages_of_one_key_are_one(store: SqlStore) -> None:
    put(store, mail(), mail())
    put(store, mail(to="autre@exemple.sn"))
    assert [row.recipient for row in rows(store)] == ["awa@exemple.sn"]


def test_one_message_is_taken_by_one_sender_until_its_lease_is_over(store: SqlStore) -> None:
    put(store, mail())
    until = iso(NOW + dt.timedelta(minutes=3))
    first = store.outbox.take(["mail"], now=iso(NOW), until=until)
    assert first and store.outbox.take(["mail"], now=iso(NOW), until=until) is None
    later = iso(NOW + dt.timedelta(minutes=4))
    second = store.outbox.take(["mail"], now=later, until=iso(NOW + dt.timedelta(minutes=9)))
    assert second and (second.attempt, second.message.key) == (2, first.message.key)
    store.outbox.put_off(first, until=later, reason="too late to say so")
    assert rows(store)[0].reason is None  # the message is another's by now
    store.outbox.sent(first, at=later)
    assert rows(store)[0].state == "sent"
    store.outbox.give_up(second, at=later, reason="no")
    assert rows(store)[0].state == "sent"


def test_many_senders_at_once_take_each_message_once(store: SqlStore) -> None:
    put(store, *(mail(f"cle-{n}") for n in range(24)))
    taken: list[int] = []

    def take_all() -> None:
        while found := store.outbox.take(["mail"], now=iso(NOW), until=iso(NOW + dt.timedelta(minutes=3))):
            taken.append(found.number)

    senders = [threading.Thread(target=take_all) for _ in range(4)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert sorted(taken) == [row.number for row in rows(store)]


def test_of_what_is_done_some_days_are_kept(store: SqlStore) -> None:
    put(store, mail(), mail("cle-2"), mail("cle-3", channel="webhook"))
    until = iso(NOW + dt.timedelta(minutes=3))
    sent, lost = (store.outbox.take(["mail"], now=iso(NOW), until=until) for _ in range(2))
    assert sent and lost
    store.outbox.sent(sent, at=iso(NOW))
    store.outbox.give_up(lost, at=iso(NOW), reason="no")
    assert [each.reason for each in store.outbox.given_up()] == ["no"]
    assert store.outbox.waiting() == {"webhook": 1}
    later = iso(NOW + dt.timedelta(days=1))
    assert store.outbox.forget(settled_before=iso(NOW), waits_since=iso(NOW)) == 0
    assert store.outbox.forget(settled_before=later, waits_since=iso(NOW)) == 2
    assert store.outbox.forget(settled_before=later, waits_since=later) == 1
