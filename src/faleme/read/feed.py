"""RSS and Atom feeds: each item with a content or a summary becomes an article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser
import msgspec
from lxml import etree
from lxml import html as lxml_html

from faleme.errors import UnreadableError
from faleme.lexicon.publishers import publisher_of
from faleme.read.dates import iso_of_struct
from faleme.read.encoding import mended
from faleme.read.language import language_of
from faleme.read.paragraphs import article_id, body_text, once, one_line
from faleme.read.saved_text import without_furniture
from faleme.records.text import Article

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "tr", "figure"}
)
_NOT_TEXT = frozenset({"script", "style", "iframe", "figcaption"})
_ELLIPSIS = re.compile(r"\s*(?:\[(?:…|\.\.\.|&hellip;)\])\s*$")


def articles_of_feed(
    raw: bytes, *, url: str | None = None, not_after: str | None = None
) -> Iterator[Article | UnreadableError]:
    """Articles of a feed in its own order; an item without content is handed on as an UnreadableError.

    Raises UnreadableError('broken') where it is no feed, or declares entities (an 'XML bomb' grows without
    end; no outlet's feed needs them).
    """
    items = items_of_feed(raw, url=url)
    if not items:
        raise UnreadableError("the feed is empty or broken; open it in a browser and check", reason="broken")
    for item in items:
        yield item.article(not_after=not_after)


class FeedItem(msgspec.Struct, frozen=True):
    """An item of a feed: where its page is, and when it says that it was published (ISO 8601, UTC)."""

    entry: Any
    feed_name: str
    feed_url: str | None

    @property
    def address(self) -> str | None:
        return self.entry.get("link") or None

    @property
    def published(self) -> str | None:
        """As it says, also where that day is yet to come."""
        return iso_of_struct(_stamp_of(self.entry))

    def article(self, *, not_after: str | None = None) -> Article | UnreadableError:
        """What the feed itself tells of it."""
        return _article_of_entry(self.entry, self.feed_name, self.feed_url, not_after)


def items_of_feed(raw: bytes, *, url: str | None = None) -> list[FeedItem]:
    """The items of a feed in its own order, none where it has none.

    Raises UnreadableError('broken') where it declares entities, or is no feed at all.
    """
    if _ENTITY.search(raw.replace(b"\0", b"")):  # without the zeros UTF-16 hides nothing
        raise UnreadableError("the feed declares XML entities of its own; it is not read", reason="broken")
    # A stream, never bytes or a string: feedparser would try them as an address or a path first.
    parsed = feedparser.parse(io.BytesIO(raw), sanitize_html=True, resolve_relative_uris=False)
    if not parsed.entries and not parsed.version:
        raise UnreadableError("the feed is empty or broken; open it in a browser and check", reason="broken")
    name = mended(one_line(parsed.feed.get("title", "") or ""))
    return [FeedItem(entry, name, url) for entry in parsed.entries]


def _stamp_of(entry: Any) -> Any:
    # `dict.get`, since feedparser's own warns when it hands on 'published' for a missing 'updated'.
    return dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")


def _article_of_entry(
    entry: Any, feed_name: str, feed_url: str | None, not_after: str | None
) -> Article | UnreadableError:
    title = " ".join(paragraphs_of_markup(entry.get("title", "") or ""))
    link = entry.get("link") or None
    paragraphs = once(without_furniture(paragraphs_of_markup(_fullest(entry))))
    paragraphs = [paragraph for paragraph in paragraphs if paragraph != title]
    if not paragraphs:
        return UnreadableError(
            "the item has neither content nor summary; read its page instead", reason="no-text", article=link
        )
    text = body_text(title, paragraphs)
    outlet = publisher_of(link) or publisher_of(feed_name) or publisher_of(feed_url)
    return Article(
        id=article_id(link, title, text),
        title=title,
        text=text,
        published=iso_of_struct(_stamp_of(entry), not_after=not_after),
        url=link,
        source=outlet.name if outlet else feed_name or None,
        language=language_of(text),
        section=tuple(
            dict.fromkeys(one_line(mended(tag.term)) for tag in entry.get("tags", ()) if tag.get("term"))
        ),
        authors=tuple(one_line(mended(a.name)) for a in entry.get("authors", ()) if a.get("name")),
        marking=outlet.marking if outlet else "CLEAR",
    )


def _fullest(entry: Any) -> str:
    """The longest of contents and summary: outlets put the whole text in either."""
    texts: list[str] = [content.get("value", "") for content in entry.get("content", ())]
    return max([*texts, entry.get("summary", "") or ""], key=len)


def paragraphs_of_markup(markup: str) -> list[str]:
    """Paragraphs of a scrap of HTML, or of plain text with line breaks."""
    if "<" not in markup and "&" not in markup:
        text = markup
    else:
        try:
            text = _text_of(lxml_html.fragment_fromstring(markup, create_parent="div"))
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            text = re.sub(r"<[^>]*>", "\n", markup)
    lines = [one_line(_ELLIPSIS.sub("", line)) for line in mended(text).split("\n")]
    return [line for line in lines if line]


def _text_of(root: Any) -> str:
    pieces: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str) or node.tag in _NOT_TEXT:
            if event == "end":
                pieces.append(node.tail or "")
            continue
        edge = "\n" if node.tag in _BLOCKS else ""
        pieces.append(edge)
        pieces.append((node.text or "").replace("\n", " ") if event == "start" else "")
        if event == "end" and node is not root:
            pieces.append((node.tail or "").replace("\n", " "))
    return "".join(pieces)
