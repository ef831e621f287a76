"""The command line: arguments to pipeline, store, desk and export; nothing else.

Exit codes: 0 all done; 1 an error of ours; 2 wrong use; 3 nothing could be read; 4 data or model missing;
5 the store; 6 done, but some inputs were set aside (each has a line on standard error).
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from faleme.errors import FalemeError, SettingsError
from faleme.records.text import Article, SetAside
from faleme.settings import Settings, settings_from
from faleme.version import __version__

# Commands import what they need when they run: `faleme --version` must not wait for spaCy and SQLAlchemy.

NOTHING_READ = 3
SOME_SET_ASIDE = 6


class _Commands(click.Group):
    """A group that ends every error of ours as one line and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FalemeError as error:
            click.echo(f"faleme: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # `faleme read … | head` is no error
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="faleme")
@click.option(
    "--store", metavar="URL", help="sqlite:///desk.db (default) or postgresql://user@host/name [FALEME_STORE]"
)
@click.option("--as-of", metavar="DATE", help="the day taken for today, YYYY-MM-DD [FALEME_AS_OF]")
@click.option("--as", "actor", metavar="NAME", help="who makes the changes [FALEME_ACTOR]")
@click.option(
    "--gazetteer", metavar="FILE", help="a gazetteer made with `faleme gazetteer add` [FALEME_GAZETTEER]"
)
@click.pass_context
def main(ctx: click.Context, /, **given: str | None) -> None:
    """Falémé reads the press of a border region into sourced events and shows them on a desk."""
    ctx.obj = settings_from(os.environ, **given)


_INPUTS = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
_SET_ASIDE = click.option(
    "--set-aside", "aside_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="also write what could not be read to FILE, one JSON record a line",
)  # fmt: skip


@main.command()
@_INPUTS
@_SET_ASIDE
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
    from faleme.pipeline import load, read_article
    from faleme.terminal import print_reading

    resources = load(gazetteer=settings.gazetteer)
    with _Asides(aside_file) as asides, _output(out) as stream:
        for article in asides.keep(_inputs(inputs, settings), progress=form == "jsonl" and out is not None):
            print_reading(read_article(article, resources), form=form, out=stream)
    _finish(asides)


@main.command()
@_INPUTS
@_SET_ASIDE
@click.pass_obj
def add(settings: Settings, inputs: tuple[str, ...], aside_file: Path | None) -> None:
    """Read INPUT into the store; an article that is there already changes nothing."""
    from faleme.pipeline import load, read_article
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    resources = load(gazetteer=settings.gazetteer)
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    with _Asides(aside_file) as asides:
        articles = asides.keep(_inputs(inputs, settings), progress=True)
        done = store.add(
            (read_article(article, resources) for article in articles), actor=settings.actor, at=at
        )
        store.set_aside(asides.records)
    counts = store.counts()
    store.close()
    click.echo(
        f"{done.new} new, {done.changed} read again, {done.known} known already, "
        f"{len(asides.records)} set aside; "
        f"the store has {counts.articles} articles, {counts.events} events, {counts.incidents} incidents"
    )
    _finish(asides)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8765, show_default=True)
@click.option("--public", is_flag=True, help="show what the public may see, also on loopback")
@click.pass_obj
def serve(settings: Settings, host: str, port: int, public: bool) -> None:
    """Serve the desk."""
    _serve(settings, host=host, port=port, public=public)


@main.command()
@click.option("--port", default=8765, show_default=True)
@click.option("--no-serve", is_flag=True, help="only read the sample press into the store")
@click.pass_obj
def demo(settings: Settings, port: int, no_serve: bool) -> None:
    """Read the invented sample press and serve the desk as of the day after its newest dispatch."""
    import msgspec

    from faleme.pipeline import load, read_article
    from faleme.read.sample import sample
    from faleme.store.sql import open_store

    if settings.store == Settings().store:
        settings = msgspec.structs.replace(settings, store="sqlite:///demo.db")
    articles = tuple(sample())
    newest = max(article.published[:10] for article in articles if article.published)
    today = settings.as_of or dt.date.fromisoformat(newest) + dt.timedelta(days=1)
    store = open_store(settings.store)
    resources = load(gazetteer=settings.gazetteer)
    readings = (
        read_article(article, resources) for article in _progress(articles, "Reading the sample press")
    )
    done = store.add(readings, actor="demo", at=f"{today}T00:00:00+00:00")
    counts = store.counts()
    store.close()
    click.echo(
        f"Sample press: {len(articles)} dispatches ({done.new + done.changed} read now), "
        f"{counts.events} events, {counts.incidents} incidents, in {settings.store}. "
        "Its outlets are invented, its facts are public."
    )
    if not no_serve:
        _serve(
            msgspec.structs.replace(settings, as_of=today),
            host="127.0.0.1",
            port=port,
            public=False,
            demo=True,
        )


