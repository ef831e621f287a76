"""What is read at scale: files behind any fsspec address, cut into units of work and into chunks.

    unit    what one task takes by itself: a stretch of a file of lines, a row group, a whole compressed file
    chunk   what becomes one part of the lake: megabytes of lines, some thousand rows, some dozens of pages

A file of lines is cut at the same places whether it is compressed or not, whoever cuts it: a run that one
engine began, the other goes on with.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final, Literal

import fsspec
import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from warcio.archiveiterator import ArchiveIterator

from faleme.errors import InputError, UnreadableError
from faleme.read.archive import MAX_BYTES, read_page, readable
from faleme.read.json_lines import article_of_line
from faleme.records.text import Article, SetAside

Kind = Literal["lines", "rows", "pages", "warc"]
PART_BYTES: Final = 4_000_000
"""Bytes of lines, unzipped, in one chunk: some 1,500 articles of the press."""
ROWS: Final = 2_000
PAGES: Final = 100
_PACKED: Final = {".gz": "gzip", ".zst": "zstd"}
_LINES: Final = (".jsonl", ".ndjson")
_HTML: Final = (".html", ".htm", ".xhtml")
_WARC: Final = (".warc", ".warc.gz")


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """Work for one task. `first` is the first byte of lines, the row group, or the number of the chunk of
    pages; None is the whole file. `weight` are its bytes as stored, for the bar.
    """

    kind: Kind
    source: str
    first: int | None = None
    part_bytes: int = PART_BYTES
    weight: int = 0
    pages: tuple[str, ...] = ()


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """The content of one part: raw lines, rows as an Arrow stream, or pages with their addresses."""

    kind: Kind
    source: str
    number: int
    start: int
    content: bytes | tuple[tuple[str, bytes], ...]
    weight: int = 0

    @property
    def name(self) -> str:
        """The part's name in the lake: it says where the chunk comes from, not what is in it."""
        source = hashlib.blake2b(self.source.encode("utf-8", "surrogateescape"), digest_size=6)
        return f"{source.hexdigest()}-{self.number:07d}"

    @property
    def digest(self) -> str:
        """Of the content: a part is done when the same content was read by the same edition."""
        found = hashlib.blake2b(digest_size=16)
        for piece in [("", self.content)] if isinstance(self.content, bytes) else self.content:
            found.update(piece[0].encode("utf-8", "surrogateescape") + b"\0" + piece[1])
        return found.hexdigest()


def units_of(given: str, *, part_bytes: int = PART_BYTES) -> list[Unit]:
    """The units of a file, a folder (all below it) or a glob, in the order of their names.

    Raises InputError where nothing is there that can be read at scale.
    """
    fs, names = _files(given)
    units: list[Unit] = []
    pages: list[str] = []
    for name in names:
        source, low = fs.unstrip_protocol(name), name.lower()
        size = int(fs.size(name) or 0)
        packed = next((each for each in _PACKED if low.endswith(each)), "")
        if low.endswith(_WARC):
            units.append(Unit(kind="warc", source=source, weight=size))
        elif low.endswith(".parquet"):
            units += _row_groups(fs, name, source, size)
        elif low.removesuffix(packed).endswith(_LINES):
            starts = [None] if packed else range(0, max(size, 1), part_bytes)
            each = size // max(1, len(starts))
            units += [
                Unit(kind="lines", source=source, first=first, part_bytes=part_bytes, weight=each)
                for first in starts
            ]
        elif low.endswith(_HTML):
            pages.append(source)
    for number, start in enumerate(range(0, len(pages), PAGES)):
        some = tuple(pages[start : start + PAGES])
        units.append(Unit(kind="pages", source=given, first=number, pages=some, weight=len(some) * 50_000))
    if not units:
        raise InputError(
            "nothing to read here; wanted are .jsonl (.gz, .zst), .parquet, .warc (.gz) or .html",
            source=given,
        )
    return units


def _files(given: str) -> tuple[Any, list[str]]:
    try:
        fs, path = fsspec.url_to_fs(given)
        names = [path] if fs.isfile(path) else fs.find(path) or fs.glob(path)
    except (OSError, ValueError, ImportError) as error:
        raise InputError(f"the address cannot be looked into ({error})", source=given) from error
    return fs, sorted(name for name in names if not name.rsplit("/", 1)[-1].startswith((".", "_")))


