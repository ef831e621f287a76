"""Bring a store's schema up to date with Alembic; the versions are in migrations/versions."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from faleme.errors import StoreError


def upgrade(engine: sa.Engine) -> None:
    """Upgrade to the newest version, doing nothing when it is there already.

    Raises StoreError when the store was written by a newer Falémé.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    current = _current(engine)
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(f"its schema {current} is newer than this Falémé knows; upgrade the program")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_newest(engine: sa.Engine) -> bool:
    """Whether a store has the newest schema that this Falémé knows; nothing is changed."""
    return _current(engine) == ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def _current(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
