"""Alerts in a store, on both databases: kept once, decided once, sent with the decision."""

from __future__ import annotations

import pytest

from faleme.errors import JudgementError
from faleme.records.message import Message
from faleme.store.sql import SqlStore
from tests.warn.test_cap import alerts

AT = "2025-07-02T09:00:00+00:00"


def test_an_alert_is_kept_once_and_read_back(store: SqlStore) -> None:
    made = alerts()[0]
    new = store.alerts.propose([made, made], at=AT, reported={"a": "2025-07-01"})
    assert [(each.alert, each.reported) for each in new] == [(made, "2025-07-01")]
    assert store.alerts.propose([made], at=AT) == []
    kept = store.alerts.get(made.id)
    assert kept is not None and (kept.alert, kept.state, kept.acts) == (made, "proposed", ())
    assert store.alerts.list(states=["sent"]) == []
    assert store.alerts.list(markings=["RED"]) == []
    assert len(store.alerts.list(markings=["CLEAR"])) == 1


def test_the_act_and_its_messages_stand_together(store: SqlStore) -> None:
    made = alerts()[0]
    store.alerts.propose([made], at=AT)
    message = Message(key="k", channel="file", to="/x", payload={}, about=f"alert:{made.id}")
    store.alerts.act(made.id, "confirm", who="awa", at=AT, messages=[message])
    assert store.outbox.waiting() == {"file": 1}
    with pytest.raises(JudgementError):
        other = Message(key="other", channel="file", to="/x", payload={})
        store.alerts.act(made.id, "confirm", who="awa", at=AT, messages=[other])
    assert store.outbox.waiting() == {"file": 1}
    kept = store.alerts.get(made.id)
    assert kept is not None and kept.first("confirm") == AT


def test_what_a_rule_sends_itself_is_kept_sent_with_its_messages(store: SqlStore) -> None:
    first, second = alerts()[:2]
    message = Message(key="k", channel="file", to="/x", payload={}, about=f"alert:{first.id}")
    for _ in range(2):
        store.alerts.propose([first, second], at=AT, sent={first.id: [message]}, by="rule")
    states = {each.alert.id: each.state for each in store.alerts.list()}
    assert states == {first.id: "sent", second.id: "proposed"}
    kept = store.alerts.get(first.id)
    assert kept is not None and [(each.act, each.who) for each in kept.acts] == [("confirm", "rule")]
    assert store.outbox.waiting() == {"file": 1}
