"""Serve the desk, also over the sample press."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import click

from faleme.cli.inputs import progress
from faleme.cli.trade_files import TRADE, observations
from faleme.errors import SettingsError
from faleme.settings import Settings, settings_from


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8765, show_default=True)
@click.option("--public", is_flag=True, help="show what the public may see, also on loopback")
@click.option("--closed", is_flag=True, help="every page wants a sign-in [FALEME_PAGES=closed]")
@click.option("--proxies", metavar="ADDR,...", help="reverse proxies that are believed [FALEME_PROXIES]")
@TRADE
@click.pass_obj
def serve(
    settings: Settings, host: str, port: int, public: bool, closed: bool, proxies: str | None,
    trade: tuple[Path, ...],
) -> None:  # fmt: skip
    """Serve the desk; people sign in with an account of `faleme user add`."""
    given = {"pages": "closed" if closed else None, "proxies": proxies}
    changed = {name: value for name, value in given.items() if value is not None}
    settings = settings_from({}, **_fields(settings) | changed)
    _serve(settings, host=host, port=port, public=public, trade=trade)


@click.command()
@click.option("--port", default=8765, show_default=True)
@click.option("--no-serve", is_flag=True, help="only read the sample press into the store")
@click.pass_obj
def demo(settings: Settings, port: int, no_serve: bool) -> None:
    """Read the invented sample press and serve the desk as of the day after its newest dispatch."""
    import msgspec

    from faleme.pipeline import load, read_article
    from faleme.read.sample import sample
    from faleme.store.sql import open_store

    if settings.store == Settings().store:
        settings = msgspec.structs.replace(settings, store="sqlite:///demo.db")
    articles = tuple(sample())
    newest = max(article.published[:10] for article in articles if article.published)
    today = settings.as_of or dt.date.fromisoformat(newest) + dt.timedelta(days=1)
    store = open_store(settings.store)
    resources = load(gazetteer=settings.gazetteer)
    readings = (
        read_article(article, resources) for article in progress(articles, "Reading the sample press")
    )
    done = store.add(readings, actor="demo", at=f"{today}T00:00:00+00:00")
    counts = store.counts()
    store.close()
    click.echo(
        f"Sample press: {len(articles)} dispatches ({done.new + done.changed} read now), "
        f"{counts.events} events, {counts.incidents} incidents, in {settings.store}. "
        "Its outlets are invented, its facts are public."
    )
    if not no_serve:
        _serve(
            msgspec.structs.replace(settings, as_of=today),
            host="127.0.0.1",
            port=port,
            public=False,
            demo=True,
        )


def _serve(
    settings: Settings, *, host: str, port: int, public: bool, demo: bool = False,
    trade: tuple[Path, ...] = (),
) -> None:  # fmt: skip
    import uvicorn

    from faleme.desk.app import create_app
    from faleme.store.sql import open_store

    access = "public" if public or host not in ("127.0.0.1", "localhost", "::1") else settings.access
    settings = settings_from({}, **{**_fields(settings), "access": access})
    today = settings.as_of or dt.date.today()
    store = open_store(settings.store)
    app = create_app(settings=settings, store=store, today=today, demo=demo, trade=observations(trade))
    stop_sending = _sending(settings, store)
    click.echo(f"Falémé desk on http://{host}:{port} as of {today} ({access}); stop it with Ctrl-C")
    try:
        # Who is behind a proxy is our own setting; uvicorn would believe anybody on loopback.
        uvicorn.run(app, host=host, port=port, log_level="warning", proxy_headers=False)
    except SystemExit as error:
        raise SettingsError(f"port {port} is taken or not allowed: choose another with --port") from error
    finally:
        stop_sending.set()


def _sending(settings: Settings, store: Any) -> threading.Event:
    """Send mail beside the desk where a server is set, until the event that is given back."""
    from faleme.cli.deliver import clock, finds_of
    from faleme.deliver.channels import ways
    from faleme.deliver.courier import Courier

    stop, found = threading.Event(), ways(settings)
    courier = Courier(store, found, clock)
    if found:
        work = {"forget_days": settings.forget_days, "before": finds_of(settings, store)}
        threading.Thread(target=courier.watch, args=(stop,), kwargs=work, name="courier", daemon=True).start()
    return stop


def _fields(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in settings.__struct_fields__}
