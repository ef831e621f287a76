"""The watch goes on, lets the rules look and sends: from a feed item to mail and webhook; and it stops."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import email.policy
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from msgspec.structs import replace

from faleme.cli import main
from faleme.deliver.channels import ways
from faleme.deliver.courier import Courier
from faleme.errors import DataError, StoreError
from faleme.lexicon.alert_rules import load_alert_rules
from faleme.lexicon.publishers import Publisher
from faleme.lexicon.receivers import Receiver
from faleme.pipeline import Resources, read_together
from faleme.settings import Settings
from faleme.store.sql import SqlStore, open_store
from faleme.warn.desk import Warner
from faleme.watch.fetch import Fetcher, client_of
from faleme.watch.run import Tally, Watch
from faleme.watch.sources import sources_of
from tests.warn.test_alerts import receiver, smtp
from tests.watch.made import NOW, Site, Told, item, page, publisher, quick, rss

__all__ = ["receiver"]
MARKET = """<html lang="fr"><body><article><h1>Le marché de Thiès rouvre</h1><p>Le marché au bétail rouvre
dimanche, annonce la mairie, qui a fait clore l’enclos et creuser un puits pour les vendeurs.</p><p>Deux cents
vendeurs y sont attendus par le maire, qui a visité les lieux samedi.</p></article></body></html>"""
Meanwhile = Callable[[asyncio.Event], Awaitable[None]]


def go_on(
    store: SqlStore, resources: Resources, outlet: Publisher, meanwhile: Meanwhile, told: Told, **given: Any
) -> Tally:
    """A watch that goes on until `meanwhile` sets the event."""

    async def run() -> Tally:
        rules = quick(feed_seconds=0.2)
        async with client_of(rules, "") as client:
            clock = Clock()
            watch = Watch(
                store, sources_of([outlet]), Fetcher(client, rules, clock), rules, clock, teller=told,
                **({"read": lambda articles: read_together(articles, resources)} | given),
            )  # fmt: skip
            stop = asyncio.Event()
            running = asyncio.create_task(watch.go_on(stop))
            done = asyncio.create_task(asyncio.wait_for(meanwhile(stop), 60))
            await asyncio.wait((running, done), return_when=asyncio.FIRST_COMPLETED)
            stop.set()
            tally = await running
            await done
            return tally

    return asyncio.run(run())


class Clock:
    """A day of July 2025 that goes on as fast as ours."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def __call__(self) -> dt.datetime:
        return NOW + dt.timedelta(seconds=time.monotonic() - self._begun)


async def until(met: Callable[[], bool]) -> None:
    while not met():
        await asyncio.sleep(0.02)


def test_from_a_feed_item_to_mail_and_webhook_in_five_seconds(
    store: SqlStore, site: Site, resources: Resources, receiver: Any
) -> None:
    mails = smtp()
    address, posted, _ = receiver
    rule = replace(load_alert_rules()[0], sends_itself=True)
    to = [
        Receiver(name="salle", channel="mail", to="salle@exemple.org", ceiling="AMBER"),
        Receiver(name="partenaire", channel="webhook", to=address, ceiling="AMBER"),
    ]
    warner = Warner(store, [rule], to, sender="veille@exemple.org")
    settings = Settings(
        smtp_host="127.0.0.1", smtp_port=mails.port, smtp_tls="none", mail_from="veille@exemple.org"
    )
    clock = Clock()
    courier = Courier(store, ways(settings), lambda: clock() + dt.timedelta(seconds=5))
    outlet, took = publisher(feeds=(site.put_feed("/feed", "a0"),)), [99.0]
    site.put("/a0.html", MARKET)
    told = Told()

    async def meanwhile(stop: asyncio.Event) -> None:
        await until(lambda: bool(told.settled))  # it runs, and the models are there
        site.put("/a1.html", page("a1", "Diboli"))
        begun = time.perf_counter()
        site.put_feed("/feed", "a0", "a1")
        await until(lambda: bool(mails.handler.got and posted))
        took[0] = time.perf_counter() - begun

    tally = go_on(
        store, resources, outlet, meanwhile, told, warn=lambda: warner.propose(NOW.date(), NOW),
        deliver=courier.once,
    )  # fmt: skip
    mails.stop()
    mail = email.message_from_bytes(mails.handler.got[0], policy=email.policy.default)
    assert "Attaque à Diboli" in mail["Subject"] and len(posted) == 1 == len(mails.handler.got)
    assert took[0] < 5 and tally.alerts == 1 and told.troubles == []


