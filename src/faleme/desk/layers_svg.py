"""Maps drawn on this side, as SVG: the small one of an incident, and the large one where no script runs.

They are drawn from the layers that the browser's map is drawn from, in the same projection (Web Mercator,
tiles of 256 pixels) and with the same class names, so that static/map.css colours both. No text of others
goes into them unescaped, and nothing in them needs a script or a style attribute.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from html import escape
from typing import Any

import msgspec
import numpy as np
import shapely
from shapely.geometry import shape

from faleme.desk.layers import layer_features
from faleme.records.event import EventPlace

FINE_ZOOM = 9.0
"""From here on the fine layers are drawn."""
SMALL = (480, 300)
MOST_LABELS = 40
_DRAWN = ("land", "countries", "bands", "edge", "rivers", "borders", "corridors", "border")
"""In this order: the border stands on a light edge under the rivers, so water shows on both its sides."""
SMALL_LAYERS = ("land", "countries", "bands", "rivers", "borders", "corridors", "border", "towns")
_METRES_A_PIXEL = 156_543.034
_SHAPES = {
    "verbal-cooperation": '<circle r="7.5"/>',
    "material-cooperation": '<rect x="-7" y="-7" width="14" height="14" rx="1"/>',
    "verbal-conflict": '<path d="M0 -9.5L9.5 0L0 9.5L-9.5 0Z"/>',
    "material-conflict": '<path d="M0 -9.5L9.5 7.5L-9.5 7.5Z"/>',
}
"""By shape as by colour, so that nobody needs the colour; map.js draws the same."""


class View(msgspec.Struct, frozen=True):
    """What a map shows: its middle, its zoom as of web maps, its size in pixels."""

    lat: float
    lon: float
    zoom: float
    width: int
    height: int

    @property
    def scale(self) -> float:
        """Pixels of the whole world's width."""
        return float(256 * 2**self.zoom)

    def pixels(self, points: Any) -> Any:
        """Rows of longitude and latitude as pixels from the upper left corner."""
        points = np.asarray(points, dtype=float)
        middle = _mercator(np.array([[self.lon, self.lat]]))[0]
        return (_mercator(points) - middle) * self.scale + (self.width / 2, self.height / 2)

    def bounds(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """West, south, east and north of what is seen, with `margin` of its size around it."""
        x, y = _mercator(np.array([[self.lon, self.lat]]))[0]
        across, down = (size * (0.5 + margin) / self.scale for size in (self.width, self.height))
        west, east = ((x + side) * 360 - 180 for side in (-across, across))
        south, north = (
            math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + side))))) for side in (down, -down)
        )
        return west, south, east, north

    def of_km(self, km: float) -> float:
        """A length on the ground in pixels, at the middle's latitude."""
        return km * 1000 / (_METRES_A_PIXEL * math.cos(math.radians(self.lat)) / 2**self.zoom)


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Incidents at one spot: how many of each quad class, and where a click leads."""

    lat: float
    lon: float
    quads: dict[str, int]
    href: str
    title: str


def small_map_svg(
    place: EventPlace,
    radius: float | None,
    layers: Sequence[str] = SMALL_LAYERS,
    *,
    label: str = "",
    quad: str = "",
    km: float = 0.0,
) -> str:
    """The surroundings of a place as SVG, '' where the place has no point.

    `radius` is its uncertainty in km, drawn as a circle; `layers` are names of desk.layers; `label` is what a
    screen reader says; `quad` colours and shapes the mark; `km` is half the width shown, 0 leaves that to the
    distance of the border.
    """
    if place.lat is None or place.lon is None:
        return ""
    near = place.proximity.border_km if place.proximity else 60.0
    reach = km or min(max(near * 1.25, 2.2 * (radius or 0.0), 30.0), 220.0)
    view = _around(round(place.lat, 5), round(place.lon, 5), reach, *SMALL)
    x, y = SMALL[0] / 2, SMALL[1] / 2
    parts = [_ground(view, tuple(layers))]
    if radius and (size := view.of_km(radius)) > 6:
        parts.append(f'<circle class="shape-radius" cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}"/>')
    spot = (x - 11, y - 11, x + 11, y + 11)
    name, taken = _named_spot(view, place.name, spot)
    if "towns" in layers:
        parts.append(_towns(view, [*taken, (0, SMALL[1] - 24, 90, SMALL[1])], place.name))
    parts += [single(x, y, quad), name, _scale_bar(view)]
    return _svg(view, "map-svg small", label, parts)


def _named_spot(view: View, name: str, spot: Box) -> tuple[str, list[Box]]:
    """The name of the place beside its mark, and the boxes that both take."""
    y = view.height / 2
    box = (spot[2], y - 8, spot[2] + 6 + 7.5 * len(name), y + 8)
    text = f'<text class="town rank-4" x="{spot[2] + 3:.0f}" y="{y + 4:.0f}">{escape(name)}</text>'
    return text, [spot, box]


def map_svg(view: View, marks: Iterable[Mark], *, label: str = "") -> str:
    """The large map for a view, with marks that are links."""
    marks = list(marks)
    taken = [_box(view, mark) for mark in marks]
    parts = [_ground(view, _DRAWN), _towns(view, taken), *(_mark(view, mark) for mark in marks)]
    return _svg(view, "map-svg", label, [*parts, _scale_bar(view)])


def drawn_map(
    view: View, parts: Iterable[str], *, label: str, layers: Sequence[str] = SMALL_LAYERS,
    grouped: bool = False,
) -> str:  # fmt: skip
    """A map with a page's own lines or marks on it, names of towns above; `grouped` where marks are links."""
    lines, marks = ([], parts) if grouped else (parts, [])
    drawn = [_ground(view, tuple(layers)), *lines, _towns(view), *marks, _scale_bar(view)]
    made = _svg(view, "map-svg drawn", label, drawn)
    return made.replace('role="img"', 'role="group"', 1) if grouped else made


