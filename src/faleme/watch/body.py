"""The body of an answer: unzipped within a limit while it comes, and whether its encoding is what is said."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import AsyncIterator

from faleme.errors import FetchError

_ANY_ZLIB = 47  # gzip or zlib, told by its head
_GZIP_MAGIC = b"\x1f\x8b"


class Unzipper:
    """Bytes as they come to bytes as they are meant, never more than `most`."""

    def __init__(self, encoding: str, most: int) -> None:
        if encoding not in ("gzip", "x-gzip", "deflate", "", "identity"):
            raise FetchError("gzip", encoding[:20])
        plain = encoding in ("", "identity")
        self._stream = None if plain else zlib.decompressobj(_ANY_ZLIB)
        self._most = most
        self.body = bytearray()

    def take(self, chunk: bytes) -> bool:
        """One piece more; False where that is more than the limit, and the body is cut there."""
        room = self._most - len(self.body) + 1
        if self._stream is not None:
            try:
                chunk = self._stream.decompress(chunk, room)
            except zlib.error as error:
                raise FetchError("gzip") from error
        self.body += chunk[:room]
        if len(self.body) > self._most:
            del self.body[self._most :]
            return False
        return True

    def whole(self) -> bytes:
        """The body, when all has come; raises FetchError where a zipped one ends too early."""
        if self._stream is not None and not self._stream.eof:
            raise FetchError("gzip")
        return bytes(self.body)


async def body_of(
    chunks: AsyncIterator[bytes], encoding: str, most: int, *, length: str | None = None, cut: bool = False
) -> bytes:
    """The body of an answer; raises FetchError 'too-large' above `most` bytes unless it may be cut there."""
    limit = f"{most / 1_000_000:g} MB"
    if length and length.isdigit() and int(length) > most and not cut:
        raise FetchError("too-large", limit)
    unzipper = Unzipper(encoding, most)
    async for chunk in chunks:
        if not unzipper.take(chunk):
            if cut:
                return bytes(unzipper.body)
            raise FetchError("too-large", limit)
    body = unzipper.whole()
    if body.startswith(_GZIP_MAGIC):  # a zipped file, sent as one
        inner = Unzipper("gzip", most)
        if not inner.take(body):
            raise FetchError("too-large", limit)
        return inner.whole()
    return body


def lies_of_charset(raw: bytes, told: str | None) -> str | None:
    """The encoding that was told where the bytes are plainly in another, else None."""
    if told is None or raw.isascii() or raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        name = codecs.lookup(told).name
    except (LookupError, ValueError):
        return told[:40]
    try:
        raw.decode("utf-8")
        is_utf8 = True
    except UnicodeDecodeError:
        is_utf8 = False
    return told[:40] if is_utf8 != (name in ("utf-8", "utf-8-sig")) else None
