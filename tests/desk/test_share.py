"""A page's own address and what it says of itself to other sites; where it stands among others."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
import pytest
from litestar.testing import TestClient

from faleme.desk.pages.frame import incident_url
from faleme.desk.share import LONGEST_HEADLINE, as_script
from faleme.store.sql import SqlStore
from tests.desk.seed import CANARIES, seeded

LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture
def attack(store: SqlStore) -> str:
    return incident_url(store.incident_of("attaque")["e-attaque"])


def meta(page: str, name: str) -> str | None:
    found = re.search(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)">', page)
    return html.unescape(found[1]) if found else None


def canonical(page: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]+)">', page)
    assert found
    return html.unescape(found[1])


def data(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(LD.findall(page)[0])
    return found


def test_an_incident_has_its_own_address_and_a_letter_with_it(public: TestClient[Any], attack: str) -> None:
    page = public.get(f"{attack}?lang=fr").text
    assert canonical(page) == f"http://desk.example{attack}"
    assert f'data-address="http://desk.example{attack}"' in page
    letter = urlsplit(html.unescape(re.findall(r'href="(mailto:[^"]+)"', page)[0]))
    asked = parse_qs(letter.query)
    assert letter.path == "" and "Diboli" in asked["subject"][0]
    assert asked["body"][0].endswith(f"http://desk.example{attack}")


def test_a_card_of_an_incident_is_in_our_words_with_a_picture(public: TestClient[Any], attack: str) -> None:
    page = public.get(attack).text
    title = meta(page, "og:title")
    assert title and title.startswith("Le JNIM") and meta(page, "description") == meta(page, "og:description")
    assert "frontière" in (meta(page, "og:description") or "")
    image = meta(page, "og:image")
    assert image == f"http://desk.example{attack}/carte.png"
    answer = public.get(urlsplit(image).path)
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG") and len(answer.content) < 200_000
    wide, high = (int.from_bytes(answer.content[at : at + 4], "big") for at in (16, 20))
    assert [meta(page, "og:image:width"), meta(page, "og:image:height")] == [str(wide), str(high)]
    assert "Diboli" in (meta(page, "og:image:alt") or "")


def test_the_picture_is_the_same_each_time_and_absent_where_there_is_no_point(
    public: TestClient[Any], store: SqlStore, attack: str
) -> None:
    assert public.get(f"{attack}/carte.png").content == public.get(f"{attack}/carte.png").content
    nowhere = store.incident_of("visite")["e-accord"]
    assert public.get(f"{incident_url(nowhere)}/carte.png").status_code == 404
    assert meta(public.get(incident_url(nowhere)).text, "og:image") is None


def test_an_articles_structured_data_is_a_news_article_where_it_happened(public: TestClient[Any]) -> None:
    told = data(public.get("/article/attaque").text)
    assert (told["@context"], told["@type"]) == ("https://schema.org", "NewsArticle")
    assert told["headline"] == "Diboli : une personne raconte l'assaut"
    assert len(told["headline"]) <= LONGEST_HEADLINE
    assert told["publisher"]["name"] == "Le Courrier de démonstration"
    assert told["datePublished"] == "2025-07-02" and told["inLanguage"] == "fr"
    assert told["mainEntityOfPage"] == "https://courrier.example/attaque"
    (place,) = told["contentLocation"]
    assert place["name"] == "Diboli" and place["geo"]["latitude"] == pytest.approx(14.455, abs=0.01)
    assert place["containedInPlace"]["identifier"] == "MLI"
    assert told["articleSection"] == "Sécurité"
    assert told["abstract"].startswith("Le JNIM")


def test_what_a_page_says_to_others_is_the_publics_whoever_looks(
    analyst: TestClient[Any], store: SqlStore
) -> None:
    """An analyst's page that is saved or sent on carries nothing in its head that is not public."""
    withheld = store.incident_of("convoi")["e-convoi"]
    for address in ("/article/convoi", incident_url(withheld)):
        page = analyst.get(address).text
        assert not LD.findall(page)
        assert meta(page, "og:title") is None and meta(page, "description") is None
    for address in ("/article/attaque", "/article/bilan", "/article/visite"):
        head = analyst.get(address).text.partition("</head>")[0]
        told = re.sub(r"<title>.*?</title>", "", head, flags=re.S)
        assert not [canary for canary in CANARIES if canary in told]


def test_nothing_in_structured_data_can_end_its_element() -> None:
    hostile = {"headline": "</script><script>alert(1)</script>&amp;\u2028"}
    written = str(as_script(hostile))
    assert "<" not in written and "&" not in written and "\u2028" not in written
    assert json.loads(written) == hostile


def test_an_old_address_leads_to_the_new_one_for_good(tmp_path: Any) -> None:
    from tests.desk.conftest import visit

    store = seeded(f"sqlite:///{tmp_path / 'merged.db'}")
    kept, gone = store.incident_of("attaque")["e-attaque"], store.incident_of("greve")["e-greve"]
    store.merge([kept, gone], who="test", at="2026-02-03T09:00:00+00:00")
    answer = visit(store).get(incident_url(gone), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, incident_url(kept))
    picture = visit(store).get(f"{incident_url(gone)}/carte.png", follow_redirects=False)
    assert picture.status_code in (200, 301)
    store.close()


def test_a_list_is_shared_with_its_view(public: TestClient[Any]) -> None:
    page = public.get("/incidents?type=AGREE&km=&lang=fr").text
    found = re.findall(r'data-address="([^"]+)"', page)
    assert [html.unescape(each) for each in found] == ["http://desk.example/incidents?type=AGREE"]
    page = public.get("/articles?source=La+Dépêche+fictive").text
    address = html.unescape(re.findall(r'data-address="([^"]+)"', page)[0])
    assert "source=La Dépêche fictive" in unquote(address).replace("+", " ")


def test_what_stands_around_an_incident_is_near_in_place_and_time(
    analyst: TestClient[Any], store: SqlStore, attack: str
) -> None:
    from faleme.store.base import Circle, Wanted

    found = store.incident_of("attaque")["e-attaque"]
    incident = store.incident(found)
    assert incident and incident.place and incident.place.lat and incident.place.lon
    near = Circle(incident.place.lat, incident.place.lon, 50)
    wanted = Wanted(near=near, since="2025-06-01", until="2025-07-31")
    expected = {each.id for each in store.incidents(wanted=wanted)} - {found}
    around = analyst.get(attack).text.partition('class="around"')[2].partition("</section>")[0]
    assert {each.partition("/incident/")[2] for each in re.findall(r'href="([^"]+)"', around)} == expected


def test_steps_lead_there_and_back(analyst: TestClient[Any], store: SqlStore) -> None:
    steps = re.compile(r'<a rel="(prev|next)"[^>]* href="([^"]+)"')
    found = 0
    for each in store.incidents():
        for rel, address in steps.findall(analyst.get(incident_url(each.id)).text):
            back = dict(steps.findall(analyst.get(address).text))
            assert back["next" if rel == "prev" else "prev"]
            found += 1
    assert found > 0


def test_the_public_is_shown_no_withheld_neighbour(public: TestClient[Any], store: SqlStore) -> None:
    for each in store.incidents(wanted=msgspec.structs.replace(_ANY, public_on="2026-02-03")):
        page = public.get(incident_url(each.id)).text
        for address in re.findall(r'href="(/incident/[^"/]+)"', page):
            assert public.get(address).status_code == 200


def _any() -> Any:
    from faleme.store.base import Wanted

    return Wanted()


_ANY = _any()
