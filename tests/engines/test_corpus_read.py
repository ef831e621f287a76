"""`faleme corpus read`: any form of input, whole parts, and a run that was killed is gone on with."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from faleme.cli import main
from faleme.engines.batches import ReadSettings, articles_batch
from faleme.engines.lake import Lake
from faleme.engines.parts import read_part
from faleme.engines.sources import PART_BYTES, chunks_of, units_of
from faleme.errors import InputError
from tests.engines.press import jsonl, lines, press

PAGE = """<html><head><title>Attaque à Diboli</title>
<meta property="article:published_time" content="2025-07-02T08:00:00Z"></head><body><article>
<h1>Attaque à Diboli</h1><p>Des hommes armés ont attaqué mardi le poste de douane de Diboli, à la frontière
du Sénégal, et tué deux agents, a annoncé le gouverneur de Kayes.</p><p>Le trafic a repris dans la
soirée sous la protection de l'armée, selon le syndicat des transporteurs.</p></article></body></html>"""


def warc_record(status: str, address: str) -> bytes:
    body = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2025-07-02T08:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def read(*arguments: str | Path) -> str:
    done = CliRunner().invoke(main, ["corpus", "read", *map(str, arguments)])
    assert done.exit_code in (0, 6), done.output
    return done.output


def content(lake: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(lake)): path.read_bytes() for path in sorted(lake.rglob("*")) if path.is_file()
    }


def rows(lake: Path | str, table: str) -> list[dict[str, object]]:
    found = Lake(str(lake))
    return [row for file in found.files(table) for row in pq.ParquetFile(file).read().to_pylist()]


def test_a_file_becomes_tables_by_month_and_a_second_run_reads_nothing(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "press.jsonl", 60)
    assert "60 articles" in read(source, tmp_path / "lake", "--workers", "2", "--part-mb", "0.02")
    days = [row["published"] for row in rows(tmp_path / "lake", "articles")]
    months = {str(day)[:7] if day else "none" for day in days}
    folders = {path.name for path in (tmp_path / "lake" / "articles").iterdir()}
    assert folders == {f"month={month}" for month in months}
    before = content(tmp_path / "lake")
    again = read(source, tmp_path / "lake", "--part-mb", "0.02")
    assert "0 parts read" in again and content(tmp_path / "lake") == before


def test_articles_that_are_added_to_a_file_are_read_and_none_twice(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "press.jsonl", 30)
    read(source, tmp_path / "lake", "--part-mb", "0.02")
    jsonl(source, 50)
    told = read(source, tmp_path / "lake", "--part-mb", "0.02")
    assert " known already" in told and "0 parts read" not in told
    ids = [row["id"] for row in rows(tmp_path / "lake", "articles")]
    assert sorted(ids) == sorted(each.id for each in press(50))  # type: ignore[type-var]


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_packed_file_is_cut_where_the_plain_one_is(packing: str, tmp_path: Path) -> None:
    plain = jsonl(tmp_path / "a.jsonl", 40)
    packed = tmp_path / f"b.jsonl.{packing}"
    if packing == "gz":
        halves = plain.read_bytes()[:9000], plain.read_bytes()[9000:]
        packed.write_bytes(b"".join(map(gzip.compress, halves)))  # members that follow each other
    else:
        packed.write_bytes(pa.Codec("zstd").compress(plain.read_bytes(), asbytes=True))
    cut = [
        [(chunk.number, chunk.start, chunk.content) for unit in units for chunk in chunks_of(unit)]
        for units in (units_of(str(path), part_bytes=5000) for path in (plain, packed))
    ]
    assert cut[0] == cut[1] and len(cut[0]) > 4
    assert b"".join(content for _, _, content in cut[0]) == plain.read_bytes()


@pytest.mark.parametrize("part_bytes", [1, 7, 50, 1000, PART_BYTES])
def test_a_cut_loses_no_line_wherever_it_falls(part_bytes: int, tmp_path: Path) -> None:
    source = tmp_path / "odd.jsonl"
    source.write_bytes(b"a\n\nbcd\n" + b"x" * 120 + b"\ny\nlast without its end")
    found = [chunk for unit in units_of(str(source), part_bytes=part_bytes) for chunk in chunks_of(unit)]
    assert b"".join(chunk.content for chunk in found) == source.read_bytes()  # type: ignore[misc]
    assert len({chunk.name for chunk in found}) == len(found)


def test_parquet_gives_the_rows_that_lines_give(tmp_path: Path) -> None:
    table = pa.Table.from_batches([articles_batch(press(50))])
    pq.write_table(table, tmp_path / "press.parquet", row_group_size=20)
    read(jsonl(tmp_path / "press.jsonl", 50), tmp_path / "lines")
    read(tmp_path / "press.parquet", tmp_path / "rows")
    for name in ("articles", "events", "places", "figures"):
        told = [sorted(map(repr, rows(tmp_path / lake, name))) for lake in ("lines", "rows")]
        assert told[0] == told[1]


