"""The API by what a program relies on: filters, pages, tags, errors in one line, acts. Who sees what is in
test_every_route.py, that answers fit the document in test_api_schema.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from faleme.desk.api.document import HANDLERS, document
from faleme.records.person import Role
from faleme.store.sql import SqlStore
from tests.desk.conftest import visit
from tests.desk.seed import seeded
from tests.desk.signed_in import Clock, add, browser_of, give_token, signed_in

V1 = "/api/v1"
TOKEN = "faleme_" + "essai" * 8
READS = "faleme_" + "lecture" * 6


def items(browser: TestClient[Any], address: str, **asked: object) -> list[Any]:
    answer = browser.get(f"{V1}{address}", params={name: str(value) for name, value in asked.items()})
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


def border_km(told: Any) -> float:
    near = told["place"]["proximity"] if told["place"] else None
    return float(near["border_km"]) if near else 1e9


def problem(answer: Any) -> str:
    """What a problem says, in one line."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert {*told} == {"type", "title", "status", "detail", "instance"}
    assert told["status"] == answer.status_code and told["instance"] == answer.request.url.path
    assert "\n" not in told["detail"] and len(told["detail"]) > 10
    return f"{told['detail']}"


@pytest.fixture
def deciding(tmp_path: Any) -> Iterator[SqlStore]:
    """A store to decide in, with an analyst's tokens: one that decides and one that reads."""
    store = seeded(f"sqlite:///{tmp_path / 'desk.db'}")
    add(store, "Awa Essai", "analyst")
    give_token(store, "Awa Essai", TOKEN)
    give_token(store, "Awa Essai", READS, "read")
    yield store
    store.close()


def with_token(store: SqlStore, token: str = TOKEN, **given: Any) -> TestClient[Any]:
    browser = browser_of(store, **given)
    browser.headers["authorization"] = f"Bearer {token}"
    return browser


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"type": "ASSAULT"}, lambda e: e["type"] == "ASSAULT"),
        ({"strand": "defence"}, lambda e: e["strand"] == "defence"),
        ({"status": "planned"}, lambda e: e["status"] == "planned"),
        ({"tag": "border"}, lambda e: "border" in e["tags"]),
        ({"actor": "JNIM"}, lambda e: "JNIM" in [*e["actors"], *e["recipients"]]),
        ({"actor": "MLI"}, lambda e: any(c.startswith("MLI") for c in [*e["actors"], *e["recipients"]])),
        ({"country": "MLI"}, lambda e: e["place"] and e["place"]["country"] == "MLI"),
        ({"km": 5}, lambda e: border_km(e) <= 5),
        ({"near": "14.45,-12.2,10"}, lambda e: e["place"] and e["place"]["name"] == "Diboli"),
        ({"bbox": "-12.5,14.2,-12,14.8"}, lambda e: e["place"] and e["place"]["name"] == "Diboli"),
        ({"bbox": "-12,14.8,-12.5,14.2"}, lambda e: e["place"] and e["place"]["name"] == "Diboli"),
        ({"placed": "no"}, lambda e: e["place"] is None or e["place"]["lat"] is None),
        ({"reviewed": "yes"}, lambda e: e["reviewed"]),
        ({"since": "2025-07-01", "until": "2025-07-31"}, lambda e: (e["day"] or "").startswith("2025-07")),
        ({"section": "securite"}, lambda e: e["section"] == "securite"),
    ],
    ids=lambda asked: "&".join(asked) if isinstance(asked, dict) else "",
)  # fmt: skip
def test_each_filter_keeps_what_it_names_and_no_more(
    analyst: TestClient[Any], asked: dict[str, object], kept: Any
) -> None:
    every = items(analyst, "/incidents", limit=200)
    found = items(analyst, "/incidents", limit=200, **asked)
    assert [each["id"] for each in found] == [each["id"] for each in every if kept(each)]
    assert 0 < len(found) < len(every)


@pytest.mark.parametrize("address", ["/incidents", "/articles"])
def test_pages_one_after_the_other_are_the_whole_list(analyst: TestClient[Any], address: str) -> None:
    whole = [each["id"] for each in items(analyst, address, limit=200)]
    following: str | None = f"{V1}{address}?limit=3"
    found: list[str] = []
    while following:
        told = analyst.get(following).json()
        assert told["total"] == len(whole)
        found += [each["id"] for each in told["items"]]
        following = told["next"]
    assert found == whole


