"""A round over sites that behave: what is new is read once, with its mark, politely."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from faleme.records.text import Article
from faleme.store.sql import SqlStore
from faleme.store.watched_schema import seen_address
from faleme.version import __version__
from tests.watch.made import NOW, TOWNS, Site, Told, item, page, publisher, quick, rss, title

Run = Callable[..., Told]


def outcomes(store: SqlStore) -> dict[str, str]:
    with store._engine.connect() as connection:
        rows = connection.execute(sa.select(seen_address))
        return {row.address.rpartition("/")[2]: row.outcome for row in rows}


def test_a_feeds_new_items_are_read_linked_and_marked_once(store: SqlStore, site: Site, watched: Run) -> None:
    site.put_articles("a1", "a2")
    outlet = publisher(feeds=(site.put_feed("/feed", "a1", "a2"),))
    told = watched(outlet)
    assert [each.outcome for each in told.settled] == ["read", "read"] and told.faults == []
    kept = store.articles()
    assert {each.title for each in kept} == {title("a1", TOWNS[0]), title("a2", TOWNS[1])}
    assert {each.source for each in kept} == {outlet.name}
    assert {each.published for each in kept} == {"2025-07-02T07:10:00+00:00"}, "by the page, not the feed"
    assert store.counts().incidents >= 1
    assert outcomes(store) == {"a1.html": "read", "a2.html": "read"}
    again = watched(outlet)
    assert again.settled == [] and site.paths() == ["/feed", "/a1.html", "/a2.html", "/feed"]


def test_we_say_who_we_are_and_how_to_reach_us(site: Site, watched: Run) -> None:
    watched(publisher(feeds=(site.put_feed("/feed"),)))
    assert {headers["user-agent"] for _, headers, _ in site.asked} == {
        f"Faleme/{__version__} (+https://desk.example)"
    }


def test_what_has_not_changed_is_not_sent_again(store: SqlStore, site: Site, watched: Run) -> None:
    body = rss([item(site.address, "a1")]).encode()
    site.put_articles("a1")

    def answer(handler: Any) -> None:
        if handler.headers.get("If-None-Match") == '"v1"':
            assert handler.headers["If-Modified-Since"] == "Wed, 02 Jul 2025 08:00:00 GMT"
            handler.say(304, ETag='"v1"')
        else:
            handler.say(200, body, ETag='"v1"', Last_Modified="Wed, 02 Jul 2025 08:00:00 GMT")

    site.routes["/feed"] = answer
    outlet = publisher(feeds=(site.address + "/feed",))
    watched(outlet)
    later = NOW + dt.timedelta(hours=1)
    assert watched(outlet, now=later).faults == []
    state = store.watched.sources()[site.address + "/feed"]
    assert (state.etag, state.last_success, state.failures) == ('"v1"', "2025-07-02T10:00:00+00:00", 0)


def test_a_pause_stands_between_two_requests_to_one_host_and_hosts_do_not_wait_for_each_other(
    sites: Callable[[], Site], watched: Run
) -> None:
    one, other = sites(), sites()
    for each in (one, other):
        each.put_articles("a1", "a2", "a3")
    first = publisher("Un", feeds=(one.put_feed("/feed", "a1", "a2", "a3"),), pace=0.25)
    second = publisher("Deux", feeds=(other.put_feed("/feed", "a1", "a2", "a3"),), pace=0.25)
    watched(first, second)
    for each in (one, other):
        moments = [moment for _, _, moment in each.asked]
        gaps = [b - a for a, b in zip(moments, moments[1:], strict=False)]
        assert len(gaps) == 4 and min(gaps) >= 0.24, gaps
    apart = [one.asked[0][2], one.asked[-1][2], other.asked[0][2], other.asked[-1][2]]
    assert apart[2] < apart[1] and apart[0] < apart[3], "side by side"


def test_a_pause_that_robots_txt_asks_for_is_heeded(site: Site, watched: Run) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n")
    site.put_articles("a1")
    watched(publisher(feeds=(site.put_feed("/feed", "a1"),)))
    moments = [moment for _, _, moment in site.asked]
    assert moments[2] - moments[1] >= 0.29


def test_what_robots_txt_forbids_is_not_asked_for_and_said(store: SqlStore, site: Site, watched: Run) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /prive\nAllow: /\n")
    site.put_articles("a1")
    site.put("/prive/b.html", page("b"))
    items = [item(site.address, "a1"), item(site.address, "b", link=site.address + "/prive/b.html")]
    told = watched(publisher(feeds=(site.put("/feed", rss(items)),), sections=(site.address + "/prive/",)))
    assert told.kinds() == {"/prive/b.html": "robots", "/prive/": "robots"}
    assert site.paths() == ["/feed", "/a1.html"]
    assert outcomes(store) == {"a1.html": "read", "b.html": "given-up"}


def test_an_item_from_the_future_is_dated_by_its_page_and_said(
    store: SqlStore, site: Site, watched: Run
) -> None:
    site.put_articles("a1", "a2")
    site.put("/a3.html", page("a3", dated=False))
    items = [
        item(site.address, "a1", day=NOW + dt.timedelta(hours=2)),
        item(site.address, "a2", day=NOW + dt.timedelta(minutes=40)),
        item(site.address, "a3", day=NOW + dt.timedelta(days=9)),
    ]
    told = watched(publisher(feeds=(site.put("/feed", rss(items)),)))
    assert told.kinds() == {"/a1.html": "date", "/a3.html": "date"}
    dates = {each.title[-2:]: each.published for each in store.articles()}
    assert dates == {"a1": "2025-07-02T07:10:00+00:00", "a2": "2025-07-02T07:10:00+00:00", "a3": None}


def test_a_page_without_a_date_has_that_of_its_feed(store: SqlStore, site: Site, watched: Run) -> None:
    site.put("/a1.html", page("a1", dated=False))
    watched(publisher(feeds=(site.put_feed("/feed", "a1"),)))
    assert [each.published for each in store.articles()] == ["2025-07-02T08:00:00Z"]


def test_what_is_old_is_not_fetched(store: SqlStore, site: Site, watched: Run) -> None:
    old = site.put_feed("/feed", "a1", day=NOW - dt.timedelta(days=40))
    watched(publisher(feeds=(old,)))
    assert site.paths() == ["/feed"] and outcomes(store) == {"a1.html": "old"}


def test_what_the_feed_tells_stands_in_for_a_page_that_is_gone(
    store: SqlStore, site: Site, watched: Run
) -> None:
    text = "Une caserne a été attaquée mardi à Kayes, dans l’ouest du Mali, selon le préfet du cercle. " * 4
    told = watched(publisher(feeds=(site.put_feed("/feed", "gone", text=text),)))
    assert told.kinds() == {"/gone.html": "status"} and outcomes(store) == {"gone.html": "read"}
    (kept,) = store.articles()
    assert kept.title == "Dépêche gone" and kept.published == "2025-07-02T08:00:00Z"


def test_a_link_out_of_the_house_is_not_followed_neither_is_a_redirect(
    store: SqlStore, sites: Callable[[], Site], watched: Run
) -> None:
    own, inner = sites(), sites()
    inner.put_articles("secret")
    own.routes["/away.html"] = lambda handler: handler.say(302, Location=inner.address + "/secret.html")
    items = [item(inner.address, "secret"), item(own.address, "away")]
    told = watched(publisher(feeds=(own.put("/feed", rss(items)),)))
    assert {fault.kind for fault in told.faults} == {"elsewhere"} and len(told.faults) == 2
    assert inner.asked == [] and store.counts().articles == 0
    assert watched(publisher(feeds=(own.address + "/feed",))).faults == [], "said once"


def test_a_redirect_within_the_house_is_followed_and_both_addresses_are_seen(
    store: SqlStore, site: Site, watched: Run
) -> None:
    site.put_articles("final")
    site.routes["/short.html"] = lambda handler: handler.say(301, Location="/final.html")
    outlet = publisher(feeds=(site.put_feed("/feed", "short"),))
    watched(outlet)
    assert [each.url for each in store.articles()] == [site.address + "/final.html"]
    assert outcomes(store) == {"short.html": "read", "final.html": "read"}
    site.put_feed("/feed", "short", "final")
    watched(outlet)
    assert site.paths().count("/final.html") == 1


def test_sitemaps_of_an_index_zipped_or_not_give_the_last_days(
    store: SqlStore, site: Site, watched: Run
) -> None:
    site.put_articles("s1", "s2")
    urls = "".join(
        f"<url><loc>{site.address}/{name}.html</loc><lastmod>{day}</lastmod></url>"
        for name, day in (("s1", "2025-07-02"), ("s0", "2025-05-01"), ("tag/mali/s9", "2025-07-02"))
    )
    site.put("/posts.xml.gz", gzip.compress(f"<urlset>{urls}</urlset>".encode()))
    site.put("/news.xml", f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{site.address}/s2.html</loc>
        <news:news><news:publication_date>2025-07-02T06:00:00Z</news:publication_date></news:news></url>
        </urlset>""")  # fmt: skip
    index = site.put("/sitemap.xml", f"""<sitemapindex>
        <sitemap><loc>{site.address}/posts.xml.gz</loc><lastmod>2025-07-02</lastmod></sitemap>
        <sitemap><loc>{site.address}/news.xml</loc></sitemap>
        <sitemap><loc>{site.address}/old.xml</loc><lastmod>2019-01-01</lastmod></sitemap>
        <sitemap><loc>{site.address}/category-sitemap.xml</loc></sitemap></sitemapindex>""")  # fmt: skip
    assert watched(publisher(sitemap=index)).faults == []
    assert outcomes(store) == {"s1.html": "read", "s2.html": "read"}
    assert "/old.xml" not in site.paths() and "/category-sitemap.xml" not in site.paths()


