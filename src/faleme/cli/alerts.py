"""Alerts: proposed by rules, decided by a person, and what became of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from faleme.cli.inputs import output
from faleme.errors import JudgementError
from faleme.settings import Settings

if TYPE_CHECKING:
    from faleme.records.alert import KeptAlert
    from faleme.store.sql import SqlStore
    from faleme.warn.desk import Warner

_JSON = click.option("--json", "as_json", is_flag=True, help="one alert a line, as JSON")
_NOTE = click.option("--note", default="", help="why, or what was done; kept with it")
_RULES = click.option(
    "--rules", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="rules of your own (default: the shipped ones)",
)  # fmt: skip


@click.group()
def alerts() -> None:
    """Alerts: proposed by armed rules, sent when a person confirms them."""


@alerts.command()
@_RULES
@_JSON
@click.pass_obj
def propose(settings: Settings, /, file: Path | None, as_json: bool) -> None:
    """Look at the store as of today and keep what armed rules see for a person to decide."""
    store, warner = _open(settings, file)
    now = clock()
    found = warner.propose(settings.as_of or now.date(), now)
    store.close()
    with output(None) as stream:
        for each in found:
            stream.write(_line(each, as_json))
    if not as_json:
        click.echo(f"{len(found)} new", err=True)


@alerts.command("list")
@click.option(
    "--state", type=click.Choice(["proposed", "sent", "dismissed", "updated", "cancelled"]), multiple=True
)
@_JSON
@click.pass_obj
def list_(settings: Settings, /, state: tuple[str, ...], as_json: bool) -> None:
    """Alerts, the latest first, with the time from report to proposal, sending and acknowledgement."""
    store, _ = _open(settings, None)
    found = store.alerts.list(states=state)  # type: ignore[arg-type]
    store.close()
    with output(None) as stream:
        for each in found:
            stream.write(_line(each, as_json))


@alerts.command()
@click.argument("alert")
@click.pass_obj
def cap(settings: Settings, /, alert: str) -> None:
    """The message of ALERT as CAP 1.2."""
    from faleme.warn.cap import cap_xml

    store, _ = _open(settings, None)
    found = store.alerts.get(alert)
    store.close()
    if found is None:
        raise JudgementError(f"no alert {alert!r}")
    with output(None) as stream:
        stream.write(cap_xml(found.alert).decode())


def _act(name: str, done: str, help_: str) -> None:
    @alerts.command(name, help=help_)
    @click.argument("alert")
    @_NOTE
    @click.pass_obj
    def act(settings: Settings, /, alert: str, note: str) -> None:
        store, warner = _open(settings, None)
        now, who = clock(), settings.actor
        if name in ("respond", "outcome"):
            warner.told(alert, name, who=who, now=now, note=note)
        else:
            getattr(warner, name)(alert, who=who, now=now, note=note)
        waiting = sum(store.outbox.waiting().values())
        store.close()
        click.echo(f"{alert} {done}; {waiting} messages wait in the outbox (`faleme deliver` sends them)")


_act("confirm", "confirmed", "Send ALERT to whoever may have it.")
_act("dismiss", "dismissed", "Do not send ALERT.")
_act("cancel", "called off", "Call off ALERT that was sent, by a message that says so.")
_act("acknowledge", "acknowledged", "Keep that ALERT was received (--as says by whom).")
_act("respond", "answered", "Keep what was done about ALERT (--note).")
_act("outcome", "closed with its outcome", "Keep how ALERT ended (--note).")


def _open(settings: Settings, file: Path | None) -> tuple[SqlStore, Warner]:
    from faleme.lexicon.alert_rules import RULES, load_alert_rules
    from faleme.lexicon.receivers import read_receivers
    from faleme.store.sql import open_store
    from faleme.warn.desk import Warner

    receivers = read_receivers(settings.receivers) if settings.receivers else ()
    store = open_store(settings.store)
    sender = settings.mail_from or "faleme@localhost"
    return store, Warner(store, load_alert_rules(file or RULES), receivers, sender=sender)


def _line(kept: KeptAlert, as_json: bool) -> str:
    import msgspec

    if as_json:
        return msgspec.json.encode(kept).decode() + "\n"
    alert = kept.alert
    times = [("reported", kept.reported), ("proposed", kept.proposed), ("sent", kept.first("confirm")),
             ("acknowledged", kept.first("acknowledge"))]  # fmt: skip
    told = ", ".join(f"{name} {moment[:16]}" for name, moment in times if moment)
    return (
        f"{alert.id}  {kept.state}  {alert.severity}  TLP:{alert.marking}\n"
        f"  {alert.texts[0].headline}\n  {told}\n"
    )


def clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
