"""A page's own address and what it says of itself to others: share links, Open Graph, schema.org.

All of it is the public's: made through the public's window whoever looks, as pages are saved and sent on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from faleme.desk.public import ArticleShown, PublicWindow
from faleme.desk.views import Describer
from faleme.lexicon.sections import load_sections
from faleme.records.event import EventPlace
from faleme.records.incident import Incident

if TYPE_CHECKING:
    from faleme.desk.pages.frame import Frame

LONGEST_HEADLINE = 110
LONGEST_DESCRIPTION = 300
IMAGE_SIZE = (1200, 750)
_MARKUP = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """What a share bar offers: the address of what is seen, its title, and a letter with both."""

    address: str
    title: str

    @property
    def mailto(self) -> str:
        body = quote("\n\n".join((self.title, self.address)))
        return f"mailto:?subject={quote(self.title)}&body={body}"


class Meta(msgspec.Struct, frozen=True, kw_only=True):
    """What the head of a page says of it; `description` is ours, `image` an address or ''."""

    address: str
    title: str
    description: str = ""
    image: str = ""
    image_says: str = ""
    kind: str = "article"
    published: str | None = None
    data: Markup = Markup()

    @property
    def image_size(self) -> tuple[int, int]:
        return IMAGE_SIZE


def site_of(frame: Frame) -> str:
    """The desk's own address, as who asks knows it."""
    url = frame.request.url
    return f"{'https' if frame.asker.https else url.scheme}://{url.netloc}"


def shared(frame: Frame, title: str, path: str, query: str = "") -> Shared:
    """A page by its address; a list's `query` is its view."""
    address = f"{site_of(frame)}{path}" + (f"?{query}" if query else "")
    return Shared(address=address, title=f"{title} – {frame.words.say('desk')}")


def incident_meta(frame: Frame, found: Incident, path: str) -> Meta | None:
    """The head of an incident's page, None where it is not public."""
    public = PublicWindow(frame.desk.store, frame.today)
    seen = public.incident(found.id)
    if seen is None:
        return None
    line = frame.describe.line(seen, frame.today)
    near = line.nearness.text if line.nearness else ""
    facts = [line.sentence, *(each[:1].upper() + each[1:] for each in (near, line.reports) if each)]
    return Meta(
        address=site_of(frame) + path, title=line.sentence,
        description=_short(" · ".join(facts), LONGEST_DESCRIPTION), published=seen.first_published,
        **_image(frame, seen, path),
    )  # fmt: skip


def article_meta(frame: Frame, article_id: str, path: str, incident_path: str) -> Meta | None:
    """The head of an article's page with its structured data, None where it is not public.

    `incident_path` is the beginning of the address of an incident's page.
    """
    public = PublicWindow(frame.desk.store, frame.today)
    shown = public.article(article_id)
    if shown is None:
        return None
    ids = dict.fromkeys(public.incident_of(article_id).values())
    told = [found for each in ids if (found := public.incident(each))]
    sentences = [frame.describe.writer.sentence(each) for each in told]
    placed = next((each for each in told if _has_point(each.place)), None)
    address = site_of(frame) + path
    description = _short(" ".join(sentences), LONGEST_DESCRIPTION)
    data = news_article(shown, told, address, description, frame.describe)
    return Meta(
        address=address, title=shown.title, description=description, published=shown.published,
        data=as_script(data), **(_image(frame, placed, incident_path + placed.id) if placed else {}),
    )  # fmt: skip


def _image(frame: Frame, found: Incident, path: str) -> dict[str, Any]:
    if not found.place or not _has_point(found.place):
        return {}
    says = frame.words.say("map_small_label", place=found.place.name)
    return {"image": f"{site_of(frame)}{path}/carte.png", "image_says": says}


def news_article(
    shown: ArticleShown, told: list[Incident], address: str, description: str, describe: Describer
) -> dict[str, Any]:
    """An article as schema.org's NewsArticle, of what is public: its outlet is the publisher, not we."""
    section = load_sections().named(shown.section)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "headline": _short(shown.title, LONGEST_HEADLINE),
        "inLanguage": shown.language,
        "datePublished": shown.published,
        "url": shown.url or address,
        "mainEntityOfPage": shown.url,
        "publisher": {"@type": "NewsMediaOrganization", "name": shown.source} if shown.source else None,
        "articleSection": section.name[describe.words.language] if section else None,
        "abstract": description or None,
        "contentLocation": _places(told, describe),
    }
    return {key: value for key, value in data.items() if value}


def _places(told: list[Incident], describe: Describer) -> list[dict[str, Any]]:
    """The places of incidents, each once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for place in (each.place for each in told if each.place):
        data: dict[str, Any] = {"@type": "Place", "name": place.name}
        if place.level != "country":
            country = describe.writer.naming.country(place.country)
            data["containedInPlace"] = {"@type": "Country", "name": country, "identifier": place.country}
        if _has_point(place):
            data["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
        found.setdefault((place.name, place.country), data)
    return list(found.values())


def _has_point(place: EventPlace | None) -> bool:
    return place is not None and place.lat is not None and place.lon is not None


def as_script(data: dict[str, Any]) -> Markup:
    """Data for a script element that no browser runs; nothing in it can end the element."""
    return Markup(json.dumps(data, ensure_ascii=False).translate(_MARKUP))


def _short(text: str, most: int) -> str:
    """At most so many characters, cut at a word."""
    text = " ".join(text.split(" "))
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0] + "…"