def test_a_section_page_gives_links_that_look_like_articles(
    store: SqlStore, site: Site, watched: Run
) -> None:
    site.put("/2025/07/un-poste-attaque-pres-de-kayes.html", page("s1"))
    section = site.put("/securite/", """<html><body><nav><a href="/">Accueil</a><a href="/securite/">Ici</a>
        <a href="/tag/jnim-et-les-autres-groupes/">JNIM</a><a href="/contact">Contact</a></nav>
        <a href="/2025/07/un-poste-attaque-pres-de-kayes.html#comments">Un poste attaqué</a>
        <a href="https://ailleurs.example/2025/07/un-autre-poste-attaque-hier.html">Ailleurs</a>
        <a href="/img/un-poste-attaque-pres-de-kayes.jpg">photo</a></body></html>""")  # fmt: skip
    watched(publisher(sections=(section,)))
    assert outcomes(store) == {"un-poste-attaque-pres-de-kayes.html": "read"}


def test_only_the_outlets_named_are_asked(sites: Callable[[], Site], watched: Run) -> None:
    one, other = sites(), sites()
    outlets = [
        publisher("Un", feeds=(one.put_feed("/feed"),)), publisher("Deux", feeds=(other.put_feed("/feed"),))
    ]  # fmt: skip
    watched(*outlets, only=["deux"])
    assert one.asked == [] and other.paths() == ["/feed"]


