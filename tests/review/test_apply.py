"""What people decided stays, in order, beside what the machine says; each act can be taken back."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.errors import JudgementError
from faleme.records.text import Span
from faleme.review.apply import redirects
from tests.made import DIBOLI, KAYES, KIDIRA, day, dead, report
from tests.review.world import World


def ambushes() -> World:
    """Two outlets on an attack at Diboli, one on an attack at Kayes, one on a rally at Kidira."""
    return World(
        [
            report("e1", "a1", fatalities=dead(7, 7)),
            report("e2", "a2", fatalities=dead(15, 18)),
            report("e3", "a3", place=KAYES),
            report("e4", "a4", type="PROTEST", place=KIDIRA, actors=("SEN:CVL",)),
        ]
    )


def test_without_judgements_everyone_sees_what_the_machine_says() -> None:
    world = ambushes()
    assert world.shown() == world.machine


def test_a_correction_says_what_the_machine_says_and_what_the_person_says() -> None:
    world = ambushes()
    number = world.judge("e1", "correct", field="type", value="COERCE")
    shown = world.of("e2")
    assert (shown.type, shown.reviewed, shown.judgements) == ("COERCE", True, (number,))
    (differs,) = shown.differs
    assert (differs.field, differs.machine, differs.person, differs.judgement) == (
        "type", "ASSAULT", "COERCE", number,
    )  # fmt: skip
    assert world.judgements[0].before == "ASSAULT"


def test_where_the_machine_comes_to_agree_nothing_differs() -> None:
    world = ambushes()
    world.judge("e3", "correct", field="mode", value="drone")
    world.read_again(report("e3", "a3", place=KAYES, mode="drone"), instead_of="e3")
    shown = world.of("e3")
    assert (shown.mode, shown.differs, shown.reviewed) == ("drone", (), True)


def test_every_field_can_be_corrected() -> None:
    values = {
        "type": "COERCE", "mode": "seize", "status": "denied",
        "place": {"name": "Goudiry", "country": "SEN", "lat": 14.18, "lon": -12.72, "level": "locality"},
        "time": {"from": "2025-07-02", "to": None},
        "actors": ["MLI:MIL", "ORG:VDP"], "recipients": ["MLI:CVL"],
        "tags": ["road"], "fatalities": {"min": 3, "max": 4},
    }  # fmt: skip
    world = ambushes()
    for field, value in values.items():
        world.judge("e1", "correct", field=field, value=value)
    shown = world.of("e1")
    assert {each.field for each in shown.differs} == set(values)
    assert shown.place and shown.place.name == "Goudiry"
    assert shown.fatalities == dead(3, 4)
    assert len(shown.claims) == 2


def test_a_new_type_drops_a_mode_that_it_has_not_and_says_so() -> None:
    world = World([report("e1", "a1", mode="drone")])
    world.judge("e1", "correct", field="type", value="PROTEST")
    shown = world.of("e1")
    assert (shown.type, shown.mode) == ("PROTEST", None)
    assert [(d.field, d.machine, d.person) for d in shown.differs] == [
        ("mode", "drone", None),
        ("type", "ASSAULT", "PROTEST"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "BATTLE"), ("mode", "strike"), ("status", "maybe"), ("actors", ["someone"]), ("tags", ["x"]),
        ("time", {"from": "2025-07-03", "to": "2025-07-01"}), ("time", {"from": "mardi", "to": None}),
        ("fatalities", {"min": 5, "max": 3}), ("weather", "dry"), ("place", "Kidira"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(field: str, value: object) -> None:
    with pytest.raises(JudgementError):
        ambushes().judge("e1", "correct", field=field, value=value)


def test_what_was_accepted_stays_when_the_machine_changes_its_mind() -> None:
    world = ambushes()
    world.judge("e3", "accept")
    world.read_again(report("e3", "a3", place=DIBOLI, time=day("2025-06-11")), instead_of="e3")
    shown = world.of("e3")
    assert shown.verdict == "accepted"
    assert shown.place == KAYES
    assert [each.field for each in shown.differs] == ["place", "time"]


def test_a_later_word_on_the_same_field_wins() -> None:
    world = ambushes()
    world.judge("e1", "correct", field="tags", value=["road"])
    world.judge("e1", "accept")
    world.judge("e1", "correct", field="tags", value=["fuel"])
    assert world.of("e1").tags == ("fuel",)
    world.undo(3)
    assert world.of("e1").tags == ("road",)


def test_a_correction_survives_a_new_reading_that_renames_the_event() -> None:
    world = ambushes()
    world.judge("e3", "correct", field="fatalities", value={"min": 2, "max": 2})
    world.read_again(report("e3-new", "a3", place=KAYES, mode="firearms"), instead_of="e3")
    shown = world.of("e3-new")
    assert (shown.fatalities, shown.mode) == (dead(2, 2), "firearms")
    assert world.applied().orphaned == ()


def test_a_judgement_whose_report_has_vanished_is_kept_and_told() -> None:
    world = ambushes()
    number = world.judge("e3", "correct", field="type", value="COERCE")
    world.read_again(report("e9", "a3", place=KAYES, evidence=(Span(18, 40),)), instead_of="e3")
    assert world.applied().orphaned == (number,)
    assert world.of("e9").type == "ASSAULT"


def test_two_events_on_one_sentence_take_no_judgement_by_guess() -> None:
    world = ambushes()
    number = world.judge("e3", "reject")
    world.read_again(report("x1", "a3", place=KAYES), instead_of="e3")
    world.reports["x2"] = report("x2", "a3", place=KIDIRA)
    assert world.applied().orphaned == (number,)


def test_merged_incidents_stay_one_at_the_first_address_with_all_claims() -> None:
    world = ambushes()
    first, second = world.of("e3"), world.of("e1")
    world.merge("e3", "e1")
    one = world.of("e2")
    assert (one.id, {m.event for m in one.members}) == (first.id, {"e1", "e2", "e3"})
    assert one.place == KAYES
    assert len(one.claims) == 2
    assert "says awa (judgement 1)" in one.reasons[-1]
    assert redirects([first, second], world.shown()) == {second.id: first.id}


def test_merges_of_merges_are_one_and_come_apart_in_any_order() -> None:
    world = ambushes()
    machine = world.shown()
    world.merge("e1", "e3")
    world.merge("e4", "e1")
    assert world.parts() == {frozenset({"e1", "e2", "e3", "e4"})}
    world.undo(1)
    assert world.parts() == {frozenset({"e1", "e2", "e4"}), frozenset({"e3"})}
    world.undo(2)
    assert world.shown() == machine


def test_reports_split_off_become_one_incident_and_what_was_said_stays_with_the_rest() -> None:
    world = ambushes()
    whole = world.of("e1")
    world.judge("e1", "correct", field="tags", value=["road"])
    world.split("e1", ["a2"])
    assert world.of("e1").id == whole.id
    assert world.of("e1").tags == ("road",)
    apart = world.of("e2")
    assert apart.id != whole.id
    assert (apart.tags, apart.reviewed) == ((), False)
    assert [claim.fatalities for claim in apart.claims] == [dead(15, 18)]


def test_a_split_holds_when_a_later_report_ties_both_together() -> None:
    world = ambushes()
    world.split("e1", ["e2"])
    world.reports["e5"] = report("e5", "a5", "2025-07-04")
    assert world.parts() >= {frozenset({"e1", "e5"}), frozenset({"e2"})}


def test_split_then_merge_then_undo_of_the_merge_is_split_again() -> None:
    world = ambushes()
    world.split("e1", ["e2"])
    apart = world.shown()
    number = world.merge("e2", "e1")
    assert frozenset({"e1", "e2"}) in world.parts()
    world.undo(number)
    assert world.shown() == apart


def test_a_rejected_report_takes_no_later_one_with_it() -> None:
    world = World([report("e1", "a1")])
    world.judge("e1", "reject", note="a film")
    world.reports["e0"] = report("e0", "a0", "2025-07-01")
    world.reports["e2"] = report("e2", "a2")
    assert world.of("e1").verdict == "rejected"
    assert world.of("e2").verdict is None
    assert world.parts() == {frozenset({"e1"}), frozenset({"e0", "e2"})}


def test_reports_that_join_after_a_review_are_counted() -> None:
    world = World([report("e1", "a1")])
    world.judge("e1", "accept")
    world.reports["e2"] = report("e2", "a2")
    assert (world.of("e2").reviewed, world.of("e2").unseen) == (True, 1)


def test_a_word_does_not_follow_one_report_into_another_incident() -> None:
    world = ambushes()
    world.judge("e1", "correct", field="tags", value=["road"])
    world.reports["e5"] = report("e5", "a5", place=KAYES)
    world.read_again(report("e2", "a2", place=KAYES), instead_of="e2")
    assert {m.event for m in world.of("e2").members} == {"e2", "e3", "e5"}
    assert world.of("e1").tags == ("road",)
    assert world.of("e2").tags == ()


def test_a_person_marks_no_movement_to_come_as_public() -> None:
    world = World([report("e1", "a1", type="COOPERATE", tags=("convoy",))])
    world.judge("e1", "correct", field="status", value="planned")
    assert world.of("e1").marking == "AMBER+STRICT"


def test_an_undo_can_be_undone_but_not_done_twice() -> None:
    world = ambushes()
    number = world.judge("e1", "unverifiable")
    undo = world.undo(number)
    assert world.of("e1").verdict is None
    with pytest.raises(JudgementError, match=f"undone already, by judgement {undo}"):
        world.undo(number)
    world.undo(undo)
    assert world.of("e1").verdict == "unverifiable"
    with pytest.raises(JudgementError, match="no judgement 99"):
        world.undo(99)


def test_assigning_is_no_review() -> None:
    world = ambushes()
    world.judge("e1", "assign", value="Modou")
    assert (world.of("e1").assigned, world.of("e1").reviewed) == ("Modou", False)
    with pytest.raises(JudgementError, match="NAME"):
        world.judge("e1", "assign")


def test_a_merge_or_a_split_of_nothing_is_refused() -> None:
    world = ambushes()
    for wrong in (["e1", "e2"], []):
        with pytest.raises(JudgementError):
            world.split("e1", wrong)
    with pytest.raises(JudgementError, match="no report"):
        world.split("e1", ["e3"])
    with pytest.raises(JudgementError, match="two incidents"):
        world.merge("e1", "e2")


PLACES = (DIBOLI, KAYES, KIDIRA)
DAYS = ("2025-07-01", "2025-07-02")


def random_world(chance: random.Random) -> World:
    return World(
        report(f"e{n}", f"a{n}", place=chance.choice(PLACES), time=day(chance.choice(DAYS)))
        for n in range(chance.randint(2, 8))
    )


def random_act(world: World, chance: random.Random) -> None:
    """One act that a person could do now."""
    events = sorted(world.reports)
    event = chance.choice(events)
    act = chance.choice(["accept", "correct", "reject", "unverifiable", "assign", "merge", "split", "undo"])
    try:
        if act == "merge":
            world.merge(*chance.sample(events, k=min(len(events), chance.randint(2, 3))))
        elif act == "split":
            members = [m.event for m in world.of(event).members]
            world.split(event, chance.sample(members, k=chance.randint(1, len(members))))
        elif act == "undo":
            world.undo(chance.randint(1, len(world.judgements) + 1))
        elif act == "correct":
            world.judge(event, "correct", field="tags", value=[chance.choice(["road", "fuel"])])
        else:
            world.judge(event, act, value="Modou")  # type: ignore[arg-type]
    except JudgementError:
        pass


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 12))
def test_whatever_was_decided_nothing_is_lost_and_undoing_all_is_the_machines_view(
    seed: int, acts: int
) -> None:
    chance = random.Random(seed)
    world = random_world(chance)
    machine = world.shown()
    for _ in range(acts):
        random_act(world, chance)
        shown = world.shown()
        members = [m.event for each in shown for m in each.members]
        assert sorted(members) == sorted(world.reports)
        assert len({each.id for each in shown}) == len(shown)
        assert world.applied().orphaned == ()
    while counting := [
        j.number for j in world.judgements if j.act != "undo" and j.number not in undone(world)
    ]:
        world.undo(chance.choice(counting))
    assert world.shown() == machine


def undone(world: World) -> set[int]:
    from faleme.review.decide import undone_by

    return set(undone_by(world.judgements))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 8))
def test_undoing_the_last_act_is_exactly_what_was_before(seed: int, acts: int) -> None:
    chance = random.Random(seed)
    world = random_world(chance)
    for _ in range(acts):
        before, given_before = world.shown(), len(world.judgements)
        random_act(world, chance)
        if len(world.judgements) > given_before:
            world.undo(len(world.judgements))
            assert world.shown() == before
            world.undo(len(world.judgements))  # and redone


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9))
def test_the_order_in_which_the_machine_gives_its_incidents_changes_nothing(seed: int) -> None:
    from faleme.review.apply import apply

    chance = random.Random(seed)
    world = random_world(chance)
    for _ in range(6):
        random_act(world, chance)
    shuffled = list(world.machine)
    chance.shuffle(shuffled)
    again = apply(shuffled, world.judgements, world.reports).incidents
    assert {each.id: each for each in again} == {each.id: each for each in world.shown()}
