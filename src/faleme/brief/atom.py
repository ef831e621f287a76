"""Briefs as an Atom feed (RFC 4287): one entry a day, whose id never changes.

Dates come from the articles told, not from the clock: a feed that nothing was added to is the same feed.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Sequence

from lxml import etree

from faleme.brief.html import entry
from faleme.brief.note import Brief
from faleme.brief.words import brief_words
from faleme.words.wording import DeskLanguage

ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    _add(root, "id", _urn(scope, language, "feed"))
    _add(root, "title", words.say("feed_title"))
    _add(root, "updated", max((updated(brief) for brief in briefs), default="1970-01-01T00:00:00Z"))
    _add(_add(root, "author"), "name", words.wording.say("desk"))
    _link(root, address, "self", "application/atom+xml")
    for brief in briefs:
        item = _add(root, "entry")
        _add(item, "id", _urn(scope, language, brief.until.isoformat()))
        _add(item, "title", brief.title)
        _add(item, "published", _moment(brief.until.isoformat()))
        _add(item, "updated", updated(brief))
        _link(item, page_of(brief), "alternate", "text/html")
        _add(item, "summary", brief.lead or brief.empty)
        _add(item, "content", entry(brief)).set("type", "html")
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def updated(brief: Brief) -> str:
    """When the last of its articles was published, else its own day."""
    days = [_moment(note.published) for note in brief.footnotes if note.published]
    return max([*days, _moment(brief.until.isoformat())])


def _moment(written: str) -> str:
    """RFC 3339; a time without a zone is Dakar's and Bamako's, which is UTC."""
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        return "1970-01-01T00:00:00Z"
    moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _urn(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, ":".join(("faleme", "brief", *parts))).urn


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if text:
        child.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return child


def _link(parent: etree._Element, href: str, rel: str, kind: str) -> None:
    link = _add(parent, "link")
    link.set("rel", rel)
    link.set("type", kind)
    link.set("href", href)
