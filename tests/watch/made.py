"""Sites on loopback that answer as they are told to, and what stands on them. Words of our own."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from msgspec.structs import replace

from faleme.lexicon.press_watch import PressRules, load_press_rules
from faleme.lexicon.publishers import Publisher
from faleme.records.alert import KeptAlert
from faleme.records.watched import Fault, Settled

NOW = dt.datetime(2025, 7, 2, 9, tzinfo=dt.UTC)
TOWNS = (
    "Diboli",
    "Kayes",
    "Bafoulabé",
    "Kéniéba",
    "Nioro",
    "Yélimané",
    "Sadiola",
    "Aourou",
    "Ambidédi",
    "Kita",
)
RULES = replace(
    load_press_rules(), pace_seconds=0.0, read_seconds=2.0, connect_seconds=2.0, whole_seconds=3.0,
    feed_bytes=1_000_000, page_waits=(0.0, 0.0),
)  # fmt: skip
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the site's routes, and keeps what was asked."""

    protocol_version = "HTTP/1.1"
    site: Any

    def handle(self) -> None:
        with contextlib.suppress(ConnectionResetError):
            super().handle()

    def do_GET(self) -> None:
        begun = time.monotonic()
        self.site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, begun))
        answer = self.site.routes.get(self.path)
        try:
            if answer is None:
                self.say(404, b"nothing here")
            else:
                answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class Site:
    """A server on a free port of loopback; `routes` say what a path answers."""

    def __init__(self) -> None:
        self.routes: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        handler = type("Own", (Handler,), {"site": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]

    def put(self, path: str, body: str | bytes, **headers: str) -> str:
        raw = body.encode() if isinstance(body, str) else body
        headers = {"Content_Type": "text/html; charset=utf-8"} | headers
        self.routes[path] = lambda handler: handler.say(200, raw, **headers)
        return self.address + path

    def put_feed(self, path: str, *names: str, **given: Any) -> str:
        return self.put(
            path, rss([item(self.address, name, **given) for name in names]), Content_Type="text/xml"
        )

    def put_articles(self, *names: str) -> None:
        for number, name in enumerate(names):
            self.put(f"/{name}.html", page(name, TOWNS[number % len(TOWNS)]))


def page(name: str, town: str = "Diboli", *, dated: bool = True) -> str:
    """The page of an article about an attack in a town, its title different for each name."""
    stamp = '<meta property="article:published_time" content="2025-07-02T07:10:00+00:00">' if dated else ""
    return f"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title(name, town)}</title>
{stamp}</head><body><article>
<h1>{title(name, town)}</h1>
<p>Des hommes armés du JNIM ont attaqué mardi un poste de l’armée malienne à {town}, dans l’ouest du Mali.
Deux soldats ont été tués et trois autres blessés, a déclaré un élu de la commune joint par téléphone.</p>
<p>Les assaillants se sont retirés vers le nord après une heure d’échanges de tirs. La route a été rouverte
dans la soirée par la gendarmerie, qui a renforcé ses patrouilles autour de {town} ({name}).</p>
</article></body></html>"""


def title(name: str, town: str) -> str:
    return f"Un poste de l’armée attaqué à {town} au Mali : dépêche {name}"


def item(
    site: str, name: str, *, day: dt.datetime | None = NOW - dt.timedelta(hours=1), text: str = "",
    link: str | None = None,
) -> str:  # fmt: skip
    dated = f"<pubDate>{format_datetime(day)}</pubDate>" if day else ""
    address = link or f"{site}/{name}.html?utm_source=rss#suite"
    return (
        f"<item><title>Dépêche {name}</title><link>{address.replace('&', '&amp;')}</link>{dated}"
        f"<description>{text or 'Un poste attaqué.'}</description></item>"
    )


def rss(items: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Flux</title>'
        f"{''.join(items)}</channel></rss>"
    )


def publisher(name: str = "Le Courrier de démonstration", **given: Any) -> Publisher:
    return Publisher(**({"name": name, "country": "SEN", "language": "fr"} | given))


class Told:
    """A teller that keeps what it is told."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.settled: list[Settled] = []
        self.alerts: list[KeptAlert] = []
        self.troubles: list[Exception] = []

    def fault(self, fault: Fault) -> None:
        self.faults.append(fault)

    def read(self, settled: Settled) -> None:
        self.settled.append(settled)

    def alert(self, kept: KeptAlert) -> None:
        self.alerts.append(kept)

    def trouble(self, error: Exception) -> None:
        self.troubles.append(error)

    def kinds(self) -> dict[str, str]:
        """The last fault of each path."""
        return {"/" + fault.address.partition("//")[2].partition("/")[2]: fault.kind for fault in self.faults}


def quick(**given: Any) -> PressRules:
    return replace(RULES, **given)