def test_a_store_that_is_away_for_a_moment_costs_no_page(
    store: SqlStore, site: Site, resources: Resources, monkeypatch: Any
) -> None:
    from faleme.watch import run as module

    monkeypatch.setattr(module, "_STORE_AWAY", 0.05)
    site.put_articles("a1")
    keep, away = store.keep_watched, [True, True]

    def keeps(*args: Any, **given: Any) -> Any:
        if away:
            away.pop()
            raise StoreError("nothing was written (database is locked); try again")
        return keep(*args, **given)

    monkeypatch.setattr(store, "keep_watched", keeps)
    told = Told()
    go_on(
        store, resources, publisher(feeds=(site.put_feed("/feed", "a1"),)),
        lambda stop: until(lambda: bool(told.settled)), told,
    )  # fmt: skip
    assert site.paths().count("/a1.html") == 1 and store.counts().articles == 1
    assert len(told.troubles) == 2


def test_rules_that_cannot_be_read_are_told_and_looked_at_again(
    store: SqlStore, site: Site, resources: Resources
) -> None:
    site.put_articles("a1")
    told, looks = Told(), [0]

    def warn() -> list[Any]:
        looks[0] += 1
        if looks[0] <= 2:
            raise DataError("no rules of warning")
        return []

    outlet = publisher(feeds=(site.put_feed("/feed", "a1"),))
    go_on(store, resources, outlet, lambda stop: until(lambda: looks[0] >= 3), told, warn=warn)
    assert store.watched.alerts_due() == 0 and len(told.troubles) == 2 and store.counts().articles == 1


def test_an_old_fault_is_forgotten_by_who_keeps_house(
    store: SqlStore, site: Site, resources: Resources
) -> None:
    from tests.store.test_watched import fault

    store.watched.note([fault(at="2025-01-01T00:00:00+00:00"), fault(at="2025-07-01T00:00:00+00:00")])
    go_on(
        store, resources, publisher(feeds=(site.put_feed("/feed"),)),
        lambda stop: until(lambda: len(store.watched.faults()) == 1), Told(),
    )  # fmt: skip


def declared(site: Site, folder: Path, more: str = "") -> list[str]:
    path = folder / "outlets.toml"
    path.write_text(
        '[[publisher]]\nname = "Le Courrier de démonstration"\ncountry = "SEN"\nlanguage = "fr"\n'
        f'pace = 0.01\nfeeds = ["{site.put_feed("/feed", "a1")}"]\n{more}',
        encoding="utf-8",
    )
    return ["--store", f"sqlite:///{folder}/desk.db", "watch", "--publishers", str(path)]


def test_the_command_asks_once_and_shows_how_outlets_fare(site: Site, tmp_path: Path) -> None:
    site.put("/feed2", "")
    address = f"{site.address}/2"
    site.put_articles("a1")
    more = f'[[publisher]]\nname = "En panne"\ncountry = "MLI"\nlanguage = "fr"\nfeeds = ["{address}"]\n'
    site.put("/feed", rss([item(site.address, "a1", day=None)]))
    given = declared(site, tmp_path, more)
    site.put("/feed", rss([item(site.address, "a1", day=None)]))
    run = CliRunner().invoke(main, [*given, "--once", "--no-rules"], env={"FALEME_CONTACT": "a@exemple.org"})
    assert run.exit_code == 0, run.output
    assert (
        "watching 2 sources of 2 outlets" in run.stderr and f"En panne: {address}: answers 404" in run.stderr
    )
    assert "1 articles read" in run.stdout and "Un poste de l’armée attaqué à Diboli" in run.stdout
    table = CliRunner().invoke(main, [*given, "sources"]).stdout
    assert "En panne" in table and "fails" in table and "answers 404" in table
    lines = CliRunner().invoke(main, [*given, "sources", "--json"]).stdout.splitlines()
    assert len(lines) == 2 and '"failures":1' in lines[0] and '"state":"well"' in lines[1]
    one = CliRunner().invoke(main, [*given, "--once", "--only", "en panne", "--no-rules"])
    assert "watching 1 sources" in one.stderr and "0 visits" in one.stdout, "it failed just now, and waits"


def test_nothing_declared_and_nobody_of_that_name_are_said(site: Site, tmp_path: Path) -> None:
    given = declared(site, tmp_path)
    wrong = CliRunner().invoke(main, [*given, "--once", "--only", "Personne"])
    assert wrong.exit_code == 2 and "no publisher is called 'Personne'" in wrong.output
    (tmp_path / "outlets.toml").write_text("")
    empty = CliRunner().invoke(main, [*given, "--once"])
    assert empty.exit_code == 2 and "there is nothing to watch" in empty.output


def test_sigterm_ends_it_well(site: Site, tmp_path: Path) -> None:
    site.put_articles("a1")
    given = declared(site, tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "faleme.cli", *given, "--no-rules"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    end = time.monotonic() + 60
    while not site.paths() and time.monotonic() < end:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "stop it with Ctrl-C" in err and "visits" in out and "Traceback" not in err
    store = open_store(f"sqlite:///{tmp_path}/desk.db")
    assert store.watched.waiting() in (0, 1)
    store.close()
