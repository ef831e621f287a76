"""Drawings of trade as SVG: flows by period, partners by share, goods by section.

As in layers_svg, nothing of others goes in unescaped and nothing needs a style attribute; trade.css colours
them. Exports are filled and imports hatched, so that no colour is needed to tell them.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDE, ROW, NAME, SAID = 410, 28, 140, 118
SERIES = (420, 220)
_PLOT_LEFT, _PLOT_TOP, _PLOT_FOOT = 8, 18, 34
_HATCH = (
    '<defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    '<rect class="hatch-ground" width="6" height="6"/><path class="hatch" d="M0 0V6"/></pattern></defs>'
)


class Bar(NamedTuple):
    """A bar with its name, value, what it says, and whether it is the one looked at."""

    name: str
    value: float
    told: str
    ours: bool = False


class Step(NamedTuple):
    """Exports and imports of one period, either may be missing, with what they say."""

    name: str
    out: float | None
    into: float | None
    out_told: str
    into_told: str


def bars_svg(bars: Sequence[Bar], *, label: str) -> str:
    """Bars one under the other, the name on the left and what it says behind the bar."""
    high = len(bars) * ROW + 4
    most = max((abs(bar.value) for bar in bars), default=0.0) or 1.0
    room = WIDE - NAME - SAID
    parts = []
    for at, bar in enumerate(bars):
        y, wide = at * ROW + 4, max(2.0, abs(bar.value) / most * room)
        ours = " ours" if bar.ours else ""
        parts.append(
            f'<text class="bar-name{ours}" x="{NAME - 8}" y="{y + 16}" text-anchor="end">'
            f"{escape(_short(bar.name))}"
            f"<title>{escape(bar.name)}</title></text>"
            f'<rect class="trade-bar{ours}" x="{NAME}" y="{y + 3}" width="{wide:.1f}" height="{ROW - 12}"/>'
            f'<text class="bar-value" x="{NAME + wide + 6:.1f}" y="{y + 16}">{escape(bar.told)}</text>'
        )
    return (
        f'<svg class="trade-bars" viewBox="0 0 {WIDE} {high}" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def series_svg(steps: Sequence[Step], *, label: str, identifier: str = "hatched") -> str:
    """Two columns a period, exports filled and imports hatched, each with its title."""
    wide, high = SERIES
    base = high - _PLOT_FOOT
    most = (
        max((value for step in steps for value in (step.out, step.into) if value is not None), default=0.0)
        or 1.0
    )
    room = (wide - 2 * _PLOT_LEFT) / max(len(steps), 1)
    column = min(room * 0.36, 46)
    every = max(1, round(len(steps) * 52 / wide))
    parts = [
        _HATCH.format(id=identifier),
        f'<path class="floor" d="M{_PLOT_LEFT} {base}H{wide - _PLOT_LEFT}"/>',
    ]
    for at, step in enumerate(steps):
        middle = _PLOT_LEFT + (at + 0.5) * room
        sides = (
            (step.out, step.out_told, middle - column - 1, "out"),
            (step.into, step.into_told, middle + 1, "into"),
        )
        for value, told, x, kind in sides:
            if value is None:
                continue
            tall = max(1.5, value / most * (base - _PLOT_TOP))
            fill = f' fill="url(#{identifier})"' if kind == "into" else ""
            parts.append(
                f'<rect class="trade-{kind}"{fill} x="{x:.1f}" y="{base - tall:.1f}" width="{column:.1f}" '
                f'height="{tall:.1f}"><title>{escape(told)}</title></rect>'
            )
        if at % every == 0:
            parts.append(
                f'<text class="bar-name" x="{middle:.1f}" y="{base + 20}" text-anchor="middle">'
                f"{escape(step.name)}</text>"
            )
    return (
        f'<svg class="trade-series" viewBox="0 0 {wide} {high}" xmlns="http://www.w3.org/2000/svg" '
        f'role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _short(name: str) -> str:
    return name if len(name) <= 20 else f"{name[:19]}…"
