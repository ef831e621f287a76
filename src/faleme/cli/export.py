"""Write incidents or events for others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from faleme.cli.inputs import output
from faleme.errors import SettingsError
from faleme.settings import Settings


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["csv", "geojson", "jsonl", "acled"]), default="csv",
    show_default=True, help="acled: CSV in ACLED's columns, of the kinds of incidents that ACLED codes",
)  # fmt: skip
@click.option("--what", type=click.Choice(["incidents", "events"]), default="incidents", show_default=True)
@click.option(
    "--up-to", type=click.Choice(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]), default="CLEAR",
    show_default=True, help="the highest TLP label that may leave",
)  # fmt: skip
@click.option("--reviewed", is_flag=True, help="only incidents that a person has reviewed")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="write there instead of standard output"
)
@click.pass_obj
def export(settings: Settings, form: str, what: str, up_to: Any, reviewed: bool, out: Path | None) -> None:
    """Write incidents or events as CSV, GeoJSON or JSON Lines, without article text."""
    from faleme import export as exports
    from faleme.export.acled import COLUMNS, acled_rows
    from faleme.store.base import Wanted
    from faleme.store.sql import open_store

    if form == "acled" and what == "events":
        raise SettingsError("--format acled is of incidents, not of events")
    store = open_store(settings.store)
    every = store.incidents(wanted=Wanted(rejected=what == "events"))
    found = [each for each in every if each.reviewed or not reviewed]
    sources = store.sources(member.article for each in found for member in each.members)
    with output(out) as stream:
        if form == "acled":
            exports.write_csv(acled_rows(found, up_to=up_to, sources=sources), COLUMNS, stream)
        elif what == "incidents":
            rows = exports.incident_rows(found, up_to=up_to, sources=sources)
            _write(rows, exports.INCIDENT_COLUMNS, form, stream)
        else:
            by_event = {member.event: each for each in found for member in each.members}
            told = exports.event_rows(store.readings(), up_to=up_to, incidents=by_event)
            rows = (row for row in told if row["reviewed"] or not reviewed)
            _write(rows, exports.EVENT_COLUMNS, form, stream)
    store.close()


def _write(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], form: str, stream: Any) -> None:
    from faleme.export.writers import write_csv, write_geojson, write_jsonl

    if form == "csv":
        write_csv(rows, columns, stream)
    elif form == "geojson":
        write_geojson(rows, stream)
    else:
        write_jsonl(rows, stream)
