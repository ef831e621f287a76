"""The finds of a saved search as an Atom feed, as its owner may see them."""

from __future__ import annotations

from collections.abc import Sequence

from faleme.desk.pages.frame import article_url, incident_url
from faleme.desk.public import Window
from faleme.desk.views import Describer
from faleme.records.saved_search import SavedSearch
from faleme.store.base import Hit
from faleme.words.atom import LONG_AGO, add, add_link, feed_element, moment, urn, written
from faleme.words.wording import Wording


def saved_feed(
    search: SavedSearch, hits: Sequence[Hit], window: Window, words: Wording, *, site: str, path: str
) -> bytes:
    """The feed of some finds, the newest first; `path` is its own secret address."""
    root = feed_element(words.language)
    add(root, "id", urn("search", str(search.number), search.made))
    add(root, "title", f"{words.say('desk')} – {search.name}")
    add(root, "updated", max((moment(hit.day) for hit in hits), default=LONG_AGO))
    add(add(root, "author"), "name", words.say("desk"))
    add_link(root, f"{site}{path}", "self", "application/atom+xml")
    add_link(root, f"{site}/recherche?{search.query}", "alternate", "text/html")
    for hit in hits:
        title, address = _told(hit, window, words)
        if not title:
            continue
        entry = add(root, "entry")
        add(entry, "id", urn(hit.kind, words.language, hit.id))
        add(entry, "title", title)
        add(entry, "updated", moment(hit.day))
        add_link(entry, f"{site}{address}", "alternate", "text/html")
        if hit.source:
            add(add(entry, "author"), "name", hit.source)
        if hit.text:
            add(entry, "summary", f"{'' if hit.begins else '… '}{hit.text}{'' if hit.ends else ' …'}")
    return written(root)


def _told(hit: Hit, window: Window, words: Wording) -> tuple[str, str]:
    """What a find is called and where it is, nothing where the owner may not see it."""
    if hit.kind == "articles":
        return hit.title or hit.id, article_url(hit.id)
    found = window.incident(hit.id)
    return (Describer(words.language).writer.sentence(found), incident_url(hit.id)) if found else ("", "")