def test_a_page_keeps_its_filters(analyst: TestClient[Any]) -> None:
    following = analyst.get(f"{V1}/incidents?strand=defence&limit=2&lang=en").json()["next"]
    assert "strand=defence" in following and "lang=en" in following
    assert {each["strand"] for each in analyst.get(following).json()["items"]} == {"defence"}


def test_a_ceiling_leaves_no_gap_in_pages_of_articles(deciding: SqlStore) -> None:
    """Regression by design: what is withheld of a page is made up for from further on."""
    add(deciding, "Oumou", "reader", ceiling="GREEN")
    reader = signed_in(deciding, "Oumou")
    whole = [each["id"] for each in items(reader, "/articles", limit=200)]
    following: str | None = f"{V1}/articles?limit=2"
    found: list[str] = []
    while following:
        told = reader.get(following).json()
        assert len(told["items"]) == 2 or told["next"] is None
        found += [each["id"] for each in told["items"]]
        following = told["next"]
    assert found == whole and 0 < len(whole) < len(deciding.articles())


def test_a_page_after_what_nobody_may_see_is_not_there(
    public: TestClient[Any], analyst: TestClient[Any]
) -> None:
    """Where a withheld incident stands in the list is not to be learned by asking for what follows it."""
    seen = {each["id"] for each in items(public, "/incidents", limit=200)}
    hidden = next(each["id"] for each in items(analyst, "/incidents", limit=200) if each["id"] not in seen)
    for identifier in (hidden, "inc-nothing"):
        answer = public.get(f"{V1}/incidents?after={identifier}")
        assert answer.status_code == 404 and identifier in problem(answer)


