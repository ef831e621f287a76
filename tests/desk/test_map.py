"""The map as its server tells it: clusters, filters, the public rule, layers and what it all weighs."""

from __future__ import annotations

import gzip
import json
import re
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import pytest
from litestar.testing import TestClient

from faleme.desk.app import HERE, create_app
from faleme.desk.layers import COARSE, LAYERS, layer_features, layer_json
from faleme.desk.layers_svg import SMALL_LAYERS, View, map_svg, small_map_svg
from faleme.desk.layers_towns import towns
from faleme.desk.map_cells import joined
from faleme.desk.tiles import tile_host
from faleme.errors import SettingsError
from faleme.lexicon.gazetteer import load_gazetteer
from faleme.records.event import EventPlace
from faleme.settings import Settings
from faleme.store.base import MapCell
from faleme.store.sql import SqlStore
from tests.desk.conftest import visit
from tests.desk.seed import CANARIES, DIBOLI, TODAY

WORLD = "bbox=-30,-10,20,40"
FIRST_PAGE_BYTES = 350_000
"""Compressed, of a first page with its script, styles and layers."""


def cells(client: TestClient[Any], query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/api/map?{WORLD}&zoom=7&{query}")
    assert answer.status_code == 200
    return list(json.loads(answer.text)["features"])


def counted(client: TestClient[Any], query: str = "") -> int:
    return sum(feature["properties"]["count"] for feature in cells(client, query))


def plain(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_a_single_incident_is_told_in_our_words_where_it_happened(analyst: TestClient[Any]) -> None:
    (diboli,) = cells(analyst, "km=10")
    told = diboli["properties"]
    assert diboli["geometry"]["coordinates"] == pytest.approx([-12.19945, 14.45511], abs=0.0001)
    assert told["count"] == 1 and told["quads"] == {"material-conflict": 1}
    assert "Diboli" in told["sentence"] and told["url"].startswith("/incident/")
    assert told["radius_km"] == 1.0 and told["day"] == "2025-07-01"
    assert "0,3 km" in plain(told["border"]) and "2 sources" in plain(told["reports"])


def test_many_incidents_of_one_town_are_one_ring_with_its_shares(analyst: TestClient[Any]) -> None:
    (kayes,) = [
        f["properties"] for f in cells(analyst, "country=MLI&type=ASSAULT") if f["properties"]["count"] > 1
    ]
    assert kayes["quads"] == {"material-conflict": kayes["count"]}
    west, south, east, north = kayes["box"]
    assert west <= -11.44448 <= east and south <= 14.44693 <= north
    assert f"{kayes['count']} incidents" in plain(kayes["label"])


def test_every_point_incident_is_in_one_cell_and_none_in_two(analyst: TestClient[Any]) -> None:
    everywhere = json.loads(analyst.get("/api/incidents.geojson").text)["features"]
    for zoom in (3, 7, 14):
        found = json.loads(analyst.get(f"/api/map?{WORLD}&zoom={zoom}").text)["features"]
        assert sum(f["properties"]["count"] for f in found) == len(everywhere)


@pytest.mark.parametrize(
    "query, one, other",
    [
        ("type", "ASSAULT", "COERCE"),
        ("strand", "defence", "economy"),
        ("tag", "border", "patrol"),
        ("status", "occurred", "planned"),
        ("country", "MLI", "SEN"),
        ("km", "10", "100"),
        ("corridor", "road-dakar-bamako", "road-bamako-abidjan"),
        ("reviewed", "yes", "no"),
        ("since", "2025-01-01", "2026-02-01"),
        ("until", "2025-01-01", "2026-02-01"),
    ],
)
def test_each_filter_holds_for_clusters_and_list_alike(
    analyst: TestClient[Any], query: str, one: str, other: str
) -> None:
    every = counted(analyst)
    numbers = []
    for value in (one, other):
        number = counted(analyst, f"{query}={value}")
        listed = analyst.get(f"/carte/liste?{WORLD}&{query}={value}&n=200").text
        assert f'data-total="{number}"' in listed
        assert len(re.findall("data-lat=", listed)) == number
        numbers.append(number)
    assert numbers[0] != numbers[1] and any(number < every for number in numbers)


def test_what_is_no_filter_and_no_box_is_not_an_error(analyst: TestClient[Any]) -> None:
    for query in ("bbox=a,b,c,d", "bbox=9,9,1,1", "zoom=nan", "since=yesterday", "km=-3", "bbox=1e400,0,0,0"):
        assert analyst.get(f"/api/map?{query}").status_code == 200, query
        assert analyst.get(f"/carte/liste?{query}&n=99999").status_code == 200, query
    for view in ("at=x", "at=91,0,3", "at=14,-12,99", "at=nan,nan,nan", "at="):
        assert analyst.get(f"/carte?{view}").status_code == 200, view


def test_only_what_a_box_holds_is_listed(analyst: TestClient[Any]) -> None:
    around = "bbox=-12.3,14.4,-12.1,14.5"
    listed = analyst.get(f"/carte/liste?{around}").text
    assert "Diboli" in listed and 'data-total="1"' in listed
    assert 'data-total="0"' in analyst.get("/carte/liste?bbox=0,0,1,1").text


def test_what_has_no_point_is_listed_beside_and_is_no_marker(analyst: TestClient[Any]) -> None:
    words = plain(analyst.get("/carte/liste?bbox=0,0,1,1").text)
    assert "sans lieu précis, hors carte" in words and "La grève" not in words
    assert all(f["geometry"]["coordinates"] for f in cells(analyst))


def test_months_count_what_is_on_the_map_whatever_days_are_asked_for(analyst: TestClient[Any]) -> None:
    months = dict(json.loads(analyst.get("/api/map/months").text)["months"])
    assert months["2025-07"] >= 1 and list(months) == sorted(months)
    narrowed = json.loads(analyst.get("/api/map/months?since=2026-01-01").text)["months"]
    assert dict(narrowed) == months
    assaults = dict(json.loads(analyst.get("/api/map/months?type=ASSAULT").text)["months"])
    assert sum(assaults.values()) < sum(months.values())


def test_the_public_gets_neither_movements_to_come_nor_their_numbers(
    public: TestClient[Any], analyst: TestClient[Any]
) -> None:
    for address in (f"/api/map?{WORLD}&zoom=12", f"/carte/liste?{WORLD}&n=200", "/carte", "/api/map/months"):
        answer = public.get(address)
        assert answer.status_code == 200
        assert not [canary for canary in CANARIES if canary in answer.text], address
    incidents = json.loads(public.get("/api/incidents.geojson").text)["features"]
    assert counted(public) == len(incidents) < counted(analyst)
    months = dict(json.loads(public.get("/api/map/months").text)["months"])
    dated = [each for each in incidents if each["properties"]["day"]]
    assert sum(months.values()) == len(dated) and "2026-02" not in months
    planned = counted(analyst, "status=planned")
    assert planned > 0 and counted(public, "status=planned") == 0
    assert f'data-total="{len(incidents)}"' in public.get(f"/carte/liste?{WORLD}&n=200").text


def test_a_withheld_spot_is_no_cell_even_for_who_asks_for_just_its_box(public: TestClient[Any]) -> None:
    spot = "bbox=-9.01,12.99,-8.99,13.01"  # Canarivisite, a visit to come that was marked CLEAR by mistake
    assert json.loads(public.get(f"/api/map?{spot}&zoom=14").text)["features"] == []


def cell(lat: float, lon: float, count: int = 1, **quads: int) -> MapCell:
    return MapCell(
        lat=lat, lon=lon, count=count, by_quad=quads or {"material-conflict": count}, dead_min=count,
        newest="2025-07-01", box=(lon, lat, lon + 0.01, lat + 0.01), incident="x" if count == 1 else None,
    )  # fmt: skip


def test_rings_that_would_lie_on_each_other_are_one_until_the_map_is_near() -> None:
    kidira, diboli = cell(14.45668, -12.21659, 3), cell(14.45511, -12.19945, 5)
    (both,) = joined([kidira, diboli], 7)
    assert both.count == 8 and both.by_quad == {"material-conflict": 8} and both.incident is None
    assert both.box == (-12.21659, 14.45511, -12.18945, 14.46668)
    assert len(joined([kidira, diboli], 14)) == 2
    assert joined([cell(14, -12), cell(15, -12)], 7)[0].lat == 15  # north to south


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_is_light_geojson(analyst: TestClient[Any], name: str) -> None:
    answer = analyst.get(f"/layers/{name}.geojson")
    assert answer.headers["content-type"].startswith("application/geo+json")
    assert len(answer.content) < (60_000 if name in COARSE else 150_000)
    assert json.loads(answer.text)["type"] in ("FeatureCollection", "Feature")


def test_the_fine_border_has_every_point_of_its_source_and_the_coarse_one_its_ends() -> None:
    (fine,), (coarse,) = layer_features("border_fine"), layer_features("border")
    points = fine["geometry"]["coordinates"]
    assert len(points) == 1916
    assert coarse["geometry"]["coordinates"][0] == pytest.approx(points[0], abs=1e-4)
    assert coarse["geometry"]["coordinates"][-1] == pytest.approx(points[-1], abs=1e-4)


def test_the_towns_of_the_map_are_those_of_the_gazetteer_as_it_is_now() -> None:
    assert list(layer_features("towns")) == towns(load_gazetteer())


def test_leaflet_is_that_of_its_makers_but_for_the_line_that_names_a_source_map() -> None:
    vendor = HERE / "static" / "vendor"
    script = (vendor / "leaflet.js").read_bytes() + b"//# sourceMappingURL=leaflet.js.map"
    style = (vendor / "leaflet.css").read_bytes()
    assert sha256(script).hexdigest() == "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"
    assert sha256(style).hexdigest() == "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6"
    assert "BSD 2-Clause License" in (vendor / "leaflet.LICENSE").read_text()


def test_layers_hold_what_the_map_is_to_show() -> None:
    assert {f["properties"]["km"] for f in layer_features("bands")} == {10, 25, 50}
    assert {f["properties"]["name"] for f in layer_features("rivers")} == {"Falémé", "Sénégal"}
    segments = {f["properties"]["segment"] for f in layer_features("corridors")}
    assert {"Kidira–Diboli", "Diboli–Kayes"} <= segments
    ranks = {f["properties"]["name"]: f["properties"]["rank"] for f in layer_features("towns")}
    assert ranks["Kidira"] == ranks["Diboli"] == 3 and ranks["Dakar"] == ranks["Bamako"] == 4


def test_the_first_view_weighs_less_than_its_allowance(analyst: TestClient[Any]) -> None:
    page = analyst.get("/carte")
    assets = re.findall(r'(?:href|src)="(/static/[^"?]+)', page.text)
    scripts = ("address", "clusters", "ground", "labels", "list", "time")
    addresses = [*assets, *(f"/static/map/{name}.js" for name in scripts), f"/api/map?{WORLD}&zoom=7"]
    addresses += [f"/layers/{name}.geojson" for name in COARSE]
    assert "/static/vendor/leaflet.js" in assets and "/static/map/desk.js" in assets
    bodies = [page.content, *(analyst.get(address).content for address in dict.fromkeys(addresses))]
    total = sum(len(gzip.compress(body, 6)) for body in bodies)
    assert 50_000 < total < FIRST_PAGE_BYTES / 2, total
    fine = sum(len(gzip.compress(layer_json(name), 6)) for name in LAYERS)
    assert total + fine < FIRST_PAGE_BYTES, "even with all that is asked for later"


def test_the_map_is_drawn_without_a_script_with_links_to_nearer_views(analyst: TestClient[Any]) -> None:
    page = analyst.get("/carte?country=MLI").text
    drawn = ElementTree.fromstring(re.search(r"<svg class=\"map-svg\".*?</svg>", page, re.DOTALL)[0])  # type: ignore[index]
    links = [a.attrib["href"] for a in drawn.iter() if a.tag.endswith("}a")]
    assert any(link.startswith("/incident/") for link in links)
    nearer = next(link for link in links if link.startswith("/carte?"))
    assert "country=MLI" in nearer and nearer.endswith("9")
    assert "Diboli" in analyst.get(nearer).text or "Kayes" in analyst.get(nearer).text
    assert "style=" not in page.split("<main")[1]


def test_a_small_map_shows_where_a_place_is_and_how_sure() -> None:
    drawn = small_map_svg(DIBOLI, 8.0, SMALL_LAYERS, label="Diboli <ici>", quad="material-conflict")
    root = ElementTree.fromstring(drawn)
    classes = [e.attrib.get("class", "") for e in root.iter()]
    assert root.attrib["aria-label"] == "Diboli <ici>"
    assert "shape-border" in classes and "shape-radius" in classes and "spot material-conflict" in classes
    assert "Kidira" in "".join(root.itertext())
    assert len(gzip.compress(drawn.encode())) < 15_000


def test_a_place_without_a_point_has_no_small_map() -> None:
    mali = EventPlace(name="Mali", country="MLI", lat=None, lon=None, level="country")
    assert small_map_svg(mali, None) == ""


def test_a_small_map_without_layers_is_still_a_map() -> None:
    assert "shape-border" not in small_map_svg(DIBOLI, 1.0, ())
    assert small_map_svg(DIBOLI, 1.0, ("border",)).count("shape-border") == 2  # with its edge


def test_a_map_of_the_sea_is_drawn_too() -> None:
    ElementTree.fromstring(map_svg(View(0.0, -30.0, 6.0, 400, 300), []))


@pytest.mark.parametrize("zoom", [4, 7, 9, 12, 14])
def test_every_zoom_is_drawn_with_names_that_do_not_meet(zoom: int) -> None:
    root = ElementTree.fromstring(map_svg(View(14.4, -12.0, zoom, 800, 600), []))
    names = [e for e in root.iter() if e.attrib.get("class", "").startswith("town rank")]
    assert names or zoom > 11
    rows = sorted((float(e.attrib["y"]), float(e.attrib["x"])) for e in names)
    assert len(set(rows)) == len(rows)


TILES = "https://tiles.example.org:8443/osm/{z}/{x}/{y}.png"


def test_a_setting_lets_exactly_one_host_of_tiles_in_and_only_on_the_map(store: SqlStore) -> None:
    desk = visit(store, map_tiles=TILES, map_tiles_credit="© Tuiles d'exemple")
    page = desk.get("/carte")
    policy = page.headers["content-security-policy"]
    assert "img-src 'self' https://tiles.example.org:8443;" in policy
    assert policy.count("http") == 1 and "connect-src 'self';" in policy
    assert f'data-tiles="{TILES}"' in page.text and "Tuiles d&#39;exemple" in page.text
    assert "tiles.example" not in desk.get("/articles").headers["content-security-policy"]


def test_without_the_setting_no_host_is_let_in(analyst: TestClient[Any]) -> None:
    page = analyst.get("/carte")
    assert "http" not in page.headers["content-security-policy"] and "data-tiles" not in page.text


@pytest.mark.parametrize(
    "pattern",
    [
        "tiles.example/{z}/{x}/{y}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example; script-src https://bad.example/{z}/{x}/{y}",
        "https://*.example/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}",
    ],
)
def test_a_pattern_that_is_no_address_of_tiles_stops_the_desk(store: SqlStore, pattern: str) -> None:
    with pytest.raises(SettingsError, match="map tiles"):
        tile_host(pattern)
    with pytest.raises(SettingsError):
        create_app(settings=Settings(map_tiles=pattern), store=store, today=TODAY)


def test_the_map_speaks_english_too(analyst: TestClient[Any]) -> None:
    words = plain(analyst.get("/carte?lang=en").text)
    assert "in view" in words and "conflict in deeds" in words.lower() or "material" in words.lower()
