"""Comments: taken in within limits, decided by moderators, taken back, and forgotten in time.

E-mail addresses go in and are given to who writes the mail, in the same transaction; no record that is read
back has them. Where a comment came from is kept as a hash whose salt is gone the day after.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from msgspec.structs import replace

from faleme.errors import CommentError
from faleme.records.comment import (
    STATE_OF,
    Comment,
    Decision,
    NewComment,
    Rates,
    State,
    Target,
)
from faleme.records.message import Message
from faleme.store.comments_schema import comment, secret
from faleme.store.engine import writing
from faleme.store.outbox import drop_messages, write_messages
from faleme.store.schema import change, redirect

_ERASED = {"name": "", "email": None, "text": "", "withdrawal": None, "sender": None, "digest": None}
_MOST_SHOWN = 500
Mails = Callable[[int], Sequence[Message]]
"""The mails that a comment causes, by the number that it is given."""
Receipt = Callable[[str, Comment], tuple[str, Message]]
"""Makes, for an address, the hash of a token to take a comment back by and the mail that brings the token."""


class Comments:
    """The comments of a store; every decision is kept with who made it and when."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def secret(self, name: str) -> str:
        """A random key of this store, made when it is first asked for."""
        query = sa.select(secret.c.value).where(secret.c.name == name)
        with self._engine.connect() as connection:
            found: str | None = connection.execute(query).scalar_one_or_none()
        if found is not None:
            return found
        with writing(self._engine) as connection:
            return connection.execute(query).scalar_one_or_none() or _new_secret(connection, name, "")

    def add(
        self, new: NewComment, *, at: str, address: str, rates: Rates, mails: Mails | None = None
    ) -> Comment:
        """Take a comment in, with the mails that it causes, or nothing of both.

        Raises CommentError where too many come in, it is there already, or what it answers is not there.
        """
        digest = _digest(new.text)
        with writing(self._engine) as connection:
            sender = _hashed(connection, address, at)
            _within_rates(connection, new.target, sender, at, rates)
            _not_twice(connection, new, digest, at, rates)
            if new.parent is not None and not _may_be_answered(connection, new.parent, new.target):
                raise CommentError("what it answers is not there", reason="parent")
            row = {
                "kind": new.target.kind,
                "target": new.target.id,
                "parent": new.parent,
                "name": new.name,
                "email": new.email,
                "text": new.text,
                "language": new.language,
                "account": new.account,
                "at": at,
                "state": "approved" if new.account else "waiting",
                "doubts": " ".join(new.doubts),
                "decided_by": new.name if new.account else None,
                "decided_at": at if new.account else None,
                "withdrawal": new.withdrawal,
                "sender": sender,
                "digest": digest,
            }
            number = connection.execute(comment.insert().values(**row)).inserted_primary_key[0]  # type: ignore[index]
            caused = mails(number) if mails else ()
            write_messages(connection, [replace(each, about=_about(number)) for each in caused], at=at)
            return _found(connection, number)

    def of(self, target: Target) -> list[Comment]:
        """What is shown on a page, in the order of time: what was let through, and in place of what was
        removed a stub where it has answers that are shown.
        """
        shown = comment.alias()
        answered = sa.exists().where(shown.c.parent == comment.c.number, shown.c.state == "approved")
        removed = sa.and_(comment.c.state == "removed", answered)
        with self._engine.connect() as connection:
            query = (
                sa.select(comment)
                .where(comment.c.kind == target.kind, comment.c.target.in_(_addresses(connection, target)))
                .where(sa.or_(comment.c.state == "approved", removed))
                .order_by(comment.c.number)
                .limit(_MOST_SHOWN)
            )
            return [_comment(row) for row in connection.execute(query)]

    def queue(self, state: State, *, limit: int, offset: int = 0) -> list[Comment]:
        """What is in a state: what waits by time and what is doubted last, else the latest first."""
        order = (comment.c.doubts != "", comment.c.number)
        query = sa.select(comment).where(comment.c.state == state).limit(limit).offset(offset)
        query = query.order_by(*(order if state == "waiting" else (comment.c.number.desc(),)))
        with self._engine.connect() as connection:
            return [_comment(row) for row in connection.execute(query)]

    def count(self) -> dict[str, int]:
        """How many there are in each state."""
        query = sa.select(comment.c.state, sa.func.count().label("how_many")).group_by(comment.c.state)
        with self._engine.connect() as connection:
            return {row.state: row.how_many for row in connection.execute(query)}

    def find(self, number: int) -> Comment | None:
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(comment).where(comment.c.number == number)).first()
        return _comment(row) if row else None

    def decide(
        self, number: int, decision: Decision, *, who: str, at: str, receipt: Receipt | None = None
    ) -> Comment:
        """Let a comment through, or not, or remove it for good.

        Its writer gets the mail of `receipt` when it is let through and no such mail was written before.
        Raises CommentError when it is not there (any more).
        """
        with writing(self._engine) as connection:
            before = _found(connection, number)
            if before.state == "removed":
                raise CommentError(f"comment {number} is removed", reason="gone")
            undecided = decision == "wait"
            values = {
                "state": STATE_OF[decision],
                "decided_by": None if undecided else who,
                "decided_at": None if undecided else at,
            }
            if decision == "remove":
                _erase(connection, number, values)
            else:
                connection.execute(comment.update().where(comment.c.number == number).values(**values))
            if decision == "approve" and receipt is not None:
                _write_receipt(connection, before, receipt, at)
            row = {"at": at, "actor": who, "act": f"comment-{decision}", "target": _about(number)}
            connection.execute(change.insert().values(**row, before=before.state))
            return _found(connection, number)

    def withdrawable(self, withdrawal: str) -> Comment | None:
        """The comment whose writer holds the token of this hash."""
        query = sa.select(comment).where(comment.c.withdrawal == withdrawal)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _comment(row) if row else None

    def withdraw(self, withdrawal: str, *, at: str) -> Comment | None:
        """Its writer takes a comment back: name, address and text are gone. What it was, None for none."""
        query = sa.select(comment).where(comment.c.withdrawal == withdrawal)
        with writing(self._engine) as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            _erase(connection, row.number, {"state": "removed", "decided_by": None, "decided_at": at})
            return _comment(row)

    def forget(self, *, before: str, today: str) -> int:
        """Forget addresses of before a moment, and all of what was refused before it; how many addresses.

        A comment counts from its decision, one that nobody decided from when it came in.
        """
        since = sa.func.coalesce(comment.c.decided_at, comment.c.at)
        addresses = sa.and_(comment.c.email.is_not(None), since < before)
        refused = sa.and_(comment.c.state.in_(("rejected", "spam")), since < before, comment.c.text != "")
        with writing(self._engine) as connection:
            _forget_salt(connection, today)
            gone = connection.execute(comment.update().where(addresses).values(email=None)).rowcount
            connection.execute(comment.update().where(refused).values(**_ERASED))
            return gone


