"""The map: its page, its layers, its clusters as GeoJSON and the list beside it, all of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from litestar import Response, get
from litestar.datastructures import CacheControlHeader
from litestar.response import Template

from faleme.desk.layers import LAYERS, layer_json
from faleme.desk.layers_svg import Mark, View, map_svg, ring, single
from faleme.desk.map_asked import Asked, Box, box_of, view_of, written_view, zoom_of
from faleme.desk.map_cells import point_of
from faleme.desk.map_source import MapSource
from faleme.desk.pages.frame import DeskRequest, Frame, incident_url, missing
from faleme.desk.pages.home import DISTANCES_KM
from faleme.desk.policy import CONTENT_POLICY
from faleme.desk.tiles import policy_with, tile_host
from faleme.desk.views import QUADS, Describer
from faleme.lexicon.corridors import load_corridor_declarations
from faleme.records.incident import Incident
from faleme.store.base import MapCell

GEOJSON = "application/geo+json"
MOST_SHOWN = 2000
"""Incidents of /api/incidents.geojson at once, the latest."""
MOST_TOLD = 80
"""Single incidents of the map that are described at once, the latest; the others are when they are opened."""
PER_LIST, MOST_LISTED, MOST_UNPLACED = 20, 200, 12
DRAWN = (1000, 720)
"""Pixels of the map that is drawn on this side."""
STRANDS = ("defence", "diplomacy", "economy", "other")
TAGS = (
    "border", "road", "fuel", "convoy", "patrol", "trade", "transport", "hostage", "aid", "visit",
    "school", "health",
)  # fmt: skip
STATUSES = ("occurred", "planned", "called-for", "denied")
_WORDS = (
    "border", "cluster", "no_day", "open", "zoom_in", "zoom_out", "nothing", "copied", "close",
    "at_point", "loading", "failed", "since_label", "until_label", "all_time", "months", "km",
)  # fmt: skip


@get("/carte", sync_to_thread=True)
def map_page(request: DeskRequest) -> Template:
    """The map of a view, drawn on this side until a script takes it over, and the list of what it shows."""
    frame = Frame(request)
    asked, (lat, lon, zoom) = Asked.of(frame), view_of(frame)
    view = View(lat, lon, zoom, *DRAWN)
    source = MapSource(frame.window, asked)
    settings = request.app.state.desk.settings
    host = tile_host(settings.map_tiles)
    marks = [_mark(cell, asked, zoom, frame) for cell in source.cells(view.bounds(), zoom)]
    naming, acts = frame.describe.writer.naming, frame.describe.writer.acts
    page = frame.page(
        "map.html",
        current="map",
        title=frame.words.say("map_title"),
        asked=asked,
        at=written_view(lat, lon, zoom),
        nearer=asked.query(at=written_view(lat, lon, zoom + 1)),
        farther=asked.query(at=written_view(lat, lon, zoom - 1)),
        drawn=map_svg(view, marks, label=frame.words.say("map_drawn")),
        months=source.months(),
        quads=tuple(QUADS),
        strands=STRANDS,
        statuses=STATUSES,
        tags=[(tag, frame.words.label("tag", tag)) for tag in TAGS],
        kms=[(km, frame.words.say("filter_km_within", km=km)) for km in DISTANCES_KM],
        named=lambda group, keys: [(key, frame.words.label(group, key)) for key in keys],
        shape=lambda quad: single(0, 0, quad),
        ring=ring(0, 0, {"verbal-cooperation": 1, "verbal-conflict": 2, "material-conflict": 4}, 7),
        types=[(kind, acts.of(kind, None).name) for kind in acts.types()],
        countries=sorted(((code, naming.country(code)) for code in source.countries()), key=lambda c: c[1]),
        corridors=[(each.id, each.name) for each in load_corridor_declarations()],
        script_words=_script_words(frame),
        tiles=settings.map_tiles,
        tiles_credit=settings.map_tiles_credit,
        **_listed(source, view.bounds(), frame, PER_LIST),
    )
    if host:
        page.headers["content-security-policy"] = policy_with(CONTENT_POLICY, host)
    return page


@get("/carte/liste", sync_to_thread=True)
def map_list(request: DeskRequest) -> Template:
    """The list beside the map for a box, as a piece of a page."""
    frame = Frame(request)
    box = box_of(frame) or View(*view_of(frame), *DRAWN).bounds()
    most = min(frame.whole_number("n") or PER_LIST, MOST_LISTED)
    source = MapSource(frame.window, Asked.of(frame))
    return frame.page("map_list.html", current="map", title="", **_listed(source, box, frame, most))


@get("/api/map", sync_to_thread=True)
def map_geojson(request: DeskRequest) -> Response[bytes]:
    """Clusters of a box at a zoom as a FeatureCollection: `bbox`, `zoom`, and the filters of the page."""
    frame = Frame(request)
    box, zoom = box_of(frame) or (-180.0, -85.0, 180.0, 85.0), zoom_of(frame)
    cells = MapSource(frame.window, Asked.of(frame)).cells(box, zoom)
    alone = sorted((cell for cell in cells if cell.incident), key=lambda c: c.newest or "", reverse=True)
    told = {cell.incident for cell in alone[:MOST_TOLD]}
    return _geojson(_cell_feature(cell, frame, cell.incident in told) for cell in cells)


@get("/api/map/months", sync_to_thread=True)
def map_months(request: DeskRequest) -> Response[bytes]:
    """Incidents on the map by month, for the filters but those of time."""
    frame = Frame(request)
    months = MapSource(frame.window, Asked.of(frame)).months()
    return Response(json.dumps({"months": months}).encode(), media_type="application/json")


@get("/api/incidents.geojson", sync_to_thread=True)
def incidents_geojson(request: DeskRequest) -> Response[bytes]:
    """Located incidents as a FeatureCollection; the filters of the map, or one by `id`."""
    frame = Frame(request)
    one = frame.chosen("id")
    if one:
        found = frame.window.incident(one)
        incidents = [found] if found else []
    else:
        incidents = MapSource(frame.window, Asked.of(frame)).located(MOST_SHOWN)
    placed = [incident for incident in incidents if point_of(incident)]
    return _geojson(_feature(incident, frame.describe, frame) for incident in placed)


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


ROUTES = (map_page, map_list, map_geojson, map_months, incidents_geojson, layer)


def _listed(source: MapSource, box: Box, frame: Frame, most: int) -> dict[str, Any]:
    """What the list shows: incidents of a box with their points, and those that have none."""
    found, total = source.listed(box, most)
    unplaced, unplaced_total = source.unplaced(MOST_UNPLACED)
    return {
        "items": [(frame.describe.line(each, frame.today), point_of(each)) for each in found],
        "total": total,
        "most": most,
        "more": min(total, most + PER_LIST, MOST_LISTED),
        "unplaced": [(frame.describe.line(each, frame.today), _where(each, frame)) for each in unplaced],
        "unplaced_total": unplaced_total,
    }


def _where(incident: Incident, frame: Frame) -> str:
    """A whole country by its name, else nothing."""
    return frame.describe.writer.naming.country(incident.place.country) if incident.place else ""


def _mark(cell: MapCell, asked: Asked, zoom: float, frame: Frame) -> Mark:
    """A cluster as a link that needs no script: one incident to its page, many to a nearer view."""
    href = incident_url(cell.incident) if cell.incident else ""
    if not href:
        href = f"/carte?{asked.query(at=written_view(cell.lat, cell.lon, min(zoom + 2, 14.0)))}"
    return Mark(lat=cell.lat, lon=cell.lon, quads=cell.by_quad, href=href, title=_cluster_words(cell, frame))


def _cluster_words(cell: MapCell, frame: Frame) -> str:
    """'12 incidents : 8 conflit en actes, 4 conflit en paroles'."""
    said = (f"{n} {frame.words.label('quad', quad)}" for quad, n in reversed(cell.by_quad.items()))
    return frame.words.say("map_cluster", n=cell.count, kinds=", ".join(said))


def _geojson(features: Iterable[dict[str, Any]]) -> Response[bytes]:
    body = json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False)
    return Response(body.encode(), media_type=GEOJSON)


def _cell_feature(cell: MapCell, frame: Frame, told: bool) -> dict[str, Any]:
    """A cluster with its counts; a single incident with our words for it, if it is to be told."""
    properties: dict[str, Any] = {
        "count": cell.count,
        "quads": cell.by_quad,
        "dead": cell.dead_min,
        "newest": cell.newest,
        "box": cell.box,
        "label": _cluster_words(cell, frame),
    }
    found = frame.window.incident(cell.incident) if told and cell.incident else None
    if found:
        properties |= _told(found, frame.describe, frame)
    elif cell.incident:
        properties |= {"id": cell.incident, "url": incident_url(cell.incident), "radius_km": cell.radius_km}
    return _point(cell.lat, cell.lon, properties)


def _feature(incident: Incident, describe: Describer, frame: Frame) -> dict[str, Any]:
    lat, lon = point_of(incident) or (0.0, 0.0)
    return _point(lat, lon, _told(incident, describe, frame))


def _point(lat: float, lon: float, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": properties,
    }


def _told(incident: Incident, describe: Describer, frame: Frame) -> dict[str, Any]:
    """Our own words for an incident with a point."""
    assert incident.place is not None
    line = describe.line(incident, frame.today)
    return {
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
        "when": frame.words.day(line.day) if line.day else None,
        "border": line.nearness.text if line.nearness else None,
        "tolls": [f"{toll.dead} ({toll.source})" for toll in line.tolls],
        "place": incident.place.name,
        "level": incident.place.level,
        "radius_km": incident.place.radius_km,
    }


def _script_words(frame: Frame) -> dict[str, object]:
    """What the map's script says, and the names of countries and months."""
    words, naming = frame.words, frame.describe.writer.naming
    said: dict[str, object] = {key: words.say(f"map_js_{key}") for key in _WORDS}
    countries = ("SEN", "MLI", "MRT", "GIN", "GMB", "GNB", "BFA", "CIV")
    return said | {
        "countries": {code: naming.country(code) for code in countries},
        "quads": {quad: words.label("quad", quad) for quad in QUADS},
        "language": frame.language,
    }
