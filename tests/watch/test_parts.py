"""The parts of the watch by themselves: schedule, robots.txt, addresses, sitemaps, declarations."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.errors import DataError, FetchError, SettingsError
from faleme.lexicon.press_watch import load_press_rules
from faleme.lexicon.publishers import publishers, read_publishers
from faleme.records.watched import Fault, SourceState
from faleme.watch import schedule
from faleme.watch.body import lies_of_charset
from faleme.watch.discover import of_section, of_sitemap
from faleme.watch.robots import read_robots
from faleme.watch.sources import belongs, plain_address, sources_of
from tests.watch.made import NOW, publisher

RULES = load_press_rules()
STATE = SourceState(address="https://exemple.org/feed", publisher="Exemple", kind="feed")
FAULT = Fault(kind="status", at="x", publisher="Exemple", source="x", address="x", detail="500")


def seconds_to(state: SourceState) -> float:
    return (dt.datetime.fromisoformat(state.next_due or "") - NOW).total_seconds()


def test_waits_double_up_to_a_cap_and_a_success_begins_anew() -> None:
    state, waits = STATE, []
    for _ in range(9):
        state = schedule.failed(state, NOW, RULES, FAULT)
        waits.append(seconds_to(state))
    assert waits[:4] == [600, 1200, 2400, 4800] and waits[-1] == RULES.backoff_seconds
    assert (state.failures, state.fault, state.detail) == (9, "status", "500")
    well = schedule.succeeded(state, NOW, RULES)
    assert (well.failures, seconds_to(well), well.fault) == (0, 600, "status"), "the last fault is still told"
    assert seconds_to(schedule.failed(STATE, NOW, RULES, FAULT, wait=5000)) == 5000


def test_who_failed_waits_also_where_all_are_asked_early() -> None:
    outlet = publisher(feeds=("https://a.example/feed", "https://b.example/feed", "https://c.example/feed"))
    sources = sources_of([outlet])
    kept = {
        sources[0].address: schedule.succeeded(schedule.state_of(sources[0], {}), NOW, RULES),
        sources[1].address: schedule.failed(schedule.state_of(sources[1], {}), NOW, RULES, FAULT),
    }
    assert schedule.due(sources, kept, NOW) == [sources[2]]
    assert schedule.due(sources, kept, NOW, early=True) == [sources[2], sources[0]]
    assert schedule.due(sources, kept, NOW + dt.timedelta(seconds=600)) == [sources[2], *sources[:2]]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("120", 120), ("Wed, 02 Jul 2025 09:10:00 GMT", 600), ("Wed, 02 Jul 2025 08:00:00 GMT", 0),
     ("999999999999", 86400), ("soon", None), ("", None), (None, None)],
)  # fmt: skip
def test_retry_after_is_a_number_or_a_date(written: str | None, expected: float | None) -> None:
    assert schedule.retry_after(written, NOW, RULES) == expected


ROBOTS = """
User-agent: OtherBot
Disallow: /
# for everybody else
User-agent: *
User-agent: Faleme/9
Disallow: /wp-admin/
Allow: /wp-admin/ajax
Disallow: /*?s=
Disallow: /*.pdf$
Crawl-delay: 2
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/wp-admin/", False), ("/wp-admin/ajax.php", True), ("/a?s=mali", False), ("/a?t=1", True),
     ("/a.pdf", False), ("/a.pdf?x", True), ("/robots.txt", True), ("/%77p-admin/", False)],
)  # fmt: skip
def test_robots_txt_is_read_by_its_standard(path: str, allowed: bool) -> None:
    robots = read_robots(ROBOTS)
    assert robots.allows("https://exemple.org" + path) is allowed and robots.delay == 2


def test_a_group_of_our_own_name_counts_alone() -> None:
    robots = read_robots("User-agent: *\nDisallow: /\n\nUser-agent: faleme\nDisallow: /x\n")
    assert robots.allows("https://e.org/a") and not robots.allows("https://e.org/x")


@given(st.text(max_size=300), st.text(max_size=60))
def test_no_robots_txt_stops_us(text: str, path: str) -> None:
    read_robots(text + "\nUser-agent: *\nDisallow: " + path).allows("https://e.org/" + path)


def test_many_stars_cost_no_time() -> None:
    robots = read_robots("User-agent: *\nDisallow: /" + "*a" * 400 + "$")
    assert robots.allows("https://e.org/" + "a" * 1900 + "b")


def test_an_address_is_the_outlets_on_its_hosts_alone() -> None:
    outlet = publisher(domains=("exemple.sn",), feeds=("http://127.0.0.1:8123/feed",))
    for good in ("https://exemple.sn/a", "https://www.exemple.sn/a", "http://m.exemple.sn:80/",
                 "http://127.0.0.1:8123/x", "http://127.0.0.1/x"):  # fmt: skip
        assert belongs(good, outlet), good
    for bad in ("https://exemple.sn.evil.example/", "http://127.0.0.1:5432/", "https://exemple.sn:22/",
                "ftp://exemple.sn/", "file:///etc/passwd", "http://169.254.169.254/", "https://u@exemple.sn/",
                "http://[::1/", "https://notexemple.sn/"):  # fmt: skip
        assert not belongs(bad, outlet), bad


def test_an_address_is_remembered_without_trackers_and_fragment() -> None:
    base = "https://Exemple.sn/feed"
    assert plain_address("/a?utm_source=x&id=3&fbclid=9#c", base) == "https://exemple.sn/a?id=3"
    assert plain_address(" https://EXEMPLE.sn ", base) == "https://exemple.sn/"
    for none in ("mailto:a@b", "javascript:x()", "http://[", "https://exemple.sn/" + "a" * 3000):
        assert plain_address(none, base) is None


def test_an_outlet_that_nobody_declared_is_named() -> None:
    with pytest.raises(SettingsError, match="'Le Monde imaginaire'"):
        sources_of([publisher(feeds=("https://a.example/feed",))], ["Le Monde imaginaire"])


@given(st.binary(max_size=400))
def test_no_bytes_break_a_sitemap_or_a_section(raw: bytes) -> None:
    outlet = publisher(sections=("https://exemple.sn/une",))
    for read in (lambda: of_sitemap(raw, "https://exemple.sn/s.xml"),
                 lambda: of_section(raw, "https://exemple.sn/une", outlet, None)):  # fmt: skip
        try:
            read()
        except FetchError as error:
            assert error.kind in ("not-a-feed", "no-dates", "unreadable")


def test_a_sitemap_without_days_tells_nothing_new() -> None:
    with pytest.raises(FetchError) as caught:
        of_sitemap(
            b"<urlset><url><loc>https://e.sn/un-article-sur-kayes</loc></url></urlset>", "https://e.sn/"
        )
    assert caught.value.kind == "no-dates"


@pytest.mark.parametrize(
    ("raw", "told", "lie"),
    [("été".encode(), "utf-8", None), ("été".encode("cp1252"), "iso-8859-1", None),
     ("été".encode(), "iso-8859-1", "iso-8859-1"), ("été".encode("cp1252"), "UTF8", "UTF8"),
     (b"ete", "klingon", None), ("été".encode(), None, None), ("été".encode("utf-16"), "utf-8", None)],
)  # fmt: skip
def test_whether_a_page_is_in_the_encoding_that_it_says(
    raw: bytes, told: str | None, lie: str | None
) -> None:
    assert lies_of_charset(raw, told) == lie


def test_a_file_of_outlets_is_read_or_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    head = '[[publisher]]\nname = "Mien"\ncountry = "SEN"\nlanguage = "fr"\n'
    path.write_text(head + 'feeds = ["https://e.sn/feed"]\nverified = 2026-11-25\npace = 2.5\n')
    (outlet,) = read_publishers(path)
    assert (outlet.verified, outlet.pace) == (dt.date(2026, 11, 25), 2.5)
    for wrong, said in (('feeds = ["ftp://e.sn"]', "Mien: 'ftp://e.sn' is no web address"),
                        ("verified = true", "a day or false"), ("pace = -1", "a number of seconds"),
                        ("feed = 3", "unknown field")):  # fmt: skip
        path.write_text(f"{head}{wrong}\n")
        with pytest.raises(DataError, match=said):
            read_publishers(path)


def test_the_shipped_outlets_of_the_region_are_declared_with_their_addresses() -> None:
    watched = [each for each in publishers() if sources_of([each])]
    assert len(watched) >= 20
    assert {"SEN", "MLI", "MRT", "GIN", "BFA", "NER"} <= {each.country for each in watched}
    for outlet in watched:
        assert outlet.verified is False, "no address was tried yet"
        assert all(belongs(source.address, outlet) for source in sources_of([outlet]))
        assert any(belongs(f"https://{domain}/a", outlet) for domain in outlet.domains), outlet.name
