"""What a feed, a sitemap or a section page tells of: addresses of articles, with what it says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
from lxml import etree
from lxml import html as lxml_html

from faleme.errors import FetchError, UnreadableError
from faleme.lexicon.publishers import Publisher
from faleme.read.dates import iso_published
from faleme.read.encoding import decoded
from faleme.read.feed import items_of_feed
from faleme.records.text import Article
from faleme.watch.sources import belongs, plain_address

_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE)", re.IGNORECASE)
_NOT_ARTICLES = re.compile(
    r"/(?:tags?|category|categorie|categories|auteur|author|page|wp-[a-z]+|feed|rss|login|connexion|contact|"
    r"publicite|mentions-legales|recherche|search|newsletter|abonnement|video|videos|photos?)(?:/|$)",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|css|js|xml|zip|docx?)$", re.IGNORECASE)
_DATED = re.compile(r"/20\d\d/\d{1,2}(?:/|-)")
_NUMBERED = re.compile(r"(?:[_/-]|article)\d{4,}(?:[_./-]|$)|_[an]\d{3,}\.html?$")
_OTHER_SITEMAPS = re.compile(r"category|tag|author|page-sitemap|image|video|product", re.IGNORECASE)
_LEAST_WORDS = 4
_LEAST_TITLE = 25


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An address that a source tells of: its day by the source (ISO 8601), and what else it says."""

    address: str
    published: str | None = None
    article: Article | None = None


class Sitemap(msgspec.Struct, frozen=True, kw_only=True):
    """Pages of a sitemap, or further sitemaps with the day of their last change."""

    pages: tuple[Told, ...] = ()
    sitemaps: tuple[tuple[str, str], ...] = ()


def of_feed(raw: bytes, address: str, *, not_after: str) -> list[Told]:
    """The items of a feed that have an address; raises FetchError where it is none."""
    try:
        items = items_of_feed(raw, url=address)
    except UnreadableError as error:
        raise FetchError("not-a-feed") from error
    found = []
    for item in items:
        plain = plain_address(item.address or "", address) if item.address else None
        if plain:
            article = item.article(not_after=not_after)
            told = article if isinstance(article, Article) else None
            found.append(Told(address=plain, published=item.published, article=told))
    return found


def of_sitemap(raw: bytes, address: str) -> Sitemap:
    """Pages of a sitemap, those alone that tell a day, or the sitemaps of an index.

    Raises FetchError where it is no sitemap, or declares what none needs (a bomb of entities).
    """
    if _ENTITY.search(raw.replace(b"\0", b"")[:1_000_000]):
        raise FetchError("not-a-feed")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchError("not-a-feed") from error
    name = _local(root) if root is not None else ""
    if name == "sitemapindex":
        return Sitemap(sitemaps=tuple(_children(root, address)))
    if name != "urlset":
        raise FetchError("not-a-feed")
    entries = list(_entries(root, address))
    dated = tuple(each for each in entries if each.published)
    if entries and not dated:
        raise FetchError("no-dates")
    return Sitemap(pages=tuple(sorted(dated, key=lambda each: each.published or "", reverse=True)))


def _children(root: Any, address: str) -> Iterator[tuple[str, str]]:
    for node in root:
        fields = _fields(node)
        plain = plain_address(fields.get("loc", ""), address)
        if plain and not _OTHER_SITEMAPS.search(urlsplit(plain).path):
            yield plain, fields.get("lastmod", "")


def _entries(root: Any, address: str) -> Iterator[Told]:
    for node in root:
        fields = _fields(node)
        plain = plain_address(fields.get("loc", ""), address)
        if plain and _could_be_article(plain):
            day = iso_published(fields.get("publication_date", "")) or iso_published(
                fields.get("lastmod", "")
            )
            yield Told(address=plain, published=day)


def _fields(node: Any) -> dict[str, str]:
    return {_local(child): (child.text or "").strip() for child in node.iter() if isinstance(child.tag, str)}


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].lower()


def of_section(raw: bytes, address: str, publisher: Publisher, charset: str | None) -> list[Told]:
    """Links of a page that look like those of articles of the same publisher, in the page's order."""
    try:
        tree = lxml_html.document_fromstring(decoded(raw, charset))
    except (etree.ParserError, etree.XMLSyntaxError, UnreadableError, ValueError) as error:
        raise FetchError("unreadable") from error
    titles: dict[str, int] = {}
    for link in tree.iter("a"):
        plain = plain_address(link.get("href") or "", address) if link.get("href") else None
        if plain and plain != address and belongs(plain, publisher) and _could_be_article(plain):
            titles[plain] = max(titles.get(plain, 0), len(" ".join(link.text_content().split())))
    found = [Told(address=plain) for plain, title in titles.items() if _looks_like_article(plain, title)]
    if not found:
        raise FetchError("not-a-feed")
    return found


def _could_be_article(address: str) -> bool:
    path = urlsplit(address).path
    return path not in ("", "/") and not _FILE.search(path) and not _NOT_ARTICLES.search(path)


def _looks_like_article(address: str, title: int) -> bool:
    """A day, a number or a headline in the address, and a headline's length of words on the link."""
    parts = urlsplit(address)
    slug = parts.path.rstrip("/").rpartition("/")[2]
    words = len([each for each in re.split(r"[-_.]", slug) if each])
    telling = bool(_DATED.search(parts.path) or _NUMBERED.search(parts.path + "?" + parts.query))
    return words > _LEAST_WORDS or (telling and title >= _LEAST_TITLE)