def test_an_answer_that_has_not_changed_is_not_sent_again(
    public: TestClient[Any], analyst: TestClient[Any]
) -> None:
    for address in ("/incidents", "/counts", "/articles/attaque", "/brief?since=2025-07-01&until=2025-07-02"):
        first = public.get(V1 + address)
        tag = first.headers["etag"]
        again = public.get(V1 + address, headers={"if-none-match": f'"other", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == first.headers["cache-control"] == "no-store"
        # Somebody else is told something else, under another tag.
        assert analyst.get(V1 + address, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "named"),
    [
        ("/incidents?town=Kayes", 400, "town"),
        ("/incidents?type=ASSAULT&type=AID", 400, "type"),
        ("/incidents?type=WAR", 400, "type"),
        ("/incidents?limit=201", 400, "limit"),
        ("/incidents?limit=0", 400, "limit"),
        ("/incidents?km=nan", 400, "km"),
        ("/incidents?since=yesterday", 400, "since"),
        ("/incidents?near=95,0,1", 400, "near"),
        ("/incidents?country=", 400, "country"),
        ("/places", 400, "name"),
        ("/search?q=x&place=Zzyzxville", 404, "Zzyzxville"),
        ("/incidents/inc-nothing", 404, "inc-nothing"),
        ("/articles/nothing/similar", 404, "nothing"),
        ("/nothing", 404, "/api"),
    ],
)
def test_what_is_wrong_is_named(analyst: TestClient[Any], address: str, status: int, named: str) -> None:
    for language in ("fr", "en"):
        answer = analyst.get(f"{V1}{address}{'&' if '?' in address else '?'}lang={language}")
        assert answer.status_code == status and named in problem(answer)


def test_a_method_that_there_is_not_is_told_with_those_that_there_are(public: TestClient[Any]) -> None:
    answer = public.delete(f"{V1}/incidents")
    assert answer.status_code == 405 and "GET" in answer.headers["allow"] and problem(answer)


def test_an_article_whose_id_is_an_address_is_found_by_the_end_of_its_pages(
    analyst: TestClient[Any], store: SqlStore
) -> None:
    for each in items(analyst, "/articles", limit=200):
        segment = each["page"].removeprefix("/article/")
        assert analyst.get(f"{V1}/articles/{segment}").json()["id"] == each["id"]


def test_an_incident_tells_its_sources_and_what_each_claims(
    public: TestClient[Any], analyst: TestClient[Any]
) -> None:
    found = items(public, "/search", q="Diboli", kind="incidents")[0]
    marked = [found["text"][mark["start"] : mark["end"]] for mark in found["text_marks"]]
    assert marked == ["Diboli"]
    told = public.get(f"{V1}/incidents/{found['id']}").json()
    assert all(each["source"] and each["published"] and each["url"] for each in told["reports"])
    assert {claim["speaker"] for claim in told["claims"]} == {None} and told["judgements"] == []
    whole = analyst.get(f"{V1}/incidents/{found['id']}").json()
    assert len(whole["reports"]) >= len(told["reports"]) and any(c["speaker"] for c in whole["claims"])


def test_choices_count_what_the_list_holds(public: TestClient[Any]) -> None:
    facets = public.get(f"{V1}/facets?strand=defence").json()
    listed = items(public, "/incidents", strand="defence", limit=200)
    assert facets["strand"] == {"defence": len(listed)}
    assert facets["type"] == {kind: sum(e["type"] == kind for e in listed) for kind in facets["type"]}


def test_the_cells_are_those_of_the_desks_own_map(public: TestClient[Any]) -> None:
    box = "-13,13,-11,16"
    cells = items(public, "/map/cells", bbox=box, zoom=7)
    drawn = public.get(f"/api/map?bbox={box}&zoom=7").json()["features"]
    assert [[each["lon"], each["lat"]] for each in cells] == [f["geometry"]["coordinates"] for f in drawn]
    assert [each["count"] for each in cells] == [f["properties"]["count"] for f in drawn]


def test_the_brief_is_the_one_of_the_page(public: TestClient[Any]) -> None:
    days = "since=2025-07-01&until=2025-07-02"
    assert public.get(f"{V1}/brief?{days}").json() == public.get(f"/brief.json?{days}").json()


def test_who_asks_too_often_is_told_when_to_come_back(store: SqlStore) -> None:
    clock = Clock()
    browser = browser_of(store, clock=clock, api_rate=3)
    assert [browser.get(f"{V1}/counts").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = browser.get(f"{V1}/counts")
    assert "20" in problem(answer) and answer.headers["retry-after"] == "20"
    assert browser.get("/api/map").status_code == 200  # the desk's own map is not a program's
    clock.now = clock.now.replace(second=21)
    assert [browser.get(f"{V1}/counts").status_code for _ in range(2)] == [200, 429]


def test_a_token_has_a_count_of_its_own_and_wrong_ones_count_for_their_address(deciding: SqlStore) -> None:
    browser = with_token(deciding, api_rate=2)
    assert [browser.get(f"{V1}/counts").status_code for _ in range(11)] == [200] * 10 + [429]
    wrong = with_token(deciding, "faleme_nobody", api_rate=2)
    assert [wrong.get(f"{V1}/counts").status_code for _ in range(3)] == [401, 401, 429]


def test_whoever_sits_at_a_local_desk_is_not_counted(store: SqlStore) -> None:
    local = visit(store, api_rate=1)
    assert {local.get(f"{V1}/counts").status_code for _ in range(5)} == {200}


def test_each_act_is_kept_with_who_and_why_and_can_be_undone(deciding: SqlStore) -> None:
    browser = with_token(deciding)
    listed = items(browser, "/incidents", limit=200)
    first, second = [each["id"] for each in listed if each["type"] in ("ASSAULT", "COERCE")][:2]

    def act(name: str, identifier: str = first, **body: object) -> Any:
        answer = browser.post(f"{V1}/incidents/{identifier}/{name}", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    made = act("accept", note="vu")
    assert (made["judgement"]["who"], made["judgement"]["note"]) == ("Awa Essai", "vu")
    assert browser.get(f"{V1}/incidents/{first}").json()["reviewed"]
    act("correct", field="place", value="Kidira, SEN")
    act("correct", field="fatalities", value={"min": 3, "max": 4})
    told = browser.get(f"{V1}/incidents/{first}").json()
    assert (told["place"]["name"], told["fatalities"]) == ("Kidira", {"min": 3, "max": 4})
    assert act("assign")["judgement"]["after"] == "Awa Essai"
    act("unverifiable")
    number = act("reject")["judgement"]["number"]
    assert first not in {each["id"] for each in items(browser, "/incidents", limit=200)}
    undone = browser.post(f"{V1}/judgements/{number}/undo", json={})
    assert undone.status_code == 201 and undone.json()["incident"] == first
    assert act("merge", incidents=[second])["incident"] == first
    report = browser.get(f"{V1}/incidents/{first}").json()["reports"][-1]["event"]
    assert act("split", reports=[report])["judgement"]["after"] == [report]
    history = items(browser, f"/incidents/{first}/history")
    assert [each["judgement"]["act"] for each in history][:3] == ["accept", "correct", "correct"]


def test_an_act_that_makes_no_sense_is_refused_with_the_reason(deciding: SqlStore) -> None:
    browser = with_token(deciding)
    first = items(browser, "/incidents")[0]["id"]
    for name, body, status, named in (
        ("correct", {"field": "colour", "value": "red"}, 409, "colour"),
        ("correct", {"field": "place", "value": "Zzyzxville"}, 409, "Zzyzxville"),
        ("correct", {"value": "red"}, 400, "field"),
        ("accept", {"because": "so"}, 400, "because"),
        ("split", {"reports": ["nothing"]}, 409, "nothing"),
        ("merge", {"incidents": ["inc-nothing"]}, 409, "inc-nothing"),
        ("assign", {"person": "Personne"}, 409, "Personne"),
        ("accept", {"note": "x" * 70_000}, 413, "64"),
    ):
        answer = browser.post(f"{V1}/incidents/{first}/{name}", json=body)
        assert answer.status_code == status and named in problem(answer), (name, answer.text)
    assert problem(browser.post(f"{V1}/judgements/999/undo", json={})).count("999")
    assert problem(browser.post(f"{V1}/incidents/inc-nothing/accept", json={})).count("inc-nothing")
    assert browser.get(f"{V1}/incidents/{first}/history").json()["items"] == []


def test_a_token_that_reads_decides_nothing(deciding: SqlStore) -> None:
    reads = with_token(deciding, READS)
    first = items(reads, "/incidents")[0]["id"]
    for answer in (
        reads.post(f"{V1}/incidents/{first}/accept", json={}),
        reads.get(f"{V1}/incidents/{first}/history"),
    ):
        assert answer.status_code == 403 and problem(answer)
    assert reads.get(f"{V1}/articles/attaque").json()["reading"]
    assert deciding.history(first) == []


@pytest.mark.parametrize("role", ["reader", "commenter", "moderator", "administrator"])
def test_a_token_never_may_more_than_its_owner(deciding: SqlStore, role: Role) -> None:
    add(deciding, "Autre", role)
    token = "faleme_" + "autre" * 8
    give_token(deciding, "Autre", token)
    browser = with_token(deciding, token)
    first = items(browser, "/incidents")[0]["id"]
    assert browser.post(f"{V1}/incidents/{first}/accept", json={}).status_code == 403
    assert browser.get(f"{V1}/articles/attaque").json()["reading"]  # each of them may read


def test_a_token_opens_no_page(deciding: SqlStore) -> None:
    browser = with_token(deciding)
    for address in ("/revue", "/compte", "/compte/jetons", "/equipe"):
        assert browser.get(address).headers["location"].startswith("/connexion")
    assert "Canaritexte" not in browser.get("/article/attaque").text
    assert browser.post("/revue/inc-1", data={"act": "accept"}).status_code in (401, 403)


def test_an_act_by_session_wants_the_forms_own_token(deciding: SqlStore) -> None:
    """What a browser sends of its own accord is not enough; a program's token is."""
    browser = signed_in(deciding, "Awa Essai")
    first = items(browser, "/incidents")[0]["id"]
    address = f"{V1}/incidents/{first}/accept"
    assert browser.post(address, json={}).status_code == 403
    assert browser.post(address, json={}, headers={"origin": "http://evil.example"}).status_code == 403
    both = browser.post(address, json={}, headers={"authorization": f"Bearer {READS}"})
    assert both.status_code == 403  # the token is who asks, not the session beside it
    assert deciding.history(first) == []


def test_every_address_stands_in_the_document_and_on_the_page(public: TestClient[Any]) -> None:
    for language in ("fr", "en"):
        made = public.get(f"/api/openapi.json?lang={language}").json()
        page = public.get(f"/api?lang={language}").text
        assert made["openapi"].startswith("3.1") and {*made["paths"]}
        operations = [each for item in made["paths"].values() for each in item.values()]
        assert {each["operationId"] for each in operations} == {each.handler_name for each in HANDLERS}
        for each in operations:
            assert each["summary"] and each["summary"] != each["operationId"]
            assert f'id="{each["operationId"]}"' in page
            assert all(p["description"] not in ("", p["name"]) for p in each["parameters"]), each
        assert "<script" not in page and "http://" not in page.replace("http://desk.example", "")
    assert document("fr")["info"]["title"] != document("en")["info"]["title"]
