"""The watch is killed at random moments again and again: in the end the store is that of a quiet run."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from faleme.store.alerts_schema import alert, alert_act
from faleme.store.outbox_schema import outbox
from faleme.store.schema import article, change, event, incident, linked_incident
from faleme.store.sql import open_store
from faleme.store.watched_schema import seen_address
from tests.watch.made import TOWNS, Site, item, page, rss

KILLS, OUTLETS, EACH = 20, 3, 20

RULES = """
[[rule]]
id = "mine"
kind = "attack-near"
km = 400
armed = true
sends_itself = true
severity = "Severe"
urgency = "Immediate"
certainty = "Likely"
categories = ["Security"]
event_codes = ["OET-193"]
expires_hours = 72
"""


def outlets(sites: list[Site], path: Path) -> Path:
    """Declares a site each, its feed naming articles that are slow to come."""
    written = []
    for number, site in enumerate(sites):
        names = [f"n{number}x{each}" for each in range(EACH)]
        for each, name in enumerate(names):
            body = page(name, TOWNS[(number + each) % len(TOWNS)]).encode()
            site.routes[f"/{name}.html"] = _slowly(body)
        site.put("/feed", rss([item(site.address, name, day=None) for name in names]), ETag='"1"')
        written.append(
            f'[[publisher]]\nname = "Titre {number}"\ncountry = "MLI"\nlanguage = "fr"\npace = 0.02\n'
            f'feeds = ["{site.address}/feed"]\n'
        )
    path.write_text("\n".join(written), encoding="utf-8")
    return path


def _slowly(body: bytes) -> Callable[[Any], None]:
    def answer(handler: Any) -> None:
        time.sleep(0.05)
        handler.say(200, body)

    return answer


def arguments(url: str, declared: Path, folder: Path) -> list[str]:
    """Of `faleme watch --once`; the day is that of the articles."""
    rules = folder / "rules.toml"
    rules.write_text(RULES)
    return ["--store", url, "--as-of", "2025-07-03", "watch", "--once", "--publishers", str(declared),
            "--rules", str(rules), "--no-deliver"]  # fmt: skip


def receivers(folder: Path) -> str:
    path = folder / "receivers.toml"
    path.write_text(f'[[receiver]]\nname = "salle"\nchannel = "file"\nto = "{folder}"\nceiling = "RED"\n')
    return str(path)


def run(given: list[str], environment: dict[str, str]) -> float:
    """As from a terminal, to its end; returns how long it took."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "faleme.cli", *given]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=150)
    assert done.returncode == 0, done.stderr.decode()
    return time.monotonic() - begun


def child(given: list[str], environment: dict[str, str]) -> None:
    """The same in a process that has the models already, so that it is killed while it works."""
    from faleme.cli import main

    os.environ.update(environment)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    main(given)


def count(url: str) -> int:
    store = open_store(url)
    articles = store.counts().articles
    store.close()
    return articles


def whole(url: str) -> dict[str, list[Any]]:
    """All that a reader of the store can tell apart, without moments."""
    store = open_store(url)
    with store._engine.connect() as connection:

        def rows(*columns: Any) -> list[Any]:
            return sorted(map(tuple, connection.execute(sa.select(*columns))), key=repr)

        stands = set(rows(incident.c.id))
        told = {
            "articles": rows(article.c.id, article.c.content_hash, article.c.published, article.c.added_by),
            "events": rows(event.c.id, event.c.article, event.c.incident, event.c.linked, event.c.record),
            "incidents": rows(incident.c.id, incident.c.record, incident.c.reports),
            "linked": rows(linked_incident.c.id, linked_incident.c.record),
            "seen": rows(seen_address.c.address, seen_address.c.outcome, seen_address.c.article),
            "changes": rows(change.c.act, change.c.target),
            # What was half told when the rules looked may be told otherwise since; what stands is warned of.
            "alerts": [row for row in rows(alert.c.key, alert.c.state) if (row[0],) in stands],
        }
        sent = rows(alert.c.id)
        assert sent == rows(alert_act.c.alert), "each is sent once, by the rule"
        assert [f"alert:{each}" for (each,) in sent] == [each for (each,) in rows(outbox.c.about)]
    assert store.watched.alerts_due() == 0
    store.close()
    return told


@pytest.mark.kills
def test_twenty_kills_lose_nothing_and_read_nothing_twice(sites: Callable[[], Site], tmp_path: Path) -> None:
    made = [sites() for _ in range(OUTLETS)]
    declared = outlets(made, tmp_path / "outlets.toml")
    quiet, killed = f"sqlite:///{tmp_path}/quiet.db", f"sqlite:///{tmp_path}/killed.db"
    for url in (quiet, killed):
        open_store(url).close()
    environment = os.environ | {"FALEME_RECEIVERS": receivers(tmp_path)}
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.watch.preloaded"])

    def begun(url: str) -> Any:
        process = context.Process(target=child, args=(arguments(url, declared, tmp_path), dict(environment)))
        process.start()
        return process

    calm, start = begun(quiet), time.monotonic()
    calm.join(120)
    assert calm.exitcode == 0
    takes, asked = time.monotonic() - start, sum(len(site.asked) for site in made)
    rng, died, counts = random.Random(20251), 0, [0]
    for _ in range(KILLS):
        process = begun(killed)
        process.join(rng.uniform(0.02, 0.4) * takes)
        process.kill()
        process.join()
        died += process.exitcode == -signal.SIGKILL
        process.close()
        counts.append(count(killed))
    run(arguments(killed, declared, tmp_path), environment)
    assert died >= KILLS // 2 and len(set(counts)) > 2, "the runs must be killed while they work"
    expected, found = whole(quiet), whole(killed)
    for name, rows in expected.items():
        assert rows and found[name] == rows, name
    assert len(expected["articles"]) == OUTLETS * EACH and asked == OUTLETS * (EACH + 2)
