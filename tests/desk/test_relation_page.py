"""The page of two countries: months as links to incidents, the record with its sources, and who sees what."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from litestar.testing import TestClient
from lxml import etree

from faleme.assess.relation_look import relation_look
from faleme.cli import main
from faleme.desk.relation_drawn import picture_of
from faleme.desk.relation_svg import relation_svg
from faleme.desk.relation_view import Line, RelationView
from faleme.desk.views import Describer
from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.store.sql import SqlStore, open_store
from tests.desk.conftest import visit
from tests.desk.signed_in import add, signed_in

PAGE = "/relation?pair=SEN-MLI&until=2026-02-03"
SECRET = "Bathily"
"""Of the visit of October 2024, which is marked AMBER+STRICT."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('relation') / 'demo.db'}"
    store = open_store(url)
    store.add(read_articles(sample(), load()), actor="test", at="2026-02-01T00:00:00+00:00")
    store.close()
    return url


@pytest.fixture(scope="module")
def demo(address: str) -> Iterator[SqlStore]:
    store = open_store(address)
    yield store
    store.close()


def read(browser: TestClient[Any], path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return html.unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def public_of(store: SqlStore) -> TestClient[Any]:
    return visit(store, access="public", address="203.0.113.9", host="desk.example")


def row_of(page: str, when: str) -> str:
    """The row of the record that begins with these words."""
    found = re.search(rf"<tr>\s*<th scope=\"row\"><a [^>]*>{re.escape(when)}</a>.*?</tr>", page, re.S)
    assert found, when
    return found[0]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("30 mai 2024", ("Sénégal → Mali", "Bassirou Diomaye Faye", "Bamako", "Diplomatie", "Courrier")),
        ("12 août 2024", ("Ousmane Sonko (Premier ministre)", "Bamako", "Diplomatie", "La Dépêche fictive")),
        ("en octobre 2024", ("Abdoulaye Bathily (envoyé)", "Bamako", "Diplomatie", "L’Agence d’exemple")),
        ("20 février 2025", ("Acte commun", "Diboli", "Défense", "Courrier de démonstration")),
        ("29 janvier 2025", ("Mali – Cédéao", "Diplomatie", "La Dépêche fictive")),
        ("sans date", ("Mali → Sénégal", "Birame Diop", "Dakar", "Défense", "L’Agence d’exemple")),
        ("du 17 au 18 novembre 2025", ("Mali → Sénégal", "Sissoko (ministre)", "Dakar", "Économie")),
        ("21 novembre 2025", ("Accord", "Économie", "The Sample Gazette")),
    ],
)
def test_an_act_stands_in_the_record_with_its_strand_and_sources(
    demo: SqlStore, when: str, words: tuple[str, ...]
) -> None:
    row = row_of(read(visit(demo), PAGE), when)
    assert all(word in row for word in words), row
    assert 'href="/article/demo-0' in row


def test_the_attacks_of_july_are_told_beside_the_sum_in_their_month(demo: SqlStore) -> None:
    page = read(visit(demo), f"{PAGE}&month=2025-07")
    month = page.partition('id="month"')[2].partition("</section>")[0]
    threats = month.partition("hors de la somme")[2]
    assert "Diboli" in threats and "Kayes" in threats and "JNIM" in threats
    assert re.search(r"juillet 2025 : \d+ menaces près de la frontière ou sur un axe, hors de la somme", page)


def test_every_bar_leads_to_the_incidents_of_its_month(demo: SqlStore) -> None:
    page = read(visit(demo), PAGE)
    links = re.findall(r'<a href="(/relation\?[^"]*month=2025-02[^"]*)#month" aria-label="([^"]*)"', page)
    assert links and "Défense, février 2025 : somme" in links[0][1] and "intervalle" in links[0][1]
    month = read(visit(demo), links[0][0]).partition('id="month"')[2].partition("</section>")[0]
    told = set(re.findall(r'href="/incident/([^"]+)"', month))
    look = relation_look(demo, "SEN", "MLI", dt.date(2024, 3, 1), dt.date(2026, 2, 3))
    point = next(p for p in look.index.of("all").points if p.month == "2025-02")
    assert told == set(point.incidents) and len(told) == point.count


def test_the_same_in_english_and_turned_round(demo: SqlStore) -> None:
    english = read(visit(demo), f"{PAGE}&lang=en")
    assert "Senegal and Mali" in english and "(head of state)" in english and "Visits a quarter" in english
    turned = read(visit(demo), "/relation?pair=MLI-SEN&until=2026-02-03")
    assert "<h1>Mali et Sénégal" in turned and "Sénégal → Mali" in row_of(turned, "30 mai 2024")


