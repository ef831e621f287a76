"""Where inputs come from: paths, folders, globs, addresses, standard input; as byte streams with limits."""

from __future__ import annotations

import glob
import gzip
import io
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import httpx
import msgspec

from faleme.errors import UnreadableError
from faleme.version import __version__

USER_AGENT = f"Faleme/{__version__} (early-warning desk; reads public press pages)"
_NO_ANSWER = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, EOFError, ValueError)
_GZIP_MAGIC = b"\x1f\x8b"
_GLOB_SIGNS = frozenset("*?[")


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """One opened input: its name for messages, its bytes (unzipped), and what the server said of it."""

    name: str
    bytes_: IO[bytes]
    source: IO[bytes] | None = None
    url: str | None = None
    charset: str | None = None

    def close(self) -> None:
        """Standard input (no `source`) is left open to its owner."""
        if self.source is not None:
            self.bytes_.close()
            self.source.close()


def paths_of(given: str) -> Iterator[Path]:
    """Files of a path, a folder (all files below it, hidden ones left out) or a glob, in sorted order.

    A broken link and a folder that may not be looked into are among them, so that opening them says so.
    Raises UnreadableError('fetch') where nothing is there.
    """
    path = Path(given)
    if path.is_dir():
        found = [file for file in _below(path) if not _hidden(file.relative_to(path))]
    elif path.exists():
        found = [path]
    elif _GLOB_SIGNS & set(given):
        found = [Path(name) for name in glob.glob(given, recursive=True) if Path(name).is_file()]
    else:
        found = []
    if not found:
        raise UnreadableError("there is no such file; check the path", reason="fetch")
    yield from sorted(found)


def _below(folder: Path) -> Iterator[Path]:
    """Files and broken links below a folder, and folders that cannot be listed."""
    closed: list[Path] = []
    for place, _, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        files = (Path(place, name) for name in names)
        yield from (file for file in files if file.is_file() or not file.exists())
    yield from closed


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def open_path(path: Path) -> Stream:
    """A file opened, unzipped where its first bytes are gzip's. Raises UnreadableError('fetch')."""
    try:
        source = path.open("rb")
        return Stream(name=printable(path), bytes_=_unzipped(source), source=source)
    except OSError as error:
        raise UnreadableError(
            f"the file cannot be opened ({error.strerror or error}); check its permissions", reason="fetch"
        ) from error


def printable(path: Path | str) -> str:
    """A path for messages and records: a name in another encoding must not break the line that tells it."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def open_standard_input(stdin: IO[bytes] | None) -> Stream:
    """Standard input. Raises UnreadableError('fetch') where the program was started without one."""
    if stdin is None and sys.stdin is None:
        raise UnreadableError("there is no standard input; name a file instead", reason="fetch")
    return Stream(name="-", bytes_=_unzipped(stdin if stdin is not None else sys.stdin.buffer))


def fetch(url: str, *, max_bytes: int, timeout_s: float, client: httpx.Client | None = None) -> Stream:
    """A page or feed from the web. Raises UnreadableError: 'fetch', or 'too-large' above `max_bytes`.

    httpx limits each wait, not the whole: a server that sends its headers letter by letter would hold the run
    for hours. So the answer is awaited from outside, and not a second longer than `timeout_s`.
    """
    answered: queue.SimpleQueue[Stream | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answered.put(_asked(url, max_bytes, timeout_s, client))
        except (*_NO_ANSWER, UnreadableError) as error:
            answered.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answered.get(timeout=timeout_s)
    except queue.Empty:
        raise UnreadableError(f"no page within {timeout_s:g} s; try again later", reason="fetch") from None
    if isinstance(answer, _NO_ANSWER):
        said = str(answer) or type(answer).__name__
        raise UnreadableError(
            f"the address does not answer ({said}); check it or try again later", reason="fetch"
        ) from answer
    if isinstance(answer, Exception):
        raise answer
    return answer


def _asked(url: str, max_bytes: int, timeout_s: float, client: httpx.Client | None) -> Stream:
    if client is not None:
        return _fetched(client, url, max_bytes, timeout_s)
    with httpx.Client(
        timeout=timeout_s, follow_redirects=True, headers={"User-Agent": USER_AGENT}
    ) as own_client:
        return _fetched(own_client, url, max_bytes, timeout_s)


def _fetched(client: httpx.Client, url: str, max_bytes: int, timeout_s: float) -> Stream:
    """The whole body, within size and time: the thread of a page that nobody awaits any more ends too."""
    end = time.monotonic() + timeout_s
    body = io.BytesIO()
    with client.stream("GET", url) as answer:
        if answer.status_code >= 400:
            raise UnreadableError(
                f"the site answers {answer.status_code} {answer.reason_phrase}; check the address",
                reason="fetch",
            )
        for chunk in answer.iter_bytes():
            body.write(chunk)
            if body.tell() > max_bytes:
                raise too_large(max_bytes)
            if time.monotonic() > end:
                raise UnreadableError(
                    f"the page took longer than {timeout_s:g} s; try again later", reason="fetch"
                )
    body.seek(0)
    return Stream(
        name=url, bytes_=_unzipped(body), source=body, url=str(answer.url), charset=answer.charset_encoding
    )


def too_large(max_bytes: int) -> UnreadableError:
    return UnreadableError(
        f"larger than the limit of {max_bytes / 1_000_000:g} MB; cut it, or raise the limit",
        reason="too-large",
    )


def _unzipped(raw: IO[bytes]) -> IO[bytes]:
    buffered = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(_Readable(raw))
    if buffered.peek(2)[:2] != _GZIP_MAGIC:
        return buffered
    return io.BufferedReader(gzip.GzipFile(fileobj=buffered))


class _Readable(io.RawIOBase):
    """Any byte stream as a raw one, so that it can be peeked into."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._source.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
