"""Watch the press: ask declared outlets for what is new, read it, let the rules look; how outlets fare."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import signal
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from faleme.cli.inputs import output
from faleme.errors import FalemeError, SettingsError
from faleme.lexicon.alert_rules import RULES
from faleme.settings import Settings

if TYPE_CHECKING:
    from faleme.lexicon.publishers import Publisher
    from faleme.records.alert import KeptAlert
    from faleme.records.reading import Reading
    from faleme.records.text import Article, SetAside
    from faleme.records.watched import Fault, Settled
    from faleme.store.base import StoreWriter
    from faleme.watch.run import Tally, Watch

_PUBLISHERS = click.option(
    "--publishers", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="outlets of your own in place of the shipped ones [FALEME_PUBLISHERS]",
)  # fmt: skip


@click.group(invoke_without_command=True)
@click.option("--once", is_flag=True, help="ask every source once, read what is new, and end")
@click.option("--only", multiple=True, metavar="PUBLISHER", help="this outlet alone; may be repeated")
@click.option(
    "--rules",
    "rules_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="rules of warning of your own (default: the shipped ones)",
)
@click.option("--no-rules", is_flag=True, help="do not let the rules of warning look at what comes in")
@click.option("--no-deliver", is_flag=True, help="leave the outbox to `faleme deliver`")
@_PUBLISHERS
@click.pass_context
def watch(
    ctx: click.Context, /, once: bool, only: tuple[str, ...], rules_file: Path | None, no_rules: bool,
    no_deliver: bool, file: Path | None,
) -> None:  # fmt: skip
    """Ask the declared outlets again and again, and read what is new into the store.

    Goes on until stopped with Ctrl-C or SIGTERM. Each fault is a line on standard error, and is kept.
    """
    settings: Settings = ctx.obj
    if file is not None:
        import msgspec

        settings = ctx.obj = msgspec.structs.replace(settings, publishers=file)
    if ctx.invoked_subcommand is None:
        _watch(settings, once, only, None if no_rules else rules_file or RULES, delivers=not no_deliver)


def _watch(
    settings: Settings, once: bool, only: Sequence[str], warn_by: Path | None, *, delivers: bool
) -> None:
    from faleme.lexicon.press_watch import load_press_rules
    from faleme.store.sql import open_store, url_shown
    from faleme.watch.fetch import Fetcher, client_of
    from faleme.watch.run import Watch
    from faleme.watch.sources import sources_of

    sources = sources_of(_publishers(settings), only)
    if not sources:
        raise SettingsError("no outlet declares a feed, a sitemap or a section: there is nothing to watch")
    store, rules = open_store(settings.store), load_press_rules()
    outlets = len({each.publisher.name for each in sources})
    click.echo(
        f"watching {len(sources)} sources of {outlets} outlets into {url_shown(settings.store)}"
        + ("" if once else "; stop it with Ctrl-C"),
        err=True,
    )
    if not settings.contact:
        click.echo("faleme: outlets find no contact in our requests: set FALEME_CONTACT", err=True)
    halt = threading.Event()

    async def run() -> Tally:
        async with client_of(rules, settings.contact) as client:
            fetcher = Fetcher(client, rules, _now)
            made = Watch(
                store, sources, fetcher, rules, _now, read=_reader(settings), teller=_Lines(),
                actor="watch" if settings.actor == "local" else settings.actor,
                warn=_warn(settings, store, warn_by) if warn_by else None,
                deliver=_deliver(settings, store, halt) if delivers else None,
            )  # fmt: skip
            await _until_stopped(made, once, halt)
            return made.tally

    tally = asyncio.run(run())
    waiting = store.watched.waiting()
    store.close()
    click.echo(
        f"{tally.visits} visits, {tally.found} new addresses, {tally.read} articles read, "
        f"{tally.not_read} not read, {tally.faults} faults, {tally.alerts} alerts; {waiting} addresses wait"
    )


async def _until_stopped(watch_: Watch, once: bool, halt: threading.Event) -> None:
    """Run until done, or until a signal says to stop; what is being written then is written."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        halt.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, end)
    running = asyncio.create_task(watch_.once() if once else watch_.go_on(stop))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((running, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if once and not running.done():
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    else:
        await running


def _publishers(settings: Settings) -> tuple[Publisher, ...]:
    from faleme.lexicon.publishers import publishers, read_publishers

    return read_publishers(settings.publishers) if settings.publishers else publishers()


def _reader(settings: Settings) -> Callable[[Sequence[Article]], Sequence[Reading | SetAside]]:
    @functools.cache
    def resources() -> Any:
        from faleme.pipeline import load

        return load(gazetteer=settings.gazetteer)

    def read(articles: Sequence[Article]) -> Sequence[Reading | SetAside]:
        from faleme.pipeline import read_together

        return read_together(articles, resources())

    return read


def _warn(settings: Settings, store: StoreWriter, rules: Path) -> Callable[[], list[KeptAlert]]:
    from faleme.lexicon.alert_rules import load_alert_rules
    from faleme.lexicon.receivers import read_receivers
    from faleme.warn.desk import Warner

    receivers = read_receivers(settings.receivers) if settings.receivers else ()
    warner = Warner(
        store, load_alert_rules(rules), receivers, sender=settings.mail_from or "faleme@localhost"
    )

    def propose() -> list[KeptAlert]:
        now = _now()
        return warner.propose(settings.as_of or now.date(), now)

    return propose


def _deliver(settings: Settings, store: StoreWriter, halt: threading.Event) -> Callable[[], object]:
    from faleme.deliver.channels import ways
    from faleme.deliver.courier import Courier

    courier = Courier(store, ways(settings), _now)
    return lambda: courier.once(halt)


class _Lines:
    """What happens, a line each: articles and alerts on standard output, faults on standard error."""

    def fault(self, fault: Fault) -> None:
        from faleme.words.faults import fault_line
        from faleme.words.wording import wording

        line = fault_line(fault.kind, fault.detail, wording("en"))
        click.echo(f"{fault.at} {fault.publisher}: {fault.address}: {line}", err=True)

    def read(self, settled: Settled) -> None:
        if settled.reading is not None:
            told = settled.reading.article
            click.echo(f"{settled.at} {told.source}: {told.title} ({len(settled.reading.events)} events)")

    def alert(self, kept: KeptAlert) -> None:
        click.echo(f"{kept.proposed} alert {kept.alert.id} {kept.state}: {kept.alert.texts[0].headline}")

    def trouble(self, error: FalemeError) -> None:
        click.echo(f"faleme: {error}", err=True)


@watch.command()
@click.option("--json", "as_json", is_flag=True, help="one outlet a line, as JSON")
@click.pass_obj
def sources(settings: Settings, as_json: bool) -> None:
    """How each outlet fares: last success, lag, failures in a row, the last fault."""
    import msgspec

    from faleme.cli.tables import print_sources
    from faleme.store.sql import open_store
    from faleme.watch.health import health_of

    store, now = open_store(settings.store), _now()
    found = health_of(store, _publishers(settings), now)
    store.close()
    with output(None) as stream:
        if not as_json:
            print_sources(found, now, stream)
            return
        for each in found:
            stream.write(msgspec.json.encode(each).decode() + "\n")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