def single(x: float, y: float, quad: str) -> str:
    """The mark of one incident: circle, square, diamond or triangle by quad class."""
    drawn = _SHAPES.get(quad, _SHAPES["verbal-cooperation"])
    return f'<g class="spot {escape(quad)}" transform="translate({x:.1f} {y:.1f})">{drawn}</g>'


def ring_radius(count: int) -> float:
    """Radius of a ring in pixels: it grows with the number's logarithm, so that thousands still fit."""
    return 12.0 + 3.0 * math.log2(max(count, 1))


def _around(lat: float, lon: float, reach_km: float, width: int, height: int) -> View:
    zoom = math.log2(_METRES_A_PIXEL * math.cos(math.radians(lat)) * (width / 2) / (reach_km * 1000))
    return View(lat, lon, round(zoom * 4) / 4, width, height)


def _mercator(points: Any) -> Any:
    """Longitude and latitude as shares of the world's width, from its upper left corner."""
    lon, lat = points[:, 0], np.radians(np.clip(points[:, 1], -85.0, 85.0))
    return np.column_stack((lon / 360 + 0.5, 0.5 - np.arcsinh(np.tan(lat)) / (2 * np.pi)))


@cache
def _shapes(name: str) -> tuple[tuple[Any, dict[str, Any]], ...]:
    return tuple(
        (shape(feature["geometry"]), feature["properties"])
        for feature in layer_features(name)
        if feature["geometry"]["type"] != "Point"
    )


@lru_cache(maxsize=128)
def _ground(view: View, names: tuple[str, ...]) -> str:
    """The layers that are lines and grounds."""
    fine = view.zoom >= FINE_ZOOM
    seen = shapely.box(*view.bounds(0.04))
    parts = []
    wanted = {*names, "edge"} if "border" in names else set(names)
    for name in (name for name in _DRAWN if name in wanted):
        source = "border" if name == "edge" else name
        twin = f"{source}_fine" if fine and source in ("countries", "borders", "border", "rivers") else source
        for geometry, told in _shapes(twin):
            path = _path(view, geometry.intersection(seen))
            if path:
                parts.append(f'<path class="{_class(name, told)}" d="{path}"/>')
    return "".join(parts)


def _class(name: str, told: dict[str, Any]) -> str:
    if name == "edge":
        return "shape-border edge"
    more = {
        "countries": lambda: f" {told.get('A3', '')}",
        "bands": lambda: f" km-{told.get('km', '')}",
        "corridors": lambda: f" {told.get('kind', '')}",
    }
    return escape(f"shape-{name}{more[name]() if name in more else ''}")


def _path(view: View, geometry: Any) -> str:
    """A geometry as the commands of a path; rings are closed, points fall away."""
    parts: list[str] = []
    for part in shapely.get_parts(geometry):
        if part.is_empty:
            continue
        if part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
            parts += [_line(view, ring.coords[:-1]) + "Z" for ring in rings]
        elif part.geom_type == "LineString":
            parts.append(_line(view, part.coords))
    return "".join(parts)


def _line(view: View, points: Any) -> str:
    found = np.round(view.pixels(points), 1)
    kept = found[np.concatenate(([True], np.abs(np.diff(found, axis=0)).sum(axis=1) > 0.4))]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept)


