"""A store with an outbox, a mail server that listens, and a courier with a clock that the test sets."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from faleme.records.message import Message
from faleme.settings import Settings
from faleme.store.sql import SqlStore, open_store

NOW = dt.datetime(2026, 2, 3, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """On SQLite; what the outbox does on PostgreSQL is in tests/store."""
    opened = open_store(f"sqlite:///{tmp_path}/desk.db")
    yield opened
    opened.close()


class Postman:
    """A mail server's behaviour: keeps what comes, refuses as it is told to."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []
        """Answers to the next mails in place of taking them."""
        self.rcpt: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _: Any) -> str:
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        from email import message_from_bytes
        from email.policy import default

        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def postman() -> Iterator[Postman]:
    """A mail server on a free port; `postman.port` is where."""
    yield from serving(Postman())


def serving(postman: Any) -> Iterator[Any]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        postman.port = taken.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=postman.port)
    controller.start()
    yield postman
    controller.stop()


def mail_settings(port: int, **given: Any) -> Settings:
    plain: dict[str, Any] = {"smtp_tls": "none", "mail_from": "Falémé <bureau@desk.example>"}
    return Settings(smtp_host="127.0.0.1", smtp_port=port, **plain | given)


def mail(key: str = "cle-1", to: str = "awa@exemple.sn", **given: Any) -> Message:
    payload = {"subject": "Un commentaire attend : « Bac coulé »", "text": "Bonjour,\n\nété\n"}
    return Message(**{"key": key, "channel": "mail", "to": to, "payload": payload} | given)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def goes_on(self, **span: int) -> None:
        self.now += dt.timedelta(**span)