def _row_groups(fs: Any, name: str, source: str, size: int) -> list[Unit]:
    with fs.open(name, "rb") as file:
        count = pq.ParquetFile(file).num_row_groups
    return [Unit(kind="rows", source=source, first=i, weight=size // max(1, count)) for i in range(count)]


def chunks_of(unit: Unit) -> Iterator[Chunk]:
    """The chunks of a unit, in their order. Raises InputError where the file cannot be read."""
    try:
        if unit.kind == "pages":
            content = tuple((page, _bytes_of(page)) for page in unit.pages)
            yield Chunk(
                kind="pages", source=unit.source, number=unit.first or 0, start=0, content=content,
                weight=unit.weight,
            )  # fmt: skip
            return
        with fsspec.open(unit.source, "rb") as file:
            if unit.kind == "rows":
                yield from _rows(unit, file)
            elif unit.kind == "warc":
                yield from _warc(unit, file)
            elif unit.first is None:
                yield from _lines(unit, file)
            else:
                yield from _stretch(unit, file)
    except (OSError, EOFError, zlib.error, pa.ArrowException) as error:
        raise InputError(f"the file cannot be read to its end ({error})", source=unit.source) from error


def _bytes_of(address: str) -> bytes:
    with fsspec.open(address, "rb") as file:
        content: bytes = file.read(MAX_BYTES + 1)
        return content


def _stretch(unit: Unit, file: IO[bytes]) -> Iterator[Chunk]:
    """The lines that begin in a stretch of bytes, the last of them whole."""
    assert unit.first is not None
    start = unit.first
    if start:
        file.seek(start - 1)
        start += len(file.readline()) - 1
    end = unit.first + unit.part_bytes
    content = b""
    if start < end:
        content = file.read(end - start)
        if content and not content.endswith(b"\n"):
            content += file.readline()
    if content:
        yield Chunk(
            kind="lines", source=unit.source, number=unit.first // unit.part_bytes, start=start,
            content=content, weight=unit.weight,
        )  # fmt: skip


def _lines(unit: Unit, file: IO[bytes]) -> Iterator[Chunk]:
    """Chunks of a compressed file, cut where `_stretch` cuts the same lines uncompressed."""
    packing = _PACKED["." + unit.source.lower().rsplit(".", 1)[-1]]
    unzipped = io.BufferedReader(_Unzipped(file, packing))
    start = number = told = 0
    while content := unzipped.read((number + 1) * unit.part_bytes - start):
        if not content.endswith(b"\n"):
            content += unzipped.readline()
        at = file.tell()
        yield Chunk(
            kind="lines", source=unit.source, number=number, start=start, content=content, weight=at - told
        )
        start, told = start + len(content), at
        number = max(number + 1, start // unit.part_bytes)


class _Unzipped(io.RawIOBase):
    """A gzip or zstd stream by Arrow, which reads members that follow each other too."""

    def __init__(self, file: IO[bytes], packing: str) -> None:
        self._stream = pa.CompressedInputStream(pa.PythonFile(file, mode="r"), packing)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _rows(unit: Unit, file: IO[bytes]) -> Iterator[Chunk]:
    assert unit.first is not None
    parquet = pq.ParquetFile(file)
    share = unit.weight * ROWS // max(1, parquet.metadata.row_group(unit.first).num_rows)
    for number, batch in enumerate(parquet.iter_batches(ROWS, row_groups=[unit.first])):
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, batch.schema) as out:
            out.write_batch(batch)
        yield Chunk(
            kind="rows", source=unit.source, number=unit.first * 100_000 + number, start=number * ROWS,
            content=sink.getvalue(), weight=share,
        )  # fmt: skip


def _warc(unit: Unit, file: IO[bytes]) -> Iterator[Chunk]:
    """Responses of a WARC file that are pages."""
    held: list[tuple[str, bytes]] = []
    number = told = 0
    for record in ArchiveIterator(file):
        if record.rec_type != "response" or not _is_page(record):
            continue
        address = record.rec_headers.get_header("WARC-Target-URI") or unit.source
        held.append((address, record.content_stream().read(MAX_BYTES + 1)))
        if len(held) == PAGES:
            at = file.tell()
            yield Chunk(
                kind="warc", source=unit.source, number=number, start=number * PAGES, content=tuple(held),
                weight=at - told,
            )  # fmt: skip
            held, number, told = [], number + 1, at
    if held:
        yield Chunk(
            kind="warc", source=unit.source, number=number, start=number * PAGES, content=tuple(held),
            weight=max(0, unit.weight - told),
        )  # fmt: skip


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if headers is None or headers.get_statuscode() != "200":
        return False
    kind = headers.get_header("Content-Type") or "text/html"
    return "html" in kind.lower()


def articles_of(chunk: Chunk) -> Iterable[pa.RecordBatch | Article | SetAside]:
    """What a chunk holds: rows as they are, or articles and what was set aside, in their order."""
    if chunk.kind == "rows":
        assert isinstance(chunk.content, bytes)
        yield from pa.ipc.open_stream(chunk.content)
    elif chunk.kind == "lines":
        assert isinstance(chunk.content, bytes)
        yield from _articles_of_lines(chunk.content, chunk.source, chunk.start)
    else:
        assert isinstance(chunk.content, tuple)
        for address, raw in chunk.content:
            url = address if chunk.kind == "warc" else None
            yield from read_page(raw, address, url=url)


def _articles_of_lines(content: bytes, source: str, start: int) -> Iterator[Article | SetAside]:
    at = start
    for line in content.split(b"\n"):
        where = f"{source}, byte {at}"
        at += len(line) + 1
        line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            if len(line) > MAX_BYTES:
                raise UnreadableError("the line is too long for an article", reason="too-large")
            yield readable(article_of_line(line), where)
        except UnreadableError as error:
            yield SetAside(source=where, reason=error.reason, message=error.message)  # type: ignore[arg-type]
