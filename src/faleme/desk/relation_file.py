"""The relation of two countries as files: the picture as SVG and PNG, picture and record as a PDF.

Typst, which the brief's PDF has in the house already, draws both with the letters that it brings along: the
same look gives the same bytes on every machine. What is told goes to it as data, never as its mark-up.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import typst

from faleme.desk.relation_drawn import picture_of
from faleme.desk.relation_svg import relation_sheet
from faleme.desk.relation_view import ActRow, RelationView
from faleme.desk.timeline_svg import FONT

TEMPLATE = Path(__file__).resolve().parent / "templates" / "relation.typ"
PIXELS_A_POINT = 1.5
_LETTERS = "Libertinus Serif"


def sheet_svg(view: RelationView) -> bytes:
    """The picture with its title, legend and marking."""
    return _sheet(view).encode()


def png(view: RelationView) -> bytes:
    """The same as pixels, 1,800 wide."""
    page = (
        "#set page(width: 1200pt, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    drawn: bytes = typst.compile(
        page.encode(), format="png", ppi=72 * PIXELS_A_POINT, ignore_system_fonts=True,
        sys_inputs={"svg": _sheet(view).replace(FONT, _LETTERS)},
    )  # fmt: skip
    return drawn


def pdf(view: RelationView) -> bytes:
    """The picture, the turns and the record with its sources, on A4."""
    words, look = view.words, view.look
    data: dict[str, Any] = {
        "language": words.language,
        "title": view.title,
        "lead": words.say("relation_lead", **view.stretch),
        "desk": words.say("desk"),
        "marking": f"TLP:{look.marking}",
        "day": [look.until.year, look.until.month, look.until.day],
        "method": words.say("relation_method_text"),
        "turns": [told for told, *_ in view.turns()],
        "none": words.say("relation_record_none"),
        "say": {
            key: words.say(f"relation_{key}")
            for key in ("turns", "visits", "acts_title", "when", "what", "who", "whom", "where", "about",
                        "strand", "sources", "method")
        },
        "visits": [_told(row) for row in view.rows("visits")],
        "acts": [_told(row) for row in view.rows("acts")],
    }  # fmt: skip
    svg = _sheet(view, titled=False).replace(FONT, _LETTERS)
    document: bytes = typst.compile(
        str(TEMPLATE), format="pdf", ignore_system_fonts=True,
        sys_inputs={"svg": svg, "look": msgspec.json.encode(data).decode()},
    )  # fmt: skip
    return document


def _told(row: ActRow) -> dict[str, Any]:
    sources = [{"name": each.source or each.title, "url": each.url} for each in row.sources]
    return {
        "when": row.when, "what": f"{row.kind}, {row.way}", "who": row.who, "whom": row.whom,
        "where": row.where, "about": row.about, "strand": row.strand, "sources": sources,
    }  # fmt: skip


def _sheet(view: RelationView, *, titled: bool = True) -> str:
    words = view.words
    return relation_sheet(
        picture_of(view),
        title=view.title if titled else "",
        line=words.say("relation_sheet_line", **view.stretch) if titled else "",
        keys=view.keys(),
        legend=words.say("relation_key_bar"),
        foot=words.say("relation_foot", marking=view.look.marking),
    )