Box = tuple[float, float, float, float]


def _towns(view: View, taken: Sequence[Box] = (), named: str = "") -> str:
    """Dots and names of towns, the larger first; a name that would lie on another is left out."""
    boxes, parts = list(taken), list[str]()
    for town in layer_features("towns"):
        told = town["properties"]
        if told["rank"] < least_rank(view.zoom) or len(parts) >= MOST_LABELS or told["name"] == named:
            continue
        x, y = view.pixels([town["geometry"]["coordinates"]])[0]
        if not (4 < x < view.width - 4 and 10 < y < view.height - 8):
            continue
        side = _free_side(x, y, 7.0 * len(told["name"]), boxes, view)
        if side is None:
            continue
        box, anchor, at = side
        boxes.append(box)
        parts.append(
            f'<circle class="shape-town" cx="{x:.1f}" cy="{y:.1f}" r="{2.4 if told["rank"] > 2 else 1.8}"/>'
            f'<text class="town rank-{told["rank"]}" x="{at:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">'
            f"{escape(told['name'])}</text>"
        )
    return "".join(parts)


def least_rank(zoom: float) -> int:
    """The rank from which towns are named; map.js has the same steps."""
    return 4 if zoom < 6 else 3 if zoom < 7.5 else 2 if zoom < 9.5 else 1


def _free_side(
    x: float, y: float, wide: float, boxes: Sequence[Box], view: View
) -> tuple[Box, str, float] | None:
    for anchor, near, far in (("start", x + 6, x + 6 + wide), ("end", x - 6 - wide, x - 6)):
        box = (near, y - 8, far, y + 8)
        inside = near > 2 and far < view.width - 2
        if inside and not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in boxes
        ):
            return box, anchor, x + 6 if anchor == "start" else x - 6
    return None


def _box(view: View, mark: Mark) -> Box:
    x, y = view.pixels([(mark.lon, mark.lat)])[0]
    size = ring_radius(sum(mark.quads.values()))
    return float(x - size), float(y - size), float(x + size), float(y + size)


def _mark(view: View, mark: Mark) -> str:
    x, y = view.pixels([(mark.lon, mark.lat)])[0]
    count = sum(mark.quads.values())
    drawn = single(x, y, next(iter(mark.quads), "")) if count == 1 else ring(x, y, mark.quads, count)
    title = escape(mark.title)
    return f'<a href="{escape(mark.href)}" aria-label="{title}"><title>{title}</title>{drawn}</a>'


def ring(x: float, y: float, quads: dict[str, int], count: int) -> str:
    """A ring whose arcs are the shares of the quad classes, with the number in it."""
    size, done, arcs = ring_radius(count), 0.0, []
    for quad, of_quad in quads.items():
        share = 100 * of_quad / count
        arcs.append(
            f'<circle class="arc {escape(quad)}" r="{size - 2.5:.1f}" pathLength="100" '
            f'stroke-dasharray="{share:.2f} {100 - share:.2f}" stroke-dashoffset="{-done:.2f}"/>'
        )
        done += share
    number = f'<text y="4.2" text-anchor="middle">{short(count)}</text>'
    return (
        f'<g class="ring" transform="translate({x:.1f} {y:.1f})"><circle class="disc" r="{size:.1f}"/>'
        f'<g transform="rotate(-90)">{"".join(arcs)}</g>{number}</g>'
    )


def short(count: int) -> str:
    """A number that fits into a ring: 950, 1,2 k as '1.2k', 34k."""
    if count < 1000:
        return str(count)
    thousands = count / 1000
    return f"{thousands:.1f}k" if thousands < 9.95 else f"{thousands:.0f}k"


def _scale_bar(view: View) -> str:
    """A bar of a round number of kilometres, about a sixth of the width."""
    wanted = view.width / 6 / view.of_km(1)
    power = 10 ** math.floor(math.log10(wanted))
    km = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    x, y, wide = 10.0, view.height - 10.0, view.of_km(km)
    return (
        f'<g class="scale"><path d="M{x} {y - 5}V{y}H{x + wide:.1f}V{y - 5}"/>'
        f'<text x="{x + 4}" y="{y - 6}">{km:g}\N{NO-BREAK SPACE}km</text></g>'
    )


def _svg(view: View, name: str, label: str, parts: Iterable[str]) -> str:
    told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="{name}" viewBox="0 0 {view.width} {view.height}" preserveAspectRatio="xMidYMid slice" '
        f'xmlns="http://www.w3.org/2000/svg" {told}>{"".join(parts)}</svg>'
    )
