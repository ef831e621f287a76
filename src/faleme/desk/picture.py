"""The small map of an incident as a PNG, for the cards that other sites show of a link.

It is drawn from the SVG of the incident's page by Typst, which the brief's PDF has in the house already, with
the letters that Typst brings along: the same place gives the same bytes on every machine.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import typst

from faleme.desk.layers_svg import SMALL, small_map_svg
from faleme.records.event import EventPlace

HERE = Path(__file__).resolve().parent
PIXELS_A_POINT = 2.5
CREDIT = "© OpenStreetMap (ODbL)"
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_SET = re.compile(r"(--[\w-]+):\s*([^;}]+)")


@lru_cache(maxsize=64)
def place_png(place: EventPlace, quad: str) -> bytes:
    """The surroundings of a place that has a point."""
    svg = small_map_svg(place, place.radius_km, quad=quad)
    width, height = SMALL
    head, tag, rest = svg.partition(">")
    ground = f'<rect width="{width}" height="{height}" fill="{_colours()["--m-sea"]}"/>'
    credit = f'<text class="credit" x="{width - 6}" y="{height - 6}" text-anchor="end">{CREDIT}</text></svg>'
    rest = rest.removesuffix("</svg>") + credit
    drawn = f"{head} width='{width}' height='{height}'{tag}<style>{_style()}</style>{ground}{rest}"
    page = (
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    picture: bytes = typst.compile(
        page.encode(), format="png", ppi=72 * PIXELS_A_POINT, ignore_system_fonts=True,
        sys_inputs={"svg": drawn},
    )  # fmt: skip
    return picture


@cache
def _style() -> str:
    """picture.css with the light colours of the desk."""
    colours = _colours()
    style = (HERE / "templates" / "picture.css").read_text(encoding="utf-8")
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.S)
    return _VARIABLE.sub(lambda found: colours[found[1]], style).replace(">", "&gt;")


@cache
def _colours() -> dict[str, str]:
    """Colours of desk.css and map.css by name, as they are first set: in light."""
    found: dict[str, str] = {}
    for name in ("desk.css", "map.css"):
        for key, value in _SET.findall((HERE / "static" / name).read_text(encoding="utf-8")):
            found.setdefault(key, value.strip())
    return found
