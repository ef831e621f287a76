"""What people said of single reports: it stays with the report, and the incident is told by it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.errors import JudgementError
from faleme.records.reading import Reading
from faleme.review.labels import labels
from tests.made import DIBOLI, KAYES, KIDIRA, article, day, dead, report
from tests.review.test_apply import ambushes, random_act, random_world, undone
from tests.review.world import World


def correct(world: World, event: str, field: str, value: Any) -> int:
    return world.judge(event, "correct", report=event, field=field, value=value)


def test_a_corrected_report_changes_the_claim_of_its_article_and_no_other() -> None:
    world = ambushes()
    number = correct(world, "e2", "fatalities", {"min": 4, "max": 4})
    shown = world.of("e1")
    assert [(claim.article, claim.fatalities) for claim in shown.claims] == [
        ("a1", dead(7, 7)),
        ("a2", dead(4, 4)),
    ]
    (word,) = shown.on_reports
    assert (word.event, word.article, word.field, word.judgement) == ("e2", "a2", "fatalities", number)
    assert (word.machine, word.person) == ({"min": 15, "max": 18}, {"min": 4, "max": 4})
    assert (shown.reviewed, shown.judgements) == (False, (number,))
    assert [(d.field, d.judgement) for d in shown.differs] == [("fatalities", number)]
    given = world.judgements[0]
    assert (given.act, given.before, given.after) == ("correct-report", word.machine, word.person)


def test_every_field_of_a_report_can_be_corrected_and_undone() -> None:
    values = {
        "type": "COERCE", "mode": "seize", "status": "denied", "time": {"from": "2025-07-02", "to": None},
        "place": {"name": "Goudiry", "country": "SEN", "lat": 14.18, "lon": -12.72, "level": "locality"},
        "actors": ["MLI:MIL", "ORG:VDP"], "recipients": ["MLI:CVL"], "tags": ["road"],
        "fatalities": {"min": 3, "max": 4},
    }  # fmt: skip
    world = World([report("e1", "a1")])
    machine = world.shown()
    for field, value in values.items():
        correct(world, "e1", field, value)
    shown = world.of("e1")
    assert (shown.type, shown.mode, shown.status) == ("COERCE", "seize", "denied")
    assert shown.place and shown.place.name == "Goudiry"
    assert {each.field for each in shown.differs} == set(values)
    assert {word.field for word in shown.on_reports} == set(values)
    for number in range(len(values), 0, -1):
        world.undo(number)
    assert world.shown() == machine


def test_the_place_of_one_report_leaves_it_in_its_incident() -> None:
    world = ambushes()
    correct(world, "e2", "place", {"name": "Kidira", "country": "SEN", "lat": 14.45668, "lon": -12.21659,
                                   "level": "locality"})  # fmt: skip
    assert frozenset({"e1", "e2"}) in world.parts()
    assert world.of("e1").place == DIBOLI
    assert world.of("e1").id == world.machine[0].id


def test_a_new_type_drops_a_mode_that_it_has_not() -> None:
    world = World([report("e1", "a1", mode="drone")])
    correct(world, "e1", "type", "PROTEST")
    assert (world.of("e1").type, world.of("e1").mode) == ("PROTEST", None)
    with pytest.raises(JudgementError):
        correct(world, "e1", "mode", "drone")
    correct(world, "e1", "mode", "strike")
    assert world.of("e1").mode == "strike"


def test_a_word_on_the_incident_stands_above_one_on_its_report() -> None:
    world = ambushes()
    world.judge("e1", "correct", field="fatalities", value={"min": 9, "max": 9})
    correct(world, "e2", "fatalities", {"min": 4, "max": 4})
    assert world.of("e1").fatalities == dead(9, 9)
    assert dead(4, 4) in [claim.fatalities for claim in world.of("e1").claims]


def test_a_word_on_a_report_goes_where_the_report_goes() -> None:
    world = ambushes()
    correct(world, "e2", "tags", ["fuel"])
    world.split("e1", ["e2"])
    assert (world.of("e2").tags, world.of("e1").tags) == (("fuel",), ())
    world.merge("e3", "e2")
    assert world.of("e3").tags == ("fuel",)
    assert [word.event for word in world.of("e3").on_reports] == ["e2"]


def test_a_later_run_neither_overwrites_nor_forgets_a_word_on_a_report() -> None:
    world = ambushes()
    correct(world, "e3", "fatalities", {"min": 2, "max": 2})
    world.read_again(report("e3-new", "a3", place=KAYES, fatalities=dead(5, 5)), instead_of="e3")
    (word,) = world.of("e3-new").on_reports
    assert (word.machine, word.person) == ({"min": 5, "max": 5}, {"min": 2, "max": 2})
    assert [claim.fatalities for claim in world.of("e3-new").claims] == [dead(2, 2)]
    world.read_again(report("e3-newer", "a3", place=KAYES, fatalities=dead(2, 2)), instead_of="e3-new")
    shown = world.of("e3-newer")
    assert (shown.differs, len(shown.on_reports)) == ((), 1)


def test_the_last_word_on_a_field_counts_and_its_undo_brings_back_the_one_before() -> None:
    world = ambushes()
    correct(world, "e3", "tags", ["road"])
    second = correct(world, "e3", "tags", ["fuel"])
    assert list(world.judgements[-1].before) == ["road"]
    assert world.of("e3").tags == ("fuel",)
    world.undo(second)
    assert world.of("e3").tags == ("road",)


def test_one_rejected_report_leaves_the_rest_of_its_incident() -> None:
    world = ambushes()
    whole = world.of("e1")
    number = world.judge("e2", "reject", report="a2", note="une pièce de théâtre")
    rest, out = world.of("e1"), world.of("e2")
    assert (rest.id, [m.event for m in rest.members], rest.verdict) == (whole.id, ["e1"], None)
    assert [claim.fatalities for claim in rest.claims] == [dead(7, 7)]
    assert (out.verdict, out.judgements, out.id != whole.id) == ("rejected", (number,), True)
    world.reports["e5"] = report("e5", "a5")
    assert world.parts() >= {frozenset({"e1", "e5"}), frozenset({"e2"})}
    world.undo(number)
    assert frozenset({"e1", "e2", "e5"}) in world.parts()


def test_a_report_that_no_longer_stands_is_told_and_no_other_is_touched() -> None:
    world = ambushes()
    number = correct(world, "e3", "type", "COERCE")
    world.reports["x"] = report("x", "a3", place=KIDIRA)
    world.read_again(report("y", "a3", place=KAYES), instead_of="e3")
    assert world.applied().orphaned == (number,)


def test_no_correction_makes_a_movement_to_come_public() -> None:
    world = World([report("e1", "a1", type="COOPERATE", tags=("convoy",))])
    correct(world, "e1", "status", "planned")
    assert world.of("e1").marking == "AMBER+STRICT"
    restricted = World([report("e1", "a1", type="COOPERATE", marking="AMBER+STRICT", status="planned")])
    correct(restricted, "e1", "status", "occurred")
    assert restricted.of("e1").marking == "AMBER+STRICT"


@pytest.mark.parametrize(
    ("named", "act", "given"),
    [
        ("a9", "reject", {}), ("e3", "reject", {}), ("e2", "accept", {}), ("e2", "assign", {"value": "x"}),
        ("e2", "correct", {}), ("e2", "correct", {"field": "type", "value": "BATTLE"}),
        ("e2", "correct", {"field": "weather", "value": "dry"}), ("", "reject", {}),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(named: str, act: Any, given: dict[str, Any]) -> None:
    with pytest.raises(JudgementError):
        ambushes().judge("e1", act, report=named, **given)


def test_an_article_with_two_events_in_one_incident_is_asked_which() -> None:
    world = World([report("e1", "a1"), report("e2", "a2"), report("e2b", "a2", fatalities=dead(1, 1))])
    if len(world.parts()) > 1:
        world.merge(*(next(iter(sorted(part))) for part in sorted(world.parts(), key=min)))
    assert len(world.of("e1").members) == 3
    with pytest.raises(JudgementError, match="e2b"):
        world.judge("e1", "reject", report="a2")
    world.judge("e1", "reject", report="e2b")
    assert {m.event for m in world.of("e1").members} == {"e1", "e2"}


def label_of(world: World, article_id: str) -> dict[str, Any]:
    events: dict[str, list[Any]] = {}
    for each in world.reports.values():
        events.setdefault(each.article, []).append(each.event)
    readings = {
        name: Reading(article=article(name), events=tuple(told), places=(), times=(), figures=())
        for name, told in events.items()
    }
    numbered = world.judgements
    return {each["article"]["id"]: each for each in labels(world.shown(), numbered, readings)}[article_id]


def test_a_corrected_report_is_a_label_of_its_article_with_offsets() -> None:
    world = ambushes()
    correct(world, "e2", "type", "COERCE")
    (event,) = label_of(world, "a2")["events"]
    assert (event["id"], event["type"], event["evidence"]) == ("e2", "COERCE", [{"start": 0, "end": 16}])
    assert "type" not in event["not_judged"] and "place" in event["not_judged"]
    assert event["judgements"] == [1]
    with pytest.raises(KeyError):
        label_of(world, "a1")
    world.judge("e1", "accept")
    (event,) = label_of(world, "a2")["events"]
    assert event["not_judged"] == []


def test_a_rejected_report_is_a_label_and_the_others_are_not() -> None:
    world = ambushes()
    world.judge("e2", "reject", report="e2")
    label = label_of(world, "a2")
    assert (label["events"], [each["id"] for each in label["not_events"]]) == ([], ["e2"])
    assert label["not_events"][0]["evidence"] == [{"start": 0, "end": 16}]
    with pytest.raises(KeyError):
        label_of(world, "a1")


def random_word(world: World, chance: random.Random) -> None:
    event = chance.choice(sorted(world.reports))
    kind = chance.randrange(4)
    if kind == 0:
        world.judge(event, "reject", report=event)
    elif kind == 1:
        correct(world, event, "tags", [chance.choice(["road", "fuel"])])
    elif kind == 2:
        correct(world, event, "time", {"from": "2025-07-05", "to": "2025-07-05"})
    else:
        place = chance.choice([DIBOLI, KAYES, KIDIRA])
        point = {"lat": place.lat, "lon": place.lon, "level": place.level}
        correct(world, event, "place", {"name": place.name, "country": place.country} | point)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 10))
def test_words_on_reports_among_all_other_acts_lose_nothing_and_all_are_undone(seed: int, acts: int) -> None:
    chance = random.Random(seed)
    world = random_world(chance)
    machine = world.shown()
    for _ in range(acts):
        (random_word if chance.random() < 0.6 else random_act)(world, chance)
        shown = world.shown()
        assert sorted(m.event for each in shown for m in each.members) == sorted(world.reports)
        assert len({each.id for each in shown}) == len(shown)
    while left := [j.number for j in world.judgements if j.act != "undo" and j.number not in undone(world)]:
        world.undo(chance.choice(left))
    assert world.shown() == machine


def test_days_of_a_report_can_be_emptied() -> None:
    world = World([report("e1", "a1", time=day("2025-07-01"))])
    correct(world, "e1", "time", None)
    assert world.of("e1").time is None
