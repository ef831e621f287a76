"""Where inputs come from when something is wrong there: links, folders, names, servers; one line each."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import threading
import time
from pathlib import Path

import msgspec
import pytest

from faleme.read.archive import read_inputs
from faleme.records.text import Article, SetAside
from tests.read.test_archive import LINE, lines, set_aside


def test_a_broken_link_in_a_folder_is_told_and_the_rest_read(tmp_path: Path) -> None:
    """Regression: what could not be opened in a folder was passed over in silence."""
    (tmp_path / "a.jsonl").write_bytes(lines(LINE))
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere.html")
    (tmp_path / "itself").symlink_to(tmp_path)
    read, told = read_inputs([str(tmp_path)])
    assert isinstance(read, Article)
    assert isinstance(told, SetAside)
    assert (told.reason, told.source) == ("fetch", str(tmp_path / "gone.html"))


def test_a_folder_that_may_not_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: the whole folder was missing from the run without a word."""
    (tmp_path / "a.jsonl").write_bytes(lines(LINE))
    closed = tmp_path / "closed"
    closed.mkdir()
    scandir = os.scandir

    def guarded(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    read, told = read_inputs([str(tmp_path)])
    assert isinstance(read, Article)
    assert isinstance(told, SetAside)
    assert (told.reason, told.source) == ("fetch", str(closed))


def test_a_name_in_another_encoding_can_be_told(tmp_path: Path) -> None:
    """Regression: such a name could not be written to the record of what was set aside."""
    path = os.fsencode(tmp_path) + b"/press\xe9.html"
    Path(os.fsdecode(path)).write_bytes(b"")
    told = set_aside(tmp_path)
    assert told.reason == "empty"
    assert msgspec.json.decode(msgspec.json.encode(told), type=SetAside) == told
    assert "/press?.html" in told.source


def test_no_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: a program started without standard input ended in a traceback."""
    monkeypatch.setattr("sys.stdin", None)
    assert set_aside("-").reason == "fetch"


def test_a_text_longer_than_any_article_is_set_aside_and_the_next_line_read() -> None:
    """Regression: a text of two million characters held up the run for minutes."""
    long = LINE | {"id": "dump", "text": "Un pont. " * 60_000}
    told, read = read_inputs(["-"], stdin=io.BytesIO(lines(long, LINE)))
    assert isinstance(told, SetAside)
    assert (told.reason, told.line, told.article) == ("too-large", 1, "dump")
    assert isinstance(read, Article)


def test_a_server_that_sends_its_headers_letter_by_letter_is_left() -> None:
    """Regression: each letter came in time, so the page never did and the run stood still."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            line, _ = server.accept()
            with line, contextlib.suppress(OSError):
                for letter in b"HTTP/1.1 200 OK" * 4:
                    line.sendall(bytes([letter]))
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        told = set_aside(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout_s=0.5)
        assert told.reason == "fetch"
        assert time.monotonic() - began < 2


@pytest.mark.parametrize("address", ["http://[bad", "http://a..b/", "http://" + "a" * 300, "https://\ud800/"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    assert set_aside(address, timeout_s=2.0).reason == "fetch"
