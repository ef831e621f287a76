"""A web page to an article: trafilatura finds title and paragraphs, htmldate the day.

Neither library is let near a clock: htmldate gets its upper bound from the caller and does not search
free text, because a page without a date has none (a date in the headline tells of the event).
"""

from __future__ import annotations

import copy
import logging
import re
from typing import Any

import trafilatura
from htmldate import find_date

from faleme.errors import UnreadableError
from faleme.lexicon.names import name_key
from faleme.lexicon.publishers import publisher_of
from faleme.read.dates import EARLIEST, LATEST, iso_published
from faleme.read.encoding import mended
from faleme.read.language import language_of
from faleme.read.paragraphs import article_id, body_text, once, one_line
from faleme.read.saved_text import is_date_line, without_furniture
from faleme.records.text import Article

# The libraries report every odd page at WARNING or ERROR; we say it once, as a page set aside.
_QUIET = ("trafilatura", "htmldate", "readability")

_STAMP = re.compile(
    r"""(?:article:published_time["']\s+content=|["']?datePublished["']?\s*(?:content=|:)|itemprop=["']datePublished["'][^>]{0,200}?(?:content|datetime)=)\s*["']([^"']{10,35})["']""",
    re.IGNORECASE,
)
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_TITLE_TAIL = re.compile(r"\s+[|–—•·»-]\s+")
_TELLS_OF_THE_EVENT = ".//h1|.//h2|.//h3|.//blockquote|.//*[self::p or self::li][string-length() > 120]"
# 'Chapô': the standfirst of French templates, left out by extractors where it stands beside the body.
_STANDFIRST = ".//*[contains(@class, 'chapo') or contains(@class, 'standfirst')]"
_NO_NAME = frozenset({"unknown", "admin", "administrateur", "redaction", "la redaction"})
_LIST_MARK = re.compile(r"^[-•*]\s+")
_FEWEST_LETTERS = 40


def article_of_page(text: str, *, url: str | None = None, not_after: str | None = None) -> Article:
    """The article of an HTML page. `url` is where it was fetched, `not_after` the ISO day of reading.

    Raises UnreadableError: 'broken' where there is no HTML tree, 'no-text' where there is no article.
    """
    markup = _PROLOG.sub("", text)
    tree = _tree(markup)
    document = trafilatura.bare_extraction(
        copy.deepcopy(tree),
        url=url,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": LATEST},
    )
    if document is None or isinstance(document, dict) or not document.text:
        raise UnreadableError("the page holds no article that we can find", reason="no-text")
    address = url or _https(document.url)
    outlet = publisher_of(address or "") or publisher_of(document.sitename or "")
    source = outlet.name if outlet else one_line(document.sitename or "") or document.hostname
    title = _title(mended(document.title or ""), tree, source, document.sitename)
    paragraphs = _paragraphs(document.text, title, _standfirst(tree))
    if sum(map(len, paragraphs)) < _FEWEST_LETTERS:
        raise UnreadableError("the page holds a headline at most, no article", reason="no-text")
    whole = body_text(title, paragraphs)
    return Article(
        id=article_id(address, title, whole),
        title=title,
        text=whole,
        published=_published(markup, tree, address, not_after),
        url=address,
        source=source,
        language=language_of(whole),
        section=_sections(tree, document.categories),
        authors=_authors(document.author, source, document.sitename),
        marking=outlet.marking if outlet else "CLEAR",
    )


def _tree(markup: str) -> Any:
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    tree = trafilatura.load_html(markup)
    if tree is None:
        raise UnreadableError("the page is no HTML; save it again from the browser", reason="broken")
    return tree


def _https(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _title(title: str, tree: Any, source: str | None, sitename: str | None) -> str:
    """The page's title without the outlet's name behind it ('… - Le Journal', '… | DW | 23.05.2011')."""
    title = one_line(title)
    headings = [one_line(mended(node.text_content())) for node in tree.xpath(".//h1")[:5]]
    key = name_key(title)
    for heading in headings:
        if heading and key.startswith(name_key(heading)) and len(heading) > 15:
            return heading
    if sitename and title.endswith(sitename):
        title = re.sub(r"\s+[|–—•·»-]$", "", title.removesuffix(sitename).strip())
    outlets = {name_key(name) for name in (source, sitename) if name}
    while (cut := list(_TITLE_TAIL.finditer(title))) and name_key(title[cut[-1].end() :]) in outlets:
        title = title[: cut[-1].start()]
    return title


def _standfirst(tree: Any) -> str:
    for node in tree.xpath(_STANDFIRST):
        text = one_line(node.text_content())
        if len(text) >= _FEWEST_LETTERS:
            return text
    return ""


def _paragraphs(text: str, title: str, standfirst: str) -> list[str]:
    if standfirst and standfirst not in text and text[:60] not in standfirst:
        text = f"{standfirst}\n{text}"
    lines = [one_line(_LIST_MARK.sub("", line)) for line in mended(text).split("\n")]
    paragraphs = once(without_furniture(line for line in lines if line and not is_date_line(line)))
    return [line for position, line in enumerate(paragraphs) if position > 3 or not _is_title(line, title)]


def _is_title(line: str, title: str) -> bool:
    """The title again, alone or with the outlet's name behind it."""
    if not title or not name_key(line).startswith(name_key(title)):
        return False
    rest = line[len(title) :].strip()
    return not rest or rest[0] in "|–—-•·»"


def _published(markup: str, tree: Any, url: str | None, not_after: str | None) -> str | None:
    """The day by htmldate, with the clock time of the page's own stamp where that names the same day."""
    pruned = copy.deepcopy(tree)
    for node in pruned.xpath(_TELLS_OF_THE_EVENT):
        if not node.xpath(".//time"):
            node.drop_tree()
    for node in pruned.xpath(".//title"):
        # Of '20 mars 2025 : deux morts | Le Journal | 21.03.2025' only the outlet's part dates the page.
        node.text = " ".join((node.text or "").split("|")[1:])
    day = find_date(
        pruned,
        extensive_search=False,
        original_date=True,
        url=url,
        min_date=EARLIEST,
        max_date=not_after or LATEST,
    )
    stamps = [iso_published(found.group(1), not_after=not_after) for found in _STAMP.finditer(markup)]
    if stamps and stamps[0] is None and day and day.endswith("-01"):
        # htmldate makes the first of the month out of a stamp such as '2025-02-31'.
        return None
    for stamp in stamps:
        if stamp and (day is None or stamp.startswith(day)):
            return stamp
    return iso_published(day, not_after=not_after)


def _sections(tree: Any, categories: list[str] | None) -> tuple[str, ...]:
    marked = tree.xpath(".//meta[@property='article:section']/@content")
    names = [one_line(mended(str(name))) for name in (*marked, *(categories or ()))]
    return tuple(dict.fromkeys(name for name in names if name))


def _authors(author: str | None, source: str | None, sitename: str | None) -> tuple[str, ...]:
    outlets = {name_key(name) for name in (source, sitename) if name}
    names = [one_line(mended(name)).removeprefix("Par ") for name in (author or "").split(";")]
    return tuple(dict.fromkeys(name for name in names if name and name_key(name) not in outlets | _NO_NAME))
