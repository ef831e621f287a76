"""What leaves, how often it is tried, and what is kept of it."""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from faleme.deliver.channels import ways
from faleme.deliver.courier import Courier, Round, forget, iso
from faleme.errors import DeliveryError, SettingsError
from faleme.lexicon.delivery_rules import load_delivery_rules
from faleme.records.message import Channel, Message, Taken
from faleme.settings import Settings
from faleme.store.outbox_schema import outbox
from faleme.store.sql import SqlStore, open_store
from tests.deliver.conftest import NOW, Clock, Postman, mail, mail_settings, serving

RULES = load_delivery_rules()


class Recorder:
    """A way out that fails as often as it is told to."""

    channel: Channel = "mail"

    def __init__(self, *fails: DeliveryError) -> None:
        self.fails, self.tried = list(fails), list[Taken]()

    def send(self, taken: Taken) -> None:
        self.tried.append(taken)
        if self.fails:
            raise self.fails.pop(0)


def put(store: SqlStore, *messages: Message) -> None:
    store.outbox.put(*messages, at=iso(NOW))


def rows(store: SqlStore) -> list[Any]:
    with store._engine.connect() as connection:
        return list(connection.execute(sa.select(outbox).order_by(outbox.c.number)))


def test_a_mail_arrives_as_it_was_written_and_once(store: SqlStore, postman: Any) -> None:
    put(store, mail())
    courier = Courier(store, ways(mail_settings(postman.port)), Clock())
    assert courier.once() == Round(sent=1)
    assert courier.once() == Round()
    (got,) = postman.mails
    assert got["subject"] == "Un commentaire attend : « Bac coulé »"
    assert got["message-id"] == "<cle-1@desk.example>"
    assert got["date"].datetime == NOW
    assert got["auto-submitted"] == "auto-generated"
    assert got.get_content().replace("\r\n", "\n").strip() == "Bonjour,\n\nété"
    assert postman.recipients == ["awa@exemple.sn"]


