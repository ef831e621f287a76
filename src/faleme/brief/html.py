"""A brief as an HTML page that stands alone, and as the content of a feed's entry."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from faleme.brief.note import Brief
from faleme.brief.words import brief_words

TEMPLATES = Path(__file__).resolve().parent / "page"
"""Templates; the desk finds `_brief.html` here too."""
STYLES = TEMPLATES.parent / "style"
"""Style sheets; the desk serves `brief.css`."""


def page(brief: Brief) -> str:
    """A page with its style in it, without links to anything but the sources."""
    # The styles are our own files, not anybody's text.
    style = Markup("\n".join((STYLES / name).read_text("utf-8") for name in ("alone.css", "brief.css")))
    return _rendered("page.html", brief, style=style)


def entry(brief: Brief) -> str:
    """What a feed carries of a brief, without a page around it."""
    return _rendered("entry.html", brief)


def _rendered(template: str, brief: Brief, **more: object) -> str:
    say = brief_words(brief.language).say
    return _environment().get_template(template).render(brief=brief, say=say, **more).strip() + "\n"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
