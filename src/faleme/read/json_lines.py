"""JSON Lines of articles: one article a line, or one whole reading a line.

The text is taken exactly as it stands: never mended, normalised or stripped, because offsets of
readings and of people's corrections point into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from faleme.errors import UnreadableError
from faleme.lexicon.publishers import publisher_of
from faleme.read.dates import iso_published
from faleme.read.language import language_of
from faleme.read.paragraphs import article_id
from faleme.records.text import Article, Marking

_MARKINGS: frozenset[str] = frozenset(get_args(Marking))
_TITLE_AT_MOST = 300


def article_of_line(line: bytes) -> Article:
    """The article of one line. Raises UnreadableError: not-json, encoding, not-an-article, no-text."""
    try:
        value = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        raise UnreadableError(
            f"the line is not JSON ({error}); mend or drop it", reason="not-json"
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableError("the line is not UTF-8; save the file as UTF-8", reason="encoding") from error
    except RecursionError as error:
        raise UnreadableError("the line nests too deep to be an article", reason="not-json") from error
    return article_of_fields(value)


def article_of_fields(value: object) -> Article:
    """The article of a decoded line; a whole reading gives its article. Unknown fields are left."""
    if isinstance(value, Mapping) and isinstance(value.get("article"), Mapping):
        value = value["article"]
    if not isinstance(value, Mapping):
        raise UnreadableError(
            "the line is JSON but no object with the fields of an article (id, title, text, …)",
            reason="not-an-article",
        )
    text = value.get("text")
    if text is None and not {"title", "id", "url"} & value.keys():
        raise UnreadableError("the object has none of the fields of an article", reason="not-an-article")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableError(
            "the article has no text; give title and paragraphs in 'text'", reason="no-text"
        )
    url = _string(value, "url")
    title = _string(value, "title")
    outlet = publisher_of(_string(value, "source")) or publisher_of(url)
    return Article(
        id=_id(value) or article_id(url, title or "", text),
        title=_first_line(text) if title is None else title,
        text=text,
        published=iso_published(value.get("published")),
        url=url,
        source=_string(value, "source") or (outlet.name if outlet else None),
        language=language_of(text, value.get("language")),
        section=_strings(value.get("section")),
        authors=_strings(value.get("authors")),
        marking=_marking(value.get("marking"), outlet.marking if outlet else "CLEAR"),
    )


def _first_line(text: str) -> str:
    first = text.lstrip("\n").split("\n", 1)[0]
    return first if len(first) <= _TITLE_AT_MOST else ""


def _string(value: Mapping[str, Any], name: str) -> str | None:
    found = value.get(name)
    return found if isinstance(found, str) and found else None


def _id(value: Mapping[str, Any]) -> str | None:
    found = value.get("id")
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) and found.strip() else None


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _marking(value: object, default: Marking) -> Marking:
    """A label that we do not know is read as RED: a mark must never be loosened by a slip of the pen."""
    if value is None:
        return default
    name = value.upper().removeprefix("TLP:") if isinstance(value, str) else ""
    return name if name in _MARKINGS else "RED"  # type: ignore[return-value]
