"""Send what waits in the outbox, and forget what is kept for some days only."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from faleme.settings import Settings

if TYPE_CHECKING:
    from faleme.store.base import StoreWriter


@click.command()
@click.option("--once", "watch", flag_value=False, default=False, help="send what is due and end (default)")
@click.option("--watch", "watch", flag_value=True, help="go on sending until stopped with Ctrl-C")
@click.pass_obj
def deliver(settings: Settings, watch: bool) -> None:
    """Send mails that wait in the outbox; SMTP is set by FALEME_SMTP_HOST and the like (docs)."""
    from faleme.deliver.channels import ways
    from faleme.deliver.courier import Courier, forget, iso
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    courier = Courier(store, ways(settings), clock)
    if watch:
        click.echo("Sending what becomes due; stop it with Ctrl-C")
        try:
            before = finds_of(settings, store)
            courier.watch(threading.Event(), forget_days=settings.forget_days, before=before)
        except KeyboardInterrupt:
            click.echo("Stopped")
        return
    begun = clock()
    finds_of(settings, store)()
    done = courier.once()
    forgotten = forget(store, begun, days=settings.forget_days)
    waiting = store.outbox.waiting()
    for lost in store.outbox.given_up(since=iso(begun)):
        click.echo(f"given up: message {lost.number} ({lost.about}): {lost.reason}", err=True)
    click.echo(
        f"{done.sent} sent, {done.put_off} put off, {done.given_up} given up; "
        f"{sum(waiting.values())} waiting; {forgotten} addresses forgotten"
    )
    if waiting.get("mail") and not settings.smtp_host:
        click.echo("faleme: mails wait, and no server is set: FALEME_SMTP_HOST", err=True)
    store.close()


def finds_of(settings: Settings, store: StoreWriter) -> Callable[[], int]:
    """What writes the mails of saved searches that are due."""
    from faleme.desk.saved_mail import tell_finds

    def write() -> int:
        now = clock()
        return tell_finds(store, settings, now, settings.as_of or now.date())

    return write


def clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
