"""What a run reads, what it sets aside on the way, and where it writes."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from faleme.records.text import Article, SetAside
from faleme.settings import Settings

if TYPE_CHECKING:
    from faleme.pipeline import Resources
    from faleme.records.reading import Reading

NOTHING_READ = 3
SOME_SET_ASIDE = 6


INPUTS = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
SET_ASIDE = click.option(
    "--set-aside", "aside_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="also write what could not be read to FILE, one JSON record a line",
)  # fmt: skip


def inputs_of(inputs: Iterable[str], settings: Settings) -> Iterator[Article | SetAside]:
    from faleme.read.archive import read_inputs

    return read_inputs(inputs, as_of=settings.as_of or dt.date.today(), max_bytes=settings.max_bytes)


def progress(items: Iterable[Any], label: str) -> Iterator[Any]:
    """Items as they are, with a bar on standard error where a person looks."""
    from rich.console import Console
    from rich.progress import track

    return iter(track(items, description=label, console=Console(stderr=True), transient=True))


class Asides:
    """What a run sets aside: told on standard error, kept for the store and for --set-aside."""

    def __init__(self, path: Path | None) -> None:
        self._file: TextIO | None = path.open("w", encoding="utf-8") if path else None
        self.records: list[SetAside] = []
        self.read = 0

    def __enter__(self) -> Asides:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def readings(
        self, items: Iterable[Article | SetAside], resources: Resources, *, shown: bool
    ) -> Iterator[Reading]:
        """The readings of the articles among the items, with a bar if it is to be shown; the rest is told."""
        from faleme.pipeline import read_or_set_aside

        for item in progress(items, "Reading") if shown else items:
            done = read_or_set_aside(item, resources) if isinstance(item, Article) else item
            if isinstance(done, SetAside):
                self._tell(done)
            else:
                self.read += 1
                yield done

    def _tell(self, record: SetAside) -> None:
        import msgspec

        self.records.append(record)
        where = record.source + (f":{record.line}" if record.line else "")
        click.echo(f"set aside {where} [{record.reason}]: {record.message}", err=True)
        if self._file:
            self._file.write(msgspec.json.encode(record).decode() + "\n")


def finish(asides: Asides) -> None:
    if asides.records:
        sys.exit(SOME_SET_ASIDE if asides.read else NOTHING_READ)


def moment() -> str:
    """Now, as changes and judgements are dated; nothing below command line and desk asks the clock."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def output(path: Path | None) -> Any:
    """Standard output or a file, as a context manager."""
    opener: Callable[..., Any] = click.open_file
    return opener(str(path) if path else "-", "w", encoding="utf-8")
