"""Mails about comments: written with the comment, holding nobody's words, with links that change nothing."""

from __future__ import annotations

import io
import logging
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from faleme.errors import SettingsError
from faleme.store.sql import SqlStore
from tests.desk.commenting import (
    EMAIL,
    MAIL,
    ON_ARTICLE,
    OPEN,
    link,
    mails,
    write,
)
from tests.desk.signed_in import Clock, browser_of, signed_in
from tests.desk.test_pages import plain

# --- mails


def test_mails_are_written_with_the_comment_or_not_at_all(desk: SqlStore, monkeypatch: Any) -> None:
    clock = Clock()
    public = browser_of(desk, clock=clock, **MAIL)
    write(public, clock)
    to_moderators, to_writer = mails(desk)
    assert (to_moderators.recipient, to_writer.recipient) == ("moderation@desk.example", EMAIL)
    assert {to_moderators.about, to_writer.about} == {"comment:1"}
    for each in (to_moderators, to_writer):
        assert "bac de Kidira" not in each.payload and "Binta" not in each.payload
        assert each.confidential
    assert EMAIL not in to_moderators.payload
    monkeypatch.setattr("faleme.store.comments.write_messages", _full_disk)
    assert write(public, clock, text="Celui-là n'arrive pas").status_code == 500
    assert desk.comments.count() == {"waiting": 1} and len(mails(desk)) == 2


def _full_disk(*_: Any, **__: Any) -> None:
    raise sa.exc.OperationalError("INSERT", {"to": EMAIL}, OSError("disk is full"))


def test_no_log_tells_an_address(
    desk: SqlStore,
) -> None:
    with desk._engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE outbox"))
    clock, written = Clock(), io.StringIO()
    public = browser_of(desk, clock=clock, **MAIL)
    heard = logging.StreamHandler(written)
    logging.getLogger("faleme.desk").addHandler(heard)
    assert write(public, clock).status_code == 500
    logging.getLogger("faleme.desk").removeHandler(heard)
    assert "outbox" in written.getvalue() and "canaricourriel" not in written.getvalue().lower()


def test_without_a_mail_server_no_mail_is_written(desk: SqlStore) -> None:
    clock = Clock()
    public = browser_of(desk, clock=clock, **OPEN)
    assert "adressez-vous à l’équipe" in plain(public.get("/commenter", params=ON_ARTICLE).text)
    write(public, clock)
    assert mails(desk) == [] and desk.comments.count() == {"waiting": 1}


def test_mails_need_to_know_what_the_desk_is_called(desk: SqlStore) -> None:
    for wrong_address in ("", "desk.example", "javascript:alert(1)"):
        with pytest.raises(SettingsError, match="public address"):
            browser_of(desk, **MAIL | {"public_url": wrong_address})


def test_the_moderators_link_finds_and_decides_nothing(desk: SqlStore) -> None:
    clock = Clock()
    public, modou = browser_of(desk, clock=clock, **MAIL), signed_in(desk, "Modou", clock=clock, **MAIL)
    write(public, clock)
    path = link(msgspec.json.decode(mails(desk)[0].payload)["text"])
    to_sign_in = public.get(path)
    assert to_sign_in.status_code == 303 and to_sign_in.headers["location"].startswith("/connexion?next=")
    page = modou.get(path).text
    assert "Le commentaire de votre e-mail" in page and "bac de Kidira" in page
    assert page.count('action="/moderation/1"') == 4  # its buttons, once
    assert desk.comments.count() == {"waiting": 1}
    assert "ne mène à aucun commentaire" in plain(modou.get("/moderation?comment=1." + "0" * 32).text)
