"""Drawings of the watch as SVG: the border drawn straight, series, maps of segments, detours and cells.

As in layers_svg, nothing of others goes in unescaped and nothing needs a style attribute; watch.css and
map.css colour them. What colour tells, shape or dash tells too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import numpy as np

from faleme.assess.border import load_border
from faleme.assess.border_strip import Dot
from faleme.assess.corridor_look import CorridorLook
from faleme.assess.corridors import Segment
from faleme.desk.layers_svg import View, drawn_map
from faleme.lexicon.watch import load_border_segments

STRIP = (1000, 262)
MAP = (640, 420)
_TOP, _BOTTOM, _MIDDLE = 34, 228, 131
_A_KM = (_MIDDLE - _TOP) / 50
SPARK = (150, 28)
_MOST_SPOTS = 400


def strip_svg(spots: Sequence[tuple[Dot, str, str]], *, label: str, sides: tuple[str, str]) -> str:
    """The line from north (left) to south, Senegal above it and Mali below, with bands of 10, 25 and 50 km.

    Each spot is a place with its address and title; the latest lie on top.
    """
    parts = load_border_segments()
    length = parts.segment[-1].to_km
    wide = STRIP[0]
    drawn = [
        f'<rect class="strip-band" x="0" y="{_MIDDLE - km * _A_KM:.1f}" width="{wide}" '
        f'height="{2 * km * _A_KM:.1f}"/>'
        for km in (50, 25, 10)
    ]
    begin = 0.0
    for segment in parts.segment:
        left, right = begin / length * wide, min(segment.to_km, length) / length * wide
        drawn.append(
            f'<text class="strip-name" x="{(left + right) / 2:.1f}" y="16" text-anchor="middle">'
            f"{escape(segment.name)}</text>"
        )
        if right < wide - 1:
            drawn.append(f'<path class="strip-cut" d="M{right:.1f} 6V{_BOTTOM + 6}"/>')
        begin = segment.to_km
    drawn.append(f'<path class="shape-border" d="M0 {_MIDDLE}H{wide}"/>')
    for y, side in ((_TOP + 14, sides[0]), (_BOTTOM - 6, sides[1])):
        drawn.append(f'<text class="strip-side" x="8" y="{y}">{escape(side)}</text>')
    for km in range(0, int(length) + 1, 100):
        x = km / length * wide
        anchor = "start" if km == 0 else "end" if x > wide - 30 else "middle"
        drawn.append(
            f'<text class="strip-km" x="{x:.0f}" y="{STRIP[1] - 10}" text-anchor="{anchor}">{km}\xa0km</text>'
        )
    drawn += [_strip_spot(dot, href, title, length) for dot, href, title in spots[-_MOST_SPOTS:]]
    return (
        f'<svg class="strip" viewBox="0 0 {STRIP[0]} {STRIP[1]}" xmlns="http://www.w3.org/2000/svg" '
        f'role="group" aria-label="{escape(label)}">{"".join(drawn)}</svg>'
    )


def _strip_spot(dot: Dot, href: str, title: str, length: float) -> str:
    x = min(max(dot.along_km / length * STRIP[0], 7), STRIP[0] - 7)
    y = _MIDDLE + dot.km * _A_KM * (-1 if dot.side == "SEN" else 1)
    size = 4 + 2.2 * math.sqrt(min(dot.count, 20))
    lately = " lately" if dot.lately else ""
    return (
        f'<a href="{escape(href)}" aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f'<circle class="strip-spot{lately}" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/></a>'
    )


def spark_svg(counts: Sequence[int], *, label: str, weeks: int = 52, most: int | None = None) -> str:
    """Bars of the last weeks, the last four darker; `most` is the height where several stand together."""
    shown = list(counts[-weeks:])
    high = max(most or 0, *shown, 1)
    wide = SPARK[0] / weeks
    begin = weeks - len(shown)
    bars = []
    for at, count in enumerate(shown):
        tall = max(2.0, count / high * (SPARK[1] - 2)) if count else 0
        if tall:
            late = " lately" if at >= len(shown) - 4 else ""
            bars.append(
                f'<rect class="bar{late}" x="{(begin + at) * wide:.2f}" y="{SPARK[1] - tall:.1f}" '
                f'width="{wide * 0.78:.2f}" height="{tall:.1f}"/>'
            )
    return (
        f'<svg class="spark" viewBox="0 0 {SPARK[0]} {SPARK[1]}" preserveAspectRatio="none" '
        f'xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(label)}">'
        f'<path class="floor" d="M0 {SPARK[1] - 0.5}H{SPARK[0]}"/>{"".join(bars)}</svg>'
    )


def view_of(
    points: Iterable[tuple[float, float]], size: tuple[int, int] = MAP, least_km: float = 60.0
) -> View:
    """The view that holds some points (lat, lon) with a margin around them."""
    found = np.array(list(points), dtype=float)
    (south, west), (north, east) = found.min(axis=0), found.max(axis=0)
    lat, lon = (south + north) / 2, (west + east) / 2
    km_high = max((north - south) * 111.2, least_km)
    km_wide = max((east - west) * 111.2 * math.cos(math.radians(lat)), least_km)
    pixels_a_km = min(size[0] * 0.84 / km_wide, size[1] * 0.8 / km_high)
    zoom = math.log2(pixels_a_km * 156_543.034 * math.cos(math.radians(lat)) / 1000)
    return View(round(float(lat), 4), round(float(lon), 4), round(zoom, 3), *size)


def border_map(spots: Sequence[tuple[Dot, str, str]], *, label: str) -> str:
    """The border with the places of a year's threats."""
    line = load_border().line
    view = view_of(line.piece(0, line.length_km), (480, 560))
    drawn = []
    for dot, href, title in spots[-_MOST_SPOTS:]:
        x, y = view.pixels([(dot.lon, dot.lat)])[0]
        late = " lately" if dot.lately else ""
        size = 4 + 2.2 * math.sqrt(min(dot.count, 20))
        drawn.append(
            f'<a href="{escape(href)}" aria-label="{escape(title)}"><title>{escape(title)}</title>'
            f'<circle class="strip-spot{late}" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/></a>'
        )
    layers = ("land", "countries", "bands", "rivers", "borders", "corridors", "border")
    return drawn_map(view, drawn, label=label, layers=layers, grouped=bool(drawn))


