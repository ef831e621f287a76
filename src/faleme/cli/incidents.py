"""What the store holds: incidents, and what people decided about one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO, cast

import click

from faleme.cli.inputs import output
from faleme.errors import SettingsError
from faleme.settings import Settings


def day_text(_context: click.Context, _option: click.Parameter, written: str | None) -> str | None:
    """A day given as an option, checked."""
    try:
        return dt.date.fromisoformat(written).isoformat() if written else None
    except ValueError as error:
        raise SettingsError(f"{written!r} is no day: write YYYY-MM-DD") from error


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which lists of incidents are narrowed."""
    for option in (
        click.option("--limit", type=click.IntRange(min=1), help="no more than so many"),
        click.option("--type", "kind", metavar="TYPE", help="one type of PLOVER, such as ASSAULT"),
        click.option("--country", metavar="CODE", help="where it happened, alpha-3"),
        click.option("--within-km", type=click.FloatRange(min=0), help="no farther from the border"),
        click.option("--until", callback=day_text, metavar="DATE", help="no later than that day"),
        click.option("--since", callback=day_text, metavar="DATE", help="no earlier than that day"),
    ):
        command = option(command)
    return command


OUT = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="write there instead of standard output"
)
FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True
)


@click.command()
@filters
@click.option("--unreviewed", is_flag=True, help="only what no person has reviewed")
@click.option("--rejected", is_flag=True, help="also what a person has rejected")
@FORMAT
@OUT
@click.pass_obj
def incidents(settings: Settings, /, form: str, out: Path | None, limit: int | None, **asked: Any) -> None:
    """List incidents, the latest day first, with the number of articles read of that day."""
    import msgspec

    from faleme.cli.tables import print_incidents
    from faleme.store.base import Wanted
    from faleme.store.rows import day_of
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    asked["type"] = type_text(asked.pop("kind"))
    found = store.incidents(limit=limit, wanted=Wanted(**asked))
    by_day = store.articles_by_day()
    store.close()
    with output(out) as stream:
        if form == "table":
            print_incidents(found, by_day, cast(TextIO, stream))
            return
        for each in found:
            line = msgspec.to_builtins(each) | {"articles_read_that_day": by_day.get(day_of(each) or "", 0)}
            stream.write(msgspec.json.encode(line).decode() + "\n")


@click.command()
@click.argument("incident")
@FORMAT
@click.pass_obj
def history(settings: Settings, incident: str, form: str) -> None:
    """Show what people decided about an INCIDENT: number, when, who, before and after."""
    import msgspec

    from faleme.cli.tables import print_history
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    past = store.history(store.find(incident).id)
    store.close()
    with output(None) as stream:
        if form == "table":
            print_history(past, stream)
            return
        for each in past:
            stream.write(msgspec.json.encode(each).decode() + "\n")


def type_text(written: str | None) -> str | None:
    """A type of the codebook, checked, so that a slip of the pen is not taken for a quiet border."""
    if written is None:
        return None
    from faleme.read.typed_values import checked

    return str(checked("type", written.upper(), kind=""))
