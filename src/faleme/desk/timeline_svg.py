"""The timeline drawn on this side as SVG: for the page, and on its own to be kept.

Across it is measured in percent, so that one drawing fits a phone and a desk; down in pixels. Colours are
attributes, which static/timeline.css overrules on the page; nothing needs a script or a style attribute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from html import escape

import msgspec

from faleme.desk.layers_svg import single
from faleme.desk.timeline import Column, More, Spot, Tick
from faleme.desk.timeline_asked import Stretch
from faleme.records.timeline import STRANDS, THREATS, Lane

INK, SOFT, LINE, PAPER, ACCENT = "#1d1c1a", "#5c5a54", "#dedbd2", "#ffffff", "#0f5561"
CONFLICT, COOPERATION, THREAT = "#96610a", "#237046", "#b02a20"
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
HEAD, LABEL, FOOT = 30, 22, 30
"""Pixels of a group's title, of a lane's name, and of the axis."""
BARS, HALF, STEP, NOTE = 46, 30, 15, 22
"""Pixels of a threat's columns, of each side of the relation, of a mark in a stack, and of a note."""
ALONE = (1200, 24)
"""Width and margin of a picture on its own."""
MOST_NOTES_LISTED = 12


class Bar(msgspec.Struct, frozen=True):
    """A column with where it leads and what it says."""

    column: Column
    href: str
    label: str


class Mark(msgspec.Struct, frozen=True):
    """One incident; `open` is one that is not told as done."""

    spot: Spot
    href: str
    label: str
    quad: str
    open: bool


class Rest(msgspec.Struct, frozen=True):
    """What a stack has no place for."""

    more: More
    href: str
    label: str


class Pin(msgspec.Struct, frozen=True):
    """A note: its days, and its number in the list below."""

    number: int
    first: dt.date
    last: dt.date
    row: int
    href: str
    label: str


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """All that is drawn, in words of one language."""

    stretch: Stretch
    today: dt.date
    label: str
    groups: tuple[str, str]
    scales: tuple[str, str]
    lanes: dict[Lane, str]
    counts: dict[Lane, str]
    bars: Sequence[Bar]
    marks: Sequence[Mark]
    rest: Sequence[Rest]
    pins: Sequence[Pin]
    notes: str
    ticks: Sequence[tuple[Tick, str]]
    today_label: str


class Sheet(msgspec.Struct, frozen=True):
    """What stands around a picture on its own."""

    title: str
    line: str
    legend: Sequence[tuple[str, str]]
    notes: Sequence[tuple[int, str]]
    foot: str


def timeline_svg(scene: Scene) -> str:
    """The picture inside a page, its parts as links."""
    drawing = _Drawing(scene, links=True)
    body = drawing.body()
    return (
        f'<svg class="tl" width="100%" height="{drawing.height}" role="group" '
        f'aria-label="{escape(scene.label)}" font-family="{FONT}" font-size="12.5">{body}</svg>'
    )


def timeline_picture(scene: Scene, sheet: Sheet) -> str:
    """The picture on its own, with title, legend, notes and what it is made from."""
    drawing = _Drawing(scene, links=False)
    body = drawing.body()
    width, margin = ALONE
    notes = sheet.notes[:MOST_NOTES_LISTED]
    top = 74
    bottom = top + drawing.height + 26
    height = bottom + 30 + 20 * len(notes) + (24 if notes else 0)
    parts = [
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        _text(margin, 34, sheet.title, size=22, weight=700),
        _text(margin, 58, sheet.line, size=13, fill=SOFT),
        f'<svg x="{margin}" y="{top}" width="{width - 2 * margin}" height="{drawing.height}">{body}</svg>',
        _legend(sheet.legend, margin, bottom),
    ]
    for n, (number, said) in enumerate(notes):
        parts.append(_text(margin, bottom + 34 + 20 * n, f"{number}. {said}", size=13))
    parts.append(_text(margin, height - 10, sheet.foot, size=11, fill=SOFT))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONT}" font-size="12.5">'
        f"<title>{escape(sheet.title)}</title>{''.join(parts)}</svg>"
    )


