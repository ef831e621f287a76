"""Read articles, and add them to the store."""

from __future__ import annotations

from pathlib import Path

import click

from faleme.cli.inputs import INPUTS, SET_ASIDE, Asides, finish, inputs_of, moment, output
from faleme.settings import Settings


@click.command()
@INPUTS
@SET_ASIDE
@click.option(
    "--format", "form", type=click.Choice(["table", "marked", "jsonl"]), default="table", show_default=True
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="write there instead of standard output"
)
@click.pass_obj
def read(
    settings: Settings, inputs: tuple[str, ...], aside_file: Path | None, form: str, out: Path | None
) -> None:
    """Read INPUT (file, folder, glob, address, or - for standard input) and print what it tells.

    INPUT is HTML, a page saved as text, RSS/Atom, or JSON Lines of articles (.gz too), told by its content.
    """
    from faleme.pipeline import load
    from faleme.terminal import print_reading

    resources = load(gazetteer=settings.gazetteer)
    with Asides(aside_file) as asides, output(out) as stream:
        shown = form == "jsonl" and out is not None
        for reading in asides.readings(inputs_of(inputs, settings), resources, shown=shown):
            print_reading(reading, form=form, out=stream)
    finish(asides)


@click.command()
@INPUTS
@SET_ASIDE
@click.pass_obj
def add(settings: Settings, inputs: tuple[str, ...], aside_file: Path | None) -> None:
    """Read INPUT into the store; an article that is there already changes nothing."""
    from faleme.pipeline import load
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    resources = load(gazetteer=settings.gazetteer)
    with Asides(aside_file) as asides:
        readings = asides.readings(inputs_of(inputs, settings), resources, shown=True)
        done = store.add(readings, actor=settings.actor, at=moment())
        store.set_aside(asides.records)
    counts = store.counts()
    store.close()
    click.echo(
        f"{done.new} new, {done.changed} read again, {done.known} known already, "
        f"{len(asides.records)} set aside; "
        f"the store has {counts.articles} articles, {counts.events} events, {counts.incidents} incidents"
    )
    finish(asides)
