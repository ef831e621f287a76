"""The relation of two countries drawn on this side as SVG: strands, trade and corridor over the same months.

Across it is measured in percent, so that one drawing fits a phone and a desk; down in pixels. Colours are
attributes, which static/relation.css overrules on the page; nothing needs a script or a style attribute.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import msgspec

from faleme.desk.timeline_svg import coloured

INK, SOFT, LINE, PAPER, FAINT = "#1d1c1a", "#5c5a54", "#dedbd2", "#ffffff", "#efece4"
COOPERATION, CONFLICT, THREAT, TRADE = "#237046", "#96610a", "#b02a20", ("#0f5561", "#7a3d92", "#96610a")
STATES = {"blocked": "#a8231a", "disrupted": "#c98a1a", "open": "#1d6b45", "unknown": "#d9d5ca"}
DASHES = ("", "6 3", "2 3")
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
NAME, ROW, PLOT, LEAST, GAP = 26, 17, 100, 26, 16
"""Pixels of a panel's name, of a row of marks, of the highest and the least bars, and between panels."""
CROWDED = 12
"""With more numbers than these beside marks a phone shows none of them."""
TRADE_PLOT, BAND, FOOT = 84, 16, 30
ALONE = (1200, 30)
"""Width and margin of a picture on its own."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One month's sum with the ends of its interval, where it leads and what it says."""

    at: int
    total: float
    low: float
    high: float
    href: str
    label: str


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """An act or a threat of one day; `aside` marks what is not summed, `text` stands for several.

    One without a `quad` has its text alone.
    """

    at: float
    row: int
    quad: str
    aside: bool
    href: str
    label: str
    text: str = ""


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """One strand."""

    id: str
    name: str
    told: str
    columns: Sequence[Column]
    marks: Sequence[Mark]


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """A series of trade: any name and unit, points as shares of the width with values and what they say."""

    name: str
    unit: str
    points: Sequence[tuple[float, float, str]]


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the corridor's state, as shares of the width."""

    begin: float
    end: float
    state: str
    label: str


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """All that is drawn, in words of one language; `unread` are months in which nothing was read."""

    label: str
    months: int
    ticks: Sequence[tuple[int, str, bool]]
    unread: Sequence[int]
    panels: Sequence[Panel]
    trade: str
    curves: Sequence[Curve]
    no_trade: str
    corridor: str
    bands: Sequence[Band]
    no_corridor: str


def relation_svg(picture: Picture) -> str:
    """The picture inside a page, its parts as links."""
    drawing = _Drawing(picture, links=True)
    body = drawing.body()
    numbers = sum(bool(mark.text) for panel in picture.panels for mark in panel.marks)
    css = "rel crowded" if numbers > CROWDED else "rel"
    return (
        f'<svg class="{css}" width="100%" height="{drawing.height}" role="group" '
        f'aria-label="{escape(picture.label)}" font-family="{FONT}" font-size="12.5">{body}</svg>'
    )


def relation_sheet(
    picture: Picture, *, title: str, line: str, keys: Sequence[tuple[str, bool, str]], legend: str, foot: str
) -> str:
    """The picture on its own, with its title, where it has one, and what it is made from."""
    drawing = _Drawing(picture, links=False)
    body = drawing.body()
    width, margin = ALONE
    top = 78 if title else 4
    height = top + drawing.height + 78
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONT}" font-size="12.5">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
        f"{_text(margin, 38, title, size=22, weight=700)}{_text(margin, 62, line, size=13, fill=SOFT)}"
        f'<svg x="{margin}" y="{top}" width="{width - 2 * margin}" height="{drawing.height}">{body}</svg>'
        f"{_keys(keys, margin, height - 56)}"
        f"{_text(margin, height - 34, legend, size=12, fill=SOFT)}"
        f"{_text(margin, height - 14, foot, size=11, fill=SOFT)}</svg>"
    )


def _keys(keys: Sequence[tuple[str, bool, str]], x: int, y: int) -> str:
    """What the signs are: quad class, whether it is hollow, and words."""
    parts = []
    for quad, aside, said in keys:
        parts.append(f'<g transform="translate({x + 8} {y - 4})">{coloured(quad, hollow=aside)}</g>')
        parts.append(_text(x + 22, y, said, size=12, fill=SOFT))
        x += 52 + round(6.6 * len(said))
    return "".join(parts)


def _reach(panel: Panel) -> tuple[float, float]:
    """How far a strand's bars and intervals go up and down."""
    top = max([1.0, *(max(column.total, column.high) for column in panel.columns)])
    return top, max([0.0, *(-min(column.total, column.low) for column in panel.columns)])