def test_a_failure_is_tried_again_after_its_wait_and_given_up_in_the_end(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    clock, way = Clock(), Recorder(*[DeliveryError("the server is away")] * 99)
    courier = Courier(store, [way], clock)
    put(store, mail(about="alert:7"))
    for attempt, wait in enumerate(RULES.waits, start=1):
        assert courier.once() == Round(put_off=1)
        clock.goes_on(seconds=wait - 1)
        assert courier.once() == Round(), "too early"
        clock.goes_on(seconds=1)
        assert len(way.tried) == attempt
    with caplog.at_level(logging.WARNING):
        assert courier.once() == Round(given_up=1)
    clock.goes_on(days=9)
    assert courier.once() == Round()
    (lost,) = store.outbox.given_up()
    assert (lost.about, lost.reason) == ("alert:7", "the server is away")
    assert "awa@exemple.sn" not in caplog.text
    assert {taken.message.key for taken in way.tried} == {"cle-1"}


def test_what_will_never_go_is_given_up_at_once(store: SqlStore, postman: Any) -> None:
    postman.rcpt["awa@exemple.sn"] = "550 no mailbox awa@exemple.sn here"
    postman.rcpt["binta@exemple.sn"] = "450 try later"
    put(store, mail(), mail("cle-2", "binta@exemple.sn"), mail("cle-3", "modou@exemple.sn"))
    courier = Courier(store, ways(mail_settings(postman.port)), Clock())
    assert courier.once() == Round(sent=1, put_off=1, given_up=1)
    (lost,) = store.outbox.given_up()
    assert lost.reason == "recipient refused: 550 no mailbox … here"
    assert "binta" not in str(rows(store)[1].reason)


def test_a_subject_with_a_line_break_is_no_mail_and_stops_nobody(store: SqlStore, postman: Any) -> None:
    put(store, mail(payload={"subject": "a\nBcc: tous@exemple.sn", "text": ""}), mail("cle-2"))
    put(store, mail("cle-3", payload={}))
    courier = Courier(store, ways(mail_settings(postman.port)), Clock())
    assert courier.once() == Round(sent=1, given_up=2)


def test_a_server_without_encryption_gets_no_mail(store: SqlStore, postman: Any) -> None:
    put(store, mail())
    settings = mail_settings(postman.port, smtp_tls="starttls", smtp_user="awa", smtp_password="secret")
    assert Courier(store, ways(settings), Clock()).once() == Round(put_off=1)
    assert postman.mails == []
    assert "STARTTLS" in rows(store)[0].reason


def test_a_server_that_is_away_is_told_in_one_line(store: SqlStore) -> None:
    put(store, mail())
    assert Courier(store, ways(mail_settings(9)), Clock()).once() == Round(put_off=1)
    assert "\n" not in rows(store)[0].reason


def test_a_message_that_kills_its_senders_is_given_up(store: SqlStore) -> None:
    clock, way = Clock(), Recorder()
    put(store, mail())
    for _ in range(len(RULES.waits) + 1):
        until = iso(clock() + dt.timedelta(seconds=RULES.lease_seconds))
        assert store.outbox.take(["mail"], now=iso(clock()), until=until)
        clock.goes_on(seconds=RULES.lease_seconds)
    assert Courier(store, [way], clock).once() == Round(given_up=1)
    assert way.tried == []


def test_a_message_of_a_channel_that_is_not_set_up_waits(store: SqlStore) -> None:
    put(store, mail(channel="webhook"))
    assert Courier(store, [Recorder()], Clock()).once() == Round()
    assert store.outbox.waiting() == {"webhook": 1}


def test_a_message_waits_for_its_hour(store: SqlStore) -> None:
    clock, way = Clock(), Recorder()
    put(store, mail(due=iso(NOW + dt.timedelta(hours=8))))
    courier = Courier(store, [way], clock)
    assert courier.once() == Round()
    clock.goes_on(hours=8)
    assert courier.once() == Round(sent=1)


@pytest.mark.parametrize("fails", [[], [DeliveryError("no such mailbox", for_good=True)]])
def test_of_a_confidential_message_nothing_is_kept(store: SqlStore, fails: list[DeliveryError]) -> None:
    put(store, mail(confidential=True))
    Courier(store, [Recorder(*fails)], Clock()).once()
    (row,) = rows(store)
    assert (row.recipient, row.payload) == ("", "{}")


def test_old_messages_are_forgotten(store: SqlStore) -> None:
    clock = Clock()
    put(store, mail())
    Courier(store, [Recorder()], clock).once()
    forget(store, NOW + dt.timedelta(days=89), days=90)
    assert len(rows(store)) == 1
    forget(store, NOW + dt.timedelta(days=91), days=90)
    assert rows(store) == []


def test_what_waits_is_dropped_unsent_only_after_every_attempt_could_have_been(store: SqlStore) -> None:
    assert dt.timedelta(seconds=sum(RULES.waits)) < dt.timedelta(days=7)
    put(store, mail())
    forget(store, NOW + dt.timedelta(days=7), days=1)
    assert len(rows(store)) == 1
    forget(store, NOW + dt.timedelta(days=15), days=1)
    assert rows(store) == []


def test_whoever_watches_sends_within_seconds_and_stops_when_told(store: SqlStore, postman: Any) -> None:
    stop, clock = threading.Event(), Clock()
    courier = Courier(store, ways(mail_settings(postman.port)), clock)
    watching = threading.Thread(target=courier.watch, args=(stop,), kwargs={"forget_days": 90})
    watching.start()
    put(store, mail())
    end = time.monotonic() + 5
    while not postman.mails and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    watching.join(timeout=5)
    assert len(postman.mails) == 1 and not watching.is_alive()


class Mute(Postman):
    """Takes a mail in and never says so."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio

        await super().handle_DATA(server, session, envelope)
        self.reached.set()
        await asyncio.sleep(3600)
        return "250 OK"


def test_a_sender_killed_in_the_middle_loses_nothing_and_the_repeat_bears_the_same_id(
    tmp_path: Path, postman: Any
) -> None:
    """The mail had arrived, but the sender was killed before it knew."""
    url = f"sqlite:///{tmp_path}/desk.db"
    store = open_store(url)
    now = dt.datetime.now(dt.UTC)
    store.outbox.put(mail(), at=iso(now))
    for mute in serving(Mute()):
        environment = os.environ | {
            "FALEME_STORE": url, "FALEME_SMTP_HOST": "127.0.0.1", "FALEME_SMTP_PORT": str(mute.port),
            "FALEME_SMTP_TLS": "none", "FALEME_MAIL_FROM": "bureau@desk.example",
        }  # fmt: skip
        sender = subprocess.Popen([sys.executable, "-m", "faleme.cli", "deliver", "--once"], env=environment)
        assert mute.reached.wait(60)
        sender.send_signal(signal.SIGKILL)
        sender.wait()
        assert rows(store)[0].state == "waiting"
        clock = Clock()
        clock.now = now + dt.timedelta(minutes=10)
        assert Courier(store, ways(mail_settings(postman.port)), clock).once() == Round(sent=1)
        assert postman.mails[0]["message-id"] == mute.mails[0]["message-id"] == "<cle-1@desk.example>"
    store.close()


def test_mail_needs_an_address_that_it_comes_from() -> None:
    with pytest.raises(SettingsError, match="FALEME_MAIL_FROM"):
        ways(Settings(smtp_host="smtp.exemple.sn"))
    assert "mail" not in {way.channel for way in ways(Settings())}
