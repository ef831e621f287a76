"""One behaviour suite over all stores: SQLite always, PostgreSQL where its server is installed."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from faleme.errors import StoreError
from faleme.records.text import SetAside
from faleme.store.sql import SqlStore, open_store
from tests.made import day, event, reading

AT = "2026-02-01T00:00:00+00:00"


def test_what_is_added_comes_back_whole(store: SqlStore) -> None:
    kept = reading("a1", event("a1:1"))
    assert store.add([kept], actor="awa", at=AT).new == 1
    assert store.reading("a1") == kept
    assert list(store.readings()) == [kept]
    assert store.reading("nowhere") is None


def test_adding_the_same_article_twice_changes_nothing(store: SqlStore) -> None:
    store.add([reading("a1", event("a1:1"))], actor="awa", at=AT)
    before = (store.counts(), store.incidents(), store.changes())
    done = store.add([reading("a1", event("a1:1"))], actor="awa", at="2026-03-01T00:00:00+00:00")
    assert (done.new, done.changed, done.known) == (0, 0, 1)
    assert (store.counts(), store.incidents(), store.changes()) == before


def test_a_new_reading_of_an_article_replaces_its_events_and_says_who_did_it(store: SqlStore) -> None:
    store.add([reading("a1", event("a1:1"), event("a1:2", type="ACCUSE"))], actor="awa", at=AT)
    assert store.add([reading("a1", event("a1:1"))], actor="modou", at=AT).changed == 1
    assert store.counts().events == 1
    assert [(c.actor, c.act, c.target) for c in store.changes()] == [
        ("awa", "add", "a1"),
        ("modou", "reread", "a1"),
    ]


def test_reports_of_two_articles_added_apart_become_one_incident(store: SqlStore) -> None:
    store.add([reading("a1", event("a1:1"))], actor="awa", at=AT)
    store.add([reading("a2", event("a2:1"))], actor="awa", at=AT)
    (incident,) = store.incidents()
    assert {member.article for member in incident.members} == {"a1", "a2"}
    assert store.incident(incident.id) == incident
    assert store.incident_of("a2") == {"a2:1": incident.id}


def test_incidents_come_latest_first_and_by_marking(store: SqlStore) -> None:
    store.add(
        [
            reading("a1", event("a1:1", time=day("2025-06-01")), text="Un pont miné", published="2025-06-02"),
            reading("a2", event("a2:1", time=day("2025-07-01")), text="Poste attaqué la nuit"),
            reading(
                "a3",
                event("a3:1", time=day("2025-08-01"), marking="AMBER+STRICT"),
                text="Trois camions brûlés",
                published="2025-08-02",
            ),
        ],
        actor="awa",
        at=AT,
    )
    assert [i.time and i.time.to for i in store.incidents()] == ["2025-08-01", "2025-07-01", "2025-06-01"]
    assert [i.marking for i in store.incidents(markings=["CLEAR"], limit=1)] == ["CLEAR"]


def test_what_was_set_aside_is_kept_once_with_its_reason(store: SqlStore) -> None:
    record = SetAside(source="page.html", reason="empty", message="the file is empty")
    store.set_aside([record, record])
    store.set_aside([record])
    assert store.counts().set_aside == 1


def test_articles_are_listed_newest_first_and_undated_last(store: SqlStore) -> None:
    store.add(
        [
            reading("a1", published="2025-01-01"),
            reading("a2", published=None),
            reading("a3", published="2025-03-01T10:00"),
        ],
        actor="awa",
        at=AT,
    )
    assert [summary.id for summary in store.articles()] == ["a3", "a1", "a2"]


def test_the_desk_reads_while_a_run_writes(store: SqlStore) -> None:
    seen: list[int] = []

    def slow() -> Iterator[object]:
        yield reading("a1", event("a1:1"))
        reader = threading.Thread(target=lambda: seen.append(store.counts().articles))
        reader.start()
        reader.join(timeout=10)
        yield reading("a2", event("a2:1"))

    store.add(slow(), actor="awa", at=AT)  # type: ignore[arg-type]
    assert seen == [0]
    assert store.counts().articles == 2


def test_an_address_that_is_no_store_is_told_in_one_line() -> None:
    for url in ("nonsense", "mysql://root@localhost/x"):
        with pytest.raises(StoreError) as told:
            open_store(url)
        assert "sqlite" in str(told.value) and "\n" not in str(told.value)


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    import sqlite3

    url = f"sqlite:///{tmp_path}/desk.db"
    open_store(url).close()
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="newer"):
        open_store(url)


def test_a_kill_in_the_middle_of_adding_leaves_whole_articles_and_the_next_run_finishes(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    program = textwrap.dedent(
        f"""
        from faleme.store.sql import open_store
        from tests.made import event, reading
        import sys
        def endless():
            for n in range(100_000):
                if n == 450:
                    print("half way", flush=True)
                yield reading(f"a{{n:05}}", event(f"a{{n:05}}:1"))
        open_store({url!r}).add(endless(), actor="awa", at={AT!r})
        """
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline().strip() == "half way"
        process.send_signal(signal.SIGKILL)
    store = open_store(url)
    counts = store.counts()
    assert counts.articles == counts.events >= 400
    assert counts.incidents == 0  # it was killed before linking …
    store.add([], actor="awa", at=AT)
    assert store.counts().incidents >= 1  # … which the next run makes up for
    store.close()
