"""Which places Falémé knows."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def gazetteer() -> None:
    """The gazetteer: which places Falémé knows."""


@gazetteer.command("add")
@click.argument(
    "dumps", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--into", type=click.Path(dir_okay=False, path_type=Path), required=True,
    help="the gazetteer file to add to; made from the shipped one when it is not there",
)  # fmt: skip
def gazetteer_add(dumps: tuple[Path, ...], into: Path) -> None:
    """Add countries' GeoNames DUMPS (19 tab-separated columns, .gz too) to a gazetteer file.

    Use the file with `faleme --gazetteer FILE …` or FALEME_GAZETTEER.
    """
    import shutil

    from faleme.lexicon.gazetteer import SHIPPED
    from faleme.lexicon.gazetteer_build import add as add_dump

    if not into.exists():
        shutil.copyfile(SHIPPED, into)
    for dump in dumps:
        click.echo(f"{dump}: {add_dump(dump, into)} places into {into}")
