"""The record of two countries on the sample press: visits, agreements, who left what, and threats beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from faleme.assess.relation_look import RelationLook, relation_look
from faleme.assess.relation_record import RecordAct, body_of, visits
from faleme.pipeline import load, read_articles
from faleme.read.sample import sample
from faleme.store.base import Wanted
from faleme.store.sql import SqlStore, open_store
from tests.made import incident

SINCE, UNTIL = dt.date(2024, 3, 1), dt.date(2026, 2, 6)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('relation') / 'demo.db'}")
    store.add(read_articles(sample(), load()), actor="test", at="2026-02-01T00:00:00+00:00")
    yield store
    store.close()


@pytest.fixture(scope="module")
def look(demo: SqlStore) -> RelationLook:
    return relation_look(demo, "SEN", "MLI", SINCE, UNTIL)


def one(look: RelationLook, kind: str, day: str | None) -> RecordAct:
    found = [act for act in look.record if act.kind == kind and (act.day or "")[:7] == (day or "")]
    assert len(found) == 1, [act.day for act in look.record if act.kind == kind]
    return found[0]


@pytest.mark.parametrize(
    ("month", "way", "place", "level", "who", "strand"),
    [
        ("2024-05", "there", "Bamako", "head-of-state", "Bassirou Diomaye Faye", "diplomacy"),
        ("2024-08", "there", "Bamako", "head-of-government", "Ousmane Sonko", "diplomacy"),
        ("2024-10", "there", "Bamako", "envoy", "Abdoulaye Bathily", "diplomacy"),
        ("2025-11", "back", "Dakar", "minister", "Dembélé Madina Sissoko", "economy"),
    ],
)
def test_a_visit_is_told_with_visitor_place_level_strand_and_source(
    look: RelationLook, demo: SqlStore, month: str, way: str, place: str, level: str, who: str, strand: str
) -> None:
    act = one(look, "visit", month)
    assert (act.way, act.level, act.strand) == (way, level, strand)
    assert act.place and act.place.name == place and who in act.who
    assert all(demo.sources(act.articles)[each].source for each in act.articles) and act.articles


def test_the_delegation_without_a_date_is_in_the_record_and_in_no_month(look: RelationLook) -> None:
    act = one(look, "visit", None)
    assert (act.way, act.strand) == ("back", "defence") and act.place and act.place.name == "Dakar"
    assert "Birame Diop" in act.whom
    assert set(act.incidents) <= set(look.index.undated)


def test_the_joint_patrols_of_february_are_of_defence(look: RelationLook) -> None:
    acts = [a for a in look.record if a.kind == "cooperation" and (a.day or "").startswith("2025-02-20")]
    assert [(a.way, a.strand, a.place and a.place.name) for a in acts] == [("together", "defence", "Diboli")]
    month = next(p for p in look.index.of("defence", "together").points if p.month == "2025-02")
    assert set(acts[0].incidents) <= set(month.incidents) and month.total > 0


def test_mali_leaves_ecowas_beside_the_sum(look: RelationLook) -> None:
    act = one(look, "membership", "2025-01")
    assert (act.body, act.way, act.strand, act.mode) == ("ECOWAS", "back", "diplomacy", "withdraw")
    assert next(p for p in look.index.of("all").points if p.month == "2025-01").count == 0


def test_the_agreement_on_port_and_road_is_of_the_economy(look: RelationLook) -> None:
    act = one(look, "agreement", "2025-11")
    assert act.strand == "economy" and len(act.articles) == 2


def test_the_attacks_of_july_stand_beside_as_threats(look: RelationLook, demo: SqlStore) -> None:
    july = next(each for each in look.threats if each.month == "2025-07")
    told = demo.incidents_of(july.incidents)
    assert {"Diboli", "Kayes"} <= {each.place.name for each in told if each.place}
    assert {each.strand for each in told} == {"defence"} and all(each.members for each in told)
    assert not set(july.incidents) & {i for p in look.index.of("all").points for i in p.incidents}


def test_the_corridor_was_not_well_in_july(look: RelationLook) -> None:
    assert look.corridor is not None
    july = {each.state for each in look.corridor if each.start <= dt.date(2025, 7, 6) <= each.end}
    assert july & {"disrupted", "blocked"}
    assert look.corridor[0].start == SINCE and look.corridor[-1].end == UNTIL
    assert look.marking == "AMBER+STRICT"


def test_visits_are_counted_each_way_by_quarter_and_level(look: RelationLook) -> None:
    found = visits(look.record)
    assert (found.there, found.back, found.reciprocity) == (3, 2, 0.67)
    assert [(each.quarter, each.there, each.back) for each in found.tempo] == [
        ("2024-Q2", 1, 0), ("2024-Q3", 1, 0), ("2024-Q4", 1, 0), ("2025-Q4", 0, 1),
    ]  # fmt: skip
    assert found.levels["head-of-state"] == (1, 0) and found.levels["minister"] == (0, 1)


def test_the_record_turns_with_the_pair(demo: SqlStore, look: RelationLook) -> None:
    turned = relation_look(demo, "MLI", "SEN", SINCE, UNTIL)
    assert (turned.visits.there, turned.visits.back) == (2, 3)
    assert turned.index.of("all").total == look.index.of("all").total


def test_the_public_sees_neither_states_nor_what_is_withheld(demo: SqlStore, look: RelationLook) -> None:
    public = relation_look(
        demo, "SEN", "MLI", SINCE, UNTIL, scope=Wanted(public_on="2026-02-06"), states=False
    )
    assert public.corridor is None and public.marking == "CLEAR"
    told = {each for act in public.record for each in act.incidents}
    assert told < {each for act in look.record for each in act.incidents}
    assert all(demo.incident(each, public_on="2026-02-06") for each in told)


def test_other_countries_have_no_watched_border(demo: SqlStore) -> None:
    found = relation_look(demo, "SEN", "BFA", SINCE, UNTIL)
    assert found.threats == () and found.corridor == () and found.index.of("all").count == 1


@pytest.mark.parametrize(
    ("given", "body"),
    [
        (
            {"type": "SANCTION", "mode": "withdraw", "actors": ("MLI:GOV",), "recipients": ("ECOWAS",)},
            "ECOWAS",
        ),
        ({"type": "SANCTION", "mode": "expel", "actors": ("ECOWAS",), "recipients": ("MLI:GOV",)}, "ECOWAS"),
        ({"type": "SUPPORT", "mode": None, "actors": ("MLI:GOV",), "recipients": ("ECOWAS",)}, None),
        ({"type": "SANCTION", "mode": "withdraw", "actors": ("MLI:GOV",), "recipients": ("AES",)}, None),
        ({"type": "SANCTION", "mode": "withdraw", "actors": ("GIN:GOV",), "recipients": ("ECOWAS",)}, None),
    ],
)
def test_leaving_counts_where_the_other_country_is_a_member(
    given: dict[str, object], body: str | None
) -> None:
    assert body_of(incident("left", **given), "SEN", "MLI") == body
