"""Comments on both databases: taken in, shown in order, decided, taken back, forgotten."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
import sqlalchemy as sa

from faleme.errors import CommentError
from faleme.records.comment import Comment, NewComment, Rates, Target
from faleme.records.message import Message
from faleme.store.comments_schema import comment
from faleme.store.outbox_schema import outbox
from faleme.store.schema import redirect
from faleme.store.sql import SqlStore

PAGE = Target("incident", "inc-1")
NOON = dt.datetime(2026, 2, 3, 12, 0, tzinfo=dt.UTC)
RATES = Rates(sender_hour=3, sender_day=4, target_hour=50, desk_hour=90, same_days=30, same_length=40)


def iso(**later: int) -> str:
    return (NOON + dt.timedelta(**later)).isoformat(timespec="seconds")


def put(store: SqlStore, text: str, address: str = "a", at: str = "", **given: Any) -> Comment:
    told = {"target": PAGE, "name": "Binta", "email": "b@exemple.sn"} | given
    return store.comments.add(NewComment(text=text, **told), at=at or iso(), address=address, rates=RATES)


def shown(store: SqlStore, target: Target = PAGE) -> list[str]:
    return [each.text for each in store.comments.of(target)]


def reason(call: Any) -> str:
    with pytest.raises(CommentError) as told:
        call()
    return told.value.reason


def test_what_was_let_through_is_shown_by_time_with_a_stub_for_what_has_answers(store: SqlStore) -> None:
    one, two, three = (put(store, text) for text in ("un", "deux", "trois"))
    assert shown(store) == []
    for each in (three, one, two):
        store.comments.decide(each.number, "approve", who="Modou", at=iso())
    answer = put(store, "réponse", "b", parent=one.number)
    assert shown(store) == ["un", "deux", "trois"]
    store.comments.decide(answer.number, "approve", who="Modou", at=iso())
    for each in (one, two):
        store.comments.decide(each.number, "remove", who="Modou", at=iso())
    assert shown(store) == ["", "trois", "réponse"]
    assert reason(lambda: put(store, "encore", "b", parent=answer.number)) == "parent"
    assert reason(lambda: put(store, "encore", "b", parent=two.number)) == "parent"
    assert reason(lambda: store.comments.decide(one.number, "approve", who="M", at=iso())) == "gone"
    assert reason(lambda: store.comments.decide(99, "approve", who="M", at=iso())) == "gone"


def test_comments_follow_an_incident_to_its_new_address(store: SqlStore) -> None:
    store.comments.decide(put(store, "un").number, "approve", who="Modou", at=iso())
    with store._engine.begin() as connection:
        moves = [{"old": "inc-1", "new": "inc-2"}, {"old": "inc-2", "new": "inc-3"}]
        connection.execute(redirect.insert(), moves)
    assert shown(store, Target("incident", "inc-3")) == ["un"]
    assert shown(store, Target("incident", "inc-4")) == shown(store, Target("article", "inc-3")) == []


def test_what_waits_is_queued_by_time_and_what_is_doubted_last(store: SqlStore) -> None:
    put(store, "douteux", doubts=("links",))
    put(store, "premier")
    put(store, "second")
    assert [each.text for each in store.comments.queue("waiting", limit=9)] == [
        "premier",
        "second",
        "douteux",
    ]
    assert [each.text for each in store.comments.queue("waiting", limit=1, offset=1)] == ["second"]
    assert store.comments.count() == {"waiting": 3}


def test_rates_hold_when_many_send_at_once(store: SqlStore) -> None:
    """They are counted in the transaction that writes."""
    refused = []

    def send(number: int) -> None:
        try:
            put(store, f"mot {number}")
        except CommentError as error:
            refused.append(error.reason)

    senders = [threading.Thread(target=send, args=(number,)) for number in range(10)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert store.comments.count() == {"waiting": RATES.sender_hour}
    assert refused == ["rate"] * 7


def test_rates_of_an_hour_and_of_a_day(store: SqlStore) -> None:
    for number in range(3):
        put(store, f"mot {number}")
    assert reason(lambda: put(store, "trop")) == "rate"
    put(store, "d'ailleurs", "b")
    put(store, "plus tard", at=iso(hours=1))
    assert reason(lambda: put(store, "trop pour un jour", at=iso(hours=3))) == "rate"
    put(store, "le lendemain", at=iso(hours=12))


def test_the_same_text_is_known_again(store: SqlStore) -> None:
    put(store, "Merci")
    assert reason(lambda: put(store, " merci ")) == "same"
    put(store, "Merci", target=Target("article", "a"))
    long = "Le bac de Kidira était fermé mardi toute la journée."
    put(store, long)
    assert reason(lambda: put(store, long, "b", target=Target("article", "a"))) == "same"
    put(store, long, "b", at=iso(days=31))


def test_its_writer_takes_a_comment_back_with_every_mail_about_it(store: SqlStore) -> None:
    mail = Message(key="k", channel="mail", to="b@exemple.sn", payload={})
    new = NewComment(target=PAGE, name="Binta", email="b@exemple.sn", text="un", withdrawal="hash")
    store.comments.add(new, at=iso(), address="a", rates=RATES, mails=lambda _: [mail])
    found = store.comments.withdrawable("hash")
    assert found and found.text == "un"
    assert store.comments.withdraw("hash", at=iso(hours=1)) == found
    assert store.comments.withdraw("hash", at=iso()) is None and store.comments.withdrawable("hash") is None
    with store._engine.connect() as connection:
        row = connection.execute(sa.select(comment)).one()
        assert connection.execute(sa.select(outbox)).first() is None
    assert (row.name, row.email, row.text, row.sender, row.digest) == ("", None, "", None, None)
    assert (row.state, row.decided_by, row.decided_at) == ("removed", None, iso(hours=1))


def test_the_receipt_is_written_once_and_only_where_there_is_an_address(store: SqlStore) -> None:
    def receipt(email: str, told: Comment) -> tuple[str, Message]:
        return f"hash {told.number}", Message(key=f"k{told.number}", channel="mail", to=email, payload={})

    number = put(store, "un").number
    for decision in ("approve", "wait", "approve"):
        store.comments.decide(number, decision, who="M", at=iso(), receipt=receipt)  # type: ignore[arg-type]
    without = put(store, "deux", email=None).number
    store.comments.decide(without, "approve", who="M", at=iso(), receipt=receipt)
    with store._engine.connect() as connection:
        mails = [(row.recipient, row.about) for row in connection.execute(sa.select(outbox))]
    assert mails == [("b@exemple.sn", f"comment:{number}")]
    acts = [(each.act, each.actor) for each in store.changes()]
    assert [act for act in acts if act[0].startswith("comment")].count(("comment-approve", "M")) == 3


def test_addresses_and_refused_comments_are_forgotten(store: SqlStore) -> None:
    kept, refused, waiting = (put(store, text).number for text in ("oui", "non", "attend"))
    store.comments.decide(kept, "approve", who="M", at=iso(days=5))
    store.comments.decide(refused, "reject", who="M", at=iso())
    assert store.comments.forget(before=iso(days=1), today="2026-02-04") == 2
    texts = {
        number: found.text for number in (kept, refused, waiting) if (found := store.comments.find(number))
    }
    assert texts == {kept: "oui", refused: "", waiting: "attend"}
    assert store.comments.forget(before=iso(days=6), today="2026-02-09") == 1


def test_a_key_of_the_store_stays(store: SqlStore) -> None:
    key = store.comments.secret("forms")
    assert len(key) > 30 and store.comments.secret("forms") == key != store.comments.secret("else")
