"""A copy of a whole store while it is in use, written beside its place and moved there when it is whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import sqlalchemy as sa

from faleme.errors import StoreError
from faleme.store.engine import make_engine


def back_up(url: str, target: Path) -> int:
    """Copy the store of an address to a file; returns its size in bytes.

    SQLite by its own backup (readers and writers go on), checked afterwards; PostgreSQL by `pg_dump` in its
    custom format, which `pg_restore` reads. Raises StoreError where the copy cannot be made or is not sound;
    an older copy at `target` stays until the new one is whole.
    """
    engine = make_engine(url)
    address = engine.url
    engine.dispose()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if address.get_backend_name() == "sqlite":
            _copy_sqlite(Path(address.database or ""), part)
        else:
            _dump(address, part)
        os.replace(part, target)
    except OSError as error:
        raise StoreError(f"no copy was made ({error.strerror or error})", source=str(target)) from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _copy_sqlite(store: Path, part: Path) -> None:
    if not store.is_file():
        raise StoreError("there is no store to copy", source=str(store))
    try:
        with (
            contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as source,
            contextlib.closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(copy, pages=4096)
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreError(f"no copy was made ({error})", source=str(store)) from error
    if found != "ok":
        raise StoreError(f"the copy is not sound: {found}", source=str(store))


def _dump(address: sa.URL, part: Path) -> None:
    if shutil.which("pg_dump") is None:
        raise StoreError("pg_dump is not installed: it comes with PostgreSQL's client package")
    plain = address.set(drivername="postgresql", password=None).render_as_string()
    environment = dict(os.environ)
    if address.password:
        environment["PGPASSWORD"] = str(address.password)  # never on the command line, where all can read it
    run = subprocess.run(
        ["pg_dump", "--format=custom", f"--file={part}", plain],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or ["pg_dump failed"])[-1]
        raise StoreError(f"no copy was made ({reason})")
