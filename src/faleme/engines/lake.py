"""A lake: the tables of readings as Parquet files in folders by month, and a manifest for each part.

    events/month=2025-07/PART.parquet      articles, places, figures, set_aside and incidents alike
    _parts/PART.json                       what the part was read from, and the files that belong to it

A part counts when its manifest is there, and the manifest is written last: whenever a run is killed, nobody
who goes by the manifests sees half of a part. Each file appears whole under its name or not at all. A
part's files have the part's name, so that reading it again, or twice at once on a cluster, writes the same
bytes to the same places.
"""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

import fsspec
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from faleme.engines.points import GEO
from faleme.engines.schema import FORM, LOCATED
from faleme.errors import InputError

PARTS: Final = "_parts"
_WRITTEN_BY: Final = {"compression": "zstd", "write_statistics": True, "version": "2.6"}


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One part: from which content (`digest`) it was read by which `edition`, its files and rows by table."""

    name: str
    source: str
    number: int
    digest: str
    edition: str
    files: tuple[str, ...]
    rows: dict[str, int]
    form: int = 0


_manifest = msgspec.json.Decoder(Manifest).decode


class Lake:
    """A lake at an fsspec address: a folder, `s3://bucket/lake`, `memory://lake`."""

    def __init__(self, address: str) -> None:
        try:
            self.fs, self.root = fsspec.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise InputError(f"no file system for this address ({error})", source=address) from error
        self.address = address
        self.local = "file" in self.fs.protocol

    def __reduce__(self) -> tuple[Any, ...]:
        return Lake, (self.address,)

    def manifests(self) -> dict[str, Manifest]:
        """The parts that are done, by name."""
        folder = f"{self.root}/{PARTS}"
        names = [name for name in self._listed(folder) if name.endswith(".json")]
        found = self.fs.cat(names) if names else {}
        read = sorted((_manifest(content) for content in found.values()), key=lambda each: each.name)
        return {each.name: each for each in read}

    def manifest(self, name: str) -> Manifest | None:
        try:
            return _manifest(self.fs.cat_file(f"{self.root}/{PARTS}/{name}.json"))
        except FileNotFoundError:
            return None

    def files(self, table: str) -> list[str]:
        """The files of a table that belong to parts that are done, with their whole addresses, in order.

        Raises InputError where one is of another form.
        """
        found = []
        for each in self.manifests().values():
            files = [file for file in each.files if file.startswith(f"{table}/")]
            if files and each.form != FORM:
                raise InputError(
                    f"part {each.name} is of another form of the lake; read and link it again",
                    source=self.address,
                )
            found += [f"{self.root}/{file}" for file in files]
        return sorted(found if self.local else map(self.fs.unstrip_protocol, found))

    def write_files(
        self, name: str, tables: Mapping[tuple[str, str], pa.Table]
    ) -> tuple[list[str], dict[str, int]]:
        """Write tables, given by table and month, as files of a name; they count when a manifest has them."""
        files = []
        rows: dict[str, int] = {}
        for (table, month), content in sorted(tables.items()):
            if content.num_rows:
                files.append(f"{table}/month={month}/{name}.parquet")
                rows[table] = rows.get(table, 0) + content.num_rows
                self._write(files[-1], _parquet(content, geo=table in LOCATED))
        return files, rows

    def commit(self, made: Manifest) -> None:
        """From now on a part is what its manifest says; files that only the one before had are removed."""
        before = self.manifest(made.name)
        self._write(f"{PARTS}/{made.name}.json", msgspec.json.encode(made))
        for file in sorted(set(before.files) - set(made.files)) if before else ():
            if self.fs.exists(f"{self.root}/{file}"):
                self.fs.rm_file(f"{self.root}/{file}")

    def clear_unfinished(self) -> None:
        """Remove what a killed run left under names for the time of writing: on one machine, before a run."""
        if self.local:
            for folder, _, names in os.walk(self.root):
                for name in names:
                    if name.startswith(".") and name.endswith(".unfinished"):
                        os.unlink(os.path.join(folder, name))

    def _listed(self, folder: str) -> list[str]:
        try:
            return sorted(self.fs.ls(folder, detail=False))
        except FileNotFoundError:
            return []

    def _write(self, name: str, content: bytes) -> None:
        """A file appears whole: by renaming on a disk, by the nature of a put in an object store."""
        path = f"{self.root}/{name}"
        if not self.local:
            self.fs.pipe_file(path, content)
            return
        folder, _, last = path.rpartition("/")
        os.makedirs(folder, exist_ok=True)
        unfinished = f"{folder}/.{last}.{uuid.uuid4().hex}.unfinished"
        with open(unfinished, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(unfinished, path)


def _parquet(table: pa.Table, *, geo: bool) -> bytes:
    if geo:
        table = table.replace_schema_metadata(GEO)
    sink = io.BytesIO()
    pq.write_table(table, sink, **_WRITTEN_BY)
    return sink.getvalue()


def by_month(batches: Sequence[pa.RecordBatch]) -> dict[str, pa.RecordBatch]:
    """Rows of readings by their month, each month's in their order."""
    if not batches:
        return {}
    whole = pa.Table.from_batches(batches).combine_chunks()
    found = {}
    for month in sorted(pc.unique(whole.column("month")).to_pylist()):
        rows = whole.filter(pc.equal(whole.column("month"), month)).combine_chunks()
        found[month] = rows.to_batches()[0]
    return found
