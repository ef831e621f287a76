"""A corpus larger than a store: read into a lake of Parquet, and asked there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from faleme.cli.incidents import day_text
from faleme.cli.inputs import NOTHING_READ, SOME_SET_ASIDE
from faleme.errors import InputError, SettingsError
from faleme.settings import Settings

if TYPE_CHECKING:
    from faleme.engines.ask import Asker
    from faleme.engines.parts import Done

_EXTRAS = {"lake": ("pyarrow", "duckdb", "fsspec", "sqlglot", "warcio"), "spark": ("pyspark", "pandas")}
ENGINE = click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="processes of this machine, or Spark (the extra `spark`, Java 17)",
)  # fmt: skip
MASTER = click.option(
    "--master", metavar="URL", help="Spark's master (default: local[WORKERS], or what spark-submit says)"
)


def need(extra: str) -> None:
    """Raises SettingsError where a package of an extra is not installed."""
    missing = [name for name in _EXTRAS[extra] if find_spec(name) is None]
    if missing:
        raise SettingsError(
            f"`faleme corpus` needs {', '.join(missing)}: install it with `pip install 'faleme[{extra}]'`"
        )


@click.group()
def corpus() -> None:
    """Read a press of years into a lake of Parquet, on one machine or on a cluster, and ask the lake."""
    need("lake")


@corpus.command("read")
@click.argument("source", metavar="IN")
@click.argument("lake", metavar="OUT")
@ENGINE
@MASTER
@click.option("--workers", type=click.IntRange(1), help="processes (default: one a core)")
@click.option("--with-text", is_flag=True, help="keep the articles' texts in the lake, which others may read")
@click.option(
    "--part-mb", type=click.FloatRange(0.01, 1000), default=4.0, show_default=True,
    help="megabytes of lines in one part",
)  # fmt: skip
@click.pass_obj
def read_corpus(
    settings: Settings, source: str, lake: str, engine: str, master: str | None, workers: int | None,
    with_text: bool, part_mb: float,
) -> None:  # fmt: skip
    """Read IN into the lake OUT; what OUT has already from the same content is passed over.

    IN is JSON Lines (.gz, .zst), Parquet, WARC or a folder of these or of HTML pages; both are paths or
    addresses such as s3://bucket/press. A run that was stopped is gone on with by the same command.
    """
    from faleme.engines.batches import ReadSettings
    from faleme.engines.lake import Lake
    from faleme.engines.sources import units_of

    told = ReadSettings(
        gazetteer=str(settings.gazetteer.resolve()) if settings.gazetteer else None, with_text=with_text
    )
    units = units_of(source, part_bytes=int(part_mb * 1_000_000))
    into = Lake(lake)
    broken: list[InputError] = []
    if engine == "spark":
        need("spark")
        from faleme.engines.spark import read_spark, session

        with session(master, workers=workers) as spark:
            parts = list(read_spark(spark, units, into, told, failed=broken.append))
    else:
        from faleme.engines.pool import read_local

        number = workers or _cores()
        run = read_local(units, into, told, workers=number, failed=broken.append)
        parts = list(_shown(run, sum(unit.weight for unit in units)))
    for error in broken:
        click.echo(f"broken {error}", err=True)
    sys.exit(_told(parts, lake) or (SOME_SET_ASIDE if broken else 0))


LAKE = click.argument("lake", metavar="LAKE")
SINCE = click.option("--since", callback=day_text, metavar="DATE", help="the first day")
UNTIL = click.option("--until", callback=day_text, metavar="DATE", help="the last day")
JSON = click.option("--json", "as_json", is_flag=True, help="one JSON object a line")


@corpus.command("link")
@LAKE
@ENGINE
@MASTER
@click.option("--workers", type=click.IntRange(1), help="Spark's threads (default: one a core)")
def link_corpus(lake: str, engine: str, master: str | None, workers: int | None) -> None:
    """Link the events of LAKE to incidents (table incidents), unless nothing was read since."""
    from faleme.engines.lake import Lake
    from faleme.engines.linking import link_local, linked_before, state_of

    over = Lake(lake)
    if (count := linked_before(over, state_of(over))) is not None:
        click.echo(f"{count} incidents, linked already")
        return
    if engine == "spark":
        need("spark")
        from faleme.engines.spark import session
        from faleme.engines.spark_lake import link_spark

        with session(master, workers=workers) as spark:
            count = link_spark(spark, over)
    else:
        count = link_local(over)
    click.echo(f"{count} incidents")


@corpus.command()
@LAKE
@ENGINE
@MASTER
@click.option(
    "--by", type=click.Choice(["quad", "type", "country", "strand"]), default="quad", show_default=True
)
@click.option("--country", metavar="CODE", help="incidents of one country (MLI, SEN, …)")
@click.option("--near", type=float, metavar="KM", help="incidents so near to the watched border")
@SINCE
@UNTIL
@JSON
def series(
    lake: str, engine: str, master: str | None, by: str, country: str | None, near: float | None,
    since: str | None, until: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Incidents of a linked LAKE by month: how many, in how many reports, with how many dead at least."""
    from faleme.engines import ask

    with _asker(lake, engine, master) as asker:
        found = ask.series(asker, by=by, country=country, near=near, since=since, until=until)
    _print(found, as_json)


