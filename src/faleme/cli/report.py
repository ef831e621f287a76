"""Reports from people: one typed in, or a table of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from faleme.cli.inputs import NOTHING_READ, SOME_SET_ASIDE, moment
from faleme.cli.review import place_book
from faleme.errors import JudgementError
from faleme.records.text import SetAside
from faleme.settings import Settings


@click.group()
def report() -> None:
    """Reports from people: by telephone, radio, message."""


@report.command("add")
@click.option("--source", required=True, help="who tells it, as it may be shown beside the claim")
@click.option("--type", "type", required=True, metavar="TYPE", help="type of the codebook, such as ASSAULT")
@click.option("--text", required=True, help="what was told, in your words")
@click.option("--grade", metavar="A1..F6", help="Admiralty code; F6 if not given")
@click.option("--marking", metavar="TLP", help="CLEAR, GREEN, AMBER, AMBER+STRICT, RED; AMBER if not given")
@click.option("--channel", metavar="HOW", help="phone, radio, message, person, other")
@click.option("--place", metavar="NAME", help="'Diboli', 'Kidira, SEN', '14.45,-12.2'")
@click.option("--lat", help="degrees (WGS 84), with --lon in place of a name or beside it")
@click.option("--lon")
@click.option("--country", metavar="CODE", help="alpha-3, where place or point leave it open")
@click.option("--time", metavar="DAY[..DAY]", help="when it happened")
@click.option("--reported", metavar="WHEN", help="when it came in, ISO 8601; now if not given")
@click.option("--mode")
@click.option("--status")
@click.option("--tags", metavar="TAG,TAG")
@click.option("--actors", metavar="CODE,CODE")
@click.option("--recipients", metavar="CODE,CODE")
@click.option("--fatalities", metavar="7 | 15..18 | 12..")
@click.option("--language", metavar="fr|en")
@click.pass_obj
def report_add(settings: Settings, /, **cells: str | None) -> None:
    """File one report from a person; it is linked like an article."""
    from faleme.read.field_reports import field_report
    from faleme.store.sql import open_store

    found = field_report(cells, reported=moment())
    filed = _filed(place_book(settings), found)
    store = open_store(settings.store)
    done = store.add_field_reports([filed], actor=settings.actor, at=moment())
    incident = next(iter(store.incident_of(filed.reading.article.id).values()))
    store.close()
    place = filed.reading.events[0].place
    where = f" at {place.name} ({place.country})" if place else ""
    known = "" if done.new else " (it was there already)"
    marking = filed.reading.events[0].marking
    click.echo(f"{filed.reading.article.id}, {marking}{where}, a report of {incident}{known}")


@report.command("import")
@click.argument("table", type=click.Path(path_type=Path))
@click.pass_obj
def report_import(settings: Settings, table: Path) -> None:
    """File the reports of a CSV TABLE (columns: docs/5_review.md); a bad row is told by its line."""
    from faleme.read.field_reports import read_table
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    asides: list[SetAside] = []
    filed = _all_filed(place_book(settings), read_table(table, reported=moment()), asides)
    done = store.add_field_reports(filed, actor=settings.actor, at=moment())
    store.set_aside(asides)
    store.close()
    click.echo(f"{done.new} new, {done.known} known already, {len(asides)} set aside")
    if asides:
        sys.exit(SOME_SET_ASIDE if done.new or done.known else NOTHING_READ)


def _all_filed(book: Any, rows: Iterable[Any], asides: list[SetAside]) -> Iterator[Any]:
    for row in rows:
        if not isinstance(row, SetAside):
            try:
                yield _filed(book, row.report)
                continue
            except JudgementError as error:
                row = SetAside(source=row.source, line=row.line, reason="broken", message=str(error))
        click.echo(f"set aside {row.source}:{row.line}: {row.message}", err=True)
        asides.append(row)


def _filed(book: Any, found: Any) -> Any:
    """A report with the place that it names."""
    from faleme.coding.field_reports import filed

    place = None
    if found.lat is not None:
        place = book.at(found.lat, found.lon, name=found.place or "", country=found.country)
    elif found.place:
        place = book.named(found.place, country=found.country) if found.country else book.place(found.place)
    elif found.country:
        place = book.named(found.country)
    return filed(found, place)
