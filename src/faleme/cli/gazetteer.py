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

    made = into.with_name(into.name + ".part")  # a bad dump must not leave half a gazetteer behind
    shutil.copyfile(into if into.exists() else SHIPPED, made)
    try:
        for dump in dumps:
            click.echo(f"{dump}: {add_dump(dump, made)} places into {into}")
        made.replace(into)
    finally:
        made.unlink(missing_ok=True)
