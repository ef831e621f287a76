"""`faleme deliver` as a user meets it, and the courier beside a desk that is served."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from faleme.cli import main
from faleme.cli.desk import _sending
from faleme.records.comment import NewComment, Target
from faleme.store.sql import open_store
from tests.deliver.conftest import Postman, mail, mail_settings, serving
from tests.desk.commenting import RULES


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/desk.db"


@pytest.fixture
def postman() -> Iterator[Any]:
    yield from serving(Postman())


def deliver(url: str, *arguments: str, **environment: str) -> Result:
    given = {"FALEME_STORE": url, **environment}
    return CliRunner().invoke(main, ["deliver", *arguments], env=given, catch_exceptions=False)


def at(**ago: int) -> str:
    return (dt.datetime.now(dt.UTC) - dt.timedelta(**ago)).isoformat(timespec="seconds")


def test_what_waits_is_sent_and_what_was_done_is_one_line(url: str, postman: Any) -> None:
    store = open_store(url)
    store.outbox.put(mail(), mail("cle-2", "nobody@exemple.sn"), at=at())
    postman.rcpt["nobody@exemple.sn"] = "550 nobody@exemple.sn is nobody"
    server = {
        "FALEME_SMTP_HOST": "127.0.0.1", "FALEME_SMTP_PORT": str(postman.port), "FALEME_SMTP_TLS": "none",
        "FALEME_MAIL_FROM": "bureau@desk.example",
    }  # fmt: skip
    result = deliver(url, "--once", **server)
    assert result.exit_code == 0
    assert result.stdout == "1 sent, 0 put off, 1 given up; 0 waiting; 0 addresses forgotten\n"
    assert "given up: message 2" in result.stderr and "nobody@" not in result.stderr
    assert postman.recipients == ["awa@exemple.sn"]
    store.close()


def test_without_a_mail_server_mails_wait_and_it_is_said(url: str) -> None:
    store = open_store(url)
    store.outbox.put(mail(), at=at())
    store.close()
    result = deliver(url)
    assert "1 waiting" in result.stdout and "FALEME_SMTP_HOST" in result.stderr


def test_a_mail_server_without_an_address_to_write_from_is_wrong_use(url: str) -> None:
    result = deliver(url, FALEME_SMTP_HOST="smtp.exemple.sn")
    assert result.exit_code == 2 and "FALEME_MAIL_FROM" in result.stderr


def test_addresses_of_commenters_are_forgotten_after_the_days_that_are_set(url: str) -> None:
    store = open_store(url)
    new = NewComment(target=Target("article", "a"), name="Binta", email="b@exemple.sn", text="Un mot")
    store.comments.add(new, at=at(days=31), address="x", rates=RULES.rates)
    assert deliver(url).stdout.endswith("0 addresses forgotten\n")
    assert deliver(url, FALEME_FORGET_DAYS="30").stdout.endswith("1 addresses forgotten\n")
    store.close()


def test_a_desk_with_a_mail_server_sends_beside_its_pages(url: str, postman: Any) -> None:
    store = open_store(url)
    stop = _sending(mail_settings(postman.port, store=url), store)
    store.outbox.put(mail(), at=at())
    end = time.monotonic() + 10
    while not postman.mails and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    assert len(postman.mails) == 1
    store.close()
