"""Somebody who comments: opens the form, takes the time to write, sends it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import sqlalchemy as sa
from litestar.testing import TestClient

from faleme.lexicon.comment_rules import load_comment_rules
from faleme.records.comment import NewComment, Target
from faleme.store.comments_schema import comment
from faleme.store.outbox_schema import outbox
from faleme.store.sql import SqlStore
from tests.desk.signed_in import NOW, OWN_PAGE, Clock

RULES = load_comment_rules()
EMAIL = "binta.canaricourriel@exemple.sn"
TYPED = {"name": "Binta", "email": EMAIL, "text": "Le bac de Kidira était fermé mardi, je l'ai vu."}
OPEN: dict[str, Any] = {"comments": "open"}
MAIL: dict[str, Any] = {
    "comments": "open", "smtp_host": "smtp.invalid", "mail_from": "bureau@desk.example",
    "public_url": "http://desk.example", "moderators": "moderation@desk.example",
}  # fmt: skip
ON_ARTICLE = {"article": "attaque"}


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form of a comment."""
    form = page[page.index('action="/commenter"') :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def write(
    browser: TestClient[Any],
    clock: Clock,
    about: dict[str, str] = ON_ARTICLE,
    *,
    after: int = 30,
    **given: str,
) -> Any:
    """Open the form, wait, and send what was typed."""
    page = browser.get("/commenter", params=about)
    assert page.status_code == 200, page.text
    clock.now += dt.timedelta(seconds=after)
    return browser.post("/commenter", data=fields(page.text) | TYPED | given, headers=OWN_PAGE)


def put(store: SqlStore, target: Target | None = None, *, now: dt.datetime = NOW, **given: Any) -> int:
    """A comment that came in, without its form."""
    told = {"name": "Binta", "email": EMAIL, "text": f"Un mot. {now.isoformat()}"} | given
    new = NewComment(target=target or Target("article", "attaque"), **told)
    at, address = now.isoformat(timespec="seconds"), str(told["name"])
    return store.comments.add(new, at=at, address=address, rates=RULES.rates).number


def approved(store: SqlStore, target: Target | None = None, **given: Any) -> int:
    """A comment that a moderator let through."""
    number = put(store, target, **given)
    store.comments.decide(number, "approve", who="Modou", at=NOW.isoformat())
    return number


def mails(store: SqlStore) -> list[Any]:
    """What waits in the outbox, or has left it."""
    with store._engine.connect() as connection:
        return list(connection.execute(sa.select(outbox).order_by(outbox.c.number)))


def link(text: str) -> str:
    """The path of the last link of a mail."""
    return re.findall(r"http://desk\.example(/\S+)", text)[-1]


def incident_of(store: SqlStore, article: str = "attaque") -> str:
    return store.incident_of(article)[f"e-{article}"]


def row(store: SqlStore, number: int) -> Any:
    with store._engine.connect() as connection:
        return connection.execute(sa.select(comment).where(comment.c.number == number)).one()
