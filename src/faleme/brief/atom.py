"""Briefs as an Atom feed (RFC 4287): one entry a day, whose id never changes.

Dates come from the articles told, not from the clock: a feed that nothing was added to is the same feed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from faleme.brief.html import entry
from faleme.brief.note import Brief
from faleme.brief.words import brief_words
from faleme.words.atom import ATOM, LONG_AGO, add, add_link, feed_element, moment, urn, written
from faleme.words.wording import DeskLanguage

__all__ = ["ATOM", "feed", "updated"]


def feed(
    briefs: Sequence[Brief],
    *,
    language: DeskLanguage,
    scope: str,
    address: str,
    page_of: Callable[[Brief], str],
) -> bytes:
    """The feed of briefs, the newest first; `scope` says who may see it, as others see another feed."""
    words = brief_words(language)
    root = feed_element(language)
    add(root, "id", urn("brief", scope, language, "feed"))
    add(root, "title", words.say("feed_title"))
    add(root, "updated", max((updated(brief) for brief in briefs), default=LONG_AGO))
    add(add(root, "author"), "name", words.wording.say("desk"))
    add_link(root, address, "self", "application/atom+xml")
    for brief in briefs:
        item = add(root, "entry")
        add(item, "id", urn("brief", scope, language, brief.until.isoformat()))
        add(item, "title", brief.title)
        add(item, "published", moment(brief.until.isoformat()))
        add(item, "updated", updated(brief))
        add_link(item, page_of(brief), "alternate", "text/html")
        add(item, "summary", brief.lead or brief.empty)
        add(item, "content", entry(brief)).set("type", "html")
    return written(root)


def updated(brief: Brief) -> str:
    """When the last of its articles was published, else its own day."""
    days = [moment(note.published) for note in brief.footnotes if note.published]
    return max([*days, moment(brief.until.isoformat())])
