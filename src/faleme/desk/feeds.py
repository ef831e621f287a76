"""Feeds of incidents (Atom, RFC 4287): all of them, a section's, a corridor's, those along the border.

Every word is ours; what stands in a feed is what its reader's window shows. An entry's id is its incident's
in one language, so that a reader of two feeds sees it once; its dates are those of the articles behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec
from lxml import etree

from faleme.desk.views import NEAR_KM, IncidentLine
from faleme.lexicon.corridors import corridor_names
from faleme.lexicon.sections import load_sections
from faleme.records.incident import Incident
from faleme.store.base import Wanted
from faleme.words.atom import LONG_AGO, add, add_link, feed_element, moment, urn, written
from faleme.words.wording import Wording

GEORSS = "http://www.georss.org/georss"
SUFFIX = ".atom"
MOST = 40


class Dated(Protocol):
    """An article as far as a feed asks."""

    @property
    def published(self) -> str | None: ...


class FeedOf(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed is of: its name in an address, its title, the page that shows the same, its question."""

    name: str
    title: str
    page: str
    wanted: Wanted

    @property
    def path(self) -> str:
        return f"/feeds/{self.name}{SUFFIX}"


def feeds(words: Wording) -> list[FeedOf]:
    """Every feed of incidents that there is."""
    near = FeedOf(
        name="border", title=words.say("feed_border", km=round(NEAR_KM)), page=f"/incidents?km={NEAR_KM:.0f}",
        wanted=Wanted(within_km=NEAR_KM),
    )  # fmt: skip
    return [
        FeedOf(name="incidents", title=words.say("feed_incidents"), page="/incidents", wanted=Wanted()),
        near,
        *(section_feed(each.slug, words) for each in load_sections().section),
        *(
            FeedOf(
                name=f"corridor-{identifier}", title=words.say("feed_corridor", name=name),
                page="/carte", wanted=Wanted(corridor=identifier),
            )
            for identifier, name in corridor_names().items()
        ),
    ]  # fmt: skip


def section_feed(slug: str, words: Wording) -> FeedOf:
    """The feed of a section that there is."""
    section = load_sections().named(slug)
    assert section is not None
    title = words.say("feed_section", name=section.name[words.language])
    return FeedOf(name=f"section-{slug}", title=title, page=f"/section/{slug}", wanted=Wanted(section=slug))


def feed_named(name: str, words: Wording) -> FeedOf | None:
    """The feed of an address ('section-politique.atom')."""
    return next((each for each in feeds(words) if each.name + SUFFIX == name), None)


def written_feed(
    feed: FeedOf,
    told: Sequence[tuple[Incident, IncidentLine]],
    sources: Mapping[str, Dated],
    *,
    words: Wording,
    site: str,
    query: str = "",
) -> bytes:
    """The feed of some incidents, the newest first; `site` is the desk's own address, `query` its filters."""
    language = words.language
    entries = [(line, found, updated(found, sources)) for found, line in told]
    root = feed_element(language)
    add(root, "id", urn("incidents", language, feed.name, query))
    add(root, "title", f"{words.say('desk')} – {feed.title}")
    add(root, "updated", max((when for _, _, when in entries), default=LONG_AGO))
    add(add(root, "author"), "name", words.say("desk"))
    tail = f"{query}&lang={language}" if query else f"lang={language}"
    add_link(root, f"{site}{feed.path}?{tail}", "self", "application/atom+xml")
    joined = "&" if "?" in feed.page else "?"
    add_link(root, f"{site}{feed.page}{joined}{tail}", "alternate", "text/html")
    for line, found, when in entries:
        entry = add(root, "entry")
        add(entry, "id", urn("incident", language, found.id))
        add(entry, "title", line.sentence)
        add(entry, "published", moment(found.first_published) if found.first_published else when)
        add(entry, "updated", when)
        add_link(entry, f"{site}/incident/{found.id}?lang={language}", "alternate", "text/html")
        add(entry, "category", term=line.code, label=line.name)
        add(entry, "summary", summary(line))
        _add_point(entry, found)
    return written(root)


def summary(line: IncidentLine) -> str:
    """What stands under a sentence in lists, in one line."""
    status = line.status.text if line.status else ""
    near = line.nearness.text if line.nearness else ""
    tolls = " ; ".join(f"{toll.dead} ({toll.source})" for toll in line.tolls[:4])
    parts = (line.name, line.when, status, near, line.corridor or "", tolls, line.reports)
    return " · ".join(part for part in parts if part)


def updated(found: Incident, sources: Mapping[str, Dated]) -> str:
    """When the last article that tells it was published."""
    days: Iterable[str | None] = (
        sources[each.article].published for each in found.members if each.article in sources
    )
    return max((moment(day) for day in (*days, found.first_published) if day), default=LONG_AGO)


def _add_point(entry: etree._Element, found: Incident) -> None:
    """Where it is, for readers that draw maps (GeoRSS-Simple)."""
    if found.place and found.place.lat is not None and found.place.lon is not None:
        point = etree.SubElement(entry, f"{{{GEORSS}}}point", nsmap={"georss": GEORSS})
        point.text = f"{found.place.lat:.4f} {found.place.lon:.4f}"
