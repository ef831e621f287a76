"""The map: its page, its layers and the incidents on it, all as GeoJSON of this machine."""

from __future__ import annotations

import json
from typing import Any

from litestar import Response, get
from litestar.datastructures import CacheControlHeader
from litestar.response import Template

from faleme.desk.layers import LAYERS, layer_json
from faleme.desk.pages.frame import DeskRequest, Frame, incident_url, missing
from faleme.desk.pages.home import Filters
from faleme.desk.views import QUADS, Describer
from faleme.records.incident import Incident

GEOJSON = "application/geo+json"
MOST_SHOWN = 2000
"""Incidents on the map at once, the latest."""


@get("/carte", sync_to_thread=True)
def map_page(request: DeskRequest) -> Template:
    """The map with its list for those who do without."""
    frame = Frame(request)
    filters = Filters.of(frame)
    kept = [incident for incident in frame.window.incidents() if filters.keep(incident)]
    placed = [incident for incident in kept if is_placed(incident)]
    return frame.page(
        "map.html",
        current="map",
        title=frame.words.say("map_title"),
        groups=frame.describe.grouped(placed[:100], frame.today),
        placed=len(placed),
        unplaced=len(kept) - len(placed),
        quads=tuple(QUADS),
        query=filters.query(),
    )


@get("/api/incidents.geojson", sync_to_thread=True)
def incidents_geojson(request: DeskRequest) -> Response[bytes]:
    """Located incidents as a FeatureCollection; the filters of the first page, or one by `id`."""
    frame = Frame(request)
    one = frame.chosen("id")
    if one:
        found = frame.window.incident(one)
        incidents = [found] if found else []
    else:
        filters = Filters.of(frame)
        incidents = [incident for incident in frame.window.incidents() if filters.keep(incident)]
    placed = [incident for incident in incidents if is_placed(incident)][:MOST_SHOWN]
    features = [_feature(incident, frame.describe, frame) for incident in placed]
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    return Response(body.encode(), media_type=GEOJSON)


@get("/layers/{name:str}", sync_to_thread=True)
def layer(request: DeskRequest) -> Response[bytes]:
    """A layer of the map by its file name, e.g. border.geojson."""
    name = str(request.path_params["name"])
    key = name.removesuffix(".geojson")
    if key not in LAYERS or key == name:
        raise missing()
    return Response(
        layer_json(key),
        media_type=GEOJSON,
        headers={"cache-control": CacheControlHeader(max_age=3600, public=True).to_header()},
    )


def is_placed(incident: Incident) -> bool:
    """Whether it has a point: a whole country is none."""
    return incident.place is not None and incident.place.lat is not None and incident.place.lon is not None


def _feature(incident: Incident, describe: Describer, frame: Frame) -> dict[str, Any]:
    assert incident.place is not None
    line = describe.line(incident, frame.today)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [incident.place.lon, incident.place.lat]},
        "properties": {
            "id": incident.id,
            "url": incident_url(incident.id),
            "type": incident.type,
            "mode": incident.mode,
            "name": line.name,
            "quad": line.quad,
            "sentence": line.sentence,
            "status": line.status.text if line.status else None,
            "reports": line.reports,
            "day": line.day.isoformat() if line.day else None,
            "border": line.nearness.text if line.nearness else None,
            "tolls": [f"{toll.dead} ({toll.source})" for toll in line.tolls],
            "place": incident.place.name,
            "level": incident.place.level,
            "radius_km": incident.place.radius_km,
        },
    }
