"""Engines: how SQLite and PostgreSQL are opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from faleme.errors import StoreError

_WAIT_SECONDS = 60.0
_READERS = 50
_LOOKED_AT = 1000
"""Rows of an index that SQLite looks at to know how telling it is."""
_WRITERS = 0xFA1E
"""Our number among PostgreSQL's advisory locks."""


def make_engine(url: str) -> sa.Engine:
    """An engine for `sqlite:///FILE` or `postgresql://…`; raises StoreError on any other address.

    Its errors do not tell the values of a statement: they may be somebody's, and errors go into logs.
    """
    try:
        address = sa.make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "not the address of a store; use sqlite:///desk.db or postgresql://user@host/name", source=url
        ) from error
    kind = address.get_backend_name()
    if kind == "sqlite":
        return _sqlite(address)
    if kind == "postgresql":
        try:
            return sa.create_engine(
                address.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True
            )
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreError(
                "PostgreSQL needs the extra: pip install 'faleme[postgres]'", source=kind
            ) from error
    raise StoreError(f"stores are sqlite or postgresql, not {kind}", source=kind)


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that writes. Writers come one after the other, on both databases; readers never wait.

    Raises StoreError when the turn does not come, the disk is full or the server is gone: nothing is written.
    """
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS)))
            yield connection
    except OperationalError as error:
        reason = str(error.orig or error).strip().splitlines()[0]
        raise StoreError(f"nothing was written ({reason}); try again") from error


def know_the_indexes(engine: sa.Engine) -> None:
    """Let SQLite look how telling its indexes are, as it chooses by that; PostgreSQL does so by itself."""
    if engine.dialect.name == "sqlite":
        with writing(engine) as connection:
            connection.exec_driver_sql(f"PRAGMA analysis_limit={_LOOKED_AT}")
            connection.exec_driver_sql("ANALYZE")


def _sqlite(address: sa.URL) -> sa.Engine:
    # A desk answers from some forty threads: none of them is to wait for a connection.
    pool: dict[str, Any] = (
        {"max_overflow": _READERS} if address.database not in (None, "", ":memory:") else {}
    )
    engine = sa.create_engine(address, connect_args={"timeout": _WAIT_SECONDS}, hide_parameters=True, **pool)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # We begin transactions ourselves (below): the driver's own begin comes too late for a reader.
        connection.isolation_level = None
        cursor = connection.cursor()
        # WAL lets the desk read while a run writes; NORMAL is safe with WAL against a killed process.
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A writer takes the lock at once: one that reads first and writes later may find its view outdated.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
