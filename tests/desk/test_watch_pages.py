"""The pages of the watch: what the border tells, what corridors tell and to whom, risk beside its past."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from faleme.assess.border_strip import by_month, dots
from faleme.assess.happenings import stored
from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.records.person import Role
from faleme.records.text import Marking
from faleme.store.sql import SqlStore, open_store
from tests.desk.conftest import visit
from tests.desk.seed import TODAY
from tests.desk.seed_watch import attack, watched_desk
from tests.desk.signed_in import add, browser_of, send, signed_in

STRETCH = "/axes?day=2025-07-01&corridor=road-dakar-bamako&from=Kidira&to=Kayes"
FORM = {"corridor": "road-dakar-bamako", "segment": "Kidira–Diboli", "day": "2025-07-01", "note": "Annoncé"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('axes') / 'demo.db'}")
    store.add(read_articles(sample(), load()), actor="test", at="2026-02-01T00:00:00+00:00")
    yield store
    store.close()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = watched_desk(f"sqlite:///{tmp_path_factory.mktemp('watch') / 'desk.db'}")
    yield store
    store.close()


@pytest.fixture
def own(tmp_path: Any) -> Iterator[SqlStore]:
    """An attack that all may see and one that few may, on 1 July 2025 at Diboli and at Kayes."""
    store = open_store(f"sqlite:///{tmp_path / 'own.db'}")
    day = dt.date(2025, 7, 1)
    told = [
        attack("Diboli", "MLI", 14.45511, -12.19945, day),
        attack("Kayes", "MLI", 14.44693, -11.44448, day, marking="RED"),
    ]
    store.add(told, actor="test", at="2026-02-03T00:00:00+00:00")
    yield store
    store.close()


def person(store: SqlStore, name: str, ceiling: Marking, role: Role = "analyst") -> TestClient[Any]:
    add(store, name, role, ceiling=ceiling)
    return signed_in(store, name)


def read(browser: TestClient[Any], address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def chips(page: str) -> dict[str, str]:
    """The state of each segment on the strip of the first corridor."""
    strip = page.partition('<ol class="way-strip"')[2].partition("</ol>")[0]
    return dict(re.findall(r'<span class="town">([^<]+)</span> <span class="fine">(\w+)', strip))


def test_on_the_sample_press_kidira_kayes_is_disrupted_on_1_july_2025(demo: SqlStore) -> None:
    desk = visit(demo)
    before = read(desk, STRETCH.replace("07-01", "06-30"))
    assert chips(before)["Kidira–Diboli"] in ("ouvert", "inconnu") and "Détour" not in before
    page = read(desk, STRETCH)
    assert chips(page)["Kidira–Diboli"] == chips(page)["Diboli–Kayes"] == "perturbé"
    assert "<strong>Kidira–Kayes</strong> : perturbé" in page
    here = page.partition("<h3>Diboli–Kayes")[2].partition("</article>")[0]
    (attack_at_diboli, *_) = [
        each for each in demo.incidents() if each.id in here and each.place and each.place.name == "Diboli"
    ]
    assert f'href="/incident/{attack_at_diboli.id}"' in here
    assert "attaque au bord de la route" in here and "Sans fait nouveau : ouvert le 22 juillet 2025" in here
    assert "réouverture à moins de 25 km (ouvert)" in here
    assert "Kidira–Kayes, environ 780 km, soit 686 km de plus" in page and "Kéniéba" in page
    assert 'class="way around"' in page and "TLP:AMBER+STRICT" in page
    english = read(desk, STRETCH + "&lang=en")
    assert chips(english)["Kidira–Diboli"] == "disrupted" and "686 km more" in english


def test_what_if_a_segment_closes(demo: SqlStore) -> None:
    page = read(visit(demo), "/axes?day=2025-06-01&corridor=road-dakar-bamako&closed=Tambacounda–Kotiari")
    assert "supposé fermé" in page and "Pour éviter Tambacounda–Kotiari" in page and "Kédougou" in page
    wrong = read(visit(demo), "/axes?corridor=road-dakar-bamako&from=Paris")
    assert "n’a pas cette ville" in wrong


def test_fuel_and_convoys_are_listed_by_tag(demo: SqlStore) -> None:
    fuel = [each for each in demo.incidents() if "fuel" in each.tags and each.time and each.time.to]
    assert fuel and fuel[0].time
    page = read(visit(demo), f"/axes?day={fuel[0].time.to}")
    supplies = page.partition('class="supplies"')[2]
    assert fuel[0].id in supplies and "convoi" in supplies


def test_the_border_shows_segments_surges_with_their_incidents_and_the_nearest(demo: SqlStore) -> None:
    page = read(visit(demo), "/frontiere?day=2025-07-06")
    rise = page.partition('class="rise"')[2].partition("</article>")[0]
    assert "Kidira–Diboli, à moins de 10, 25 et 50 km" in rise and "2 menaces en 1 semaine" in rise
    behind = re.findall(r'href="/incident/(inc-\w+)"', rise)
    assert len(behind) == 2
    assert "0,3 km" in page and page.count('<svg class="spark"') == 8 and '<svg class="strip"' in page
    row = page.partition("Kidira–Diboli <span")[2].partition("</tr>")[0]
    assert row.count("<strong>2</strong>") == 3 and "hausse" in row
    quiet = read(visit(demo), "/frontiere?day=2025-06-29")
    assert "Aucune hausse" in quiet


def test_the_public_sees_months_that_are_over_and_nothing_of_today(history: SqlStore, own: SqlStore) -> None:
    public = browser_of(history)
    page = read(public, "/frontiere")
    assert "01/26" in page and "02/26" not in page
    assert "/incident/" not in page.partition("<main")[2] and "attendues" not in page and "<svg" not in page
    counts = by_month(stored(history, public_on=TODAY.isoformat()), TODAY)[1]
    cells = [int(n) for n in re.findall(r'<td class="number(?: none)?">(\d+)</td>', page)]
    assert (
        cells[: 12 * 7] == [n for each in counts.values() for n in each] and sum(counts["kidira-diboli"]) > 5
    )
    shown = read(browser_of(own), "/frontiere")
    assert sum(map(int, re.findall(r'<td class="number sum">(\d+)</td>', shown))) == 2  # its row, the whole


def test_nothing_of_a_state_is_shown_below_amber_strict(demo: SqlStore) -> None:
    words = ("perturbé", "bloqué", "inc-", "Détour", 'class="way-strip"')
    for browser in (browser_of(demo), person(demo, "Awa", "AMBER"), person(demo, "Binta", "GREEN", "reader")):
        page = read(browser, STRETCH)
        assert not [word for word in words if word in page.partition("<main")[2]]
    cleared = person(demo, "Coumba", "AMBER+STRICT")
    assert chips(read(cleared, STRETCH))["Kidira–Diboli"] == "perturbé"


def test_evidence_above_the_ceiling_does_not_count(own: SqlStore) -> None:
    some, all_ = person(own, "Awa", "AMBER+STRICT"), person(own, "Binta", "RED")
    address = "/axes?day=2025-07-02&corridor=road-dakar-bamako"
    assert chips(read(some, address))["Kayes–Sandaré"] == "inconnu"
    assert chips(read(all_, address))["Kayes–Sandaré"] == "perturbé"
    assert chips(read(some, address))["Kidira–Diboli"] == "perturbé"
    week = "/frontiere?day=2025-07-01"
    assert "<strong>1</strong>" in read(some, week)


def test_one_record_is_widened_by_an_act_and_taken_back(own: SqlStore) -> None:
    analyst = person(own, "Awa", "AMBER+STRICT")
    answer = send(analyst, "/axes/elargir", marking="CLEAR", **FORM)
    assert answer.status_code == 303 and "done=widened" in answer.headers["location"]
    (kept,) = own.widenings()
    assert (kept.who, kept.state, kept.marking, kept.note) == ("Awa", "disrupted", "CLEAR", "Annoncé")
    assert own.changes()[-1].act == "widen-corridor"
    assert "TLP:CLEAR par Awa" in read(analyst, "/axes?day=2025-07-01")


def test_the_public_sees_the_widened_record_and_that_alone(own: SqlStore) -> None:
    late = {**FORM, "day": "2026-01-20"}
    analyst = person(own, "Awa", "RED")
    own.add([attack("Diboli", "MLI", 14.45511, -12.19945, dt.date(2026, 1, 18))], actor="t", at="2026-02-03")
    send(analyst, "/axes/elargir", marking="CLEAR", **late)
    send(analyst, "/axes/elargir", marking="GREEN", **{**late, "segment": "Diboli–Kayes"})
    shown = read(browser_of(own), "/axes").partition("<main")[2]
    assert "Kidira–Diboli" in shown and "perturbé" in shown and "20 janvier 2026" in shown
    assert "Diboli–Kayes" not in shown and "Awa" not in shown and "Annoncé" not in shown
    reader = person(own, "Fatou", "GREEN", "reader")
    assert "Diboli–Kayes" in read(reader, "/axes").partition("<main")[2]
    send(analyst, "/axes/elargir", marking="AMBER+STRICT", **late)
    assert "Kidira–Diboli" not in read(browser_of(own), "/axes").partition("<main")[2]
    assert [each.marking for each in own.widenings()] == ["CLEAR", "GREEN", "AMBER+STRICT"]


def test_who_may_not_see_a_state_may_not_widen_it(own: SqlStore) -> None:
    amber = person(own, "Awa", "AMBER")
    assert send(amber, "/axes/elargir", marking="CLEAR", **FORM).status_code == 404
    reader = person(own, "Binta", "RED", "reader")
    assert send(reader, "/axes/elargir", marking="CLEAR", **FORM).status_code == 403
    analyst = person(own, "Coumba", "RED")
    for wrong in ({"marking": "RED"}, {"day": "2027-01-01"}, {"segment": "Nulle–Part"}, {"corridor": "x"}):
        assert send(analyst, "/axes/elargir", **{**FORM, "marking": "CLEAR", **wrong}).status_code == 400
    assert own.widenings() == []


def test_risk_stands_beside_two_forecasts_and_its_past(history: SqlStore) -> None:
    page = read(visit(history), "/risque")
    table = page.partition('id="kind-border"')[2].partition("</section>")[0]
    assert "Kidira–Diboli" in table and "Persistance" in table and "Moyenne de saison" in table
    assert re.search(r"réalisées à [\d,]+ % \(\d+ prévisions\)", table) and "Brier" in table
    assert "Ce qui a été dit, ce qui est arrivé" in table and 'class="cell"' in page
    assert "30 jours" in read(visit(history), "/risque?days=30&lang=fr")
    amber = person(history, "Awa", "AMBER")
    assert 'id="kind-corridor"' in page and 'id="kind-corridor"' not in read(amber, "/risque")
    assert browser_of(history).get("/risque").status_code == 303


def test_a_short_history_has_no_forecast(own: SqlStore) -> None:
    assert "396 jours" in read(visit(own), "/risque")


def test_a_day_to_come_is_today_and_nonsense_is_no_day(own: SqlStore) -> None:
    for address in ("/frontiere", "/axes", "/risque"):
        for day in ("2099-01-01", "hier", "2025-02-31", "1900-01-01"):
            assert visit(own).get(f"{address}?day={day}").status_code == 200


def test_kept_answers_follow_the_store(own: SqlStore) -> None:
    desk = visit(own)
    assert "<strong>1</strong>" in read(desk, "/frontiere?day=2025-07-01")
    attack_ = next(each.id for each in own.incidents() if each.place and each.place.name == "Diboli")
    own.judge(attack_, "reject", who="Awa", at="2026-02-03T09:00:00+00:00")
    assert "<strong>1</strong>" not in read(desk, "/frontiere?day=2025-07-01")


def test_spots_lie_where_their_places_are(history: SqlStore) -> None:
    found = {(round(each.lat, 3), round(each.lon, 3)): each for each in dots(stored(history), TODAY)}
    diboli, bakel = found[14.455, -12.199], found[14.905, -12.458]
    assert diboli.side == "MLI" and 35 < diboli.along_km < 75 and diboli.km < 1
    assert bakel.side == "SEN" and bakel.count >= 1 and bakel.lately == 0
    assert (14.447, -11.444) not in found  # Kayes lies beyond 50 km