@corpus.command()
@LAKE
@ENGINE
@MASTER
@SINCE
@UNTIL
@JSON
def border(
    lake: str, engine: str, master: str | None, since: str | None, until: str | None, as_json: bool
) -> None:
    """Threats at the watched border in a linked LAKE, by month, segment and band of distance."""
    from faleme.engines import ask

    with _asker(lake, engine, master) as asker:
        found = ask.border(asker, since=since, until=until)
    _print(found, as_json)


@corpus.command()
@LAKE
@click.argument("one")
@click.argument("other")
@ENGINE
@MASTER
@SINCE
@UNTIL
@JSON
def relation(
    lake: str, one: str, other: str, engine: str, master: str | None, since: str | None, until: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """What ONE and OTHER (SEN, MLI, ECOWAS, …) did in a linked LAKE: sums of PLOVER's scores by month.

    By strand and way: 1 is what ONE did to OTHER, -1 what came back, 0 what they did together.
    """
    from faleme.engines import ask

    with _asker(lake, engine, master) as asker:
        found = ask.relation(asker, one, other, since=since, until=until)
    _print(found, as_json)


@contextmanager
def _asker(lake: str, engine: str, master: str | None) -> Iterator[Asker]:
    from faleme.engines.ask import DuckAsker
    from faleme.engines.lake import Lake

    if engine == "local":
        yield DuckAsker(Lake(lake))
        return
    need("spark")
    from faleme.engines.spark import session
    from faleme.engines.spark_lake import SparkAsker

    with session(master) as spark:
        yield SparkAsker(spark, Lake(lake))


def _print(found: Any, as_json: bool) -> None:
    import msgspec

    rows = found.to_pylist()
    if as_json:
        click.echo(b"".join(msgspec.json.encode(row) + b"\n" for row in rows), nl=False)
        return
    names = found.column_names
    cells = [names, *([_cell(row[name]) for name in names] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(names))]
    for row in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    return "–" if value is None else f"{value:.1f}" if isinstance(value, float) else str(value)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _told(parts: list[Done], lake: str) -> int:
    """Print what was done; the exit code."""
    new = [part for part in parts if not part.known]
    articles, events, asides = (
        sum(getattr(part, name) for part in new) for name in ("articles", "events", "set_aside")
    )
    click.echo(
        f"{len(new)} parts read, {len(parts) - len(new)} known already; {articles} articles, "
        f"{events} events, {asides} set aside (table set_aside of {lake})"
    )
    if not asides:
        return 0
    return SOME_SET_ASIDE if articles else NOTHING_READ


def _shown(parts: Any, weight: int) -> Any:
    """Parts as they are, with a bar on standard error: rate of articles, time left by bytes."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Reading"), BarColumn(), TaskProgressColumn(),
        TextColumn("{task.fields[articles]} articles, {task.fields[rate]:.0f} a second, left"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=weight, articles=0, rate=0.0)
        articles = 0
        for part in parts:
            articles += 0 if part.known else part.articles
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(
                task, advance=part.weight, articles=articles, rate=articles / elapsed if elapsed else 0.0
            )
            yield part
