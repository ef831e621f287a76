"""Write incidents or events for others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from faleme.cli.inputs import output
from faleme.settings import Settings


@click.command()
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
    with output(out) as stream:
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
