"""Searches that people keep. A store never sees a feed's secret address, only its SHA-256."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from faleme.errors import PersonError
from faleme.records.message import Message
from faleme.records.person import Person
from faleme.records.saved_search import SavedSearch, Telling
from faleme.store.engine import writing
from faleme.store.outbox import drop_messages, write_messages
from faleme.store.people import key_of, person_of
from faleme.store.people_schema import person
from faleme.store.saved_schema import saved_find, saved_search

MOST = 50
"""Searches that one person may keep."""
LONGEST_NAME = 80
_COLUMNS = tuple(each for each in SavedSearch.__struct_fields__ if each != "owner")


class SavedSearches:
    """The saved searches of a store."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def add(self, owner: str, name: str, query: str, *, language: str, feed: str, at: str) -> int:
        """Keep a search by the hash of its feed's address; its number. Raises PersonError."""
        named = _named(name)
        row = {
            "person": key_of(owner), "name": named, "query": query, "language": language, "feed": feed,
            "made": at, "telling": "none", "address": "", "confirmed": False, "floor": "", "told": "",
            "revision": -1,
        }  # fmt: skip
        with writing(self._engine) as connection:
            theirs = saved_search.c.person == key_of(owner)
            held = sa.select(sa.func.count()).select_from(saved_search).where(theirs)
            if connection.execute(held).scalar_one() >= MOST:
                raise PersonError(f"{MOST} saved searches are enough: delete one first", reason="saved_many")
            return int(connection.execute(saved_search.insert().values(**row)).inserted_primary_key[0])  # type: ignore[index]

    def every(self, owner: str) -> list[SavedSearch]:
        """Somebody's searches by name."""
        query = _select().where(saved_search.c.person == key_of(owner))
        with self._engine.connect() as connection:
            found = [_read(row)[0] for row in connection.execute(query)]
        return sorted(found, key=lambda each: (each.name.casefold(), each.number))

    def of_feed(self, feed: str) -> tuple[SavedSearch, Person] | None:
        """The search of a feed's address, and its owner, by the hash of the address."""
        return self._one(saved_search.c.feed == feed)

    def numbered(self, number: int) -> tuple[SavedSearch, Person] | None:
        return self._one(saved_search.c.number == number)

    def with_mail(self) -> list[tuple[SavedSearch, Person]]:
        """Those whose new finds are to be told, with their owners, by number."""
        query = _select().where(
            saved_search.c.telling != "none", saved_search.c.confirmed, ~person.c.disabled
        )
        with self._engine.connect() as connection:
            return [_read(row) for row in connection.execute(query.order_by(saved_search.c.number))]

    def known(self, number: int) -> set[str]:
        """The finds that are no new ones."""
        query = sa.select(saved_find.c.find).where(saved_find.c.search == number)
        with self._engine.connect() as connection:
            return set(connection.execute(query).scalars())

    def rename(self, owner: str, number: int, name: str) -> bool:
        """Call it something else; whether it was there. Raises PersonError for no name."""
        return self._change(owner, number, {"name": _named(name)})

    def renew(self, owner: str, number: int, feed: str) -> bool:
        """Give its feed another address, by its hash; the old one is nobody's from then on."""
        return self._change(owner, number, {"feed": feed})

    def delete(self, owner: str, number: int) -> bool:
        with writing(self._engine) as connection:
            drop_messages(connection, about(number))
            return bool(connection.execute(saved_search.delete().where(_theirs(owner, number))).rowcount)

    def tell(
        self, owner: str, number: int, telling: Telling, address: str, *,
        known: Iterable[str], floor: str, revision: int, message: Message | None, at: str,
    ) -> bool:  # fmt: skip
        """Tell new finds by mail from now on: `known` are no new ones. `message` asks to confirm the address.

        An address that is confirmed stays so.
        """
        values: dict[str, Any] = {
            "telling": telling, "address": address, "floor": floor, "told": at, "revision": revision
        }  # fmt: skip
        with writing(self._engine) as connection:
            same = saved_search.c.address == address
            confirmed = sa.and_(saved_search.c.confirmed, same)
            changed = saved_search.update().where(_theirs(owner, number))
            if not connection.execute(changed.values(**values, confirmed=confirmed)).rowcount:
                return False
            connection.execute(saved_find.delete().where(saved_find.c.search == number))
            _keep_known(connection, number, known)
            if message:
                write_messages(connection, [message], at=at)
        return True

    def confirm(self, number: int) -> None:
        """The address is its owner's."""
        with writing(self._engine) as connection:
            meant = saved_search.update().where(saved_search.c.number == number, saved_search.c.address != "")
            connection.execute(meant.values(confirmed=True))

    def stop(self, number: int) -> None:
        """No more mail; the address is forgotten, and what waits to go to it."""
        values = {"telling": "none", "address": "", "confirmed": False, "floor": "", "told": ""}
        with writing(self._engine) as connection:
            connection.execute(saved_search.update().where(saved_search.c.number == number).values(**values))
            connection.execute(saved_find.delete().where(saved_find.c.search == number))
            drop_messages(connection, about(number))

    def told(
        self,
        number: int,
        finds: Sequence[str],
        write: Callable[[list[str]], Message],
        *,
        revision: int,
        at: str,
    ) -> list[str]:
        """Write one mail of those finds that none has told yet, in one transaction with that they are told.

        Returns them. Two who look at once tell nothing twice.
        """
        with writing(self._engine) as connection:
            meant = (
                saved_search.c.number == number,
                saved_search.c.telling != "none",
                saved_search.c.confirmed,
            )
            changed = saved_search.update().where(*meant).values(told=at, revision=revision)
            if not connection.execute(changed).rowcount:
                return []
            query = sa.select(saved_find.c.find).where(saved_find.c.search == number)
            known = set(connection.execute(query).scalars())
            new = [each for each in finds if each not in known]
            if new:
                _keep_known(connection, number, new)
                write_messages(connection, [write(new)], at=at)
        return new

    def _one(self, meant: sa.ColumnElement[bool]) -> tuple[SavedSearch, Person] | None:
        with self._engine.connect() as connection:
            row = connection.execute(_select().where(meant)).first()
        return _read(row) if row else None

    def _change(self, owner: str, number: int, values: dict[str, str]) -> bool:
        with writing(self._engine) as connection:
            changed = saved_search.update().where(_theirs(owner, number)).values(**values)
            return bool(connection.execute(changed).rowcount)


