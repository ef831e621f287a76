"""RSS and Atom feeds to articles."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from faleme.errors import UnreadableError
from faleme.read.archive import read_inputs
from faleme.read.feed import items_of_feed
from faleme.records.text import Article, SetAside

BODY = (
    "Le marché au bétail rouvre dimanche, annonce la mairie, qui a fait clore l’enclos et creuser un puits."
)
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>SeneNews</title><link>https://www.senenews.com</link>
<item>
 <title>Le marché au bétail rouvre</title><link>https://www.senenews.com/a/marche_1.html</link>
 <pubDate>Sat, 08 Mar 2025 07:30:00 +0000</pubDate>
 <dc:creator>Awa Exemple</dc:creator><category>Économie</category>
 <description>Court résumé.</description>
 <content:encoded><![CDATA[<p>{BODY}</p><p>{BODY}</p><script>x()</script>
 <p>Deux cents vendeurs<br/>y sont
 attendus.</p>
 <p>L’article Le marché au bétail rouvre est apparu en premier sur SeneNews.</p>]]></content:encoded>
</item>
<item>
 <title>Sans date</title><link>https://www.senenews.com/a/sans-date_2.html</link>
 <description>{BODY} [&amp;hellip;]</description>
 <pubDate>31 février 2025</pubDate>
</item>
<item>
 <title>De demain</title><link>https://www.senenews.com/a/demain_3.html</link><description>{BODY}</description>
 <pubDate>Sat, 08 Mar 2042 07:30:00 +0000</pubDate>
</item>
<item><title>Un titre seul</title><link>https://www.senenews.com/a/seul_4.html</link></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>L’Écho d’essai</title>
<entry><title>Un puits au marché</title><link href="https://exemple.test/puits"/><id>1</id>
<updated>2025-03-08T07:30:00+01:00</updated><summary>{BODY}</summary></entry></feed>"""


def read(content: str | bytes, tmp_path: Path, **given: object) -> list[Article | SetAside]:
    path = tmp_path / "feed.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_inputs([str(path)], **given))  # type: ignore[arg-type]


def test_an_item_becomes_an_article_with_its_longest_text(tmp_path: Path) -> None:
    first = read(RSS, tmp_path)[0]
    assert isinstance(first, Article)
    assert first.text == f"Le marché au bétail rouvre\n\n{BODY}\n\nDeux cents vendeurs\n\ny sont attendus."
    assert (first.published, first.source, first.language) == ("2025-03-08T07:30:00Z", "SeneNews", "fr")
    assert (first.section, first.authors) == (("Économie",), ("Awa Exemple",))


def test_a_date_that_is_none_or_lies_ahead_is_not_believed(tmp_path: Path) -> None:
    found = read(RSS, tmp_path, as_of=dt.date(2026, 1, 1))
    assert [item.published for item in found[1:3] if isinstance(item, Article)] == [None, None]
    assert isinstance(found[1], Article) and found[1].text.endswith(BODY)


def test_an_item_without_content_is_set_aside_with_its_address(tmp_path: Path) -> None:
    last = read(RSS, tmp_path)[-1]
    assert isinstance(last, SetAside)
    assert (last.reason, last.article) == ("no-text", "https://www.senenews.com/a/seul_4.html")


def test_an_atom_feed(tmp_path: Path) -> None:
    (entry,) = read(ATOM, tmp_path)
    assert isinstance(entry, Article)
    assert (entry.source, entry.published) == ("L’Écho d’essai", "2025-03-08T06:30:00Z")
    assert entry.text == f"Un puits au marché\n\n{BODY}"


def test_a_feed_decoded_wrongly_is_mended(tmp_path: Path) -> None:
    (entry,) = read(
        ATOM.replace("annonce la mairie, qui a fait", "dÃ©clare la mairie, quiÂ a fait"), tmp_path
    )
    assert isinstance(entry, Article) and "déclare la mairie" in entry.text


def test_an_xml_bomb_neither_hangs_nor_grows(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "boum">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss><channel><title>&a11;</title></channel></rss>'
    )
    start = time.perf_counter()
    (found,) = read(bomb, tmp_path)
    assert isinstance(found, SetAside) and found.reason == "broken"
    assert time.perf_counter() - start < 2


def test_a_broken_feed_gives_what_it_holds(tmp_path: Path) -> None:
    cut = RSS[: RSS.index("<item>", RSS.index("De demain") - 60)]
    found = read(cut, tmp_path)
    assert [item.title for item in found if isinstance(item, Article)] == [
        "Le marché au bétail rouvre",
        "Sans date",
    ]


def test_items_tell_their_address_and_the_day_that_they_say_even_one_to_come() -> None:
    items = items_of_feed(RSS.encode(), url="https://www.senenews.com/feed")
    assert [each.address for each in items][::3] == [
        "https://www.senenews.com/a/marche_1.html", "https://www.senenews.com/a/seul_4.html",
    ]  # fmt: skip
    assert [each.published for each in items] == ["2025-03-08T07:30:00Z", None, "2042-03-08T07:30:00Z", None]
    empty = '<rss version="2.0"><channel><title>Rien ce jour</title></channel></rss>'
    assert items_of_feed(empty.encode()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_not_read_in_any_encoding(encoding: str) -> None:
    far = " " * 120_000
    bomb = f'<?xml version="1.0"?>{far}<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss>&b;</rss>'
    with pytest.raises(UnreadableError, match="entities"):
        items_of_feed(bomb.encode(encoding))
