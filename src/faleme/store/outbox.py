"""The outbox: messages are written in the transaction of what causes them and taken by a sender on lease.

A sender that is killed leaves its lease behind; when that is over another takes the message again. So each
leaves at least once, and a repeat bears the same key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from faleme.records.message import Channel, GivenUp, Message, Taken
from faleme.store.engine import writing
from faleme.store.outbox_schema import outbox

_FORGOTTEN = {"recipient": "", "payload": "{}"}


def write_messages(connection: sa.Connection, messages: Iterable[Message], *, at: str) -> None:
    """Write messages on the caller's transaction; one that is there already, by its key, stays as it is."""
    rows = [
        {
            "key": each.key,
            "channel": each.channel,
            "recipient": each.to,
            "payload": msgspec.json.encode(each.payload).decode(),
            "about": each.about,
            "confidential": each.confidential,
            "written": at,
            "state": "waiting",
            "due": each.due or at,
            "attempts": 0,
        }
        for each in messages
    ]
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        insert = dialect.insert(outbox).on_conflict_do_nothing(index_elements=["key"])
        connection.execute(insert, rows)


def drop_messages(connection: sa.Connection, about: str) -> None:
    """Delete every message about something, those that wait too."""
    connection.execute(outbox.delete().where(outbox.c.about == about))


class Outbox:
    """The messages of a store, as senders and their overseers see them."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def put(self, *messages: Message, at: str) -> None:
        """Write messages that nothing else of the store has caused."""
        with writing(self._engine) as connection:
            write_messages(connection, messages, at=at)

    def take(self, channels: Collection[Channel], *, now: str, until: str) -> Taken | None:
        """The message that has been due for longest, for the caller alone until its lease is over."""
        query = (
            sa.select(outbox)
            .where(outbox.c.state == "waiting", outbox.c.due <= now, outbox.c.channel.in_(sorted(channels)))
            .order_by(outbox.c.due, outbox.c.number)
            .limit(1)
        )
        with self._engine.connect() as connection:
            if connection.execute(query).first() is None:  # the common answer, and it waits for no writer
                return None
        with writing(self._engine) as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            lease = {"due": until, "attempts": row.attempts + 1}
            connection.execute(outbox.update().where(outbox.c.number == row.number).values(**lease))
        return Taken(
            number=row.number,
            attempt=row.attempts + 1,
            written=row.written,
            message=Message(
                key=row.key,
                channel=row.channel,
                to=row.recipient,
                payload=msgspec.json.decode(row.payload),
                about=row.about,
                confidential=row.confidential,
            ),
        )

    def sent(self, taken: Taken, *, at: str) -> None:
        """It has gone: whoever else may have it on lease by now, it is not sent again after that."""
        values = {"state": "sent", "settled": at, "reason": None}
        if taken.message.confidential:
            values |= _FORGOTTEN
        with writing(self._engine) as connection:
            connection.execute(outbox.update().where(outbox.c.number == taken.number).values(**values))

    def put_off(self, taken: Taken, *, until: str, reason: str) -> None:
        """It did not go; try again later. Nothing changes if its lease was over and another took it."""
        self._settle(taken, {"due": until, "reason": reason})

    def give_up(self, taken: Taken, *, at: str, reason: str) -> None:
        """It will not go; the reason stays."""
        values = {"state": "given-up", "settled": at, "reason": reason}
        self._settle(taken, values | (_FORGOTTEN if taken.message.confidential else {}))

    def _settle(self, taken: Taken, values: dict[str, str]) -> None:
        mine = sa.and_(
            outbox.c.number == taken.number,
            outbox.c.attempts == taken.attempt,
            outbox.c.state == "waiting",
        )
        with writing(self._engine) as connection:
            connection.execute(outbox.update().where(mine).values(**values))

    def waiting(self) -> dict[str, int]:
        """How many messages wait, by channel."""
        query = sa.select(outbox.c.channel, sa.func.count().label("how_many")).where(
            outbox.c.state == "waiting"
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.group_by(outbox.c.channel))
            return {row.channel: row.how_many for row in rows}

    def given_up(self, *, since: str = "") -> list[GivenUp]:
        """What was given up, the latest last."""
        query = sa.select(outbox).where(outbox.c.state == "given-up", outbox.c.settled >= since)
        with self._engine.connect() as connection:
            return [
                GivenUp(
                    number=row.number, channel=row.channel, about=row.about, at=row.settled,
                    reason=row.reason or "",
                )
                for row in connection.execute(query.order_by(outbox.c.number))
            ]  # fmt: skip

    def forget(self, *, settled_before: str, waits_since: str) -> int:
        """Delete what was settled before a moment, and what has waited in vain since before another."""
        in_vain = sa.and_(outbox.c.state == "waiting", outbox.c.due < waits_since)
        old = sa.or_(outbox.c.settled < settled_before, in_vain)
        with self._engine.connect() as connection:
            if connection.execute(sa.select(outbox.c.number).where(old).limit(1)).first() is None:
                return 0
        with writing(self._engine) as connection:
            return connection.execute(outbox.delete().where(old)).rowcount
