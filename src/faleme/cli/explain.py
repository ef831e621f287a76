"""Why an article reads as it does."""

from __future__ import annotations

import os
from pathlib import Path

import click

from faleme.cli.inputs import inputs_of, output
from faleme.errors import InputError, SettingsError
from faleme.records.text import Article
from faleme.settings import Settings


@click.command()
@click.argument("article")
@click.argument("event", required=False)
@click.option("--id", "wanted", metavar="ID", help="the article of that id among those of the input")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="write there instead of standard output"
)
@click.pass_obj
def explain(
    settings: Settings, article: str, event: str | None, wanted: str | None, form: str, out: Path | None
) -> None:
    """Tell why ARTICLE reads as it does, or one EVENT of it (its number, or the beginning of its id).

    ARTICLE is an input as `faleme read` takes it (its first article, or the one of --id), or else the id of
    an article in the store, which is read anew. What was considered and dropped is told with its reason.
    """
    import msgspec

    from faleme.explain import explain as explained
    from faleme.pipeline import load
    from faleme.terminal_explain import print_explanation

    found = _given(article, wanted, settings) if _is_input(article) else _stored(article, settings)
    told = explained(found, load(gazetteer=settings.gazetteer))
    if event is not None:
        one = told.of(event)
        if one is None:
            raise SettingsError(
                f"no event {event!r}, or more than one; the article has {len(told.events)}, "
                "named by number from 1 or by the beginning of the id"
            )
        told = one
    with output(out) as stream:
        if form == "json":
            stream.write(msgspec.json.encode(told).decode() + "\n")
        else:
            print_explanation(told, stream)


def _is_input(written: str) -> bool:
    """Whether ARTICLE is something to be opened; an id has no slash, no star, and names no file."""
    return written == "-" or any(sign in written for sign in "/*?[" + os.sep) or Path(written).exists()


def _given(written: str, wanted: str | None, settings: Settings) -> Article:
    """The first article of an input, or that of an id; what is set aside before it is told."""
    for item in inputs_of([written], settings):
        if not isinstance(item, Article):
            click.echo(f"set aside {item.source} [{item.reason}]: {item.message}", err=True)
        elif wanted is None or item.id == wanted:
            return item
    if wanted is not None:
        raise InputError(f"no article with the id {wanted!r}", source=written)
    raise InputError("no article in it", source=written)


def _stored(identifier: str, settings: Settings) -> Article:
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    reading = store.reading(identifier)
    store.close()
    if reading is None:
        raise InputError("neither a file nor the id of an article in the store", source=identifier)
    return reading.article
