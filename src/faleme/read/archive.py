"""The read step: whatever the desk is given, as a stream of articles and of inputs set aside.

    for item in read_inputs(["press/*.jsonl.gz", "page.html", "https://…/feed", "-"]):
        ...                                # an Article, or a SetAside with its reason

What an input is, its content tells, not its name. Nothing raises: one bad page is one SetAside and the
rest goes on.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import IO

import httpx
import msgspec

from faleme.errors import UnreadableError
from faleme.read.encoding import decoded
from faleme.read.feed import articles_of_feed
from faleme.read.inputs import (
    Stream,
    fetch,
    open_path,
    open_standard_input,
    paths_of,
    printable,
    too_large,
)
from faleme.read.json_lines import article_of_fields, article_of_line
from faleme.read.page import article_of_page
from faleme.read.saved_text import article_of_saved_text
from faleme.records.text import Article, SetAside

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 500_000
"""Characters of one article's text: a thick novel. What is longer is a dump, and would hold up the rest."""
TIMEOUT_S = 20.0

_SNIFF_BYTES = 8192
_BINARY_MAGIC = (
    (b"%PDF", "a PDF; save its text as .txt first"),
    (b"\x89PNG", "an image; there is no text to read in it"),
    (b"\xff\xd8\xff", "an image; there is no text to read in it"),
    (b"GIF8", "an image; there is no text to read in it"),
    (b"RIFF", "an image or a sound; there is no text to read in it"),
    (b"PK\x03\x04", "a ZIP or Office file; unzip it, or save its text as .txt"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; save its text as .txt"),
    (b"SQLite format 3", "a database, not an article"),
    (b"\x7fELF", "a program, not an article"),
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta|title|h1)[\s>/]", re.IGNORECASE)
_JSON_START = re.compile(rb"\s*(?:\{|\[\s*[\"{\]])")
_LINES_NAME = re.compile(r"\.(?:jsonl|ndjson)(?:\.gz)?$", re.IGNORECASE)  # whatever its first line holds
_JSON_DOCUMENT = re.compile(rb"\s*(?:\[|\{\s*$)", re.MULTILINE)


class _Limits(msgspec.Struct, frozen=True, kw_only=True):
    max_bytes: int
    timeout_s: float
    not_after: str | None


def read_inputs(
    inputs: Iterable[str],
    *,
    as_of: dt.date | None = None,
    max_bytes: int = MAX_BYTES,
    timeout_s: float = TIMEOUT_S,
    stdin: IO[bytes] | None = None,
    client: httpx.Client | None = None,
) -> Iterator[Article | SetAside]:
    """Articles of paths, folders, globs, http(s) addresses and '-' (standard input), in the order given.

    as_of       the day of reading; a publication date after it is not believed
    max_bytes   the largest page, feed or line that is read (a file of JSON Lines may be of any size)
    timeout_s   the longest that one address may take, in seconds

    Articles in other languages than French and English are set aside with the reason 'language'.
    """
    limits = _Limits(max_bytes=max_bytes, timeout_s=timeout_s, not_after=as_of.isoformat() if as_of else None)
    for given in inputs:
        try:
            for stream in _streams(given, limits, stdin, client):
                if isinstance(stream, SetAside):
                    yield stream
                    continue
                with closing(stream):
                    yield from _read_stream(stream, limits)
        except UnreadableError as error:
            yield _set_aside(printable(given), error)


def read_page(
    raw: bytes, name: str, *, url: str | None = None, charset: str | None = None,
    max_bytes: int = MAX_BYTES, as_of: dt.date | None = None,
) -> Iterator[Article | SetAside]:  # fmt: skip
    """Articles of one page (or feed, or saved text) that was fetched already; `url` is where it stood."""
    not_after = as_of.isoformat() if as_of else None
    limits = _Limits(max_bytes=max_bytes, timeout_s=TIMEOUT_S, not_after=not_after)
    bytes_ = io.BufferedReader(io.BytesIO(raw))
    yield from _read_stream(Stream(name=name, bytes_=bytes_, url=url, charset=charset), limits)


def _streams(
    given: str, limits: _Limits, stdin: IO[bytes] | None, client: httpx.Client | None
) -> Iterator[Stream | SetAside]:
    if given == "-":
        yield open_standard_input(stdin)
    elif given.startswith(("http://", "https://")):
        yield fetch(given, max_bytes=limits.max_bytes, timeout_s=limits.timeout_s, client=client)
    else:
        for path in paths_of(given):
            try:
                yield open_path(path)
            except UnreadableError as error:
                yield _set_aside(printable(path), error)


def _read_stream(stream: Stream, limits: _Limits) -> Iterator[Article | SetAside]:
    """The one broad except of the read step: a fault in an input is that input set aside, no more."""
    try:
        head = _peeked(stream.bytes_)
        if _is_json_lines(head) or _LINES_NAME.search(stream.name):
            yield from _read_lines(stream, limits)
        else:
            yield from _read_whole(stream, limits)
    except UnreadableError as error:
        yield _set_aside(stream.name, error)
    except (EOFError, OSError) as error:
        yield _broken(stream.name, f"the file ends too early or is damaged ({error}); fetch it again")
    except Exception as error:
        yield _broken(stream.name, f"it cannot be read ({type(error).__name__}: {error}); please report it")


def _peeked(bytes_: IO[bytes]) -> bytes:
    peek = getattr(bytes_, "peek", None)
    head: bytes = peek(_SNIFF_BYTES)[:_SNIFF_BYTES] if peek else b""
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_json_lines(head: bytes) -> bool:
    first = head.lstrip().split(b"\n", 1)[0]
    return bool(_JSON_START.match(first)) and not _JSON_DOCUMENT.match(first)


def _read_lines(stream: Stream, limits: _Limits) -> Iterator[Article | SetAside]:
    """One line at a time: an archive of years is never held in memory."""
    number = 0
    while line := stream.bytes_.readline(limits.max_bytes + 1):
        number += 1
        if len(line) > limits.max_bytes and not line.endswith(b"\n"):
            yield _set_aside(stream.name, too_large(limits.max_bytes), line=number)
            while (rest := stream.bytes_.readline(limits.max_bytes)) and not rest.endswith(b"\n"):
                pass
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield _accepted(line, stream.name, number)


def _accepted(line: bytes, name: str, number: int) -> Article | SetAside:
    try:
        return readable(article_of_line(line), name, number)
    except UnreadableError as error:
        return _set_aside(name, error, line=number)


def _read_whole(stream: Stream, limits: _Limits) -> Iterator[Article | SetAside]:
    raw = stream.bytes_.read(limits.max_bytes + 1)
    if len(raw) > limits.max_bytes:
        raise too_large(limits.max_bytes)
    _refuse_binary(raw)
    if _JSON_START.match(raw) and not _PAGE.search(raw[:_SNIFF_BYTES]):
        yield from _read_document(raw, stream.name)
    elif _FEED.search(raw[:_SNIFF_BYTES]):
        for item in articles_of_feed(raw, url=stream.url, not_after=limits.not_after):
            if isinstance(item, UnreadableError):
                yield _set_aside(stream.name, item)
            else:
                yield readable(item, stream.name)
    else:
        yield readable(_article_of_text(raw, stream, limits), stream.name)


def _article_of_text(raw: bytes, stream: Stream, limits: _Limits) -> Article:
    text = decoded(raw, stream.charset)
    if _PAGE.search(text[: 4 * _SNIFF_BYTES].encode("utf-8", "replace")):
        return article_of_page(text, url=stream.url, not_after=limits.not_after)
    if text.lstrip().startswith("<?xml"):
        raise UnreadableError("XML that is neither a feed nor a page", reason="not-an-article")
    return article_of_saved_text(text, not_after=limits.not_after)


def _read_document(raw: bytes, name: str) -> Iterator[Article | SetAside]:
    """A JSON document: one article printed over several lines, or a list of articles."""
    try:
        value = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(
            f"it begins like JSON but is not ({error}); mend it", reason="not-json"
        ) from error
    for position, fields in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            yield readable(article_of_fields(fields), name)
        except UnreadableError as error:
            error.message = f"item {position}: {error.message}"
            yield _set_aside(name, error)


def _refuse_binary(raw: bytes) -> None:
    if not raw.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise UnreadableError("it is empty; fetch it again", reason="empty")
    for magic, what in _BINARY_MAGIC:
        if raw.startswith(magic):
            raise UnreadableError(f"it is {what}", reason="binary")
    if raw.startswith(_UTF16_MARKS):
        return
    head = raw[:_SNIFF_BYTES]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if 20 * odd > len(head):
        raise UnreadableError("it is binary data, not text; save its text as .txt", reason="binary")


def readable(article: Article, name: str, line: int | None = None) -> Article | SetAside:
    if len(article.text) > MAX_CHARACTERS:
        return SetAside(
            source=name,
            reason="too-large",
            message=f"the text has more than {MAX_CHARACTERS} characters; cut it into articles",
            line=line,
            article=article.id,
        )
    if article.language in {"fr", "en"}:
        return article
    return SetAside(
        source=name,
        reason="language",
        message='the article is in neither French nor English; state "language" if it is',
        line=line,
        article=article.id,
    )


def _set_aside(name: str, error: UnreadableError, line: int | None = None) -> SetAside:
    return SetAside(
        source=name,
        reason=error.reason,  # type: ignore[arg-type]
        message=error.message,
        line=line,
        article=error.article,
    )


def _broken(name: str, message: str) -> SetAside:
    return SetAside(source=name, reason="broken", message=message)