def corridor_map(
    looks: Sequence[CorridorLook],
    segments: Mapping[str, Sequence[Segment]],
    shown: CorridorLook,
    *,
    label: str,
) -> str:
    """Corridors by their states; the way around of the one that is looked at, and the view that holds it."""
    points = [
        (end.lat, end.lon)
        for each in segments[shown.corridor]
        if each.name in (shown.shut or shown.on_way)
        for end in (each.begin, each.end)
    ]
    if shown.around:
        points += shown.around.points
    view = view_of(points, least_km=220)
    drawn = []
    for look in looks:
        states = {each.segment: each.state for each in look.segments}
        for each in segments[look.corridor]:
            state = states[each.name]
            line = _line(view, [(end.lat, end.lon) for end in (each.begin, each.end)])
            closed = " closed" if look.corridor == shown.corridor and each.name in shown.closed else ""
            drawn.append(f'<path class="way-halo" d="{line}"/>')
            drawn.append(f'<path class="way {state}{closed} {escape(look.kind)}" d="{line}"/>')
    if shown.around:
        line = _line(view, shown.around.points)
        drawn += [f'<path class="way-halo" d="{line}"/>', f'<path class="way around" d="{line}"/>']
    layers = ("land", "countries", "rivers", "borders", "border")
    return drawn_map(view, drawn, label=label, layers=layers)


def cells_map(cells: Sequence[tuple[float, float, float, str]], *, label: str) -> str:
    """Cells of 0.25 degrees by chance: middle, chance (0 to 1), title."""
    half = 0.125
    line = load_border().line
    view = view_of([*line.piece(0, line.length_km), *((lat, lon) for lat, lon, _, _ in cells)], (480, 520))
    drawn = []
    for lat, lon, chance, title in cells:
        (x, y), (right, low) = view.pixels([(lon - half, lat + half), (lon + half, lat - half)])
        drawn.append(
            f'<g><title>{escape(title)}</title><rect class="cell" x="{x:.1f}" y="{y:.1f}" '
            f'width="{right - x:.1f}" height="{low - y:.1f}" fill-opacity="{0.08 + 0.72 * chance:.2f}"/></g>'
        )
    layers = ("land", "countries", "rivers", "borders", "corridors", "border")
    return drawn_map(view, drawn, label=label, layers=layers)


def _line(view: View, points: Sequence[tuple[float, float]]) -> str:
    at = view.pixels([(lon, lat) for lat, lon in points])
    if len(at) < 2:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in at)
