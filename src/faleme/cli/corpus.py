"""A corpus larger than a store: read into a lake of Parquet, and asked there."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from faleme.cli.inputs import NOTHING_READ, SOME_SET_ASIDE
from faleme.errors import InputError, SettingsError
from faleme.settings import Settings

if TYPE_CHECKING:
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
