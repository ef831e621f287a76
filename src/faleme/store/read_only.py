"""Open a store to read it alone: nothing in it is made, brought up to date or written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from faleme.errors import StoreError
from faleme.store.engine import make_engine
from faleme.store.migrate import is_newest
from faleme.store.reading import SqlReader


class ReadOnly(SqlReader):
    """A store that somebody reads; the database itself refuses a write."""

    def close(self) -> None:
        """Give back its connections."""
        self._engine.dispose()


def open_to_read(address: str | Path) -> ReadOnly:
    """A store by its file or its address. Raises StoreError where there is none or its schema is another."""
    url = str(address) if "://" in str(address) else f"sqlite:///{address}"
    engine = make_engine(url)
    shown = engine.url.render_as_string(hide_password=True)
    lite = engine.dialect.name == "sqlite"
    if lite and not Path(engine.url.database or "").is_file():
        raise StoreError("there is no such store; make one with `faleme add` or `faleme demo`", source=shown)

    @sa.event.listens_for(engine, "connect")
    def only_read(connection: Any, _record: Any) -> None:
        if lite:
            connection.execute("PRAGMA query_only=ON")
        else:
            connection.read_only = True

    try:
        newest = is_newest(engine)
    except SQLAlchemyError as error:
        engine.dispose()
        reason = str(error.__cause__ or error).strip().splitlines()[0]
        raise StoreError(f"cannot open the store: {reason}", source=shown) from error
    if not newest:
        engine.dispose()
        raise StoreError(
            "its schema is of another Falémé, and nothing is changed here: `faleme add` or `faleme serve` "
            "with this one brings it up to date",
            source=shown,
        )
    return ReadOnly(engine)
