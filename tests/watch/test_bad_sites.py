"""Sites that behave badly: the run ends well, each fault is told, and the good outlet is read."""

from __future__ import annotations

import datetime as dt
import gzip
import time
from collections.abc import Callable
from typing import Any

import pytest

from faleme.store.sql import SqlStore
from faleme.words.faults import fault_line
from faleme.words.wording import LANGUAGES, wording
from tests.watch.made import NOW, Handler, Site, Told, item, page, publisher, quick, rss

Run = Callable[..., Told]
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b"<rss><channel>&b;</channel></rss>"
)
GERMAN = "<p>Der Bürgermeister hat gestern den neuen Markt eröffnet und alle Händler der Stadt begrüßt.</p>"


def drip(handler: Handler) -> None:
    """A byte now and then, always in time for the next read."""
    handler.send_response(200)
    handler.send_header("Content-Length", "10000")
    handler.end_headers()
    for _ in range(30):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.3)


def silence(handler: Handler) -> None:
    time.sleep(4.0)


def endless(handler: Handler) -> None:
    """100 MB without saying how much."""
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    for _ in range(100):
        handler.wfile.write(b"<item>" + b"x" * 1_000_000)


def truncated_gzip(handler: Handler) -> None:
    whole = gzip.compress(rss([item("http://x", str(n)) for n in range(500)]).encode())
    handler.say(200, whole[: len(whole) // 2], Content_Encoding="gzip")


def gzip_bomb(handler: Handler) -> None:
    handler.say(200, gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")


def broken_off(handler: Handler) -> None:
    handler.say(200, b"<rss>", Content_Length="5000")
    handler.close_connection = True


def in_circles(handler: Handler) -> None:
    handler.say(302, Location=handler.path)


BAD: dict[str, tuple[Any, str]] = {
    "drip": (drip, "slow"),
    "silence": (silence, "slow"),
    "500": (lambda handler: handler.say(500), "status"),
    "404": (lambda handler: handler.say(404), "status"),
    "redirect": (in_circles, "redirects"),
    "gzip": (truncated_gzip, "gzip"),
    "gzip-bomb": (gzip_bomb, "too-large"),
    "brotli": (lambda handler: handler.say(200, b"??", Content_Encoding="br"), "gzip"),
    "cut": (broken_off, "cut"),
    "100-mb": (endless, "too-large"),
    "100-mb-told": (lambda handler: handler.say(200, b"", Content_Length="100000000"), "too-large"),
    "bomb": (lambda handler: handler.say(200, BOMB), "not-a-feed"),
    "bomb-16": (lambda handler: handler.say(200, BOMB.decode().encode("utf-16")), "not-a-feed"),
    "captcha": (lambda handler: handler.say(200, b"<html><body>Robot ?</body></html>"), "not-a-feed"),
    "bad-location": (lambda handler: handler.say(302, Location="http://[::1/x"), "unreadable"),
    "429": (lambda handler: handler.say(429, Retry_After="120"), "too-many"),
}  # fmt: skip


def test_every_bad_site_is_told_and_the_good_one_is_read(
    store: SqlStore, sites: Callable[[], Site], watched: Run
) -> None:
    good, made = sites(), {name: sites() for name in BAD}
    good.put_articles("a1")
    outlets = [publisher("Bon", feeds=(good.put_feed("/feed", "a1"),))]
    for name, (answer, _) in BAD.items():
        made[name].routes["/feed"] = answer
        outlets.append(publisher(name, feeds=(made[name].address + "/feed",)))
    begun = time.monotonic()
    told = watched(*outlets)
    assert time.monotonic() - begun < 30
    assert {fault.publisher: fault.kind for fault in told.faults} == {
        name: kind for name, (_, kind) in BAD.items()
    }
    assert store.counts().articles == 1 and told.troubles == []
    kept = {fault.publisher: fault for fault in store.watched.faults()}
    assert len(kept) == len(store.watched.faults()) == len(BAD)
    assert kept["500"].source == kept["500"].address == made["500"].address + "/feed"
    for fault in kept.values():
        for language in LANGUAGES:
            line = fault_line(fault.kind, fault.detail, wording(language))
            assert line and "\n" not in line and "{" not in line and "()" not in line
    states = store.watched.sources()
    assert all(states[f"{site.address}/feed"].failures == 1 for site in made.values())


def test_who_wants_to_be_left_alone_is(store: SqlStore, site: Site, watched: Run) -> None:
    site.routes["/feed"] = lambda handler: handler.say(429, Retry_After="7200")
    outlet = publisher(feeds=(site.address + "/feed", site.address + "/other"))
    watched(outlet)
    assert site.paths() == ["/feed"], "the host, not the address, is left alone"
    state = store.watched.sources()[site.address + "/feed"]
    assert state.next_due == "2025-07-02T11:00:00+00:00" and state.detail == "429"
    site.put_feed("/feed")
    site.put_feed("/other")
    watched(outlet, now=NOW + dt.timedelta(minutes=119))
    assert "/feed" not in site.paths()[1:]
    watched(outlet, now=NOW + dt.timedelta(minutes=121))
    assert site.paths().count("/feed") == 2
    assert store.watched.sources()[site.address + "/feed"].failures == 0


def test_a_robots_txt_that_fails_means_wait_and_one_that_is_missing_means_come_in(
    store: SqlStore, sites: Callable[[], Site], watched: Run
) -> None:
    away, none = sites(), sites()
    away.routes["/robots.txt"] = lambda handler: handler.say(503)
    outlets = [publisher("Absent", feeds=(away.put_feed("/feed"),)),
               publisher("Sans", feeds=(none.put_feed("/feed"),))]  # fmt: skip
    told = watched(*outlets)
    assert [(fault.publisher, fault.kind, fault.detail) for fault in told.faults] == [
        ("Absent", "robots-away", "503")
    ]
    assert away.paths() == [] and none.paths() == ["/feed"]


@pytest.mark.parametrize(
    ("declared", "encoding"), [("iso-8859-1", "utf-8"), ("utf-8", "cp1252"), ("klingon", "utf-8")]
)
def test_a_wrong_charset_is_said_and_the_page_read_right(
    store: SqlStore, site: Site, watched: Run, declared: str, encoding: str
) -> None:
    markup = page("a1").replace('<meta charset="utf-8">', "")
    site.put("/a1.html", markup.encode(encoding), Content_Type=f"text/html; charset={declared}")
    told = watched(publisher(feeds=(site.put_feed("/feed", "a1"),)))
    assert [(fault.kind, fault.detail) for fault in told.faults] == [("charset", declared)]
    (kept,) = store.articles()
    reading = store.reading(kept.id)
    assert reading is not None and "l’armée" in kept.title and "échanges" in reading.article.text


def test_a_page_that_fails_is_tried_again_and_then_given_up(
    store: SqlStore, site: Site, watched: Run
) -> None:
    fails = [True]
    good = page("a1").encode()
    site.routes["/a1.html"] = lambda handler: handler.say(500) if fails[0] else handler.say(200, good)
    outlet = publisher(feeds=(site.put_feed("/feed", "a1"),))
    rules = quick(page_waits=(60.0, 600.0))
    watched(outlet, rules=rules)
    assert store.watched.waiting() == 1 and store.counts().articles == 0
    watched(outlet, rules=rules, now=NOW + dt.timedelta(seconds=30))
    assert site.paths().count("/a1.html") == 1, "not before its time"
    fails[0] = False
    told = watched(outlet, rules=rules, now=NOW + dt.timedelta(seconds=90))
    assert told.faults == [] and store.counts().articles == 1 and store.watched.waiting() == 0


def test_a_page_without_an_article_or_in_another_language_is_set_aside(
    store: SqlStore, site: Site, watched: Run
) -> None:
    site.put("/a1.html", "<html><body><p>Rien</p></body></html>")
    site.put("/a2.html", f"<html><body><article><h1>Der Markt</h1>{GERMAN * 4}</article></body></html>")
    site.put("/a3.html", b"%PDF-1.4 ...")
    told = watched(publisher(feeds=(site.put_feed("/feed", "a1", "a2", "a3"),)))
    assert told.kinds() == {"/a1.html": "no-text", "/a2.html": "language", "/a3.html": "unreadable"}
    assert store.counts().set_aside == 3 and store.counts().articles == 0


def test_a_source_that_fails_is_asked_less_and_less_often(store: SqlStore, site: Site, watched: Run) -> None:
    outlet = publisher(feeds=(site.address + "/feed",))
    now, waits = NOW, []
    for _ in range(4):
        watched(outlet, now=now)
        state = store.watched.sources()[site.address + "/feed"]
        due = dt.datetime.fromisoformat(state.next_due or "")
        waits.append((due - now).total_seconds())
        now = due
    assert waits == [600, 1200, 2400, 4800] and state.failures == 4


def test_a_host_that_nobody_answers_for_is_told(store: SqlStore, site: Site, watched: Run) -> None:
    address = site.put_feed("/feed")
    site.close()
    site.close = lambda: None  # type: ignore[method-assign]
    told = watched(publisher(feeds=(address,)))
    assert [fault.kind for fault in told.faults] == ["no-answer"]