def _legend(entries: Sequence[tuple[str, str]], x: int, y: int) -> str:
    parts = []
    for quad, name in entries:
        parts.append(f'<g transform="translate({x + 8} {y - 4})">{coloured(quad)}</g>')
        parts.append(_text(x + 22, y, name, size=12.5, fill=SOFT))
        x += 46 + round(7.2 * len(name))
    return "".join(parts)


_COLOURS = {
    "verbal-cooperation": "#2a64a8",
    "material-cooperation": COOPERATION,
    "verbal-conflict": CONFLICT,
    "material-conflict": THREAT,
}


def coloured(quad: str, *, hollow: bool = False) -> str:
    """The shape of a quad class, filled or as an outline."""
    fill = PAPER if hollow else _COLOURS[quad]
    return (
        f'<g class="shape {"hollow " if hollow else ""}q-{quad}" transform="scale(.72)" fill="{fill}" '
        f'stroke="{_COLOURS[quad]}" stroke-width="2.2">{bare_shape(quad)}</g>'
    )


def bare_shape(quad: str) -> str:
    """The shape alone, as the map draws it."""
    drawn = single(0, 0, quad)
    return drawn[drawn.index(">") + 1 : drawn.rindex("<")]


class _Drawing:
    def __init__(self, scene: Scene, *, links: bool) -> None:
        self._scene, self._links = scene, links
        self._span = scene.stretch.days
        self._deep = _depths(scene)
        self._base: dict[Lane, float] = {}
        y = 0.0
        self._heads = [y]
        y += HEAD
        for threat in THREATS:
            y += LABEL + max(BARS, STEP * self._deep.get((threat, True), 0) + 4)
            self._base[threat] = y
        self._heads.append(y + 8)
        y += HEAD + 8
        for strand in STRANDS:
            up = max(HALF, STEP * self._deep.get((strand, False), 0) + 4)
            down = max(HALF, STEP * self._deep.get((strand, True), 0) + 4)
            self._base[strand] = y + LABEL + up
            y += LABEL + up + down
        self._notes_at = y + 14
        rows = 1 + max((pin.row for pin in scene.pins), default=-1)
        y += 14 + (LABEL + rows * NOTE if rows else 0)
        self._axis_at = y
        self.height = round(y + FOOT)

    def body(self) -> str:
        scene = self._scene
        parts = [self._grid()]
        for title, scale, y in zip(scene.groups, scene.scales, self._heads, strict=True):
            parts.append(_text(0, y + 20, title, size=14, weight=700, css="tl-group"))
            parts.append(_text("100%", y + 20, scale, fill=SOFT, anchor="end", css="tl-soft tl-scale"))
        parts += [self._lane(lane) for lane in (*THREATS, *STRANDS)]
        most = self._most()
        parts += [self._bar(bar, most) for bar in scene.bars]
        parts += [self._mark(mark) for mark in scene.marks]
        parts += [self._rest(rest) for rest in scene.rest]
        if scene.pins:
            parts.append(_text(0, self._notes_at + 14, scene.notes, weight=600, css="tl-name"))
            parts += [self._pin(pin) for pin in scene.pins]
        return "".join(parts)

    def _x(self, days: float) -> str:
        return f"{100 * days / self._span:.3f}%"

    def _grid(self) -> str:
        top, bottom = HEAD, self._axis_at
        parts = [_line("0", bottom, "100%", bottom, css="tl-axis", colour=SOFT)]
        for tick, name in self._scene.ticks:
            days = (tick.day - self._scene.stretch.first).days
            css = "tl-grid" if tick.kept else "tl-grid tl-wide"
            parts.append(_line(self._x(days), top, self._x(days), bottom, css=css, colour=LINE))
            if tick.shows == "day" and self._span <= 24:
                x, anchor = self._x(days + 0.5), "middle"
            elif days / self._span > 0.93:
                continue
            else:
                x, anchor = self._x(days), "start"
            words = "tl-tick" if tick.kept else "tl-tick tl-wide"
            parts.append(_text(x, bottom + 18, name, fill=SOFT, anchor=anchor, css=words))
        today = (self._scene.today - self._scene.stretch.first).days
        if 0 <= today < self._span:
            x = self._x(today + 0.5)
            parts.append(
                f'<line class="tl-today" x1="{x}" y1="{top}" x2="{x}" y2="{bottom}" stroke="{ACCENT}" '
                f'stroke-dasharray="3 3"><title>{escape(self._scene.today_label)}</title></line>'
            )
        return "".join(parts)

    def _lane(self, lane: Lane) -> str:
        base = self._base[lane]
        up = max(BARS if lane in THREATS else HALF, STEP * self._deep.get((lane, lane in THREATS), 0) + 4)
        y = base - up - 7
        return _line("0", base, "100%", base, css="tl-base", colour="#b9b5aa") + _text(
            0, y, self._scene.lanes[lane], weight=600, css="tl-name", aside=self._scene.counts[lane]
        )

    def _most(self) -> tuple[int, int]:
        """The highest column of threats, and the highest side of the relation's."""
        columns = [bar.column for bar in self._scene.bars]
        threats = [each.total for each in columns if each.lane in THREATS]
        sides = [max(each.cooperation, each.conflict) for each in columns if each.lane not in THREATS]
        return max(threats, default=1), max(sides, default=1)

    def _bar(self, bar: Bar, most: tuple[int, int]) -> str:
        column = bar.column
        base, threat = self._base[column.lane], column.lane in THREATS
        first = (column.first - self._scene.stretch.first).days
        wide = (column.last - column.first).days + 1
        x, width = self._x(first + wide * 0.07), self._x(wide * 0.86)
        parts = []
        if threat:
            high = max(2.0, BARS * column.total / most[0])
            parts.append(_rect(x, base - high, width, high, "tl-bar threat", THREAT))
        else:
            for count, css, colour in (
                (column.cooperation, "cooperation", COOPERATION), (column.conflict, "conflict", CONFLICT)
            ):  # fmt: skip
                high = max(2.0, HALF * count / most[1]) if count else 0.0
                y = base - high if css == "cooperation" else base
                if count:
                    parts.append(_rect(x, y, width, high, f"tl-bar {css}", colour))
        top, tall = (base - BARS, BARS) if threat else (base - HALF, 2 * HALF)
        hit = _hit(self._x(first), top, self._x(wide), tall)
        return self._linked(bar.href, bar.label, hit + "".join(parts), column.lane, nav=True)

    def _mark(self, mark: Mark) -> str:
        spot = mark.spot
        y = self._level(spot.lane, spot.conflict, spot.row)
        shape = _hit("-9", -8, "18", 16) + coloured(mark.quad, hollow=mark.open)
        drawn = f'<svg x="{self._x(spot.at)}" y="{y:.1f}" overflow="visible">{shape}</svg>'
        return self._linked(mark.href, mark.label, drawn, spot.lane)

    def _rest(self, rest: Rest) -> str:
        more = rest.more
        y = self._level(more.lane, more.conflict, self._deep[more.lane, more.conflict] - 1)
        at = (more.day - self._scene.stretch.first).days + 0.5
        words = _text(
            self._x(at), y + 4, f"+{more.count}", anchor="middle", size=11, weight=700, css="tl-more"
        )
        return self._linked(rest.href, rest.label, words, more.lane, nav=True)

    def _level(self, lane: Lane, conflict: bool, row: int) -> float:
        """The middle of a mark: threats and cooperation stand on the line, conflict hangs below it."""
        base, away = self._base[lane], STEP * row + STEP / 2 + 2
        return base + away if conflict and lane not in THREATS else base - away

    def _pin(self, pin: Pin) -> str:
        stretch = self._scene.stretch
        first = max(0, (pin.first - stretch.first).days)
        last = min(self._span, (pin.last - stretch.first).days + 1)
        y = self._notes_at + LABEL + NOTE * pin.row
        x = self._x(first)
        left = -18 if first / self._span > 0.95 else 0
        drawn = (
            f'<rect class="tl-note" x="{x}" y="{y}" width="{self._x(last - first)}" height="16" '
            f'fill="{ACCENT}" fill-opacity=".28"/>'
            f'<svg x="{x}" y="{y}" overflow="visible"><g transform="translate({left} 0)">'
            f'<rect class="tl-flag hit" width="18" height="16" rx="2" fill="{ACCENT}"/>'
            f'<text class="tl-flag-number" x="9" y="12" font-size="11" font-weight="700" fill="{PAPER}" '
            f'text-anchor="middle">{pin.number}</text></g></svg>'
        )
        return self._linked(pin.href, pin.label, drawn, "notes")

    def _linked(self, href: str, label: str, drawn: str, lane: str, *, nav: bool = False) -> str:
        title = f"<title>{escape(label)}</title>"
        if not self._links:
            return f"<g>{title}{drawn}</g>"
        data = ' data-go=""' if nav else ""
        said = escape(label)
        return f'<a href="{escape(href)}" aria-label="{said}" data-lane="{lane}"{data}>{title}{drawn}</a>'