def about(number: int) -> str:
    """What messages of a search say that they are about."""
    return f"search:{number}"


def _named(name: str) -> str:
    named = " ".join(name.split())
    if not named or len(named) > LONGEST_NAME:
        raise PersonError(f"a search needs a name of 1 to {LONGEST_NAME} characters", reason="saved_name")
    return named


def _keep_known(connection: sa.Connection, number: int, finds: Iterable[str]) -> None:
    rows = [{"search": number, "find": each} for each in dict.fromkeys(finds)]
    if rows:
        connection.execute(saved_find.insert(), rows)


def _theirs(owner: str, number: int) -> sa.ColumnElement[bool]:
    return sa.and_(saved_search.c.number == number, saved_search.c.person == key_of(owner))


def _select() -> sa.Select[Any]:
    """Searches beside their owners; a column that both have is the owner's by its own name."""
    mine = (saved_search.c[each].label(f"search_{each}") for each in _COLUMNS)
    return sa.select(person, *mine).join(person, person.c.key == saved_search.c.person)


def _read(row: Any) -> tuple[SavedSearch, Person]:
    owner = person_of(row)
    given = {each: getattr(row, f"search_{each}") for each in _COLUMNS} | {"owner": owner.name}
    return msgspec.convert(given, SavedSearch), owner
