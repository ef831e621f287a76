"""Between whom incidents are: kept by the store as columns, up to what may be seen, with every change."""

from __future__ import annotations

from typing import Any

import pytest

from faleme.records.event import EventPlace
from faleme.records.incident import Incident
from faleme.records.relation import UNDATED, Dealing
from faleme.store.pairs import is_country, pairs_of
from faleme.store.sql import SqlStore
from tests.made import day, event, incident, reading

AT = "2026-02-03T09:00:00+00:00"
EVERYBODY = ("SEN", "MLI", "GIN", "BFA", "NER", "TGO", "BEN", "CIV", "GHA")
BAMAKO = EventPlace(name="Bamako", country="MLI", lat=12.65, lon=-8.0, level="locality")


def visit(**given: Any) -> Incident:
    told: dict[str, Any] = {
        "type": "CONSULT", "mode": "visit", "actors": ("SEN:GOV",), "recipients": ("MLI:GOV",),
        "place": BAMAKO,
    }  # fmt: skip
    return incident("visit", **(told | given))


@pytest.mark.parametrize(
    ("given", "pairs"),
    [
        ({}, [("MLI", "SEN", -1)]),
        ({"actors": ("SEN:GOV", "MLI:GOV"), "recipients": ()}, [("MLI", "SEN", 0)]),
        # Nobody of Mali is named, but that is where the envoy went; a body beside changes nothing.
        ({"recipients": ()}, [("MLI", "SEN", -1)]),
        ({"recipients": ("AES",)}, [("AES", "SEN", -1), ("MLI", "SEN", -1)]),
        # Two who meet in a third country do nothing with it.
        ({"actors": ("SEN:GOV", "GMB:GOV"), "recipients": ()}, [("GMB", "SEN", 0)]),
        ({"type": "ASSAULT", "mode": None, "actors": ("JNIM",), "recipients": ("SEN:BUS",)}, []),
        ({"type": "ASSAULT", "mode": None, "actors": ("MLI:REB",), "recipients": ("SEN:MIL",)}, []),
        ({"status": "called-for"}, []),
        ({"status": "denied"}, []),
        ({"verdict": "rejected"}, []),
        ({"actors": tuple(f"{country}:GOV" for country in EVERYBODY)}, []),
    ],
)  # fmt: skip
def test_between_whom_an_incident_is(given: dict[str, Any], pairs: list[tuple[str, str, int]]) -> None:
    assert [(each.one, each.other, each.way) for each in pairs_of(visit(**given))] == pairs


def test_the_score_is_that_of_the_mode_else_of_the_type() -> None:
    assert pairs_of(visit()) == [Dealing(one="MLI", other="SEN", way=-1, score=4.0)]
    assert pairs_of(visit(mode=None))[0].score == 2.5
    blamed = visit(type="ACCUSE", mode=None)
    assert pairs_of(blamed)[0].score == -3.0


def test_a_body_is_no_country() -> None:
    assert is_country("SEN") and not is_country("AES") and not is_country("ORG:OMVS")


def filled(store: SqlStore) -> SqlStore:
    gone = event(
        "e1", type="CONSULT", mode="visit", actors=("SEN:GOV",), recipients=("MLI:GOV",), place=None,
        time=day("2024-08-12"), strand="diplomacy",
    )  # fmt: skip
    blamed = event(
        "e2", type="ACCUSE", actors=("MLI:GOV",), recipients=("SEN:GOV",), place=None,
        time=day("2025-03-01"), strand="diplomacy",
    )  # fmt: skip
    secret = event(
        "e3", type="AID", actors=("SEN:GOV",), recipients=("MLI:GOV",), place=None, time=day("2025-04-01"),
        strand="defence", marking="AMBER",
    )  # fmt: skip
    other = event(
        "e4", type="AGREE", actors=("GIN:GOV", "MLI:GOV"), place=None, time=day("2025-05-01"),
        strand="economy",
    )  # fmt: skip
    nobody = event("e5", type="SUPPORT", actors=("SEN:GOV",), recipients=("MLI:GOV",), place=None, time=None)
    told = [reading(f"a{n}", each) for n, each in enumerate((gone, blamed, secret, other))]
    store.add([*told, reading("a9", nobody, published=None)], actor="test", at=AT)
    return store


def test_columns_are_in_the_order_of_days_and_turn_with_the_pair(store: SqlStore) -> None:
    found = filled(store).dealings("SEN", "MLI")
    assert found["day"].tolist()[0] == UNDATED and found["day"].tolist() == sorted(found["day"].tolist())
    assert found["way"].tolist() == [1, 1, -1, 1]
    assert found["score"].tolist() == [5.0, 4.0, -3.0, 10.0]
    assert found["kind"].tolist() == ["SUPPORT", "CONSULT/visit", "ACCUSE", "AID"]
    assert store.dealings("MLI", "SEN")["way"].tolist() == [-1, -1, 1, -1]
    assert len(store.dealings("SEN", "GMB")["id"]) == 0


def test_only_what_may_be_seen_counts(store: SqlStore) -> None:
    whole = filled(store).dealings("SEN", "MLI")["id"].tolist()
    assert len(store.dealings("SEN", "MLI", markings=("CLEAR",))["id"]) == 3
    public = store.dealings("SEN", "MLI", public_on="2026-02-03")["id"].tolist()
    assert public == [each for each in whole if store.incident(each, public_on="2026-02-03")]
    assert len(public) < len(whole)
    assert len(store.dealings("SEN", "MLI", until="2024-12-31")["id"]) == 2


def test_sums_of_other_pairs(store: SqlStore) -> None:
    sums = filled(store).pair_sums(("SEN", "MLI"), since="2024-01-01", until="2025-12-31")
    told = {(each.one, each.other, each.strand): (each.count, each.total) for each in sums}
    assert told == {
        ("GIN", "MLI", "economy"): (1, 2.5),
        ("MLI", "SEN", "diplomacy"): (2, 1.0),
        ("MLI", "SEN", "defence"): (1, 10.0),
    }


def test_a_rejected_incident_is_no_dealing_and_comes_back(store: SqlStore) -> None:
    visited = filled(store).incident_of("a0")["e1"]
    given = store.judge(visited, "reject", who="Awa", at=AT)
    assert visited not in store.dealings("SEN", "MLI")["id"].tolist()
    store.undo(given.number or 0, who="Awa", at=AT)
    assert visited in store.dealings("SEN", "MLI")["id"].tolist()