@main.command()
@click.option(
    "--format", "form", type=click.Choice(["csv", "geojson", "jsonl"]), default="csv", show_default=True
)
@click.option("--what", type=click.Choice(["incidents", "events"]), default="incidents", show_default=True)
@click.option(
    "--up-to", type=click.Choice(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]), default="CLEAR",
    show_default=True, help="the highest TLP label that may leave",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="write there instead of standard output"
)
@click.pass_obj
def export(settings: Settings, form: str, what: str, up_to: Any, out: Path | None) -> None:
    """Write incidents or events as CSV, GeoJSON or JSON Lines, without article text."""
    from faleme import export as exports
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    with _output(out) as stream:
        if what == "incidents":
            rows = exports.incident_rows(store.incidents(), up_to=up_to)
        else:
            rows = exports.event_rows(store.readings(), up_to=up_to)
        if form == "csv":
            columns = exports.INCIDENT_COLUMNS if what == "incidents" else exports.EVENT_COLUMNS
            exports.write_csv(rows, columns, stream)
        elif form == "geojson":
            exports.write_geojson(rows, stream)
        else:
            exports.write_jsonl(rows, stream)
    store.close()


@main.group()
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


def _serve(settings: Settings, *, host: str, port: int, public: bool, demo: bool = False) -> None:
    import uvicorn

    from faleme.desk.app import create_app
    from faleme.store.sql import open_store

    access = "public" if public or host not in ("127.0.0.1", "localhost", "::1") else settings.access
    settings = settings_from({}, **{**_fields(settings), "access": access})
    today = settings.as_of or dt.date.today()
    app = create_app(settings=settings, store=open_store(settings.store), today=today, demo=demo)
    click.echo(f"Falémé desk on http://{host}:{port} as of {today} ({access}); stop it with Ctrl-C")
    try:
        uvicorn.run(app, host=host, port=port, log_level="warning")
    except SystemExit as error:
        raise SettingsError(f"port {port} is taken or not allowed: choose another with --port") from error


def _fields(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in settings.__struct_fields__}


def _inputs(inputs: Iterable[str], settings: Settings) -> Iterator[Article | SetAside]:
    from faleme.read.archive import read_inputs

    return read_inputs(inputs, as_of=settings.as_of or dt.date.today(), max_bytes=settings.max_bytes)


def _progress(items: Iterable[Any], label: str) -> Iterator[Any]:
    """Items as they are, with a bar on standard error where a person looks."""
    from rich.console import Console
    from rich.progress import track

    return iter(track(items, description=label, console=Console(stderr=True), transient=True))


class _Asides:
    """What a run sets aside: told on standard error, kept for the store and for --set-aside."""

    def __init__(self, path: Path | None) -> None:
        self._file: TextIO | None = path.open("w", encoding="utf-8") if path else None
        self.records: list[SetAside] = []
        self.read = 0

    def __enter__(self) -> _Asides:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def keep(self, items: Iterable[Article | SetAside], *, progress: bool) -> Iterator[Article]:
        """The articles among the items; the rest is told and kept."""
        import msgspec

        for item in _progress(items, "Reading") if progress else items:
            if isinstance(item, Article):
                self.read += 1
                yield item
                continue
            self.records.append(item)
            where = item.source + (f":{item.line}" if item.line else "")
            click.echo(f"set aside {where} [{item.reason}]: {item.message}", err=True)
            if self._file:
                self._file.write(msgspec.json.encode(item).decode() + "\n")


def _finish(asides: _Asides) -> None:
    if asides.records:
        sys.exit(SOME_SET_ASIDE if asides.read else NOTHING_READ)


def _output(path: Path | None) -> Any:
    """Standard output or a file, as a context manager."""
    opener: Callable[..., Any] = click.open_file
    return opener(str(path) if path else "-", "w", encoding="utf-8")


if __name__ == "__main__":
    main()