def test_a_fault_of_ours_costs_the_article_that_it_is_in(
    store: SqlStore, site: Site, watched: Run, resources: Any
) -> None:
    from faleme.pipeline import read_together

    def breaks(articles: Sequence[Article]) -> Any:
        if any("a2" in each.title for each in articles):
            raise RuntimeError("nobody foresaw it")
        return read_together(articles, resources)

    site.put_articles("a1", "a2", "a3")
    told = watched(publisher(feeds=(site.put_feed("/feed", "a1", "a2", "a3"),)), read=breaks)
    assert outcomes(store) == {"a1.html": "read", "a2.html": "given-up", "a3.html": "read"}
    assert [(fault.kind, fault.detail) for fault in told.faults] == [
        ("ours", "RuntimeError: nobody foresaw it")
    ]


def test_an_article_that_the_store_has_already_is_marked_and_not_read_anew(
    store: SqlStore, site: Site, watched: Run, resources: Any
) -> None:
    from faleme.pipeline import read_article
    from faleme.read.archive import read_page

    site.put_articles("a1")
    (known,) = read_page(page("a1").encode(), "a1", url=site.address + "/a1.html")
    assert isinstance(known, Article)
    store.add([read_article(known, resources)], actor="t", at="2025-07-02T08:00:00+00:00")
    watched(publisher(feeds=(site.put_feed("/feed", "a1"),)))
    assert outcomes(store) == {"a1.html": "read"} and store.counts().articles == 1
    assert [each.act for each in store.changes()] == ["add"]


@pytest.mark.parametrize("most", [2])
def test_no_more_items_of_one_visit_are_taken_than_is_set(
    store: SqlStore, site: Site, watched: Run, most: int
) -> None:
    site.put_articles("a1", "a2", "a3")
    outlet = publisher(feeds=(site.put_feed("/feed", "a1", "a2", "a3"),))
    watched(outlet, rules=quick(most_items=most))
    assert sorted(outcomes(store)) == ["a1.html", "a2.html"]
    watched(outlet, rules=quick(most_items=most))
    assert sorted(outcomes(store)) == ["a1.html", "a2.html", "a3.html"], "the rest at the next visit"
