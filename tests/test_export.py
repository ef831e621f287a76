"""Exports: flat rows without article text, and nothing above the label that the caller allows."""

from __future__ import annotations

import csv
import io
import json

from faleme.export import EVENT_COLUMNS, INCIDENT_COLUMNS, event_rows, incident_rows, write_csv, write_geojson
from faleme.link.incidents import link
from tests.made import dead, event, reading, report


def test_what_is_marked_higher_stays_at_home() -> None:
    incidents = link([report("e1", "a1"), report("e2", "a2", type="COOPERATE", marking="AMBER+STRICT")])
    assert [row["type"] for row in incident_rows(incidents, up_to="CLEAR")] == ["ASSAULT"]
    assert len(list(incident_rows(incidents, up_to="AMBER+STRICT"))) == 2
    secret = reading("a1", event("a1:1"), marking="AMBER")
    assert list(event_rows([secret], up_to="GREEN")) == []


def test_no_article_text_leaves_with_an_event() -> None:
    out = io.StringIO()
    write_csv(event_rows([reading("a1", event("a1:1"))], up_to="CLEAR"), EVENT_COLUMNS, out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue()))
    assert (row["evidence"], row["place"], row["from"]) == ("0-16", "Diboli", "2025-07-01")
    assert "hommes armés" not in out.getvalue()


def test_tolls_are_the_range_over_all_claims() -> None:
    incidents = link([report("e1", "a1", fatalities=dead(7, 7)), report("e2", "a2", fatalities=dead(15, 18))])
    (row,) = incident_rows(incidents, up_to="CLEAR")
    assert (row["fatalities_min"], row["fatalities_max"]) == (7, 18)
    assert tuple(row) == INCIDENT_COLUMNS


def test_a_title_that_a_spreadsheet_would_run_is_made_plain() -> None:
    out = io.StringIO()
    rows = event_rows([reading("a1", event("a1:1"), text="=HYPERLINK(1)\n\nCorps.")], up_to="CLEAR")
    write_csv(rows, EVENT_COLUMNS, out)
    assert "'=HYPERLINK" in out.getvalue()


def test_geojson_puts_longitude_first_and_leaves_out_what_has_no_point() -> None:
    incidents = link([report("e1", "a1"), report("e2", "a2", place=None)])
    out = io.StringIO()
    assert write_geojson(incident_rows(incidents, up_to="CLEAR"), out) == 1
    (feature,) = json.loads(out.getvalue())["features"]
    assert feature["geometry"]["coordinates"] == [-12.19945, 14.45511]