def test_two_choices_name_a_pair_and_an_unknown_one_is_said(demo: SqlStore) -> None:
    assert "Sénégal et Burkina Faso" in read(visit(demo), "/relation?one=SEN&other=BFA")
    for wrong in ("pair=SEN-XXX", "pair=SEN-SEN", "pair=%00", "one=SEN&other=", "pair=AES-MLI"):
        page = read(visit(demo), f"/relation?{wrong}")
        assert "<h1>Sénégal et Mali" in page
        assert ("pas connus" in page) == wrong.startswith("pair"), wrong


def test_the_public_sees_neither_the_corridor_nor_what_is_withheld(demo: SqlStore) -> None:
    page = read(public_of(demo), PAGE)
    assert SECRET not in page and "AMBER+STRICT." in page and 'class="rel-band' not in page
    assert "30 mai 2024" in page and "TLP:" not in page.partition("<h1>")[2].partition("</h1>")[0]
    picture = public_of(demo).get(PAGE.replace("?", ".svg?")).text
    assert SECRET not in picture and "TLP:CLEAR" in picture and "rel-band" not in picture


def test_whose_ceiling_is_lower_sees_no_states(demo: SqlStore) -> None:
    add(demo, "Awa", "analyst", ceiling="AMBER")
    page = read(signed_in(demo, "Awa"), PAGE)
    assert 'class="rel-band' not in page and SECRET not in page
    assert 'class="rel-band disrupted"' in read(visit(demo), PAGE)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_picture_is_had_as_svg_png_and_pdf(demo: SqlStore, language: str) -> None:
    desk = visit(demo)
    begins = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}
    for kind, first in begins.items():
        path = PAGE.replace("?", f".{kind}?") + f"&lang={language}"
        answer = desk.get(path)
        assert answer.status_code == 200 and answer.content.startswith(first)
        assert desk.get(path).content == answer.content
    drawn = etree.fromstring(desk.get(PAGE.replace("?", ".svg?")).content)
    assert drawn.get("width") == "1200" and not drawn.findall(".//{*}a")


def view(store: SqlStore, trade: tuple[Line, ...]) -> RelationView:
    look = relation_look(store, "SEN", "MLI", dt.date(2024, 3, 1), dt.date(2026, 2, 3))
    return RelationView(look, Describer("fr"), {}, trade)


def test_trade_is_drawn_on_the_same_months_and_its_absence_is_said(demo: SqlStore) -> None:
    assert "Aucune table de commerce" in relation_svg(picture_of(view(demo, ())))
    exports = Line(
        name="Exportations", unit="milliards F CFA",
        points=[(dt.date(2019, 1, 1), 5.0), (dt.date(2024, 6, 30), 70.0), (dt.date(2025, 6, 30), 80.0)],
    )  # fmt: skip
    drawn = relation_svg(picture_of(view(demo, (exports,))))
    assert "Exportations (milliards F CFA)" in drawn and "Aucune table" not in drawn
    assert drawn.count('<circle class="rel-dot') == 2  # what lies before the window is not drawn


def test_the_command_tells_what_the_page_shows(address: str) -> None:
    asked = ["--store", address, "--as-of", "2026-02-03", "relation", "SEN", "MLI"]
    told = CliRunner().invoke(main, asked)
    assert told.exit_code == 0 and "2025-02" in told.output and "visit there, Bamako" in told.output
    record = json.loads(CliRunner().invoke(main, [*asked, "--json", "--since", "2025-01"]).output)
    assert record["index"]["since"] == "2025-01" and record["marking"] == "AMBER+STRICT"
    months = {s["strand"]: s["points"] for s in record["index"]["series"] if s["way"] == "all"}
    february = months["defence"][1]
    assert february["month"] == "2025-02" and len(february["incidents"]) == february["count"] > 0
    for wrong in (["SEN", "XX"], ["SEN", "MLI", "--since", "bald"], ["SEN", "MLI", "--since", "2027-01"]):
        failed = CliRunner().invoke(main, [*asked[:-2], *wrong])
        assert failed.exit_code == 3 and len(failed.output.strip().splitlines()) == 1


def test_a_heap_of_signs_is_counted_and_leads_to_its_month(demo: SqlStore) -> None:
    seen = view(demo, ())
    visit_of_may = seen.look.record[0]
    many = tuple(msgspec.structs.replace(visit_of_may, incidents=(f"inc-{n}",), when=None) for n in range(9))
    crowded = RelationView(msgspec.structs.replace(seen.look, record=many), Describer("fr"), {})
    drawn = relation_svg(picture_of(crowded))
    assert "+5" in drawn and "5\u00a0autres actes" in drawn and "month=2024-05#month" in drawn
