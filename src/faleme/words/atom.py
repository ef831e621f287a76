"""What every Atom feed of ours (RFC 4287) is written with: elements, links, moments, ids that stay."""

from __future__ import annotations

import datetime as dt
import re
import uuid

from lxml import etree

from faleme.words.wording import DeskLanguage

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
LONG_AGO = "1970-01-01T00:00:00Z"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_element(language: DeskLanguage) -> etree._Element:
    """An empty feed in a language."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    return root


def add(parent: etree._Element, name: str, text: str = "", **given: str) -> etree._Element:
    """A child with its text and attributes; what XML cannot hold is replaced."""
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if text:
        child.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    for key, value in given.items():
        child.set(key, _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value))
    return child


def add_link(parent: etree._Element, href: str, rel: str, kind: str) -> None:
    add(parent, "link", rel=rel, type=kind, href=href)


def moment(written: str | None) -> str:
    """RFC 3339; a time without a zone is Dakar's and Bamako's, which is UTC."""
    try:
        found = dt.datetime.fromisoformat(written or "")
    except ValueError:
        return LONG_AGO
    found = found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def urn(*parts: str) -> str:
    """The same id for the same thing, wherever and whenever it is asked for."""
    return uuid.uuid5(uuid.NAMESPACE_URL, ":".join(("faleme", *parts))).urn


def written(root: etree._Element) -> bytes:
    """A feed as it is sent."""
    body: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return body
