"""Paragraphs to article: one text out of a title and paragraphs, repeated ones kept once, and a stable id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

_SPACES = re.compile(r"[ \t\n\x0b\x0c\r\u3000]+")  # a no-break space stays: French typography needs it
_SHORTEST_REPEAT = 20  # 'Oui.' may well stand twice in an interview
_SHORTEST_TAIL = 40
_TAIL_REACH = 40  # paragraphs back; the fault is local, and a long text must not cost its square


def one_line(text: str) -> str:
    """A paragraph on one line, its spaces single."""
    return _SPACES.sub(" ", text).strip()


def once(paragraphs: Iterable[str]) -> list[str]:
    """Paragraphs in order, without copies and without a copy of an earlier paragraph's tail.

    Scrapers that walk nested blocks give a block and then its last child again.
    """
    kept: list[str] = []
    seen: set[str] = set()
    for paragraph in paragraphs:
        if len(paragraph) >= _SHORTEST_REPEAT and paragraph in seen:
            continue
        if len(paragraph) >= _SHORTEST_TAIL and any(
            _is_tail(paragraph, earlier) for earlier in kept[-_TAIL_REACH:]
        ):
            continue
        seen.add(paragraph)
        kept.append(paragraph)
    return kept


def _is_tail(paragraph: str, earlier: str) -> bool:
    """The tail begins a sentence or a clause of the earlier paragraph, not the middle of a word."""
    if not earlier.endswith(paragraph) or len(earlier) == len(paragraph):
        return False
    return not earlier[-len(paragraph) - 1].isalnum()


def body_text(title: str, paragraphs: Sequence[str]) -> str:
    """`article.text`: the title, an empty line, then the paragraphs separated by empty lines."""
    return "\n\n".join([part for part in (title, *paragraphs) if part])


def article_id(url: str | None, title: str, text: str) -> str:
    """The same article read twice gets the same id: a hash of its address, else of its words.

    An address that is only a site's front page says nothing about the article, so the words are taken.
    """
    address = _address(url)
    basis = f"url\n{address}" if address else f"text\n{title}\n{text}"
    return "a-" + hashlib.blake2b(basis.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _address(url: str | None) -> str | None:
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if not parts.netloc or (parts.path in {"", "/"} and not parts.query):
        return None
    query = "&".join(
        pair for pair in parts.query.split("&") if pair and not pair.startswith(("utm_", "fbclid=", "gclid="))
    )
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")