def _new_secret(connection: sa.Connection, name: str, day: str) -> str:
    made = secrets.token_urlsafe(32)
    connection.execute(secret.insert().values(name=name, value=made, day=day))
    return made


def _hashed(connection: sa.Connection, address: str, at: str) -> str:
    """Where a comment came from, with the salt of the day; those of other days are forgotten with theirs."""
    _forget_salt(connection, at[:10])
    query = sa.select(secret.c.value).where(secret.c.name == "salt")
    salt = connection.execute(query).scalar_one_or_none() or _new_secret(connection, "salt", at[:10])
    return hmac.new(salt.encode(), address.encode(), hashlib.sha256).hexdigest()


def _forget_salt(connection: sa.Connection, today: str) -> None:
    old = sa.and_(secret.c.name == "salt", secret.c.day != today)
    if connection.execute(secret.delete().where(old)).rowcount:
        connection.execute(comment.update().where(comment.c.sender.is_not(None)).values(sender=None))


def _within_rates(connection: sa.Connection, target: Target, sender: str, at: str, rates: Rates) -> None:
    hour, day = _before(at, hours=1), _before(at, hours=24)
    of_target = sa.and_(comment.c.kind == target.kind, comment.c.target == target.id)
    for reason, where, since, most in (
        ("rate", comment.c.sender == sender, hour, rates.sender_hour),
        ("rate", comment.c.sender == sender, day, rates.sender_day),
        ("busy", of_target, hour, rates.target_hour),
        ("busy", sa.true(), hour, rates.desk_hour),
    ):
        query = sa.select(sa.func.count()).where(where, comment.c.at > since).select_from(comment)
        if connection.execute(query).scalar_one() >= most:
            raise CommentError("too many comments", reason=reason)


def _not_twice(connection: sa.Connection, new: NewComment, digest: str, at: str, rates: Rates) -> None:
    """A short word of thanks may stand on two pages, a long text may not."""
    same = sa.and_(comment.c.digest == digest, comment.c.at > _before(at, hours=24 * rates.same_days))
    if len(new.text) < rates.same_length:
        same = sa.and_(same, comment.c.kind == new.target.kind, comment.c.target == new.target.id)
    if connection.execute(sa.select(comment.c.number).where(same).limit(1)).first():
        raise CommentError("the same comment is there already", reason="same")


def _may_be_answered(connection: sa.Connection, number: int, target: Target) -> bool:
    """Whether a comment is shown on that page and is not an answer itself."""
    row = connection.execute(sa.select(comment).where(comment.c.number == number)).first()
    return bool(
        row
        and row.state == "approved"
        and row.parent is None
        and row.kind == target.kind
        and row.target in _addresses(connection, target)
    )


def _addresses(connection: sa.Connection, target: Target) -> list[str]:
    """The id of a target and those that lead to it since incidents were joined."""
    found, new = [target.id], [target.id]
    while new and target.kind == "incident":
        query = sa.select(redirect.c.old).where(redirect.c.new.in_(new), redirect.c.old.not_in(found))
        new = list(connection.execute(query).scalars())
        found += new
    return found


def _erase(connection: sa.Connection, number: int, values: Mapping[str, str | None]) -> None:
    """Name, address and text of a comment are gone, and mails about it with them."""
    connection.execute(comment.update().where(comment.c.number == number).values(**{**_ERASED, **values}))
    drop_messages(connection, _about(number))


def _write_receipt(connection: sa.Connection, told: Comment, receipt: Receipt, at: str) -> None:
    query = sa.select(comment.c.email, comment.c.withdrawal).where(comment.c.number == told.number)
    email, withdrawal = connection.execute(query).one()
    if email is None or withdrawal is not None:
        return
    hashed, mail = receipt(email, told)
    where = comment.c.number == told.number
    connection.execute(comment.update().where(where).values(withdrawal=hashed))
    write_messages(connection, [replace(mail, about=_about(told.number))], at=at)


def _found(connection: sa.Connection, number: int) -> Comment:
    row = connection.execute(sa.select(comment).where(comment.c.number == number)).first()
    if row is None:
        raise CommentError(f"there is no comment {number}", reason="gone")
    return _comment(row)


def _comment(row: sa.Row[tuple[object, ...]]) -> Comment:
    return Comment(
        number=row.number,
        target=Target(row.kind, row.target),
        parent=row.parent,
        name=row.name,
        text=row.text,
        language=row.language,
        account=row.account,
        at=row.at,
        state=row.state,
        doubts=tuple(row.doubts.split()),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def _about(number: int) -> str:
    return f"comment:{number}"


def _before(at: str, *, hours: int) -> str:
    moment = dt.datetime.fromisoformat(at) - dt.timedelta(hours=hours)
    return moment.isoformat(timespec="seconds")


def _digest(text: str) -> str:
    """The same for texts that differ in capitals and white space alone."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()