def test_pages_of_a_folder_and_of_a_warc_are_read_with_their_addresses(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.html").write_text(PAGE, "utf-8")
    with (tmp_path / "crawl.warc.gz").open("wb") as out:
        for status, address in (
            ("200 OK", "https://le-journal.example/diboli"),
            ("404 No", "https://x.example"),
        ):
            out.write(gzip.compress(warc_record(status, address)))
    read(tmp_path / "pages", tmp_path / "of-pages")
    read(tmp_path / "crawl.warc.gz", tmp_path / "of-warc")
    [page], [captured] = (rows(tmp_path / each, "articles") for each in ("of-pages", "of-warc"))
    assert page["title"] == captured["title"] == "Attaque à Diboli"
    assert captured["url"] == "https://le-journal.example/diboli"
    assert [e["type"] for e in rows(tmp_path / "of-warc", "events")][:1] == ["ASSAULT"]


def test_what_cannot_be_read_is_a_row_with_its_reason_and_its_byte(tmp_path: Path) -> None:
    source = tmp_path / "press.jsonl"
    good = lines(press(1))
    source.write_bytes(good + b"{no json\n" + b'{"id": "x", "text": ""}\n')
    done = CliRunner().invoke(main, ["corpus", "read", str(source), str(tmp_path / "lake")])
    assert done.exit_code == 6, done.output
    reasons = {row["source"].rsplit(" ", 1)[1]: row["reason"] for row in rows(tmp_path / "lake", "set_aside")}  # type: ignore[attr-defined]
    assert reasons == {str(len(good)): "not-json", str(len(good) + 9): "no-text"}


def test_a_file_that_breaks_off_is_told_and_what_comes_before_is_kept(tmp_path: Path) -> None:
    whole = gzip.compress(lines(press(60)))
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) * 2 // 3])
    jsonl(tmp_path / "b.jsonl", 5)
    arguments = ["corpus", "read", str(tmp_path), str(tmp_path / "lake"), "--part-mb", "0.01"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 6 and "a.jsonl.gz" in done.stderr
    assert len(rows(tmp_path / "lake", "articles")) > 5


def test_points_are_geoparquet(tmp_path: Path) -> None:
    read(jsonl(tmp_path / "press.jsonl", 20), tmp_path / "lake")
    for table in ("events", "places"):
        file = pq.ParquetFile(Lake(str(tmp_path / "lake")).files(table)[0])
        geo = json.loads(file.schema_arrow.metadata[b"geo"])
        assert geo["version"] == "1.1.0" and geo["primary_column"] == "geometry"
        assert geo["columns"]["geometry"] == {"encoding": "WKB", "geometry_types": ["Point"]}
    with_point = [row for row in rows(tmp_path / "lake", "events") if row["lat"] is not None]
    assert with_point and all(row["geometry"] for row in with_point)


def test_an_address_of_another_file_system_is_read_and_written(tmp_path: Path) -> None:
    fsspec.filesystem("memory").pipe_file("/in/press.jsonl", lines(press(20)))
    lake = Lake("memory://lake-of-test")
    for unit in units_of("memory://in/press.jsonl"):
        for chunk in chunks_of(unit):
            read_part(chunk, lake, ReadSettings(), "edition")
    assert sum(each.rows["articles"] for each in lake.manifests().values()) == 20


def test_nothing_to_read_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wanted are"):
        units_of(str(tmp_path))
    done = CliRunner().invoke(main, ["corpus", "read", str(tmp_path), str(tmp_path / "lake")])
    assert done.exit_code == 3 and done.stderr.count("\n") == 1


def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from faleme.cli import corpus

    monkeypatch.setattr(corpus, "find_spec", lambda name: None)
    done = CliRunner().invoke(main, ["corpus", "read", "a", "b"])
    assert done.exit_code == 2 and "faleme[lake]" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.kills
def test_a_run_that_is_killed_leaves_no_half_part_and_is_gone_on_with(tmp_path: Path) -> None:
    source, lake = jsonl(tmp_path / "press.jsonl", 300), tmp_path / "lake"
    command = [
        sys.executable, "-m", "faleme.cli", "corpus", "read", str(source), str(lake), "--workers", "2",
        "--part-mb", "0.02",
    ]  # fmt: skip
    for parts in (1, 4):
        run = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
        _await_parts(lake, parts, run)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        found = Lake(str(lake)).manifests()
        assert found
        for part in found.values():
            told = {file: pq.ParquetFile(lake / file).metadata.num_rows for file in part.files}
            for table, count in part.rows.items():
                assert sum(n for file, n in told.items() if file.startswith(f"{table}/")) == count
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    subprocess.run(
        [*command[:6], str(tmp_path / "whole"), *command[7:]], check=True, stderr=subprocess.DEVNULL
    )
    assert content(lake) == content(tmp_path / "whole")
    assert len(rows(lake, "articles")) == 300


def _await_parts(lake: Path, count: int, run: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and run.poll() is None:
        if len(list((lake / "_parts").glob("[!.]*.json"))) >= count:
            return
        time.sleep(0.01)
    raise AssertionError("the run was over before it could be killed")