def _depths(scene: Scene) -> dict[tuple[Lane, bool], int]:
    """How many marks stand upon each other at most, by lane and side."""
    deep: dict[tuple[Lane, bool], int] = {}
    for mark in scene.marks:
        key = mark.spot.lane, mark.spot.conflict
        deep[key] = max(deep.get(key, 0), mark.spot.row + 1)
    for rest in scene.rest:
        key = rest.more.lane, rest.more.conflict
        deep[key] = max(deep.get(key, 0), 1) + 1
    return deep


def rows_of(stretches: Iterable[tuple[int, int]], apart: Callable[[int, int], bool]) -> list[int]:
    """For each stretch of days, in order of their first, the first row where it meets no other."""
    ends: list[int] = []
    rows = []
    for first, last in stretches:
        row = next((n for n, end in enumerate(ends) if apart(end, first)), len(ends))
        if row == len(ends):
            ends.append(last)
        else:
            ends[row] = last
        rows.append(row)
    return rows


def _rect(x: str, y: float, width: str, height: float, css: str, fill: str) -> str:
    return f'<rect class="{css}" x="{x}" y="{y:.1f}" width="{width}" height="{height:.1f}" fill="{fill}"/>'


def _hit(x: str, y: float, width: str, height: float) -> str:
    """The area that a pointer meets."""
    size = f'x="{x}" y="{y:g}" width="{width}" height="{height:g}"'
    return f'<rect class="hit" {size} fill="none" pointer-events="all"/>'


def _line(x1: str, y1: float, x2: str, y2: float, *, css: str, colour: str) -> str:
    return f'<line class="{css}" x1="{x1}" y1="{y1:g}" x2="{x2}" y2="{y2:g}" stroke="{colour}"/>'


def _text(
    x: float | str, y: float, said: str, *, size: float = 0, weight: int = 0, fill: str = INK,
    anchor: str = "", css: str = "", aside: str = "",
) -> str:  # fmt: skip
    if not said:
        return ""
    given = {
        "class": css, "font-size": size or "", "font-weight": weight or "", "fill": fill,
        "text-anchor": anchor if anchor != "start" else "",
    }  # fmt: skip
    more = "".join(f' {name}="{value}"' for name, value in given.items() if value)
    if aside:
        aside = f'<tspan class="tl-soft" dx="8" font-weight="400" fill="{SOFT}">{escape(aside)}</tspan>'
    return f'<text x="{x}" y="{y:g}"{more}>{escape(said)}{aside}</text>'
