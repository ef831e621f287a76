"""What the desk is, what the public sees, and whose data it stands on."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from faleme.desk.pages.frame import DeskRequest, Frame

LICENCES = (
    ("GeoNames", "https://www.geonames.org/", "CC BY 4.0"),
    ("OpenStreetMap", "https://www.openstreetmap.org/copyright", "ODbL 1.0"),
    ("PLOVER", "https://github.com/openeventdata/PLOVER", "CC BY-SA 4.0"),
    ("UCDP Actor Dataset", "https://ucdp.uu.se/downloads/", "CC BY 4.0"),
    ("Leaflet", "https://leafletjs.com/", "BSD-2-Clause"),
    ("htmx", "https://htmx.org/", "0BSD"),
    ("spaCy fr_core_news_md", "https://spacy.io/models/fr", "LGPL-LR"),
)
"""Name, address and licence of what the desk stands on; the whole list is the file NOTICE."""


@get("/about", sync_to_thread=True)
def about(request: DeskRequest) -> Template:
    """The page about the desk."""
    frame = Frame(request)
    return frame.page("about.html", current="about", title=frame.words.say("about_title"), licences=LICENCES)