class _Drawing:
    def __init__(self, picture: Picture, *, links: bool) -> None:
        self._picture, self._links = picture, links
        reach = [_reach(panel) for panel in picture.panels]
        # One scale for all, so that strands can be held against each other; each is as high as it needs.
        self._scale = PLOT / max(top + deep for top, deep in reach)
        self._up = [max(LEAST, top * self._scale) for top, _ in reach]
        self._down = [deep * self._scale for _, deep in reach]
        self._names: list[float] = []
        y = 0.0
        for panel, up, down in zip(picture.panels, self._up, self._down, strict=True):
            self._names.append(y)
            y += NAME + ROW * self._rows(panel) + up + down + GAP
        self._trade_at = y
        y += NAME + (TRADE_PLOT + ROW * len(picture.curves) if picture.curves else 12) + GAP
        self._band_at = y
        y += NAME + (BAND if picture.bands else 6)
        self._axis_at = y + 8
        self.height = round(self._axis_at + FOOT)

    @staticmethod
    def _rows(panel: Panel) -> int:
        return 1 + max((mark.row for mark in panel.marks), default=-1)

    def body(self) -> str:
        parts = [self._ground()]
        for panel, y in zip(self._picture.panels, self._names, strict=True):
            parts.append(self._panel(panel, y))
        return "".join((*parts, self._trade(), self._corridor()))

    def _x(self, months: float) -> str:
        return f"{100 * months / self._picture.months:.3f}%"

    def _ground(self) -> str:
        """Months in which nothing was read are shaded: a quiet press is no quiet relation."""
        picture, bottom = self._picture, self._axis_at
        begins = [y + NAME for y in self._names]
        parts = [
            _rect(self._x(at), y, self._x(1), self._base(n) + self._down[n] - y, "rel-unread", FAINT)
            for at in picture.unread
            for n, y in enumerate(begins)
        ]
        for at, name, strong in picture.ticks:
            css = "rel-grid" if strong else "rel-grid rel-wide"
            parts.append(_line(self._x(at), 0, self._x(at), bottom, css, LINE))
            if at / picture.months < 0.95:
                words = "rel-tick" if strong else "rel-tick rel-wide"
                parts.append(_text(self._x(at), bottom + 18, name, fill=SOFT, css=words))
        parts.append(_line("0", bottom, "100%", bottom, "rel-base", SOFT))
        return "".join(parts)

    def _base(self, number: int) -> float:
        """Where the zero of a panel lies."""
        rows = ROW * self._rows(self._picture.panels[number])
        return self._names[number] + NAME + rows + self._up[number]

    def _panel(self, panel: Panel, y: float) -> str:
        number = self._picture.panels.index(panel)
        base = self._base(number)
        parts = [
            _text(0, y + 15, panel.name, size=14, weight=700, aside=panel.told),
            _line("0", base, "100%", base, "rel-base", SOFT),
        ]
        parts += [self._column(column, base, number) for column in panel.columns]
        parts += [self._mark(mark, y + NAME + ROW * (mark.row + 0.5) - 2) for mark in panel.marks]
        return "".join(parts)

    def _column(self, column: Column, base: float, number: int) -> str:
        up = column.total >= 0
        tall = max(2.0, abs(column.total) * self._scale)
        css, colour = ("cooperation", COOPERATION) if up else ("conflict", CONFLICT)
        top, high = base - self._up[number], self._up[number] + self._down[number]
        middle = self._x(column.at + 0.5)
        drawn = (
            f'<rect class="hit" x="{self._x(column.at)}" y="{top:.1f}" width="{self._x(1)}" '
            f'height="{high:.1f}" fill="none" pointer-events="all"/>'
            + _rect(
                self._x(column.at + 0.16), base - tall if up else base, self._x(0.68), tall,
                f"rel-bar {css}", colour,
            )
            + _line(
                middle, base - column.high * self._scale, middle, base - column.low * self._scale,
                "rel-whisker", INK,
            )
        )  # fmt: skip
        return self._linked(column.href, column.label, drawn)

    def _mark(self, mark: Mark, y: float) -> str:
        drawn = coloured(mark.quad, hollow=mark.aside) if mark.quad else ""
        if mark.text:
            drawn += _text(9 if drawn else -8, 4, mark.text, size=11, weight=600, css="rel-count")
        hit = '<rect class="hit" x="-9" y="-8" width="18" height="16" fill="none" pointer-events="all"/>'
        place = f'<svg x="{self._x(mark.at)}" y="{y:.1f}" overflow="visible">{hit}{drawn}</svg>'
        return self._linked(mark.href, mark.label, place)

    def _trade(self) -> str:
        picture, y = self._picture, self._trade_at
        parts = [_text(0, y + 15, picture.trade, size=14, weight=700)]
        if not picture.curves:
            return parts[0] + _text(0, y + NAME + 8, picture.no_trade, fill=SOFT, css="rel-soft")
        base = y + NAME + ROW * len(picture.curves) + TRADE_PLOT
        parts.append(_line("0", base, "100%", base, "rel-base", SOFT))
        # Lines of one unit share a scale, so that they can be held against each other.
        most: dict[str, float] = {}
        for curve in picture.curves:
            top = max(value for _, value, _ in curve.points)
            most[curve.unit] = max(most.get(curve.unit, 0.0), top)
        for number, curve in enumerate(picture.curves):
            parts.append(self._curve(curve, number, base, (TRADE_PLOT - 10) / (most[curve.unit] or 1.0)))
            colour, dash = TRADE[number % len(TRADE)], DASHES[number % len(DASHES)]
            at = y + NAME + ROW * number + 4
            parts.append(
                f'<line class="rel-curve c{number % 3}" x1="0" y1="{at - 4:g}" x2="22" y2="{at - 4:g}" '
                f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
                + _text(28, at, f"{curve.name} ({curve.unit})", fill=SOFT, css="rel-soft")
            )
        return "".join(parts)

    def _curve(self, curve: Curve, number: int, base: float, scale: float) -> str:
        """A line through the points; each point says its value. Lines are told apart by dash as well."""
        colour, dash = TRADE[number % len(TRADE)], DASHES[number % len(DASHES)]
        at = [(100 * share, base - value * scale, label) for share, value, label in curve.points]
        parts = [
            f'<line class="rel-curve c{number % 3}" x1="{a[0]:.3f}%" y1="{a[1]:.1f}" x2="{b[0]:.3f}%" '
            f'y2="{b[1]:.1f}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
            for a, b in zip(at, at[1:], strict=False)
        ]
        parts += [
            f'<circle class="rel-dot c{number % 3}" cx="{x:.3f}%" cy="{y:.1f}" r="3.5" fill="{colour}">'
            f"<title>{escape(label)}</title></circle>"
            for x, y, label in at
        ]
        return "".join(parts)

    def _corridor(self) -> str:
        picture, y = self._picture, self._band_at
        parts = [_text(0, y + 15, picture.corridor, size=14, weight=700)]
        if not picture.bands:
            return parts[0] + _text(0, y + NAME + 8, picture.no_corridor, fill=SOFT, css="rel-soft")
        for band in picture.bands:
            x, width = f"{100 * band.begin:.3f}%", f"{100 * (band.end - band.begin):.3f}%"
            high = {"blocked": BAND, "disrupted": BAND - 4, "open": 4, "unknown": 4}[band.state]
            drawn = _rect(
                x, y + NAME + BAND - high, width, high, f"rel-band {band.state}", STATES[band.state]
            )
            parts.append(f"<g><title>{escape(band.label)}</title>{drawn}</g>")
        return "".join(parts)

    def _linked(self, href: str, label: str, drawn: str) -> str:
        title = f"<title>{escape(label)}</title>"
        if not self._links:
            return f"<g>{title}{drawn}</g>"
        return f'<a href="{escape(href)}" aria-label="{escape(label)}">{title}{drawn}</a>'


def _rect(x: str, y: float, width: str, height: float, css: str, fill: str) -> str:
    return f'<rect class="{css}" x="{x}" y="{y:.1f}" width="{width}" height="{height:.1f}" fill="{fill}"/>'


def _line(x1: str, y1: float, x2: str, y2: float, css: str, colour: str) -> str:
    return f'<line class="{css}" x1="{x1}" y1="{y1:.1f}" x2="{x2}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(
    x: float | str, y: float, said: str, *, size: float = 0, weight: int = 0, fill: str = INK,
    css: str = "", aside: str = "",
) -> str:  # fmt: skip
    given = {"class": css, "font-size": size or "", "font-weight": weight or "", "fill": fill}
    more = "".join(f' {name}="{value}"' for name, value in given.items() if value)
    if aside:
        aside = (
            f'<tspan class="rel-soft" dx="8" font-size="12.5" font-weight="400" fill="{SOFT}">'
            f"{escape(aside)}</tspan>"
        )
    return f'<text x="{x}" y="{y:g}"{more}>{escape(said)}{aside}</text>'
