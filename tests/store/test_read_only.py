"""A store that is opened to be read: on both databases the database itself refuses a write."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from faleme.errors import StoreError
from faleme.store.engine import make_engine, writing
from faleme.store.read_only import open_to_read
from faleme.store.schema import set_aside
from faleme.store.sql import SqlStore, open_store


def test_what_is_opened_to_be_read_refuses_a_write(store: SqlStore, url: str) -> None:
    reader = open_to_read(url)
    assert reader.counts() == store.counts() and reader.incidents() == []
    with pytest.raises(DBAPIError, match="read-?only"), reader._engine.begin() as connection:
        connection.execute(sa.delete(set_aside))
    reader.close()


def test_a_store_of_another_schema_is_told_and_left_alone(url: str) -> None:
    """Its schema is not brought up to date by somebody who only reads."""
    open_store(url).close()
    newest = _call_its_schema("other", url)
    try:
        with pytest.raises(StoreError, match="its schema is of another Falémé"):
            open_to_read(url)
    finally:
        assert _call_its_schema(newest, url) == "other"


def _call_its_schema(name: str, url: str) -> str:
    """Write another version into a store; the one that stood there."""
    engine = make_engine(url)
    with writing(engine) as connection:
        before = str(connection.execute(sa.text("select version_num from alembic_version")).scalar_one())
        connection.execute(sa.text("update alembic_version set version_num = :name"), {"name": name})
    engine.dispose()
    return before


def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as told:
        open_to_read("postgresql://awa:geheim@127.0.0.1:1/nothing")
    assert "cannot open the store" in str(told.value) and "geheim" not in str(told.value)
