"""A copy of the whole store."""

from __future__ import annotations

from pathlib import Path

import click

from faleme.settings import Settings


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(settings: Settings, /, target: Path) -> None:
    """Copy the store to the file TARGET while it is in use.

    A SQLite copy is a store by itself: `faleme --store sqlite:///TARGET serve` opens it. A PostgreSQL copy is
    read by `pg_restore`.
    """
    from faleme.store.backup import back_up

    size = back_up(settings.store, target)
    click.echo(f"{target}: {size / 1_000_000:.1f} MB")
