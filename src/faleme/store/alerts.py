"""Alerts of a store: proposed once, decided by a person, sent with the decision's own transaction.

Messages are written to the outbox in the transaction of the act that sends them, so that neither stands
without the other after a kill.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from faleme.errors import JudgementError
from faleme.records.alert import Alert, AlertAct, AlertActName, AlertState, KeptAlert
from faleme.records.message import Message
from faleme.records.text import Marking
from faleme.store.alerts_schema import alert, alert_act
from faleme.store.engine import writing
from faleme.store.outbox import write_messages

_alert = msgspec.json.Decoder(Alert).decode
_NEXT: Final[Mapping[AlertActName, tuple[AlertState, AlertState]]] = {
    "confirm": ("proposed", "sent"), "dismiss": ("proposed", "dismissed"),
    "acknowledge": ("sent", "sent"), "respond": ("sent", "sent"), "outcome": ("sent", "sent"),
    "update": ("sent", "updated"), "cancel": ("sent", "cancelled"),
}  # fmt: skip
"""In which state an act may be done, and the state that it leads to."""


class Alerts:
    """The alerts of a store, as rules propose them and people decide."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def propose(
        self, alerts: Iterable[Alert], *, at: str, reported: Mapping[str, str] | None = None,
        sent: Mapping[str, Sequence[Message]] | None = None, by: str = "",
    ) -> list[KeptAlert]:  # fmt: skip
        """Keep alerts for a person to decide; one of a rule and key that is there already is passed over.

        `reported` tells when an incident was first reported, by its id. `sent` has the messages of those
        that nobody is asked about, by their ids: they are kept as confirmed by `by`, with their messages and
        in the same transaction. Returns what is new.
        """
        new: list[KeptAlert] = []
        with writing(self._engine) as connection:
            for each in alerts:
                same = sa.select(alert.c.id).where(alert.c.rule == each.rule, alert.c.key == each.key)
                if connection.execute(same.limit(1)).first() is None:
                    days = [day for i in each.incidents if (day := (reported or {}).get(i))]
                    kept = _insert(connection, each, "proposed", at, min(days, default=None))
                    if sent is not None and each.id in sent:
                        kept = _act(connection, each.id, "confirm", by, at, "", sent[each.id])
                    new.append(kept)
        return new

    def get(self, identifier: str) -> KeptAlert | None:
        """An alert by its identifier."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(alert).where(alert.c.id == identifier)).first()
            return _kept(connection, [row])[0] if row else None

    def list(
        self, *, states: Collection[AlertState] = (), markings: Collection[Marking] | None = None,
        limit: int | None = None,
    ) -> list[KeptAlert]:  # fmt: skip
        """Alerts, the latest first."""
        query = sa.select(alert).order_by(alert.c.number.desc()).limit(limit)
        if states:
            query = query.where(alert.c.state.in_(sorted(states)))
        if markings is not None:
            query = query.where(alert.c.marking.in_(sorted(markings)))
        with self._engine.connect() as connection:
            return _kept(connection, list(connection.execute(query)))

    def act(
        self, identifier: str, act: AlertActName, *, who: str, at: str, note: str = "",
        messages: Sequence[Message] = (), follows: Alert | None = None,
    ) -> KeptAlert:  # fmt: skip
        """Do something about an alert, with the messages that it sends.

        `follows` is the message that updates or cancels it, kept as sent. Raises JudgementError where there
        is no such alert, or it is in a state in which that cannot be done.
        """
        with writing(self._engine) as connection:
            kept = _act(connection, identifier, act, who, at, note, messages)
            if follows is not None:
                _insert(connection, follows, "sent", at, kept.reported)
            return kept


def _act(
    connection: sa.Connection, identifier: str, act: AlertActName, who: str, at: str, note: str,
    messages: Sequence[Message],
) -> KeptAlert:  # fmt: skip
    before, after = _NEXT[act]
    row = connection.execute(sa.select(alert).where(alert.c.id == identifier)).first()
    if row is None:
        raise JudgementError(f"no alert {identifier!r}")
    if row.state != before:
        raise JudgementError(f"the alert is {row.state}: {act} is for one that is {before}")
    connection.execute(alert.update().where(alert.c.id == identifier).values(state=after))
    told = {"alert": identifier, "act": act, "who": who, "at": at, "note": note}
    connection.execute(alert_act.insert().values(**told))
    write_messages(connection, messages, at=at)
    again = connection.execute(sa.select(alert).where(alert.c.id == identifier)).one()
    return _kept(connection, [again])[0]


def _insert(
    connection: sa.Connection, made: Alert, state: AlertState, at: str, reported: str | None
) -> KeptAlert:
    values = {
        "id": made.id, "rule": made.rule, "key": made.key, "state": state, "marking": made.marking,
        "proposed": at, "reported": reported, "record": msgspec.json.encode(made).decode(),
    }  # fmt: skip
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(alert).values(**values).on_conflict_do_nothing(index_elements=["id"]))
    return KeptAlert(alert=made, state=state, proposed=at, reported=reported)


def _kept(connection: sa.Connection, rows: Sequence[sa.Row[tuple[object, ...]]]) -> list[KeptAlert]:
    query = sa.select(alert_act).where(alert_act.c.alert.in_([row.id for row in rows]))
    acts: dict[str, list[AlertAct]] = {}
    for row in connection.execute(query.order_by(alert_act.c.number)):
        acts.setdefault(row.alert, []).append(AlertAct(act=row.act, who=row.who, at=row.at, note=row.note))
    return [
        KeptAlert(
            alert=_alert(row.record), state=row.state, proposed=row.proposed, reported=row.reported,
            acts=tuple(acts.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip
