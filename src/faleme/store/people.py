"""People who sign in, and their sessions. A store never sees a password or a session's token, only hashes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.exc import OperationalError

from faleme.errors import PersonError
from faleme.records.person import MARKINGS, ROLES, Person
from faleme.store.engine import writing
from faleme.store.people_schema import identity as identities
from faleme.store.people_schema import person, session
from faleme.store.schema import change
from faleme.store.tokens_schema import api_token

_NAME = re.compile(r"\w[\w .@'’-]{0,58}[\w.]")
_PATIENCE_MS = 50  # that a page waits to note that somebody is there


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is signed in: since when, and when they were last seen (ISO 8601, UTC)."""

    person: Person
    opened: str
    seen: str


class People:
    """The people of a store; every change is kept with who made it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def every(self) -> list[Person]:
        """Everybody by name, those who may no longer sign in too."""
        with self._engine.connect() as connection:
            return [person_of(row) for row in connection.execute(sa.select(person).order_by(person.c.key))]

    def find(self, name: str) -> Person | None:
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(person).where(person.c.key == key_of(name))).first()
        return person_of(row) if row else None

    def password(self, name: str) -> str | None:
        """The hash of a person's password, None for nobody and for somebody who may not sign in."""
        query = sa.select(person.c.password).where(person.c.key == key_of(name), ~person.c.disabled)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none()

    def of_identity(self, issuer: str, subject: str) -> Person | None:
        """Whose account it is of somebody who signs in elsewhere."""
        mine = identities.c.issuer == issuer, identities.c.subject == subject
        query = sa.select(person).join(identities, identities.c.person == person.c.key).where(*mine)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return person_of(row) if row else None

    def add(
        self, new: Person, password: str | None, *, who: str, at: str, identity: tuple[str, str] | None = None
    ) -> Person:
        """Let somebody sign in, here or, by an issuer and its subject, elsewhere.

        Raises PersonError when the name is taken or is none, or there is no role.
        """
        name = " ".join(unicodedata.normalize("NFC", new.name).split())
        if not _NAME.fullmatch(name):
            raise PersonError(
                f"{name!r} is no name for a person: 2 to 60 letters, digits, spaces and . - ' @",
                reason="name",
            )
        new = _checked(replace(new, name=name))
        with writing(self._engine) as connection:
            if connection.execute(sa.select(person.c.key).where(person.c.key == key_of(name))).first():
                raise PersonError(f"there is somebody of the name {name!r} already", reason="taken")
            row = {"key": key_of(name), "name": name, "password": password} | _columns(new)
            connection.execute(person.insert().values(**row))
            if identity:
                theirs = {"issuer": identity[0], "subject": identity[1], "person": key_of(name)}
                connection.execute(identities.insert().values(**theirs))
            _note(connection, "person-add", new, who, at)
        return new

    def change(self, name: str, *, who: str, at: str, **given: object) -> Person:
        """Give somebody other `roles`, another `ceiling`, or let them sign in no more (`disabled`).

        Raises PersonError for nobody of that name, no role, or when no administrator would be left.
        """
        with writing(self._engine) as connection:
            before = _there(connection, name)
            after = _checked(replace(before, **given))
            where = person.c.key == key_of(name)
            connection.execute(person.update().where(where).values(**_columns(after)))
            if _is_administrator(before) and not any(map(_is_administrator, _all(connection))):
                raise PersonError("somebody has to be administrator", reason="last")
            if after.disabled:
                connection.execute(session.delete().where(session.c.person == key_of(name)))
                connection.execute(api_token.delete().where(api_token.c.person == key_of(name)))
            _note(connection, "person-change", before, who, at)
        return after

    def set_password(self, name: str, password: str, *, provisional: bool, who: str, at: str) -> None:
        """Another password (its hash); who was signed in by the old one is no longer.

        One that an administrator chose takes back the tokens too: the account may have been another's.
        """
        with writing(self._engine) as connection:
            found = _there(connection, name)
            where = person.c.key == key_of(name)
            values = {"password": password, "provisional": provisional}
            connection.execute(person.update().where(where).values(**values))
            connection.execute(session.delete().where(session.c.person == key_of(name)))
            if provisional:
                connection.execute(api_token.delete().where(api_token.c.person == key_of(name)))
            _note(connection, "person-password", found, who, at)

    def open_session(self, token: str, name: str, *, at: str) -> None:
        """Somebody signed in; `token` is the hash of what their browser holds."""
        with writing(self._engine) as connection:
            row = {"token": token, "person": key_of(name), "opened": at, "seen": at}
            connection.execute(session.insert().values(**row))

    def session(self, token: str) -> Session | None:
        """The session of a token's hash, None where there is none or its person may not sign in."""
        query = (
            sa.select(person, session.c.opened, session.c.seen)
            .join(session, session.c.person == person.c.key)
            .where(session.c.token == token, ~person.c.disabled)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Session(person=person_of(row), opened=row.opened, seen=row.seen) if row else None

    def seen(self, token: str, *, at: str) -> None:
        """Note that a session is in use, unless others write just now: no page waits for that."""
        with self._engine.connect().execution_options(writes=True) as connection:
            driver = connection.connection.dbapi_connection
            is_sqlite = connection.dialect.name == "sqlite"
            if is_sqlite and driver is not None:
                waits = driver.execute("PRAGMA busy_timeout").fetchone()[0]
                driver.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            try:
                with connection.begin():
                    connection.execute(session.update().where(session.c.token == token).values(seen=at))
            except OperationalError:
                pass  # the next page notes it
            finally:
                if is_sqlite and driver is not None:
                    driver.execute(f"PRAGMA busy_timeout={waits}")

    def close_session(self, token: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(session.delete().where(session.c.token == token))

    def close_sessions(self, name: str) -> None:
        """Sign somebody out everywhere."""
        with writing(self._engine) as connection:
            connection.execute(session.delete().where(session.c.person == key_of(name)))

    def sessions(self, name: str) -> list[Session]:
        """Where somebody is signed in, the last seen first."""
        query = (
            sa.select(person, session.c.opened, session.c.seen)
            .join(session, session.c.person == person.c.key)
            .where(person.c.key == key_of(name))
            .order_by(session.c.seen.desc(), session.c.token)
        )
        with self._engine.connect() as connection:
            return [
                Session(person=person_of(row), opened=row.opened, seen=row.seen)
                for row in connection.execute(query)
            ]

    def forget_sessions(self, *, opened_before: str, seen_before: str) -> None:
        """Delete the sessions that are over."""
        over = sa.or_(session.c.opened < opened_before, session.c.seen < seen_before)
        with writing(self._engine) as connection:
            connection.execute(session.delete().where(over))


def key_of(name: str) -> str:
    """What two ways to write one name have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def person_of(row: sa.Row[tuple[object, ...]]) -> Person:
    """The person of a row of theirs."""
    return msgspec.convert(
        {
            "name": row.name,
            "roles": row.roles.split(),
            "ceiling": row.ceiling,
            "disabled": row.disabled,
            "provisional": row.provisional,
        },
        Person,
    )


def _columns(each: Person) -> dict[str, object]:
    return {
        "roles": " ".join(each.roles),
        "ceiling": each.ceiling,
        "disabled": each.disabled,
        "provisional": each.provisional,
    }


def _checked(each: Person) -> Person:
    """With its roles in one order; raises PersonError where there is none, or one that nobody knows."""
    unknown = sorted({*each.roles} - {*ROLES}) + sorted({each.ceiling} - {*MARKINGS})
    if unknown:
        raise PersonError(
            f"no role or marking {unknown[0]!r}: {', '.join(ROLES)}; {', '.join(MARKINGS)}",
            reason="unknown",
        )
    if not each.roles:
        raise PersonError(f"a person needs a role: {', '.join(ROLES)}", reason="none_chosen")
    return replace(each, roles=tuple(role for role in ROLES if role in each.roles))


def _is_administrator(each: Person) -> bool:
    return "administrator" in each.roles and not each.disabled


def _there(connection: sa.Connection, name: str) -> Person:
    row = connection.execute(sa.select(person).where(person.c.key == key_of(name))).first()
    if row is None:
        raise PersonError(f"there is nobody of the name {name!r}", reason="nobody")
    return person_of(row)


def _all(connection: sa.Connection) -> Sequence[Person]:
    return [person_of(row) for row in connection.execute(sa.select(person))]


def _note(connection: sa.Connection, act: str, told: Person, who: str, at: str) -> None:
    """Keep who changed whose account, and what it was before."""
    before = None if act == "person-add" else msgspec.json.encode(told).decode()
    row = {"at": at, "actor": who, "act": act, "target": told.name, "before": before}
    connection.execute(change.insert().values(**row))
