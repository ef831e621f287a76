"""Write the brief of a window of days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, cast

import click

from faleme.cli.incidents import day_text
from faleme.errors import SettingsError
from faleme.settings import Settings

FORMATS = ("md", "html", "pdf", "json")


@click.command()
@click.option("--since", callback=day_text, metavar="DATE", help="the first day (default: the day before)")
@click.option("--until", callback=day_text, metavar="DATE", help="the last day (default: today, or --as-of)")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="(default: by the name of --out, else md)",
)
@click.option("--lang", type=click.Choice(["fr", "en"]), help="the brief's language (default: the desk's)")
@click.option("--public", is_flag=True, help="only what everybody may see")
@click.option(
    "--marking", type=click.Choice(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]), default="CLEAR",
    show_default=True, help="the highest TLP label that may be told",
)  # fmt: skip
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="write there, not to standard output"
)
@click.pass_obj
def brief(
    settings: Settings, /, since: str | None, until: str | None, form: str | None, lang: str | None,
    public: bool, marking: str, out: Path | None,
) -> None:  # fmt: skip
    """Write the brief of a window of days: what happened, the border first, every sentence sourced."""
    from faleme.desk.brief_view import Asked
    from faleme.desk.ceiling import window_of
    from faleme.desk.pages.brief import as_file
    from faleme.records.person import Person
    from faleme.store.sql import open_store

    last = dt.date.fromisoformat(until) if until else settings.as_of or dt.date.today()
    first = dt.date.fromisoformat(since) if since else last - dt.timedelta(days=1)
    if first > last:
        raise SettingsError(f"--since {first} is after --until {last}")
    kind = _kind(form, out)
    today = settings.as_of or dt.date.today()
    asker = None if public else Person(name=settings.actor, roles=("analyst",), ceiling=cast(Any, marking))
    store = open_store(settings.store)
    window = window_of(asker, store, today)
    language = cast(Any, lang or settings.language)
    made = Asked.by(asker, store, window, today, language).brief(first, last)
    store.close()
    if kind == "html":
        from faleme.brief.html import page

        written = page(made).encode()
    else:
        written = as_file(made, kind)
    with click.open_file(str(out or "-"), "wb") as stream:
        stream.write(written)


def _kind(form: str | None, out: Path | None) -> str:
    """The format asked for, else that of the file's name, else Markdown."""
    if form is not None:
        return form
    ending = out.suffix.removeprefix(".").lower() if out else "md"
    if ending not in FORMATS:
        raise SettingsError(f"{out}: say what to write with --format {'|'.join(FORMATS)}")
    return ending
