"""A copy of a store in use: whole, sound, and a store by itself."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from faleme.cli import main
from faleme.errors import StoreError
from faleme.store.backup import back_up
from faleme.store.sql import SqlStore, open_store
from tests.made import event, reading

AT = "2025-07-02T10:00:00+00:00"


def filled(url: str) -> SqlStore:
    store = open_store(url)
    store.add([reading("a", event("e1")), reading("b")], actor="t", at=AT)
    return store


def test_a_copy_is_a_store_by_itself(tmp_path: Path) -> None:
    store = filled(f"sqlite:///{tmp_path}/desk.db")
    size = back_up(f"sqlite:///{tmp_path}/desk.db", tmp_path / "copy.db")
    assert size == (tmp_path / "copy.db").stat().st_size > 0
    copy = open_store(f"sqlite:///{tmp_path}/copy.db")
    assert copy.counts() == store.counts()
    assert [each.id for each in copy.incidents()] == [each.id for each in store.incidents()]
    copy.close()
    store.close()


def test_writing_goes_on_while_a_copy_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    store = filled(url)
    more = [reading(f"r{n}", event(f"f{n}")) for n in range(200)]
    writer = threading.Thread(target=lambda: store.add(more, actor="t", at=AT))
    writer.start()
    for _ in range(3):
        back_up(url, tmp_path / "copy.db")
        copy = open_store(f"sqlite:///{tmp_path}/copy.db")
        assert copy.counts().articles >= 2
        copy.close()
    writer.join()
    store.close()


def test_an_older_copy_stays_where_no_new_one_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("older")
    with pytest.raises(StoreError, match="no store to copy"):
        back_up(f"sqlite:///{tmp_path}/missing.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "older"
    assert [each.name for each in tmp_path.iterdir()] == ["copy.db"]


def test_the_command_says_how_much_it_wrote(tmp_path: Path) -> None:
    filled(f"sqlite:///{tmp_path}/desk.db").close()
    run = CliRunner().invoke(
        main, ["--store", f"sqlite:///{tmp_path}/desk.db", "backup", str(tmp_path / "copy.db")]
    )
    assert run.exit_code == 0 and "MB" in run.output
    wrong = CliRunner().invoke(main, ["--store", f"sqlite:///{tmp_path}/no.db", "backup", "x.db"])
    assert wrong.exit_code == 5 and "no store to copy" in wrong.output


@pytest.mark.postgres
def test_postgresql_is_dumped_and_can_be_restored(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    monkeypatch.setenv("PATH", f"{found[-1].parent}{os.pathsep}{os.environ['PATH']}")
    opened = open_store(postgres)
    opened.empty()
    opened.close()
    store = filled(postgres)
    assert back_up(postgres, tmp_path / "copy.dump") > 0
    listed = subprocess.run(
        ["pg_restore", "--list", tmp_path / "copy.dump"], check=True, capture_output=True, text=True
    )
    assert "TABLE DATA public article" in listed.stdout
    store.empty()
    subprocess.run(
        ["pg_restore", "--clean", "--if-exists", f"--dbname={postgres}", tmp_path / "copy.dump"],
        check=True, capture_output=True,
    )  # fmt: skip
    assert store.counts().articles == 2
    store.close()
